"""How likely a segment is a clause of a category: linear weights over hashed features, then trees over what they say.

The first stage looks at one segment alone. The second sees the first stage's scores of the segments around it, of its
section and of the whole document, so that it knows that a contract states its governing law once and where. The third
says where a clause begins and ends (see `stretches.py`), the fourth whether the contract has it at all (`presence.py`),
for which the likely runs are read once more by their letters (`spelling.py`). All are plain arrays; nothing here
learns. Scores are binary fractions and never money.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from duly.engine.documents.clauses.cues import LOOKED_AT, OUTRIGHT, outright
from duly.engine.documents.clauses.features import (
    BESIDE,
    GROUPS,
    PAIR,
    TITLE,
    TOGETHER,
    TRIPLE,
    WORD,
    Hashes,
    Traits,
    together,
)
from duly.engine.documents.clauses.missing import contract_type
from duly.engine.documents.clauses.presence import Present, Told, settled, signs
from duly.engine.documents.clauses.spelling import READ, UNREAD, WORTH, Spelled, Spelling, spelled
from duly.engine.documents.clauses.stretches import NEVER, Numbers, Said, apart, chance, stretches
from duly.ground.columns import Ints

Scores = npt.NDArray[np.float32]
AROUND = (-3, -2, -1, 0, 1, 2, 3)
FAR = -8.0  # the score of a segment beyond the edge of the document
# A segment below this first score is no candidate: one in ten thousand of them is a clause.
CANDIDATE = -4.75
LEAST = 0.01  # what is proposed at all


@dataclass(frozen=True, slots=True)
class Known:
    """The features of one group that a model knows: their hashes in order, and how telling each is."""

    hashes: Hashes
    telling: Scores


@dataclass(frozen=True, slots=True)
class Trees:
    """Decision trees of one size, side by side: a node goes left where its column is at most its threshold."""

    column: Ints
    threshold: npt.NDArray[np.float64]
    left: Ints
    right: Ints
    value: npt.NDArray[np.float64]
    start: float


# What the first stage looks at, one view beside the other: the words of a segment, its heading, its neighbours, and
# words and neighbours at once.
VIEWS = ((WORD, PAIR, TOGETHER), (TITLE,), (BESIDE,), (WORD, PAIR, TRIPLE, BESIDE))
LEARNED_GROUPS = (*GROUPS, TOGETHER)
GROWN = ("finds", "inside", "whole")  # the sets of trees, as a weights file names them
Views = tuple[Scores, ...]
# Runs of segments by their first and last, and the chance of each.
Likely = tuple[Ints, Ints, Numbers]
Weighed = tuple[Likely, Numbers]  # with what they are signs of in the contract


@dataclass(frozen=True, slots=True)
class Linear:
    """The first stage: the features it knows by group, and for each view the weights of its groups and a bias.

    `telling` are the words of which each two that stand together are a feature. Weights have a row a feature and a
    column a category.
    """

    telling: Hashes
    known: tuple[Known, ...]
    weights: tuple[tuple[Scores, ...], ...]
    biases: tuple[Scores, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A trained classifier.

    `categories` are those it proposes; the first view knows some more beside them. Of the second stage the one half
    says what counts as a find by itself, the other what lies in a clause at all.
    """

    name: str
    categories: tuple[str, ...]
    linear: Linear
    second: tuple[Trees, Trees]
    third: Trees
    spelling: Spelling
    fourth: Present


def model(arrays: Mapping[str, npt.NDArray[Any]], facts: Mapping[str, Any]) -> Model:
    """A classifier out of the arrays and the header of a weights file."""
    known = tuple(Known(arrays[f"hashes{one}"], arrays[f"telling{one}"].astype(np.float32)) for one in LEARNED_GROUPS)
    weights = tuple(
        tuple(
            arrays[f"weights{view}_{group}"].astype(np.float32) * arrays[f"scale{view}_{group}"].astype(np.float32)
            for group in groups
        )
        for view, groups in enumerate(VIEWS)
    )
    biases = tuple(arrays[f"bias{view}"] for view in range(len(VIEWS)))
    finds, inside, whole = (_trees(arrays, name, facts["start"][name]) for name in GROWN)
    categories = tuple(str(one) for one in facts["categories"])
    linear = Linear(arrays["telling"], known, weights, biases)
    spelling = Spelling(
        arrays["spelling_weights"].astype(np.float32) * arrays["spelling_scale"], arrays["spelling_bias"]
    )
    present = Present(
        arrays["present_signs"].astype(np.float64),
        arrays["present_bias"].astype(np.float64),
        tuple(str(one) for one in facts["types"]),
    )
    return Model(str(facts["name"]), categories, linear, (finds, inside), whole, spelling, present)


