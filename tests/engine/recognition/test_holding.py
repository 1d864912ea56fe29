"""Bill and hold: all four criteria, or delivery counts."""

from __future__ import annotations

import pytest

from tests.engine.recognition.kept import Kept, refusal

TERMS = "bill and hold: {reason: no room, identified: %s, ready: %s, cannot redirect: %s}"
ONE = "obligations: {A: {price: 500.00, %s}}\nhappened: [{date: 2024-03-05, held: A}, {date: 2024-06-01, delivered: A}]"
TEN = "obligations: {A: {price: 500.00, quantity: 10, %s}}\nhappened:\n"
MET = TERMS % ("yes", "yes", "yes")


def test_goods_that_meet_the_criteria_pass_on_the_day_they_are_set_aside():
    k = Kept(ONE % MET)
    assert k.revenue("2024-03-05", "2024-03-05") == 500 and k("revenue") == 500
    assert k.notes == []


@pytest.mark.parametrize("missing", range(3))
def test_one_criterion_that_is_not_met_leaves_it_to_delivery_and_is_named(missing):
    words = ["no" if place == missing else "yes" for place in range(3)]
    k = Kept(ONE % TERMS % tuple(words))
    assert k.revenue("2024-01-01", "2024-05-31") == 0
    assert k.revenue("2024-06-01", "2024-06-01") == 500
    assert ("identified", "ready", "cannot redirect")[missing] in k.notes[0]


def test_goods_held_without_terms_are_refused():
    assert refusal(ONE % "quantity: 1").name == "HeldWithoutTerms"


def test_shipping_later_what_was_held_transfers_nothing_more():
    rows = """
      - {date: 2024-03-05, held: A, quantity: 6}
      - {date: 2024-04-01, delivered: A, quantity: 4}
      - {date: 2024-05-01, delivered: A, quantity: 5}
    """
    k = Kept(TEN % MET + rows)
    assert [k("revenue", through=on) for on in ("2024-03-31", "2024-04-30", "2024-05-31")] == [300, 300, 450]


def test_what_was_not_held_passes_on_delivery_as_ever():
    k = Kept(TEN % MET + "  - {date: 2024-04-01, delivered: A, quantity: 4}\n  - {date: 2024-05-05, held: A}\n")
    assert [k("revenue", through=on) for on in ("2024-04-30", "2024-05-31")] == [200, 500]
