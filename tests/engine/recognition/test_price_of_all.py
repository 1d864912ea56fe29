"""An amendment that moves the price of the whole contract: the change is shared by all that is left, and never lost."""

from __future__ import annotations

from duly.ground.dates import day
from tests.engine.recognition.kept import books_of
from tests.engine.recognition.test_modifications import BUILD, COST, SEATS, earned, text, treated

BONUS = "  - {date: 2024-05-01, amendment: A-1, price: 60000.00%s}\n"
REST = "  - {date: 2024-08-31, cost: build, amount: 450000.00}\n"


def test_a_change_of_the_price_alone_is_caught_up_where_what_is_left_is_not_distinct():
    """25-13(b): a quarter of 900,000 is 225,000; a quarter of 960,000 is 240,000."""
    books = books_of(text(BUILD, COST + BONUS % ", remaining distinct: {build: no}" + REST))
    assert treated(books) == "catch-up"
    assert earned(books, "build", "2024-05-01", "2024-05-01") == 1_500_000
    assert books.cumulative(day("2024-12-31"))["C-1", "build"] == 96_000_000


def test_a_change_of_the_price_alone_asks_whether_what_is_left_is_distinct():
    books = books_of(text(BUILD, COST + BONUS % ""))
    assert "does not say whether build is distinct" in books.errors[0].what


def test_a_change_of_the_price_alone_concerns_all_that_is_left():
    """25-13(c): 6,000 and 675,000 are left and 60,000 comes in: 741,000 over SSPs of 6,000 and 675,000 is 6,528.63 for
    the seats; of the building a quarter of 225,000 + 734,471.37 is earned at once."""
    more = COST + "  - {date: 2024-07-01, amendment: A-1, price: 60000.00, remaining distinct: {build: no}}\n" + REST
    books = books_of(text(SEATS + "\n" + BUILD, more))
    assert treated(books) == "mixed"
    assert earned(books, "seats", "2024-07-01", "2024-12-31") == 652_863
    assert earned(books, "build", "2024-07-01", "2024-07-01") == 1_486_784
    assert sum(books.cumulative(day("2024-12-31")).values()) == 1_200_000 + 90_000_000 + 6_000_000


def test_an_addition_paid_for_by_the_price_of_the_amendment_has_it_all():
    """25-12: 5 seats for 6 months at 80 and 600 beside them are 3,000, what they cost alone."""
    added = (
        "  - {date: 2024-07-01, amendment: A-1, price: 600.00, adds: {more: {quantity: 5 seats, price: 80.00 per seat "
        "and month, ssp: 100.00 per seat and month, earn: over time by month, series: yes}}}"
    )
    books = books_of(text(SEATS, added))
    assert treated(books) == "separate"
    assert earned(books, "more", "2024-07-01", "2024-07-31") == 50_000
    assert sum(books.cumulative(day("2024-12-31")).values()) == 1_200_000 + 300_000


def test_a_change_of_the_price_when_nothing_is_left_says_where_to_state_it():
    done = "  - {date: 2024-04-30, cost: build, amount: 450000.00}\n"
    books = books_of(text(BUILD, COST + done + BONUS % ""))
    assert "nothing is left to share it" in books.errors[0].what
    assert "changes:" in books.errors[0].fix
