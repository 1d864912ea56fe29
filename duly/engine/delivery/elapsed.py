"""Progress by elapsed time: by day, by week, by even month, by month with prorated ends (606-10-55-20, IFRS 15.B18).

Each function takes columns of spans [start, until) and one day, and gives how much of the span is done at the end of
that day as two integer columns: done and total. Before the span done is 0, after it done equals total.
"""

from __future__ import annotations

import numpy as np

from duly.ground.cites import cites
from duly.ground.columns import Ints


@cites("606-10-25-31", "606-10-55-20", ifrs15=("39", "B18"))
def elapsed_days(start: Ints, until: Ints, on: int) -> tuple[Ints, Ints]:
    """Days of the span up to and including `on`, and the days of the span."""
    total = until - start
    return np.clip(on + 1 - start, 0, total), total


def elapsed_weeks(start: Ints, until: Ints, on: int) -> tuple[Ints, Ints]:
    """Whole weeks completed; a last part week is complete on its last day."""
    days = until - start
    total = (days + 6) // 7
    done = np.where(on + 1 >= until, total, np.clip(on + 1 - start, 0, days) // 7)
    return done, total


def elapsed_months(start: Ints, until: Ints, on: int) -> tuple[Ints, Ints]:
    """Equal parts, one a calendar month from the month of `start` on; a part grows by the days of its month.

    The parts are as many as months have started, so a span from the 15th to the 14th a year on has twelve
    parts and none in the thirteenth calendar month.
    """
    parts = months_started(start, until)
    month, length, first = _month_of(on)
    index = month - _months(start)
    begins = np.where(index == 0, np.maximum(start, first), first)
    size = first + length - begins
    inside = np.clip(on + 1 - begins, 0, size)
    done = np.where(index < 0, 0, np.where(index >= parts, parts * size, index * size + inside))
    return done, parts * np.where(size > 0, size, 1)


def elapsed_months_prorated(start: Ints, until: Ints, on: int, first_day_counts: bool = True) -> tuple[Ints, Ints]:
    """One a whole month, the first month by its days in the span, the last takes the rest.

    The unit is one (days of first month x days of the month of `on`)-th of a month, so that both parts are exact.
    """
    parts = months_started(start, until)
    month, length, first = _month_of(on)
    at, last = _months(start), _months(until - 1)
    start_length = _month_lengths(at)
    head = _month_starts(at) + start_length - start - (0 if first_day_counts else 1)
    ends = np.where(month == last, until - first, length)
    unit = start_length * np.maximum(ends, 1)
    before = (head + (month - at - 1) * start_length) * np.maximum(ends, 1)
    rest = parts * unit - before
    inside = np.clip(on + 1 - first, 0, ends)
    inner = np.where(month == last, rest * inside // np.maximum(ends, 1), inside * start_length)
    in_head = np.clip(on + 1 - start - (0 if first_day_counts else 1), 0, np.maximum(head, 0)) * np.maximum(ends, 1)
    single = at == last
    done = np.where(month == at, in_head, before + inner)
    done = np.where(on < start, 0, np.where(on + 1 >= until, parts * unit, done))
    days, span = elapsed_days(start, until, on)
    return np.where(single, days, done), np.where(single, span, parts * unit)


def months_started(start: Ints, until: Ints) -> Ints:
    """How many months, counted from `start`, have begun before `until`; at least one."""
    last = until - 1
    count = _months(last) - _months(start)
    same_day = np.minimum(start - _month_starts(_months(start)), _month_lengths(_months(last)) - 1)
    begun = last - _month_starts(_months(last)) >= same_day
    started: Ints = np.maximum(count + begun, 1)
    return started


def _months(day: Ints) -> Ints:
    """Months since January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _month_starts(month: Ints) -> Ints:
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _month_lengths(month: Ints) -> Ints:
    return _month_starts(month + 1) - _month_starts(month)


def _month_of(on: int) -> tuple[int, int, int]:
    """Month, its length and its first day, of one day."""
    month = _months(np.array([on], dtype=np.int64))
    return int(month[0]), int(_month_lengths(month)[0]), int(_month_starts(month)[0])
