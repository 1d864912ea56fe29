"""Step 4, contract by contract: what is split together, over which obligations, by which weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from duly.engine.contracts.terms import Terms
from duly.engine.drafts import Drafts, Pool, Share, Slot
from duly.engine.policies import Policies
from duly.engine.recognition.price import PriceVersion
from duly.engine.recognition.promises import Promise, WeightTooFine, whole_weights
from duly.ground.cites import cites
from duly.ground.rounding import allocate_fractions

Slots = list[list[list[int]]]


def allocate(
    group: Sequence[Terms],
    promises: Sequence[Promise],
    ssp: Mapping[str, Fraction],
    versions: Sequence[PriceVersion],
    drafts: Drafts,
    policies: Policies,
) -> Slots:
    """Pools and slots for each version of the price. Gives the slots of each promise, by version and piece."""
    slots: Slots = [[] for _ in promises]
    sharing = [p for p in promises if p.shares]
    for p in promises:
        for version in versions:
            first = len(drafts.slots)
            drafts.slots.extend(Slot(p.row, version.since_on, 0) for _ in p.pieces)
            slots[p.row].append(list(range(first, len(drafts.slots))))
    first_price = versions[0].fixed
    for number, version in enumerate(versions):
        apart = [([p for p in promises if p.row in rows], total) for rows, total in version.apart if total]
        for members, total in [*pools(group, sharing, ssp, first_price, version.amount), *apart]:
            _pool(members, total, number, slots, ssp, drafts, policies)
    return slots


def _pool(
    members: Sequence[Promise],
    total: int,
    number: int,
    slots: Slots,
    ssp: Mapping[str, Fraction],
    drafts: Drafts,
    policies: Policies,
) -> None:
    """One amount over the slots of some promises, for one version of the price."""
    largest = policies["allocation remainder"] == "largest"
    parts = [part for p in members for part in zip(slots[p.row][number], _worth(p, ssp), strict=True)]
    drafts.worth.update(parts)
    try:
        weights = whole_weights([weight for _, weight in parts], drafts.ref)
    except WeightTooFine:
        # Too fine for a column: the split is made here, exactly, and stands as a fixed part of the slots.
        for (slot, _), part in zip(parts, allocate_fractions(total, [w for _, w in parts], largest), strict=True):
            drafts.slots[slot] = drafts.slots[slot]._replace(fixed=drafts.slots[slot].fixed + part)
        return
    drafts.pools.append(Pool(0, total, int(largest)))
    for (slot, _), weight in zip(parts, weights, strict=True):
        drafts.shares.append(Share(len(drafts.pools) - 1, slot, weight))


def _worth(p: Promise, ssp: Mapping[str, Fraction]) -> list[Fraction]:
    """What each piece of a promise is weighed with."""
    alone = ssp[p.obligation.ref]
    return [alone] if len(p.pieces) == 1 else [alone * weight for weight in piece_weights(p)]


def piece_weights(p: Promise) -> list[Fraction]:
    """The part of a promise that each of its pieces is."""
    whole = sum((piece.weight for piece in p.pieces), Fraction(0))
    return [piece.weight / whole if whole else Fraction(1, len(p.pieces)) for piece in p.pieces]


@cites("606-10-32-28", "606-10-32-36", "606-10-32-37", ifrs15=("73", "81", "82"))
def pools(
    group: Sequence[Terms], sharing: Sequence[Promise], ssp: Mapping[str, Fraction], agreed: int, price: int
) -> list[tuple[Sequence[Promise], int]]:
    """What is split together: the whole price over all; or a discount that belongs to a bundle over that bundle alone,
    and what the price has moved since it was `agreed` over all."""
    if not sharing:
        return []
    for terms in group:
        for refs, together in terms.bundles:
            whole = sum((ssp[p.obligation.ref] for p in sharing), Fraction(0))
            inside = [p for p in sharing if p.obligation.ref in refs]
            outside = [p for p in sharing if p.obligation.ref not in refs]
            alone = sum((ssp[p.obligation.ref] for p in inside), Fraction(0))
            if len(inside) == len(refs) and outside and alone - together > 0 and whole - agreed == alone - together:
                moved: list[tuple[Sequence[Promise], int]] = [(sharing, price - agreed)] if price != agreed else []
                return [(outside, agreed - together), (inside, together), *moved]
    return [(sharing, price)]