def _trees(arrays: Mapping[str, npt.NDArray[Any]], name: str, start: float) -> Trees:
    """One set of trees out of a weights file."""
    return Trees(
        arrays[f"{name}_column"].astype(np.int64),
        arrays[f"{name}_threshold"].astype(np.float64),
        arrays[f"{name}_left"].astype(np.int64),
        arrays[f"{name}_right"].astype(np.int64),
        arrays[f"{name}_value"].astype(np.float64),
        start,
    )


def viewed(linear: Linear, seen: Traits) -> Views:
    """The first stage: for each view the score of each segment and category."""
    hashes, edges = featured(linear.telling, seen)
    found = []
    for groups, weights, bias in zip(VIEWS, linear.weights, linear.biases, strict=True):
        parts = [
            _weighed(linear.known[group], some, hashes[group], edges[group])
            for group, some in zip(groups, weights, strict=True)
        ]
        found.append(np.asarray(sum(parts) + bias, dtype=np.float32))
    return tuple(found)


def featured(telling: Hashes, seen: Traits) -> tuple[tuple[Hashes, ...], tuple[Ints, ...]]:
    """The features of a document by group, and the edges between its segments."""
    hashes, edges = together(telling, seen.hashes[WORD], seen.edges[WORD])
    return (*seen.hashes, hashes), (*seen.edges, edges)


def _weighed(known: Known, weights: Scores, hashes: Hashes, edges: Ints) -> Scores:
    """The weights of the features that a model knows, summed by segment; each segment's features have length one."""
    found, owner = looked_up(known.hashes, hashes, edges)
    size = np.bincount(owner, known.telling[found].astype(np.float64) ** 2, minlength=len(edges) - 1)
    total = np.zeros((len(edges) - 1, weights.shape[1]), dtype=np.float32)
    held = np.flatnonzero(np.bincount(owner, minlength=len(edges) - 1))
    if len(found):
        weighed = weights[found] * known.telling[found][:, None]
        total[held] = np.add.reduceat(weighed, np.searchsorted(owner, held), axis=0)
    length = np.sqrt(np.maximum(size, 1e-9)).astype(np.float32)
    return np.asarray(total / length[:, None], dtype=np.float32)


def looked_up(known: Hashes, hashes: Hashes, edges: Ints) -> tuple[Ints, Ints]:
    """Row in the table, and segment, of each feature that the table has."""
    owner = np.repeat(np.arange(len(edges) - 1, dtype=np.int64), np.diff(edges))
    if not len(known):
        return owner[:0], owner[:0]
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    held = known[place] == hashes
    return place[held].astype(np.int64), owner[held]


def window(views: Views, seen: Traits, category: int) -> tuple[npt.NDArray[np.float64], Ints]:
    """The second stage's view of the candidates of a category: its rows, and which segments they are."""
    words, titles, beside, whole = views
    score, second = words[:, category].astype(np.float64), whole[:, category].astype(np.float64)
    rows = np.flatnonzero(score > CANDIDATE)
    best = score.max(initial=FAR)
    order = np.empty(len(score), dtype=np.int64)
    order[np.argsort(-score, kind="stable")] = np.arange(len(score))
    section, heading = _best_of(seen.section, score), _best_of(seen.heading, score)
    others = np.sort(np.delete(words[:, : titles.shape[1]], category, axis=1), axis=1)[:, -2:]
    columns = [
        titles[:, category],
        beside[:, category],
        *(_shifted(score, by) for by in AROUND),
        *(_shifted(second, by) for by in (-1, 0, 1)),
        second.max(initial=FAR) - second,
        score - best,
        order,
        np.full(len(score), best),
        np.full(len(score), chance(score).sum()),
        section,
        score - section,
        heading,
        np.full(len(score), category),
    ]
    view = np.column_stack([np.column_stack(columns)[rows], seen.plain[rows], others[rows], words[rows]])
    return view.astype(np.float64), rows


def _shifted(score: npt.NDArray[np.float64], by: int) -> npt.NDArray[np.float64]:
    """The score of the segment so many places further on."""
    padded = np.concatenate([np.full(3, FAR), score, np.full(3, FAR)])
    return padded[3 + by : 3 + by + len(score)]


