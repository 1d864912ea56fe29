"""Historical layers of many owners at once: `Layers.value` as columns, exact in counts of 1 / unit of minor money.

A stack is a row of units of one owner; a layer of it has one rate. Worth is units x rate, summed from the first unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duly.engine.fx.rates import Values
from duly.ground.columns import Ints

_FEW = 4


@dataclass
class Stacks:
    """Layers of `len(size)` owners, each `width` places apart. until: units up to the end of a layer · worth: of them
    all · rate: of the layer · size: layers there are.

    It grows in place, as a walk does: copying all layers at each close would cost more than the close."""

    until: Ints
    worth: Values
    rate: Values
    size: Ints
    width: int

    @classmethod
    def empty(cls, owners: int, like: Values, width: int = _FEW) -> Stacks:
        """Stacks without a layer; their values are counts of the same kind as `like`."""
        worth, rate = (np.zeros(owners * width, like.dtype) for _ in range(2))
        return cls(np.zeros(owners * width, np.int64), worth, rate, np.zeros(owners, np.int64), width)

    def push(self, rows: Ints, units: Ints, rate: Values) -> None:
        """One more layer for each of `rows` (each owner once; units above zero)."""
        if not len(rows):
            return
        size = self.size[rows]
        if int(size.max()) >= self.width:
            self._widen()
        at = rows * self.width + size
        none = size == 0
        self.until[at] = np.where(none, 0, self.until[at - 1]) + units
        self.worth[at] = np.where(none, 0, self.worth[at - 1]) + units * rate
        self.rate[at] = rate
        self.size[rows] = size + 1

    def _widen(self) -> None:
        wider = np.zeros(len(self.size) * self.width, np.int64).reshape(-1, self.width)
        for name in ("until", "worth", "rate"):
            column = getattr(self, name).reshape(-1, self.width)
            setattr(self, name, np.concatenate((column, wider), axis=1).reshape(-1))
        self.width *= 2

    def value(self, rows: Ints, units: Ints) -> Values:
        """Worth of the first `units` of each owner; units lie between the start and the end of its stack."""
        if not len(rows):
            return units
        first = rows * self.width
        at = first + np.maximum(self.size[rows] - 1, 0)
        # Down from the top, where nearly all look-ups end at once.
        lower = np.flatnonzero((at > first) & (self.until[at - 1] >= units))
        while len(lower):
            at[lower] -= 1
            place = at[lower]
            lower = lower[(place > first[lower]) & (self.until[place - 1] >= units[lower])]
        below = at > first
        before = np.where(below, self.until[at - 1], 0)
        worth: Values = np.where(below, self.worth[at - 1], 0) + (units - before) * self.rate[at]
        return worth

    def top(self, rows: Ints) -> Values:
        """Worth of the whole stack of each owner."""
        size = self.size[rows]
        worth: Values = np.where(size > 0, self.worth[rows * self.width + size - 1], 0)
        return worth

    def cut(self, rows: Ints, units: Ints) -> None:
        """Forget what is above `units`."""
        while len(rows):
            size = self.size[rows]
            at = rows * self.width + size - 1
            before = np.where(size > 1, self.until[at - 1], 0)
            over = (size > 0) & (self.until[at] > units)
            last, gone = over & (before < units), over & (before >= units)
            cut, rest = at[last], units[last]
            self.worth[cut] -= (self.until[cut] - rest) * self.rate[cut]
            self.until[cut] = rest
            self.size[rows[gone]] -= 1
            rows, units = rows[gone], units[gone]

    def layers(self, row: int) -> list[tuple[int, int]]:
        """(until, rate) of each layer of an owner."""
        own = slice(row * self.width, row * self.width + int(self.size[row]))
        return list(zip(self.until[own].tolist(), self.rate[own].tolist(), strict=True))
