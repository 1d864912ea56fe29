"""The fourth stage: whether a contract has a kind of clause, learned from what the other stages say of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from duly.engine.documents.clauses.presence import SIGNS, Present
from duly.engine.documents.clauses.scoring import Weighed
from duly.training.corpus import PROPOSED, Contract

STRENGTH = 1.0


def fourth_stage(held: Sequence[Contract], found: Sequence[Mapping[str, Weighed]]) -> Present:
    """One regression for all kinds, with a bias for each. What was found comes from stages blind to the contract."""
    seen = np.array([found_in[category][1] for found_in in found for category in found_in])
    target = np.array(
        [bool(one.gold.get(kind)) for one, found_in in zip(held, found, strict=True) for kind in found_in]
    )
    kinds = np.array([PROPOSED.index(category) for found_in in found for category in found_in])
    mean, spread = seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-9)
    rows = np.column_stack([(seen - mean) / spread, np.eye(len(PROPOSED))[kinds]])
    with threadpool_limits(1):
        fit = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, target)
    weights = fit.coef_[0][:SIGNS] / spread
    bias = fit.coef_[0][SIGNS:] + fit.intercept_[0] - mean @ weights
    # What is stored has single precision, and measuring sees what reading will see.
    return Present(*(one.astype(np.float32).astype(np.float64) for one in (weights, bias)))
