"""Changes of plan inside a billing period: what is credited, what is charged, and what it makes of price and bills."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.recognition.kept import Kept

YEAR = "term: {from: 2025-01-01, to: 2025-12-31}\n"


def plan(keys, happened, *, term=YEAR, billing="{bill: all, every: month, in: advance, right: on invoice}", **policies):
    """A contract with one plan, billed on a line, and what happened."""
    rows = "".join(f"  - {row}\n" for row in ([happened] if isinstance(happened, str) else happened))
    lines = f"billing:\n  - {billing}\n" if billing else ""
    obligations = f"obligations:\n  plan: {{{keys}, earn: over time by day}}\n"
    return Kept(f"{term}{obligations}{lines}happened:\n{rows}", **policies)


def amended(on, what, mode="by day"):
    return f"{{date: {on}, amendment: A-{on}, {what}, prorate: {mode}, remaining distinct: yes, distinct: yes}}"


def lines(kept, since="2025-01-01", through="2025-12-31"):
    """(credit, charge) of a window."""
    return tuple(kept("proration", kind, since=since, through=through) for kind in ("credit", "charge"))


@pytest.mark.parametrize(
    ("keys", "on", "change", "credit", "charge"),
    [
        # 12 of the 31 days of March, the 20th among them.
        ("price: 31.00 per month", "2025-03-20", "price: 62.00 per month", "-12.00", "24.00"),
        ("price: 31.00 per month", "2025-03-20", "price: 15.50 per month", "-12.00", "6.00"),
        ("quantity: 3 seats, price: 31.00 per seat and month", "2025-03-20", "quantity: 5 seats", "-36.00", "60.00"),
        # The first day gives the whole month back, the last a day of it.
        ("price: 31.00 per month", "2025-03-01", "price: 62.00 per month", "-31.00", "62.00"),
        ("price: 31.00 per month", "2025-03-31", "price: 62.00 per month", "-1.00", "2.00"),
        ("price: 28.00 per month", "2025-02-15", "price: 56.00 per month", "-14.00", "28.00"),
        # A sum for the year is billed in twelve parts; a price per year too.
        ("price: 372.00", "2025-03-20", "price: 744.00", "-12.00", "24.00"),
        ("price: 372.00 per year", "2025-03-20", "price: 744.00 per year", "-12.00", "24.00"),
        ("price: 93.00 per quarter", "2025-03-20", "price: 62.00 per month", "-12.00", "24.00"),
        # Each line is rounded once: 10.00 x 12/31 and 25.00 x 12/31.
        ("price: 10.00 per month", "2025-03-20", "price: 25.00 per month", "-3.87", "9.68"),
        ("price: 31.00 per month", "2025-03-20", "remaining price: 300.00", "-12.00", None),
    ],
)
def test_the_days_that_are_left_of_the_month(keys, on, change, credit, charge):
    kept = plan(keys, amended(on, f"changes: {{plan: {{{change}}}}}"))
    found = lines(kept)
    assert found[0] == Decimal(credit)
    if charge is not None:
        assert found[1] == Decimal(charge)
        assert kept("proration", "net", through="2025-12-31") == sum(found)


def test_a_price_for_what_is_left_is_charged_by_its_billing_periods():
    """300.00 for 12 days of March and the nine months after it."""
    kept = plan("price: 31.00 per month", amended("2025-03-20", "changes: {plan: {remaining price: 300.00}}"))
    assert lines(kept)[1] == round(Decimal(300) * (Decimal(12) / 31) / (9 + Decimal(12) / 31), 2)


def test_the_billing_month_begins_with_the_plan():
    """Billed on the 15th: from 20 March to 14 April are 26 of 31 days."""
    term = "term: {from: 2025-01-15, to: 2026-01-14}\n"
    kept = plan("price: 31.00 per month", amended("2025-03-20", "changes: {plan: {price: 62.00 per month}}"), term=term)
    assert lines(kept) == (Decimal("-26.00"), Decimal("52.00"))


@pytest.mark.parametrize(
    ("billing", "credit", "charge"),
    [
        ("{bill: plan, every: quarter, in: advance, right: on invoice}", "-12.00", "24.00"),
        # A year ahead: 12 days of March and nine months.
        ("{bill: plan, every: year, in: advance, right: on invoice}", "-291.00", "582.00"),
        ("{bill: plan, in: one sum, right: on invoice}", "-291.00", "582.00"),
        ("", "-12.00", "24.00"),
        ("{bill: plan, every: month, in: arrears, right: on invoice}", "-12.00", "24.00"),
    ],
)
def test_what_was_billed_ahead_is_given_back(billing, credit, charge):
    change = amended("2025-03-20", "changes: {plan: {price: 62.00 per month}}")
    assert lines(plan("price: 31.00 per month", change, billing=billing)) == (Decimal(credit), Decimal(charge))


def test_one_sum_billed_at_once_is_given_back_by_its_days():
    change = amended("2025-03-20", "removes: [plan]")
    kept = plan("price: 730.00", change, billing="{bill: all, in: one sum, right: on invoice}")
    assert lines(kept) == (Decimal("-574.00"), Decimal(0))


@pytest.mark.parametrize(
    ("mode", "credit", "charge"),
    [
        ("by day", "-22.00", "44.00"),
        # From 10 April only whole months of the quarter count: May and June.
        ("by month", "-62.00", "124.00"),
        ("no", "0.00", "0.00"),
    ],
)
def test_how_a_part_of_a_period_is_priced(mode, credit, charge):
    billing = "{bill: plan, every: quarter, in: advance, right: on invoice}"
    on = "2025-03-10" if mode == "by day" else "2025-04-10"
    kept = plan(
        "price: 31.00 per month", amended(on, "changes: {plan: {price: 62.00 per month}}", mode), billing=billing
    )
    assert lines(kept) == (Decimal(credit), Decimal(charge))


@pytest.mark.parametrize("mode", ["by month", "no"])
def test_on_the_first_day_of_a_period_the_whole_of_it_counts(mode):
    kept = plan("price: 31.00 per month", amended("2025-04-01", "changes: {plan: {price: 62.00 per month}}", mode))
    assert lines(kept) == (Decimal("-31.00"), Decimal("62.00"))


def test_a_change_that_says_nothing_of_proration_has_no_lines():
    change = "{date: 2025-03-20, amendment: A, changes: {plan: {price: 62.00 per month}}, remaining distinct: yes}"
    assert lines(plan("price: 31.00 per month", change)) == (0, 0)


def test_a_change_that_is_not_approved_or_lies_outside_the_window_has_no_lines():
    change = amended("2025-03-20", "changes: {plan: {price: 62.00 per month}}")
    kept = plan("price: 31.00 per month", change)
    assert lines(kept, "2025-03-20", "2025-03-20") == (-12, 24)
    assert lines(kept, "2025-03-21") == (0, 0) == lines(kept, through="2025-03-19")
    assert lines(plan("price: 31.00 per month", f"{change[:-1]}, approved: no}}")) == (0, 0)


def test_a_longer_term_alone_has_no_lines():
    assert lines(plan("price: 31.00 per month", amended("2025-03-20", "changes: {term: {to: 2026-12-31}}"))) == (0, 0)


def test_two_changes_in_one_month_go_each_from_the_plan_before_it():
    rows = [
        amended("2025-03-11", "changes: {plan: {price: 62.00 per month}}"),
        amended("2025-03-21", "changes: {plan: {price: 93.00 per month}}"),
    ]
    kept = plan("price: 31.00 per month", rows)
    assert lines(kept, "2025-03-11", "2025-03-11") == (-21, 42)
    assert lines(kept, "2025-03-21", "2025-03-21") == (-22, 33)
    assert (kept("figure", "credit()"), kept("figure", "charge(plan)")) == (-43, 75)


SWAP = "removes: [plan], adds: {better: {price: 93.00 per month, ssp: 93.00 per month, earn: over time by day}}"


def test_one_plan_ends_and_another_begins():
    kept = plan("price: 31.00 per month", amended("2025-03-20", SWAP))
    assert lines(kept) == (-12, 36)
    assert (kept("figure", "credit(plan)"), kept("figure", "charge(better)"), kept("figure", "credit(better)")) == (
        -12,
        36,
        0,
    )


def test_the_price_of_the_contract_is_what_will_have_been_billed():
    """Two months and 19 days of 31.00, then 12 days and nine months of 62.00 or 93.00."""
    raised = plan("price: 31.00 per month", amended("2025-03-20", "changes: {plan: {price: 62.00 per month}}"))
    assert raised("transaction price", through="2025-03-20") == 62 + 19 + 24 + 9 * 62
    swapped = plan("price: 31.00 per month", amended("2025-03-20", SWAP))
    assert swapped("transaction price", through="2025-03-20") == 62 + 19 + 36 + 9 * 93
    assert swapped("revenue", through="2025-12-31") == 62 + 19 + 36 + 9 * 93
    billed = swapped("allocation", "better", through="2025-12-31")
    by_day = 31 * 12 * Decimal(78) / 365
    assert billed == round(62 + 19 + 36 + 9 * 93 - by_day, 2)


def test_an_addition_alone_at_its_price_is_a_contract_of_its_own():
    add = amended("2025-03-20", "adds: {more: {price: 62.00 per month, earn: over time by day}}")
    kept = plan("price: 31.00 per month, series: yes", add)
    assert kept("treatment", "A-2025-03-20") == "separate"
    assert kept("figure", "price(more)") == 24 + 9 * 62
    assert lines(kept) == (0, 24)


DUE = "{bill: all, every: month, in: advance, right: when due}"


def test_bills_of_a_plan_follow_the_proration():
    raised = plan(
        "price: 31.00 per month", amended("2025-03-20", "changes: {plan: {price: 62.00 per month}}"), billing=DUE
    )
    owed = [raised.balance("receivable", day) for day in ("2025-03-19", "2025-03-20", "2025-04-01", "2025-12-31")]
    assert owed == [93, 105, 167, 93 + 12 + 9 * 62]


def test_what_is_added_is_billed_with_the_rest():
    swapped = plan("price: 31.00 per month", amended("2025-03-20", SWAP), billing=DUE)
    days = ("2025-03-20", "2025-03-31", "2025-04-01", "2025-04-20", "2025-12-31")
    assert [swapped.balance("receivable", day) for day in days] == [117, 117, 210, 210, 117 + 9 * 93]
    later = plan("price: 31.00 per month", amended("2025-03-20", SWAP), billing=DUE.replace("advance", "arrears"))
    owed = [later.balance("receivable", day) for day in ("2025-03-30", "2025-03-31", "2025-04-29", "2025-04-30")]
    # What the old plan earned in March is billed when March is, beside the new plan.
    assert owed[1] - owed[0] == 19 + 36 and owed[3] - owed[2] == 93


def test_the_credit_buys_days_of_the_new_plan():
    """12.00 is left; a day of 93.00 in March is 3.00: four days."""
    kept = plan("price: 31.00 per month", amended("2025-03-20", SWAP), upgrade="extend by credit")
    assert lines(kept) == (-12, 12)
    assert kept("figure", "days(better)") == 4
    assert kept.revenue("2025-03-20", "2025-12-31", "better") == round(31 * 12 * Decimal(287) / 365 - 279, 2) + 0
    assert kept("allocation", "better") == kept("revenue", "better", through="2025-03-23")


@pytest.mark.parametrize(("price", "days"), [("31.00", 12), ("46.50", 8), ("50.00", 8), ("400.00", 1), ("15.50", 24)])
def test_a_part_of_a_day_is_a_day(price, days):
    swap = f"removes: [plan], adds: {{better: {{price: {price} per month, earn: over time by day}}}}"
    term = "term: {from: 2025-03-01, to: 2025-03-31}\n"
    kept = plan("price: 31.00 per month", amended("2025-03-20", swap), term=term, upgrade="extend by credit")
    assert kept("figure", "days(better)", through="2025-12-31") == days
    assert kept("revenue", "better", through="2025-12-31") == 12
    assert kept("transaction price", through="2025-12-31") == 31


def test_a_credit_may_reprice_the_plan_itself():
    term = "term: {from: 2025-03-01, to: 2025-03-31}\n"
    raised = amended("2025-03-20", "changes: {plan: {price: 93.00 per month}}")
    kept = plan("price: 31.00 per month", raised, term=term, upgrade="extend by credit")
    assert kept.revenue("2025-03-20", "2025-03-23") == 12 and kept.revenue("2025-03-24", "2025-12-31") == 0
    assert lines(kept) == (-12, 12)


def test_without_a_credit_nothing_is_bought():
    add = amended("2025-03-20", "adds: {more: {price: 62.00 per month, earn: over time by day}}")
    kept = plan("price: 31.00 per month, series: yes", add, upgrade="extend by credit")
    assert kept("figure", "days(more)") == 287 and lines(kept) == (0, 24)


def test_use_and_what_is_not_paid_by_time_is_left_alone():
    text = f"""{YEAR}
obligations:
  plan: {{price: 31.00 per month, earn: over time by day, series: yes}}
  calls: {{price: 0.10 per call, earn: as invoiced}}
  kit: {{price: 50.00}}
happened:
  - date: 2025-03-20
    amendment: A
    changes: {{plan: {{price: 62.00 per month}}, kit: {{price: 60.00}}}}
    prorate: by day
"""
    kept = Kept(text)
    assert lines(kept) == (-12, 24)
