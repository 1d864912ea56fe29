"""Kinds of clauses that words alone tell: which words speak for a kind, how strongly, and which against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duly.engine.documents.clauses.scoring import of_a_hundred
from duly.engine.documents.proposals import Clause, Segment
from duly.engine.documents.text.passages import pattern
from duly.engine.documents.text.segments import HEADING

NEVER = re.compile(r"(?!)")
LONGEST = 4000  # of a passage that has no end, so much is looked at
HEADED = 10  # points more where the heading speaks of the kind too


@dataclass(frozen=True, slots=True)
class Rule:
    """`points` of a hundred for a kind where a segment has the words, and none of the words against."""

    kind: str
    points: int
    words: re.Pattern[str]
    against: re.Pattern[str] = NEVER


def rule(kind: str, points: int, words: str, against: str = "") -> Rule:
    """A rule out of patterns in which a blank is any gap between words, and "..." up to 120 signs."""
    return Rule(kind, points, pattern(words), pattern(against) if against else NEVER)


def told(text: str, segments: Sequence[Segment], rules: Sequence[Rule]) -> Iterator[Clause]:
    """The clauses that rules find: for each segment and kind the best rule's points as a chance."""
    heads = {rule.kind: re.compile(rf"\b{re.escape(rule.kind)}", re.IGNORECASE) for rule in rules}
    for piece in segments:
        if piece.kind == HEADING:
            continue
        words = text[piece.start : min(piece.end, piece.start + LONGEST)]
        points: dict[str, int] = {}
        for one in rules:
            if points.get(one.kind, 0) < one.points and one.words.search(words) and not one.against.search(words):
                points[one.kind] = one.points
        for kind, best in points.items():
            headed = HEADED if heads[kind].search(piece.heading) else 0
            yield Clause(kind, piece.start, piece.end, of_a_hundred(min(best + headed, 95)))
