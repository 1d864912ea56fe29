"""The second stage: boosted trees over the first stage's scores of a segment, its neighbours, section and document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from duly.engine.documents.scoring import Trees, Views, window
from duly.training.corpus import DATES, PROPOSED, Contract
from duly.training.linear import SEED, matching, overlapping

ROUNDS, RATE, LEAVES, DEPTH = 220, 0.06, 16, 7
# Most trees learn what counts as a find; the others what lies in a clause at all, which tells better who has one.
SHARE_OF_FINDS = 0.7


# Of one contract: the view of each candidate, whether it counts as a find, and whether it lies in a clause at all.
Examples = tuple[np.ndarray, np.ndarray, np.ndarray]


def examples(one: Contract, scores: Views) -> Examples:
    """What a contract teaches; its first-stage scores come from a model that has not seen it."""
    views, finds, inside = [], [], []
    for number, category in enumerate(PROPOSED):
        view, rows = window(scores, one.seen, number)
        views.append(view.astype(np.float32))
        inside.append(overlapping(one, category)[rows])
        finds.append(inside[-1] if category in DATES else matching(one, category)[rows])
    return np.concatenate(views), np.concatenate(finds), np.concatenate(inside)


def grown_trees(taught: Sequence[Examples]) -> Trees:
    """The trees that examples teach."""
    seen, finds, inside = (np.concatenate(column) for column in zip(*taught, strict=True))
    return side_by_side([(_fitted(seen, finds), SHARE_OF_FINDS), (_fitted(seen, inside), 1 - SHARE_OF_FINDS)])


def _fitted(seen: np.ndarray, target: np.ndarray) -> HistGradientBoostingClassifier:
    fit = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
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


def side_by_side(fits: Sequence[tuple[HistGradientBoostingClassifier, float]]) -> Trees:
    """The trees of several fits as arrays, each fit's scores weighed by its share."""
    held = [(one[0].nodes, share) for fit, share in fits for one in fit._predictors]
    nodes = max(len(tree) for tree, _ in held)
    column = np.full((len(held), nodes), -1, dtype=np.int64)
    threshold, value = np.zeros((2, len(held), nodes))
    left, right = np.zeros((2, len(held), nodes), dtype=np.int64)
    for number, (tree, share) in enumerate(held):
        size, inner = len(tree), ~tree["is_leaf"].astype(bool)
        column[number, :size] = np.where(inner, tree["feature_idx"], -1)
        threshold[number, :size] = np.where(inner, tree["num_threshold"], 0.0)
        left[number, :size], right[number, :size] = tree["left"], tree["right"]
        value[number, :size] = np.where(inner, 0.0, tree["value"] * share)
    start = sum(share * float(fit._baseline_prediction.ravel()[0]) for fit, share in fits)
    return Trees(column, threshold, left, right, value, start)
