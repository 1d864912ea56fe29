"""What contracts that are walked abreast are carried at: values of their own scale, rounded where they are booked."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from duly.engine.fx.rates import Values
from duly.ground.columns import Bools, Ints
from duly.ground.rounding import nearest

# The steps in which what is carried moves, in their order.
BILLING, CASH, REVENUE, CURRENCY = range(4)


def zeros(count: int) -> Ints:
    """Nothing, for each of so many."""
    return np.zeros(count, np.int64)


@dataclass
class Scale:
    """What values of contracts are counts of, and by how many counts they may be off (see `Daily`). doubted: contracts
    of which a rounding, or whether anything is left, turns on less than that."""

    unit: Values
    blur: Values
    doubted: Bools

    @property
    def blurred(self) -> bool:
        """Whether any value may be off."""
        return self.blur.dtype != np.int64

    def rounded(self, rows: Ints, value: Values) -> Ints:
        """Minor units of the values of these contracts, halves away from zero."""
        unit = self.unit[rows]
        if self.blurred:
            self._doubt(rows, (2 * abs(value) + unit) % (2 * unit), 2 * unit)
        return nearest(value, unit)

    def differ(self, rows: Ints, value: Values) -> Bools:
        """Whether the values of these contracts are anything at all."""
        found: Bools = value != 0
        if self.blurred:
            self._doubt(rows[found], abs(value[found]), 0)
        return found

    def _doubt(self, rows: Ints, rest: Values, whole: Values | int) -> None:
        """Doubt those of which the rest is about nothing, or about the whole."""
        off = 2 * self.blur[rows]
        near = (rest < off) | (whole - rest < off) if isinstance(whole, np.ndarray) else rest < off
        self.doubted[rows[near]] = True


@dataclass
class Running:
    """Rounded running totals of many contracts: what is booked is the difference of two rounded sums."""

    scale: Scale
    exact: Values = field(init=False)
    booked: Ints = field(init=False)

    def __post_init__(self) -> None:
        unit = self.scale.unit
        self.exact, self.booked = np.zeros(len(unit), unit.dtype), zeros(len(unit))

    def add(self, rows: Ints, value: Values) -> Ints:
        """Add a value to each of `rows`; gives what is booked of it."""
        exact = self.exact[rows] + value
        now = self.scale.rounded(rows, exact)
        moved = now - self.booked[rows]
        self.exact[rows], self.booked[rows] = exact, now
        return moved


@dataclass
class Account:
    """What an account of many contracts is carried at, debit positive, and how it moved in each step of the window."""

    carried: Ints
    moved: list[Ints]

    @classmethod
    def of(cls, count: int) -> Account:
        """Nothing carried."""
        return cls(zeros(count), [zeros(count) for _ in range(4)])

    def book(self, step: int, rows: Ints, amount: Ints) -> None:
        """Move the account of each of `rows`."""
        self.carried[rows] += amount
        self.moved[step][rows] += amount

    def begin(self) -> None:
        """A new window."""
        self.moved = [zeros(len(self.carried)) for _ in range(4)]
