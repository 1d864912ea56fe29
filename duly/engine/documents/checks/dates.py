"""Dates that cannot be: days no calendar has, ends before their start, lengths that are not those of their days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duly.engine.documents.checks.facts import Facts, between, phrase, said_before, span
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Found
from duly.engine.documents.values.durations import days_of
from duly.ground.dates import day as day_number
from duly.ground.dates import iso

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = phrase(rf"\b(?P<name>{'|'.join(_WEEKDAYS)}),?\s{{1,4}}(?:the\s{{1,3}})?\Z")
# Figures in the place of a date of which none can be the month.
_NO_MONTH = phrase(
    r"(?<![\d/.-])(?:(?P<a>1[3-9]|[2-9]\d)/(?P<b>1[3-9]|[2-9]\d)/(?:19|20)\d\d|(?:19"
    r"|20)\d\d-(?P<month>\d\d)-(?P<day>\d\d))(?![\d/-])",
    re.NOFLAG,
)
# What stands between the first and the last day of a period.
_UNTIL = phrase(
    r"\A[^.]{0,110}?(?:\b(?:(?<!prior\s)to|through|thru|until|till|up to and including"
    r"|and continu\w+ (?:until|through|to)|ending|ends?|expir\w+"
    r"|terminat\w+|conclud\w+|complet\w+|laps\w+|finish\w*)(?: (?:no|not) later than| by"
    r"| [a-z0-9() -]{3,30} later,?)?(?: and including)?(?: on| at"
    r"| as of)?(?: midnight(?: on)?)?(?: the)?:?)\s{0,6}\(?\Z|\A\s{0,3}[-–—]\s{0,3}\Z"
)
_LABELS = phrase(
    r"\A\s{0,3}[.;,]?[^.;]{0,60}\b(?:ends?|expiration|expiry|termination"
    r"|completion)\b(?:\s{1,3}date)?\b[^.;\d]{0,30}\Z"
)
_FROM = phrase(
    r"\b(?:from|commenc\w*|begin\w*|start\w*|effective|takes? effect|between|effect|runs?|date|valid"
    r"|force|lasts?|term|period)\b[^.;]{0,60}\Z"
)
_ENDING = phrase(r"\b(?:ending|ends?|ended|until|through|expir\w*|extended to)(?: on| at)?\s{0,3}\Z")
_LENGTH = phrase(
    r"(?:\b(?:terms?|period|duration|for|be|is|of|lasts?|continues?|force for|effect for"
    r"|initial)\b[\s:]{1,6}(?:an?\s|the\s|initial\s|period of\s)*"
    r"|\A\s{0,8})\Z"
)
_LENGTH_OF = phrase(r"[\s-]{0,3}(?:fixed |initial )?(?:term|period|duration)\b")
_LATER = phrase(r"\s{0,3}(?:later\b|after (?:it|that|such|its|commencement)\b)")
_NO_LENGTH = phrase(
    r"\s{0,3}['’]?\s{0,3}(?:prior|notice|before|after|advance|written|renewal|additional|extension|option"
    r"|following|of age|anniversary|\(?each)\b"
)
_OTHER = phrase(r"\b(?:notice|prior|renew\w*|extend\w*|extension|additional|successive|option\w*|thereafter|each)\b")
_TERM_IS = phrase(r"\b(?:terms?|period|duration)\b[^.;]{0,30}\b(?:is|be|of|for|:)\s{1,3}(?:an?\s)?\Z")
_SLACK = {"Y": 45, "M": 17, "W": 4, "D": 2}


@dataclass(frozen=True, slots=True)
class Lasting:
    """A period with both its days, the last one in it, and where they stand."""

    first: int
    last: int
    start: Found
    end: Found


def date_findings(known: Facts) -> Iterator[Finding]:
    """What is wrong with single dates and with periods."""
    yield from _impossible(known)
    for one in lastings(known):
        if one.last < one.first:
            says = f"the period ends on {iso(one.last)}, before it begins on {iso(one.first)}"
            yield Finding("end before start", says, (span(one.start), span(one.end)))
        else:
            yield from _length(known, one)


def day_of(one: Found) -> int | None:
    """The number of the day that a date names."""
    return day_number(one.value) if one.kind == "day" and one.sound else None


def weekday_of(day: int) -> int:
    """The place of a day in its week, Monday being 0: the first of January 1970 was a Thursday."""
    return (day + 3) % 7


def _impossible(known: Facts) -> Iterator[Finding]:
    for one in known.dates:
        words = " ".join(known.text[one.start : one.end].split())
        day = day_of(one)
        if not one.sound and not _of_other_thing(known.text, one):
            yield Finding("no such day", f"{words} is a day that no calendar has", (span(one),))
        named = _WEEKDAY.search(known.text, max(0, one.start - 20), one.start)
        if named and day is not None and weekday_of(day) != _WEEKDAYS.index(named["name"].lower()):
            says = f"{words} was a {_WEEKDAYS[weekday_of(day)].capitalize()}, the contract says {named['name']}"
            yield Finding("weekday differs from date", says, ((named.start(), one.end),))
    for found in _NO_MONTH.finditer(known.text):
        if found["a"] or int(found["month"]) > 12 or int(found["month"]) == 0:
            yield Finding("no such day", f"no figure of {found[0]} can be the month", (found.span(),))


def _of_other_thing(text: str, one: Found) -> bool:
    """Whether the day of an impossible date may be the number of a page or a rule:"
    " "Page 32 May 2004", "52.222-36 Jun"."""
    if not text[one.start : one.start + 1].isdigit():
        return one.kind != "day" and int(one.value[-2:]) > 31
    return not re.search(
        r"(?:\b(?:on|of|this|dated|from|to|until|till|by|the|before|after|ending|through|and|is)|[:(])\s{1,4}\Z",
        text[max(0, one.start - 12) : one.start],
    )


