"""Due dates and amounts of a billing line: billing and financing both need them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from duly.engine.contracts.terms import BillLine
from duly.ground import dates
from duly.ground.rounding import spread


class Instalment(NamedTuple):
    """One bill of a plan: the day it is billed, the day it is due, its amount in minor units."""

    billed_on: int
    due_on: int
    amount: int


def instalments(line: BillLine, amount: int, start: int, until: int, steps: tuple[int, ...] = ()) -> list[Instalment]:
    """The bills of a line over [start, until). `steps`: amounts of contract years, where the price is stepped.

    A price is spread so that the bills add up to the minor unit; a last part period is billed for its months started.
    Where the line states the amount of a bill, each bill has it.
    """
    if line.instalments:
        return _bills(line, *zip(*line.instalments, strict=True))
    months = dates.MONTHS.get(line.every)
    if months is None:
        on = line.first_on if line.first_on is not None else (start if line.advance else until - 1)
        return _bills(line, (on,), (amount,))
    first = line.first_on if line.first_on is not None else start
    days, weights = _calendar(months, line.advance, first, start, until)
    if line.amount is not None:
        return _bills(line, days, [line.amount] * len(days))
    return _bills(line, days, steps if len(steps) == len(days) else spread(amount, weights))


@lru_cache(maxsize=1024)
def _calendar(
    months: int, advance: bool, first: int, start: int, until: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The days of the bills over [start, until), and the months that each is for: the same for most lines of a
    contract."""
    begins = [dates.add_months(start, k * months) for k in range(-(-dates.months_started(start, until) // months))]
    ends = [*begins[1:], until]
    bills = [dates.add_months(first, k * months) for k in range(len(begins))]
    # Months are counted from the first day: from 30 April to 30 July three are, where they began on a 31st.
    begun = [dates.months_started(start, day) for day in (*begins, until)]
    weights = tuple(after - before for before, after in itertools.pairwise(begun))
    return tuple(bills) if advance else tuple(e - 1 for e in ends), weights


def _bills(line: BillLine, days: Sequence[int], parts: Sequence[int]) -> list[Instalment]:
    due = [dates.add(on, line.net) for on in days] if line.net else days
    return list(map(Instalment, days, due, parts))
