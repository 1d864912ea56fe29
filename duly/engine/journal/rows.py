"""Journal lines with their names, as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.journal.worlds import World


class Row(NamedTuple):
    """A journal line as people read it: amount in minor units, debit positive. `economic` is the period it belongs
    to."""

    entity: str
    period: str
    economic: str
    step: str
    contract: str
    obligation: str
    account: str
    cause: str
    amount: int
    currency: str
    digits: int


def rows_of(world: World, lines: t.Lines, period: str, economic: str) -> Iterable[Row]:
    """Lines of a world with their names, in their order."""
    tables, stacked = world.stacked.tables, world.stacked
    refs, obligations, entities = tables.contracts.ref, tables.obligations.ref, stacked.entities
    entity, currency = tables.contracts.entity.tolist(), tables.contracts.currency.tolist()
    columns = (lines.contract, lines.obligation, lines.account, lines.step, lines.cause, lines.amount)
    for contract, obligation, account, step, cause, amount in zip(*(c.tolist() for c in columns), strict=True):
        yield Row(
            entities[entity[contract]],
            period,
            economic,
            t.STEPS[step],
            refs[contract],
            obligations[obligation] if obligation >= 0 else "",
            t.ROLES[account],
            t.CAUSES[cause],
            amount,
            *stacked.currencies[currency[contract]],
        )
