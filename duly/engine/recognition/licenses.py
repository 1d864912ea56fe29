"""Licenses: a right to use is earned when it passes, a right of access over its time, a royalty as sales occur.

The minimum of a royalty is a fixed price. For a right of access three readings are open (policy `minimum royalty`):
as they occur      royalties as sales occur, and at the end what the minimum still guarantees
estimate           minimum and expected royalties together over time, never above the higher of minimum and royalties
minimum over time  the minimum over time, and royalties once they exceed it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Obligation
from duly.engine.delivery.progress import Measure, add_meter, place_of
from duly.engine.delivery.royalties import accrued, by_year, minimum_of
from duly.engine.drafts import Drafts
from duly.engine.policies import Policies
from duly.engine.recognition.promises import Piece, Promise, whole_weights
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.columns import ints
from duly.ground.rounding import allocate

ACCESS, USE = "right to access", "right to use"
OCCUR, ESTIMATE, EVENLY = "as they occur", "estimate", "minimum over time"
# What each license is called, and how it is not earned.
_AGAINST: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    ACCESS: ("right of access", ("on delivery", "on acceptance"), "606-10-55-58A"),
    USE: ("right to use", ("over time",), "606-10-55-58B"),
}


def expected_royalty(o: Obligation) -> int | None:
    """What the royalties are expected to come to, minor units; None where nothing is said."""
    expected = (o.royalty or {}).get("expected")
    return int(expected) if isinstance(expected, (int, Fraction)) else None


def over_time(p: Promise) -> bool:
    """Whether a license is a right of access, earned over its time."""
    return p.obligation.licence == ACCESS and p.obligation.earn.startswith("over time")


def reading(p: Promise, policies: Policies) -> str:
    """Which reading of the minimum holds for a right of access: royalties that are not expected to exceed the minimum
    leave it over time."""
    minimum, expected = minimum_of(p.obligation, p.start, p.until), expected_royalty(p.obligation)
    chosen = policies["minimum royalty"]
    return EVENLY if chosen == OCCUR and expected is not None and expected <= minimum else chosen


@cites("606-10-32-2", "606-10-55-58B", "606-10-55-65", ifrs15=("47", "B61", "B63"))
def licensed(p: Promise, drafts: Drafts, policies: Policies) -> Promise:
    """A promise with the minimum of its royalty as a part of its price, measured as the license is."""
    _warn(p.obligation, drafts)
    minimum = minimum_of(p.obligation, p.start, p.until)
    if not minimum or p.by_use:
        return p
    price = p.stated or 0
    whole = p._replace(stated=price + minimum)
    read = reading(p, policies) if over_time(p) else EVENLY
    if read == ESTIMATE:
        return whole._replace(apart=p.apart + minimum, part=bool(p.stated))
    measured = _as_they_occur(p, minimum, drafts) if read == OCCUR else p.measure
    if not price:
        return whole._replace(measure=measured, pieces=(Piece(measured, Fraction(minimum)),))
    shares = sum((piece.weight for piece in p.pieces), Fraction(0))
    own = tuple(Piece(piece.measure, piece.weight * price / shares) for piece in p.pieces)
    return whole._replace(pieces=(*own, Piece(measured, Fraction(minimum))))


@cites("606-10-55-58A", "606-10-55-58B", ifrs15=("B60", "B61"))
def _warn(o: Obligation, drafts: Drafts) -> None:
    """Say where a license is not earned as its nature asks."""
    nature, against, cite = _AGAINST.get(o.licence or "", ("", (), ""))
    if o.earn.startswith(against):
        drafts.notes.append(f"{place_of(o, 'earn')}: {o.ref} is a {nature} and earned {o.earn} ({cite})")


def _as_they_occur(p: Promise, minimum: int, drafts: Drafts) -> Measure:
    """A meter of the minimum: royalties fill it as sales occur, and the last day of what it is guaranteed for, a year
    or all the time of the license, fills the rest."""
    o, until, rows = p.obligation, p.measure.until, list[tuple[Fact, Fraction, None]]()
    ends, found = _guaranteed_to(p), accrued(p.obligation, p.terms, p.start, until - 1)
    for since, last in zip([-t.NEVER, *ends], ends, strict=False):
        within = [(one.fact, Fraction(one.royalty - one.beyond)) for one in found if since < one.fact.on <= last]
        end = Fact("end", last, last, place=place_of(o, "royalty"))
        left = Fraction(minimum, len(ends)) - sum((royalty for _, royalty in within), Fraction(0))
        rows += [(fact, royalty, None) for fact, royalty in [*within, (end, left)]]
    return Measure(t.BY_METER, meter=add_meter(Fraction(minimum), rows, drafts))


def _guaranteed_to(p: Promise) -> list[int]:
    """The last day of each contract year, where a minimum is guaranteed for each; else that of the license."""
    first, until = p.measure.from_on, p.measure.until
    years = -(-dates.months_started(first, until) // 12) if by_year(p.obligation) else 1
    return [*(dates.add_months(first, 12 * year) - 1 for year in range(1, years)), until - 1]


class Room(NamedTuple):
    """How the fixed price is shared beside royalties. weights: of each promise in the allocation · alone: whether each
    royalty belongs to its license alone · variable: what royalties are expected to bring each obligation beyond a
    minimum (minor units) · whole: standalone prices with what royalties are part of them."""

    weights: Mapping[str, Fraction]
    alone: bool
    variable: dict[str, int]
    whole: Mapping[str, Fraction]


@cites("606-10-32-39", "606-10-32-40", ifrs15=("84", "85"))
def room(promises: Sequence[Promise], ssp: Mapping[str, Fraction], price: int, policies: Policies) -> Room:
    """Royalties belong to their license alone where that gives every obligation about its standalone share; else they
    are shared like the fixed price.

    The fixed price is then shared by what of each standalone price the expected royalties do not cover. About: within
    the percentage of the policy `variable fit` of price and royalties shared by standalone prices. A royalty without
    an expectation is its license's alone.
    """
    sharing = [p for p in promises if p.shares]
    expected = {p.obligation.ref: _beyond(p) for p in sharing}
    total = sum(expected.values())
    if not total:
        return Room(ssp, True, {}, ssp)
    # Where no standalone price is stated, the stated price and the royalty are what the license costs alone.
    full = {p.obligation.ref: ssp[p.obligation.ref] + _unstated(p) for p in sharing}
    whole = sum(full.values(), Fraction(0))
    if not whole:
        return Room(ssp, True, {}, ssp)
    own = {ref: max(full[ref] - royalty, Fraction(0)) for ref, royalty in expected.items()}
    own = own if any(own.values()) else full
    fixed = sum(own.values(), Fraction(0))
    fit = Fraction(int(policies["variable fit"]), 100)
    shares = {ref: (price + total) * weight / whole for ref, weight in full.items()}
    missed = {ref: abs(price * own[ref] / fixed + expected[ref] - shares[ref]) for ref in full}
    if all(missed[ref] <= fit * shares[ref] for ref in full):
        return Room({**ssp, **own}, True, expected, full)
    parts = split(total, list(full.values()))
    return Room({**ssp, **full}, False, dict(zip(full, parts, strict=True)), full)


def _beyond(p: Promise) -> int:
    """Royalties expected beyond the minimum, minor units."""
    expected = expected_royalty(p.obligation)
    return 0 if expected is None else max(expected - minimum_of(p.obligation, p.start, p.until), 0)


def _unstated(p: Promise) -> int:
    return _beyond(p) if p.obligation.ssp.form == "none" else 0


def split(total: int, weights: Sequence[Fraction]) -> list[int]:
    """An amount over weights; the parts add up to it."""
    whole = ints(whole_weights(weights, ""))
    parts = allocate(ints([total]), whole, np.zeros(len(whole), np.int64), 1, ints([0]))
    return [int(part) for part in parts]
