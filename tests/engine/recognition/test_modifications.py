"""The four treatments of a contract change, with numbers worked by hand; each test is a sentence about the rule."""

from __future__ import annotations

from duly.ground.dates import day
from tests.engine.recognition.kept import books_of

TERM = "term: {from: 2024-01-01, to: 2024-12-31}"


def text(obligations: str, happened: str, more: str = TERM) -> str:
    return f"{more}\nobligations:\n{obligations}\nhappened:\n{happened}\n"


def earned(books, obligation: str, since: str, through: str) -> int:
    return books.revenue(day(since), day(through))["C-1", obligation]


def treated(books, ref: str = "A-1") -> str:
    return made_of(books, ref).chosen


def made_of(books, ref: str):
    (made,) = (one for one in books.now().rulings[0].treatments.values() if one.ref == ref)
    return made


SEATS = "  seats: {quantity: 10 seats, price: 100.00 per seat and month, earn: over time by month, series: yes}"


def test_distinct_goods_at_their_standalone_price_are_a_contract_of_their_own():
    """25-12: ten seats at 12,000; five more for six months at 100 are 3,000, whatever was earned before."""
    added = (
        "  - {date: 2024-07-01, amendment: A-1, adds: {more: {quantity: 5 seats, price: 100.00 per seat "
        "and month, earn: over time by month, series: yes}}}"
    )
    books = books_of(text(SEATS, added))
    assert not books.errors
    assert treated(books) == "separate"
    assert earned(books, "seats", "2024-07-01", "2024-07-31") == 100_000
    assert earned(books, "more", "2024-07-01", "2024-07-31") == 50_000
    assert earned(books, "more", "2024-01-01", "2024-06-30") == 0
    assert sum(books.cumulative(day("2024-12-31")).values()) == 1_200_000 + 300_000


def test_distinct_goods_below_their_standalone_price_are_blended_with_what_is_left():
    """25-13(a): 6,000 is left; 25 seats for 6 months at 60 add 9,000 worth 15,000: 15,000 over SSPs of 6,000 and
    15,000."""
    added = (
        "  - {date: 2024-07-01, amendment: A-1, adds: {more: {quantity: 25 seats, price: 60.00 per seat and month, "
        "ssp: 100.00 per seat and month, earn: over time by month, series: yes}}}"
    )
    books = books_of(text(SEATS, added))
    assert treated(books) == "prospective"
    assert earned(books, "seats", "2024-01-01", "2024-06-30") == 600_000
    assert earned(books, "seats", "2024-07-01", "2024-12-31") == 428_571
    assert earned(books, "more", "2024-07-01", "2024-12-31") == 1_071_429


def test_a_price_change_of_a_series_is_spread_over_the_time_that_is_left():
    """From 1 October the fee falls to 40: 3 x 10 x 40 = 1,200 for the last quarter; nothing before moves."""
    cut = "  - {date: 2024-10-01, amendment: A-1, changes: {seats: {price: 40.00 per seat and month}}}"
    books = books_of(text(SEATS, cut))
    assert treated(books) == "prospective"
    assert earned(books, "seats", "2024-01-01", "2024-09-30") == 900_000
    assert earned(books, "seats", "2024-10-01", "2024-10-31") == 40_000
    assert books.cumulative(day("2024-12-31"))["C-1", "seats"] == 1_020_000


def test_a_longer_term_at_a_period_price_grows_the_price_and_the_span():
    """Nine months are left, the term grows by three at the same monthly fee and SSP: the added part is a contract of
    its own."""
    longer = "  - {date: 2024-04-01, amendment: A-1, changes: {term: {to: 2025-03-31}}}"
    books = books_of(text(SEATS, longer))
    assert treated(books) == "separate"
    assert earned(books, "seats", "2024-12-01", "2024-12-31") == 100_000
    assert earned(books, "seats", "2025-01-01", "2025-03-31") == 300_000


BUILD = "  build: {price: 900000.00, earn: by cost, expected cost: 600000.00}"
COST = "  - {date: 2024-03-31, cost: build, amount: 150000.00}\n"


