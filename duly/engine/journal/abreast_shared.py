"""Which obligation a right or a payment of a contract walked abreast pays for: `attribution` for many contracts."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np

from duly.engine.fx.rates import Values
from duly.engine.journal.attribution import scaled
from duly.ground.columns import Ints
from duly.ground.rounding import share

_WIDE = 1 << 53


def attributed(total: Ints, weight: Values, room: Ints, which: Ints) -> tuple[Ints, Ints]:
    """`attribution.attributed`: units of each obligation, and what found no room in each contract. which: place of the
    contract of each obligation · weight: whole numbers, 0 for those that are not billed."""
    first = np.flatnonzero(np.diff(which, prepend=-1))
    upto = share(total[which], _so_far(weight, first, which), np.maximum(np.add.reduceat(weight, first), 1)[which])
    before = np.concatenate((upto[:1], upto[:-1]))
    before[first] = 0
    free, billed = np.maximum(room, 0), weight > 0
    found = np.minimum(upto - before, free)
    left: Ints = total - np.add.reduceat(found, first)
    if left.any():
        for some in (billed, ~billed):
            spare = np.where(some, free - found, 0)
            found = found + np.clip(left[which] - (_so_far(spare, first, which) - spare), 0, spare)
            left = total - np.add.reduceat(found, first)
        last = np.maximum.reduceat(np.where(billed, np.arange(len(room)), -1), first)
        found[np.where(last < 0, np.append(first[1:], len(which)) - 1, last)] += left
    return found, left


def _so_far(amount: Values, first: Ints, which: Ints) -> Values:
    """Running sums inside each contract."""
    running = np.cumsum(amount)
    sums: Values = running - (running[first] - amount[first])[which]
    return sums


class Lined(NamedTuple):
    """What bills say for which obligation: of (row of the bill), obligation (number), net amount."""

    of: Ints
    obligation: Ints
    net: Ints


def by_lines(weight: Ints, net: Ints, stated: Ints, allocated: Ints, which: Ints) -> Values:
    """The weights of obligations where a bill has lines: these, each times allocated over stated price. weight: without
    lines · net: of the lines of each obligation."""
    first = np.flatnonzero(np.diff(which, prepend=-1))
    count = np.add.reduceat((net > 0).astype(np.int64), first)
    weight = np.where((count > 0)[which], net, weight)
    # The only line of a bill takes all, whatever it weighs.
    scales = (net > 0) & (stated > 0) & (allocated > 0) & (stated != allocated) & (count > 1)[which]
    found: Values = weight
    for place in np.unique(which[scales]).tolist():
        own = slice(*np.searchsorted(which, (place, place + 1)).tolist())
        counted = _whole(*(column[own].tolist() for column in (net, stated, allocated)))
        if found.dtype == np.int64 and sum(counted) >= _WIDE:
            found = found.astype(object)
        found[own] = counted
    return found


def _whole(net: list[int], stated: list[int], allocated: list[int]) -> list[int]:
    """The weights of one bill as whole numbers in the same proportion."""
    lines = {row: amount for row, amount in enumerate(net) if amount}
    weights = scaled(lines, dict(enumerate(stated)), dict(enumerate(allocated)))
    unit = lcm(*(one.denominator for one in weights.values()))
    return [int(weights.get(row, Fraction(0)) * unit) for row in range(len(net))]
