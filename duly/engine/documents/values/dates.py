"""Dates as contracts write them, made ISO 8601; what a blank leaves open is left out.

Read are "May 1, 2006", "the 1st day of May, 2006", "31 December 2004", "12/31/2004", "2004-12-31", ordinals that text
extraction broke ("17t h day of October"), and forms with blanks ("May __, 2006" is 2006-05).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.engine.documents.text.found import Found
from duly.engine.documents.values.numbers import ordinal

_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {name[:3]: place for place, name in enumerate(_MONTHS, 1)}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTH = r"(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS) + r"|sept)\b\.?"
_SUPERSCRIPT = r"(?:\s{0,2}(?:s\s?t|n\s?d|r\s?d|t\s?h)\b)"
_DAY_IN_WORDS = (
    r"(?:(?:twenty|thirty)[\s-]{1,3})?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_DAY = rf"(?:\d{{1,2}}{_SUPERSCRIPT}?(?!\d)|[Il]\s?s\s?t\b|\b(?:{_DAY_IN_WORDS})\b(?:\s?\(\d{{1,2}}{_SUPERSCRIPT}?\))?)"
_YEAR = r"(?:(?:19|20)\s?\d\s?\d(?!\d)|'\d{2}(?!\d))"
_BLANK = r"(?:(?<!_)_{1,40}|\[[\s_*•●·\u2022\u25cf-]{0,12}\]|\.{3,30}|[●•·])"
# A rule drawn under the words may stand before the year.
_TO_YEAR = r"[\s,._]{1,60}(?:-{3,40}\s{1,40})?(?:in\s+the\s+year\s+|(?:day\s+)?of\s+)?"
_OF = r"\s{1,40}(?:day\s{1,40})?(?:of[\s_-]{1,120})?(?:the\s+month\s+of\s+)?"
_ISO = r"(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})(?!\d)"
_NUMERIC = (
    r"(?P<first>\d{1,2})(?P<sep>\s?[/-]\s?|\.)(?P<second>\d{1,2})(?P=sep)(?P<short>(?:19|20)\d{2}|\d{2})(?![\d/-])"
)
_MONTH_FIRST = rf"(?<![A-Za-z0-9])(?P<m1>{MONTH})\s{{0,20}}(?P<d1>{_DAY})(?:{_TO_YEAR}(?P<y1>{_YEAR}))?"
_DAY_FIRST = rf"(?<![\d.,$])(?P<d2>{_DAY}){_OF}(?P<m2>{MONTH})(?:{_TO_YEAR}(?P<y2>{_YEAR}))?"
_MONTH_ALONE = (
    rf"(?:{_BLANK}{_SUPERSCRIPT}?{_OF})?\b(?P<m3>{MONTH})(?:\s{{0,20}}{_BLANK}{_SUPERSCRIPT}?)?"
    rf"{_TO_YEAR}(?P<y3>{_YEAR})"
)
_YEAR_ALONE = rf"{_BLANK}(?:\s+day\s+of)?\s{{0,4}}{_BLANK}?\s{{0,4}},\s{{0,4}}(?P<y4>{_YEAR})"
_DATE = re.compile(
    "|".join((_ISO, rf"(?<![\d/.-]){_NUMERIC}", _MONTH_FIRST, _DAY_FIRST, _MONTH_ALONE, _YEAR_ALONE)), re.I
)


def dates(text: str) -> list[Found]:
    """Every date in a text, in order. `kind` is what is known: "day", "month", "year", or "yearless".

    >>> [(one.value, one.kind) for one in dates("the 17t h day of October, 2007 and May __, 2006")]
    [('2007-10-17', 'day'), ('2006-05', 'month')]
    """
    return list(_dates(text))


def _dates(text: str) -> Iterator[Found]:
    for match in _DATE.finditer(text):
        known = _known(match)
        if known is None:
            continue
        year, month, day = known
        if year and month and day:
            yield Found(match.start(), match.end(), f"{year:04}-{month:02}-{day:02}", "day", _exists(year, month, day))
        elif month and day:
            yield Found(match.start(), match.end(), f"--{month:02}-{day:02}", "yearless", _exists(2000, month, day))
        elif year and month:
            yield Found(match.start(), match.end(), f"{year:04}-{month:02}", "month")
        elif year:
            yield Found(match.start(), match.end(), f"{year:04}", "year")


def _known(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Year, month and day of a match, 0 for what it does not say; None where it is no date after all."""
    if match["iso"]:
        year, month, day = match["iso"].split("-")
        return int(year), int(month), int(day)
    if match["first"]:
        return _numeric(int(match["first"]), int(match["second"]), match["short"], match["sep"])
    for place in ("1", "2"):
        if match["m" + place]:
            written = match["m" + place]
            if written.lower() in ("may", "march") and written[0].islower():
                return None
            return _year(match["y" + place]), _month(written), _day(match["d" + place])
    if match["m3"]:
        return _year(match["y3"]), _month(match["m3"]), 0
    return _year(match["y4"]), 0, 0


def _numeric(first: int, second: int, year: str, separator: str) -> tuple[int, int, int] | None:
    """The American order, unless only the other one names a month. A short year with dots is a section number."""
    if separator == "." and len(year) == 2:
        return None
    month, day = (first, second) if first <= 12 else (second, first)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return _year(year), month, day


def _month(name: str) -> int:
    return _SHORT[name[:3].lower()]


def _day(text: str) -> int:
    brackets = text.find("(")
    return ordinal(text[:brackets] if brackets > 0 else text) or 0


def _year(text: str | None) -> int:
    """A year of four digits, or of two: 50 and later belongs to the last century."""
    digits = re.sub(r"\D", "", text or "")
    if not digits:
        return 0
    number = int(digits)
    return number if number > 99 else number + (1900 if number >= 50 else 2000)


def _exists(year: int, month: int, day: int) -> bool:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 and leap else _LENGTHS[month - 1])
