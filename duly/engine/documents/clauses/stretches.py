"""Where a clause begins and ends: one segment, or a run of up to four that speak of one thing together.

Trees look at every run of segments near one that is likely, with what the stages before say of each segment in it and
beside it, and with the cues that its words have. Of runs that overlap the likeliest stays. What a page break cuts in
two is proposed in two parts, so that each part stands on one page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duly.engine.documents.clauses.cues import LOOKED_AT, SEEN, cues
from duly.engine.documents.clauses.features import Traits
from duly.engine.documents.proposals import Segment
from duly.ground.columns import Ints

Numbers = npt.NDArray[np.float64]
LONGEST = 4  # segments of a run
NEVER = -9.0  # of a segment that is no candidate
LIKELY, POSSIBLE = -3.5, -6.5  # the best segment of a run, and the others, are at least so likely
APART = 0.3  # runs that share more of what they cover than this are the same find
# Of these the date itself is the clause, and not the sentence around it: no run of them is longer than a sentence.
OF_A_DATE = frozenset({"Agreement Date", "Effective Date"})
LEAST_PART = 60  # characters of a part; a shorter one says nothing by itself


@dataclass(frozen=True, slots=True)
class Said:
    """What the stages before say of each segment of a document, for one category."""

    finds: Numbers
    inside: Numbers
    words: Numbers
    titles: Numbers
    whole: Numbers


@dataclass(frozen=True, slots=True)
class Stretches:
    """Runs of segments of one category, by their first and last segment, with a row of numbers each."""

    first: Ints
    last: Ints
    view: Numbers


def stretches(said: Said, seen: Traits, number: int, category: str) -> Stretches:
    """The runs that may be a clause of a category."""
    longest = 1 if category in OF_A_DATE else LONGEST
    pairs = [_of_length(said.finds, said.inside, size) for size in range(1, longest + 1)]
    first = np.concatenate(pairs)
    last = first + np.repeat(np.arange(longest), [len(some) for some in pairs])
    view = [_viewed(first, last, said, seen), _of_document(first, last, said), _cued(first, last, seen, category)]
    return Stretches(first, last, np.column_stack([*view, np.full(len(first), number)]))


def chance(score: Numbers) -> Numbers:
    """A score as a chance between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _of_length(finds: Numbers, inside: Numbers, size: int) -> Ints:
    """Where the runs of one length begin."""
    if size == 1:
        return np.flatnonzero(finds > NEVER)
    if len(finds) < size:
        return np.zeros(0, dtype=np.int64)
    of_all = np.lib.stride_tricks.sliding_window_view(inside, size)
    best = np.lib.stride_tricks.sliding_window_view(np.maximum(finds, inside), size).max(axis=1)
    return np.flatnonzero((best > LIKELY) & (of_all.min(axis=1) > POSSIBLE))


def _viewed(first: Ints, last: Ints, said: Said, seen: Traits) -> Numbers:
    """What the trees see of each run and what stands beside it."""
    finds, inside = said.finds, said.inside
    edges = np.array([(one.start, one.end) for one in seen.segments], dtype=np.int64).reshape(len(seen), 2)
    start, end, length = edges[:, 0], edges[:, 1], edges[:, 1] - edges[:, 0]
    size = last - first + 1
    row = np.minimum(first[:, None] + np.arange(LONGEST), last[:, None])
    held = np.arange(LONGEST) < size[:, None]
    found, lies = np.where(held, finds[row], NEVER), np.where(held, inside[row], NEVER)
    whole = end[last] - start[first]
    long = np.where(held, length[row], 0)
    every = np.arange(len(first))
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(seen) - 1)
    columns = [
        size,
        whole,
        *_told(found, held),
        *_told(lies, held),
        finds[first], finds[last], inside[first], inside[last],
        *(_beside(score, place) for score in (finds, inside) for place in (first - 1, last + 1)),
        _beside(inside, first - 2), _beside(inside, last + 2),
        long[every, found.argmax(axis=1)] / whole, long[every, lies.argmax(axis=1)] / whole, long[:, 0] / whole,
        *(runs[one] == runs[other] for runs in (seen.section, seen.heading)
          for one, other in ((first, last), (first, before), (last, after))),
        *(seen.plain[place, column] for place in (first, last, before, after) for column in BY_SEGMENT),
        length[before], length[after], start[after] - end[last], whole - long.sum(axis=1),
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.float64)


