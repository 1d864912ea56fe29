"""The arithmetic of financing: months, growth, present values, level payments, tables, effective rates, accrual."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duly.engine.recognition.loans import (
    Due,
    Portion,
    Rate,
    accrual,
    amortization,
    effective_rate,
    growth,
    interest,
    level_payment,
    months_between,
    power,
    present_value,
)
from duly.ground.dates import day

ONE = Fraction(1)


@pytest.mark.parametrize(
    ("a", "b", "months"),
    [
        ("2024-01-15", "2024-01-15", ONE * 0),
        ("2024-02-01", "2024-01-01", ONE * 0),
        ("2024-01-15", "2024-02-15", ONE),
        ("2024-01-15", "2024-02-14", Fraction(30, 31)),
        ("2024-01-31", "2024-02-29", ONE),
        ("2024-02-10", "2025-02-10", ONE * 12),
        ("2023-12-20", "2024-03-05", 2 + Fraction(14, 29)),
    ],
)
def test_months_and_days_between(a, b, months):
    assert months_between(day(a), day(b)) == months


@pytest.mark.parametrize(
    ("periods", "until", "factor"),
    [
        (1, "2025-01-01", Fraction(112, 100)),
        (1, "2024-07-01", Fraction(106, 100)),
        (1, "2025-07-01", Fraction(112, 100) * Fraction(106, 100)),
        (2, "2025-01-01", Fraction(106, 100) ** 2),
        (2, "2024-10-01", Fraction(106, 100) * Fraction(103, 100)),
        (4, "2025-01-01", Fraction(103, 100) ** 4),
        (12, "2024-03-16", Fraction(101, 100) ** 2 * (1 + Fraction(15, 3100))),
        (0, "2026-01-01", Fraction(124, 100)),
        (365, "2024-01-03", (1 + Fraction(12, 36500)) ** 2),
    ],
)
def test_whole_periods_compound_and_the_rest_is_simple(periods, until, factor):
    assert growth(Rate(Fraction(12, 100), periods), day("2024-01-01"), day(until)) == factor


def test_growth_over_no_time_is_one():
    for periods in (0, 1, 12, 365):
        assert growth(Rate(Fraction(12, 100), periods), 100, 100) == 1
        assert growth(Rate(Fraction(12, 100), periods), 100, 90) == 1


def test_what_is_due_already_counts_as_it_is():
    dues = [Due(day("2023-06-01"), ONE * 50), Due(day("2025-01-01"), ONE * 110)]
    assert present_value(dues, Rate(Fraction(1, 10), 1), day("2024-01-01")) == 150


def test_level_payments():
    tenth = Fraction(1, 10)
    assert level_payment(ONE * 210, tenth, 2) == 121
    assert level_payment(ONE * 210, tenth, 2, in_advance=True) == 110
    assert level_payment(ONE * 210, ONE * 0, 2, in_advance=True) == 105


def test_a_table_ends_at_nothing_and_the_last_payment_takes_the_rest():
    rows = amortization(1000, level_payment(ONE * 1000, Fraction(1, 100), 3), Fraction(1, 100), 3)
    assert [(r.payment, r.interest, r.principal, r.balance) for r in rows] == [
        (340, 10, 330, 670),
        (340, 7, 333, 337),
        (340, 3, 337, 0),
    ]
    rows = amortization(1000, ONE * 400, Fraction(1, 10), 3)
    assert [(r.payment, r.balance) for r in rows] == [(400, 700), (400, 370), (407, 0)]
    rows = amortization(1000, ONE * 400, Fraction(1, 10), 3, in_advance=True)
    assert [(r.payment, r.interest, r.balance) for r in rows] == [(400, 0, 600), (400, 60, 260), (286, 26, 0)]


def test_effective_rates():
    start = day("2024-01-01")
    two = [Due(day("2025-01-01"), ONE * 605), Due(day("2026-01-01"), ONE * 605)]
    assert abs(effective_rate(1050, two, start) - Fraction(1, 10)) < Fraction(1, 10**45)
    one = [Due(day("2024-07-01"), ONE * 1100)]
    assert abs(effective_rate(1000, one, start) - Fraction(21, 100)) < Fraction(1, 10**45)
    assert abs(effective_rate(1250, [Due(day("2026-01-01"), ONE * 800)], start) + Fraction(1, 5)) < Fraction(1, 10**45)
    now = [Due(start, ONE * 100), Due(day("2025-01-01"), ONE * 110)]
    assert abs(effective_rate(200, now, start) - Fraction(1, 10)) < Fraction(1, 10**45)
    assert effective_rate(0, two, start) == 0
    assert effective_rate(500, [Due(start, ONE * 500)], start) == 0


def test_powers():
    assert power(Fraction(121, 100), ONE * 2) == Fraction(14641, 10000)
    assert abs(power(Fraction(121, 100), Fraction(1, 2)) - Fraction(11, 10)) < Fraction(1, 10**45)


def yearly(a: int, b: int) -> Fraction:
    return growth(Rate(Fraction(12, 100), 12), a, b)


def test_interest_is_that_before_the_day_begins():
    portion = Portion(ONE * 1000, day("2024-01-01"), day("2024-03-01"))
    assert interest([portion], yearly, day("2024-01-01")) == 0
    assert interest([portion], yearly, day("2024-02-01")) == 10
    assert interest([portion], yearly, day("2024-06-01")) == Fraction(201, 10)


def test_interest_steps_from_month_to_month_and_is_quiet_where_amounts_begin():
    steps = accrual([Portion(ONE * 1000, day("2024-01-01"), day("2024-03-01"))], yearly)
    assert [(s.from_on, s.until, s.before, s.adds) for s in steps] == [
        (day("2024-01-01"), day("2024-01-02"), 0, 0),
        (day("2024-01-02"), day("2024-02-01"), 0, 10),
        (day("2024-02-01"), day("2024-03-01"), 10, 10),
    ]
    assert accrual([Portion(ONE * 1000, day("2024-01-01"), day("2024-03-01"))], yearly, 25)[-1].adds == 15
    one_day = accrual([Portion(ONE * 36500, day("2024-01-01"), day("2024-01-02"))], yearly)
    assert [(s.until - s.from_on, s.adds) for s in one_day] == [(1, 12)]
    assert accrual([], yearly) == []


def test_several_portions_are_rounded_together():
    begin, end = day("2024-01-01"), day("2024-02-01")
    steps = accrual([Portion(ONE * 40, begin, end), Portion(ONE * 40, begin, end)], yearly)
    assert sum(s.adds for s in steps) == 1
    late = accrual([Portion(ONE * 1000, begin, day("2024-03-01")), Portion(ONE * 1000, end, day("2024-03-01"))], yearly)
    assert [(s.from_on, s.before, s.adds) for s in late] == [
        (begin, 0, 0),
        (begin + 1, 0, 10),
        (end, 10, 0),
        (end + 1, 10, 20),
    ]
