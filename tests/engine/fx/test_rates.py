"""A rate of a day: the last known, the pair turned round, a third currency between, and none before the first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.engine.fx.rates import MissingRate, Rates, rates_of
from duly.ground.dates import day
from duly.ground.errors import Place

FRIDAY, SATURDAY, SUNDAY, MONDAY = (day(f"2026-05-{number:02}") for number in (8, 9, 10, 11))
ROWS = (
    ("EUR", "USD", MONDAY, Fraction(12, 10)),
    ("EUR", "USD", FRIDAY, Fraction(11, 10)),
    ("EUR", "GBP", FRIDAY, Fraction(8, 10)),
    ("CHF", "USD", SATURDAY, Fraction(13, 10)),
)
RATES = Rates.of(ROWS)


@pytest.mark.parametrize("on", [FRIDAY, SATURDAY, SUNDAY])
def test_a_rate_holds_until_the_next_of_its_pair(on):
    assert RATES.on("EUR", "USD", on) == Fraction(11, 10)
    assert RATES.on("EUR", "USD", MONDAY) == RATES.on("EUR", "USD", MONDAY + 900) == Fraction(12, 10)


def test_a_currency_is_worth_one_of_itself_without_any_rate():
    assert Rates.of(()).on("JPY", "JPY", FRIDAY) == 1


def test_a_pair_is_turned_round_where_nothing_else_is_given():
    assert RATES.on("USD", "EUR", MONDAY) == Fraction(10, 12)
    both = Rates.of((*ROWS, ("USD", "EUR", MONDAY, Fraction(9, 10))))
    assert both.on("USD", "EUR", MONDAY) == Fraction(9, 10)
    assert both.on("USD", "EUR", SUNDAY) == Fraction(10, 11)


def test_a_third_currency_links_two_with_the_rates_of_that_day():
    assert RATES.on("USD", "GBP", SUNDAY) == Fraction(10, 11) * Fraction(8, 10)
    assert RATES.on("USD", "GBP", MONDAY) == Fraction(10, 12) * Fraction(8, 10)


def test_of_several_third_currencies_the_one_that_is_asked_for_comes_first():
    rows = [
        (a, b, FRIDAY, Fraction(n))
        for a, b, n in (("AAA", "XXX", 2), ("XXX", "ZZZ", 3), ("AAA", "YYY", 5), ("YYY", "ZZZ", 7))
    ]
    rates = Rates.of(rows)
    assert rates.on("AAA", "ZZZ", FRIDAY) == 6
    assert rates.on("AAA", "ZZZ", FRIDAY, through="YYY") == 35


def test_before_the_first_rate_there_is_none():
    with pytest.raises(MissingRate) as told:
        RATES.on("CHF", "USD", FRIDAY, place=Place("c.yaml", 3))
    error = told.value
    assert error.what == "there is no rate from CHF to USD on 2026-05-08"
    assert error.why.startswith("the first rate of the two is of 2026-05-09")
    assert "{from: CHF, to: USD, date: 2026-05-08" in error.fix and error.place == Place("c.yaml", 3)


def test_a_link_needs_both_of_its_rates_by_that_day():
    with pytest.raises(MissingRate, match="CHF to EUR on 2026-05-08"):
        RATES.on("CHF", "EUR", FRIDAY)
    assert RATES.on("CHF", "EUR", SATURDAY) == Fraction(13, 10) * Fraction(10, 11)


def test_currencies_that_nothing_links_have_no_rate():
    with pytest.raises(MissingRate) as told:
        RATES.on("EUR", "JPY", MONDAY)
    assert told.value.why.startswith("there is no rate of the two")


def test_the_rows_of_a_company_are_indexed_once():
    assert rates_of(ROWS) is rates_of(ROWS)
    assert rates_of(ROWS).on("EUR", "USD", MONDAY) == Fraction(12, 10)
    assert rates_of(ROWS[:1]).on("EUR", "USD", MONDAY) == Fraction(12, 10)
    with pytest.raises(MissingRate):
        rates_of(ROWS[:1]).on("EUR", "GBP", MONDAY)