def _of_document(first: Ints, last: Ints, said: Said) -> Numbers:
    """What the trees see of the whole document, and how the best segment of each run stands in it."""
    finds, inside = said.finds, said.inside
    row = np.minimum(first[:, None] + np.arange(LONGEST), last[:, None])
    best = np.take_along_axis(row, finds[row].argmax(axis=1)[:, None], axis=1)[:, 0]
    in_order, likely = np.sort(finds), chance(inside)
    upto = np.concatenate([np.zeros(1), np.cumsum(likely)])
    document = [
        *_best_three(finds), *_best_three(inside), chance(finds).sum(), likely.sum(), len(finds), (inside > 0).sum(),
    ]  # fmt: skip
    columns = [
        *(np.full(len(first), one) for one in document),
        finds.max(initial=NEVER) - finds[best],
        len(finds) - np.searchsorted(in_order, finds[best]),
        upto[last + 1] - upto[first],
        *(scores[best] for scores in (said.words, said.titles, said.whole)),
    ]
    return np.column_stack(columns).astype(np.float64)


def _best_three(scores: Numbers) -> Numbers:
    return np.sort(np.concatenate([scores, np.full(3, NEVER)]))[:-4:-1]


# Of the plain numbers of a segment: its kind, whether it begins small, how it ends, how deep its section is.
BY_SEGMENT = (3, 4, 5, 6)


def _cued(first: Ints, last: Ints, seen: Traits, name: str) -> Numbers:
    """The cues that each run has."""
    found = np.zeros((len(first), SEEN))
    for row, (one, other) in enumerate(zip(first, last, strict=True)):
        start, end = seen.segments[one].start, seen.segments[other].end
        found[row] = cues(name, seen.text[start : min(end, start + LOOKED_AT)])
    return found


def _told(scores: Numbers, held: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers, Numbers]:
    """The best, the least and the mean score of each run."""
    least = np.where(held, scores, np.inf).min(axis=1, initial=np.inf)
    mean = np.where(held, scores, 0.0).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
    return scores.max(axis=1, initial=NEVER), least, mean


def _beside(scores: Numbers, place: Ints) -> Numbers:
    """The scores of segments that may lie beyond the edge of the document."""
    kept = np.clip(place, 0, len(scores) - 1)
    return np.where(kept == place, scores[kept], NEVER)


def apart(first: Ints, last: Ints, score: Numbers, pieces: Sequence[Segment]) -> list[int]:
    """The rows of the runs that stay, the likeliest first: none overlaps a likelier one by more than `APART`."""
    kept: list[tuple[int, int]] = []
    rows = []
    for row in np.argsort(-score, kind="stable"):
        start, end = pieces[first[row]].start, pieces[last[row]].end
        if all(_shared(start, end, *one) <= APART for one in kept):
            kept.append((start, end))
            rows.append(int(row))
    return rows


def _shared(start: int, end: int, begin: int, until: int) -> float:
    return max(min(end, until) - max(start, begin), 0) / (max(end, until) - min(start, begin))


def parts(breaks: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """A passage in parts that each stand on one page; `breaks` are those of the text in their order."""
    found, at = [], start
    for begin, until in breaks[bisect_left(breaks, (start, 0)) :]:
        if until >= end:
            break
        found.append((at, begin))
        at = until
    return [one for one in (*found, (at, end)) if one[1] - one[0] >= LEAST_PART] or [(start, end)]
