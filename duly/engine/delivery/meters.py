"""Progress by what was delivered: units, hours, cost, milestones, acceptance (606-10-55-17, 55-20; IFRS 15.B15, B18).

A meter adds up its readings; its total is the last one that was expected. Both are looked up for a day at once for
all meters, by their sorted keys.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duly.engine.tables import Meters, Readings
from duly.ground.cites import cites
from duly.ground.columns import Ints

# A key is owner x SPAN + day + SHIFT, so that one sorted column orders rows by owner and day.
SPAN = 1 << 19
SHIFT = 1 << 18


def keys(owner: Ints, day: Ints | int) -> Ints:
    """Sort keys of (owner, day)."""
    key: Ints = owner * SPAN + (day + SHIFT)
    return key


class Days(NamedTuple):
    """Rows in the order of their days, so that the rows of a window are found without reading the others."""

    order: Ints
    on: Ints


def by_day(on: Ints) -> Days:
    """Index a column of days. A span of less than 65,536 days sorts by counting."""
    since = on - on.min(initial=0)
    narrow = since.astype(np.uint16) if since.max(initial=0) < 1 << 16 else since
    order = np.argsort(narrow, kind="stable")
    return Days(order, on[order])


def within(days: Days, before: int, on: int) -> Ints:
    """Rows from the day after `before` through `on`, in their own order."""
    low, high = np.searchsorted(days.on, [before, on], side="right")
    return np.sort(days.order[low:high])


class Metered(NamedTuple):
    """Readings prepared for look-ups: keys, running totals, the last expected total at each row, rows by day."""

    key: Ints
    running: Ints
    start: Ints
    expected: Ints
    initial: Ints
    days: Days


def metered(meters: Meters, readings: Readings) -> Metered:
    """Prepare readings (sorted by meter and day). Running totals wrap around 64 bits harmlessly: only differences
    within one meter are used."""
    count = len(meters)
    start = np.searchsorted(readings.meter, np.arange(count))
    running = np.concatenate(([0], np.cumsum(readings.done)))
    stated = readings.expected >= 0
    last = np.maximum.accumulate(np.where(stated, np.arange(len(readings)), -1)) if len(readings) else readings.meter
    expected = _expected(readings, last)
    return Metered(keys(readings.meter, readings.on), running, start, expected, meters.expected, by_day(readings.on))


def _expected(readings: Readings, last: Ints) -> Ints:
    """At each row: the total in force after it, or -1 where its meter has stated none yet."""
    if not len(readings):
        return readings.meter
    found = np.maximum(last, 0)
    own = (last >= 0) & (readings.meter[found] == readings.meter)
    column: Ints = np.where(own, readings.expected[found], -1)
    return column


@cites("606-10-25-33", "606-10-55-17", ifrs15=("41", "B15"))
def shown(m: Metered, meter: Ints, on: Ints | int) -> tuple[Ints, Ints]:
    """What each of `meter` showed at the end of `on`: done so far, and the total expected then."""
    if not len(m.key):
        return np.zeros(len(meter), np.int64), m.initial[meter]
    after = np.searchsorted(m.key, keys(meter, on), side="right")
    start = m.start[meter]
    done = m.running[after] - m.running[start]
    last = m.expected[np.maximum(after - 1, 0)]
    total: Ints = np.where((after > start) & (last >= 0), last, m.initial[meter])
    return done, total
