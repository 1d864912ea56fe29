"""What stands around an amount: the sentence, the words before and after it, its lead-in, its heading, its unit.

The role of an amount is decided from these (`roles.py`). Everything is cut from the text as read, so that a value can
always say which words it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from duly.engine.documents.proposals import Segment

# An amount "each" is by the piece, and the words do not say of what.
EACH = "each"
BEFORE, AFTER, ABOVE, LEAD = 420, 240, 700, 500
_STEPS_UP = 12

PERIODS = {
    "day": "P1D", "daily": "P1D", "week": "P1W", "weekly": "P1W", "month": "P1M", "monthly": "P1M", "quarter": "P3M",
    "quarterly": "P3M", "year": "P1Y", "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "annum": "P1Y",
    "semi-annual": "P6M", "semi-annually": "P6M", "semiannual": "P6M", "semiannually": "P6M",
}  # fmt: skip
_PERIOD = r"(?:day|week|month|quarter|year|annum)"
# A line may end between two words, and the next begin far from the edge; "$80/-" and "CHF 80.-" have no small coin.
_GAP = r"(?:/-|[.,]-{1,2})?\s{0,40}"
# "per month", "/month", "a month", "each calendar year", "monthly".
_PER_PERIOD = re.compile(
    rf"{_GAP}(?:U\.?S\.?D?\s{{1,3}})?(?:\([^()]{{1,60}}\)\s{{1,3}})?[,(]?\s{{0,3}}"
    rf"(?:(?:per|/|a|an|each|every|for\s{{1,3}}each|for\s{{1,3}}every|in\s{{1,3}}each|during\s{{1,3}}each){_GAP}/?\s{{0,3}}"
    rf"(?:(?:calendar|contract|consecutive|fiscal|full|additional|successive|license|subsequent|royalty|one)\s{{1,3}}){{0,2}}"
    rf"(?P<period>{_PERIOD})(?:ly)?\b|(?P<adverb>monthly|quarterly|annually|yearly|weekly|daily|semi-?annually)\b)"
    rf"(?!\s{{1,3}}(?:period\s{{1,3}})?(?:of|thereafter\s+until)\s{{1,3}}\d)",
    re.IGNORECASE,
)
_UNIT_WORDS = r"[A-Za-z][A-Za-z'-]{0,24}"
# Words that go on after a unit and are no part of it.
_STOP = (
    r"(?!(?:the|for|of|in|on|to|and|or|whichever|until|by|at|shall|will|is|as|if|with|which|that|from|plus|upon|during"
    r"|payable|when|up|over|per|above|below|sold|shipped|less|not|basis|rate|based|thereafter|beginning|commencing"
    r"|between|within|under|delivered|regardless|prior|before|after|purchased|ordered|produced|used|placed|received|unless"
    r"|then|that|so|in|are|may|must|plus|only)\b)"
)
# What is counted by the piece after "a": "$5 a barrel", but not "$5 a deposit".
_PIECES = (
    r"(?:share|barrel|unit|seat|user|copy|box|ton|pound|gallon|hour|person|piece|kilogram|case|bottle|car|page|call"
    r"|minute|mile|head|night|room)\b"
)
_COUNTS = (
    r"(?:\d[\d,]{0,12}|one\s{1,3}net|one|hundred|thousand|million|additional|individual|completed|delivered|such|net"
    r"|qualified)"
)
# What may stand between an amount and its unit: "(one dollar), inclusive of tax,".
_ASIDE = (
    r"(?:\([^()]{1,60}\)\s{0,3})?(?:,?\s{0,3}(?:inclusive|exclusive|including|excluding|plus|net)\s{1,3}(?:of\s{1,3})?"
    r"(?:[A-Za-z]{2,12}\s?){1,3},?\s{0,3})?"
)
_PER_UNIT = re.compile(
    rf"{_GAP}{_ASIDE}\(?(?:(?:per|/\s?per|/|each(?=\s)|for\s{{1,3}}each|for\s{{1,3}}every|a(?=\s{{1,3}}{_PIECES}))"
    rf"{_GAP}(?P<count>{_COUNTS}\s{{1,3}})?"
    rf"(?P<unit>{_STOP}{_UNIT_WORDS}(?: {_STOP}(?-i:[a-z][a-z'-]{{0,24}})){{0,2}})|(?P<each>(?:ea|each|apiece)\b))",
    re.IGNORECASE,
)
# A rule drawn under the words is no word.
_DRY = re.compile(r"\s+(?:-{3,}\s+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """The words around a passage from `start` to `end`; `first` and `last` are the ends of its sentence."""

    start: int
    end: int
    first: int
    last: int
    kind: str
    section: str
    heading: str
    words: str
    before: str
    after: str
    lead: str
    above: str


class Places:
    """Looks up what stands around a passage."""

    def __init__(self, text: str, segments: Sequence[Segment]) -> None:
        self.text = text
        self.segments = segments
        self._starts = [segment.start for segment in segments]

    def at(self, start: int, end: int) -> Place:
        """The words around a passage."""
        index = bisect_right(self._starts, start) - 1
        segment = Segment(0, len(self.text), "sentence") if index < 0 else self.segments[index]
        first, last = segment.start, max(segment.end, end)
        if start >= segment.end:
            first, last = max(segment.end, start - BEFORE), min(len(self.text), end + AFTER)
        text = self.text
        return Place(
            start, end, first, last, segment.kind, segment.section, segment.heading,
            dry(text[start:end]), dry(text[max(first, start - BEFORE) : start]),
            dry(text[end : min(last, end + AFTER)]), self._lead(index, first), dry(text[max(0, first - ABOVE) : first]),
        )  # fmt: skip

    def _lead(self, index: int, first: int) -> str:
        """The sentence that opens the list or table a segment stands in: the nearest above that ends in a colon."""
        for step in range(1, min(_STEPS_UP, index) + 1):
            above = self.segments[index - step]
            words = self.text[max(above.start, above.end - LEAD) : above.end]
            if words.rstrip(" .\n\t").endswith((":", "follows", "following", "below")):
                return dry(words)
            if above.kind == "sentence" and len(words) > 200 and step > 3:
                return ""
        return ""


def dry(words: str) -> str:
    """Words with single blanks."""
    return _DRY.sub(" ", words)


_PER_DAYS = re.compile(
    rf"{_GAP}(?:per|for\s{{1,3}}each|for\s{{1,3}}every|each|every)\s{{1,3}}(?:\w{{3,12}}\s?\()?(?P<count>\d{{1,3}})\)?[\s-]{{1,3}}"
    r"(?P<period>day|week|month)s?(?:\s{1,3}period)?\b",
    re.IGNORECASE,
)


def period_after(text: str, at: int) -> tuple[str, int]:
    """The period that an amount is per, and where its words end: ("P1M", end) for "per month"; ("", at) without."""
    match = _PER_PERIOD.match(text, at)
    counted = None if match else _PER_DAYS.match(text, at)
    if counted:
        return f"P{int(counted['count'])}{counted['period'][0].upper()}", counted.end()
    if not match:
        return "", at
    return PERIODS[(match["period"] or match["adverb"]).lower()], match.end()


_UNIT_BEFORE = re.compile(
    rf"\b(?:per|each|every)\s{{1,3}}(?P<unit>[a-z][a-z-]{{2,20}}(?: {_STOP}[a-z-]{{3,20}})?)[:=|]?\s{{0,8}}$"
)
_HOURLY = re.compile(r"\b(?P<period>hourly|daily)\s(?:\w+\s){0,6}(?:is|of|at|be|:|=)?\s?$", re.IGNORECASE)


# What advertising is priced by: "CPM of $12", a thousand times that it is seen.
_BY_CLICK = re.compile(r"\be?(?P<what>CPM|CPC|CPA|CPL)\b[^.;$]{0,30}$")
_CLICKS = {"cpm": "1000 impressions", "cpc": "click", "cpa": "acquisition", "cpl": "lead"}


def unit_before(place: Place) -> str:
    """The unit that the words before an amount name: "per label printed $0.05", "hourly rate of"."""
    match = _UNIT_BEFORE.search(place.before[-60:])
    if match and match["unit"] not in PERIODS:
        return match["unit"]
    clicked = _BY_CLICK.search(place.before[-60:])
    if clicked:
        return _CLICKS[clicked["what"].lower()]
    match = _HOURLY.search(place.before[-70:])
    return {"hourly": "hour", "daily": "day"}[match["period"].lower()] if match else ""


def unit_after(text: str, at: int) -> tuple[str, int]:
    """The unit that an amount is per, and where its words end: ("hour", end) for "per hour"; ("", at) without."""
    match = _PER_UNIT.match(text, at)
    if not match:
        return "", at
    if match["each"]:
        return EACH, match.end()
    count = dry(match["count"] or "").strip().lower()
    unit = dry(match["unit"])
    number = f"{count} " if count[:1].isdigit() or count in ("hundred", "thousand", "million") else ""
    return number + unit.lower(), match.end()
