"""What a plain linear model finds: the yardstick beside which a trained model is shown.

Words and pairs of words of each passage with the last words of the one before, amounts, percents, years and numbers
masked, and one logistic regression a category, learned from a third of the passages without the clause. No headings, no
neighbours, no second look. Half a minute of training; the folds and the passages are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from duly.engine.documents.clauses.scoring import LEAST
from duly.engine.documents.clauses.stretches import chance
from duly.training.alike import folds
from duly.training.corpus import PROPOSED, Contract
from duly.training.linear import overlapping
from duly.training.measure import Figures, Proposal, figures

NEGATIVES, TAIL, STRENGTH = 0.35, 8, 3e-6
_MASKS = (
    (re.compile(r"(?:us)?[$€£]\s?[0-9.,]+"), " moneymask "),
    (re.compile(r"[0-9.]+\s?%|\bpercent\b"), " percentmask "),
    (re.compile(r"\b(?:19|20)[0-9]{2}\b"), " yearmask "),
    (re.compile(r"[0-9][0-9.,]*"), " numbermask "),
)


def plain(held: Sequence[Contract], count: int) -> list[dict[str, Figures]]:
    """The figures of each fold, by a plain model that learned from the others."""
    fold = folds(held, count)
    return [
        _measured(
            [one for one, at in zip(held, fold, strict=True) if at != number],
            [one for one, at in zip(held, fold, strict=True) if at == number],
        )
        for number in range(count)
    ]


def _measured(taught: Sequence[Contract], unseen: Sequence[Contract]) -> dict[str, Figures]:
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, token_pattern=r"\b\w+\b", dtype=np.float32)
    rows = words.fit_transform([row for one in taught for row in _words(one)])
    new = words.transform([row for one in unseen for row in _words(one)])
    drawn = np.random.default_rng(0).random(rows.shape[0]) < NEGATIVES
    found = {}
    for category in PROPOSED:
        target = np.concatenate([overlapping(one, category) for one in taught])
        scores = np.zeros(new.shape[0])
        if target.any():
            chosen = np.flatnonzero(target | drawn)
            fit = SGDClassifier(loss="log_loss", alpha=STRENGTH, max_iter=20, random_state=0)
            scores = chance(fit.fit(rows[chosen], target[chosen]).decision_function(new))
        found[category] = figures(_proposed(unseen, scores), [list(one.gold.get(category, ())) for one in unseen])
    return found


def _words(one: Contract) -> list[str]:
    """Each passage with the tail of the one before, marked as such."""
    said = [_masked(one.text[piece.start : piece.end]) for piece in one.seen.segments]
    tails = ["", *(" ".join(f"before_{word}" for word in words.split()[-TAIL:]) for words in said)]
    return [f"{tail} {words}" for tail, words in zip(tails, said, strict=False)]


def _masked(words: str) -> str:
    low = words.lower()
    for mask, instead in _MASKS:
        low = mask.sub(instead, low)
    return low


def _proposed(unseen: Sequence[Contract], scores: np.ndarray) -> list[list[Proposal]]:
    """The passages of each contract that are likely enough to be proposed."""
    proposed, at = [], 0
    for one in unseen:
        some = scores[at : at + len(one.seen)]
        at += len(one.seen)
        proposed.append(
            [(piece.start, piece.end, score.item()) for piece, score in zip(one.seen.segments, some, strict=True)
             if score >= LEAST]
        )  # fmt: skip
    return proposed
