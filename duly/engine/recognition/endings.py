"""What ends before its time: an obligation, or a contract. What was recognized stands, and nothing more is performed.

Where others of the contract go on, what the price then says of them alone is earned with what is left of them: the
change is one of scope and price, and its penalty is a part of that price. Where nothing goes on, all of it is revenue
of the day, with the money that is kept (`journal.settlement`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.ended import last_day
from duly.engine.delivery.progress import Measure, so_far
from duly.engine.drafts import Carried, Drafts, Pool
from duly.engine.policies import Policies
from duly.engine.recognition.changes import Live, work_left
from duly.engine.recognition.continued import agreed_left, current, new_slot, next_round, stop
from duly.engine.recognition.granted import part_of
from duly.engine.recognition.price import NONCASH
from duly.engine.recognition.promises import (
    Changed,
    Ending,
    Promise,
    Ruling,
    add_track,
    by_slot,
    revenue_track,
    whole_weights,
)
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction


@cites("606-10-25-13", ifrs15=("21",))
def end_early(fact: Fact, terms: Terms, lives: Sequence[Live], ruling: Ruling, policies: Policies) -> None:
    """At the end of its day nothing more is performed of what it names, or of all that its own contract promised."""
    drafts = ruling.drafts
    mine = [live for live in lives if not live.ended and _named(live, fact, terms)]
    left = {live.ref: agreed_left(live, fact.on, drafts) for live in mine}
    carried = [(live, current(track, drafts)) for live in mine for track in (*live.tracks, *live.beside)]
    before = {live.ref: _part_left(live, fact.on, drafts) for live in mine}
    for live in mine:
        stop(live, fact.on, drafts, at_end=True)
        performed = round_fraction(live.performed + live.agreed) - left[live.ref]
        ruling.changes.append(Changed(live.promise.row, fact.on, None, left[live.ref], performed))
    rest = [live for live in lives if not live.ended and _part_left(live, fact.on, drafts)]
    apart = [live for live in mine if _priced_apart(live, fact.on, ruling)]
    off = sum(left[live.ref] + _not_received(live, before[live.ref], fact, ruling) for live in apart)
    rows, tracks = [live.promise.row for live in apart], [x for live in apart for x in (*live.tracks, *live.beside)]
    goes_on = bool(rest) or any(_goes_on_apart(p, fact.on) for p in ruling.promises)
    ruling.endings.append(Ending(fact, tuple(rows), tuple(tracks), off, bool(rest), not goes_on))
    if mine and rest:
        drafts.pools.append(Pool(0, -off + penalty(fact), int(_largest(policies)), next_round(drafts)))
        pool = len(drafts.pools) - 1
        drafts.carried.extend(Carried(pool, tranche, fact.on) for live, tranche in carried if live in apart)
        _share(rest, fact, drafts, policies)


@cites("606-10-32-21", ifrs15=("66",))
def _not_received(live: Live, part: Fraction, fact: Fact, ruling: Ruling) -> int:
    """What the price has, in another form than cash, for the part of an obligation that is not performed: what comes
    period by period comes no more."""
    terms, row = live.promise.terms, live.promise.row
    places = {e.place for e in terms.elements if "what" in e.fields and "every" in e.fields}
    coming = [e for e in ruling.elements if e.kind == NONCASH and e.place in places]
    return sum(round_fraction(part * part_of(e, e.included(fact.on), row, ruling)) for e in coming)


def penalty(fact: Fact) -> int:
    """What the customer pays for an early end, minor units."""
    return cast(int, fact.fields.get("penalty", 0))


def _named(live: Live, fact: Fact, terms: Terms) -> bool:
    return live.ref in fact.subjects if fact.subjects else live.promise.terms.ref == terms.ref


def _largest(policies: Policies) -> bool:
    return policies["allocation remainder"] == "largest"


def _part_left(live: Live, on: int, drafts: Drafts) -> Fraction:
    """The part of an obligation that is left to perform at the end of a day."""
    return work_left(live, *so_far(live.measure, drafts, on), on + 1)


def _goes_on_apart(p: Promise, on: int) -> bool:
    """Whether what shares no price goes on after a day: what is priced by use, or stands apart for a time."""
    fee = p.setup and p.part
    return not p.shares and not fee and last_day(p.obligation.ref, p.terms) > on


def _priced_apart(live: Live, on: int, ruling: Ruling) -> bool:
    """Whether an obligation has a price of its own: it has none where a total, or an amendment by a day, prices several
    together."""
    terms = live.promise.terms
    mine = [p for p in ruling.promises if p.terms is terms and ruling.slots[p.row]]
    together = terms.total is not None and sum(p.stated or 0 for p in mine) != terms.total
    lumps = (f for f in terms.happened if f.verb == "amendment" and f.on <= on and f.fields.get("price"))
    return not together and all(f.fields.get("approved") is False for f in lumps)


def _share(rest: Sequence[Live], fact: Fact, drafts: Drafts, policies: Policies) -> None:
    """What the pool holds, over what is left of the others by what that is worth alone, beside what they earn."""
    worth = [live.ssp * _part_left(live, fact.on, drafts) for live in rest]
    for live, weight, ssp in zip(rest, whole_weights(worth, drafts.ref), worth, strict=True):
        slot = new_slot(live, fact.on, drafts, weight, ssp)
        p = live.promise._replace(measure=_alone(live.measure, fact.on, drafts))
        live.tracks.append(len(drafts.tracks))
        add_track(revenue_track(p), p, drafts, policies, [by_slot(fact.on, slot)])


def _alone(m: Measure, on: int, drafts: Drafts) -> Measure:
    """The measure of what is left alone after a day."""
    if m.meter < 0:
        return m.left_from(on + 1)
    return m._replace(option=m.option + so_far(m, drafts, on)[0])
