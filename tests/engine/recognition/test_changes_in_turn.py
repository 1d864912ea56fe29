"""What one change leaves for the next, and what of a change is easily lost; worked by hand."""

from __future__ import annotations

from duly.ground.dates import day
from tests.engine.recognition.test_modifications import SEATS, TERM, books_of, earned, text, treated

FAR = day("2030-12-31")


def price(books) -> int:
    """The whole price in force in the end."""
    return sum(books.allocation_at(FAR).values())


def test_a_price_that_falls_beside_an_addition_is_no_part_of_a_contract_of_its_own():
    """Five seats more at 120 for six months are 3,600, SSP 3,000; support falls by 600. Together they come to the SSP,
    and still nothing may be lost: 12,000 + 1,200 + 3,600 - 600 = 16,200."""
    support = "  support: {price: 1200.00, earn: over time by month, series: yes}"
    added = (
        "  - {date: 2024-07-01, amendment: A-1, changes: {support: {remaining price: 0.00}}, adds: {more: {quantity: "
        "5 seats, price: 120.00 per seat and month, ssp: 100.00 per seat and month, earn: over time by month, "
        "series: yes}}}"
    )
    books = books_of(text(f"{SEATS}\n{support}", added))
    assert treated(books) == "prospective"
    assert price(books) == 1_620_000


def test_a_person_cannot_judge_a_new_price_a_contract_of_its_own():
    cut = "  - {date: 2024-10-01, amendment: A-1, changes: {seats: {price: 40.00 per seat and month}}}\n"
    judged = "judged:\n  - {date: 2024-10-01, treatment: A-1, as: separate, by: M. Rao, why: priced on its own}\n"
    assert [error.name for error in books_of(text(SEATS, cut) + judged).errors] == ["NothingAdded"]


def test_what_is_added_by_use_bears_no_price_of_the_whole():
    added = (
        "  - {date: 2024-10-01, amendment: A-1, price: -100.00, distinct: yes, adds: {calls: {price: 0.10 per call, "
        "earn: as invoiced}}}\n"
    )
    judged = "judged:\n  - {date: 2024-10-01, treatment: A-1, as: separate, by: M. Rao, why: priced on its own}\n"
    assert [error.name for error in books_of(text(SEATS, added) + judged).errors] == ["NothingAdded"]


def test_a_new_price_of_what_was_changed_before_and_is_satisfied_adds_to_what_was_recognized():
    """12,000 for a year, from October at 40 a seat: 9,000 + 1,200. In January 300 more are agreed: 10,500 in all."""
    chain = (
        "  - {date: 2024-10-01, amendment: A-1, changes: {seats: {price: 40.00 per seat and month}}}\n"
        "  - {date: 2025-01-15, amendment: A-2, changes: {seats: {remaining price: 300.00}}}"
    )
    books = books_of(text(SEATS, chain))
    assert earned(books, "seats", "2025-01-15", "2025-01-15") == 30_000
    assert books.cumulative(FAR)["C-1", "seats"] == 900_000 + 120_000 + 30_000


def test_a_new_price_per_month_of_counted_units_is_for_the_months_that_are_left():
    """100 units for 50.00 a month are 600.00; 40 are used, 240.00. Six months at 50.00 and six at 80.00 are 780.00, of
    which 540.00 are for the other 60."""
    happened = (
        "  - {date: 2024-03-01, usage: units, quantity: 40}\n"
        "  - {date: 2024-07-01, amendment: A-1, changes: {units: {price: 80.00 per month}}}\n"
        "  - {date: 2024-08-01, usage: units, quantity: 60}"
    )
    books = books_of(text("  units: {quantity: 100 units, price: 50.00 per month, earn: by units}", happened))
    assert earned(books, "units", "2024-07-01", "2024-12-31") == 54_000


def test_a_delivery_of_the_rest_is_of_the_quantity_as_amended():
    happened = (
        "  - {date: 2024-02-01, delivered: goods, quantity: 40}\n"
        "  - {date: 2024-03-01, amendment: A-1, changes: {goods: {quantity: 120 units, price: 12.00 per unit}}}\n"
        "  - {date: 2024-04-01, delivered: goods}"
    )
    books = books_of(text("  goods: {quantity: 100 units, price: 10.00 per unit, earn: on delivery}", happened, ""))
    assert earned(books, "goods", "2024-04-01", "2024-04-01") == 96_000


def test_progress_in_per_cent_is_of_the_whole_whatever_its_quantity():
    """Half of 900 is done, then the quantity doubles and with it the price: 100 per cent are all of it."""
    happened = (
        "  - {date: 2024-02-01, progress: works, done: 50%}\n"
        "  - {date: 2024-03-01, amendment: A-1, changes: {works: {quantity: 6 walls}}, remaining distinct: no}\n"
        "  - {date: 2024-04-01, progress: works, done: 100%}"
    )
    books = books_of(text("  works: {quantity: 3 walls, price: 300.00 per wall, earn: by progress}", happened, ""))
    assert books.cumulative(FAR)["C-1", "works"] == price(books) == 180_000


