"""Whether a contract has a kind of clause at all: the fourth stage, which looks at all runs of a contract together.

A run is scored as a passage: two that say half of it each are both doubtful, though the contract says it for certain.
So the likeliest run of a kind takes the chance that the contract has the kind, and the others stay below it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duly.engine.documents.clauses.stretches import Numbers, chance

SIGNS = 3
SURE = 1e-6  # no chance is nearer to never or always than this


@dataclass(frozen=True, slots=True)
class Present:
    """What each sign of a contract weighs, whatever the kind, and a bias for each kind."""

    signs: Numbers
    bias: Numbers


def signs(score: Numbers, inside: Numbers) -> Numbers:
    """What speaks for a kind in a contract: its likeliest run, all runs together, the likeliest segment of any.

    `score` are the chances of the runs that stay, `inside` what the second stage says of each segment.
    """
    any_of_them = 1 - np.exp(np.log1p(-np.minimum(score, 1 - SURE)).sum())
    return np.array([odds(score.max(initial=0.0)), odds(any_of_them), inside.max()])


def odds(likely: float) -> float:
    """A chance as the logarithm of its odds."""
    kept = min(max(likely, SURE), 1 - SURE)
    return float(np.log(kept / (1 - kept)))


def settled(score: Numbers, seen: Numbers, known: Present, category: int) -> Numbers:
    """The chances of the runs of a kind, the likeliest as likely as it is that the contract has the kind."""
    if not len(score):
        return score
    has = chance(seen @ known.signs + known.bias[category])
    best = score.argmax()
    kept = np.minimum(score, has)
    kept[best] = has
    return kept
