"""Lines of units of many owners, of which a stretch is money: what is owed, or earned beyond consideration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duly.engine.fx.rates import Values
from duly.engine.fx.stacks import Stacks
from duly.ground.columns import Ints


@dataclass
class Units:
    """Units of many owners in a row, from the first on. taken: up to where they were paid for or considered · reached:
    up to where they were due or earned. The stretch between is money: `measured` units of the row are carried at the
    rate of the last end of a period, what is beyond at the rates of its layers. at_taken, at_reached, at_measured:
    worth of the layers up to there.

    Where more is taken than reached there is no stretch, and what is taken has its layers all the same."""

    stacks: Stacks
    taken: Ints
    reached: Ints
    measured: Ints
    at_taken: Values
    at_reached: Values
    at_measured: Values

    @classmethod
    def of(cls, owners: int, like: Values) -> Units:
        """No units yet; their values are counts of the same kind as `like`."""
        units, values = ([np.zeros(owners, kind) for _ in range(3)] for kind in (np.int64, like.dtype))
        return cls(Stacks.empty(owners, like), *units, *values)

    def carried(self, rows: Ints, last: Values) -> Values:
        """What the stretch is carried at; `last`: rate of the last end of a period."""
        taken, measured = self.taken[rows], self.measured[rows]
        anew = np.maximum(measured - taken, 0) * last
        since = np.where(measured >= taken, self.at_measured[rows], self.at_taken[rows])
        return np.where(self.reached[rows] > taken, anew + self.at_reached[rows] - since, 0)

    def take(self, rows: Ints, units: Ints, last: Values) -> Values:
        """Take the oldest units of the stretch, which has as many; gives what they were carried at."""
        before = self.carried(rows, last)
        taken = self.taken[rows] + units
        at = self.at_reached[rows]
        inside = np.flatnonzero((taken < self.reached[rows]) & (taken > self.measured[rows]))
        at[inside] = self.stacks.value(rows[inside], taken[inside])
        self.taken[rows], self.at_taken[rows] = taken, at
        return before - self.carried(rows, last)

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

    def consider(self, rows: Ints, units: Ints, rate: Values, last: Values) -> Values:
        """Take further: first the stretch, then units that come in at `rate`. Gives the exchange difference on the
        stretch, gains above zero."""
        gain = np.zeros(len(rows), rate.dtype)
        settled = np.minimum(units, np.maximum(self.reached[rows] - self.taken[rows], 0))
        some = np.flatnonzero(settled)
        if len(some):
            gain[some] = settled[some] * rate[some] - self.take(rows[some], settled[some], last[some])
        new = np.flatnonzero(units - settled)
        if len(new):
            more, at = (units - settled)[new], rows[new]
            self.stacks.push(at, more, rate[new])
            self.taken[at] += more
            self.at_taken[at] = self.stacks.top(at)
        return gain

    def draw_back(self, rows: Ints, units: Ints, last: Values) -> tuple[Values, Values]:
        """Reach less far: the latest units go. Gives their worth, and the exchange difference on what of them was in
        the stretch."""
        taken, reached, worth = self.taken[rows], self.reached[rows], self.at_reached[rows]
        lost = np.minimum(units, np.maximum(reached - taken, 0))
        before = self.carried(rows, last)
        kept = self._cut_back(rows, reached - lost)
        gain = worth - kept - (before - self.carried(rows, last))
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

    def withdraw(self, row: int, units: int) -> list[tuple[int, int]]:
        """Give back the latest units taken ahead of what was reached; gives (units, rate), the latest first."""
        taken = int(self.taken[row])
        found, upto, first = [], taken, taken - units
        layers = self.stacks.layers(row)
        starts = [0, *(until for until, _ in layers)]
        for (_, rate), start in zip(reversed(layers), reversed(starts[:-1]), strict=True):
            if upto > first:
                found.append((upto - max(start, first), rate))
                upto = max(start, first)
        at = np.array([row])
        self.taken[row] = first
        self.stacks.cut(at, np.maximum(self.taken[at], self.reached[at]))
        self.at_taken[at] = self.stacks.value(at, self.taken[at])
        return found

    def remeasure(self, rows: Ints, rate: Values, last: Values) -> Values:
        """Carry the whole stretch at a rate; gives what that adds."""
        size = np.maximum(self.reached[rows] - self.taken[rows], 0)
        added: Values = size * rate - self.carried(rows, last)
        self.measured[rows], self.at_measured[rows] = self.reached[rows], self.at_reached[rows]
        return added
