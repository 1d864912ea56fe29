"""The first stage: one logistic regression a category over hashed words, and one over the words of headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression

from duly.engine.documents.clauses.features import BESIDE, TOGETHER, TRIPLE, WORD, Hashes, Traits
from duly.engine.documents.clauses.scoring import LEARNED_GROUPS, VIEWS, Known, Linear, Scores, featured, looked_up
from duly.engine.documents.proposals import Segment
from duly.training.corpus import LEARNED, PROPOSED, Contract, Correction, Span
from duly.training.measure import HALF, overlap

SEED = 20
RARE = {BESIDE: 5, TRIPLE: 5, TOGETHER: 5}  # a feature in fewer segments than these, or than three, is not learned
NEGATIVES = 0.3  # the share of segments without a clause that are learned from
WEIGHT = 5.0  # a segment with the clause weighs as much as so many without
STRENGTH = (4.0, 1.0, 2.0, 4.0)  # by view
# Where neighbours stand beside the words themselves they weigh half.
SHARE = {(3, BESIDE): 0.5, (3, TRIPLE): 0.7}
TELLING = 60  # words a category of which each two that stand in one segment are a feature
EVERYWHERE = 4  # a word in one segment of so many tells nothing
CORRECTED = 3.0  # what a person corrected weighs as much as so many segments


Features = tuple[tuple[Hashes, ...], tuple[np.ndarray, ...]]  # of a document, by group: features and edges


def learned(contracts: Sequence[Contract], corrections: Sequence[tuple[Traits, Correction]] = ()) -> Linear:
    """The first stage of a model, learned from contracts and from what people said of passages."""
    seen = [one.seen for one in contracts] + [one for one, _ in corrections]
    telling = _telling(contracts)
    features = [featured(telling, one) for one in seen]
    known = {group: _known(_of_group(features, group), group) for group in LEARNED_GROUPS}
    weights, biases = [], []
    for view, groups in enumerate(VIEWS):
        share = [SHARE.get((view, group), 1.0) for group in groups]
        rows = [_matrix(_of_group(features, group), known[group]) for group in groups]
        parts = [one * part for one, part in zip(rows, share, strict=True)]
        fitted, bias = _fitted(
            sparse.hstack(parts).tocsr(), contracts, corrections, PROPOSED if view else LEARNED, STRENGTH[view]
        )
        edges = np.cumsum([len(known[group].hashes) for group in groups])[:-1]
        weights.append(tuple(held * part for held, part in zip(np.split(fitted, edges), share, strict=True)))
        biases.append(bias)
    return Linear(telling, tuple(known[group] for group in LEARNED_GROUPS), tuple(weights), tuple(biases))


def _of_group(features: Sequence[Features], group: int) -> list[tuple[Hashes, np.ndarray]]:
    return [(hashes[group], edges[group]) for hashes, edges in features]


def _telling(contracts: Sequence[Contract]) -> Hashes:
    """The words that tell most of each category, in the order of their hashes."""
    words = [(one.seen.hashes[WORD], one.seen.edges[WORD]) for one in contracts]
    known = _known(words, WORD)
    there = (_matrix(words, known) > 0).astype(np.float32)
    rare = np.asarray(there.sum(axis=0)).ravel() * EVERYWHERE < there.shape[0]
    best: set[int] = set()
    for category in PROPOSED:
        target = np.concatenate([overlapping(one, category) for one in contracts])
        if target.any():
            best.update(np.argsort(-np.nan_to_num(chi2(there, target)[0]), kind="stable")[:TELLING].tolist())
    return known.hashes[np.array(sorted(number for number in best if rare[number]), dtype=np.int64)]


def overlapping(one: Contract, category: str) -> np.ndarray:
    """Which segments of a contract lie in a marked span, or hold one, by half."""
    return _those(one, category, lambda piece, start, end: half_in((piece.start, piece.end), (start, end)))


def half_in(one: Span, other: Span) -> bool:
    """Whether one of two spans lies in the other by half.

    >>> half_in((0, 10), (5, 100)), half_in((0, 10), (6, 100))
    (True, False)
    """
    return 2 * (min(one[1], other[1]) - max(one[0], other[0])) >= min(one[1] - one[0], other[1] - other[0])


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


def _matrix(parts: Sequence[tuple[Hashes, np.ndarray]], known: Known) -> sparse.csr_matrix:
    """A row a segment, a column a feature; rows have length one."""
    columns, edges = [], [0]
    for hashes, borders in parts:
        found, owner = looked_up(known.hashes, hashes, borders)
        columns.append(found)
        edges.extend(edges[-1] + np.cumsum(np.bincount(owner, minlength=len(borders) - 1)))
    column = np.concatenate(columns)
    shape = (len(edges) - 1, len(known.hashes))
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
