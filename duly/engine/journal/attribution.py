"""Which obligation a payment or a right pays for: lines of the bill scaled to allocated prices, else in their order.

An asset of one obligation and a liability of another are measured apart, so consideration must have an obligation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from duly.ground.rounding import round_fraction

Units = dict[int, int]


def scaled(lines: Mapping[int, int], stated: Mapping[int, int], allocated: Mapping[int, int]) -> dict[int, Fraction]:
    """Lines of a bill (net minor units by obligation) as they count for the split: each times allocated over stated."""
    weights: dict[int, Fraction] = {}
    for obligation, net in lines.items():
        price, share = stated.get(obligation, 0), allocated.get(obligation, 0)
        weights[obligation] = Fraction(net * share, price) if price > 0 and share > 0 else Fraction(net)
    return weights


def attributed(total: int, weights: Mapping[int, Fraction], room: Mapping[int, int], order: Sequence[int]) -> Units:
    """Split an amount (zero or more) by weight, none above its room; what is left goes to those with room, in order,
    and what nobody has room for to the last one that was billed.

    >>> attributed(80, {0: Fraction(90)}, {0: 90, 1: 110}, [0, 1])
    {0: 80}
    >>> attributed(120, {1: Fraction(110)}, {0: 10, 1: 110}, [0, 1])
    {1: 110, 0: 10}
    """
    found: Units = {}
    billed = [o for o in order if weights.get(o, 0) > 0]
    whole, seen, given = sum((weights[o] for o in billed), Fraction(0)), Fraction(0), 0
    for o in billed:
        seen += weights[o]
        upto = round_fraction(total * seen / whole)
        found[o] = min(upto - given, max(room.get(o, 0), 0))
        given = upto
    left = total - sum(found.values())
    for o in [*billed, *(o for o in order if o not in billed)]:
        more = min(left, max(room.get(o, 0) - found.get(o, 0), 0))
        found[o] = found.get(o, 0) + more
        left -= more
    last = billed[-1] if billed else order[-1]
    found[last] += left
    return {o: units for o, units in found.items() if units}
