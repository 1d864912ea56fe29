"""Changes of an estimated total: how much of a window's revenue is the change itself, not progress (250-10-45-17)."""

from __future__ import annotations

import numpy as np

from duly.engine import tables as t
from duly.engine.recognition.position import Priced, in_force, rounded_progress
from duly.ground import rounding
from duly.ground.cites import cites
from duly.ground.columns import Ints


@cites("606-10-25-35", "250-10-45-17", ifrs15=("43",))
def estimate_effect(book: Priced, before: int, on: int) -> tuple[Ints, Ints]:
    """Tracks whose total was estimated anew in the window, and the revenue that each change moved at once.

    effect = share(price, done, new total) - share(price, done, old total), with what was done just before the change.
    A track appears once for each change that moved it.
    """
    readings, m = book.tables.readings, book.prepared.metered
    rows = np.flatnonzero((readings.expected >= 0) & (readings.on > before) & (readings.on <= on))
    tranches = book.tables.tranches
    by_meter = np.flatnonzero(tranches.measure == t.BY_METER)
    if not len(rows) or not len(by_meter):
        return rows[:0], rows[:0]
    current = in_force(tranches, len(book.tables.tracks), on)
    used = by_meter if current is None else np.intersect1d(by_meter, current)
    order = used[np.argsort(tranches.meter[used], kind="stable")]
    low = np.searchsorted(tranches.meter[order], readings.meter[rows], side="left")
    count = np.searchsorted(tranches.meter[order], readings.meter[rows], side="right") - low
    reading = np.repeat(rows, count)
    tranche = order[np.repeat(low, count) + _within(count)]
    done = m.running[reading] - m.running[m.start[readings.meter[reading]]] - tranches.done_before[tranche]
    first = reading == m.start[readings.meter[reading]]
    earlier = np.where(first, -1, m.expected[np.maximum(reading - 1, 0)])
    old = np.where(earlier >= 0, earlier, m.initial[readings.meter[reading]]) - tranches.done_before[tranche]
    new = readings.expected[reading] - tranches.done_before[tranche]
    effect = _at(book, tranche, done, new) - _at(book, tranche, done, old)
    moved = np.flatnonzero(effect)
    return tranches.track[tranche[moved]], effect[moved]


def _at(book: Priced, tranche: Ints, done: Ints, total: Ints) -> Ints:
    done, total = np.clip(done, 0, np.maximum(total, 0)), np.maximum(total, 0)
    rounded_progress(done, total, book.tables.tranches.digits[tranche])
    return rounding.share(book.price[tranche], done, total)


def _within(count: Ints) -> Ints:
    """0..n-1 inside each group."""
    starts = np.cumsum(count) - count
    inside: Ints = np.arange(int(count.sum())) - np.repeat(starts, count)
    return inside
