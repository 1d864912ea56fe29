"""The days and lengths of time of the language: dates, last days, durations, numbers of months."""

from __future__ import annotations

import re

from duly.engine.contracts import errors as e
from duly.engine.contracts.forms import Scalar
from duly.engine.contracts.grammar import refusal
from duly.engine.contracts.reader import Reader
from duly.ground.dates import FIRST_DAY, LAST_DAY, Duration, add_months, civil, days_in_month, from_civil

LONGEST_MONTHS = 3600
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}


def day_of(year: int, month: int, of_month: int) -> int:
    """Day number of a date as written; `NoSuchDay` or `DayOutOfRange`."""
    length = days_in_month(year or 4, month) if 1 <= month <= 12 else 0
    if not 1 <= of_month <= length:
        has = f"; {year:04}-{month:02} has {length} days" if length else ""
        raise e.NoSuchDay(
            f"there is no day {year:04}-{month:02}-{of_month:02}{has}",
            why="a date is a real day of the calendar",
            fix="correct the day or the month",
        )
    day = from_civil(year, month, of_month) if year else FIRST_DAY - 1
    if not FIRST_DAY <= day <= LAST_DAY:
        raise e.DayOutOfRange(
            f"{year:04}-{month:02}-{of_month:02} lies outside 1900 to 2199",
            why="no agreement that duly keeps is that old or runs that long",
            fix="correct the year",
        )
    return day


def _date(match: re.Match[str], reader: Reader) -> int:
    return day_of(int(match[1]), int(match[2]), int(match[3]))


def _until(match: re.Match[str], reader: Reader) -> int:
    return _date(match, reader) + 1


def duration_of(count: int, unit: str) -> Duration:
    """So many days, weeks, months or years.

    >>> duration_of(2, "years"), duration_of(1, "week")
    (Duration(days=0, months=24), Duration(days=7, months=0))
    """
    unit = unit.removesuffix("s")
    if unit in _MONTHS:
        return Duration(months=count * _MONTHS[unit])
    return Duration(days=count * _DAYS[unit])


def duration_in(text: str) -> Duration | None:
    """The duration a text says; None where it says none."""
    match = DURATION.regex.fullmatch(text)
    return duration_of(int(match[1]), match[2]) if match else None


def _duration(match: re.Match[str], reader: Reader) -> Duration:
    found = duration_of(int(match[1]), match[2])
    if found.months > LONGEST_MONTHS or found.days > LONGEST_MONTHS * 30:
        why, fix = "days are kept from 1900 to 2199", "write a duration of at most 300 years"
        raise e.NumberOutOfRange(f"{match[0]} is longer than any agreement", why=why, fix=fix)
    return found


def _months(match: re.Match[str], reader: Reader) -> int:
    count = int(match[0])
    if not 1 <= count <= LONGEST_MONTHS:
        why, fix = "days are kept from 1900 to 2199", f"write a number of months from 1 to {LONGEST_MONTHS}"
        raise e.NumberOutOfRange(f"{count} months is no length of an agreement", why=why, fix=fix)
    return count


def end_after(start: int, months: int) -> int:
    """The first day after a span of so many months; `DayOutOfRange` where that lies after 2199."""
    until = add_months(start, months)
    if until > LAST_DAY + 1:
        why, fix = "days are kept from 1900 to 2199", "write fewer months, or `to:`"
        raise e.DayOutOfRange(f"{months} months end in {civil(until)[0]}", why=why, fix=fix)
    return until


MONTHS = Scalar(
    "months",
    "a number of months like 36",
    r"[0-9]{1,9}",
    _months,
    refusal(e.NotAQuantity),
    ("36",),
    ("string", "number"),
)
_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
DATE = Scalar("date", "a date like 2026-06-30", _DATE, _date, refusal(e.NotADate), ("2026-06-30",))
LAST_DATE = Scalar(
    "last day", "a last day like 2026-06-30, which is included", _DATE, _until, refusal(e.NotADate), ("2026-06-30",)
)
DURATION = Scalar(
    "duration",
    "a duration like 90 days, 12 weeks, 12 months or 3 years",
    r"([0-9]{1,4}) (days?|weeks?|months?|years?)",
    _duration,
    refusal(e.NotADuration),
    ("90 days", "3 years"),
)
