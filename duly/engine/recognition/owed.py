"""What changes of a contract make the customer owe: what is left of stated prices, and of amounts that were agreed for
the contract as a whole, which all that shares them owes in part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import Measure
from duly.engine.drafts import Drafts
from duly.engine.recognition.changes import Change, Live
from duly.engine.recognition.continued import at_once, rebased_alone
from duly.engine.recognition.promises import Changed, Ruling
from duly.ground.rounding import allocate_fractions, round_fraction

Lumps = Mapping[int, int]  # by the row of a promise, minor units


def share_lumps(lump: Fraction, left: Sequence[Change], sharing: Sequence[tuple[Live, Fraction]]) -> Lumps:
    """What is left of amounts agreed for the contract as a whole, with a new one, over what is left by SSP of the day;
    where nothing goes on, what was left of each stays with it, and a new one falls on them by their prices."""
    if not sharing:
        new = allocate_fractions(round_fraction(lump), [max(c.old, Fraction(0)) for c in left]) if left else []
        return {c.live.promise.row: round_fraction(c.lump) + part for c, part in zip(left, new, strict=True)}
    total = round_fraction(lump) + sum(round_fraction(c.lump) for c in left)
    parts = allocate_fractions(total, [ssp for _, ssp in sharing]) if total else [0] * len(sharing)
    shared = {live.promise.row: part for (live, _), part in zip(sharing, parts, strict=True)}
    return dict.fromkeys((c.live.promise.row for c in left), 0) | shared


def remember(fact: Fact, changes: Sequence[Change], added: Sequence[Live], lumps: Lumps, ruling: Ruling) -> None:
    """What billing needs to know: the stated price of what is left before and after, its part of amounts agreed for
    the whole, and its measure."""
    for c in changes:
        row, before = c.live.promise.row, round_fraction(c.lump)
        after = lumps.get(row, before)
        if c.touched or c.delta or after != before:
            old, new, m = round_fraction(c.old), round_fraction(c.new), _measure(c, fact, ruling.drafts)
            ruling.changes.append(Changed(row, fact.on, m, old, new, c.moved + after - before, before, c))
    for live in added:
        if part := lumps.get(row := live.promise.row, 0):
            price = round_fraction(live.agreed)
            ruling.changes.append(Changed(row, fact.on, live.measure, price, price, part))


def _measure(c: Change, fact: Fact, drafts: Drafts) -> Measure:
    """How the right to the rest grows: as it is performed, or at once where nothing of it goes on."""
    if c.live.ended:
        return at_once(fact.on, drafts.at(fact.place), drafts)
    return c.measured if c.finished else rebased_alone(c, fact)
