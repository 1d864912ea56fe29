"""A price that moves after a change of the contract goes to the promises it was made for (606-10-32-45).

What was promised before the change is shared as at inception; the part of what was then left, and went into a changed
contract from that day on, is shared again as that was, change by change. What falls on satisfied promises is revenue
at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from duly.engine import tables as t
from duly.engine.drafts import Drafts
from duly.engine.policies import Policies
from duly.engine.recognition.changes import Live
from duly.engine.recognition.continued import at_once, current
from duly.engine.recognition.material import expected_material
from duly.engine.recognition.price import PriceVersion
from duly.engine.recognition.promises import Promise, Ruling, add_track, revenue_track
from duly.ground.cites import cites
from duly.ground.rounding import allocate_fractions


def before_changes(versions: Sequence[PriceVersion], promises: Sequence[Promise]) -> list[PriceVersion]:
    """The versions of the price until the contract is first changed; `move_price` books those after it."""
    return [v for v in versions if v.since_on <= first_change(promises)]


def first_change(promises: Sequence[Promise]) -> int:
    """The day on which the contract is first changed, NEVER where it is not."""
    changed = [
        fact.on
        for terms in {p.terms.ref: p.terms for p in promises}.values()
        for fact in terms.happened
        if fact.verb in ("amendment", "terminated") and fact.fields.get("approved") is not False
    ]
    return min(changed, default=t.NEVER)


@cites("606-10-32-43", "606-10-32-44", "606-10-32-45", ifrs15=("88", "89", "90"))
def move_price(number: int, lives: Sequence[Live], ruling: Ruling, policies: Policies) -> None:
    """Book a version of the price that begins after a change: what it moves is a track of its own for each promise."""
    version = ruling.versions[number]
    moved = shared_as_at_inception(ruling.versions[number - 1], version, ruling)
    for pool in sorted({pool for live in lives for pool in live.blends}):
        mine = [live for live in lives if pool in live.blends]
        total = sum(moved.get(live.promise.row, 0) for live in mine)
        parts = allocate_fractions(total, [live.blends[pool] for live in mine])
        moved |= {live.promise.row: part for live, part in zip(mine, parts, strict=True)}
    for live in lives:
        _add(live, moved.get(live.promise.row, 0), version.since_on, version.cause, ruling.drafts, policies)


@cites("606-10-55-21", ifrs15=("B19",))
def move_material(live: Live, on: int, drafts: Drafts, policies: Policies) -> None:
    """A new estimate of uninstalled material after a change of the contract: the rest of the price moves against it."""
    if live.ended:
        return
    amount, cause = expected_material(live.promise.measure, on), t.CAUSE["estimate"]
    for before in [drafts.tranches[current(track, drafts)] for track in live.beside]:
        drafts.tranches.append(before._replace(since_on=max(on, drafts.exists_on), price=amount, cause=cause))
        _add(live, before.price - amount, on, cause, drafts, policies)


def shared_as_at_inception(old: PriceVersion, new: PriceVersion, ruling: Ruling) -> dict[int, int]:
    """What the price moved by for each promise, shared as at inception: what all share over all, what some share over
    these alone."""
    first = [p for p in ruling.promises if p.shares and ruling.slots[p.row]]
    before, pools = dict(old.apart), [(tuple(p.row for p in first), new.amount - old.amount)]
    pools += [(rows, amount - before[rows]) for rows, amount in new.apart]
    found: dict[int, int] = {}
    for rows, amount in pools:
        of = [p for p in first if p.row in rows]
        parts = allocate_fractions(amount, [ruling.ssp[p.obligation.ref] for p in of]) if of and amount else []
        for p, part in zip(of, parts, strict=False):
            found[p.row] = found.get(p.row, 0) + part
    return found


def _add(live: Live, amount: int, on: int, cause: int, drafts: Drafts, policies: Policies) -> None:
    """A revenue track that begins on a day and is measured as the promise is now."""
    if not amount:
        return
    p = live.promise._replace(measure=at_once(on, t.NO_ROW, drafts) if live.ended else live.measure)
    live.tracks.append(len(drafts.tracks))
    add_track(revenue_track(p), p, drafts, policies, [(on, t.NO_ROW, amount)], causes=[cause])
