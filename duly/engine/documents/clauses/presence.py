"""Whether a contract has a kind of clause at all: the fourth stage, which looks at all runs of a contract together.

A run is scored as a passage: two that say half of it each are both doubtful, though the contract says it for certain.
So the likeliest run of a kind takes the chance that the contract has the kind, and the others stay below it. Words that
say or deny a kind outright weigh the same for each kind that has such words, and each kind of contract has a habit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from duly.engine.documents.clauses.stretches import Numbers, chance

SIGNS = 7
SURE = 1e-6  # no chance is nearer to never or always than this
FAINT = -6.0  # the odds of a run that is as good as none
Told = tuple[bool, bool]  # whether words say a kind outright, and whether they deny it


@dataclass(frozen=True, slots=True)
class Present:
    """What each sign weighs, whatever the kind of clause, and a bias for each kind: a row a type of contract."""

    signs: Numbers
    bias: Numbers
    types: tuple[str, ...]

    def habit(self, contract: str) -> Numbers:
        """The bias of each kind in a type of contract; the mean of all types in one that is not known."""
        known = contract in self.types
        return np.asarray(self.bias[self.types.index(contract)] if known else self.bias.mean(axis=0))


def signs(score: Numbers, inside: Numbers, told: Iterable[Told] | None) -> Numbers:
    """What speaks for a kind in a contract: all runs together, the likeliest segment of any, what is said outright.

    How the runs read by their letters comes besides (see `spelling.py`).

    `score` are the chances of the runs that stay, the likeliest first, `inside` what the second stage says of each
    segment, `told` what the words of each run say; none of a kind that words do not tell.
    """
    any_of_them = 1 - np.exp(np.log1p(-np.minimum(score, 1 - SURE)).sum())
    said = (0.0, 0.0, 0.0) if told is None else _outright(score, told)
    return np.array([odds(any_of_them), inside.max(), *said])


def _outright(score: Numbers, told: Iterable[Told]) -> tuple[float, float, float]:
    """Whether the likeliest run says the kind, whether it denies it, and the odds of the first that says it alone."""
    says, denies, clean = 0.0, 0.0, FAINT
    for place, (likely, (one, other)) in enumerate(zip(score.tolist(), told, strict=False)):
        if not place:
            says, denies = float(one), float(other)
        if odds(likely) <= FAINT:
            break
        if one and not other:
            clean = odds(likely)
            break
    return says, denies, clean


def odds(likely: float) -> float:
    """A chance as the logarithm of its odds."""
    kept = min(max(likely, SURE), 1 - SURE)
    return float(np.log(kept / (1 - kept)))


def settled(score: Numbers, seen: Numbers, weights: Numbers, bias: float) -> Numbers:
    """The chances of the runs of a kind, the likeliest as likely as it is that the contract has the kind."""
    if not len(score):
        return score
    has = chance(np.asarray(seen @ weights + bias))
    best = score.argmax()
    kept = np.minimum(score, has)
    kept[best] = has
    return kept
