"""Which obligation a right or a payment of a contract walked abreast pays for: `attribution` for many contracts."""

from __future__ import annotations

import numpy as np

from duly.ground.columns import Ints
from duly.ground.rounding import share


def attributed(total: Ints, room: Ints, which: Ints) -> tuple[Ints, Ints]:
    """`attribution.attributed` by room, for many contracts: units of each obligation, and what found no room."""
    first = np.flatnonzero(np.diff(which, prepend=-1))
    free = np.maximum(room, 0)
    upto = share(total[which], _so_far(free, first, which), np.maximum(np.add.reduceat(free, first), 1)[which])
    before = np.concatenate((upto[:1], upto[:-1]))
    before[first] = 0
    found = np.minimum(upto - before, free)
    left = total - np.add.reduceat(found, first)
    if left.any():
        free = free - found
        found = found + np.clip(left[which] - (_so_far(free, first, which) - free), 0, free)
        left = total - np.add.reduceat(found, first)
        billed = np.where(room > 0, np.arange(len(room)), -1)
        last = np.maximum.reduceat(billed, first)
        found[np.where(last < 0, np.append(first[1:], len(which)) - 1, last)] += left
    return found, left


def _so_far(amount: Ints, first: Ints, which: Ints) -> Ints:
    """Running sums inside each contract."""
    running = np.cumsum(amount)
    sums: Ints = running - (running[first] - amount[first])[which]
    return sums


def filled(total: Ints, room: Ints, which: Ints) -> tuple[Ints, Ints]:
    """The same without weights: in order, and what nobody has room for to the last one."""
    first = np.flatnonzero(np.diff(which, prepend=-1))
    free = np.maximum(room, 0)
    found = np.clip(total[which] - (_so_far(free, first, which) - free), 0, free)
    left = total - np.add.reduceat(found, first)
    found[np.append(first[1:], len(which)) - 1] += left
    return found, left