def test_an_addition_without_a_price_has_the_middle_of_the_range_of_its_ssp():
    """1,000 is left of 2,000, and the addition has an SSP of 400 to 600: 2/3 and 1/3."""
    happened = (
        "  - {date: 2024-07-01, amendment: A-1, adds: {more: {ssp: 400.00 to 600.00, earn: over time by month, "
        "series: yes}}}"
    )
    books = books_of(text("  care: {price: 2000.00, earn: over time by month, series: yes}", happened))
    assert earned(books, "more", "2024-07-01", "2024-12-31") == 33_333


def test_uninstalled_material_of_an_addition_is_earned_at_its_cost():
    """1,000 for a lift of 300 and works of 500: the lift on its day at 300, then half of the other 700."""
    happened = (
        "  - {date: 2024-03-01, amendment: A-1, adds: {works: {price: 1000.00, earn: by cost, expected cost: 800.00, "
        "uninstalled: 300.00}}, distinct: yes}\n"
        "  - {date: 2024-04-01, cost: works, amount: 300.00, uninstalled: 300.00}\n"
        "  - {date: 2024-05-01, cost: works, amount: 250.00}"
    )
    books = books_of(text(SEATS, happened))
    assert earned(books, "works", "2024-04-01", "2024-04-01") == 30_000
    assert earned(books, "works", "2024-05-01", "2024-05-01") == 35_000


def test_what_is_left_after_a_catch_up_is_weighed_with_what_it_is_worth():
    """A year at 100 a month, prolonged by six months at midyear as one service: 1,200 is left, worth 1,200. What is
    added the same day below its SSP of 1,200 for 600 takes half of 1,800."""
    care = "  care: {price: 100.00 per month, earn: over time by month}"
    chain = (
        "  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: 2025-06-30}}, distinct: no, "
        "remaining distinct: {care: no}, ssp: {care: 1200.00}}\n"
        "  - {date: 2024-07-01, amendment: A-2, distinct: {more: yes}, remaining distinct: {care: yes}, changes: "
        "{care: {description: as before}}, adds: {more: {price: 600.00, ssp: 1200.00, earn: over time by month}}}\n"
    )
    judged = "judged:\n  - {date: 2024-07-01, treatment: A-1, as: catch-up, by: M. Rao, why: one service}\n"
    books = books_of(text(care, chain, TERM) + judged)
    assert treated(books, "A-2") == "prospective"
    assert books.allocation_at(FAR)["C-1", "more"] == 90_000


def test_a_longer_term_of_what_is_not_distinct_is_not_lost():
    """A year at 100 a month, prolonged by six months at midyear: 1,800, of which 6/18 are 600, as before."""
    longer = "  - {date: 2024-07-01, amendment: A-1, changes: {term: {to: 2025-06-30}}, remaining distinct: no}\n"
    judged = "judged:\n  - {date: 2024-07-01, treatment: A-1, as: catch-up, by: M. Rao, why: one service}\n"
    books = books_of(text("  care: {price: 100.00 per month, earn: over time by month}", longer) + judged)
    assert price(books) == 180_000
    assert earned(books, "care", "2024-07-01", "2025-06-30") == 120_000


def test_two_changes_of_one_day_follow_each_other():
    """On 1 July the fee rises to 150, then the same day it falls to 40: six months at 400."""
    chain = (
        "  - {date: 2024-07-01, amendment: A-1, changes: {seats: {price: 150.00 per seat and month}}}\n"
        "  - {date: 2024-07-01, amendment: A-2, changes: {seats: {price: 40.00 per seat and month}}}"
    )
    books = books_of(text(SEATS, chain))
    assert earned(books, "seats", "2024-07-01", "2024-12-31") == price(books) - 600_000 == 240_000


def test_what_grew_as_a_contract_of_its_own_is_caught_up_from_the_day_it_grew():
    """6,000 are left in July and five seats more add 3,000; in October 900 come on top, as one service: 9,900 since
    July, of which half, 4,950, instead of 4,500."""
    chain = (
        "  - {date: 2024-07-01, amendment: A-1, changes: {seats: {quantity: 15 seats}}}\n"
        "  - {date: 2024-10-01, amendment: A-2, price: 900.00, remaining distinct: no}"
    )
    books = books_of(text(SEATS, chain))
    assert [treated(books, ref) for ref in ("A-1", "A-2")] == ["separate", "catch-up"]
    assert earned(books, "seats", "2024-10-01", "2024-10-01") - 150_000 // 31 in range(44_000, 46_000)
    assert books.cumulative(day("2024-10-31"))["C-1", "seats"] == 600_000 + 990_000 * 4 // 6
    assert price(books) == 1_590_000