def _best_of(runs: Ints, score: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The best score in the run that each segment stands in."""
    best = np.full(int(runs.max(initial=0)) + 1, FAR)
    np.maximum.at(best, runs, score)
    return best[runs]


def grown(trees: Trees, view: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The sum of what all trees say of each row."""
    total = np.full(len(view), trees.start)
    row = np.arange(len(view))[:, None]
    tree = np.arange(trees.column.shape[0])[None, :]
    node = np.zeros((len(view), trees.column.shape[0]), dtype=np.int64)
    while True:
        column = trees.column[tree, node]
        if (column < 0).all():
            return np.asarray(total + trees.value[tree, node].sum(axis=1))
        goes_left = view[row, np.maximum(column, 0)] <= trees.threshold[tree, node]
        below = np.where(goes_left, trees.left[tree, node], trees.right[tree, node])
        node = np.where(column < 0, node, below)


def scored(known: Model, seen: Traits) -> dict[str, Likely]:
    """For each category the runs of segments that may be a clause, with their chance."""
    found = weighed_up(known.categories, known.second, known.third, viewed(known.linear, seen), seen)
    again = reread(found, spellings(found, seen), known.spelling)
    return agreed(again, known.fourth, contract_type(seen.text, seen.segments))


def weighed_up(
    categories: Sequence[str], second: tuple[Trees, Trees], third: Trees, views: Views, seen: Traits
) -> dict[str, Weighed]:
    """The second and third stage alone: the likeliest runs that lie apart, and what they are signs of."""
    found: dict[str, Weighed] = {}
    for number, category in enumerate(categories if len(seen) else ()):
        said = by_segment(second, views, seen, number)
        some = stretches(said, seen, number, category)
        score = chance(grown(third, some.view))
        kept = np.array(apart(some.first, some.last, score, seen.segments), dtype=np.int64)
        likely = some.first[kept], some.last[kept], score[kept]
        told = _told(category, likely, seen) if category in OUTRIGHT else None
        found[category] = likely, signs(score[kept], said.inside, told)
    return found


def _told(category: str, likely: Likely, seen: Traits) -> Iterator[Told]:
    """What the words of each run say outright, as far as anybody asks."""
    for first, last in zip(likely[0], likely[1], strict=True):
        start, end = seen.segments[first].start, seen.segments[last].end
        yield outright(category, seen.text[start : min(end, start + LOOKED_AT)])


def spellings(found: Mapping[str, Weighed], seen: Traits) -> dict[str, list[Spelled]]:
    """The letters of the runs of each category that are read again, the likeliest first."""

    @cache
    def of_run(first: int, last: int) -> Spelled:
        start, end = seen.segments[first].start, seen.segments[last].end
        return spelled(seen.text[start : min(end, start + LOOKED_AT)])

    return {
        category: [of_run(*run) for run in zip(first[:READ].tolist(), last[:READ].tolist(), strict=True)
                   ][: max(int((score >= WORTH).sum()), 1)]
        for category, ((first, last, score), _) in found.items()
    }  # fmt: skip


def reread(
    found: Mapping[str, Weighed], spelt: Mapping[str, Sequence[Spelled]], spelling: Spelling
) -> dict[str, Weighed]:
    """The same runs, with two signs more: how much the best of them reads like a clause, and how much the likeliest."""
    again = {}
    for number, (category, (likely, seen)) in enumerate(found.items()):
        said = [spelling.of(one, number) for one in spelt[category]] or [UNREAD]
        again[category] = likely, np.array([*seen, max(said), said[0]])
    return again


def agreed(found: Mapping[str, Weighed], fourth: Present, contract: str) -> dict[str, Likely]:
    """The runs of each category with their chance in view of the whole contract, and of its type."""
    bias = fourth.habit(contract)
    return {
        category: (first, last, settled(score, seen, fourth.signs, bias[number]))
        for number, (category, ((first, last, score), seen)) in enumerate(found.items())
    }


def by_segment(second: tuple[Trees, Trees], views: Views, seen: Traits, category: int) -> Said:
    """The second stage: of each segment whether it counts as a find, and whether it lies in a clause at all."""
    view, rows = window(views, seen, category)
    finds, inside = np.full((2, len(seen)), NEVER)
    if len(rows):
        finds[rows], inside[rows] = (grown(trees, view) for trees in second)
    words, titles, _, whole = (view[:, category].astype(np.float64) for view in views)
    return Said(finds, inside, words, titles, whole)


def behind(score: float, place: int) -> float:
    """The chance of what comes later in a sentence that has a clause but once."""
    return score / (1 + 2 * place)


def of_a_hundred(points: int) -> float:
    """Points of a rule as a chance."""
    return points / 100
