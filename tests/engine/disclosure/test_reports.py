"""What the reports leave out and how they are ordered: balances, schedule, remaining obligations."""

from __future__ import annotations

import pytest

from duly.engine.contracts.terms import Company
from duly.engine.disclosure.balances import balances
from duly.engine.disclosure.remaining import remaining, remaining_by_year
from duly.engine.disclosure.reports import NAMES, reports
from duly.engine.journal.books import Books, MissingBook, keep_books
from duly.ground.dates import iso
from tests.engine.contracts.texts import contracts_of

TWO = """\
contract: SHORT
currency: USD
signed: 2024-01-01
term: {from: 2024-03-01, to: 2024-05-31}
obligations:
  service: {price: 300.00, earn: over time by month}
  setup: {price: 90.00, earn: on delivery}
billing: [{bill: all, in: one sum, right: when due, first: 2024-03-01}]
happened:
  - {date: 2024-03-01, paid: 390.00}
  - {date: 2024-04-10, delivered: setup}
---
contract: LONG
currency: USD
signed: 2024-01-01
term: {from: 2024-01-01, to: 2025-12-31}
obligations:
  late: {price: 240.00, earn: over time by month, from: 2024-07-01, to: 2025-06-30}
  early: {price: 120.00, earn: over time by month, from: 2024-01-01, to: 2024-12-31}
"""


@pytest.fixture
def books() -> Books:
    read = contracts_of(TWO)
    assert not read.errors, [str(error) for error in read.errors]
    return keep_books(read.terms, Company())


def _rows(report, contract):
    names = [column.name for column in report.columns]
    at = names.index("contract")
    return [dict(zip(names, row, strict=True)) for row in report.rows if row[at] == contract]


def test_a_row_of_zeros_stands_only_after_a_balance(books):
    rows = _rows(balances(books), "SHORT")
    assert [row["period"] for row in rows] == ["2024-03", "2024-04", "2024-05"]
    assert [row["contract liability"].minor for row in rows] == [29_000, 10_000, 0]


def test_every_period_stands_where_assertions_need_it(books):
    rows = _rows(balances(books, every_period=True), "SHORT")
    assert [row["period"] for row in rows] == [one.period.name for one in books.periods["main"]]
    kept = {(row["period"], row["contract liability"]) for row in _rows(balances(books), "SHORT")}
    assert kept <= {(row["period"], row["contract liability"]) for row in rows}
    assert {row["contract liability"].minor for row in rows} == {0, 10_000, 29_000}


def test_the_schedule_stands_in_the_order_of_the_contracts_and_their_obligations(books):
    report = reports(books, ["schedule"])["schedule"]
    order = dict.fromkeys((row[1], row[2]) for row in report.rows)
    assert list(order) == [("SHORT", "service"), ("SHORT", "setup"), ("LONG", "late"), ("LONG", "early")]
    of_late = [row[3] for row in report.rows if row[2] == "late"]
    assert of_late == sorted(of_late)


def test_only_the_reports_that_are_asked_for_are_made(books):
    assert list(reports(books, ["balances", "allocation"])) == ["allocation", "balances"]
    assert tuple(reports(books)) == NAMES


def test_what_is_left_of_a_short_contract_is_shown_at_the_ends_of_quarters(books):
    rows = [(row["date"], row["obligation"], row["remaining"].minor) for row in _rows(remaining(books), "SHORT")]
    assert rows == [("2024-03-31", "service", 20_000), ("2024-03-31", "setup", 9_000)]


def test_what_is_left_of_a_longer_contract_is_shown_at_the_ends_of_years(books):
    rows = [
        (row["date"], row["obligation"], row["expected in"], row["remaining"].minor)
        for row in _rows(remaining(books), "LONG")
    ]
    assert rows == [("2024-12-31", "late", "2025", 12_000)]


def test_what_is_left_by_year_adds_up_to_the_price_less_revenue(books):
    day = books.periods["main"][5].period.until - 1
    assert iso(day) == "2024-06-30"
    left = remaining_by_year(books, day)
    done = books.cumulative(day)
    price = books.allocation_at(day)
    assert {key: sum(bands.values()) for key, bands in left.items()} == {key: price[key] - done[key] for key in price}
    assert left["LONG", "late"] == {"2024": 12_000, "2025": 12_000}


def test_a_book_where_none_is_defined_says_to_leave_it_out():
    with pytest.raises(MissingBook) as error:
        keep_books([], Company(), book="ifrs")
    assert "no books are defined" in error.value.why and error.value.fix.startswith("leave --book out")
