"""Layers of one obligation: each unit keeps the rate of the day on which it was first paid, due or earned."""

from __future__ import annotations

from fractions import Fraction

from duly.engine.fx.layers import Layers


def layers(*steps: tuple[int, int]) -> Layers:
    made = Layers()
    made.consider([(units, Fraction(rate)) for units, rate in steps])
    return made


def test_revenue_takes_the_oldest_layers_first_and_a_part_of_one():
    one = layers((40, 2), (60, 3))
    assert one.net == 40 * 2 + 60 * 3
    assert one.earn(50, Fraction(9)) == 40 * 2 + 10 * 3
    assert one.net == 50 * 3
    assert one.earn(50, Fraction(9)) == 50 * 3
    assert one.net == 0


def test_what_is_earned_beyond_consideration_has_the_rate_of_its_day():
    one = layers((30, 2))
    assert one.earn(100, Fraction(4)) == 30 * 2 + 70 * 4
    assert one.net == -70 * 4 and one.asset.amount == 70


def test_consideration_settles_the_asset_first_and_the_difference_is_a_gain():
    one = layers()
    one.earn(70, Fraction(4))
    assert one.consider([(100, Fraction(5))]) == 70 * (5 - 4)
    assert (one.asset.amount, one.net) == (0, 30 * 5)
    # The units of the asset keep the rate at which they were earned: revenue is never restated.
    assert one.value(0, 70) == 70 * 4


def test_an_asset_measured_anew_is_settled_at_its_new_value():
    one = layers()
    one.earn(10, Fraction(4))
    assert one.asset.remeasure(Fraction(6)) == 20
    assert one.net == -60
    assert one.consider([(4, Fraction(5))]) == 4 * 5 - 4 * 6
    assert one.net == -36


def test_consideration_taken_back_is_the_latest():
    one = layers((40, 2), (60, 3))
    assert one.withdraw(70, Fraction(8)) == [(60, Fraction(3)), (10, Fraction(2))]
    assert one.net == 30 * 2
    one.consider([(5, Fraction(7))])
    assert one.value(0, 35) == 30 * 2 + 5 * 7


def test_consideration_taken_back_after_it_was_earned_leaves_an_asset_at_the_rate_of_the_day():
    one = layers((100, 2))
    one.earn(80, Fraction(9))
    assert one.withdraw(50, Fraction(3)) == [(20, Fraction(2)), (30, Fraction(3))]
    assert one.net == -30 * 3


def test_revenue_taken_back_has_the_value_it_was_earned_at():
    one = layers((40, 2), (60, 3))
    one.earn(90, Fraction(9))
    assert one.unearn(55, Fraction(7)) == (50 * 3 + 5 * 2, 0)
    assert one.net == 60 * 3 + 5 * 2
    assert one.earn(55, Fraction(9)) == 5 * 2 + 50 * 3


def test_taking_back_revenue_that_is_an_asset_undoes_what_the_rate_did_to_it():
    one = layers()
    one.earn(50, Fraction(2))
    one.earn(50, Fraction(3))
    assert one.unearn(50, Fraction(7)) == (150, 0)
    one.asset.remeasure(Fraction(5))
    assert one.unearn(50, Fraction(7)) == (100, 100 - 250)
    assert (one.net, one.ends) == (0, [])


def test_revenue_below_nothing_has_the_rate_of_its_day_and_comes_back_at_it():
    one = layers((10, 2))
    assert one.unearn(5, Fraction(7)) == (35, 0)
    assert one.net == 10 * 2 + 5 * 7
    assert one.earn(15, Fraction(9)) == 5 * 7 + 10 * 2
    assert one.net == 0


def test_more_taken_back_than_ever_came_is_an_asset():
    one = layers((10, 2))
    one.withdraw(25, Fraction(4))
    assert (one.considered, one.net) == (-15, -15 * 4)
    assert one.consider([(20, Fraction(5))]) == 15
    assert one.net == 5 * 5


def test_equal_rates_are_one_layer():
    assert layers((10, 2), (5, 2), (1, 3)).ends == [15, 16]
