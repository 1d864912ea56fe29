"""Monetary items: amounts owed in a foreign currency, carried at the last rate and measured anew (830-20-35-1).

Also what costs and advances are kept in until they are used: lots, first in, first out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from duly.ground.cites import cites
from duly.ground.rounding import round_fraction


@dataclass(slots=True)
class Running:
    """A rounded running total: what is booked is the difference of two rounded sums, so that the last one closes.

    >>> total = Running()
    >>> [total.add(Fraction(1, 3)) for _ in range(3)]
    [0, 1, 0]
    """

    exact: Fraction = Fraction(0)
    booked: int = 0

    def add(self, value: Fraction) -> int:
        """Add an exact value; gives what is booked of it."""
        self.exact += value
        now = round_fraction(self.exact)
        moved = now - self.booked
        self.booked = now
        return moved


@dataclass(slots=True)
class Lot:
    """Part of a balance: minor units, what they are carried at (exact functional minor units), and what they belong
    to."""

    amount: int
    value: Fraction
    of: object = None


@dataclass(slots=True)
class Lots:
    """A balance of a foreign currency in lots, first in first out. All amounts are above zero."""

    lots: list[Lot] = field(default_factory=list)

    @property
    def amount(self) -> int:
        """Balance in minor units of the foreign currency."""
        return sum(lot.amount for lot in self.lots)

    @property
    def value(self) -> Fraction:
        """What the balance is carried at."""
        return sum((lot.value for lot in self.lots), Fraction(0))

    def put(self, amount: int, value: Fraction, of: object = None) -> None:
        """Add a lot."""
        if amount:
            self.lots.append(Lot(amount, value, of))

    def take(self, amount: int, of: object = None, latest: bool = False) -> Fraction:
        """Take from the lots that belong to `of`, then from the others, oldest first (or latest first); gives what
        they were carried at."""
        left, value = amount, Fraction(0)
        for lot in reversed(self.lots) if latest else self._in_turn(of):
            if not left:
                break
            part = min(left, lot.amount)
            carried = lot.value * part / lot.amount
            lot.amount, lot.value = lot.amount - part, lot.value - carried
            left, value = left - part, value + carried
        self.lots = [lot for lot in self.lots if lot.amount]
        return value

    def _in_turn(self, of: object) -> Iterator[Lot]:
        if of is None:
            yield from self.lots
            return
        yield from (lot for lot in self.lots if lot.of == of)
        yield from (lot for lot in self.lots if lot.of != of)

    @cites("830-20-35-1", "830-20-35-2")
    def remeasure(self, rate: Fraction) -> Fraction:
        """Carry the whole balance at a rate; gives what that adds to its value.

        >>> owed = Lots([Lot(100, Fraction(110))])
        >>> owed.remeasure(Fraction(6, 5))
        Fraction(10, 1)
        """
        if not self.lots:
            return Fraction(0)
        before = self.value
        for lot in self.lots:
            lot.value = lot.amount * rate
        return self.value - before


@dataclass(slots=True)
class Balance:
    """A balance that may stand on either side. `sign` is that of its lots: 1 for debit, -1 for credit."""

    lots: Lots = field(default_factory=Lots)
    sign: int = 1

    @property
    def amount(self) -> int:
        """Balance in the foreign currency, debit positive."""
        return self.sign * self.lots.amount

    @property
    def value(self) -> Fraction:
        """What it is carried at, debit positive."""
        return self.sign * self.lots.value

    def move(self, amount: int, rate: Fraction, of: object = None) -> Fraction:
        """Move by an amount (debit positive): what is there leaves at its carrying value, that of `of` first, what is
        new comes in at a rate. Gives the value moved, debit positive."""
        sign, size = (1 if amount > 0 else -1), abs(amount)
        leaving = min(size, self.lots.amount) if sign != self.sign else 0
        value = self.lots.take(leaving, of)
        if size > leaving:
            self.sign = sign
            self.lots.put(size - leaving, (size - leaving) * rate, of)
        return sign * (value + (size - leaving) * rate)