def lastings(known: Facts) -> Iterator[Lasting]:
    """The periods a text states with first and last day."""
    text = known.text
    for one, other in zip(known.dates, known.dates[1:], strict=False):
        first, last = day_of(one), day_of(other)
        gap = text[one.end : other.start]
        if first is None or last is None or len(gap) > 160:
            continue
        before = text[max(0, one.start - 80) : one.start]
        if _ENDING.search(before):
            continue
        both = re.fullmatch(r"\s{1,9}and\s{1,9}", gap) and re.search(r"\bbetween\s{1,9}\Z", before)
        if (
            both
            or (_UNTIL.match(gap) and (_FROM.search(before) or len(gap) < 12))
            or (_LABELS.match(gap) and _FROM.search(before))
        ):
            yield Lasting(first, last, one, other)


def _length(known: Facts, one: Lasting) -> Iterator[Finding]:
    """A length in words beside both days, and not theirs."""
    text = known.text
    low, high = one.start.start - 200, one.end.end + 60
    for length in between(known.durations, low, high):
        far = text[length.end : one.start.start] if length.end <= one.start.start else text[one.end.end : length.start]
        if one.start.end <= length.start < one.end.start:
            far = ""
        said = _LENGTH.search(text, max(0, length.start - 40), length.start)
        bracketed = 0 <= length.start - one.end.end < 6 and "(" in far
        later = _LATER.match(text, length.end)
        if (
            not (said or bracketed or later or _LENGTH_OF.match(text, length.end))
            or (_NO_LENGTH.match(text, length.end) and not later)
            or _OTHER.search(far)
            or far.count(". ") > 1
            or re.search(r"\n\s*\n", far.strip())
        ):
            continue
        if ". " in far and (
            not _TERM_IS.search(text, max(0, length.start - 50), length.start) or length.end > one.start.start
        ):
            continue
        if re.search(r"[$]", far) or _OTHER.search(said_before(text, length.start, 60)):
            continue
        days, unit = days_of(length.value), length.value[-1]
        lasts = one.last - one.first + 1
        if days and unit in _SLACK and abs(days - lasts) > max(_SLACK[unit], days // 60):
            words = " ".join(text[length.start : length.end].split())
            says = f"{iso(one.first)} to {iso(one.last)} is {lasts} days, the contract says {words}"
            yield Finding("length differs from its days", says, (span(length), span(one.start), span(one.end)))
