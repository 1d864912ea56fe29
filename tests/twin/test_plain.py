"""The twin itself: that it sees nothing of duly, and that it gives the numbers a person computes by hand."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest

from duly.engine.contracts.terms import BillLine, Fact, Obligation, Price, Ssp, Terms
from duly.ground.dates import day
from tests.twin import plain
from tests.twin.exact import months_started
from tests.twin.measures import by_month, by_month_prorated, by_week


def test_the_twin_imports_nothing_of_duly() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        if path.name != Path(__file__).name:
            names = [imported(node) for node in ast.walk(ast.parse(path.read_text()))]
            assert not [name for name in sum(names, []) if name.split(".")[0] in ("duly", "numpy")]


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [33, 33, 34]),
        (100, [50, 25, 75], [33, 17, 50]),
        (2, [1, 1, 1, 1], [1, 1, 0, 0]),
        (-2, [1, 1, 1, 1], [-1, -1, 0, 0]),
        (10, [1, 2, 0], [3, 7, 0]),
        (9, [0, 0], [5, 4]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_allocate(total: int, weights: list[int], parts: list[int]) -> None:
    assert plain.allocate(total, weights) == parts


def test_largest_remainder_gives_the_odd_unit_to_the_largest_fraction() -> None:
    assert plain.allocate(100, [1, 1, 1], largest=True) == [34, 33, 33]
    assert plain.allocate(10, [1, 2, 4], largest=True) == [1, 3, 6]


def test_spread_and_share_round_half_away_from_zero() -> None:
    assert plain.spread(100, 6) == [17, 16, 17, 17, 16, 17]
    assert (plain.share(5, 1, 2), plain.share(-5, 1, 2)) == (3, -3)


@pytest.mark.parametrize(
    ("start", "until", "count"),
    [
        ("2024-04-01", "2025-04-01", 12),
        ("2026-06-15", "2026-10-13", 4),
        ("2024-01-31", "2024-03-01", 2),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2024-05-05", "2024-05-06", 1),
    ],
)
def test_months_started(start: str, until: str, count: int) -> None:
    assert months_started(day(start), day(until)) == count


def test_even_months_have_equal_parts_in_calendar_months() -> None:
    start, until = day("2024-01-15"), day("2025-01-15")
    assert Fraction(*by_month(start, until, day("2024-01-31"))) == Fraction(1, 12)
    assert Fraction(*by_month(start, until, day("2024-02-01"))) == Fraction(1, 12) + Fraction(1, 12 * 29)
    assert Fraction(*by_month(start, until, day("2024-12-31"))) == 1


def test_prorated_months_weigh_the_ends_by_their_days() -> None:
    start, until = day("2024-01-15"), day("2025-01-15")
    assert Fraction(*by_month_prorated(start, until, day("2024-01-31"))) == Fraction(17, 31) / 12
    assert Fraction(*by_month_prorated(start, until, day("2024-12-31"))) == (11 + Fraction(17, 31)) / 12
    assert Fraction(*by_month_prorated(start, until, day("2024-01-31"), False)) == Fraction(16, 31) / 12


def test_a_part_week_is_complete_on_the_last_day() -> None:
    assert [by_week(0, 10, on)[0] for on in (5, 6, 8, 9)] == [0, 1, 1, 2]


def test_a_year_billed_up_front_becomes_a_liability_that_falls_by_the_month() -> None:
    """120,000 INR for a year in even months: 10,000 in each, and what is left is owed in service."""
    start, until = day("2024-04-01"), day("2025-04-01")
    year = Obligation("service", 0, price=Price("fixed", Fraction(12_000_000)), earn="over time by month")
    bill = BillLine((), right="when due", instalments=((start, 12_000_000),))
    terms = Terms("A", "INR", 2, from_on=start, until=until, obligations=(year,), billing=(bill,))
    deal = plain.Deal([terms])
    for month in range(12):
        first = day(f"{2024 + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}-01")
        at = plain.balances(deal, first - 1, plain.FOREVER)
        assert at["revenue"] == month * 1_000_000
        assert at["contract_liability"] == (12_000_000 - month * 1_000_000 if month else 0)
    booked = plain.schedule(deal, until - 1)
    assert [amount for _, amount in sorted(booked.items())] == [1_000_000] * 12


def test_a_discount_that_belongs_to_a_bundle_stays_there() -> None:
    """606-10-55-259: A at its price of 40, the discount of 50 between B and C: 33 and 27."""
    prices = (("A", 4000), ("B", 5500), ("C", 4500))
    promised = tuple(
        Obligation(ref, i, ssp=Ssp("point", Price("fixed", Fraction(p)))) for i, (ref, p) in enumerate(prices)
    )
    deal = plain.Deal([Terms("A", "USD", 2, total=10000, obligations=promised, bundles=((("B", "C"), 6000),))])
    assert list(plain.allocation(deal).values()) == [4000, 3300, 2700]


@pytest.mark.parametrize(
    ("closed_on", "cause", "period"),
    [("2026-07-08", "progress", "2026-06-30"), ("2026-07-02", "late fact", "2026-07-31")],
)
def test_a_delivery_is_late_when_it_became_known_after_the_close(closed_on: str, cause: str, period: str) -> None:
    delivered = Fact("delivered", day("2026-06-30"), day("2026-07-03"), ("goods",))
    goods = Obligation("goods", 0, price=Price("fixed", Fraction(500)))
    terms = Terms(
        "A",
        "USD",
        2,
        signed_on=day("2026-05-01"),
        known_on=day("2026-05-01"),
        obligations=(goods,),
        happened=(delivered,),
    )
    closes = [(day("2026-07-01"), day(closed_on))]
    booked = plain.schedule(plain.Deal([terms]), day("2026-07-31"), closes, as_of=day("2026-08-01"))
    assert booked == {(day(period), day("2026-06-30"), "A", "goods", cause): 500}