def test_what_is_not_distinct_is_caught_up_on_the_day_of_the_change():
    """25-13(b): 150/600 of 900,000 is 225,000; 150/750 of 1,050,000 is 210,000: 15,000 is taken back on 1 May."""
    change = COST + (
        "  - {date: 2024-05-01, amendment: A-1, price: 150000.00, changes: {build: {expected cost: 750000.00}}, "
        "remaining distinct: {build: no}}"
    )
    books = books_of(text(BUILD, change, ""))
    assert treated(books) == "catch-up"
    assert earned(books, "build", "2024-03-31", "2024-03-31") == 22_500_000
    assert earned(books, "build", "2024-05-01", "2024-05-01") == -1_500_000
    assert books.allocation_at(day("2024-05-01"))["C-1", "build"] == 105_000_000


def test_without_a_judgement_on_what_is_left_the_contract_waits():
    change = COST + "  - {date: 2024-05-01, amendment: A-1, changes: {build: {price: 950000.00}}}"
    books = books_of(text(BUILD, change, ""))
    assert [error.name for error in books.errors] == ["MissingJudgement"]
    assert "25-13" in books.errors[0].cite


def test_some_distinct_and_some_not_is_treated_obligation_by_obligation():
    """25-13(c): build 900,000 (225,000 earned) and care 120,000 (40,000 earned); 50,000 more for build.

    755,000 + 50,000 = 805,000 is left to SSPs of 675,000 and 80,000: build 719,701.99, care 85,298.01. Build is caught
    up:
    (225,000 + 719,701.99) x 1/4 = 236,175.50; care goes on from 40,000 over eight months."""
    care = "  care: {price: 10000.00 per month, earn: over time by month, series: yes}"
    change = COST + (
        "  - {date: 2024-05-01, amendment: A-1, price: 50000.00, changes: {build: {description: wider}}, "
        "remaining distinct: {build: no}}"
    )
    books = books_of(text(f"{BUILD}\n{care}", change))
    assert treated(books) == "mixed"
    assert books.allocation_at(day("2024-05-31"))["C-1", "build"] == 22_500_000 + 71_970_199
    assert books.cumulative(day("2024-05-01"))["C-1", "build"] == 23_617_550
    assert books.cumulative(day("2024-04-30"))["C-1", "care"] == 4_000_000
    assert earned(books, "care", "2024-05-01", "2024-12-31") == 8_529_801


def test_a_new_price_of_what_is_satisfied_is_revenue_at_once():
    delivered = (
        "  - {date: 2024-02-01, delivered: item}\n"
        "  - {date: 2024-03-15, amendment: A-1, changes: {item: {price: 70.00}}}"
    )
    books = books_of(text("  item: {price: 100.00, earn: on delivery}", delivered, ""))
    assert treated(books) == "catch-up"
    assert earned(books, "item", "2024-03-15", "2024-03-15") == -3_000
    assert books.balances_at(day("2024-03-15"))["C-1"]["receivable"] == 7_000


def test_an_amendment_not_yet_approved_changes_nothing_and_says_so():
    books = books_of(
        text(SEATS, "  - {date: 2024-07-01, amendment: A-1, approved: no, changes: {seats: {quantity: 99 seats}}}")
    )
    assert books.cumulative(day("2024-12-31"))["C-1", "seats"] == 1_200_000
    assert any("not approved" in note for note in books.notes)


def test_a_person_may_decide_against_the_table_with_a_reason():
    cut = "  - {date: 2024-10-01, amendment: A-1, changes: {seats: {price: 40.00 per seat and month}}}\n"
    judged = (
        "judged:\n  - {date: 2024-10-01, treatment: A-1, as: catch-up, by: M. Rao, why: one service in substance}\n"
    )
    books = books_of(text(SEATS, cut) + judged)
    made = made_of(books, "A-1")
    assert (made.chosen, made.computed) == ("catch-up", "prospective")
    assert books.cumulative(day("2024-10-01"))["C-1", "seats"] > 1_020_000 * 9 // 12


def test_changes_follow_each_other():
    """12,000 a year; from April 20 seats (18,000 left), from October 5 seats: 3 x 5 x 100 = 1,500 for the last
    quarter."""
    chain = (
        "  - {date: 2024-04-01, amendment: A-1, changes: {seats: {quantity: 20 seats}}, ssp: {seats: "
        "130.00 per seat and month}}\n"
        "  - {date: 2024-10-01, amendment: A-2, changes: {seats: {quantity: 5 seats}}}"
    )
    books = books_of(text(SEATS, chain))
    assert [treated(books, ref) for ref in ("A-1", "A-2")] == ["prospective", "prospective"]
    assert earned(books, "seats", "2024-04-01", "2024-09-30") == 1_200_000
    assert earned(books, "seats", "2024-10-01", "2024-12-31") == 150_000


