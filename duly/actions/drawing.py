"""The journal lines of a period from contracts as they were decided, many at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duly.actions.lines import Amounts, Key
from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Entity
from duly.engine.journal.abreast_lines import KINDS
from duly.engine.journal.accounts import Chart, LinePlace
from duly.engine.journal.books import calendar_of
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.entries import Ledger, close, posted
from duly.engine.journal.together import together
from duly.engine.journal.two_currencies_lines import TwoFoldLines, two_fold_together
from duly.engine.journal.worlds import World
from duly.engine.packed import Packed, unpacked
from duly.engine.recognition.position import prepared, priced
from duly.ground.calendar import Period
from duly.store.decided import Kept


class Asked(NamedTuple):
    """A period of an entity in a book. basis: of the settings as they are now."""

    company: Company
    entity: Entity
    book: str
    period: Period
    basis: str
    seq: int


class Drawn(NamedTuple):
    """Contracts with the lines of their period, which name them by their place. refs: those whose lines count."""

    contracts: Sequence[Kept]
    obligations: tuple[str, ...]
    inside: Sequence[int]
    lines: TwoFoldLines
    refs: frozenset[str]

    def without(self, refs: set[str]) -> Drawn:
        """The same without some of the contracts."""
        return self._replace(refs=self.refs - refs)


_NO_LINES = TwoFoldLines(*(np.zeros(0, np.int64) for _ in TwoFoldLines._fields))
NOTHING_DRAWN = Drawn((), (), (), _NO_LINES, frozenset())


def world_of(many: Sequence[Packed]) -> World:
    """The books of contracts as they were decided."""
    stacked = unpacked(many)
    book = Ledger(priced(prepared(stacked.tables)), posted(stacked.tables))
    return World(0, tuple(range(len(many))), (), stacked, book)


def draw(contracts: Sequence[Kept], asked: Asked) -> Drawn:
    """The lines of the period of contracts, in both currencies; those in another currency that cannot walk together
    are left out."""
    if not contracts:
        return NOTHING_DRAWN
    world = world_of([one.packed for one in contracts])
    tables, last = world.stacked.tables, asked.period.until - 1
    mean = np.array([one.mean for one in contracts], np.bool_)
    calendar = calendar_of(asked.entity)
    some = together(world.stacked, world.ledger, mean, asked.company, asked.entity, calendar, last)
    before = asked.period.start - 1
    lines = two_fold_together(some, close(world.ledger, before, last), before, last)
    refs = frozenset(tables.contracts.ref) - {tables.contracts.ref[row] for row in some.alone.tolist()}
    first = np.searchsorted(tables.obligations.contract, np.arange(len(contracts)))
    inside = np.where(lines.obligation < 0, 0, lines.obligation - first[lines.contract] + 1)
    return Drawn(contracts, (*tables.obligations.ref, ""), inside.tolist(), lines, refs)


def named_lines(drawn: Drawn, asked: Asked) -> Iterator[tuple[Key, Amounts]]:
    """The lines with their names and account numbers, each once."""
    chart, entity, period = Chart(asked.company), asked.entity.ref, asked.period.name
    texts = {text for one in drawn.contracts for text in one.dimensions}
    tags_of = {text: json.loads(text) if text else {} for text in texts}
    labels = [(one.packed.labels.ref, one.packed.labels.currency, one.dimensions) for one in drawn.contracts]
    books_currency, whole = asked.entity.currency, len(drawn.refs) == len(drawn.contracts)
    columns = zip(drawn.inside, *(column.tolist() for column in drawn.lines), strict=True)
    for place, contract, row, account, step, cause, kind, amount, functional in columns:
        ref, currency, dimensions = labels[contract]
        if not (whole or ref in drawn.refs):
            continue
        obligation, role, tags = drawn.obligations[row], t.ROLES[account], dimensions[place]
        number = chart.number(role, LinePlace(entity, ref, obligation, currency), tags_of[tags])
        yield (
            Key(
                STEPS[step], ref, obligation, role, number, t.CAUSES[cause],
                period, currency, books_currency or currency, KINDS[kind], tags,
            ),
            Amounts(amount, functional),
        )  # fmt: skip
