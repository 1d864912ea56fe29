"""How like two passages are: an organisation's standard clauses, and how far a passage of a contract is from them.

Likeness is the cosine of the counts of word pairs, rare pairs weighing more, in whole thousandths.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from zlib import crc32

from duly.engine.documents.text.segments import segments

_WORD = re.compile(r"[a-z]{2,20}")
# Words that say nothing of what a clause is about.
_SMALL = frozenset(
    "the and for of to in on by with any all such that this which shall will be is are has have been its their not nor"
    " from under upon as at an it".split()
)
_BUCKETS = 1 << 16
SAME = 1_000
# A passage of at least this likeness is a standard clause somebody changed; of at least the second, the clause itself.
CHANGED, UNCHANGED = 700, 985


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard clause of an organisation: its category, and its wording, which is also what is proposed."""

    category: str
    text: str


class Library:
    """Standard clauses, ready to be compared with: pairs of a category and its wording.

    `own` says that they are the organisation's: its contracts hold them as they are, so that a change tells something.
    """

    def __init__(self, clauses: Sequence[tuple[str, str]], own: bool = True) -> None:
        self.clauses = tuple(Standard(*one) for one in clauses)
        self.own = own
        self._parts = tuple(Standard(one.category, part) for one in self.clauses for part in _parts(one.text))
        self._counts = [_pairs(one.text) for one in self._parts]
        often = Counter(pair for counts in self._counts for pair in counts)
        self._weights = {pair: (4 * len(self._counts) // times).bit_length() for pair, times in often.items()}

    def nearest(self, words: str) -> tuple[int, Standard] | None:
        """The standard clause, or the sentence of one, that a passage is most like; the likeness in thousandths."""
        counts = _pairs(words)
        if not self._parts or not counts:
            return None
        likes = [self._like(counts, other) for other in self._counts]
        best = max(range(len(likes)), key=lambda place: likes[place])
        return likes[best], self._parts[best]

    def of(self, category: str) -> str:
        """The standard wording of a category; "" where there is none."""
        return next((one.text for one in self.clauses if one.category == category), "")

    def _like(self, counts: Mapping[int, int], other: Mapping[int, int]) -> int:
        shared = sum(counts[pair] * other[pair] * self._weight(pair) ** 2 for pair in counts.keys() & other.keys())
        return SAME * shared // (self._length(counts) * self._length(other) or 1)

    def _length(self, counts: Mapping[int, int]) -> int:
        return isqrt(sum((number * self._weight(pair)) ** 2 for pair, number in counts.items())) or 1

    def _weight(self, pair: int) -> int:
        return self._weights.get(pair, 3)


def _parts(text: str) -> list[str]:
    """A clause as a whole, and its passages where it has several, as those of a contract are cut."""
    passages = [text[one.start : one.end] for one in segments(text)]
    return [text, *passages] if len(passages) > 1 else [text]


def words_of(text: str) -> list[str]:
    """The words of a text that say what it is about."""
    return [word for word in _WORD.findall(text.lower()) if word not in _SMALL]


def added(text: str, standard: str) -> list[str]:
    """The words of a passage that its standard does not have, in their order, each once."""
    known = set(words_of(standard))
    return list(dict.fromkeys(word for word in words_of(text) if word not in known))


def left_out(text: str, standard: str) -> list[str]:
    """The words of a standard that a passage does not have."""
    return added(standard, text)


def _pairs(text: str) -> Counter[int]:
    words = words_of(text)
    return Counter(_hashed(words, zip(words, words[1:], strict=False)))


def _hashed(words: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Iterable[int]:
    """Words and pairs of words as numbers of a fixed range."""
    yield from (crc32(word.encode()) % _BUCKETS for word in words)
    yield from (crc32(f"{one} {other}".encode()) % _BUCKETS for one, other in pairs)
