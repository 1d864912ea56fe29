"""What the classifier sees of a segment: hashed words and pairs of words, its heading, its neighbours, plain numbers.

The same function serves training and reading. Words are hashed by CRC-32 and mixed, so that a model holds numbers and
no text; amounts, percents, dates and numbers are masked, so that "$500" and "$750" are the same word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from duly.engine.documents.proposals import Segment
from duly.engine.documents.text.segments import HEADING, ITEM, ROW
from duly.ground.columns import Ints

Hashes = npt.NDArray[np.uint32]
Wide = npt.NDArray[np.uint64]

WORD, PAIR, TRIPLE, TITLE, BESIDE, TOGETHER = range(6)
# What a document has by itself; TOGETHER besides depends on the words that a model finds telling.
GROUPS = (WORD, PAIR, TRIPLE, TITLE, BESIDE)
MOST = 40  # telling words of a segment whose pairs are looked at
_MONTHS = "january february march april june july august september october november december"
_TOKEN = re.compile(
    r"(?P<money>(?:us)?[$€£]\s?[0-9][0-9,.]*)|(?P<percent>[0-9.]+\s?%)|(?P<date>[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})"
    rf"|(?P<number>[0-9][0-9,.]*)|(?P<month>\b(?:{_MONTHS.replace(' ', '|')})\b)|(?P<word>[a-z]+)"
    r"|(?P<gap>\[?\*+\]?|_{2,})"
)
_YEAR = re.compile(r"(?:19|20)[0-9][0-9]\Z")
# Words that say something of a passage by being there at all.
CUES = (
    "$", "%", "shall", " may ", " not ", "days", "year", "written", "notice", "terminat", "except", "provided",
    " means ", "consent", "exclusive", "least", "exceed", "expir", "after",
)  # fmt: skip
_DIGIT = re.compile(r"[0-9]")
PLAIN = 15 + len(CUES)


@dataclass(frozen=True, slots=True)
class Traits:
    """The features of the segments of one document that may be a clause: all but its headings.

    `hashes[group]` holds the features of all segments one after another, ordered within a segment; `edges[group]` where
    each segment's begin and end. `plain` has a row of numbers a segment. `section` and `heading` number the runs of
    segments that share one.
    """

    text: str
    segments: tuple[Segment, ...]
    hashes: tuple[Hashes, ...]
    edges: tuple[Ints, ...]
    plain: Ints
    section: Ints
    heading: Ints

    def __len__(self) -> int:
        return len(self.segments)


def traits(text: str, segments: Sequence[Segment]) -> Traits:
    """The features of a document."""
    known: dict[str, int] = {}
    after_heading = [bool(i) and segments[i - 1].kind == HEADING for i in range(len(segments))]
    kept = [i for i, piece in enumerate(segments) if piece.kind != HEADING]
    body = tuple(segments[i] for i in kept)
    words = [_hashed(tokens(text[piece.start : piece.end]), known) for piece in body]
    titles = {piece.heading: _title(_hashed(tokens(piece.heading), known)) for piece in body}
    plain = [_plain(text[one.start : one.end], one, after_heading[i]) for i, one in zip(kept, body, strict=True)]
    numbers = np.array(plain, dtype=np.int64).reshape(len(body), PLAIN - 2)
    place = np.arange(len(body), dtype=np.int64)
    numbers = np.column_stack(
        [numbers, place * 1000 // max(len(body), 1), np.full(len(body), len(body), dtype=np.int64)]
    )
    grouped = [
        _joined(_mixed(one, WORD) for one in words),
        _joined(_mixed(_pairs(one), PAIR) for one in words),
        _joined(_mixed(_pairs(_pairs(one)), TRIPLE) for one in words),
        _joined(titles[piece.heading] for piece in body),
        _joined(_beside(words)),
    ]
    return Traits(
        text,
        body,
        tuple(hashes for hashes, _ in grouped),
        tuple(edges for _, edges in grouped),
        numbers,
        _runs([piece.section.partition("(")[0] for piece in body]),
        _runs([piece.heading for piece in body]),
    )


def tokens(words: str) -> list[str]:
    """The words of a passage, with what is a number masked by its kind."""
    return [_masked(found) for found in _TOKEN.finditer(words.lower())]


def _masked(found: re.Match[str]) -> str:
    kind, said = found.lastgroup, found.group()
    if kind == "word":
        return said
    if kind == "number":
        bare = said.rstrip(".,")
        return "<year>" if _YEAR.match(bare) else "<number.>" if "." in bare else f"<number{min(len(bare), 4)}>"
    return f"<{kind}>"


def _hashed(tokens: Iterable[str], known: dict[str, int]) -> Wide:
    """The hash of each word; `known` remembers those of this document."""
    hashes = []
    for token in tokens:
        if token not in known:
            known[token] = crc32(token.encode())
        hashes.append(known[token])
    return np.array(hashes, dtype=np.uint64)


def _pairs(hashes: Wide) -> Wide:
    """One hash for each word with the next."""
    return hashes[:-1] * np.uint64(31) + hashes[1:] * np.uint64(1000003) + np.uint64(77)


def together(telling: Hashes, hashes: Hashes, edges: Ints) -> tuple[Hashes, Ints]:
    """Each two telling words that stand in one segment, however far apart: "terminate" and "cause"."""
    place = np.minimum(np.searchsorted(telling, hashes), max(len(telling) - 1, 0))
    held = telling[place] == hashes if len(telling) else np.zeros(len(hashes), dtype=bool)
    upto = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(held, dtype=np.int64)])
    words = hashes[held].astype(np.uint64)
    return _joined(
        _two_of(words[upto[first] : upto[last]][:MOST]) for first, last in zip(edges[:-1], edges[1:], strict=True)
    )


def _two_of(words: Wide) -> Hashes:
    """One feature for each two words, whichever comes first."""
    one, other = np.triu_indices(len(words), 1)
    return _mixed(words[one] * np.uint64(31) + words[other] * np.uint64(1000003), TOGETHER)


def _title(hashes: Wide) -> Hashes:
    return np.unique(np.concatenate([_mixed(hashes, TITLE), _mixed(_pairs(hashes), TITLE)]))


def _beside(words: Sequence[Wide]) -> Iterator[Hashes]:
    """The words and pairs of the segments before and after each, told apart."""
    none = np.zeros(0, dtype=np.uint64)
    both = [np.concatenate([one, _pairs(one)]) for one in words]
    edged = [none, *both, none]
    for before, after in zip(edged[: len(both)], edged[2:], strict=True):
        yield np.unique(np.concatenate([_mixed(before, BESIDE), _mixed(after, BESIDE + 1)]))


def _mixed(hashes: Wide, group: int) -> Hashes:
    """The distinct features of a group, spread over 32 bits."""
    spread = mixed(hashes ^ np.uint64((group + 1) * 0x1234567))
    return np.unique((spread & np.uint64(0xFFFFFFFF)).astype(np.uint32))


def mixed(hashes: Wide) -> Wide:
    """Hashes spread over all their bits. Products run over on purpose."""
    spread = hashes * np.uint64(0x9E3779B97F4A7C15)
    spread ^= spread >> np.uint64(29)
    spread *= np.uint64(0xBF58476D1CE4E5B9)
    return spread ^ (spread >> np.uint64(32))


def _joined(parts: Iterable[Hashes]) -> tuple[Hashes, Ints]:
    """The features of all segments in one column, and the edges between segments."""
    held = list(parts)
    edges = np.zeros(len(held) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in held], out=edges[1:])
    return (np.concatenate(held) if held else np.zeros(0, dtype=np.uint32)), edges


def _runs(keys: Sequence[str]) -> Ints:
    """The number of the run of equal keys that each stands in."""
    changes = [one != other for one, other in zip(keys[1:], keys, strict=False)]
    return np.concatenate([np.zeros(min(len(keys), 1), dtype=np.int64), np.cumsum(changes, dtype=np.int64)])


def _plain(words: str, piece: Segment, after_heading: bool) -> list[int]:
    """Length, kind, place in the section, punctuation, and the cue words of a passage."""
    low = words.lower()
    return [
        len(words),
        len(words.split()),
        words.count(","),
        (piece.kind == ITEM) + 2 * (piece.kind == ROW),
        int(words[:1].islower()),
        " .:;,".find(words[-1:]),
        piece.section.count("("),
        piece.section.count("."),
        int(after_heading),
        int(bool(_DIGIT.search(words))),
        int(words.isupper()),
        int('"' in words[:30] or "“" in words[:30]),
        min(len(piece.heading), 60),
        *(int(cue in low) for cue in CUES),
    ]
