"""Prices by use that depend on how much is bought in all, and reductions of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from duly.engine.contracts.terms import Bound, Fact, Quantity
from duly.engine.recognition.rates import expected_rates
from tests.engine.recognition.kept import Kept, refusal

TIERS = ((Fraction(100), Fraction(800)), (Fraction(300), Fraction(700)), (None, Fraction(600)))


def estimate(on: int, said: object) -> Fact:
    return Fact("estimate", on, on, ("A",), {"expected quantity": said})


def delivery(on: int, count: int, verb: str = "delivered") -> Fact:
    return Fact(verb, on, on, ("A",), {"quantity": Quantity(Fraction(count))})


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        (Fraction(1), 800),
        (Fraction(100), 800),
        (Fraction(201, 2), 700),
        (Fraction(300), 700),
        (Fraction(301), 600),
        (Bound("at most", Fraction(100)), 800),
        (Bound("at most", Fraction(101)), 700),
        (Bound("more than", Fraction(99)), 800),
        (Bound("more than", Fraction(100)), 700),
        (Bound("more than", Fraction(300)), 600),
        (Bound("at most", Fraction(300)), 700),
    ],
)
def test_the_tier_in_which_the_expected_total_lies(said, rate):
    assert expected_rates(TIERS, [estimate(10, said)])[-1][1] == rate


def test_without_an_estimate_what_was_delivered_decides():
    facts = [delivery(1, 60), delivery(2, 40), delivery(3, 1), delivery(4, 199, "usage"), delivery(5, 1, "accepted")]
    assert expected_rates(TIERS, facts)[1:] == [(3, 700), (5, 600)]


def test_an_estimate_never_stays_below_what_was_delivered():
    facts = [estimate(1, Fraction(50)), delivery(2, 101), estimate(3, Fraction(500)), estimate(4, Fraction(120))]
    assert expected_rates(TIERS, facts)[1:] == [(2, 700), (3, 600), (4, 700)]


ORDER = """
obligations:
  A: {price: 8.00 per unit, earn: on delivery}
price:
  - {element: rebate, of: A, tiers: [[100, 8.00], [300, 7.00], [rest, 6.00]], mode: %s}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 90}
  - {date: 2024-03-01, delivered: A, quantity: 20}
  - {date: 2024-04-01, estimate: A, expected quantity: more than 300}
  - {date: 2024-05-01, delivered: A, quantity: 10}
"""


def shown(k: Kept, on: str) -> list:
    names = ("receivable", "refund liability", "contract asset", "contract liability")
    return [k("revenue", through=on), *(k.balance(name, on) for name in names)]


def test_every_unit_is_brought_to_the_rate_that_is_expected():
    k = Kept(ORDER % "retrospective")
    assert shown(k, "2024-02-01") == [720, 720, 0, 0, 0]
    assert shown(k, "2024-03-01") == [770, 880, 110, 0, 0]
    assert shown(k, "2024-04-01") == [660, 880, 220, 0, 0]
    assert shown(k, "2024-05-01") == [720, 960, 240, 0, 0]
    assert k("revenue by cause", "estimate", since="2024-03-01", through="2024-03-01") == -90
    assert k("revenue by cause", "progress", since="2024-03-01", through="2024-03-01") == 140
    assert [k("elements", "rebate", through=on) for on in ("2024-02-01", "2024-04-01", "2024-05-01")] == [0, -220, -240]
    assert k("transaction price", through="2024-05-01") == 720


@pytest.mark.parametrize(("mode", "revenue"), [("graduated", [720, 870, 870, 940]), ("volume", [720, 770, 770, 840])])
def test_tiers_that_price_units_as_they_come_are_owed_as_they_come(mode, revenue):
    k = Kept(ORDER % mode)
    days = ("2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01")
    assert [k("revenue", through=on) for on in days] == revenue
    assert [k.balance("receivable", on) for on in days] == revenue
    assert [k.balance("refund liability", on) for on in days] == [0, 0, 0, 0]


def test_a_rate_above_the_bill_is_a_contract_asset():
    text = (ORDER % "retrospective").replace("[300, 7.00], [rest, 6.00]", "[300, 9.00], [rest, 10.00]")
    k = Kept(text)
    assert shown(k, "2024-03-01") == [990, 880, 0, 110, 0]
    assert shown(k, "2024-05-01") == [1200, 960, 0, 240, 0]


def test_rates_finer_than_a_cent_are_rounded_once():
    text = """
obligations:
  A: {price: 0.125 per call, earn: as invoiced}
price:
  - {element: rebate, of: A, tiers: [[2, 0.125], [rest, 0.0333]], mode: retrospective}
happened:
  - {date: 2024-02-01, usage: A, quantity: 1}
  - {date: 2024-02-02, usage: A, quantity: 6}
