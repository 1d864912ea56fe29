"""Contracts walked abreast whose consideration stands at the wrong obligation (as `Walk._even_out`).

It goes to those that have room, with its rates. They are few, so what moves is moved one by one.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from duly.engine.fx.rates import Values
from duly.engine.fx.units import Units
from duly.engine.journal.abreast_accounts import CURRENCY, Running
from duly.engine.journal.entries import Ledger
from duly.ground.columns import Bools, Ints


class Walking(Protocol):
    """Contracts on their way together, as far as it takes them to be evened out (see `abreast.Abreast`)."""

    units: Units
    position: Ints
    repriced_on: Ints
    loose: Bools
    strange: Bools
    evened: Running

    def obligations(self, contract: Ints) -> tuple[Ints, Ints]:
        """The obligations of contracts, and whose they are."""

    def allocated(self, book: Ledger, rows: Ints, on: Ints) -> Ints:
        """Allocated price of each obligation at the end of its day."""

    def consider(self, rows: Ints, units: Ints, rate: Values) -> Values:
        """Consideration comes in; gives the exchange difference on contract assets."""

    def recount(self, rows: Ints, was_uneven: Bools) -> None:
        """Count anew the obligations that have earned just what was due for them."""

    def book_net(self, step: int, contract: Ints, moved: Ints) -> None:
        """Move the position."""


def even_out(walk: Walking, book: Ledger, contract: Ints, on: Ints, rate: Values) -> None:
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
    change = np.zeros(len(rows), np.int64)
    for place in np.flatnonzero(both).tolist():
        own = slice(*np.searchsorted(which, (place, place + 1)).tolist())
        change[own] = _targets(over[own].tolist())
    gain = moved_over(walk, contract, rows, which, change, rate)
    walk.book_net(CURRENCY, contract[both], walk.evened.add(contract[both], gain[both]))


def moved_over(walk: Walking, contract: Ints, rows: Ints, which: Ints, change: Ints, rate: Values) -> Values:
    """Where some obligations of a contract give up consideration, it goes to the others in order, with its rates, and
    what these get beyond it comes in at the rate of the day. Gives the exchange difference; `change` is nothing
    afterwards for all obligations of such contracts."""
    gain = np.zeros(len(contract), rate.dtype)
    for place in np.unique(which[change < 0]).tolist():
        own = slice(*np.searchsorted(which, (place, place + 1)).tolist())
        gain[place] = _shift(walk, int(contract[place]), rows[own], change[own].tolist(), rate[place])
        change[own] = 0
    return gain


def _shift(walk: Walking, contract: int, rows: Ints, change: list[int], rate: int) -> int:
    """Move units of one contract from the obligations that give up some to the others."""
    uneven = walk.units.taken[rows] != walk.units.reached[rows]
    pool: list[tuple[int, int]] = []
    for row, units in zip(rows.tolist(), change, strict=True):
        if units < 0:
            walk.strange[contract] |= not walk.units.can_withdraw(row, -units, rate)
            pool.extend(walk.units.withdraw(row, -units, rate))
    walk.recount(rows, uneven)
    gain = 0
    for row, units in zip(rows.tolist(), change, strict=True):
        for count, own in _drawn(pool, max(units, 0), rate):
            gain += walk.consider(np.array([row]), np.array([count]), np.array([own], walk.units.last.dtype))[0]
    return gain


def _targets(over: list[int]) -> list[int]:
    """By how much the consideration of each obligation changes."""
    moved, room = [0] * len(over), [max(-units, 0) for units in over]
    for i, units in enumerate(over):
        for j in range(len(over)) if units > 0 else ():
            part = min(units, room[j])
            moved[i], moved[j] = moved[i] - part, moved[j] + part
            units, room[j] = units - part, room[j] - part
    return moved


def _drawn(pool: list[tuple[int, int]], units: int, rate: int) -> list[tuple[int, int]]:
    """Units from the pool, in its order, with their rates; new ones at a rate where it ends."""
    found = []
    while units and pool:
        count, own = pool.pop(0)
        used = min(count, units)
        found.append((used, own))
        units -= used
        if count > used:
            pool.insert(0, (count - used, own))
    return [*found, (units, rate)] if units else found
