"""What likely runs read like by their letters: learned from what the first three stages found, right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from duly.engine.documents.clauses.scoring import Weighed
from duly.engine.documents.clauses.spelling import BITS, UNREAD, Spelled, Spelling
from duly.training.corpus import PROPOSED, Contract
from duly.training.linear import SEED, half_in

STRENGTH = 30.0

Spelt = Mapping[str, Sequence[Spelled]]  # of one contract, by category


def spelling(held: Sequence[Contract], found: Sequence[Mapping[str, Weighed]], spelt: Sequence[Spelt]) -> Spelling:
    """One regression a category, over the likely runs of all contracts; they come from stages blind to the contract."""
    weights = np.zeros((1 << BITS, len(PROPOSED)), dtype=np.float32)
    bias = np.full(len(PROPOSED), UNREAD, dtype=np.float32)
    for number, category in enumerate(PROPOSED):
        rows = [one for some in spelt for one in some.get(category, ())]
        target = np.array([one for contract, some, runs in zip(held, found, spelt, strict=True)
                           for one in _marked(contract, category, some, runs)], dtype=bool)  # fmt: skip
        if target.all() or not target.any():
            continue
        fit = LogisticRegression(solver="liblinear", dual=True, C=STRENGTH, tol=0.05, random_state=SEED).fit(
            _matrix(rows), target
        )
        weights[:, number], bias[number] = fit.coef_[0], fit.intercept_[0]
    return Spelling(weights, bias)


def _marked(one: Contract, category: str, found: Mapping[str, Weighed], spelt: Spelt) -> list[bool]:
    """Which of the runs that are read again lie in a marked span, or hold one, by half."""
    if category not in found:
        return []
    (first, last, _), _ = found[category]
    pieces, marked = one.seen.segments, one.gold.get(category, ())
    runs = zip(first[: len(spelt[category])], last, strict=False)
    return [any(half_in((pieces[a].start, pieces[b].end), span) for span in marked) for a, b in runs]


def _matrix(rows: Sequence[Spelled]) -> sparse.csr_matrix:
    """A row a run, a column a feature."""
    edges = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum([len(feature) for feature, _ in rows])])
    feature = np.concatenate([feature for feature, _ in rows]).astype(np.int32)
    return sparse.csr_matrix((np.concatenate([share for _, share in rows]), feature, edges), (len(rows), 1 << BITS))
