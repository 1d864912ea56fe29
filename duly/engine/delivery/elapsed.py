"""Progress by elapsed time: by day, by week, by even month, by month with prorated ends (606-10-55-20, IFRS 15.B18).

Each function takes columns of spans [start, until) and one day for all (or one for each), and gives how much of the
span is done at the end of
that day as two integer columns: done and total. Before the span done is 0, after it done equals total.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.ground.cites import cites
from duly.ground.columns import Ints

Day = int | Ints


@cites("606-10-25-31", "606-10-55-20", ifrs15=("39", "B18"))
def elapsed_days(start: Ints, until: Ints, on: Day) -> tuple[Ints, Ints]:
    """Days of the span up to and including `on`, and the days of the span."""
    total = until - start
    return np.clip(on + 1 - start, 0, total), total


def elapsed_weeks(start: Ints, until: Ints, on: Day) -> tuple[Ints, Ints]:
    """Whole weeks completed; a last part week is complete on its last day."""
    days = until - start
    total = (days + 6) // 7
    done = np.where(on + 1 >= until, total, np.clip(on + 1 - start, 0, days) // 7)
    return done, total


class Months(NamedTuple):
    """Spans as months, prepared once. first, last: month of the first and of the last day (months since January 1970) ·
    parts: months started · first_length: days of the first month."""

    start: Ints
    until: Ints
    first: Ints
    last: Ints
    parts: Ints
    first_length: Ints

    def take(self, rows: Ints) -> Months:
        """The spans of these rows."""
        return Months(*(column[rows] for column in self))


def months(start: Ints, until: Ints) -> Months:
    """Prepare spans [start, until) for measures by month."""
    first = _months(start)
    return Months(start, until, first, _months(until - 1), months_started(start, until), _month_lengths(first))


def elapsed_months(span: Months, on: Day) -> tuple[Ints, Ints]:
    """Equal parts, one a calendar month from the month of `start` on; a part grows by the days of its month.

    The parts are as many as months have started, so a span from the 15th to the 14th a year on has twelve
    parts and none in the thirteenth calendar month.
    """
    month, length, begins = _month_of(on)
    index = month - span.first
    # A part grows over the days of its month in which there is service: the first may begin late, the last end early.
    opens = np.where(index == 0, np.maximum(span.start, begins), begins)
    size = np.maximum(np.minimum(begins + length, np.maximum(span.until, opens + 1)) - opens, 1)
    inside = np.clip(on + 1 - opens, 0, size)
    whole = np.minimum(index, span.parts)
    done = whole * size + np.where(index < span.parts, inside, 0)
    return np.where(index < 0, 0, done), span.parts * size


def elapsed_months_prorated(span: Months, on: Day, first_day_counts: bool = True) -> tuple[Ints, Ints]:
    """One a whole month; the first and the last by their days, of the days of that month.

    A span of whole months weighs as many as it has, so that its last part takes what the first leaves. The unit is
    one (days of first month x days of the month of `on`)-th of a month, and as many times finer as the last month has
    days where that weighs by its own. A span inside one month goes by its days.
    """
    month, length, begins = _month_of(on)
    left_out = 0 if first_day_counts else 1
    head = _month_starts(span.first) + span.first_length - span.start - left_out
    tail, tail_length = span.until - _month_starts(span.last), _month_lengths(span.last)
    ends = np.maximum(np.where(month == span.last, tail, length), 1)
    whole = months_started(span.start, span.until + 1) > span.parts
    finer = np.where(whole, 1, tail_length)
    unit = span.first_length * ends * finer
    before = (head + (month - span.first - 1) * span.first_length) * ends * finer
    to_tail = (head + (span.last - span.first - 1) * span.first_length) * ends * finer
    total = np.where(whole, span.parts * unit, to_tail + tail * span.first_length * ends)
    inside = np.clip(on + 1 - begins, 0, ends)
    inner = np.where(month == span.last, (total - to_tail) * inside // ends, inside * span.first_length * finer)
    in_head = np.clip(on + 1 - span.start - left_out, 0, np.maximum(head, 0)) * ends * finer
    done = np.where(month == span.first, in_head, before + inner)
    done = np.where(on < span.start, 0, np.where(on + 1 >= span.until, total, done))
    days, of = elapsed_days(span.start, span.until, on)
    single = span.first == span.last
    return np.where(single, days, done), np.where(single, of, total)


@lru_cache(maxsize=4096)
def in_time(kind: int, from_on: int, until_on: int, on: int, first_day_counts: bool = True) -> tuple[int, int]:
    """Done and total of one span at the end of a day, by its measure. Most lines of a contract share their span, so
    what was worked out is kept."""
    start, until = np.array([from_on]), np.array([until_on])
    if kind == t.BY_DAY:
        done, total = elapsed_days(start, until, on)
    elif kind == t.BY_WEEK:
        done, total = elapsed_weeks(start, until, on)
    elif kind == t.BY_MONTH:
        done, total = elapsed_months(months(start, until), on)
    else:
        done, total = elapsed_months_prorated(months(start, until), on, first_day_counts)
    return int(done[0]), int(total[0])


def prorated_months(start: int, until: int) -> Fraction:
    """How many months a span weighs, its first and last by their days where it is not one of whole months."""
    span = months(np.array([start]), np.array([until]))
    parts, first, last = int(span.parts[0]), int(span.first[0]), int(span.last[0])
    if int(months_started(span.start, span.until + 1)[0]) > parts:
        return Fraction(parts)
    (head, tail), (long, short) = _month_starts(np.array([first + 1, last])), _month_lengths(np.array([first, last]))
    return Fraction(int(head) - start, int(long)) + last - first - 1 + Fraction(until - int(tail), int(short))


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


def _month_of(on: Day) -> tuple[Day, Day, Day]:
    """Month, its length and its first day."""
    month = _months(np.atleast_1d(np.asarray(on, np.int64)))
    length, first = _month_lengths(month), _month_starts(month)
    if isinstance(on, int):
        return int(month[0]), int(length[0]), int(first[0])
    return month, length, first
