"""A second reading of the likeliest runs of each kind: by runs of letters, learned from likely runs alone.

The first stage learns from all passages of a contract, most of them easy, and by whole words. This one learns only from
what the stages before it took for likely, so that it tells a clause from what looks like one; and three to five letters
of a word tell "terminate", "terminating" and "termination" together. It does not move a passage: the best that it says
of the runs of a kind is a sign of whether the contract has the kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duly.engine.documents.clauses.features import Wide, mixed, tokens

READ, WORTH = 12, 1e-4  # runs of a kind that are read again, and how likely all but the first must be
UNREAD = -8.0  # what is said of a kind without a run
LETTERS = (3, 4, 5)
BITS = 14  # a run of letters is one of so many features that two of them may share one
_SPACE = ord(" ")
Features = npt.NDArray[np.uint16]
Shares = npt.NDArray[np.float32]
Spelled = tuple[Features, Shares]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What each feature weighs, a row a feature and a column a category, and a bias a category."""

    weights: Shares
    bias: Shares

    def of(self, spelled: Spelled, number: int) -> float:
        """How far a run reads like a clause of a category."""
        feature, share = spelled
        return float(self.weights[feature, number] @ share + self.bias[number])


def spelled(words: str) -> Spelled:
    """The features of a run and their shares: each run of letters in a word or at its edge, all together of length one.

    Numbers are masked as they are for the first stage.
    """
    letters = np.frombuffer(f" {' '.join(tokens(words))} ".encode("ascii"), dtype=np.uint8)
    feature, times = np.unique(np.concatenate([_runs(letters, size) for size in LETTERS]), return_counts=True)
    share = 1 + np.log(times)
    return feature, (share / max(np.sqrt(share @ share), 1e-9)).astype(np.float32)


def _runs(letters: npt.NDArray[np.uint8], size: int) -> Features:
    """The features of the runs of one length that lie within a word or have a space at an end alone."""
    if len(letters) < size:
        return np.zeros(0, dtype=np.uint16)
    every = np.lib.stride_tricks.sliding_window_view(letters, size)
    whole = every[(every[:, 1:-1] != _SPACE).all(axis=1)].astype(np.uint64)
    hashes: Wide = np.full(len(whole), size, dtype=np.uint64)
    for place in range(size):
        hashes = hashes * np.uint64(1000003) + whole[:, place]
    return (mixed(hashes) & np.uint64((1 << BITS) - 1)).astype(np.uint16)
