"""Balances in lots, first in first out, and rounded running totals."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from duly.engine.fx.remeasure import Balance, Lots, Running
from duly.ground.rounding import round_fraction


def lots(*held: tuple[int, int, object]) -> Lots:
    made = Lots()
    for amount, value, of in held:
        made.put(amount, Fraction(value), of)
    return made


def test_the_oldest_lot_leaves_first_and_a_part_of_one_at_its_part_of_the_value():
    one = lots((100, 110, None), (100, 130, None))
    assert one.take(150) == 110 + 65
    assert (one.amount, one.value) == (50, 65)


def test_the_lot_that_is_named_leaves_first():
    one = lots((100, 110, "A"), (100, 130, "B"))
    assert one.take(120, "B") == 130 + 22
    assert (one.amount, one.value) == (80, 88)


def test_the_latest_lot_leaves_first_where_that_is_asked():
    assert lots((100, 110, None), (100, 130, None)).take(120, latest=True) == 130 + 22


def test_nothing_is_no_lot():
    one = lots((0, 0, None))
    assert one.lots == [] and one.take(0) == 0 and one.remeasure(Fraction(2)) == 0


def test_measuring_anew_carries_each_lot_at_the_rate():
    one = lots((100, 110, "A"), (50, 70, "B"))
    assert one.remeasure(Fraction(6, 5)) == 180 - 180
    assert one.take(50, "B") == 60
    assert one.remeasure(Fraction(1)) == 100 - 120


def test_a_balance_comes_in_at_the_rate_and_leaves_at_its_value():
    one = Balance()
    assert one.move(-100, Fraction(2)) == -200
    assert (one.amount, one.value) == (-100, -200)
    assert one.move(60, Fraction(3)) == 120
    assert one.move(60, Fraction(3)) == 80 + 20 * 3
    assert (one.amount, one.value) == (20, 60)


@given(st.lists(st.fractions(min_value=-10, max_value=10), max_size=12))
def test_what_is_booked_of_a_running_total_is_always_its_rounded_sum(parts):
    total = Running()
    assert sum(total.add(part) for part in parts) == round_fraction(sum(parts, Fraction(0)))
