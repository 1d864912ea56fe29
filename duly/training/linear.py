"""The first stage: one logistic regression a category over hashed words, and one over the words of headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from duly.engine.documents.features import BESIDE, GROUPS, TRIPLE, Traits
from duly.engine.documents.proposals import Segment
from duly.engine.documents.scoring import VIEWS, Known, Linear, Scores, looked_up
from duly.training.corpus import LEARNED, PROPOSED, Contract, Correction
from duly.training.measure import HALF, overlap

SEED = 20
RARE = {BESIDE: 5, TRIPLE: 5}  # a feature in fewer segments than these, or than three, is not learned
NEGATIVES = 0.3  # the share of segments without a clause that are learned from
WEIGHT = 5.0  # a segment with the clause weighs as much as so many without
STRENGTH = (4.0, 1.0, 2.0, 4.0)  # by view
# Where neighbours stand beside the words themselves they weigh half.
SHARE = {(3, BESIDE): 0.5, (3, TRIPLE): 0.7}
CORRECTED = 3.0  # what a person corrected weighs as much as so many segments


def learned(contracts: Sequence[Contract], corrections: Sequence[tuple[Traits, Correction]] = ()) -> Linear:
    """The first stage of a model, learned from contracts and from what people said of passages."""
    seen = [one.seen for one in contracts] + [one for one, _ in corrections]
    known = {group: _known([(one.hashes[group], one.edges[group]) for one in seen], group) for group in GROUPS}
    weights, biases = [], []
    for view, groups in enumerate(VIEWS):
        share = [SHARE.get((view, group), 1.0) for group in groups]
        parts = [_matrix(seen, known[group], group) * part for group, part in zip(groups, share, strict=True)]
        fitted, bias = _fitted(
            sparse.hstack(parts).tocsr(), contracts, corrections, PROPOSED if view else LEARNED, STRENGTH[view]
        )
        edges = np.cumsum([len(known[group].hashes) for group in groups])[:-1]
        weights.append(tuple(held * part for held, part in zip(np.split(fitted, edges), share, strict=True)))
        biases.append(bias)
    return Linear(tuple(known[group] for group in GROUPS), tuple(weights), tuple(biases))


def overlapping(one: Contract, category: str) -> np.ndarray:
    """Which segments of a contract lie in a marked span, or hold one, by half."""

    def lies(piece: Segment, start: int, end: int) -> bool:
        return 2 * (min(piece.end, end) - max(piece.start, start)) >= min(piece.end - piece.start, end - start)

    return _those(one, category, lies)


def matching(one: Contract, category: str) -> np.ndarray:
    """Which segments of a contract count as a find of a marked span."""
    return _those(one, category, lambda piece, start, end: overlap((piece.start, piece.end), (start, end)) >= HALF)


def _those(one: Contract, category: str, so: Callable[[Segment, int, int], bool]) -> np.ndarray:
    """The segments of which something is so for one of the marked spans."""
    marked = one.gold.get(category, ())
    if not marked:
        return np.zeros(len(one.seen), dtype=bool)
    return np.array([any(so(piece, *span) for span in marked) for piece in one.seen.segments], dtype=bool)


def _known(parts: Sequence[tuple[np.ndarray, np.ndarray]], group: int) -> Known:
    """The features that stand in enough segments and in two contracts at least, and how telling each is."""
    hashes, times = np.unique(np.concatenate([one for one, _ in parts]), return_counts=True)
    several = np.unique(np.concatenate([np.unique(one) for one, _ in parts]), return_counts=True)[1]
    segments = sum(len(edges) - 1 for _, edges in parts)
    kept = (times >= RARE.get(group, 3)) & (several >= 2)
    telling = np.log((segments + 1) / (times[kept] + 1))
    # What is stored has half precision, and training sees what reading will see.
    return Known(hashes[kept], telling.astype(np.float16).astype(np.float32))


def _matrix(seen: Sequence[Traits], known: Known, group: int) -> sparse.csr_matrix:
    """A row a segment, a column a feature; rows have length one."""
    columns, edges = [], [0]
    for one in seen:
        found, owner = looked_up(known.hashes, one.hashes[group], one.edges[group])
        columns.append(found)
        edges.extend(edges[-1] + np.cumsum(np.bincount(owner, minlength=len(one))))
    column = np.concatenate(columns)
    shape = (sum(map(len, seen)), len(known.hashes))
    rows = sparse.csr_matrix((known.telling[column], column, np.array(edges)), shape=shape)
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sparse.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ rows).tocsr()


def _fitted(
    rows: sparse.csr_matrix,
    contracts: Sequence[Contract],
    corrections: Sequence[tuple[Traits, Correction]],
    categories: Sequence[str],
    strength: float,
) -> tuple[Scores, Scores]:
    """Weights and bias of each category, side by side."""
    chance = np.random.default_rng(SEED)
    drawn = chance.random(rows.shape[0]) < NEGATIVES
    table = np.zeros((rows.shape[1], len(categories)), dtype=np.float32)
    bias = np.full(len(categories), -8.0, dtype=np.float32)
    said = sum(len(one.seen) for one in contracts)
    weights = np.where(np.arange(rows.shape[0]) < said, 1.0, CORRECTED)
    for number, category in enumerate(categories):
        target = np.concatenate([*(overlapping(one, category) for one in contracts), *_told(corrections, category)])
        told = np.concatenate([np.zeros(said, bool), *_spoken(corrections, category)])
        if not target.any():
            continue
        chosen = np.flatnonzero(target | (drawn & (np.arange(len(target)) < said)) | told)
        fit = LogisticRegression(
            solver="liblinear", dual=True, C=strength, class_weight={0: 1.0, 1: WEIGHT}, tol=0.05, random_state=SEED
        ).fit(rows[chosen], target[chosen], sample_weight=weights[chosen])
        table[:, number], bias[number] = fit.coef_[0], fit.intercept_[0]
    return table, bias


def _told(corrections: Sequence[tuple[Traits, Correction]], category: str) -> list[np.ndarray]:
    """Which corrected passages are of a category."""
    return [np.full(len(seen), one.is_it and one.category == category) for seen, one in corrections]


def _spoken(corrections: Sequence[tuple[Traits, Correction]], category: str) -> list[np.ndarray]:
    """Which corrected passages were judged for a category."""
    return [np.full(len(seen), one.category == category) for seen, one in corrections]
