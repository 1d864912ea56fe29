"""Sales with a right of return: what is expected back, its cost, new estimates, what comes back, no estimate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.recognition.kept import Kept, refusal

GOODS = """
obligations:
  goods: {quantity: 40 units, price: 25.00 per unit, cost: %s, earn: on delivery, returns: {%s, window: 60 days}}
happened:
  - {date: 2024-02-01, delivered: goods, quantity: 10}
  - {date: 2024-03-01, delivered: goods, quantity: 30}
%s
"""
ACCOUNTS = ("refund liability", "return asset", "cost of sales", "inventory")


def goods(returns: str = "expected: 4", cost: str = "15.00 per unit", more: str = "") -> Kept:
    return Kept(GOODS % (cost, returns, more))


def shown(k: Kept, on: str) -> list:
    return [k("revenue", through=on), *(k.balance(name, on) for name in ACCOUNTS)]


def test_expected_returns_grow_with_what_is_delivered():
    k = goods()
    assert k("transaction price", through="2024-02-01") == 900
    assert k("elements", "returns", through="2024-02-01") == -100
    assert shown(k, "2024-02-01") == [225, 25, 15, 135, -150]
    assert shown(k, "2024-03-01") == [900, 100, 60, 540, -600]


@pytest.mark.parametrize(
    ("returns", "asset"),
    [
        ("expected: 4, recovery cost: 2.50 per unit", 50),
        ("expected: 4, recovery cost: 2.50", Decimal("57.5")),
        ("kept: 36, recovery cost: 10.00", 50),
        ("expected: 4, recovery cost: 20.00 per unit", 0),
        ("expected: 0, recovery cost: 20.00", 0),
    ],
)
def test_the_asset_is_what_is_left_after_recovering_the_goods(returns, asset):
    k = goods(returns)
    assert k.balance("return asset", "2024-03-01") == asset
    assert k.balance("cost of sales", "2024-03-01") == 600 - asset


def test_a_cost_of_the_whole_is_shared_by_units():
    assert shown(goods(cost="400.00"), "2024-03-01") == [900, 100, 40, 360, -400]


def test_a_new_estimate_moves_revenue_and_cost_at_once():
    k = goods(more="  - {date: 2024-03-10, estimate: goods, expected returned: 7}\n")
    assert shown(k, "2024-03-10") == [825, 175, 105, 495, -600]
    assert k("revenue by cause", "estimate", since="2024-03-10", through="2024-03-10") == -75


def test_goods_that_come_back_are_inventory_again_and_paid_out_of_the_liability():
    more = """
  - {date: 2024-03-05, paid: 1000.00}
  - {date: 2024-03-10, returned: goods, quantity: 3}
  - {date: 2024-03-11, refund: 75.00, reason: returned}
"""
    k = goods("expected: 4, recovery cost: 1.00 per unit", more=more)
    assert shown(k, "2024-03-10") == [900, 100, 14, 544, -558]
    assert shown(k, "2024-03-11") == [900, 25, 14, 544, -558]
    assert (k.balance("cash", "2024-03-11"), k.balance("receivable", "2024-03-11")) == (925, 0)


def test_a_credit_note_for_goods_not_paid_yet():
    more = """
  - {date: 2024-03-10, returned: goods, quantity: 3}
  - {date: 2024-03-11, credit note: C-1, amount: 75.00, reason: returned}
"""
    k = goods(more=more)
    assert (k.balance("receivable", "2024-03-11"), k.balance("refund liability", "2024-03-11")) == (925, 25)
    assert k("revenue", through="2024-03-11") == 900


def test_more_come_back_than_were_expected():
    k = goods(more="  - {date: 2024-03-10, returned: goods, quantity: 6}\n")
    assert shown(k, "2024-03-10") == [850, 150, 0, 510, -510]


def test_the_end_of_the_right_releases_what_did_not_come_back():
    more = """
  - {date: 2024-03-10, returned: goods, quantity: 1}
  - {date: 2024-04-30, return right lapsed: goods}
"""
    k = goods(more=more)
    assert shown(k, "2024-04-29") == [900, 100, 45, 540, -585]
    assert shown(k, "2024-04-30") == [975, 25, 0, 585, -585]
    assert k("revenue by cause", "estimate", since="2024-04-30", through="2024-04-30") == 75


def test_units_that_can_no_longer_come_back_bound_the_estimate():
    k = goods(more="  - {date: 2024-04-01, return right lapsed: goods, quantity: 38}\n")
    assert k("elements", "returns", through="2024-03-31") == -100
    assert k("elements", "returns", through="2024-04-01") == -50
    k = goods(more="  - {date: 2024-04-01, return right lapsed: goods, quantity: 30}\n")
    assert k("elements", "returns", through="2024-04-01") == -100


def test_the_window_alone_releases_nothing():
    k = goods(more="  - {date: 2024-09-30, paid: 1000.00}\n")
    assert k.balance("refund liability", "2024-09-30") == 100


def test_two_changes_of_one_day_count_once():
    more = """
  - {date: 2024-03-10, estimate: goods, expected returned: 9}
  - {date: 2024-03-10, estimate: goods, expected returned: 2}
