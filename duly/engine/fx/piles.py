"""Lots of many owners at once: `remeasure.Lots` as columns, exact in counts of a part of minor money.

An owner has a row of lots, the oldest first; of each the units, their rate and what they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duly.engine.fx.rates import Values
from duly.ground.columns import Bools, Ints

_FEW = 2


@dataclass
class Piles:
    """Lots of `len(size)` owners, as wide as the most lots of any. units, rate, of: of each lot, without units from
    `size` on · held: units of each owner."""

    units: Ints
    rate: Values
    of: Ints
    size: Ints
    held: Ints

    @classmethod
    def empty(cls, owners: int, like: Values) -> Piles:
        """No lots yet; values are counts of the same kind as `like`."""
        units, of = (np.zeros((owners, _FEW), np.int64) for _ in range(2))
        size, held = (np.zeros(owners, np.int64) for _ in range(2))
        return cls(units, np.zeros((owners, _FEW), like.dtype), of, size, held)

    def put(self, rows: Ints, units: Ints, rate: Values, of: Ints) -> None:
        """Add a lot to each of `rows`, which stand together by owner (units above zero)."""
        if not len(rows):
            return
        new = np.append(True, np.diff(rows) != 0)
        first = np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0))
        at = self.size[rows] + np.arange(len(rows)) - first
        while int(at.max()) >= self.units.shape[1]:
            self._widen()
        self.units[rows, at], self.rate[rows, at], self.of[rows, at] = units, rate, of
        np.add.at(self.held, rows, units)
        np.maximum.at(self.size, rows, at + 1)

    def _widen(self) -> None:
        for name in ("units", "rate", "of"):
            column = getattr(self, name)
            setattr(self, name, np.concatenate((column, np.zeros_like(column)), axis=1))

    def take(self, rows: Ints, units: Ints, of: Ints) -> Values:
        """Take units of each of `rows` (each owner once), which has as many: those that belong to `of` (-1 for none)
        first, then the others, the oldest first. Gives what they were carried at."""
        self.held[rows] -= units
        if ((self.units[rows, 0] >= units) & ((of < 0) | (self.of[rows, 0] == of))).all():
            value: Values = units * self.rate[rows, 0]
            self.units[rows, 0] -= units
            self.close_up(rows[self.units[rows, 0] == 0])
            return value
        held = self.units[rows]
        part = _oldest(units, np.where(self.of[rows] == np.where(of < 0, -2, of)[:, None], held, 0))
        part += _oldest(units - part.sum(axis=1), held - part)
        value = (part * self.rate[rows]).sum(axis=1)
        self.units[rows] = held - part
        self.close_up(rows)
        return value

    def close_up(self, rows: Ints) -> None:
        """Forget lots of which nothing is left."""
        live = self.units[rows] > 0
        last = live.shape[1] - 1 - live[:, ::-1].argmax(axis=1)
        size = live.sum(axis=1)
        self.size[rows] = size
        gaps = (size > 0) & (last >= size)
        self._sort(rows[gaps], ~live[gaps])

    def _sort(self, rows: Ints, gone: Bools) -> None:
        order = np.argsort(gone, axis=1, kind="stable")
        for name in ("units", "rate", "of"):
            column = getattr(self, name)
            column[rows] = np.take_along_axis(column[rows], order, axis=1)

    def value(self, rows: Ints) -> Values:
        """What the lots of each of `rows` are carried at."""
        value: Values = (self.units[rows] * self.rate[rows]).sum(axis=1)
        return value

    def remeasure(self, rows: Ints, rate: Values) -> Values:
        """Carry all lots of each of `rows` at a rate; gives what that adds."""
        wide = int(self.size[rows].max(initial=0))
        units, before = self.units[rows, :wide], self.rate[rows, :wide]
        self.rate[rows, :wide] = rate[:, None]
        added: Values = (units * (rate[:, None] - before)).sum(axis=1)
        return added


def _oldest(units: Ints, held: Ints) -> Ints:
    """What is taken of each lot, the oldest first, as far as there is any."""
    part: Ints = np.clip(units[:, None] - (np.cumsum(held, axis=1) - held), 0, held)
    return part
