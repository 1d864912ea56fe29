"""Days, half-open spans, month arithmetic and durations. A day is an integer: days since 1970-01-01.

A span is [start, until): `until` is not included. People write and read inclusive ends; `inclusive` converts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST_DAY = dt.date(1900, 1, 1).toordinal() - _EPOCH
LAST_DAY = dt.date(2199, 12, 31).toordinal() - _EPOCH
# The months of what is priced, billed or paid again and again.
MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length as people agree it; weeks are kept as days, years as months."""

    days: int = 0
    months: int = 0

    def __str__(self) -> str:
        if self.months:
            return f"{self.months} months"
        return f"{self.days} days"


def day(text: str) -> int:
    """Day number of an ISO date. `ValueError` where there is no such day.

    >>> day("1970-01-02"), day("2024-02-29")
    (1, 19782)
    """
    if len(text) != 10:
        raise ValueError(f"{text!r} is not a date like 2026-06-30")
    return dt.date.fromisoformat(text).toordinal() - _EPOCH


def iso(number: int) -> str:
    """ISO date of a day number.

    >>> iso(19782)
    '2024-02-29'
    """
    return dt.date.fromordinal(int(number) + _EPOCH).isoformat()


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of the month.

    >>> civil(day("2024-02-29"))
    (2024, 2, 29)
    """
    date = dt.date.fromordinal(int(number) + _EPOCH)
    return date.year, date.month, date.day


def from_civil(year: int, month: int, day_of_month: int) -> int:
    """Day number of a calendar date."""
    return dt.date(year, month, day_of_month).toordinal() - _EPOCH


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month.

    >>> days_in_month(2024, 2), days_in_month(2023, 2)
    (29, 28)
    """
    first = dt.date(year, month, 1)
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return (after - first).days


def month_start(number: int) -> int:
    """First day of the month a day lies in."""
    year, month, _ = civil(number)
    return from_civil(year, month, 1)


@lru_cache(maxsize=4096)
def add_months(number: int, months: int) -> int:
    """The same day of the month, so many months on; the last day where the month is shorter.

    >>> iso(add_months(day("2024-01-31"), 1)), iso(add_months(day("2024-02-29"), 12))
    ('2024-02-29', '2025-02-28')
    """
    year, month, of_month = civil(number)
    index = year * 12 + month - 1 + months
    year, month = divmod(index, 12)
    return from_civil(year, month + 1, min(of_month, days_in_month(year, month + 1)))


def add(number: int, duration: Duration) -> int:
    """A day plus a duration."""
    return add_months(number, duration.months) + duration.days if duration.months else number + duration.days


def month_ends(start: int, until: int) -> Iterator[int]:
    """The last days of the months of a span, and its own; of what is no span, none.

    >>> [iso(end) for end in month_ends(day("2024-01-15"), day("2024-03-10"))]
    ['2024-01-31', '2024-02-29', '2024-03-09']
    """
    while start < until:
        start = add_months(month_start(start), 1)
        yield min(start, until) - 1


@lru_cache(maxsize=4096)
def months_started(start: int, until: int) -> int:
    """How many months, counted from `start`, have begun before `until` (15 June to 13 October: 4).

    >>> months_started(day("2026-06-15"), day("2026-10-13")), months_started(day("2024-04-01"), day("2025-04-01"))
    (4, 12)
    """
    if until <= start:
        return 0
    (y0, m0, _), (y1, m1, _) = civil(start), civil(until - 1)
    count = (y1 - y0) * 12 + m1 - m0
    return count + 1 if add_months(start, count) < until else count


def months_between(start: int, until: int) -> Fraction:
    """Months from a day to another: whole months, and the days left as a part of the month they lie in.

    >>> months_between(day("2024-01-31"), day("2024-02-29")), months_between(day("2024-01-01"), day("2024-02-15"))
    (Fraction(1, 1), Fraction(43, 29))
    """
    (y0, m0, _), (y1, m1, _) = civil(start), civil(until)
    whole = (y1 - y0) * 12 + m1 - m0
    whole -= add_months(start, whole) > until
    begins, ends = add_months(start, whole), add_months(start, whole + 1)
    return whole + Fraction(until - begins, ends - begins)
