"""A whole book of contracts as it is, and as it would be with other policies or another book of standalone prices.

Contracts are decided some hundred at a time and only sums are kept, so that the size of the book does not matter; who
asks may stop at any time and has the sums so far.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from duly.engine.contracts.terms import Company, SspEntry, Terms
from duly.engine.journal.books import Books, combined, keep_books, policies_allowed
from duly.engine.journal.entries import close
from duly.engine.tables import CREDIT_NORMAL, EXPENSES, INCOME, ROLES
from duly.ground.errors import DulyError

BATCH = 500
LARGEST = 25
Money = tuple[str, int]
Own = tuple[str, str, Money]
_OF_THE_PERIOD = frozenset([*INCOME, *EXPENSES])


class Change(NamedTuple):
    """What would be otherwise: policies over those in force, or another book of standalone selling prices (None: the
    same)."""

    policies: tuple[tuple[str, str], ...] = ()
    ssp: tuple[SspEntry, ...] | None = None


class Line(NamedTuple):
    """Income or an expense of a period, minor units: as it is, and as it would be."""

    entity: str
    period: str
    account: str
    currency: str
    digits: int
    before: int
    after: int


@dataclass
class WhatIf:
    """The sums so far. contracts: how many were decided both ways · moved: of how many any period changes · sums:
    income and expenses by entity, period, account and currency · largest: the contracts that move most, by the sum of
    what each period gains or loses · errors: why contracts were set aside, the first of them · apart: how many."""

    contracts: int = 0
    moved: int = 0
    sums: dict[tuple[str, str, str, Money], list[int]] = field(default_factory=dict)
    largest: list[tuple[int, str, str, Money]] = field(default_factory=list)
    errors: list[DulyError] = field(default_factory=list)
    apart: int = 0

    @property
    def lines(self) -> list[Line]:
        """Income and expenses of each period."""
        return [
            Line(entity, period, account, *money, *sums) for (entity, period, account, money), sums in self.sums.items()
        ]


def batches(terms: Sequence[Terms]) -> Iterator[list[Terms]]:
    """Contracts in parts of some hundred; those that are accounted for as one stay together."""
    part: list[Terms] = []
    for group in combined(terms):
        part += group
        if len(part) >= BATCH:
            yield part
            part = []
    if part:
        yield part


def what_if(parts: Iterable[Sequence[Terms]], company: Company, change: Change, *, book: str = "") -> Iterator[WhatIf]:
    """The sums after each part of the contracts. A contract that cannot be decided both ways is set aside."""
    policies_allowed(company, book, change.policies)
    other = company if change.ssp is None else replace(company, ssp=change.ssp)
    found = WhatIf()
    for part in parts:
        _add(part, company, other, change, book, found)
        yield found


def _add(part: Sequence[Terms], company: Company, other: Company, change: Change, book: str, found: WhatIf) -> None:
    before = keep_books(part, company, book=book)
    after = keep_books(_sound(part, before), other, book=book, policies=change.policies)
    errors = [*before.errors, *after.errors]
    if after.errors:
        before = keep_books(_sound(part, after), company, book=book)
    found.errors += errors[: LARGEST - len(found.errors)]
    found.apart += len(part) - sum(map(len, after.worlds.groups))
    if not after.worlds.groups:
        return
    shown = [_by_contract(books) for books in (before, after)]
    found.contracts += sum(map(len, after.worlds.groups))
    for key in sorted(shown[0] | shown[1]):
        sides = [side.get(key, {}) for side in shown]
        moved = 0
        for period in {**sides[0], **sides[1]}:
            amounts = [side.get(period, 0) for side in sides]
            moved += abs(amounts[1] - amounts[0])
            sums = found.sums.setdefault((key[0], *period, key[2]), [0, 0])
            sums[0], sums[1] = sums[0] + amounts[0], sums[1] + amounts[1]
        if moved:
            found.moved += 1
            found.largest = heapq.nlargest(LARGEST, [*found.largest, (moved, *key)])


def _sound(part: Sequence[Terms], books: Books) -> list[Terms]:
    """The contracts that could be decided."""
    return [one for group in books.worlds.groups for one in group]


def _by_contract(books: Books) -> dict[Own, dict[tuple[str, str], int]]:
    """Income and expenses by entity, contract and currency, then by period and account, on its normal side."""
    found: dict[Own, dict[tuple[str, str], int]] = {}
    world = books.now()
    drafts = [ruling.drafts for ruling in world.rulings]
    for entity, booked in books.periods.items():
        for one in booked:
            lines = close(world.ledger, one.period.start - 1, min(one.period.until - 1, books.through))
            keys, place = np.unique(lines.contract * len(ROLES) + lines.account, return_inverse=True)
            sums = np.zeros(len(keys), np.int64)
            np.add.at(sums, place, lines.amount)
            for key, amount in zip(keys.tolist(), sums.tolist(), strict=True):
                row, account = drafts[key // len(ROLES)], ROLES[key % len(ROLES)]
                if amount and account in _OF_THE_PERIOD and row.entity == entity:
                    side = -1 if account in CREDIT_NORMAL else 1
                    own = (entity, row.ref, (row.currency, row.digits))
                    found.setdefault(own, {})[one.period.name, account] = side * amount
    return found
