"""An amendment that takes effect before there is a contract is no modification: step 1 assesses the terms it leaves,
and these are ruled from the first day of the contract as if they had been agreed at inception (606-10-25-1, 25-6).

price of all = price in force + what the amendment adds, over all that is promised, measured as a whole
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from duly.engine.contracts.amendments import removed_by
from duly.engine.contracts.terms import Fact
from duly.engine.drafts import Carried, Drafts, Pool
from duly.engine.policies import Policies
from duly.engine.recognition.changeable import nothing_left
from duly.engine.recognition.changes import Change, Live, work_left
from duly.engine.recognition.continued import at_once, begin, current, extended, new_slot, next_round
from duly.engine.recognition.owed import Lumps, share_lumps
from duly.engine.recognition.pools import piece_weights
from duly.engine.recognition.promises import Piece, Ruling, whole_weights
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_NOTHING_YET = dates.FIRST_DAY - 1  # nothing is performed by then


@cites("606-10-25-1", "606-10-25-6", "606-10-25-8", ifrs15=("9", "14", "16"))
def agree_before(
    fact: Fact,
    changes: Sequence[Change],
    new: Sequence[Live],
    lump: Fraction,
    lives: Sequence[Live],
    ruling: Ruling,
    policies: Policies,
) -> None:
    """Take over what was agreed before there is a contract, and share its price anew over all of it."""
    drafts = ruling.drafts
    drafts.notes.append(
        f"{fact.place}: amendment {fact.ref} takes effect before there is a contract: it is part of the terms that are "
        "assessed, and no modification (606-10-25-1, 606-10-25-6)"
    )
    if lump and not any(live.promise.shares for live in (*lives, *new)):
        raise nothing_left(fact)
    left, added = [c for c in changes if not c.finished], [live for live in new if live.promise.shares]
    sharing = [(c.live, c.ssp_left) for c in left if c.goes_on] + [(live, live.ssp) for live in added]
    lumps = share_lumps(lump, left, sharing)
    for c in changes:
        _agree(c, fact, lumps, ruling)
    if lives or added:
        more = sum((c.moved for c in changes), lump) + sum((live.agreed for live in added), Fraction(0))
        _share_anew(fact, round_fraction(more), lives, added, drafts, policies)
    for live in added:
        _owe(live, lumps[live.promise.row], ruling)


def _agree(c: Change, fact: Fact, lumps: Lumps, ruling: Ruling) -> None:
    """The terms of one obligation as they are then. What was performed weighs what it weighed, what is left what it is
    worth alone now; one that is sold at its stated price weighs that."""
    live, drafts = c.live, ruling.drafts
    performed = live.ssp * (1 - work_left(live, c.done, c.total, fact.on))
    live.agreed += c.delta
    of_day = cast("Mapping[str, object]", fact.fields.get("ssp", {}))
    stated = live.promise.obligation.ssp.form == "none" and live.ref not in of_day
    live.ssp = live.agreed if stated else performed + c.ssp_left
    if live.ref in removed_by(fact):
        live.measure, live.ended = at_once(fact.on, drafts.at(fact.place), drafts), True
    else:
        live.measure = extended(c, fact, drafts)
    live.quantity, live.until, live.price = c.quantity, c.until, c.price
    if c.touched:
        live.promise = live.promise._replace(measure=live.measure, pieces=(Piece(live.measure),))
    before = round_fraction(c.lump)
    after = lumps.get(live.promise.row, before)
    live.lump += after - before
    _owe(live, c.moved + after - before, ruling)


def _owe(live: Live, more: int, ruling: Ruling) -> None:
    live.promise = live.promise._replace(more=live.promise.more + more)
    ruling.promises[live.promise.row] = live.promise


def _share_anew(
    fact: Fact, more: int, lives: Sequence[Live], added: Sequence[Live], drafts: Drafts, policies: Policies
) -> None:
    """One price over all, whatever was performed of it before there is a contract."""
    before = [live for live in lives if live.tracks]
    pool, largest = len(drafts.pools), int(policies["allocation remainder"] == "largest")
    drafts.pools.append(Pool(0, more, largest, next_round(drafts)))
    carried = [current(track, drafts) for live in before for track in (*live.tracks, *live.beside)]
    drafts.carried.extend(Carried(pool, tranche, _NOTHING_YET) for tranche in carried)
    parts = [live.ssp * part for live in before for part in piece_weights(live.promise)]
    worth = [*parts, *(live.ssp for live in added)]
    weighed = iter(zip(whole_weights(worth, drafts.ref), worth, strict=True))
    for live in before:
        slots = [new_slot(live, fact.on, drafts, *next(weighed)) for _ in live.promise.pieces]
        _begin_anew(live, slots, drafts)
    for live in added:
        begin(live, fact, new_slot(live, fact.on, drafts, *next(weighed)), drafts, policies)
    for live in (*before, *added):
        live.blends = {pool: live.ssp}


def _begin_anew(live: Live, slots: Sequence[int], drafts: Drafts) -> None:
    """The tracks of an obligation from the first day of the contract on: its pieces at their new prices, and nothing on
    tracks of moves of the price, which are part of these."""
    beside = [drafts.tranches[current(track, drafts)] for track in live.beside]
    less = 0 if live.ended else sum(x.price for x in beside)
    measures = [live.measure] if len(slots) == 1 else [piece.measure for piece in live.promise.pieces]
    for number, track in enumerate(live.tracks):
        row = drafts.tranches[current(track, drafts)].bare()._replace(since_on=drafts.exists_on)
        if number < len(slots):
            m = measures[number]
            row = row._replace(measure=m.kind, from_on=m.from_on, until=m.until, meter=m.meter, done_before=m.option)
            row = row._replace(slot=slots[number], less=0 if number else less)
        drafts.tranches.append(row)
    if live.ended:
        drafts.tranches.extend(x.bare()._replace(since_on=drafts.exists_on) for x in beside)
    live.tracks = live.tracks[: len(slots)]
