"""The fourth stage: whether a contract has a kind of clause, learned from what the other stages say of all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from duly.engine.documents.clauses.missing import TYPES, contract_type
from duly.engine.documents.clauses.presence import SIGNS, Present
from duly.engine.documents.clauses.scoring import Weighed
from duly.training.corpus import PROPOSED, Contract

STRENGTH = 1.0
HABIT = 0.3  # how far a type of contract may move the bias of a kind: few contracts are of one type


def type_of(one: Contract) -> str:
    """The type of a labelled contract."""
    return contract_type(one.text, one.seen.segments)


def fourth_stage(held: Sequence[Contract], found: Sequence[Mapping[str, Weighed]]) -> Present:
    """One regression for all kinds, with a bias for each and what a type of contract adds to it.

    What was found comes from stages blind to the contract.
    """
    seen = np.array([found_in[category][1] for found_in in found for category in found_in])
    target = np.array(
        [bool(one.gold.get(kind)) for one, found_in in zip(held, found, strict=True) for kind in found_in]
    )
    kinds = np.array([PROPOSED.index(category) for found_in in found for category in found_in])
    types = np.repeat([TYPES.index(type_of(one)) for one in held], [len(found_in) for found_in in found])
    mean, spread = seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-9)
    of_kind = np.eye(len(PROPOSED))[kinds]
    of_both = np.eye(len(PROPOSED) * len(TYPES))[types * len(PROPOSED) + kinds] * HABIT
    with threadpool_limits(1):
        fit = LogisticRegression(C=STRENGTH, max_iter=1000).fit(
            np.column_stack([(seen - mean) / spread, of_kind, of_both]), target
        )
    weights, usual, habits = np.split(fit.coef_[0], [SIGNS, SIGNS + len(PROPOSED)])
    weights = weights / spread
    bias = usual + fit.intercept_[0] - mean @ weights + HABIT * habits.reshape(len(TYPES), len(PROPOSED))
    # What is stored has single precision, and measuring sees what reading will see.
    return Present(*(one.astype(np.float32).astype(np.float64) for one in (weights, bias)), TYPES)
