"""Lots of many owners at once: `remeasure.Lots` as columns, exact in counts of a part of minor money.

An owner has a row of lots, the oldest first; of each the units, their rate and what they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duly.engine.fx.rates import Values
from duly.ground.columns import Ints

_FEW = 2


@dataclass
class Piles:
    """Lots of `len(size)` owners, as many rows as the most lots of any, the oldest first. units, rate, of: of each lot,
    without units from `size` on · held: units of each owner."""

    units: Ints
    rate: Values
    of: Ints
    size: Ints
    held: Ints

    @classmethod
    def empty(cls, owners: int, like: Values) -> Piles:
        """No lots yet; values are counts of the same kind as `like`."""
        units, of = (np.zeros((_FEW, owners), np.int64) for _ in range(2))
        size, held = (np.zeros(owners, np.int64) for _ in range(2))
        return cls(units, np.zeros((_FEW, owners), like.dtype), of, size, held)

    def put(self, owners: Ints, units: Ints, rate: Values, of: Ints) -> None:
        """Add a lot to each of `owners`, which stand in order, the same ones together (units above zero)."""
        if not len(owners):
            return
        at = self.size[owners]
        once = bool(np.diff(owners).all())
        if not once:
            at = at + np.arange(len(owners)) - np.searchsorted(owners, owners)
        while int(at.max()) >= len(self.units):
            self._widen()
        self.units[at, owners], self.rate[at, owners], self.of[at, owners] = units, rate, of
        if once:
            self.held[owners] += units
            self.size[owners] = at + 1
        else:
            np.add.at(self.held, owners, units)
            np.maximum.at(self.size, owners, at + 1)

    def _widen(self) -> None:
        for name in ("units", "rate", "of"):
            column = getattr(self, name)
            setattr(self, name, np.concatenate((column, np.zeros_like(column))))

    def take(self, owners: Ints, units: Ints, of: Ints) -> Values:
        """Take units of each of `owners` (each once), which has as many: those that belong to `of` (-1 for none) first,
        then the others, the oldest first. Gives what they were carried at."""
        self.held[owners] -= units
        held = self.units[0][owners]
        if ((held >= units) & ((of < 0) | (self.of[0][owners] == of))).all():
            value: Values = units * self.rate[0][owners]
            held -= units
            self.units[0][owners] = held
            self._drop_first(owners[held == 0])
            return value
        held = self.units[:, owners]
        part = _oldest(units, np.where(self.of[:, owners] == np.where(of < 0, -2, of), held, 0))
        part += _oldest(units - part.sum(axis=0), held - part)
        value = (part * self.rate[:, owners]).sum(axis=0)
        self.units[:, owners] = held - part
        self.close_up(owners)
        return value

    def _drop_first(self, owners: Ints) -> None:
        """Forget the first lot."""
        self.size[owners] -= 1
        more = owners[self.size[owners] > 0]
        for column in (self.units, self.rate, self.of) if len(more) else ():
            column[:-1, more] = column[1:, more]
        self.units[-1, more] = 0

    def close_up(self, owners: Ints) -> None:
        """Forget lots of which nothing is left."""
        gone = self.units[:, owners] == 0
        order = np.argsort(gone, axis=0, kind="stable")
        for name in ("units", "rate", "of"):
            column = getattr(self, name)
            column[:, owners] = np.take_along_axis(column[:, owners], order, axis=0)
        self.size[owners] = (~gone).sum(axis=0)

    def value(self, owners: Ints) -> Values:
        """What the lots of each of `owners` are carried at."""
        value: Values = (self.units[:, owners] * self.rate[:, owners]).sum(axis=0)
        return value

    def remeasure(self, owners: Ints, rate: Values) -> Values:
        """Carry all lots of each of `owners` at a rate; gives what that adds."""
        added = np.zeros(len(owners), rate.dtype)
        for place in range(int(self.size[owners].max(initial=0))):
            added += self.units[place][owners] * (rate - self.rate[place][owners])
            self.rate[place][owners] = rate
        return added


def _oldest(units: Ints, held: Ints) -> Ints:
    """What is taken of each lot, the oldest first, as far as there is any."""
    part: Ints = np.clip(units - (np.cumsum(held, axis=0) - held), 0, held)
    return part
