"""How a promise goes on after a change: the next tranche of its tracks, its measure, what is agreed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by
from duly.engine.contracts.terms import Fact, Quantity
from duly.engine.delivery.progress import Measure, so_far
from duly.engine.drafts import Carried, Drafts, Pool, Reading, Share, Slot
from duly.engine.policies import Policies
from duly.engine.recognition.changes import Change, Live, work_left
from duly.engine.recognition.material import earn, expected_material
from duly.engine.recognition.promises import Ruling, by_slot
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_AMENDMENT = t.CAUSE["amendment"]


def next_round(drafts: Drafts) -> int:
    """After all rounds so far; the first is inception, also where it needed no pool."""
    return 1 + max((pool.stage for pool in drafts.pools), default=0)


def new_slot(live: Live, on: int, drafts: Drafts, weight: int = 1, worth: Fraction = Fraction(1)) -> int:
    """A place in the last pool, alone in it unless a weight is said."""
    slot = len(drafts.slots)
    drafts.slots.append(Slot(live.promise.row, on, 0))
    drafts.shares.append(Share(len(drafts.pools) - 1, slot, weight))
    drafts.worth[slot] = worth
    return slot


def begin(live: Live, fact: Fact, slot: int, drafts: Drafts, policies: Policies) -> None:
    """The revenue track of what an amendment added: nothing before its day."""
    track = len(drafts.tracks)
    earn(live.promise, [by_slot(fact.on, slot)], (), fact.on, drafts, policies)
    live.tracks, live.beside = [track], tuple(range(track + 1, len(drafts.tracks)))


def current(track: int, drafts: Drafts) -> int:
    """The last tranche of a track; of several of one day, the one that was added last."""
    rows = drafts.tranches
    return max(rows.places(track), key=lambda i: (rows[i].since_on, i))


def reprice_finished(c: Change, fact: Fact, drafts: Drafts) -> None:
    """A change of the price of what is satisfied is revenue at once (606-10-32-43)."""
    track = c.live.tracks[0]
    drafts.pools.append(Pool(0, c.moved, 0, next_round(drafts)))
    before = current(track, drafts)
    slot = new_slot(c.live, fact.on, drafts)
    # What was recognized stays, be it the price in force or what an earlier change left as it was.
    drafts.tranches.append(
        drafts.tranches[before].bare()._replace(since_on=fact.on, slot=slot, cause=_AMENDMENT, after=before, whole=1)
    )


@cites("606-10-25-13", "606-10-32-43", ifrs15=("21", "88"))
def finish(c: Change, fact: Fact, lump: int, drafts: Drafts) -> None:
    """Nothing of it is left and nothing else shares its price: what was not recognized of it, and what the change adds,
    is revenue at once. lump: its part of a new amount for the contract as a whole."""
    pool = len(drafts.pools)
    drafts.pools.append(Pool(0, c.moved + lump, 0, next_round(drafts)))
    drafts.carried.extend(carry([c], pool, fact.on, drafts))
    first, *others = c.live.tracks
    before, m = current(first, drafts), at_once(fact.on, drafts.at(fact.place), drafts)
    slot = new_slot(c.live, fact.on, drafts)
    for track in (*others, *c.live.beside):
        _stop_track(track, fact.on, drafts)
    drafts.tranches.append(
        drafts.tranches[before]
        .bare()
        ._replace(since_on=fact.on, slot=slot, measure=m.kind, meter=m.meter, done_before=m.option, after=before)
        ._replace(cause=_AMENDMENT)
    )
    c.live.ended = True


def carry(left: Sequence[Change], pool: int, on: int, drafts: Drafts) -> list[Carried]:
    """The price in force of what takes part that is not recognized by the evening before."""
    tracks = [track for c in left for track in (*c.live.tracks, *c.live.beside)]
    return [Carried(pool, current(track, drafts), on - 1) for track in tracks]


def go_on(c: Change, fact: Fact, slot: int, prospective: bool, drafts: Drafts) -> None:
    """The next tranche of an obligation: what is left measured by itself, or the whole measured from inception."""
    c.live.measure = _rebased(c, fact, drafts) if prospective else extended(c, fact, drafts)
    m = c.live.measure
    first = c.live.tracks[0]
    # What was added at its own price since it was last measured alone is measured anew with it.
    kept = [] if prospective else c.live.tracks[1:]
    whole = 0 if prospective else 3 if m.timed else 1
    for track in c.live.tracks[1:]:
        if track not in kept:
            _stop_track(track, fact.on, drafts)
    # A later move of the price goes on beside the whole, by the same measure, with nothing of what is shared out.
    for track in (first, *kept):
        before = current(track, drafts)
        goes_on = (
            drafts.tranches[before]
            .bare()
            ._replace(
                since_on=fact.on,
                measure=m.kind,
                from_on=m.from_on,
                until=m.until,
                meter=m.meter,
                done_before=m.option,
                place=drafts.at(fact.place),
                after=before,
                whole=whole,
                cause=_AMENDMENT,
            )
        )
        if track == first:
            goes_on = goes_on._replace(slot=slot, less=material_left(c.live, fact.on, drafts))
        drafts.tranches.append(goes_on)
    c.live.tracks = [first, *kept]


def material_left(live: Live, on: int, drafts: Drafts) -> int:
    """Uninstalled material still to come at the start of a day, at its cost, which is earned beside the rest."""
    m = live.promise.measure
    tranches = [drafts.tranches[current(track, drafts)] for track in live.beside]
    done = [so_far(m._replace(meter=x.meter), drafts, on - 1)[0] for x in tranches]
    return sum(max(x.price - came, 0) for x, came in zip(tranches, done, strict=True))


def _rebased(c: Change, fact: Fact, drafts: Drafts) -> Measure:
    """The measure of what is left alone; its meter learns the new total."""
    _expect(c, fact, drafts)
    return rebased_alone(c, fact)


def rebased_alone(c: Change, fact: Fact) -> Measure:
    """The measure of what is left alone, on the meter that counts it now."""
    m = c.measured
    if m.timed:
        return m.left_from(fact.on)._replace(until=c.until if c.until is not None else m.until)
    return m._replace(meter=c.live.measure.meter, option=m.option + c.done)


def extended(c: Change, fact: Fact, drafts: Drafts) -> Measure:
    """The measure of the whole, with its new end or total."""
    m = c.live.measure
    if m.timed:
        return m._replace(until=c.until if c.until is not None else m.until)
    _expect(c, fact, drafts)
    return m


def _expect(c: Change, fact: Fact, drafts: Drafts) -> None:
    """Tell the meter its new total, where the amendment changes the quantity or the expected cost."""
    m = c.live.measure
    if m.timed:
        return
    if "expected_cost" in changed(c.live, fact):
        total = cast(int, changed(c.live, fact)["expected_cost"]) - expected_material(m, fact.on)
    elif c.live.counted and c.quantity is not None and c.live.quantity and c.quantity != c.live.quantity:
        total = int(c.quantity * _total(m, fact.on, drafts) / c.live.quantity)
    else:
        return
    # It speaks at the start of its day: what is delivered or estimated on the day comes after it.
    drafts.readings.insert(drafts.restated, Reading(m.meter, fact.on, 0, total, drafts.at(fact.place)))
    drafts.restated += 1


def _total(m: Measure, on: int, drafts: Drafts) -> int:
    """The whole total of a meter at the start of a day, after the amendments of the day so far."""
    stated = [r.expected for r in drafts.readings[: drafts.restated] if r.meter == m.meter and r.on == on]
    return stated[-1] if stated else so_far(m, drafts, on - 1)[1] + m.option


def changed(live: Live, fact: Fact) -> Mapping[str, object]:
    """What an amendment changes of an obligation, as it is written."""
    return changed_by(fact).get(live.ref, {})


def beyond(c: Change, fact: Fact, drafts: Drafts) -> Measure:
    """The measure of units that are added as a contract of their own: a meter of all of them, once all that was
    promised before has come."""
    m, meter = c.measured, len(drafts.meters)
    promised = _total(m, fact.on, drafts)
    drafts.meters.append(int(promised * cast(Fraction, c.quantity) / cast(Fraction, c.live.quantity)))
    drafts.scales[meter] = drafts.scales[m.meter]
    counted = drafts.readings.of(m.meter)
    drafts.readings.extend(Reading(meter, r.on, r.done, place=r.place) for r in counted)
    return m._replace(meter=meter, option=promised)


def merge(c: Change, fact: Fact, added: Live, lump: int, drafts: Drafts) -> None:
    """What was agreed and what a contract of its own added to it are one obligation again for the next change; units
    are all counted by the meter of what was added."""
    settle(c, True, fact, c.lump + lump, drafts)
    c.live.measure = added.measure
    c.live.measure = rebased_alone(c, fact)
    c.live.tracks += added.tracks


def count_finely(live: Live, fact: Fact, ruling: Ruling) -> None:
    """Count in units small enough for the quantity that an amendment states, and everything said of the meter with
    it."""
    quantity, drafts, m = changed(live, fact).get("quantity"), ruling.drafts, live.measure
    if not isinstance(quantity, Quantity) or not live.quantity or not live.counted:
        return
    factor = (quantity.count * _total(m, fact.on, drafts) / live.quantity).denominator
    if factor == 1:
        return
    _scale(m.meter, factor, drafts)
    live.measure = _finer(m, m.meter, factor)
    for i, change in enumerate(ruling.changes):
        if change.measure is not None:
            ruling.changes[i] = change._replace(measure=_finer(change.measure, m.meter, factor))


def _finer(m: Measure, meter: int, factor: int) -> Measure:
    return m._replace(option=m.option * factor) if m.meter == meter else m


def _scale(meter: int, factor: int, drafts: Drafts) -> None:
    """Count a meter in smaller units. A total that is not stated is below zero and stays so."""
    drafts.meters[meter] *= factor
    drafts.scales[meter] *= factor
    for i in drafts.readings.places(meter):
        r = drafts.readings[i]
        drafts.readings[i] = r._replace(done=r.done * factor, expected=r.expected * factor)
    for i, x in enumerate(drafts.tranches):
        if x.meter == meter:
            drafts.tranches[i] = x._replace(done_before=x.done_before * factor)


def stop(live: Live, on: int, drafts: Drafts, at_end: bool = False) -> None:
    for track in (*live.tracks, *live.beside):
        _stop_track(track, on, drafts, at_end)
    live.ended = True


def _stop_track(track: int, on: int, drafts: Drafts, at_end: bool = False) -> None:
    """Nothing more is earned: what was recognized by the evening before (or by the end of the day) stands."""
    before = current(track, drafts)
    drafts.tranches.append(drafts.tranches[before].bare()._replace(since_on=on, after=before, whole=2 if at_end else 0))


def agreed_left(live: Live, on: int, drafts: Drafts) -> int:
    """Stated price of what is left at the end of a day, minor units."""
    return round_fraction(live.agreed * (1 - _part_done(*so_far(live.measure, drafts, on))))


def _part_done(done: int, total: int) -> Fraction:
    return Fraction(min(done, total), total) if total else Fraction(1)


def settle(c: Change, prospective: bool, fact: Fact, lump: Fraction, drafts: Drafts) -> None:
    """Bring what is agreed of an obligation to the day of the change, for the next one. lump: its part, of what is
    left, of amounts agreed for the contract as a whole."""
    live = c.live
    if prospective:
        if live.quantity:
            live.delivered += live.units * _part_done(c.done, c.total)
        live.performed += live.agreed - c.old
        live.agreed, live.ssp, live.begins, live.lump = c.new, c.ssp_left, c.begins, lump
    else:
        live.agreed += c.delta
        live.lump = live.lump + lump - c.lump if lump != c.lump else live.lump
    live.quantity, live.until, live.price = c.quantity, c.until, c.price
    if not prospective:
        # Of the whole so much that what is left of it, by its new measure, is what it was weighed with.
        done, total = so_far(live.measure, drafts, fact.on - 1)[0], so_far(live.measure, drafts, fact.on)[1]
        left = work_left(live, done, total, fact.on)
        live.ssp = c.ssp_left / left if left else live.ssp


def settle_finished(c: Change) -> None:
    """The new price of what is satisfied; the next change starts from it."""
    c.live.performed += c.live.agreed - c.old
    c.live.agreed, c.live.begins = c.new, c.begins
    c.live.quantity, c.live.until, c.live.price = c.quantity, c.until, c.price


def at_once(on: int, place: int, drafts: Drafts) -> Measure:
    """Nothing is left to perform: complete on the evening before, so that all that moves on the day is the price."""
    drafts.meters.append(1)
    drafts.readings.append(Reading(len(drafts.meters) - 1, on - 1, 1, place=place))
    return Measure(t.BY_METER, meter=len(drafts.meters) - 1)
