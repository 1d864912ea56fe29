"""Durations as contracts write them, made ISO 8601: "thirty (30) days" is P30D, "twelve-month" is P12M."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.text.found import Found
from duly.engine.documents.values.numbers import COUNT, count, decimal_text, ordinal

_QUALITY = (
    r"(?:(?:business|calendar|working|banking|trading|consecutive|successive|full|additional|further|more|whole|contract|"
    r"fiscal|complete|natural|license|renewal)[\s-]{1,20})"
)
_UNIT = r"(?P<unit>day|week|month|year|quarter|hour)(?:s\b|\(s\)|\b)"
# "Three one-year periods": how many stands before how long.
_TIMES = r"(?:(?:one|two|three|four|five|six)\s{1,4}(?=(?:one|two|three|four|five|six|seven|eight|nine|ten)\b))?"
_COUNTED = rf"(?<![\w$.,]){_TIMES}(?P<count>{COUNT})\s{{0,20}}-?\s{{0,20}}(?P<quality>{_QUALITY}{{0,2}}){_UNIT}"
_ORDINAL = r"(?:[a-z]{3,12}(?:y[\s-]{1,3}[a-z]{3,7})?|\d{1,2}\s?(?:s\s?t|n\s?d|r\s?d|t\s?h))"
_ANNIVERSARY = (
    rf"\b(?P<place>{_ORDINAL})\s{{0,4}}(?:\(\s?\d{{1,2}}(?:\s?[a-z]\s?[a-z])?\s?\)\s{{0,4}})?(?:year\s+)?anniversary"
)
_END_OF_YEAR = (
    rf"\bend\s+of\s+(?:the\s+)?(?:(?P<nth>{_ORDINAL})\s{{0,4}}(?:\(\s?\d{{1,2}}(?:\s?[a-z]\s?[a-z])?\s?\)\s{{0,4}})?"
    r"(?:(?:full|contract|license|agreement|calendar)\s+){0,2}year\b|(?:contract\s+)?year\s+(?P<number>\d{1,2})\b)"
)
_HALF = r"\b(?P<half>half\s+(?:of\s+)?a\s+year|one-half\s+year)\b"
_DURATION = re.compile("|".join((_COUNTED, _ANNIVERSARY, _END_OF_YEAR, _HALF)), re.I)
_ONE = re.compile(
    rf"\b(?:an?|another|one|each|every|the)\s+(?:(?:additional|further|subsequent|successive|renewal|same)[\s-]+){{0,2}}{_UNIT}",
    re.I,
)
_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "quarter": "M", "hour": "H"}


def durations(text: str) -> list[Found]:
    """Every counted duration, in order. `kind` is "business" for days on which banks are open, "anniversary", or "".

    >>> [one.value for one in durations("within ten (10) business days; the fifth anniversary; an 18-month term")]
    ['P10D', 'P5Y', 'P18M']
    """
    return list(_durations(text))


def _durations(text: str) -> Iterator[Found]:
    for match in _DURATION.finditer(text):
        if match["half"]:
            yield Found(match.start(), match.end(), "P6M")
        elif match["place"] or match["nth"] or match["number"]:
            said = match["place"] or match["nth"] or match["number"]
            years = ordinal(re.sub(r"\s", "", said) if said[0].isdigit() else said)
            if years and years > 0:
                yield Found(match.start(), match.end(), f"P{years}Y", "anniversary")
        else:
            number = count(match["count"])
            if number is not None and 0 < number.value < 100_000:
                value = iso_duration(number.value, match["unit"].lower())
                yield Found(match.start(), match.end(), value, _kind(match["quality"]), number.agrees)


def _kind(quality: str) -> str:
    return "business" if re.search("business|working|bank|trading", quality, re.I) else ""


def iso_duration(number: Fraction, unit: str) -> str:
    """A number of units as ISO 8601; a part of a year is told in months, a part of a day in hours."""
    if unit == "quarter":
        number *= 3
    if unit == "year" and number.denominator > 1 and (number * 12).denominator == 1:
        number, unit = number * 12, "month"
    if unit == "day" and number.denominator > 1 and (number * 24).denominator == 1:
        number, unit = number * 24, "hour"
    return f"P{'T' if unit == 'hour' else ''}{decimal_text(number)}{_LETTERS[unit]}"


def single(text: str) -> Found | None:
    """The first "a year", "an additional month", "another year": one unit, told without a number.

    >>> single("renewed for another year").value
    'P1Y'
    """
    match = _ONE.search(text)
    return Found(match.start(), match.end(), iso_duration(Fraction(1), match["unit"].lower())) if match else None


def days_of(value: str) -> int:
    """About how many days a duration has, to compare two of them; 0 for what is no duration."""
    match = re.fullmatch(r"P(T?)(\d{1,6})(?:\.\d+)?([DWMYH])", value)
    if not match:
        return 0
    return int(match[2]) * {"D": 1, "W": 7, "M": 30, "Y": 365, "H": 0}[match[3]]
