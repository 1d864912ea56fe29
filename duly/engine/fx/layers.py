"""Historical layers: consideration that is no money keeps the rate of its day, first in, first out (IFRIC 22.8, 22.9).

Each unit of an obligation's price has one rate for good: that of the day on which it was first received,
unconditionally due, or earned. So revenue to date is the value of the first units, as many as are earned:

    functional revenue = value(0, earned)      contract liability = value(earned, considered)

What is earned beyond consideration is a contract asset: money in all but form, carried at the last rate.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction

from duly.engine.fx.remeasure import Lots
from duly.ground.cites import cites

Step = tuple[int, Fraction]


@dataclass(slots=True)
class Layers:
    """The units of one obligation. considered: received or due so far · earned: revenue so far · ends, rates: units
    from `start` up to `ends[i]` have `rates[i]` · asset: earned beyond what is considered, with its carrying value."""

    considered: int = 0
    earned: int = 0
    start: int = 0
    ends: list[int] = field(default_factory=list)
    rates: list[Fraction] = field(default_factory=list)
    asset: Lots = field(default_factory=Lots)

    def value(self, first: int, until: int) -> Fraction:
        """What the units from `first` up to `until` are worth at their own rates."""
        return sum((units * rate for units, rate in self.steps(first, until)), Fraction(0))

    def steps(self, first: int, until: int) -> list[Step]:
        """Units and rates of a stretch, in order."""
        found: list[Step] = []
        at = bisect_right(self.ends, first)
        while first < until:
            end = min(until, self.ends[at])
            found.append((end - first, self.rates[at]))
            first, at = end, at + 1
        return found

    @property
    def net(self) -> Fraction:
        """Contract liability (above zero) or contract asset (below), exact."""
        return -self.asset.value if self.asset.lots else self.value(self.earned, self.considered)

    @cites("830-10-45-18", "IFRIC 22.8", "IFRIC 22.9")
    def consider(self, steps: list[Step]) -> Fraction:
        """Consideration comes in, at the rates of its units; first it settles the contract asset. Gives the exchange
        difference on the asset, gains above zero."""
        gain = Fraction(0)
        for units, rate in steps:
            settled = min(units, self.asset.amount)
            if settled:
                gain += settled * rate - self.asset.take(settled)
            self._grow(units - settled, rate)
            self.considered += units
        return gain

    def withdraw(self, units: int, rate: Fraction) -> list[Step]:
        """Consideration is taken back, the latest first; gives the units with their rates. What was earned already
        becomes a contract asset at the rate of the day."""
        free = min(units, max(self.considered - self.earned, 0))
        steps = self.steps(self.considered - free, self.considered)[::-1]
        if units > free:
            steps.append((units - free, rate))
            self.asset.put(units - free, (units - free) * rate)
        self.considered -= units
        self._cut()
        return steps

    def earn(self, units: int, rate: Fraction) -> Fraction:
        """Units are earned: first those considered, at their own rates, the rest at `rate`. Gives their value."""
        ahead = min(units, max(self.considered - self.earned, 0))
        value = self.value(self.earned, self.earned + ahead)
        beyond = units - ahead
        self._grow(beyond, rate)
        self.asset.put(beyond, beyond * rate)
        self.earned += units
        return value + beyond * rate

    def unearn(self, units: int, rate: Fraction) -> tuple[Fraction, Fraction]:
        """Revenue is taken back, the latest first, at the value it was earned at (at `rate` what never was). Gives that
        value and the exchange difference on the contract asset that goes with it, gains above zero."""
        below = self.start - (self.earned - units)
        if below > 0:
            self.start -= below
            self.ends.insert(0, self.start + below)
            self.rates.insert(0, rate)
        value = self.value(self.earned - units, self.earned)
        lost = min(units, self.asset.amount)
        gain = self.value(self.earned - lost, self.earned) - self.asset.take(lost, latest=True)
        self.earned -= units
        self._cut()
        return value, gain

    def _grow(self, units: int, rate: Fraction) -> None:
        if not units:
            return
        end = (self.ends[-1] if self.ends else self.start) + units
        if self.rates and self.rates[-1] == rate:
            self.ends[-1] = end
        else:
            self.ends.append(end)
            self.rates.append(rate)

    def _cut(self) -> None:
        """Forget units that are neither considered nor earned any more."""
        last = max(self.considered, self.earned, self.start)
        while self.ends and (self.ends[-2] if len(self.ends) > 1 else self.start) >= last:
            self.ends.pop()
            self.rates.pop()
        if self.ends:
            self.ends[-1] = min(self.ends[-1], last)
