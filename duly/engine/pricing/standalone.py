"""Standalone selling price: stated, a range, cost plus a margin, from the SSP book, a share of others, the residual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.terms import Obligation, Ssp, SspEntry
from duly.engine.policies import Policies
from duly.engine.pricing.stated import amount_of
from duly.ground.cites import cites
from duly.ground.errors import DulyError


class MissingSsp(DulyError):
    """No standalone selling price can be had for an obligation."""


class ResidualRejected(DulyError):
    """The residual is outside the observed range: it does not depict the price at which the item is sold alone."""

    residual: Fraction = Fraction(0)


class Asked(NamedTuple):
    """What is asked: an obligation with its span and its stated price (exact minor units, None where none)."""

    obligation: Obligation
    start: int | None
    until: int | None
    stated: Fraction | None


class Shelf(NamedTuple):
    """Where SSPs are looked up: the book, the currency and day of the contract, its tags, the policies."""

    entries: Sequence[SspEntry]
    currency: str
    on: int
    strata: frozenset[str]
    policies: Policies


@cites("606-10-32-32", "606-10-32-33", "606-10-32-34", ifrs15=("77", "78", "79"))
def standalone(
    asked: Sequence[Asked], price: Fraction | None, bundled: Mapping[str, Fraction], shelf: Shelf
) -> dict[str, Fraction]:
    """SSP of each obligation, exact minor units. `price`: the contract's price, which a residual needs;
    `bundled`: observed discounts of bundles, taken off the others before the residual."""
    found: dict[str, Fraction] = {}
    for one in asked:
        if one.obligation.ssp.form not in ("share", "residual"):
            found[one.obligation.ref] = _own(one, shelf)
    for one in asked:
        ssp = one.obligation.ssp
        if ssp.form == "share":
            found[one.obligation.ref] = ssp.ratio * sum((_of_other(ref, one, found) for ref in ssp.of), Fraction(0))
    residuals = [one for one in asked if one.obligation.ssp.form == "residual"]
    if residuals:
        others = sum(found.values(), Fraction(0)) - sum(bundled.values(), Fraction(0))
        found |= residual(residuals, (price or Fraction(0)) - others)
    return {one.obligation.ref: found[one.obligation.ref] for one in asked}


def _of_other(ref: str, one: Asked, found: Mapping[str, Fraction]) -> Fraction:
    """The SSP of an obligation that another SSP is a percentage of."""
    if ref not in found:
        ssp = one.obligation.ssp
        raise MissingSsp(
            f"the SSP of {one.obligation.ref} is a percentage of {ref}, which has none of its own",
            place=ssp.place if ssp.place.file else one.obligation.place,
            why="an activity that transfers nothing, what is priced by use, and what is itself found from others "
            "have no weight to take a percentage of",
            fix=f"state the SSP of {one.obligation.ref} as an amount, or as a percentage of the others",
            cite="606-10-32-32",
        )
    return found[ref]


@cites("606-10-32-34(c)", ifrs15=("79(c)",))
def residual(asked: Sequence[Asked], left: Fraction) -> dict[str, Fraction]:
    """The residual approach: what the observable prices leave, never below zero; shared equally where several items
    have no other price.

    Allowed only for prices that are highly variable or not yet set; a residual outside the observed range is refused.
    """
    each = max(left, Fraction(0)) / len(asked)
    for one in asked:
        observed = one.obligation.ssp.observed
        if observed and not observed[0] <= each <= observed[1]:
            error = ResidualRejected(
                f"the residual leaves {each} minor units for {one.obligation.ref}, "
                f"outside the observed {observed[0]} to {observed[1]}",
                place=one.obligation.place,
                why="a residual that is not a price at which the item is sold does not meet the allocation objective",
                fix="estimate its standalone selling price another way",
                cite="606-10-32-34(c), 606-10-55-269",
            )
            error.residual = each
            raise error
    return {one.obligation.ref: each for one in asked}


def _own(one: Asked, shelf: Shelf) -> Fraction:
    o, ssp = one.obligation, one.obligation.ssp
    if ssp.form == "none":
        return one.stated or Fraction(0)
    if ssp.form == "point" and ssp.price is not None:
        return amount_of(ssp.price, o, one.start, one.until)
    if ssp.form == "range":
        return _in_range(one.stated, Fraction(ssp.low), Fraction(ssp.high), shelf.policies)
    if ssp.form == "cost_plus":
        return ssp.cost * (1 + ssp.margin) * (o.quantity.count if o.quantity else 1)
    if ssp.form == "option":
        return ssp.discount * ssp.spend * ssp.likely
    if ssp.form == "points":
        return ssp.likely * ssp.units * ssp.value
    return _from_book(one, ssp, shelf)


def _in_range(stated: Fraction | None, low: Fraction, high: Fraction, policies: Policies) -> Fraction:
    """The stated price where it lies in the range; outside, the nearest end or the midpoint by policy."""
    if stated is None:
        return (low + high) / 2
    if low <= stated <= high:
        return stated
    if policies["ssp outside range"] == "midpoint":
        return (low + high) / 2
    return low if stated < low else high


def _from_book(one: Asked, ssp: Ssp, shelf: Shelf) -> Fraction:
    o = one.obligation
    fitting = [
        entry
        for entry in shelf.entries
        if entry.product == o.product
        and entry.currency == shelf.currency
        and entry.from_on <= shelf.on
        and (not entry.stratum or entry.stratum in shelf.strata)
    ]
    if not fitting:
        raise MissingSsp(
            f"the SSP book has no price for product {o.product or '(none)'} in {shelf.currency} for {o.ref}",
            place=ssp.place if ssp.place.file else o.place,
            why="`ssp: book` looks the product up at the contract's inception",
            fix="add an entry to `ssp` of the company file, or state the SSP",
            cite="606-10-32-32",
        )
    entry = max(fitting, key=lambda e: (bool(e.stratum), e.from_on))
    if entry.low is not None and entry.high is not None:
        count = o.quantity.count if o.quantity else Fraction(1)
        return _in_range(one.stated, entry.low * count, entry.high * count, shelf.policies)
    if entry.price is None:
        raise MissingSsp(f"the entry of {o.product} in the SSP book has neither a price nor a range", place=entry.place)
    return amount_of(entry.price, o, one.start, one.until)
