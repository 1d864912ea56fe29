"""Exchange rates: what one unit of a currency is worth in another on a day. A rate holds until the next of its pair."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from duly.ground.cites import cites
from duly.ground.columns import Ints, ints
from duly.ground.dates import iso
from duly.ground.errors import NOWHERE, DulyError, Place

Row = tuple[str, str, int, Fraction]
Pair = tuple[str, str]


class MissingRate(DulyError):
    """No exchange rate is known for two currencies on a day."""


@dataclass(frozen=True)
class Rates:
    """Rates of all pairs by day. Made by `of`; asked by `on`."""

    days: dict[Pair, list[int]]
    values: dict[Pair, list[Fraction]]
    found: dict[tuple[str, str, int, str], Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rates:
        """Rates from rows in any order: (from, to, day, units of `to` for one of `from`).

        >>> rates = Rates.of([("EUR", "USD", 10, Fraction(11, 10)), ("EUR", "USD", 20, Fraction(12, 10))])
        >>> rates.on("EUR", "USD", 19), rates.on("USD", "EUR", 25)
        (Fraction(11, 10), Fraction(5, 6))
        """
        days: dict[Pair, list[int]] = {}
        values: dict[Pair, list[Fraction]] = {}
        for have, want, day, rate in sorted(rows, key=lambda row: row[:3]):
            days.setdefault((have, want), []).append(day)
            values.setdefault((have, want), []).append(rate)
        return cls(days, values)

    @cites("830-20-30-1")
    def on(self, have: str, want: str, day: int, *, through: str = "", place: Place = NOWHERE) -> Fraction:
        """Units of `want` for one of `have` at the end of a day: the last rate known by then.

        The pair itself comes first, then the pair turned round, then both legs over a third currency, `through` before
        any other. `MissingRate` where none of them is known by that day.
        """
        key = (have, want, day, through)
        if key not in self.found:
            rate = self._on(have, want, day, through)
            if rate is None:
                raise self._missing(have, want, day, place)
            self.found[key] = rate
        return self.found[key]

    def _on(self, have: str, want: str, day: int, through: str) -> Fraction | None:
        if have == want:
            return Fraction(1)
        direct = self._leg(have, want, day)
        if direct is not None:
            return direct
        for other in self._third(through):
            first, second = self._leg(have, other, day), self._leg(other, want, day)
            if first is not None and second is not None:
                return first * second
        return None

    def _leg(self, have: str, want: str, day: int) -> Fraction | None:
        """The pair itself, else the pair turned round."""
        for pair in ((have, want), (want, have)):
            known = bisect_right(self.days.get(pair, ()), day)
            if known:
                rate = self.values[pair][known - 1]
                return rate if pair == (have, want) else 1 / rate
        return None

    def _third(self, through: str) -> Iterator[str]:
        """The currencies a rate may be crossed over, in a fixed order."""
        if through:
            yield through
        yield from sorted({code for pair in self.days for code in pair} - {through})

    def _missing(self, have: str, want: str, day: int, place: Place) -> MissingRate:
        firsts = [days[0] for pair, days in self.days.items() if set(pair) == {have, want}]
        why = f"the first rate of the two is of {iso(min(firsts))}" if firsts else "there is no rate of the two"
        row = f"{{from: {have}, to: {want}, date: {iso(day)}, rate: …}}"
        return MissingRate(
            f"there is no rate from {have} to {want} on {iso(day)}",
            place=place,
            why=f"{why}, and no other currency links them by then",
            fix=f"add {row} to `rates:` of the company file; `rates: ecb` brings those of the European Central Bank",
            cite="830-20-30-1",
        )


# Counts of a part of minor money: 64 bits, or Python integers where those are too few.
Values = npt.NDArray[Any]
Pairs = Sequence[Callable[[int], Fraction]]


class Daily(NamedTuple):
    """Rates as columns: of each pair (rows) on each day from `first_on` on (columns) a count of 1 / unit; minor units
    for minor units; 0 before the first rate. unit: of each pair, 0 where its rates have no unit that columns can count
    in · blur: by how many counts a value may be off, 0 where rates are counted in full · begins: the first day with a
    rate."""

    first_on: int
    counts: Values
    unit: Values
    blur: Values
    begins: Ints

    def so_far(self) -> Values:
        """Sums of the rates of each pair before each day, and of all."""
        return np.concatenate((self.counts[:, :1] * 0, np.cumsum(self.counts, axis=1)), axis=1)


_UNIT = 1 << 31
# Rates turned round have a denominator each. Their common parts are too fine to count, so they are cut: a value made of
# fewer than BLUR units of money is off by less than BLUR counts, which no rounding notices but that of a half. Decimals
# and their means over the days of a period are not cut.
_FINE, BLUR = lcm(*range(1, 36)) * 10**50, 10**30


def daily(pairs: Pairs, first: int, last: int) -> Daily:
    """Rates of the days `first` through `last` as counts of the parts that all days of a pair have in common.

    >>> daily([lambda day: Fraction(day, 4)], 2, 4).counts.tolist()
    [[2, 3, 4]]
    """
    begins = [_begins(rate, first, last) for rate in pairs]
    counts, units = np.zeros((len(pairs), last + 1 - first), np.int64), np.zeros(len(pairs), np.int64)
    for row, (rate, begin) in enumerate(zip(pairs, begins, strict=True)):
        rates = [rate(day) for day in range(begin, last + 1)]
        unit = lcm(*{one.denominator for one in rates})
        if rates and unit < _UNIT and max(rates) * unit < _UNIT:
            counts[row, begin - first :], units[row] = [int(one * unit) for one in rates], unit
    return Daily(first, counts, units, np.zeros(len(pairs), np.int64), ints(begins))


def fine_daily(pairs: Pairs, first: int, last: int) -> Daily:
    """`daily` for rates of any denominator, in Python integers.

    >>> made = fine_daily([lambda day: Fraction(1, day)], 4, 4)
    >>> made.counts[0, 0] * 4 == made.unit[0]
    True
    """
    begins = [_begins(rate, first, last) for rate in pairs]
    counts, blur = np.zeros((len(pairs), last + 1 - first), object), np.zeros(len(pairs), object)
    for row, (rate, begin) in enumerate(zip(pairs, begins, strict=True)):
        rates = [rate(day) * _FINE for day in range(begin, last + 1)]
        counts[row, begin - first :] = [int(one) for one in rates]
        blur[row] = 0 if all(one.denominator == 1 for one in rates) else BLUR
    return Daily(first, counts, np.full(len(pairs), _FINE, object), blur, ints(begins))


def _begins(rate: Callable[[int], Fraction], first: int, last: int) -> int:
    """The first day from `first` on that has a rate, as all after it have; the day after `last` where none has."""
    without, known = first - 1, last + 1
    while known - without > 1:
        middle = (without + known) // 2
        try:
            rate(middle)
            known = middle
        except MissingRate:
            without = middle
    return known


_LAST: list[tuple[tuple[Row, ...], Rates]] = []


def rates_of(rows: tuple[Row, ...]) -> Rates:
    """The rates of a company. The same rows are indexed once, however many contracts ask."""
    if not _LAST or _LAST[0][0] is not rows:
        _LAST[:] = [(rows, Rates.of(rows))]
    return _LAST[0][1]