def test_more_material_than_was_expected_leaves_none_to_come():
    """300 of lifts were expected and 350 came, so 300 are earned at cost; 1,000 and 200 more remain the whole price."""
    works = "  works: {price: 1000.00, earn: by cost, expected cost: 800.00, uninstalled: 300.00}"
    happened = (
        "  - {date: 2024-04-01, cost: works, amount: 350.00, uninstalled: 350.00}\n"
        "  - {date: 2024-05-01, amendment: A-1, price: 200.00, remaining distinct: yes}\n"
        "  - {date: 2024-06-01, cost: works, amount: 500.00}"
    )
    books = books_of(text(works, happened))
    assert books.cumulative(FAR)["C-1", "works"] == price(books) == 120_000


def test_an_estimate_of_the_day_comes_after_the_amendment_of_the_day():
    """Costs of 100, of 400 by the amendment and of 200 by the estimate of the same day: half of 1,000."""
    works = "  works: {price: 1000.00, earn: by cost, expected cost: 500.00}"
    happened = (
        "  - {date: 2024-04-01, cost: works, amount: 100.00}\n"
        "  - {date: 2024-05-01, estimate: works, expected cost: 200.00}\n"
        "  - {date: 2024-05-01, amendment: A-1, changes: {works: {expected cost: 400.00}}, remaining distinct: no}\n"
    )
    books = books_of(text(works, happened))
    assert books.cumulative(FAR)["C-1", "works"] == 50_000


def test_an_expected_total_that_grows_with_the_quantity_may_be_no_whole_number():
    """34 of 68 expected units earn 500.00 of 1,000.00. For 120 units instead of 100, 81.6 are expected; 300.00 more
    make 800.00 for 47.6 of them, of which 11.9 are a quarter."""
    happened = (
        "  - {date: 2024-02-01, estimate: units, expected quantity: 68}\n"
        "  - {date: 2024-03-01, usage: units, quantity: 34}\n"
        "  - {date: 2024-07-01, amendment: A-1, price: 300.00, changes: {units: {quantity: 120 units}}}\n"
        "  - {date: 2024-08-01, usage: units, quantity: 11.9}"
    )
    books = books_of(text("  units: {quantity: 100 units, price: 1000.00, earn: by units}", happened))
    assert earned(books, "units", "2024-01-01", "2024-06-30") == 50_000
    assert earned(books, "units", "2024-07-01", "2024-12-31") == 20_000


def test_hours_that_are_all_worked_are_repriced_by_the_months_that_are_left_each_time():
    """120 hours for 100.00 a month, all worked by March: 1,200.00. At 130.00 from July 180.00 more, at once; at 100.00
    again from October 90.00 less."""
    hours = "  advice: {quantity: 120 hours, price: 100.00 per month, earn: by hours}"
    happened = (
        "  - {date: 2024-03-01, hours: advice, quantity: 120}\n"
        "  - {date: 2024-07-01, amendment: A-1, changes: {advice: {price: 130.00 per month}}}\n"
        "  - {date: 2024-10-01, amendment: A-2, changes: {advice: {price: 100.00 per month}}}"
    )
    books = books_of(text(hours, happened))
    assert earned(books, "advice", "2024-07-01", "2024-07-01") == 18_000
    assert earned(books, "advice", "2024-10-01", "2024-10-01") == -9_000
    assert price(books) == 129_000


def test_what_was_one_sum_and_becomes_a_price_per_month_is_for_the_months_that_are_left():
    """A third of 120 hours for 1,200.00 is worked: 400.00. Six months at 90.00 make 540.00 of the other 800.00."""
    happened = (
        "  - {date: 2024-03-01, hours: advice, quantity: 40}\n"
        "  - {date: 2024-07-01, amendment: A-1, changes: {advice: {price: 90.00 per month}}}"
    )
    books = books_of(text("  advice: {quantity: 120 hours, price: 1200.00, earn: by hours}", happened))
    assert price(books) == 94_000


def test_of_two_judgements_on_one_change_the_last_counts():
    """Six months at 1,000 and six at 800 are 10,800. By catch-up July has 7/12 of them less 6,000; else 800."""
    cut = "  - {date: 2024-07-01, amendment: A-1, changes: {seats: {price: 80.00 per seat and month}}}\n"
    first = "judged:\n  - {date: 2024-07-01, treatment: A-1, as: catch-up, by: M. Rao, why: one service}\n"
    last = "  - {date: 2024-07-02, treatment: A-1, as: prospective, by: M. Rao, why: the seats are distinct}\n"
    assert earned(books_of(text(SEATS, cut) + first), "seats", "2024-07-01", "2024-07-31") == 630_000 - 600_000
    assert earned(books_of(text(SEATS, cut) + first + last), "seats", "2024-07-01", "2024-07-31") == 80_000
    assert treated(books_of(text(SEATS, cut) + first + last)) == "prospective"
