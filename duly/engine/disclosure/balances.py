"""Contract balances after every period, closed-form from what was known for the period (606-10-50-8)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duly.engine.journal.books import Books
from duly.engine.journal.worlds import World
from duly.engine.periods.posting import Booked
from duly.ground.cites import cites
from duly.ground.columns import Bools, Ints
from duly.ground.dates import iso
from duly.ground.reports import Column, Money, Report

NAMES = ("receivable", "contract asset", "contract liability", "refund liability", "deposit liability")
_COLUMNS = (
    Column("entity", "text", "legal entity"),
    Column("contract", "text", "contract; combined contracts are joined by +"),
    Column("period", "text", "period"),
    Column("date", "day", "last day of the period"),
    *(Column(name, "money", f"{name} at the end of the period, on its normal side") for name in NAMES),
)


class _Picture(NamedTuple):
    """Balances of an entity at the end of a period: one row a contract known then, by its number in the entity."""

    booked: Booked
    world: World
    at: Ints
    amounts: Ints


@cites("606-10-50-8", ifrs15=("116",))
def balances(books: Books, *, every_period: bool = False) -> Report:
    """The balances of each contract at the end of each period, not summed from the journal.

    A row of zeros stands only after a balance, to show that nothing is left; with `every_period` all rows stand."""
    rows: list[tuple[object, ...]] = []
    for entity, booked in books.periods.items():
        groups = [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity]
        pictures = [_picture(books, one, groups) for one in booked]
        amounts = np.zeros((len(groups), len(pictures), len(NAMES)), np.int64)
        known = np.zeros((len(groups), len(pictures)), np.bool_)
        for column, picture in enumerate(pictures):
            amounts[picture.at, column] = picture.amounts
            known[picture.at, column] = True
        kept = known if every_period else _worth_a_row(amounts)
        rows.extend(_rows(books, entity, pictures, amounts, kept))
    return Report("balances", "Contract balances", _COLUMNS, tuple(rows))


def _picture(books: Books, one: Booked, groups: list[int]) -> _Picture:
    world = books.worlds.at(one.known_on, groups)
    shown = books.shown_of(world, min(one.period.until - 1, books.through))
    at = np.searchsorted(np.array(groups), np.array(world.groups, np.int64))
    return _Picture(one, world, at, np.stack(shown, axis=-1))


def _worth_a_row(amounts: Ints) -> Bools:
    """Where something is left, and the first period after it."""
    left: Bools = (amounts != 0).sum(axis=2) > 0
    after = np.zeros_like(left)
    after[:, 1:] = left[:, :-1]
    return left | after


def _rows(books: Books, entity: str, pictures: list[_Picture], amounts: Ints, kept: Bools) -> list[tuple[object, ...]]:
    """Rows by contract, then by period."""
    labels: list[dict[int, tuple[str, str, int]]] = [{} for _ in range(len(kept))]
    for column, picture in enumerate(pictures):
        contracts, currencies = picture.world.stacked.tables.contracts, picture.world.stacked.currencies
        for number, ref, currency in zip(picture.at.tolist(), contracts.ref, contracts.currency.tolist(), strict=True):
            labels[number][column] = (ref, *currencies[currency])
    names = [picture.booked.period.name for picture in pictures]
    dates = [iso(min(picture.booked.period.until - 1, books.through)) for picture in pictures]
    made: list[tuple[object, ...]] = []
    for number, column in np.argwhere(kept).tolist():
        ref, code, digits = labels[number][column]
        cells = (Money(minor, code, digits) for minor in amounts[number, column].tolist())
        made.append((entity, ref, names[column], dates[column], *cells))
    return made