"""
    assert goods(more=more)("elements", "returns", through="2024-03-10") == -50


def test_returns_need_units():
    text = "obligations:\n  A: {price: 10.00 per unit, returns: {expected: 3, window: 30 days}}\n"
    error = refusal(text)
    assert (error.name, error.cite) == ("ReturnsNeedUnits", "606-10-55-25")


NEW = """
obligations:
  new: {quantity: 10 units, price: 30.00 per unit, cost: 12.00 per unit, earn: on delivery,
        returns: {expected: not estimable, window: 60 days}}
happened:
  - {date: 2024-02-01, delivered: new, quantity: 6}
%s
"""


def waiting(k: Kept, on: str) -> list:
    names = ("receivable", "refund liability", "contract liability", "return asset", "cost of sales")
    return [k("revenue", through=on), *(k.balance(name, on) for name in names)]


def test_where_nobody_can_tell_nothing_is_sold_before_the_right_ends():
    more = """
  - {date: 2024-03-01, return right lapsed: new, quantity: 2}
  - {date: 2024-03-15, delivered: new}
  - {date: 2024-04-01, return right lapsed: new}
"""
    k = Kept(NEW % more)
    assert k("transaction price", through="2024-02-01") == 300
    assert waiting(k, "2024-02-01") == [0, 0, 0, 0, 72, 0]
    assert waiting(k, "2024-03-01") == [60, 60, 0, 0, 48, 24]
    assert waiting(k, "2024-03-15") == [60, 60, 0, 0, 96, 24]
    assert waiting(k, "2024-04-01") == [300, 300, 0, 0, 0, 120]


def test_cash_before_the_right_ends_may_all_go_back():
    more = """
  - {date: 2024-02-10, paid: 180.00}
  - {date: 2024-03-01, return right lapsed: new, quantity: 2}
  - {date: 2024-04-01, return right lapsed: new}
"""
    k = Kept(NEW % more)
    assert waiting(k, "2024-02-10") == [0, 0, 180, 0, 72, 0]
    assert waiting(k, "2024-03-01") == [60, 0, 120, 0, 48, 24]
    assert waiting(k, "2024-04-01") == [180, 0, 0, 0, 0, 72]


def test_what_comes_back_was_never_sold():
    more = """
  - {date: 2024-02-10, paid: 180.00}
  - {date: 2024-02-20, returned: new, quantity: 1}
  - {date: 2024-02-21, refund: 30.00, reason: returned}
  - {date: 2024-04-01, return right lapsed: new}
  - {date: 2024-05-01, delivered: new}
  - {date: 2024-06-01, return right lapsed: new}
"""
    k = Kept(NEW % more)
    assert k("transaction price", through="2024-02-20") == 270
    assert waiting(k, "2024-02-21") == [0, 0, 150, 0, 60, 0]
    assert waiting(k, "2024-04-01") == [150, 0, 0, 0, 0, 60]
    assert waiting(k, "2024-06-01") == [270, 120, 0, 0, 0, 108]


def test_acceptance_passes_the_goods_too():
    text = (NEW % "  - {date: 2024-04-01, return right lapsed: new}\n").replace("on delivery", "on acceptance")
    k = Kept(text.replace("delivered: new", "accepted: new"))
    assert waiting(k, "2024-03-31") == [0, 0, 0, 0, 72, 0]
    assert k("revenue", through="2024-04-01") == 180


def test_without_a_quantity_the_whole_waits():
    text = """
obligations:
  new: {price: 50.00, cost: 20.00, returns: {expected: not estimable, window: 90 days}}
happened:
  - {date: 2024-02-01, delivered: new}
  - {date: 2024-05-01, return right lapsed: new}
"""
    k = Kept(text)
    assert waiting(k, "2024-04-30") == [0, 0, 0, 0, 20, 0]
    assert waiting(k, "2024-05-01") == [50, 50, 0, 0, 0, 20]


def test_a_lapse_before_delivery_ends_nothing():
    more = """
  - {date: 2024-01-15, return right lapsed: new}
  - {date: 2024-04-01, return right lapsed: new, quantity: 9}
"""
    k = Kept(NEW % more)
    assert k("revenue", through="2024-03-31") == 0
    assert k("revenue", through="2024-04-01") == 180


def test_the_price_of_a_single_promise_may_be_the_total():
    text = """
total: 500.00
obligations:
  goods: {quantity: 20 units, earn: on delivery, returns: {expected: 2, window: 30 days}}
happened:
  - {date: 2024-02-01, delivered: goods, quantity: 10}
"""
    k = Kept(text)
    assert k("transaction price") == 450
    assert (k("revenue"), k.balance("refund liability", "2024-02-01")) == (225, 25)
    two = text.replace("happened:", "  more: {ssp: 5.00}\nhappened:").replace("earn:", "ssp: 500.00, earn:")
    assert "states no price of its own" in refusal(two).what


def test_goods_come_back_in_turns():
    more = """
  - {date: 2024-03-10, returned: goods, quantity: 1}
  - {date: 2024-03-12, returned: goods, quantity: 2}
"""
    k = goods(cost="400.01", more=more)
    # 10.00025 a unit: 10.00, then 30.00 in all
    assert [k.balance("return asset", on) for on in ("2024-03-10", "2024-03-12")] == [30, 10]
