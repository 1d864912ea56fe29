"""Lines of units of many owners, of which a stretch is money: what is earned beyond consideration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duly.engine.fx.rates import Values
from duly.engine.fx.stacks import Stacks
from duly.ground.columns import Ints


@dataclass
class Units:
    """Units of many owners in a row, from the first on. taken: up to where they were considered · reached: up to where
    they were earned. The stretch between is money: `measured` units of the row are carried at the rate `last`, what is
    beyond at the rates of its layers. at_taken, at_reached, at_measured: worth of the layers up to there.

    Where more is taken than reached there is no stretch, and what is taken has its layers all the same."""

    stacks: Stacks
    taken: Ints
    reached: Ints
    measured: Ints
    at_taken: Values
    at_reached: Values
    at_measured: Values
    last: Values

    @classmethod
    def of(cls, owners: int, like: Values) -> Units:
        """No units yet; their values are counts of the same kind as `like`."""
        units, values = (np.zeros(owners, np.int64) for _ in range(3)), (np.zeros(owners, like.dtype) for _ in range(4))
        return cls(Stacks.empty(owners, like), *units, *values)

    def carried(self, rows: Ints) -> Values:
        """What the stretch is carried at."""
        taken, measured = self.taken[rows], self.measured[rows]
        anew = np.maximum(measured - taken, 0) * self.last[rows]
        since = np.where(measured >= taken, self.at_measured[rows], self.at_taken[rows])
        return np.where(self.reached[rows] > taken, anew + self.at_reached[rows] - since, 0)

    def take(self, rows: Ints, units: Ints) -> Values:
        """Take the oldest units of the stretch, which has as many; gives what they were carried at."""
        before = self.carried(rows)
        taken = self.taken[rows] + units
        at = self.at_reached[rows]
        inside = np.flatnonzero((taken < self.reached[rows]) & (taken > self.measured[rows]))
        at[inside] = self.stacks.value(rows[inside], taken[inside])
        self.taken[rows], self.at_taken[rows] = taken, at
        return before - self.carried(rows)

    def reach(self, rows: Ints, units: Ints, rate: Values) -> Values:
        """Reach further: first over what was taken ahead, at its own rates, then on at `rate`. Gives the worth."""
        taken, reached, before = self.taken[rows], self.reached[rows], self.at_reached[rows]
        ahead = np.minimum(units, np.maximum(taken - reached, 0))
        upto, beyond = reached + ahead, units - ahead
        # Where nothing was taken ahead the worth goes on from where it was.
        at = np.where((ahead > 0) & (upto == taken), self.at_taken[rows], before)
        inside = np.flatnonzero((ahead > 0) & (upto < taken))
        at[inside] = self.stacks.value(rows[inside], upto[inside])
        new = np.flatnonzero(beyond)
        at += beyond * rate
        self.stacks.push(rows[new], beyond[new], rate[new])
        self.reached[rows], self.at_reached[rows] = upto + beyond, at
        return at - before

    def consider(self, rows: Ints, units: Ints, rate: Values) -> Values:
        """Take further: first the stretch, then units that come in at `rate`. Gives the exchange difference on the
        stretch, gains above zero."""
        gain = np.zeros(len(rows), rate.dtype)
        settled = np.minimum(units, np.maximum(self.reached[rows] - self.taken[rows], 0))
        some = np.flatnonzero(settled)
        if len(some):
            gain[some] = settled[some] * rate[some] - self.take(rows[some], settled[some])
        new = np.flatnonzero(units - settled)
        if len(new):
            more, at = (units - settled)[new], rows[new]
            self.stacks.push(at, more, rate[new])
            self.taken[at] += more
            self.at_taken[at] = self.stacks.top(at)
        return gain

    def draw_back(self, rows: Ints, units: Ints) -> tuple[Values, Values]:
        """Reach less far: the latest units go. Gives their worth, and the exchange difference on what of them was in
        the stretch."""
        taken, reached, worth = self.taken[rows], self.reached[rows], self.at_reached[rows]
        lost = np.minimum(units, np.maximum(reached - taken, 0))
        before = self.carried(rows)
        kept = self._cut_back(rows, reached - lost)
        gain = worth - kept - (before - self.carried(rows))
        left = self._cut_back(rows, reached - units)
        self.stacks.cut(rows, np.maximum(taken, reached - units))
        ahead = np.flatnonzero(taken >= reached - units)
        self.at_taken[rows[ahead]] = self.stacks.value(rows[ahead], taken[ahead])
        return worth - left, gain

    def _cut_back(self, rows: Ints, reached: Ints) -> Values:
        """Reach just so far; gives the worth up to there."""
        at = self.stacks.value(rows, reached)
        self.reached[rows], self.at_reached[rows] = reached, at
        over = self.measured[rows] >= reached
        self.measured[rows[over]], self.at_measured[rows[over]] = reached[over], at[over]
        return at

    def can_withdraw(self, row: int, units: int, rate: int) -> bool:
        """Whether the latest units taken can be given back: a stretch that comes of it must have one rate."""
        taken, reached = int(self.taken[row]), int(self.reached[row])
        alike = int(self.measured[row]) >= reached and self.last[row] == rate
        return taken >= reached or alike or not units

    def withdraw(self, row: int, units: int, rate: int) -> list[tuple[int, int]]:
        """Give back the latest units taken; gives (units, rate), the latest first. What was reached already comes into
        the stretch at `rate`, and is given back at it."""
        taken, reached = int(self.taken[row]), int(self.reached[row])
        found, upto, first = [], taken, max(taken - units, min(taken, reached))
        put_back = first - (taken - units)
        layers = self.stacks.layers(row)
        starts = [0, *(until for until, _ in layers)]
        for (_, own), start in zip(reversed(layers), reversed(starts[:-1]), strict=True):
            if upto > first:
                found.append((upto - max(start, first), own))
                upto = max(start, first)
        at = np.array([row])
        self.taken[row] = taken - units
        if put_back:
            found.append((put_back, rate))
            self.measured[at], self.at_measured[at], self.last[row] = self.reached[at], self.at_reached[at], rate
        self.stacks.cut(at, np.maximum(self.taken[at], self.reached[at]))
        self.at_taken[at] = self.stacks.value(at, self.taken[at])
        return found

    def remeasure(self, rows: Ints, rate: Values) -> Values:
        """Carry the whole stretch at a rate; gives what that adds."""
        size = np.maximum(self.reached[rows] - self.taken[rows], 0)
        added: Values = size * rate - self.carried(rows)
        self.measured[rows], self.at_measured[rows] = self.reached[rows], self.at_reached[rows]
        self.last[rows] = rate
        return added
