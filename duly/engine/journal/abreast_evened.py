"""Contracts walked abreast whose consideration stands at the wrong obligation (as `Walk._even_out`).

It goes to those that have room, with its rates. They are few, so what moves is moved one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duly.engine.fx.rates import Values
from duly.engine.journal.entries import Ledger
from duly.ground.columns import Ints

if TYPE_CHECKING:
    from duly.engine.journal.abreast import Abreast

_CURRENCY = 3


def even_out(walk: Abreast, book: Ledger, contract: Ints, on: Ints, rate: Values) -> None:
    """Consideration beyond the price of an obligation goes to those with room; once all is performed and due in sum,
    each has just what it earned."""
    rows, which = walk.obligations(contract)
    first = np.flatnonzero(np.diff(which, prepend=-1))
    price, earned, considered = walk.allocated(book, rows, on[which]), walk.units.reached[rows], walk.units.taken[rows]
    done = np.logical_and.reduceat(earned >= price, first) & (walk.position[contract] == 0)
    over = considered - np.where(done[which], earned, np.maximum(price, earned))
    anything = np.logical_or.reduceat(over > 0, first)
    # What is in place stays so until a price or revenue moves back, or a right finds no room.
    walk.loose[contract[~anything & (on >= walk.repriced_on[contract])]] = False
    both = anything & np.logical_or.reduceat(over < 0, first)
    for place in np.flatnonzero(both).tolist():
        own = np.flatnonzero(which == place)
        _shift(walk, contract[[place]], rows[own], over[own].tolist(), rate[[place]])


def _shift(walk: Abreast, contract: Ints, rows: Ints, over: list[int], rate: Values) -> None:
    """Move units of one contract from the obligations that are over to the others, in order."""
    moved = _targets(over)
    uneven = walk.units.taken[rows] != walk.units.reached[rows]
    pool: list[tuple[int, int]] = []
    for row, change in zip(rows.tolist(), moved, strict=True):
        if change < 0:
            if -change > int(walk.units.taken[row] - walk.units.reached[row]):
                walk.strange[contract] = True
            pool.extend(walk.units.withdraw(row, -change))
    walk.recount(rows, uneven)
    gain = np.zeros(1, rate.dtype)
    for row, change in zip(rows.tolist(), moved, strict=True):
        for units, own in _drawn(pool, max(change, 0)):
            gain += walk.consider(np.array([row]), np.array([units]), np.array([own], rate.dtype))
    walk.book_net(_CURRENCY, contract, walk.evened.add(contract, gain))


def _targets(over: list[int]) -> list[int]:
    """By how much the consideration of each obligation changes."""
    moved, room = [0] * len(over), [max(-units, 0) for units in over]
    for i, units in enumerate(over):
        for j in range(len(over)) if units > 0 else ():
            part = min(units, room[j])
            moved[i], moved[j] = moved[i] - part, moved[j] + part
            units, room[j] = units - part, room[j] - part
    return moved


def _drawn(pool: list[tuple[int, int]], units: int) -> list[tuple[int, int]]:
    """Units from the pool, in its order, with their rates."""
    found = []
    while units:
        count, rate = pool.pop(0)
        used = min(count, units)
        found.append((used, rate))
        units -= used
        if count > used:
            pool.insert(0, (count - used, rate))
    return found
