"""What is earned by a day, worked out from the words of a contract alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import yaml

from duly.checker.laws.earned import revenue

HULL = """
contract: C-1
currency: USD
signed: 2026-01-10
term: {from: 2026-01-10, to: 2026-12-31}
total: 900.00
obligations:
  hull: {ssp: 700.00, earn: by cost, expected cost: 400.00, uninstalled: 100.00}
  watch: {ssp: 200.00 to 400.00, earn: over time by day, to: 2026-01-19}
  paint: {price: 2.50 per litre, earn: as invoiced}
price: [{element: early launch, method: expected value, outcomes: [[100.00, 40%], [0.00, 60%]]}]
judged: [{date: 2026-01-10, held back: early launch, amount: 15.00, by: A. Bo, why: new yard}]
happened:
  - {date: 2026-01-12, cost: hull, amount: 250.00, uninstalled: 100.00}
  - {date: 2026-01-14, usage: paint, quantity: 3.5}
  - {date: 2026-01-20, estimate: hull, expected cost: 700.00}
  - {date: 2026-02-02, price element: early launch, amount: 60.00}
"""
# 900 and 40 less 15 by 700 and 300; 100 of the hull is material, at its cost; from February 60 are certain.
EARNED = {
    date(2026, 1, 11): ("0", "55.50", "0"),
    date(2026, 1, 14): ("373.75", "138.75", "8.75"),
    date(2026, 1, 20): ("236.88", "277.50", "8.75"),
    date(2026, 2, 2): ("243", "288", "8.75"),
}


def earned(text: str, on: date) -> dict[str, Fraction]:
    return dict(revenue(yaml.load(text, yaml.BaseLoader), 2, {}, on))


@pytest.mark.parametrize("on", EARNED)
def test_what_is_earned_is_worked_out_from_the_words(on):
    assert tuple(earned(HULL, on).values()) == tuple(map(Fraction, EARNED[on]))


def test_nothing_is_earned_before_it_is_likely_to_be_paid():
    waits = HULL.replace("total:", "collect: not probable\ntotal:")
    judged = waits.replace("judged: [", "judged: [{date: 2026-01-14, collect: probable}, ")
    assert set(earned(judged, date(2026, 1, 13)).values()) == {0}
    assert earned(judged, date(2026, 1, 14)) == earned(HULL, date(2026, 1, 14))


def test_it_is_silent_after_an_amendment_and_speaks_before():
    row = "  - {date: 2026-01-21, amendment: A-1, changes: {hull: {price: 800.00}}}\n"
    assert earned(HULL + row, date(2026, 1, 20)) and not earned(HULL + row, date(2026, 1, 21))


RIGHTS = """
contract: C-2
currency: USD
signed: 2026-01-10
obligations:
  oars: {price: 20.00 per oar, quantity: 10 oars, returns: {expected: 2, window: 90 days}}
  berths: {price: 120.00, ssp: {likely: 80%, units: 50, value: 3.00}, earn: as redeemed}
  refit: {ssp: {discount: 25%, less: 5%, spend: 400.00, likely: 50%}, earn: on exercise or expiry, expires: 2026-03-31}
happened:
  - {date: 2026-01-12, delivered: oars, quantity: 5}
  - {date: 2026-01-15, redeemed: berths, quantity: 10}
  - {date: 2026-01-20, returned: oars, quantity: 3}
  - {date: 2026-02-01, estimate: berths, expected redeemed: 20}
  - {date: 2026-02-02, return right lapsed: oars}
"""


# 320 by 200, 120 and 40: 177.78, 106.67 and 35.55; of the oars 40.00, later 60.00, are expected back.
@pytest.mark.parametrize(
    ("on", "right"),
    [
        (date(2026, 1, 15), ("68.89", "26.67", "0")),
        (date(2026, 1, 20), ("58.89", "26.67", "0")),
        (date(2026, 3, 30), ("58.89", "53.34", "0")),
        (date(2026, 3, 31), ("58.89", "53.34", "35.55")),
    ],
)
def test_what_customers_use_and_bring_back(on, right):
    assert tuple(earned(RIGHTS, on).values()) == tuple(map(Fraction, right))
