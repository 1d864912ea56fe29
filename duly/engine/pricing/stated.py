"""The stated price of an obligation: price per unit, per period, in steps or tiers, as one sum."""

from __future__ import annotations

from fractions import Fraction

from duly.engine.contracts.terms import Obligation, Price
from duly.ground import dates
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction

_MONTHS = {"day": 0, "week": 0, **dates.MONTHS}


class PriceNeedsSpan(DulyError):
    """A price per period, or consideration that comes every period, on an obligation that has no span."""


def periods(period: str, start: int, until: int) -> Fraction:
    """How many periods a span holds: months started over the months of a period, days or weeks exactly.

    >>> periods("quarter", dates.day("2024-01-01"), dates.day("2025-01-01"))
    Fraction(4, 1)
    """
    if period == "day":
        return Fraction(until - start)
    if period == "week":
        return Fraction(until - start, 7)
    return Fraction(dates.months_started(start, until), _MONTHS[period])


def priced_by_use(o: Obligation) -> bool:
    """Whether the price is its own variable amount (606-10-55-18): it takes no part in the allocation."""
    open_ended = o.price.form == "unit" and o.quantity is None
    share_of_measure = o.price.form == "share" and o.price.base not in ("gross", "")
    return o.earn == "as invoiced" or o.price.form == "tiers" or open_ended or share_of_measure


def stated(o: Obligation, start: int | None, until: int | None) -> Fraction | None:
    """The stated price over [start, until), exact minor units; None where none is stated or it depends on use."""
    if o.price.form == "none" or priced_by_use(o):
        return None
    if o.price.form == "share":
        return o.price.ratio * (o.gross or 0)
    return amount_of(o.price, o, start, until)


def stated_minor(o: Obligation, start: int | None, until: int | None) -> int | None:
    """The stated price in minor units, rounded once."""
    exact = stated(o, start, until)
    return None if exact is None else round_fraction(exact)


def amount_of(price: Price, o: Obligation, start: int | None, until: int | None) -> Fraction:
    """What a price of any agreed form comes to for the quantity and span of an obligation, exact minor units."""
    count = o.quantity.count if o.quantity else Fraction(1)
    if price.form == "steps":
        return sum(price.steps, Fraction(0))
    if price.form == "fixed":
        return price.amount
    if price.form == "unit":
        return price.amount * count
    if start is None or until is None:
        raise PriceNeedsSpan(
            f"the price of {o.ref} is per {price.period}, and its span is not known",
            place=o.place,
            fix="give the contract a term, or the obligation its own from and to",
        )
    whole = price.amount * periods(price.period, start, until)
    return whole * count if price.form == "unit_period" else whole


def for_use(price: Price, before: Fraction, after: Fraction) -> Fraction:
    """What the use from `before` to `after` units costs, exact minor units.

    Graduated tiers price each unit in its own tier; a volume tier prices all units at the rate of the tier reached.
    """
    if price.form != "tiers":
        return price.amount * (after - before)
    if price.mode == "volume":
        return _volume(price, after) - _volume(price, before)
    return _graduated(price, after) - _graduated(price, before)


def _graduated(price: Price, units: Fraction) -> Fraction:
    total, low = Fraction(0), Fraction(0)
    for up_to, rate in price.tiers:
        high = units if up_to is None else min(units, up_to)
        if high > low:
            total += (high - low) * rate
            low = high
    return total


def _volume(price: Price, units: Fraction) -> Fraction:
    for up_to, rate in price.tiers:
        if up_to is None or units <= up_to:
            return units * rate
    return units * price.tiers[-1][1]
