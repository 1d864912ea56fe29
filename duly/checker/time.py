"""Time that has passed of a span, by the rules of docs/how-numbers-are-made.md, counted with the calendar alone."""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
# The months of what comes again and again.
MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


def passed(measure: str, first: date, last: date, on: date, skipped: int = 0) -> Fraction:
    """The part of a span (first to last day) that has passed at the end of a day; `skipped`: days of its first month
    that do not count.

    >>> passed("by month", date(2026, 1, 1), date(2026, 12, 31), date(2026, 2, 14))
    Fraction(1, 8)
    """
    if on < first or last < first:
        return Fraction(0)
    if on >= last:
        return Fraction(1)
    if measure == "by month prorated":
        return _prorated(first, last, on, skipped)
    if measure == "by month":
        return _even(first, last, on)
    done, total = (on - first).days + 1, (last - first).days + 1
    return Fraction(done, total) if measure == "by day" else Fraction(done // 7, -(-total // 7))


def _even(first: date, last: date, on: date) -> Fraction:
    """Equal parts in the calendar months from the first on, each growing by its days of service."""
    parts = months_started(first, last)
    index = 12 * (on.year - first.year) + on.month - first.month
    opens = max(first, on.replace(day=1))
    closes = min(last, month_end(on))
    size = max((closes - opens).days + 1, 1)
    inside = min((on - opens).days + 1, size)
    return min(Fraction(index) + Fraction(inside, size), Fraction(parts)) / parts


def _prorated(first: date, last: date, on: date, skipped: int) -> Fraction:
    """One a whole month; the first and the last by their days. Whole months in all: the last takes what is left."""
    if (first.year, first.month) == (last.year, last.month):
        return Fraction((on - first).days + 1, (last - first).days + 1)
    whole = add_months(first, months_started(first, last)) == last + DAY
    head = Fraction((month_end(first) - first).days + 1 - skipped, month_end(first).day)
    between = 12 * (last.year - first.year) + last.month - first.month - 1
    tail = months_started(first, last) - head - between if whole else Fraction(last.day, month_end(last).day)
    total, index = head + between + tail, 12 * (on.year - first.year) + on.month - first.month
    if not index:
        return Fraction(max((on - first).days + 1 - skipped, 0), month_end(first).day) / total
    part = tail * Fraction(on.day, last.day) if index > between else Fraction(on.day, month_end(on).day)
    return (head + index - 1 + part) / total


def gone(unit: str, first: date, last: date, on: date) -> Fraction:
    """The part of a span that has gone by before a day inside it; months count from the day of the first.

    >>> gone("months", date(2026, 1, 15), date(2026, 5, 14), date(2026, 3, 15))
    Fraction(1, 2)
    """
    if unit == "days":
        return Fraction((on - first).days, (last - first).days + 1)
    return months_between(first, on) / months_started(first, last)


def months_between(since: date, until: date) -> Fraction:
    """Whole months from a day to another, and the days left over those of the month they lie in."""
    whole = 12 * (until.year - since.year) + until.month - since.month
    whole -= add_months(since, whole) > until
    begins, ends = add_months(since, whole), add_months(since, whole + 1)
    return whole + Fraction((until - begins).days, (ends - begins).days)


def months_started(first: date, last: date) -> int:
    """Months, counted from the first day, that have begun by the last day.

    >>> months_started(date(2026, 6, 15), date(2026, 10, 12))
    4
    """
    count = 12 * (last.year - first.year) + last.month - first.month
    return count + (add_months(first, count) <= last)


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months on; the last one where the month is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def after(day: date, count: int, unit: str) -> date:
    """A day so many days, weeks, months, quarters or years later.

    >>> after(date(2026, 1, 31), 1, "quarter"), after(date(2026, 1, 31), 2, "week")
    (datetime.date(2026, 4, 30), datetime.date(2026, 2, 14))
    """
    if unit in MONTHS:
        return add_months(day, count * MONTHS[unit])
    return day + timedelta(days=count * (7 if unit == "week" else 1))


def grid(anchor: date, months: int, until: date = date.max) -> Iterator[date]:
    """The first days of periods of so many months, to the first that is not before a day."""
    for number in itertools.count():
        day = add_months(anchor, number * months)
        yield day
        if day >= until:
            return


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])
