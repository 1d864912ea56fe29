"""The second and third stage: boosted trees over what the stage before says of a segment and of what stands around it.

Each learns from blind scores: those of a stage before it that has not seen the contract.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from duly.engine.documents.clauses.scoring import Trees, Views, by_segment, window
from duly.engine.documents.clauses.stretches import OF_A_DATE, Stretches, stretches
from duly.training.corpus import PROPOSED, Contract
from duly.training.linear import SEED, matching, overlapping
from duly.training.measure import HALF, overlap

ROUNDS, RATE, LEAVES, DEPTH = 220, 0.06, 16, 7
ROUNDS_OF_RUNS = 150


# Of one contract: the view of each candidate, whether it counts as a find, and whether it lies in a clause at all.
Examples = tuple[np.ndarray, np.ndarray, np.ndarray]
Runs = tuple[np.ndarray, np.ndarray]


def examples(one: Contract, scores: Views) -> Examples:
    """What a contract teaches the second stage; its first-stage scores come from a model that has not seen it.

    Of a date CUAD labels the date alone, and the sentence around it is what can be learned.
    """
    views, finds, inside = [], [], []
    for number, category in enumerate(PROPOSED):
        view, rows = window(scores, one.seen, number)
        views.append(view.astype(np.float32))
        inside.append(overlapping(one, category)[rows])
        finds.append(inside[-1] if category in OF_A_DATE else matching(one, category)[rows])
    return np.concatenate(views), np.concatenate(finds), np.concatenate(inside)


def second_stage(taught: Sequence[Examples]) -> tuple[Trees, Trees]:
    """The trees of the second stage."""
    seen, finds, inside = (np.concatenate(column) for column in zip(*taught, strict=True))
    return side_by_side(_fitted(seen, finds, ROUNDS)), side_by_side(_fitted(seen, inside, ROUNDS))


def examples_of_runs(one: Contract, scores: Views, second: tuple[Trees, Trees]) -> Runs:
    """What a contract teaches the third stage; its scores come from stages that have not seen it."""
    views, finds = [], []
    for number, category in enumerate(PROPOSED):
        some = stretches(by_segment(second, scores, one.seen, number), one.seen, number, category)
        views.append(some.view.astype(np.float32))
        finds.append(overlapping(one, category)[some.first] if category in OF_A_DATE else covering(one, category, some))
    return np.concatenate(views), np.concatenate(finds)


def covering(one: Contract, category: str, some: Stretches) -> np.ndarray:
    """Which runs count as a find of a marked span."""
    pieces, marked = one.seen.segments, one.gold.get(category, ())
    spans = [(pieces[first].start, pieces[last].end) for first, last in zip(some.first, some.last, strict=True)]
    return np.array([any(overlap(span, those) >= HALF for those in marked) for span in spans], dtype=bool)


def third_stage(taught: Sequence[Runs]) -> Trees:
    """The trees of the third stage."""
    seen, finds = (np.concatenate(column) for column in zip(*taught, strict=True))
    return side_by_side(_fitted(seen, finds, ROUNDS_OF_RUNS))


def _fitted(seen: np.ndarray, target: np.ndarray, rounds: int) -> HistGradientBoostingClassifier:
    fit = HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        max_depth=DEPTH,
        min_samples_leaf=20,
        l2_regularization=5.0,
        max_features=0.25,
        early_stopping=False,
        random_state=SEED,
    )
    # One thread: sums in the same order each time, and a busy machine is not made to wait for itself.
    with threadpool_limits(1):
        return fit.fit(seen, target)


def side_by_side(fit: HistGradientBoostingClassifier) -> Trees:
    """The trees of a fit as arrays."""
    held = [one[0].nodes for one in fit._predictors]
    nodes = max(map(len, held))
    column = np.full((len(held), nodes), -1, dtype=np.int64)
    threshold, value = np.zeros((2, len(held), nodes))
    left, right = np.zeros((2, len(held), nodes), dtype=np.int64)
    for number, tree in enumerate(held):
        size, inner = len(tree), ~tree["is_leaf"].astype(bool)
        column[number, :size] = np.where(inner, tree["feature_idx"], -1)
        threshold[number, :size] = np.where(inner, tree["num_threshold"], 0.0)
        left[number, :size], right[number, :size] = tree["left"], tree["right"]
        value[number, :size] = np.where(inner, 0.0, tree["value"])
    return Trees(column, threshold, left, right, value, float(fit._baseline_prediction.ravel()[0]))
