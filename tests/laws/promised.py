"""Random promises: obligations of every measure, in every form of price and of standalone selling price."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from duly.engine.contracts.terms import Obligation, Price, Quantity, Ssp, Terms
from duly.ground.dates import add_months, day
from duly.ground.errors import NOWHERE

EARN = (
    "on delivery",
    "on acceptance",
    "on milestones",
    "over time by day",
    "over time by week",
    "over time by month",
    "over time by month prorated",
    "by units",
    "by hours",
    "by cost",
    "by progress",
    "as invoiced",
)
ODD_STARTS = tuple(map(day, ("2024-02-29", "2024-01-31", "2023-08-31", "2024-12-31", "2024-02-28", "2023-03-01")))
FIRST, LAST = day("2023-01-01"), day("2025-06-30")


def a_span(chance: Random) -> tuple[int, int]:
    """Whole months, odd days, one day; from the first, the middle and the last of a month, and leap days."""
    start = chance.choice(ODD_STARTS) if chance.random() < 0.3 else chance.randint(FIRST, LAST)
    if chance.random() < 0.3:
        start = day("2023-01-01") if chance.random() < 0.2 else add_months(day("2023-01-01"), chance.randint(0, 28))
    length = chance.random()
    if length < 0.06:
        return start, start + 1
    if length < 0.3:
        return start, start + chance.randint(2, 100)
    until = add_months(start, chance.choice((1, 3, 6, 12, 12, 13)))
    return start, until if length < 0.75 else max(until + chance.choice((-1, 1, -15, 15)), start + 1)


def obligation(chance: Random, terms: Terms, ref: str, largest: int, in_all: bool) -> Obligation:
    """One promise with its own measure, quantity, span and price."""
    earn = chance.choice(EARN)
    bare = Obligation(ref=ref, number=int(ref[1:]), earn=earn)
    if earn in ("by units", "by hours", "as invoiced") or chance.random() < 0.3:
        count = Fraction(chance.choice((1, 3, 7, 100, 1200, 99999)))
        bare = replace(
            bare, quantity=Quantity(count / chance.choice((1, 1, 1, 2, 4)) if earn == "by hours" else count, "unit")
        )
    if earn in ("on delivery", "on acceptance"):
        bare = replace(bare, parts=chance.choice((1, 1, 2, 3, 6)))
    if earn == "on milestones":
        bare = replace(bare, milestones=milestones(chance))
    if earn == "by cost":
        expected = chance.choice((1, 1000, 999_999, max(largest, 1)))
        in_it = chance.randint(0, expected // 4) if chance.random() < 0.3 else 0
        bare = replace(bare, expected_cost=expected, uninstalled=in_it)
    if chance.random() < 0.25:
        start, until = a_span(chance)
        bare = replace(bare, from_on=start, until=until, places={"to": NOWHERE})
    if earn == "as invoiced":
        return replace(bare, price=use_price(chance, min(largest, 10**12)))
    return bare if in_all else replace(bare, price=price(chance, bare, largest))


def milestones(chance: Random) -> tuple[tuple[str, Fraction], ...]:
    count = chance.randint(1, 4)
    if chance.random() < 0.5:
        return tuple((f"M{i}", Fraction(chance.randint(1, 10**6))) for i in range(count))
    cuts = sorted(chance.sample(range(1, 1000), count - 1))
    return tuple(
        (f"M{i}", Fraction(b - a, 1000)) for i, (a, b) in enumerate(zip([0, *cuts], [*cuts, 1000], strict=True))
    )


def price(chance: Random, o: Obligation, largest: int) -> Price:
    """A stated price in one of its forms, of about the size asked for."""
    amount = chance.randint(0, largest)
    kind = chance.choice(("fixed", "fixed", "fixed", "unit", "unit_period", "period", "steps", "none", "zero"))
    if kind == "none":
        return Price("none")
    if kind == "zero":
        return Price("fixed", amount=Fraction(0))
    if kind == "steps":
        return Price(
            "steps", steps=tuple(Fraction(amount // 3 + i) for i in range(chance.randint(1, 3))), period="year"
        )
    if kind in ("unit", "unit_period") and o.quantity is not None:
        each = Fraction(amount) / max(o.quantity.count, 1) / (1 if kind == "unit" else 40)
        exact = Fraction(int(each * 100), 100) if chance.random() < 0.3 else Fraction(int(each))
        return Price(kind, amount=exact, unit="unit", period=chance.choice(("month", "quarter", "year")))
    if kind == "period":
        return Price("period", amount=Fraction(amount // 40), period=chance.choice(("month", "quarter", "year")))
    return Price("fixed", amount=Fraction(amount))


def use_price(chance: Random, largest: int) -> Price:
    """A price by use: a rate, or rates by tier."""
    rate = Fraction(chance.randint(0, max(largest // 10**5, 100)), chance.choice((1, 1, 10, 1000)))
    if chance.random() < 0.7:
        return Price("unit", amount=rate, unit="unit")
    tiers = ((Fraction(50), rate), (Fraction(1000), rate * 9 / 10), (None, rate / 2))
    return Price("tiers", tiers=tiers, unit="unit", mode=chance.choice(("graduated", "volume")))


def ssp(chance: Random, o: Obligation, others: list[Obligation], largest: int) -> Ssp:
    """A standalone selling price in one of its forms; a share points backwards, so that no two wait for each other."""
    kind = chance.choice(("none", "none", "point", "point", "unit", "range", "cost_plus", "share"))
    low = chance.randint(0, largest)
    if kind == "point":
        return Ssp("point", price=Price("fixed", amount=Fraction(low)))
    if kind == "unit" and o.quantity is not None:
        return Ssp("point", price=Price("unit", amount=Fraction(low // 1000, chance.choice((1, 10))), unit="unit"))
    if kind == "range":
        return Ssp("range", low=low, high=low + chance.randint(0, largest // 3 + 1))
    if kind == "cost_plus":
        return Ssp("cost_plus", cost=Fraction(low // 100), margin=Fraction(chance.randint(0, 500), 1000))
    earlier = tuple(other.ref for other in others if other.number < o.number and other.earn != "as invoiced")
    if kind == "share" and earlier:
        return Ssp("share", ratio=Fraction(chance.randint(1, 100), 100), of=earlier[: chance.randint(1, 2)])
    return Ssp("none")


def residual(chance: Random, largest: int) -> Ssp:
    """What is left of the price; sometimes with a range in which it was observed, which may refuse it."""
    low = chance.randint(0, largest)
    observed = (low, low + chance.randint(0, largest)) if chance.random() < 0.3 else None
    return Ssp("residual", observed=observed)
