"""A promise taken over from another system in mid-life: what was recognized there stands, the rest is earned here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import Measure, amount, opening
from duly.engine.drafts import Drafts, Track
from duly.engine.policies import Policies
from duly.engine.recognition.later import shared_as_at_inception
from duly.engine.recognition.price import PriceVersion
from duly.engine.recognition.promises import Promise, Ruling, add_track, revenue_track
from duly.ground.cites import cites


def goes_on(p: Promise, taken_over: Fact, revenue: Track, slot: int, drafts: Drafts, policies: Policies) -> None:
    """The revenue track of a promise taken over. slot: of its price on that day, where the opening does not say it."""
    recognized, stated = amount(taken_over, "recognized"), "allocated" in taken_over.fields
    price = (t.NO_ROW if stated else slot, amount(taken_over, "allocated"))
    add_track(revenue, p, drafts, policies, [(-t.NEVER, *price)])
    drafts.tranches.append(drafts.tranches.pop()._replace(less=recognized, base=recognized))


@cites("606-10-32-20", "606-10-32-43", ifrs15=("65", "88"))
def move_after_opening(ruling: Ruling, versions: Sequence[PriceVersion], policies: Policies) -> None:
    """What the price moves by after the day of an opening is measured from inception, as of every promise.

    versions: of the price, until the contract is changed."""
    for p in ruling.promises:
        taken_over = opening(p.obligation, p.terms)
        if taken_over is None or not p.shares:
            continue
        for before, now in zip(versions, versions[1:], strict=False):
            moved = shared_as_at_inception(before, now, ruling).get(p.row, 0)
            if now.since_on > taken_over.on and moved:
                revenue = revenue_track(p)
                whole = p._replace(measure=_whole(p))
                price = [(now.since_on, t.NO_ROW, moved)]
                add_track(revenue, whole, ruling.drafts, policies, price, causes=[now.cause])


def _whole(p: Promise) -> Measure:
    """Its measure from inception, with what was done before the opening."""
    m = p.measure
    return m._replace(option=0) if not m.timed else m._replace(from_on=cast(int, p.start))
