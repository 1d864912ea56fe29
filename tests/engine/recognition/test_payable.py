"""Payments to a customer: what buys nothing distinct lowers revenue as it comes; paid before, it is an asset."""

from __future__ import annotations

import pytest

from tests.engine.recognition.kept import Kept

SUPPLY = """
obligations:
  goods: {quantity: 100 units, price: 50.00 per unit, earn: by units}
price:
  - {element: slotting fee, of: goods, amount: 500.00, %s}
happened:
%s
  - {date: 2024-02-10, delivered: goods, quantity: 30}
  - {date: 2024-03-10, delivered: goods, quantity: 70}
"""
ACCOUNTS = ("prepaid consideration to customer", "accounts payable", "other expense", "receivable", "contract asset")


def supply(said: str = "for: nothing distinct", paid: str = "") -> Kept:
    return Kept(SUPPLY % (said, paid))


def shown(k: Kept, on: str) -> list:
    return [k("revenue", through=on), *(k.balance(name, on) for name in ACCOUNTS)]


@pytest.mark.parametrize(
    ("said", "included"),
    [
        ("for: nothing distinct", -500),
        ("for: market study, worth: 200.00", -300),
        ("for: market study, worth: 500.00", 0),
        ("for: market study, worth: 700.00", 0),
        ("for: market study", -500),
    ],
)
def test_only_what_buys_nothing_lowers_the_price(said, included):
    k = supply(said)
    assert k("elements", "slotting fee", through="2024-01-01") == included
    assert k("transaction price", through="2024-01-01") == 5000 + included


def test_paid_before_revenue_it_is_an_asset_that_revenue_uses_up():
    k = supply(paid="  - {date: 2024-01-05, paid to customer: slotting fee, amount: 500.00}")
    assert shown(k, "2024-01-05") == [0, 500, 0, 0, 0, 0]
    assert k.balance("cash", "2024-01-05") == -500
    assert shown(k, "2024-02-10") == [1350, 350, 0, 0, 1500, 0]
    assert shown(k, "2024-03-10") == [4500, 0, 0, 0, 5000, 0]


def test_promised_and_not_paid_it_is_owed():
    paid = "  - {date: 2024-03-20, paid to customer: slotting fee, amount: 400.00}"
    k = supply(paid=paid)
    assert shown(k, "2024-02-10") == [1350, 0, 150, 0, 1500, 0]
    assert shown(k, "2024-03-10") == [4500, 0, 500, 0, 5000, 0]
    assert shown(k, "2024-03-20") == [4500, 0, 100, 0, 5000, 0]
    assert k.balance("cash", "2024-03-20") == -400


def test_paid_in_part_it_is_both_in_turn():
    paid = "  - {date: 2024-01-05, paid to customer: slotting fee, amount: 200.00}"
    k = supply(paid=paid)
    assert shown(k, "2024-02-10") == [1350, 50, 0, 0, 1500, 0]
    assert shown(k, "2024-03-10") == [4500, 0, 300, 0, 5000, 0]


def test_what_buys_something_is_an_expense_first():
    paid = """
  - {date: 2024-01-05, paid to customer: slotting fee, amount: 150.00}
  - {date: 2024-01-06, paid to customer: slotting fee, amount: 350.00}
"""
    k = supply("for: market study, worth: 200.00", paid.strip("\n"))
    assert shown(k, "2024-01-05") == [0, 0, 0, 150, 0, 0]
    assert shown(k, "2024-01-06") == [0, 300, 0, 200, 0, 0]
    assert shown(k, "2024-03-10") == [4700, 0, 0, 200, 5000, 0]


def test_beside_revenue_over_time_the_debt_grows_from_month_to_month():
    text = """
term: {from: 2024-01-16, to: 2024-03-15}
obligations:
  a: {price: 600.00, earn: over time by day}
  b: {price: 300.00, earn: over time by day}
price:
  - {element: payable to customer, amount: 90.00}
happened:
  - {date: 2024-02-15, paid to customer: payable to customer, amount: 30.00}
"""
    k = Kept(text)
    # 16, 46 and 60 days of 60: 24, 69 and 90 of 90
    assert [k.balance("accounts payable", on) for on in ("2024-01-30", "2024-01-31")] == [0, 24]
    assert k.balance("accounts payable", "2024-02-29") == pytest.approx(37.5, abs=0.02)
    assert shown(k, "2024-03-15") == [810, 0, 60, 0, 900, 0]


def test_a_price_by_use():
    text = """
obligations:
  goods: {price: 50.00 per unit, earn: on delivery}
price:
  - {element: payable to customer, of: goods, amount: 500.00, for: nothing distinct}
happened:
  - {date: 2024-01-05, estimate: goods, expected quantity: 100}
  - {date: 2024-01-05, paid to customer: payable to customer, amount: 500.00}
  - {date: 2024-02-10, delivered: goods, quantity: 30}
"""
    k = Kept(text)
    assert shown(k, "2024-02-10") == [1350, 350, 0, 0, 1500, 0]


def test_a_new_amount_is_taken_off_at_once():
    k = supply(paid="  - {date: 2024-02-20, price element: slotting fee, amount: 600.00}")
    assert k("elements", "slotting fee", through="2024-02-20") == -600
    assert shown(k, "2024-02-20")[:3] == [1320, 0, 180]
