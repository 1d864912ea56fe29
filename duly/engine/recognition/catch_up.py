"""The cumulative catch-up: what a new total, price or term moves at once (606-10-25-35, 606-10-32-43)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.meters import keys
from duly.engine.recognition.position import Priced, position_of, rounded_progress
from duly.ground import rounding
from duly.ground.cites import cites
from duly.ground.columns import Ints

_UNSAID = -1  # of a total: none was stated


class Moved(NamedTuple):
    """Revenue moved by a change itself, not by progress: one row a track and change. cause: index into CAUSES."""

    track: Ints
    amount: Ints
    cause: Ints


@cites("606-10-25-35", "606-10-32-14", "606-10-32-43", "250-10-45-17", ifrs15=("43", "59", "88"))
def moved_at_once(book: Priced, before: int, on: int) -> Moved:
    """The revenue that changes of the window moved at once; what is left of its growth is progress.

    A tranche that begins with a cause moves the position at the end of the day before from the old tranche to the new
    one; after it, a new total moves what was done before it from the old total to the new one.
    """
    changed, totals = _changed(book, before, on), _new_totals(book, before, on)
    return Moved(*(np.concatenate(columns) for columns in zip(changed, totals, strict=True)))


def _changed(book: Priced, before: int, on: int) -> Moved:
    """position_new - position_old at the end of the day before each tranche of the window that begins with a cause."""
    tranches = book.tables.tranches
    begun = (tranches.cause != t.CAUSE["progress"]) & (tranches.since_on > before) & (tranches.since_on <= on)
    rows = np.flatnonzero(begun[1:]) + 1
    rows = rows[tranches.track[rows] == tranches.track[rows - 1]]
    rows = _of_revenue(book, rows, tranches.track[rows])
    if not len(rows):
        return Moved(rows, rows, rows)
    day_before = tranches.since_on[rows] - 1
    effect = position_of(book, rows, day_before) - position_of(book, rows - 1, day_before)
    kept = np.flatnonzero(effect)
    return Moved(tranches.track[rows[kept]], effect[kept], tranches.cause[rows[kept]])


def _of_revenue(book: Priced, rows: Ints, track: Ints) -> Ints:
    """Those rows whose track is revenue: causes are told apart for it alone."""
    kept: Ints = rows[book.tables.tracks.credit[track] == t.REVENUE]
    return kept


def _new_totals(book: Priced, before: int, on: int) -> Moved:
    """share(price, done, new total) - share(price, done, old total), with what was done just before each new total."""
    readings, m = book.tables.readings, book.prepared.metered
    rows = np.flatnonzero((readings.expected != _UNSAID) & (readings.on > before) & (readings.on <= on))
    if not len(rows):
        return Moved(rows, rows, rows)
    tranches = book.tables.tranches
    order = np.flatnonzero(tranches.measure == t.BY_METER)
    order = _of_revenue(book, order, tranches.track[order])
    order = order[np.argsort(tranches.meter[order], kind="stable")]
    low = np.searchsorted(tranches.meter[order], readings.meter[rows], side="left")
    count = np.searchsorted(tranches.meter[order], readings.meter[rows], side="right") - low
    reading = np.repeat(rows, count)
    tranche = order[np.repeat(low, count) + _within(count)]
    reading, tranche = _in_force_then(book, reading, tranche)
    done = m.running[reading] - m.running[m.start[readings.meter[reading]]] - tranches.done_before[tranche]
    # Before the first reading of a meter nothing is done: whatever its old total was, nothing moves.
    earlier = m.expected[reading - 1]
    old = np.where(earlier != _UNSAID, earlier, m.initial[readings.meter[reading]]) - tranches.done_before[tranche]
    new = readings.expected[reading] - tranches.done_before[tranche]
    effect = _at(book, tranche, done, new) - _at(book, tranche, done, old)
    # The first total of the day on which an amendment begins is of the amendment: with its price, that is one change.
    amended = (tranches.cause == t.CAUSE["amendment"])[tranche] & (tranches.since_on[tranche] == readings.on[reading])
    same_meter = readings.meter[reading - 1] == readings.meter[reading]
    amended &= ~(same_meter & (readings.on[reading - 1] == readings.on[reading]))
    cause = np.where(amended, t.CAUSE["amendment"], t.CAUSE["estimate"])
    moved = np.flatnonzero(effect)
    return Moved(tranches.track[tranche[moved]], effect[moved], cause[moved])


def _in_force_then(book: Priced, reading: Ints, tranche: Ints) -> tuple[Ints, Ints]:
    """The pairs whose tranche is in force on the day of the reading."""
    tranches, count = book.tables.tranches, len(book.tables.tracks)
    if len(tranches) == count:
        return reading, tranche
    track, day = tranches.track[tranche], book.tables.readings.on[reading]
    last = np.searchsorted(keys(tranches.track, tranches.since_on), keys(track, day), side="right") - 1
    first = np.searchsorted(tranches.track, track)
    kept = np.flatnonzero(np.maximum(last, first) == tranche)
    return reading[kept], tranche[kept]


def _at(book: Priced, tranche: Ints, done: Ints, total: Ints) -> Ints:
    total = np.maximum(total, 0)
    done = np.clip(done, 0, total)
    rounded_progress(done, total, book.tables.tranches.digits[tranche])
    return rounding.share(book.price[tranche], done, total)


def _within(count: Ints) -> Ints:
    """0..n-1 inside each group."""
    starts = np.cumsum(count) - count
    inside: Ints = np.arange(int(count.sum())) - np.repeat(starts, count)
    return inside
