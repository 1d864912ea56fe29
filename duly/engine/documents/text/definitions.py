"""Defined terms: what a contract calls things, where it says so, and what stands behind a name used elsewhere.

A term is defined by saying what it means ('"Fee" means ...') or by a name in brackets behind what is named
('two years (the "Initial Term")').
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from duly.engine.documents.proposals import Segment
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.passages import phrase
from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.durations import durations

_OPEN, _CLOSE = "[\"“'‘`*]{1,2}", "[\"”'’`*]{1,2}"
_MEANS = phrase(
    rf"{_OPEN}(?P<name>[A-Z][\w&/’' -]{{0,60}}?){_CLOSE}(?: or {_OPEN}[\w ]{{1,40}}{_CLOSE})?,?"
    rf"(?: (?:as used (?:herein|in this [\w ]{{1,20}})|of this [\w ]{{1,20}}),?)? "
    r"(?:shall |will )?(?:means?|be defined as|is defined as|refers? to|has the meaning|have the meaning|"
    r"includes?|is|be)\b"
)
_CALLED = phrase(
    r"\((?: ?(?:each|collectively|together|individually|hereinafter|hereafter|the|such|a|an|this|referred|to|as|"
    rf"called|any|being|and|with|period|date|amount|sum),?){{0,9}} ?"
    rf"{_OPEN}(?P<name>[A-Z][\w&/’' -]{{0,60}}?)[,.]?{_CLOSE}"
)
LONGEST_MEANING = 600

Reader = Callable[[str], list[Found]]


@dataclass(frozen=True, slots=True)
class Definition:
    """A name, where it is given, and the words it stands for."""

    name: str
    start: int
    end: int
    meaning_start: int
    meaning_end: int


def definitions(text: str, segments: Sequence[Segment]) -> list[Definition]:
    """The defined terms of a text in their order; the first definition of a name is its definition.

    >>> text = 'The term is two years (the "Initial Term").'
    >>> one, = definitions(text, [Segment(0, len(text), "sentence")])
    >>> one.name, text[one.meaning_start:one.meaning_end]
    ('Initial Term', 'The term is two years')
    """
    return sorted(
        (one for segment in segments for one in (*_meaning(text, segment), *_called(text, segment))),
        key=lambda one: one.start,
    )


def _meaning(text: str, segment: Segment) -> Iterator[Definition]:
    """What follows "means" up to the end of the sentence, or to the next name that is defined."""
    found = list(_MEANS.finditer(text, segment.start, segment.end))
    for place, match in enumerate(found):
        following = found[place + 1].start() if place + 1 < len(found) else segment.end
        end = min(following, match.end() + LONGEST_MEANING)
        words = text[match.end() : end]
        start = match.end() + len(words) - len(words.lstrip(" \t\r\n:,"))
        yield Definition(
            _plain(match["name"]),
            match.start(),
            match.end(),
            start,
            max(start, start + len(text[start:end].rstrip(" .;\n\t"))),
        )


def _called(text: str, segment: Segment) -> Iterator[Definition]:
    """What stands before a name in brackets, from the start of its sentence or from the brackets before."""
    first = segment.start
    for match in _CALLED.finditer(text, segment.start, segment.end):
        start = max(first, match.start() - LONGEST_MEANING)
        words = text[start : match.start()]
        start += len(words) - len(words.lstrip(" \t\r\n,;)"))
        yield Definition(
            _plain(match["name"]), match.start(), match.end(), start, start + len(text[start : match.start()].rstrip())
        )
        first = match.end()


def meaning_of(name: str, defined: Sequence[Definition]) -> Definition | None:
    """The definition that a name used in a text refers to, whatever its article and case."""
    wanted = _key(name)
    return next((one for one in defined if _key(one.name) == wanted), None)


def day_meant(name: str, text: str, defined: Sequence[Definition]) -> Found | None:
    """The day that a defined term stands for: the last date of its meaning, through names defined by names."""
    return _meant(name, text, defined, dates, 3)


def span_meant(name: str, text: str, defined: Sequence[Definition]) -> Found | None:
    """The duration that a defined term stands for ("the Initial Term" is "two years")."""
    return _meant(name, text, defined, durations, 3)


def _meant(name: str, text: str, defined: Sequence[Definition], read: Reader, deep: int) -> Found | None:
    one = meaning_of(name, defined)
    if one is None or deep == 0:
        return None
    words = text[one.meaning_start : one.meaning_end]
    found = read(words)
    if found:
        # A name in brackets stands behind what it names; a meaning begins with what is meant.
        nearest = found[-1] if one.meaning_end <= one.start else found[0]
        shift = one.meaning_start
        return Found(nearest.start + shift, nearest.end + shift, nearest.value, nearest.kind, nearest.sound)
    others = (other for other in defined if _key(other.name) != _key(name) and _key(other.name) in words.lower())
    return next((got for other in others if (got := _meant(other.name, text, defined, read, deep - 1))), None)


def _key(name: str) -> str:
    return re.sub(r"^(?:the|such|this)\s+", "", " ".join(name.split()).lower())


def _plain(name: str) -> str:
    return " ".join(name.split()).strip(" ,")
