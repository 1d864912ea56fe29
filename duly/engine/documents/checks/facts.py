"""What the checks start from: the amounts, dates, durations and percents of a text, each found once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Found, Item, Placed
from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.durations import durations
from duly.engine.documents.values.money import Money, amount_text, moneys
from duly.engine.documents.values.percents import Percent, percents

Span = tuple[int, int]
# Sums over some of the amounts are tried up to this many amounts.
MOST = 10
_STOP = re.compile(r"[.;]\s")
_ABBREVIATED = re.compile(r"\b(?:i\.e\.|e\.g\.|p\.a\.|[Nn]o\.(?= ?\d)|approx\.|incl\.|plus VAT\.)")


@dataclass(frozen=True, slots=True)
class Facts:
    """A text, its passages, and what stands in it, each in the order of the text."""

    text: str
    segments: tuple[Segment, ...]
    moneys: tuple[Money, ...]
    dates: tuple[Found, ...]
    durations: tuple[Found, ...]
    percents: tuple[Percent, ...]


def phrase(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern of words: a blank in it stands for any few blanks, as a line may end between two words."""
    return re.compile(pattern.replace(" ", r"\s{1,40}"), flags)


def facts(text: str, segments: Sequence[Segment]) -> Facts:
    """The facts of a text. Its text is one without the stops of "i.e.", which would look like ends of sentences."""
    text = _ABBREVIATED.sub(lambda one: one[0].replace(".", " "), text)
    return Facts(
        text,
        tuple(segments),
        tuple(one for one in moneys(text) if one.amount > 0),
        tuple(dates(text)),
        tuple(durations(text)),
        tuple(percents(text)),
    )


def between(items: Sequence[Item], start: int, end: int) -> list[Item]:
    """Those that begin between two offsets."""
    first = bisect_left(items, start, key=lambda one: one.start)
    return list(items[first : bisect_left(items, end, lo=first, key=lambda one: one.start)])


def segment_at(known: Facts, offset: int) -> int:
    """The number of the passage in which an offset stands."""
    return max(0, bisect_right(known.segments, offset, key=lambda one: one.start) - 1)


def said_before(text: str, offset: int, reach: int) -> str:
    """What stands before an offset in its sentence, no farther than so many characters."""
    return _STOP.split(text[max(0, offset - reach) : offset])[-1]


def said_behind(text: str, offset: int, reach: int) -> str:
    """What stands behind an offset in its sentence, no farther than so many characters."""
    return _STOP.split(text[offset : offset + reach])[0]


def span(one: Placed) -> Span:
    """The place of a fact."""
    return one.start, one.end


def near(one: Fraction, other: Fraction, within: int = 1) -> bool:
    """Whether two amounts are the same but for the rounding of parts."""
    return abs(one - other) <= within


def alike(one: Fraction, other: Fraction, times: int) -> bool:
    """Whether two numbers are of one size: neither more than so many times the other."""
    return one * times >= other and other * times >= one


def reaches(total: Fraction, parts: Sequence[Fraction], start: Fraction = Fraction(0), within: int = 1) -> bool:
    """Whether a start and some of the parts, or none, make a total."""
    few = parts[:MOST]
    sums = (sum(some, start) for size in range(len(few) + 1) for some in combinations(few, size))
    return any(near(total, one, within) for one in sums)


def adds_up(kind: str, how: str, comes: Fraction, total: Money, *others: Span) -> Finding:
    """A finding about an amount that the others do not make: "4 times 5,000 is 20,000, ..."."""
    says = f"{how} is {amount_text(comes)}, the contract says {amount_text(total.amount)}"
    return Finding(kind, says, (span(total), *others))
