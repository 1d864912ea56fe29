"""The foreign contracts of an entity that are of the ordinary shape, period by period, from their rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Entity
from duly.engine.drafts import Stacked
from duly.engine.fx.rates import Daily, Pairs, daily, fine_daily
from duly.engine.fx.translate import rate_between
from duly.engine.journal.abreast import Abreast
from duly.engine.journal.abreast_days import Chosen, chosen
from duly.engine.journal.abreast_lines import FunctionalLines, shown_now, walked_lines
from duly.engine.journal.entries import Ledger
from duly.engine.journal.ordinary import Abroad, counted, first_days, reasons
from duly.ground.calendar import Calendar
from duly.ground.columns import Bools, Ints
from duly.ground.money import currency


@dataclass
class Together:
    """Contracts of an entity as its foreign ones walk abreast.

    abroad: all that are in another currency than its books · pairs: the rates as they are asked by day · ends: last
    days of its periods, from the first day of any of them on · through: the last day of the books.

    Those whose values 64 bits can count walk apart from the others: Python integers are several times slower."""

    ledger: Ledger
    abroad: Abroad
    pairs: Pairs
    ends: Sequence[int]
    through: int
    walks: list[_OneKind] = field(init=False)

    def __post_init__(self) -> None:
        tables = self.ledger.priced.tables
        fits = reasons(tables, self.abroad) == 0
        short = counted(tables, self.abroad)
        self.walks = []
        for some, fine in ((fits & short, False), (fits & ~short, True)):
            if some.any():
                rates = fine_daily(self.pairs, self.abroad.rates.first_on, self.through) if fine else self.abroad.rates
                own = chosen(tables, self.abroad.contract[some])
                columns = (self.abroad.pair[some], self.abroad.averaged[some])
                self.walks.append(_OneKind(self.ledger, own, *columns, rates, self.ends))

    @property
    def ordinary(self) -> int:
        """How many contracts are of the ordinary shape."""
        return sum(len(one.own.contracts) for one in self.walks)

    @property
    def alone(self) -> Ints:
        """The foreign contracts that have to walk alone: of another shape, or strange on the way so far."""
        abreast = [one.own.contracts[~one.walk.strange] for one in self.walks]
        return np.setdiff1d(self.abroad.contract, np.concatenate([self.abroad.contract[:0], *abreast]))

    def lines(self, before: int, on: int) -> FunctionalLines:
        """The functional lines of the days after `before` through `on`, in no order, of all but those that are `alone`
        then. `before` is the day before a period begins; where `on` does not end one, time is counted to it."""
        return FunctionalLines.joined([one.lines(before, on) for one in self.walks])

    def shown(self, on: int) -> tuple[Ints, Ints]:
        """What receivable, contract asset and contract liability (rows) are carried at at the end of a day, debit
        positive, and the contracts (columns): all but those that are `alone` then. Time is counted to that day."""
        made = [one.shown(on) for one in self.walks]
        fits = [~one.walk.strange for one in self.walks]
        rows = [one.own.contracts[some] for one, some in zip(self.walks, fits, strict=True)]
        columns = [shown[:, some] for shown, some in zip(made, fits, strict=True)]
        none = self.abroad.contract[:0]
        return np.concatenate([none, *rows]), np.concatenate([np.zeros((3, 0), np.int64), *columns], axis=1)

    def rate(self, contract: int, on: int) -> Fraction:
        """The rate of a day for a contract, by its row."""
        return self.pairs[int(self.abroad.pair[np.searchsorted(self.abroad.contract, contract)])](on)


@dataclass
class _OneKind:
    """Contracts that walk with one kind of counts. done, carried: lines by window and shown accounts by day, as far as
    they were asked for."""

    ledger: Ledger
    own: Chosen
    pair: Ints
    averaged: Bools
    rates: Daily
    ends: Sequence[int]
    walk: Abreast = field(init=False)
    done: dict[tuple[int, int], FunctionalLines] = field(default_factory=dict)
    carried: dict[int, Ints] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Before all time."""
        self.walk = Abreast(self.own, self.pair, self.rates, -t.NEVER, self.averaged if self.averaged.any() else None)

    def lines(self, before: int, on: int) -> FunctionalLines:
        """The functional lines of a window (see `Together.lines`)."""
        if (before, on) not in self.done:
            self._walk_to(before)
            self.done[before, on] = walked_lines(self.walk, self.ledger, on, [on] if on in self.ends else [])
        made = self.done[before, on]
        return made.take(~self.walk.strange[self.own.local[made.contract]])

    def shown(self, on: int) -> Ints:
        """The shown accounts at the end of a day (see `Together.shown`)."""
        if on not in self.carried:
            self._walk_to(on)
            if self.walk.at < on:
                self.walk.through(self.ledger, on, [])
            self.carried[on] = shown_now(self.walk)
        return self.carried[on]

    def _walk_to(self, before: int) -> None:
        """Walk on to the end of a day; from the beginning, where that lies behind."""
        if self.walk.at > before:
            self.begin()
        for end in self.ends:
            if self.walk.at < end <= before:
                self.walk.through(self.ledger, end, [end])


def together(
    stacked: Stacked, ledger: Ledger, mean: Bools, company: Company, entity: Entity, calendar: Calendar, through: int
) -> Together:
    """The contracts of an entity among these rows, up to the end of a day. mean: of each contract, whether what time
    earns has the mean rate of its days."""
    contracts = stacked.tables.contracts
    kinds = [i for i, (code, _) in enumerate(stacked.currencies) if entity.currency not in ("", code)]
    number = stacked.entities.index(entity.ref) if entity.ref in stacked.entities else -1
    rows = np.flatnonzero(np.isin(contracts.currency, kinds) & (contracts.entity == number))
    days = first_days(stacked.tables)[rows]
    first = int(days[days > -t.NEVER].min(initial=through))
    periods = calendar.periods(min(first, through), through + 1)
    want = (entity.currency, currency(entity.currency, dict(company.currencies)).digits) if kinds else ("", 0)
    pairs = [rate_between(company, stacked.currencies[kind], want) for kind in kinds]
    rates = daily(pairs, periods[0].start, through)
    pair = np.searchsorted(kinds, contracts.currency[rows])
    ends = [p.until - 1 for p in periods if p.until - 1 <= through]
    return Together(ledger, Abroad(rows, pair, mean[rows], rates), pairs, ends, through)
