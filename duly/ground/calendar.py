"""Fiscal calendars: calendar months with any first month, and years of whole weeks (4-4-5, 4-5-4, 5-4-4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from duly.ground import dates
from duly.ground.errors import DulyError

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
_YEAR_ENDS = re.compile(r"(?:last (\w+) of|(\w+) nearest ([0-9]{1,2})) (\w+)")


class UnknownCalendar(DulyError):
    """A fiscal calendar that cannot be made out: its pattern, its first month, or the rule for the end of its year."""


@dataclass(frozen=True, slots=True)
class Period:
    """One fiscal period [start, until): its name, the fiscal year it belongs to and its number there, from 1."""

    name: str
    start: int
    until: int
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of an entity; they tile all days without gap or overlap. Made by `months` or `weeks`.

    A fiscal year is called by the calendar year its end is set in, as in FY2026 from October 2025 to September 2026;
    but a year of weeks that ends at the end of January is called by the year it begins in, as retailers do.
    `named_for="start"` or `"end"` chooses otherwise.
    """

    first_month: int
    weeks_of: tuple[int, ...]  # of the twelve periods; empty for calendar months
    weekday: int
    nearest: int  # the day of the last month that the year's end is nearest to; 0 for the last such weekday
    named_for_start: bool

    @classmethod
    def months(cls, year_starts: int = 1, *, named_for: str = "") -> Calendar:
        """Calendar months; `year_starts` is the month, 1 to 12, in which the fiscal year begins.

        >>> Calendar.months(10).period_of(dates.day("2025-11-15"))
        Period(name='2025-11', start=20393, until=20423, year=2026, number=2)
        """
        if not 1 <= year_starts <= 12:
            raise UnknownCalendar(f"a year cannot start in month {year_starts}", fix="a number from 1 to 12")
        return cls(year_starts, (), 0, 0, _is_start(named_for, False))

    @classmethod
    def weeks(cls, pattern: str, year_ends: str, *, named_for: str = "") -> Calendar:
        """Years of 52 or 53 weeks; the 53rd week belongs to the last period.

        `pattern`: 4-4-5, 4-5-4 or 5-4-4 weeks in each quarter. `year_ends`: `last saturday of january` or
        `saturday nearest 31 january`, with any weekday and any month.

        >>> year = Calendar.weeks("4-5-4", "saturday nearest 31 january").year_of(dates.day("2023-11-24"))
        >>> year[0].name, dates.iso(year[0].start), dates.iso(year[-1].until - 1), (year[-1].until - year[0].start) // 7
        ('FY2023-P01', '2023-01-29', '2024-02-03', 53)
        """
        if pattern not in _PATTERNS:
            raise UnknownCalendar(f"there is no calendar {pattern!r}", fix=f"one of: months, {', '.join(_PATTERNS)}")
        weekday, nearest, month = _year_end(year_ends)
        return cls(month % 12 + 1, _PATTERNS[pattern] * 4, weekday, nearest, _is_start(named_for, month == 1))

    def period_of(self, day: int) -> Period:
        """The period a day lies in."""
        if not self.weeks_of:
            return self._month(dates.month_start(day))
        return next(period for period in self.year_of(day) if day < period.until)

    def periods(self, first_day: int, until: int) -> tuple[Period, ...]:
        """All periods that share a day with [first_day, until), in order.

        >>> [period.name for period in Calendar.months().periods(dates.day("2025-12-31"), dates.day("2026-02-02"))]
        ['2025-12', '2026-01', '2026-02']
        """
        return tuple(self._from(first_day, until)) if first_day < until else ()

    def year_of(self, day: int) -> tuple[Period, ...]:
        """The periods of the fiscal year a day lies in."""
        if self.weeks_of:
            return self._weeks(day)
        year, month, _ = dates.civil(day)
        return _months(self, year - (month < self.first_month))

    def _from(self, first_day: int, until: int) -> Iterator[Period]:
        while first_day < until:
            for period in self.year_of(first_day):
                if first_day < period.until and period.start < until:
                    yield period
            first_day = period.until

    def _month(self, start: int) -> Period:
        year, month, _ = dates.civil(start)
        begins = year - (month < self.first_month)
        fiscal = begins if self.named_for_start or self.first_month == 1 else begins + 1
        until = start + dates.days_in_month(year, month)
        return Period(f"{year}-{month:02d}", start, until, fiscal, (month - self.first_month) % 12 + 1)

    def _weeks(self, day: int) -> tuple[Period, ...]:
        """The periods of the year of weeks a day lies in."""
        year = dates.civil(day)[0] - 1
        while self._ends(year) < day:
            year += 1
        return _of_weeks(self, year)

    def _ends(self, year: int) -> int:
        """Last day of the fiscal year whose end is set in a calendar year."""
        month = (self.first_month - 2) % 12 + 1
        latest = dates.from_civil(year, month, self.nearest) + 3 if self.nearest else 0
        latest = latest or dates.from_civil(year, month, dates.days_in_month(year, month))
        return latest - (latest + 3 - self.weekday) % 7  # day 0 was a Thursday


def _is_start(named_for: str, default: bool) -> bool:
    if named_for not in ("", "start", "end"):
        raise UnknownCalendar(f"a year cannot be named for its {named_for!r}", fix="start or end")
    return named_for == "start" if named_for else default


def _year_end(rule: str) -> tuple[int, int, int]:
    """Weekday from 0, day of the month or 0, and month of a rule for the end of the year."""
    match = _YEAR_ENDS.fullmatch(rule.strip().lower())
    weekday, month = (match[1] or match[2], match[4]) if match else ("", "")
    if match is None or weekday not in _WEEKDAYS or month not in _MONTHS:
        raise UnknownCalendar(
            f"the year cannot end on {rule!r}",
            why="a year of weeks ends on one weekday, at the end of a month or nearest to a date",
            fix="write it like `last saturday of january` or `saturday nearest 31 january`",
        )
    number, nearest = _MONTHS.index(month) + 1, int(match[3] or 0)
    if match[3] and not 1 <= nearest <= dates.days_in_month(2023, number):
        raise UnknownCalendar(f"{month} has no day {nearest} in every year", fix="name a day that every year has")
    return _WEEKDAYS.index(weekday), nearest, number


# Schedules ask for the periods of the same few years over and over.
@cache
def _months(calendar: Calendar, year: int) -> tuple[Period, ...]:
    """The periods of the fiscal year that begins in a year."""
    start = dates.from_civil(year, calendar.first_month, 1)
    return tuple(calendar._month(dates.add_months(start, months)) for months in range(12))


@cache
def _of_weeks(calendar: Calendar, year: int) -> tuple[Period, ...]:
    """The periods of the year of weeks whose end is set in a year."""
    start, until = calendar._ends(year - 1) + 1, calendar._ends(year) + 1
    bounds = [start + 7 * weeks for weeks in accumulate(calendar.weeks_of, initial=0)]
    bounds[-1] = until
    fiscal = year - (calendar.named_for_start and calendar.first_month > 1)
    spans = enumerate(zip(bounds[:-1], bounds[1:], strict=True), start=1)
    return tuple(Period(f"FY{fiscal}-P{number:02d}", begins, ends, fiscal, number) for number, (begins, ends) in spans)
