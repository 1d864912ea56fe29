"""What a recurring line brings a month: forms of price, amendments, ends; and what never counts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.engine.metrics.contract_value import NoMonthlyPrice, recurring_lines
from duly.ground.dates import day
from tests.engine.contracts.texts import terms_of

YEAR = "term: {from: 2025-03-01, to: 2026-02-28}\n"
MONTHLY = "earn: over time by month, recurring: yes"


def contract(line, *happened, term=YEAR, more=""):
    facts = "".join(f"  - {row}\n" for row in happened)
    text = f"{term}{more}obligations:\n  plan: {{earn: over time by month, recurring: yes, {line}}}\n"
    return terms_of(text + (f"happened:\n{facts}" if happened else ""))


def monthly(terms, on, obligation="plan"):
    """Units of the currency a month, at the end of a day."""
    lines = [line for line in recurring_lines(terms) if line.obligation == obligation]
    return sum((line.monthly(day(on)) for line in lines), Fraction(0)) / 100


@pytest.mark.parametrize(
    ("price", "brings"),
    [
        ("price: 70.00 per month", "70"),
        ("price: 210.00 per quarter", "70"),
        ("price: 420.00 per half year", "70"),
        ("price: 840.00 per year", "70"),
        ("price: 840.00", "70"),
        ("quantity: 7 seats, price: 10.00 per seat and month", "70"),
        ("quantity: 7 seats, price: 120.00 per seat and year", "70"),
        ("quantity: 7 seats, price: 120.00 per seat", "70"),
        ("price: 100.00 per year", "25/3"),
        ("price: 12.00 per day", "365"),
        ("price: 84.00 per week", "365"),
    ],
)
def test_a_month_of_each_form_of_price(price, brings):
    assert monthly(contract(price), "2025-06-10") == Fraction(brings)


def test_steps_count_each_in_its_own_time():
    steps = contract("price: [1200.00, 2400.00]", term="term: {from: 2025-03-01, to: 2027-02-28}\n")
    assert [monthly(steps, on) for on in ("2026-02-28", "2026-03-01")] == [100, 200]
    quarters = contract("price: {steps: [30.00, 60.00, 90.00, 120.00], every: quarter}")
    assert [monthly(quarters, on) for on in ("2025-05-31", "2025-06-01", "2025-12-01")] == [10, 20, 40]


def test_a_line_counts_from_its_first_to_its_last_day():
    found = [
        monthly(contract("price: 70.00 per month"), on)
        for on in ("2025-02-28", "2025-03-01", "2026-02-28", "2026-03-01")
    ]
    assert found == [0, 70, 70, 0]


def test_a_line_does_not_count_before_its_contract_is_signed():
    late = terms_of(
        f"{YEAR}obligations:\n  plan: {{price: 70.00 per month, earn: over time by month, recurring: yes}}\n",
        head="contract: C\ncurrency: USD\nsigned: 2025-04-10\n",
    )
    assert [monthly(late, on) for on in ("2025-04-09", "2025-04-10")] == [0, 70]


def test_a_total_belongs_to_the_one_line_without_a_price():
    of_total = contract("ssp: 10.00", more="total: 960.00\n")
    assert monthly(of_total, "2025-06-10") == 80
    beside = terms_of(
        f"{YEAR}total: 960.00\nobligations:\n  plan: {{{MONTHLY}, ssp: 700.00}}\n  kit: {{price: 60.00}}\n"
    )
    assert monthly(beside, "2025-06-10") == 75


def test_a_total_that_lines_share_says_no_price_a_month():
    with pytest.raises(NoMonthlyPrice):
        recurring_lines(
            terms_of(f"{YEAR}total: 960.00\nobligations:\n  plan: {{{MONTHLY}, ssp: 1.00}}\n  kit: {{ssp: 1.00}}\n")
        )


def test_one_sum_without_an_end_says_no_price_a_month():
    with pytest.raises(NoMonthlyPrice):
        recurring_lines(terms_of("obligations:\n  plan: {price: 50.00, earn: on delivery, recurring: yes}\n"))


@pytest.mark.parametrize(
    "line",
    [
        "price: 0.10 per call, earn: as invoiced, recurring: yes",
        "price: {tiers: [[10, 1.00], [rest, 0.50]], per: call}, earn: by units, quantity: 5, recurring: yes",
        "price: 840.00, earn: over time by month, recurring: no",
        "price: 840.00, earn: over time by month",
        "price: 2% of assets, earn: over time by day, series: yes, recurring: yes",
        "earn: over time by month, recurring: yes",
    ],
)
def test_usage_free_lines_and_what_is_not_said_to_recur_never_count(line):
    assert monthly(terms_of(f"{YEAR}obligations:\n  plan: {{{line}}}\n"), "2025-06-10") == 0


def test_tax_credits_and_elements_never_count():
    terms = terms_of(
        f"""{YEAR}
        obligations:
          plan: {{price: 70.00 per month, earn: over time by month, recurring: yes}}
        price:
          - {{element: rebate, of: plan, amount: -100.00}}
        happened:
          - {{date: 2025-03-01, invoice: I, lines: {{plan: 70.00}}, tax: 7.00}}
          - {{date: 2025-03-02, credit note: CN, invoice: I, amount: 20.00, reason: price}}
        """.replace("        ", "")
    )
    assert monthly(terms, "2025-04-01") == 70


ON = "date: 2025-09-01, amendment: A"


@pytest.mark.parametrize(
    ("line", "change", "brings"),
    [
        ("price: 70.00 per month", "changes: {plan: {price: 90.00 per month}}", 90),
        ("price: 70.00 per month", "changes: {plan: {price: 90.00 per month}}, prorate: by day", 90),
        ("quantity: 7 seats, price: 10.00 per seat and month", "changes: {plan: {quantity: 12 seats}}", 120),
        ("quantity: 7 seats, price: 120.00 per seat", "changes: {plan: {quantity: 5 seats}}", 50),
        ("price: 840.00", "changes: {plan: {price: 1200.00}}", 100),
        ("price: 840.00", "changes: {plan: {remaining price: 300.00}}", 50),
        ("price: 840.00", "changes: {plan: {quantity: 3}}, price: 60.00", 80),
        ("price: 840.00", "price: 60.00", 80),
        ("price: 840.00", "changes: {term: {to: 2026-08-31}}", 35),
        ("price: 840.00", "changes: {term: {to: 2026-08-31}}, price: 420.00", 70),
        ("price: 70.00 per month", "changes: {term: {to: 2026-08-31}}", 70),
        ("price: 70.00 per month", "changes: {plan: {recurring: no}}", 0),
        ("price: 70.00 per month", "changes: {plan: {price: 90.00 per month}}, approved: no", 70),
        ("price: 70.00 per month", "removes: [plan]", 0),
    ],
)
def test_an_amendment_counts_from_the_start_of_its_day(line, change, brings):
    terms = contract(line, f"{{{ON}, {change}}}")
    assert [monthly(terms, on) for on in ("2025-08-31", "2025-09-01", "2026-02-28")] == [70, brings, brings]


def test_a_longer_term_holds_the_price_per_month_to_its_new_end():
    terms = contract("price: 70.00 per month", f"{{{ON}, changes: {{term: {{to: 2026-08-31}}}}}}")
    assert [monthly(terms, on) for on in ("2026-08-31", "2026-09-01")] == [70, 0]
    own_end = contract("price: 70.00 per month, to: 2026-02-28", f"{{{ON}, changes: {{term: {{to: 2026-08-31}}}}}}")
    assert monthly(own_end, "2026-03-01") == 0


def test_what_an_amendment_adds_counts_beside_the_rest():
    added = "more: {price: 35.00 per month, earn: over time by month, recurring: yes}"
    terms = contract("price: 70.00 per month", f"{{{ON}, adds: {{{added}}}}}")
    assert [monthly(terms, on, "more") for on in ("2025-08-31", "2025-09-01", "2026-02-28", "2026-03-01")] == [
        0,
        35,
        35,
        0,
    ]
    assert monthly(terms, "2025-09-01") == 70


def test_an_added_sum_goes_to_an_addition_without_a_price():
    added = "more: {ssp: 1.00, earn: over time by month, recurring: yes}"
    terms = contract("price: 70.00 per month", f"{{{ON}, adds: {{{added}}}, price: 90.00}}")
    assert (monthly(terms, "2025-09-01", "more"), monthly(terms, "2025-09-01")) == (15, 70)


def test_a_chain_of_amendments_takes_each_from_its_own_day():
    rows = [
        "{date: 2025-06-01, amendment: A, changes: {plan: {quantity: 9 seats}}}",
        "{date: 2025-10-01, amendment: B, changes: {plan: {price: 11.00 per seat and month}}}",
    ]
    terms = contract("quantity: 7 seats, price: 10.00 per seat and month", *rows)
    assert [monthly(terms, on) for on in ("2025-05-31", "2025-06-01", "2025-10-01")] == [70, 90, 99]


def test_a_termination_ends_after_its_day():
    for what in ("all", "plan", "[plan]"):
        terms = contract("price: 70.00 per month", f"{{date: 2025-09-10, terminated: {what}}}")
        assert [monthly(terms, on) for on in ("2025-09-10", "2025-09-11")] == [70, 0]


def test_a_termination_of_another_line_changes_nothing():
    terms = terms_of(
        f"{YEAR}obligations:\n  plan: {{price: 7.00 per month, {MONTHLY}}}\n  b: {{price: 5.00}}\n"
        "happened:\n  - {date: 2025-09-10, terminated: b}\n"
    )
    assert monthly(terms, "2025-09-11") == 7


def test_a_renewal_goes_on_at_the_same_price():
    for price in ("price: 70.00 per month", "price: 840.00"):
        terms = contract(price, "{date: 2026-02-20, renewed: 6 months}")
        assert [monthly(terms, on) for on in ("2026-03-01", "2026-08-31", "2026-09-01")] == [70, 70, 0]
    own_end = contract("price: 70.00 per month, to: 2025-12-31", "{date: 2026-02-20, renewed: 6 months}")
    assert monthly(own_end, "2026-01-01") == 0


def test_a_portfolio_is_so_many_customers_and_a_customer_is_one_over_its_contracts():
    many = contract("price: 70.00 per month", more="portfolio: 12 customers\ncustomer: Retail\n")
    assert [(line.customer, line.customers) for line in recurring_lines(many)] == [("C-1", 12)]
    one = contract("price: 70.00 per month", more="customer: Elm\n")
    assert [(line.customer, line.customers) for line in recurring_lines(one)] == [("Elm", 1)]
