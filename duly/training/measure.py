"""CUAD's measure: a proposed span counts when it overlaps a marked one by half of what the two cover together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duly.training.corpus import Span

HALF = 0.5
RECALL = 0.8
Proposal = tuple[int, int, float]
# Categories that the means leave out: of the dates CUAD marks the date alone, and two are too rare.
APART = ("Agreement Date", "Effective Date", "Most Favored Nation", "Price Restrictions")
ABSENT = ("Most Favored Nation", "Price Restrictions")
KEY = (
    "Renewal Term", "Notice Period To Terminate Renewal", "Expiration Date", "Agreement Date", "Audit Rights",
    "Cap On Liability", "Governing Law",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """How well one category is found.

    `aupr` and `precision` (at 80 % recall) count a marked span that nobody proposed as missed, and a second proposal of
    one span as wrong. `ranked` and `ranked_precision` look at the order of the proposals alone: recall is the share of
    the right proposals. `presence` is the AUPR of the best score of a contract for whether it has the clause.
    """

    spans: int
    documents: int
    aupr: float
    precision: float
    ranked: float
    ranked_precision: float
    presence: float


def overlap(one: Span, other: Span) -> float:
    """Characters that two spans share, over those that either covers.

    >>> overlap((0, 10), (5, 10))
    0.5
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)


def figures(proposed: Sequence[Sequence[Proposal]], gold: Sequence[Sequence[Span]]) -> Figures:
    """The figures of one category: proposals and marked spans of each contract."""
    rows = [row for some, marked in zip(proposed, gold, strict=True) for row in _judged(some, marked)]
    score = np.array([row[0] for row in rows])
    order = np.argsort(-score, kind="stable")
    first = np.array([row[1] for row in rows], dtype=float)[order]
    right = np.array([row[2] for row in rows], dtype=float)[order]
    marked_spans = sum(len(set(marked)) for marked in gold)
    best = np.array([max((one[2] for one in some), default=0.0) for some in proposed])
    has = np.array([bool(marked) for marked in gold], dtype=float)[np.argsort(-best, kind="stable")]
    return Figures(
        marked_spans,
        int(has.sum()),
        *curve(first, marked_spans),
        *curve(right, int(right.sum())),
        curve(has, int(has.sum()))[0],
    )


def _judged(proposed: Iterable[Proposal], marked: Sequence[Span]) -> Iterable[tuple[float, bool, bool]]:
    """Each proposal of a contract, best first: whether it finds a span not found before, and whether it finds any."""
    left = set(marked)
    for start, end, score in sorted(proposed, key=lambda one: -one[2]):
        met = [one for one in set(marked) if overlap((start, end), one) >= HALF]
        fresh = max((one for one in met if one in left), key=lambda one: overlap((start, end), one), default=None)
        left.discard(fresh or (-1, -1))
        yield score, fresh is not None, bool(met)


def curve(right: np.ndarray, positives: int) -> tuple[float, float]:
    """Area under precision over recall, and the best precision at 80 % recall, of proposals in their order."""
    if not positives or not len(right):
        return 0.0, 0.0
    found = np.cumsum(right)
    precision, recall = found / np.arange(1, len(right) + 1), found / positives
    area = float((np.diff(recall, prepend=0.0) * precision).sum())
    return area, float(precision[recall >= RECALL].max(initial=0.0))


def means(by_category: Mapping[str, Figures]) -> dict[str, float]:
    """The means that a model is judged by."""
    spans = [one for name, one in by_category.items() if name not in APART]
    present = [one.presence for name, one in by_category.items() if name not in ABSENT]
    key = [by_category[name].presence for name in KEY if name in by_category]
    return {
        "aupr": _mean([one.aupr for one in spans]),
        "precision at 80 % recall": _mean([one.precision for one in spans]),
        "aupr of the order": _mean([one.ranked for one in spans]),
        "precision at 80 % of the order": _mean([one.ranked_precision for one in spans]),
        "presence": _mean(present),
        "presence of key clauses": _mean(key),
    }


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
