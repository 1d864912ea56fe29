"""Share, allocate, spread: the only places where a cent is made or lost, exact beyond 64 bits.

All round half away from zero, so that a reversal mirrors what it reverses. Columns are `int64`; length in = length out.
Where a product leaves 64 bits the same rule runs on Python integers, for those rows alone; never on a binary fraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from duly.ground.columns import Bools, Ints
from duly.ground.errors import DulyError

_SMALL = 1 << 31  # twice a remainder times a part of it stays below 2**63
_WIDE = 1 << 54  # above it, long multiplication in 64 bits takes more steps than Python integers do
_SUM = 1 << 62


class AmountTooLarge(DulyError):
    """An amount does not fit its column, or is larger than duly takes for an amount of money."""


class CannotAllocate(DulyError):
    """A split has nothing to be shared by: no items, a negative weight, or items out of order."""


def share(amount: Ints, done: Ints, total: Ints) -> Ints:
    """The part of an amount that belongs to `done` of `total`: round(amount x done / total), 0 where total is 0.

    Nothing is assumed of the signs or of done <= total; a result beyond 64 bits is `AmountTooLarge`.

    >>> share(np.array([1000, -1000, 5]), np.array([1, 1, 1]), np.array([3, 3, 2])).tolist()
    [333, -333, 3]
    """
    amount, done, total = np.broadcast_arrays(amount, done, total)
    if not amount.size:
        return np.zeros(amount.shape, np.int64)
    small = total.max() < _SMALL and total.min() >= 0 and done.min() >= 0 and amount.min() >= -_SUM
    if small and (done <= total).all():
        return _signed(amount, done, np.maximum(total, 1) if total.min() == 0 else total)
    return _share_by_size(amount, done, total)


def nearest(count: npt.NDArray[Any], unit: npt.NDArray[Any]) -> Ints:
    """A count of 1 / unit as a whole number: `share` where nothing leaves 2**61, or for Python integers of any size.

    >>> nearest(np.array([3, -3, 10**30], object), np.array([2, 2, 10**30], object)).tolist()
    [2, -2, 1]
    """
    size = (2 * np.abs(count) + unit) // (2 * unit)
    signed = np.where(count < 0, -size, size)
    return signed if signed.dtype == np.int64 else _column(signed.tolist())


def _share_by_size(amount: Ints, done: Ints, total: Ints) -> Ints:
    """`share` where some rows need more than one multiplication, or Python integers."""
    out = np.zeros(amount.shape, np.int64)
    regular = (total > 0) & (total < _WIDE) & (done >= 0) & (done <= total) & (amount >= -_SUM)
    for rows in (np.flatnonzero(regular & (total < _SMALL)), np.flatnonzero(regular & (total >= _SMALL))):
        if rows.size:
            out[rows] = _signed(amount[rows], done[rows], total[rows])
    rows = np.flatnonzero(~regular & (total != 0))
    columns = (column[rows].tolist() for column in (amount, done, total))
    # A Python loop: these rows are few, and only integers without a limit hold their products.
    out[rows] = _column([_half_away(a * d if t > 0 else -a * d, abs(t)) for a, d, t in zip(*columns, strict=True)])
    return out


def _signed(amount: Ints, done: Ints, total: Ints) -> Ints:
    """`share` for 0 <= done <= total and total above zero."""
    if amount.min() >= 0:
        return _part(amount, done, total)
    part = _part(np.abs(amount), done, total)
    return np.where(amount < 0, -part, part)


def _part(amount: Ints, done: Ints, total: Ints) -> Ints:
    """`share` of amounts of zero or more; the quotient and the remainder are shared apart to stay in 64 bits."""
    if total.max() >= _SMALL:
        whole = amount // total
        low, rest = _long_product(amount - whole * total, done, total)
        return whole * done + low + (rest >= total - rest)
    if int(amount.max()) * int(done.max()) < 1 << 61:
        return (2 * amount * done + total) // (2 * total)
    whole = amount // total
    return whole * done + (2 * (amount - whole * total) * done + total) // (2 * total)


def _long_product(part: Ints, done: Ints, total: Ints) -> tuple[Ints, Ints]:
    """Quotient and remainder of part x done / total for part < total, done <= total < 2**54.

    Long multiplication: `done` is cut into digits so short that digit x total stays below 2**62.
    """
    bits = 62 - int(total.max()).bit_length()
    digits = -(-int(done.max()).bit_length() // bits)
    low, rest = np.zeros_like(part), np.zeros_like(part)
    for place in reversed(range(digits)):
        value = (rest << bits) + part * ((done >> (place * bits)) & ((1 << bits) - 1))
        step = value // total
        low, rest = (low << bits) + step, value - step * total
    return low, rest


def allocate(total: Ints, weight: Ints, owner: Ints, count: int, largest: Ints) -> Ints:
    """Split each of `count` totals over its items by weight, so that the items add up to it exactly.

    `total` and `largest` have one row a pool, `weight` and `owner` (the pool of the item, ascending) one row an item.
    Each item takes its rounded share and the last one with a weight takes the remainder; where that would turn its sign
    against the total, or the pool says `largest`, the largest fractions take the odd units, ties to the first.
    A weight of zero gets nothing, unless all weights of the pool are zero: then they count as equal.

    >>> pools, items = np.array([1000, 200]), np.array([0, 0, 0, 1, 1])
    >>> allocate(pools, np.array([1, 1, 1, 3, 0]), items, 2, np.array([0, 0])).tolist()
    [333, 333, 334, 200, 0]
    """
    starts = _starts(total, weight, owner, count, largest)
    if not count:
        return np.zeros(0, np.int64)
    top = np.maximum.reduceat(weight, starts)
    if top.min() == 0:
        weight = np.where((top == 0)[owner], 1, weight)
    fits = (top < _WIDE // np.diff(starts, append=len(owner))) & (total < _SUM) & (total > -_SUM)
    if fits.all():
        return _allocate_columns(total, weight, owner, starts, largest)
    return _allocate_by_size(total, weight, owner, starts, largest, fits)


def _starts(total: Ints, weight: Ints, owner: Ints, count: int, largest: Ints) -> Ints:
    """The first item of each pool; `CannotAllocate` where the columns do not describe pools with items."""
    if not len(total) == len(largest) == count or len(weight) != len(owner):
        raise CannotAllocate(
            f"{count} pools have {len(total)} totals and {len(largest)} flags, "
            f"{len(weight)} weights have {len(owner)} owners"
        )
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    if not np.array_equal(owner[starts], np.arange(count)):
        raise CannotAllocate(
            "a pool has no items, or the items are not sorted by pool",
            why="an amount needs at least one obligation to go to",
            cite="606-10-32-28",
        )
    if count and weight.min() < 0:
        raise CannotAllocate(
            f"an item has the weight {int(weight.min())}",
            why="a standalone selling price is never below zero",
            cite="606-10-32-32",
        )
    return starts


def _allocate_columns(total: Ints, weight: Ints, owner: Ints, starts: Ints, largest: Ints) -> Ints:
    """`allocate` where sums of weights stay below 2**54 and totals below 2**62."""
    sums = np.add.reduceat(weight, starts)
    out = share(total[owner], weight, sums[owner])
    last = np.append(starts[1:], len(owner)) - 1
    if weight.min() == 0:
        last = np.maximum.reduceat(np.where(weight > 0, np.arange(len(owner)), -1), starts)
    remainder = total - np.add.reduceat(out, starts) + out[last]
    out[last] = remainder
    against = (largest != 0) | ((remainder < 0) & (total >= 0)) | ((remainder > 0) & (total <= 0))
    if against.any():
        rows = np.flatnonzero(against[owner])
        pools = np.flatnonzero(against)
        index = np.cumsum(against)[owner[rows]] - 1
        out[rows] = _largest_remainder(total[pools], weight[rows], index, sums[pools])
    return out


def _largest_remainder(total: Ints, weight: Ints, owner: Ints, sums: Ints) -> Ints:
    """Floors of the shares of |total|; the units left go to the largest fractions, ties to the first."""
    size, below = np.abs(total), sums[owner]
    whole = size // sums
    low, rest = _long_product((size - whole * sums)[owner], weight, below)
    out = whole[owner] * weight + low
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    left = size - np.add.reduceat(out, starts)
    # Fractions of one pool have one denominator, so their order is the order of the remainders.
    order = np.lexsort((-rest, owner))
    out[order] += np.arange(len(owner)) - starts[owner] < left[owner]
    return out * np.sign(total)[owner]


def _allocate_by_size(total: Ints, weight: Ints, owner: Ints, starts: Ints, largest: Ints, fits: Bools) -> Ints:
    """`allocate` with the pools that do not fit on Python integers, and the others as columns."""
    out = np.zeros(len(owner), np.int64)
    pools, rows = np.flatnonzero(fits), np.flatnonzero(fits[owner])
    if pools.size:
        index = np.cumsum(fits)[owner[rows]] - 1
        out[rows] = allocate(total[pools], weight[rows], index, len(pools), largest[pools])
    ends = np.append(starts[1:], len(owner))
    # A Python loop: pools beyond 2**54 are few, and only integers without a limit hold their products.
    for pool in np.flatnonzero(~fits):
        items = slice(int(starts[pool]), int(ends[pool]))
        out[items] = _column(_allocate_one(int(total[pool]), weight[items].tolist(), bool(largest[pool])))
    return out


def _allocate_one(total: int, weights: list[int], largest: bool) -> list[int]:
    """`allocate` for one pool on Python integers."""
    below = sum(weights)
    parts = [_half_away(total * weight, below) for weight in weights]
    last = max(row for row, weight in enumerate(weights) if weight)
    parts[last] += total - sum(parts)
    if not largest and parts[last] * total >= 0:
        return parts
    floors = [abs(total) * weight // below for weight in weights]
    by_fraction = sorted(range(len(weights)), key=lambda row: -(abs(total) * weights[row] % below))
    for row in by_fraction[: abs(total) - sum(floors)]:
        floors[row] += 1
    return floors if total >= 0 else [-part for part in floors]


def allocate_fractions(total: int, weights: Sequence[Fraction], largest: bool = False) -> list[int]:
    """`allocate` of one total by exact weights of any size.

    >>> allocate_fractions(100, [Fraction(1, 3), Fraction(2, 3)])
    [33, 67]
    """
    scale = lcm(*(weight.denominator for weight in weights))
    counts = [weight.numerator * (scale // weight.denominator) for weight in weights]
    return _allocate_one(total, counts if any(counts) else [1] * len(counts), largest)


def spread(total: int, parts: Sequence[int]) -> list[int]:
    """A total over periods of the sizes `parts`: differences of the rounded running total, so that they always sum.

    >>> spread(100, [1, 1, 1, 1, 1, 1])
    [17, 16, 17, 17, 16, 17]
    """
    whole = sum(parts)
    if not whole:
        raise CannotAllocate("an amount is spread over no time", fix="give the span at least one period of some length")
    each, rest = divmod(total, whole)
    if not rest:
        return [each * part for part in parts]
    # A Python loop: the bills of a plan are few, and a column of them costs more to make than to add up.
    booked = [_half_away(total * running, whole) for running in accumulate(parts)]
    return [now - before for now, before in zip(booked, [0, *booked], strict=False)]


def round_fraction(value: Fraction) -> int:
    """The nearest whole number, halves away from zero: the one rounding of a single value.

    >>> [round_fraction(Fraction(n, 2)) for n in (1, -1, 3, 4)]
    [1, -1, 2, 2]
    """
    return _half_away(value.numerator, value.denominator)


def round_digits(done: Ints, total: Ints, digits: int) -> tuple[Ints, Ints]:
    """Progress rounded to so many decimals, as a count of the smallest decimal and how many make a whole.

    >>> done, total = round_digits(np.array([1, 2]), np.array([3, 3]), 2)
    >>> done.tolist(), total.tolist()
    ([33, 67], [100, 100])
    """
    whole = np.full(len(done), 10**digits, np.int64)
    return share(whole, done, total), whole


def _half_away(numerator: int, denominator: int) -> int:
    """numerator / denominator (above zero), halves away from zero."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def _column(values: Sequence[int] | Ints) -> Ints:
    """An `int64` column of Python integers; `AmountTooLarge` beyond 64 bits."""
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        raise AmountTooLarge(
            f"{max(values, key=abs)} minor units do not fit 64 bits",
            why="an amount in a table holds at most 9,223,372,036,854,775,807 minor units",
            fix="look for a misplaced decimal point, or state the contract in a larger unit",
        ) from None