def test_counted_units_are_distinct_each_and_share_what_is_left():
    """100 units at 10, 40 delivered; 20 more at 7 beside an SSP of 10: (600 + 140) / 80 = 9.25 each."""
    happened = (
        "  - {date: 2024-02-01, delivered: goods, quantity: 40}\n"
        "  - {date: 2024-03-01, amendment: A-1, distinct: {more: yes}, adds: {more: {quantity: 20 "
        "units, price: 7.00 per unit, ssp: 10.00 per unit}}}\n"
        "  - {date: 2024-04-01, delivered: goods, quantity: 60}\n"
        "  - {date: 2024-04-01, delivered: more, quantity: 20}"
    )
    goods = "  goods: {quantity: 100 units, price: 10.00 per unit, earn: on delivery}"
    books = books_of(text(goods, happened, ""))
    assert treated(books) == "prospective"
    assert earned(books, "goods", "2024-04-01", "2024-04-01") == 55_500
    assert earned(books, "more", "2024-04-01", "2024-04-01") == 18_500


def test_a_termination_ends_performance_at_the_end_of_its_day():
    total = 600_000
    books = books_of(text(SEATS, "  - {date: 2024-06-30, terminated: all, refund: 0.00}"))
    assert books.cumulative(day("2024-12-31"))["C-1", "seats"] == total
    assert books.allocation_at(day("2024-06-30"))["C-1", "seats"] == total
    assert books.allocation_at(day("2024-06-29"))["C-1", "seats"] == 1_200_000


def test_a_plan_follows_the_new_price_from_the_day_of_the_change():
    """Quarterly in advance: 3,000, 3,000, then from July 10 x 150 x 3 = 4,500, 4,500."""
    rise = (
        "  - {date: 2024-07-01, amendment: A-1, changes: {seats: {price: 150.00 per seat and month}}, "
        "ssp: {seats: 170.00 per seat and month}}"
    )
    more = TERM + "\nbilling:\n  - {bill: seats, every: quarter, in: advance, right: when due}"
    books = books_of(text(SEATS, rise, more))
    dues = [
        books.balances_at(day(on))["C-1"].get("receivable", 0)
        for on in ("2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01")
    ]
    assert dues == [300_000, 600_000, 1_050_000, 1_500_000]


PREPAID = TERM + "\nbilling:\n  - {bill: seats, in: one sum, right: on invoice}"
PAID = "  - {date: 2024-01-01, invoice: INV-1, lines: {seats: 12000.00}}\n  - {date: 2024-01-10, paid: 12000.00}\n"


def test_money_kept_at_the_end_is_revenue_and_money_given_back_a_refund_liability():
    """12,000 paid, 6,000 performed, 4,500 given back: 7,500 is revenue, 1,500 of it on the last day."""
    ended = PAID + (
        "  - {date: 2024-06-30, terminated: all, refund: 4500.00}\n"
        "  - {date: 2024-07-15, refund: 4500.00, reason: returned}"
    )
    books = books_of(text(SEATS, ended, PREPAID))
    assert books.cumulative(day("2024-12-31"))["C-1", "seats"] == 750_000
    assert earned(books, "seats", "2024-06-30", "2024-06-30") > 150_000
    then, after = (books.balances_at(day(on))["C-1"] for on in ("2024-06-30", "2024-07-15"))
    assert then["refund_liability"] == -450_000
    assert after.get("refund_liability", 0) == after.get("receivable", 0) == after.get("contract_liability", 0) == 0
    assert after["cash"] == 750_000


def test_an_early_end_that_does_not_say_what_is_given_back_waits():
    books = books_of(text(SEATS, PAID + "  - {date: 2024-06-30, terminated: all}", PREPAID))
    assert [error.name for error in books.errors] == ["RefundNotStated"]


def test_of_a_price_per_month_as_many_months_are_left_whatever_measures_the_revenue():
    """By day 184 of 366 days are left on 1 July, but six months: five more seats at 100 add 3,000."""
    daily = SEATS.replace("over time by month", "over time by day")
    more = "  - {date: 2024-07-01, amendment: A-1, changes: {seats: {quantity: 15 seats}}}"
    books = books_of(text(daily, more))
    assert treated(books) == "separate"
    assert books.cumulative(day("2024-12-31"))["C-1", "seats"] == 1_200_000 + 300_000


