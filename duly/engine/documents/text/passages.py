"""A document prepared for finding terms: its sentences, and every date, duration, percent and recurrence in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duly.engine.documents.proposals import Segment, Value
from duly.engine.documents.text.found import Found, within
from duly.engine.documents.text.segments import HEADING
from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.durations import durations
from duly.engine.documents.values.percents import Percent, percents
from duly.engine.documents.values.recurrence import recurrences

# A sentence longer than this is read in pieces: no sentence of a contract is, and no line may take long to read.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with the heading above it."""

    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that may be meant. `points` say how strongly the words speak for it, from 0 to 100; `confidence.py` knows
    how often so many points were right."""

    field: str
    value: Value
    start: int
    end: int
    points: int
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text with what the normalisers found in it."""

    text: str
    passages: tuple[Passage, ...]
    dates: tuple[Found, ...]
    durations: tuple[Found, ...]
    percents: tuple[Percent, ...]
    recurrences: tuple[Found, ...]

    def dates_in(self, start: int, end: int) -> list[Found]:
        return within(self.dates, start, end)

    def durations_in(self, start: int, end: int) -> list[Found]:
        return within(self.durations, start, end)

    def percents_in(self, start: int, end: int) -> list[Percent]:
        return within(self.percents, start, end)

    def recurrences_in(self, start: int, end: int) -> list[Found]:
        return within(self.recurrences, start, end)


def prepared(text: str, segments: Sequence[Segment]) -> Prepared:
    """A text made ready for the finders of terms."""
    return Prepared(
        text,
        tuple(_passages(segments)),
        tuple(dates(text)),
        tuple(durations(text)),
        tuple(percents(text)),
        tuple(recurrences(text)),
    )


def _passages(segments: Sequence[Segment]) -> Iterator[Passage]:
    """The segments that say something; a heading is read too, since order forms put values in it."""
    for segment in segments:
        heading = "" if segment.kind == HEADING else segment.heading
        for start in range(segment.start, segment.end, LONGEST):
            yield Passage(start, min(segment.end, start + LONGEST), heading)


_BETWEEN = r"(?![a-z])[^;]{0,120}?(?<![a-z])"
_BLANK = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]| \?| ")


def phrase(words: str) -> re.Pattern[str]:
    """A pattern in which a blank stands for any gap between words, a line or page break among them.

    A blank before "?" may be missing; within a class it is one sign of white space.

    >>> bool(phrase("for a period ?: ?of").search("For a\\n   period:of"))
    True
    """
    return re.compile(_BLANK.sub(_gap, words), re.IGNORECASE)


def pattern(words: str) -> re.Pattern[str]:
    """A phrase in which "..." stands for up to 120 signs between two words.

    >>> bool(pattern("no less favou?rable ... than").search("not. No less\\n favorable to the Buyer than"))
    True
    """
    return phrase(words.replace(" ... ", _BETWEEN))


def _gap(found: re.Match[str]) -> str:
    if found[0] == " ?":
        return r"\s{0,80}"
    return r"\s{1,80}(?:-{3,60}\s{1,80})?" if found[0] == " " else found[0].replace(" ", r"\s")


_ITEM_FOLLOWS = phrase(r"(?::|of|;(?: and| or)?|,(?: and| or)) ?$")


def led_from(text: str, passage: Passage) -> int:
    """Where the words of a sentence begin: an item of a list goes on from the words that lead in."""
    lead = _ITEM_FOLLOWS.search(text, max(0, passage.start - 12), passage.start)
    return max(0, passage.start - 300) if lead else passage.start


def headed_from(text: str, passage: Passage) -> int:
    """Where a passage begins with the heading that runs into it: "Commencement Date: means the date of this paper"."""
    heading = passage.heading
    at = text.rfind(heading, max(0, passage.start - len(heading) - 12), passage.start) if heading else -1
    return at if at >= 0 else passage.start


def unsound(found: Found | Percent) -> tuple[str, ...]:
    """The check that a number fails whose words and figures differ."""
    return () if found.sound else ("words_and_figures_differ",)