"""
    k = Kept(text)
    assert shown(k, "2024-02-01") == [Decimal("0.13"), Decimal("0.13"), 0, 0, 0]
    assert shown(k, "2024-02-02") == [Decimal("0.23"), Decimal("0.88"), Decimal("0.65"), 0, 0]


def test_invoices_of_a_price_that_will_fall():
    text = (ORDER % "retrospective").replace(
        "happened:", "billing:\n  - {bill: A, right: on invoice}\nhappened:"
    ) + "  - {date: 2024-05-02, invoice: I-1, lines: {A: 400.00}}\n"
    k = Kept(text)
    assert shown(k, "2024-05-01") == [720, 0, 0, 720, 0]
    assert shown(k, "2024-05-02") == [720, 400, 100, 420, 0]


def test_a_percentage_of_a_price_by_use():
    text = """
obligations:
  A: {price: 2%% of assets, earn: over time by day, series: yes}
price:
  - {element: waiver, of: A, percent: %s}
happened:
  - {date: 2024-03-31, measured: A, amount: 5000.00}
  - {date: 2024-04-30, price element: waiver, percent: -50%%}
"""
    head = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\nterm: {from: 2024-01-01, to: 2024-12-31}\n"
    k = Kept(text % "-10%", head)
    assert shown(k, "2024-03-31") == [90, 100, 10, 0, 0]
    assert shown(k, "2024-04-30") == [50, 100, 50, 0, 0]
    assert shown(Kept(text % "10%", head), "2024-03-31") == [110, 100, 0, 10, 0]


def test_an_agreed_quantity_takes_part_in_the_allocation():
    text = """
obligations:
  A: {quantity: 200 units, price: 8.00 per unit, earn: by units}
  B: {price: 400.00}
price:
  - {element: rebate, of: A, tiers: [[250, 8.00], [rest, 7.00]], mode: retrospective}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 50}
  - {date: 2024-03-01, estimate: A, expected quantity: 251}
"""
    k = Kept(text)
    assert k("transaction price", through="2024-02-01") == 2000
    assert shown(k, "2024-02-01") == [400, 400, 0, 0, 0]
    assert k("transaction price", through="2024-03-01") == 1800
    assert k("remaining", through="2024-03-01") == 1450
    assert shown(k, "2024-03-01") == [350, 400, 50, 0, 0]
    graduated = Kept(text.replace("[250, 8.00]", "[150, 8.00]").replace("retrospective", "graduated"))
    assert graduated("transaction price", through="2024-02-01") == 1950


def test_an_estimate_of_units_is_a_new_total_where_no_tiers_hang_on_it():
    text = """
obligations:
  A: {quantity: 200 units, price: 8.00 per unit, earn: by units}
  B: {quantity: 10 units, price: 8.00 per unit, earn: by units}
price:
  - {element: rebate, of: B, tiers: [[250, 8.00], [rest, 7.00]], mode: retrospective}
  - {element: bonus, of: A, amount: 0.00}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 50}
  - {date: 2024-03-01, estimate: A, expected quantity: 100}
"""
    k = Kept(text)
    assert [k("revenue", "A", through=on) for on in ("2024-02-01", "2024-03-01")] == [400, 800]


def test_a_percentage_of_the_only_obligation_needs_no_name():
    text = """
obligations:
  A: {price: 8.00 per unit, earn: on delivery}
price:
  - {element: off, percent: -25%%}
happened:
  - {date: 2024-02-01, delivered: A, quantity: 10}
%s
"""
    assert Kept(text % "")("revenue") == 60
    beside = text.replace("price:\n", "  B: {price: 40.00}\nprice:\n", 1)
    k = Kept(beside % "  - {date: 2024-02-01, delivered: B}")
    assert [k("revenue", name) for name in "AB"] == [80, 30]


def test_an_amount_beside_a_price_by_use_is_earned_with_the_units_expected():
    text = """
obligations:
  A: {price: 8.00 per unit, earn: on delivery}
price:
  - {element: bonus, of: A, amount: 60.00}
happened:
  - {date: 2024-02-01, estimate: A, expected quantity: 40}
  - {date: 2024-02-01, delivered: A, quantity: 10}
  - {date: 2024-03-01, estimate: A, expected quantity: 20}
"""
    k = Kept(text)
    assert k("revenue", through="2024-02-01") == 95
    assert k("revenue", through="2024-03-01") == 110
    assert k("transaction price", through="2024-03-01") == 140
    unknown = Kept(text.replace("estimate: A, expected quantity", "usage: A, quantity"))
    assert (unknown("revenue"), unknown("transaction price")) == (560, 620)
    assert any("expected in all" in note for note in unknown.notes)
    assert not any("expected in all" in note for note in k.notes)


def test_two_elements_cannot_both_say_what_a_unit_costs():
    text = (ORDER % "retrospective").replace("happened:", "  - {element: more, of: A, percent: -1%}\nhappened:")
    error = refusal(text)
    assert (error.name, error.cite) == ("SeveralRates", "606-10-32-6")
