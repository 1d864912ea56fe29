"""Consideration in another form than cash: its value at inception or as earned, and what its form gains."""

from __future__ import annotations

from decimal import Decimal

import pytest

from duly.engine.contracts.terms import Company
from duly.engine.journal.books import keep_books
from tests.engine.contracts.texts import contracts_of
from tests.engine.recognition.kept import HEAD, Kept, refusal

CARE = """
term: {from: 2024-01-01, to: 2024-04-14}
obligations:
  care: {earn: over time by %s, series: yes}
price:
  - {element: noncash, of: care, what: %s, units: 30, every: %s, value: 2.00}
%s
"""


def care(every: str = "month", what: str = "shares", more: str = "", **policies: str) -> Kept:
    return Kept(CARE % ("week" if every == "week" else "month", what, every, more), **policies)


@pytest.mark.parametrize(
    ("every", "price"),
    [("day", 30 * 105 * 2), ("week", 30 * 15 * 2), ("month", 30 * 3 * 2), ("quarter", 30 * 1 * 2), ("year", 0)],
)
def test_only_whole_periods_are_paid_for(every, price):
    assert care(every)("transaction price", through="2024-01-01") == price
    assert care(every)("elements", "noncash", through="2024-01-01") == price


RECEIVED = """
happened:
  - {date: 2024-01-31, received: shares, quantity: 30, value: 2.50}
  - {date: 2024-02-29, received: noncash, quantity: 30, value: 1.75}
  - {date: 2024-03-31, received: shares, quantity: 30}
"""


def test_what_the_form_gains_is_no_revenue():
    k = care(more=RECEIVED)
    assert k("revenue", through="2024-04-30") == 180
    assert [k.balance("equity investment", on) for on in ("2024-01-31", "2024-02-29", "2024-03-31")] == [
        75,
        127.5,
        187.5,
    ]
    assert [k.balance("other income", on) for on in ("2024-01-31", "2024-02-29", "2024-03-31")] == [15, 7.5, 7.5]
    assert (k.balance("receivable", "2024-04-14"), k.balance("contract asset", "2024-04-14")) == (0, 0)


def test_measured_as_earned_each_period_is_worth_its_last_value():
    k = care(more=RECEIVED, noncash_measured="as earned")
    months = [("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")]
    assert [k.revenue(*month) for month in months] == [75, 52.5, 52.5]
    days = ("2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31")
    assert [k("transaction price", through=on) for on in days] == [180, 225, 180, 180]
    assert k.balance("other income", "2024-03-31") == 0
    assert k.balance("equity investment", "2024-03-31") == 180
    assert (k.balance("receivable", "2024-03-31"), k.balance("contract liability", "2024-03-31")) == (0, 0)


def test_a_period_without_a_receipt_has_the_last_value_known():
    more = """
happened:
  - {date: 2024-01-15, price element: noncash, value: 3.00}
  - {date: 2024-02-10, received: shares, quantity: 30, value: 2.20}
"""
    k = care(more=more, noncash_measured="as earned")
    assert [k("revenue", through=on) for on in ("2024-01-30", "2024-01-31", "2024-02-29", "2024-03-31")] == [
        0,
        90,
        156,
        222,
    ]
    assert [k("transaction price", through=on) for on in ("2024-01-14", "2024-01-15", "2024-02-10")] == [180, 270, 198]
    assert care(more=more)("revenue", through="2024-04-30") == 180


def test_a_change_of_how_many_is_a_change_of_price():
    more = "happened:\n  - {date: 2024-02-01, price element: noncash, units: 40}\n"
    k = care(more=more)
    assert [k("transaction price", through=on) for on in ("2024-01-31", "2024-02-01")] == [180, 240]
    assert k("revenue by cause", "estimate", since="2024-02-01", through="2024-02-01") == 15


@pytest.mark.parametrize(
    ("what", "account"),
    [
        ("Shares of the customer", "equity investment"),
        ("preferred stock", "equity investment"),
        ("warrants", "equity investment"),
        ("used machines", "property plant equipment"),
        ("Land", "property plant equipment"),
        ("grain", "inventory"),
    ],
)
def test_what_came_in_is_an_asset_of_its_kind(what, account):
    k = care(what=what, more=f"happened:\n  - {{date: 2024-01-31, received: {what}, quantity: 15, value: 2.01}}\n")
    assert k.balance(account, "2024-01-31") == Decimal("30.15")
    assert k.balance("other income", "2024-01-31") == Decimal("0.15")


def test_what_comes_once_pays_for_the_whole():
    text = """
obligations:
  works: {earn: on delivery}
  care: {price: 100.00}
price:
  - {element: plot, of: works, what: land, units: 3, value: 50.00}
happened:
  - {date: 2024-02-01, delivered: works}
  - {date: 2024-02-02, received: plot, quantity: 3, value: 49.00}
"""
    for policy in ("at inception", "as earned"):
        k = Kept(text, noncash_measured=policy)
        assert k("allocation", "works", through="2024-02-01") == 150
        assert k("revenue", through="2024-02-01") == 150
    assert Kept(text).balance("other income", "2024-02-02") == -3
    late = Kept(text, noncash_measured="as earned")
    assert (late("transaction price", through="2024-02-02"), late("revenue", through="2024-02-02")) == (247, 147)


@pytest.mark.parametrize(("standard", "refused"), [("ASC 606", True), ("IFRS 15", False)])
def test_as_earned_is_a_choice_of_one_standard(standard, refused):
    read = contracts_of(HEAD + CARE.strip("\n") % ("month", "shares", "month", ""))
    company = Company(books=(("b", standard, (("noncash measured", "as earned"),)),))
    errors = keep_books(read.terms, company).errors
    assert [error.name for error in errors] == (["PolicyOfAnotherStandard"] if refused else [])
    assert [error.contract for error in errors] == (["C-1"] if refused else [])


def test_what_comes_every_period_needs_a_span():
    shares = "price: [{element: noncash, what: shares, units: 1, every: week, value: 2}]"
    assert refusal("obligations: {goods: {price: 100.00}}\n" + shares).name == "PriceNeedsSpan"