def test_of_a_month_begun_its_days_are_left():
    """On 16 April three and a half months are gone: 8.5 x 10 x 40 = 3,400 is left at the new fee of 40."""
    cut = "  - {date: 2024-04-16, amendment: A-1, changes: {seats: {price: 40.00 per seat and month}}}"
    books = books_of(text(SEATS, cut))
    assert books.cumulative(day("2024-12-31"))["C-1", "seats"] == 350_000 + 340_000


def test_fewer_units_than_were_delivered_cannot_be_agreed():
    """40 of 100 were delivered: 40 in all ends the rest, 39 would undo what was delivered."""
    goods = "  goods: {quantity: 100 units, price: 10.00 per unit, earn: on delivery}"
    delivered = "  - {date: 2024-02-01, delivered: goods, quantity: 40}\n"
    cut = "  - {date: 2024-03-01, amendment: A-1, changes: {goods: {quantity: %s units}}}"
    books = books_of(text(goods, delivered + cut % 40, ""))
    assert not books.errors
    assert books.allocation_at(day("2024-03-01"))["C-1", "goods"] == 40_000
    assert [e.name for e in books_of(text(goods, delivered + cut % 39, "")).errors] == ["LessThanDelivered"]


def test_a_new_price_in_steps_is_their_sum():
    """12,000 for a year, from July 5,000 and 9,000 in all: 14,000 less the 6,000 performed are 8,000 for six months."""
    service = "  care: {price: 12000.00, earn: over time by month, series: yes}"
    steps = "{steps: [5000.00, 9000.00], every: half year}"
    rise = f"  - {{date: 2024-07-01, amendment: A-1, changes: {{care: {{price: {steps}}}}}}}"
    books = books_of(text(service, rise))
    assert earned(books, "care", "2024-07-01", "2024-12-31") == 800_000


def test_a_rate_by_use_is_no_price_that_an_amendment_can_change():
    calls = "  calls: {price: 0.05 per call, earn: as invoiced}"
    cut = "  - {date: 2024-07-01, amendment: A-1, changes: {calls: {price: 0.04 per call}}}"
    assert [e.name for e in books_of(text(calls, cut)).errors] == ["NoPriceOfWhatIsLeft"]


def test_a_longer_term_of_one_contract_leaves_the_other_it_is_combined_with_as_it_is():
    """Two years at 1,200 and 2,400 agreed as one; the first is prolonged by three months, the second still ends."""
    care = "obligations:\n  %s: {price: %s, earn: over time by month, series: yes}\n"
    longer = "happened:\n  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: 2025-03-31}}}\n"
    first = f"{TERM}\ncombine: [C-2]\n{care % ('care', '100.00 per month')}{longer}"
    second = f"---\ncontract: C-2\ncurrency: USD\nsigned: 2024-01-01\n{TERM}\n{care % ('support', '200.00 per month')}"
    books = books_of(first + second)
    assert not books.errors
    assert books.cumulative(day("2024-12-31")) == {("C-1", "care"): 120_000, ("C-2", "support"): 240_000}
    assert books.cumulative(day("2025-03-31")) == {("C-1", "care"): 150_000, ("C-2", "support"): 240_000}


def test_amendments_of_one_name_of_contracts_combined_are_told_apart():
    one = "combine: [C-2]\n" + TERM + "\nobligations:\n  care: {price: 1200.00, earn: over time by month}\nhappened:\n"
    one += "  - {date: 2024-07-01, amendment: A-1, changes: {care: {price: 600.00}}, remaining distinct: yes}\n"
    two = "---\ncontract: C-2\ncurrency: USD\nsigned: 2024-01-01\n" + TERM
    two += "\nobligations:\n  build: {price: 1200.00, earn: over time by month}\nhappened:\n"
    two += "  - {date: 2024-07-01, amendment: A-1, changes: {build: {price: 600.00}}, remaining distinct: no}\n"
    made = books_of(one + two).now().rulings[0].treatments.values()
    assert [(one.ref, one.chosen) for one in made] == [("A-1", "prospective"), ("A-1", "catch-up")]
