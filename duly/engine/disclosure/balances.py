"""Contract balances after every period, closed-form from what was known for the period (606-10-50-8)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duly.engine.journal.books import Books
from duly.engine.journal.courses import course_of
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
_CURRENCY = Column("currency", "text", "currency of the contract; where it is not the functional one")
_FUNCTIONAL = (
    Column("functional currency", "text", "currency in which the entity keeps its books; where a contract has another"),
    *(Column(f"functional {name}", "money", f"what the {name} is carried at in that currency") for name in NAMES),
)


class _Picture(NamedTuple):
    """Balances of an entity at the end of a period: one row a contract known then, by its number in the entity."""

    booked: Booked
    world: World
    at: Ints
    amounts: Ints


@cites("606-10-50-8", ifrs15=("116",))
def balances(books: Books, *, every_period: bool = False, functional: bool = False) -> Report:
    """The balances of each contract at the end of each period, not summed from the journal; with what they are carried
    at in the functional currency, where asked for.

    A row of zeros stands only after a balance, to show that nothing is left; with `every_period` all rows stand."""
    rows: list[tuple[object, ...]] = []
    for entity, booked in books.periods.items():
        groups = [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity]
        pictures = [_picture(books, entity, one, groups, functional) for one in booked]
        amounts = np.zeros((len(groups), len(pictures), len(NAMES) * (1 + functional)), np.int64)
        known = np.zeros((len(groups), len(pictures)), np.bool_)
        for column, picture in enumerate(pictures):
            amounts[picture.at, column] = picture.amounts
            known[picture.at, column] = True
        kept = known if every_period else _worth_a_row(amounts)
        carried = [_functional(books, g) for g in groups] if functional else []
        rows.extend(_rows(books, entity, pictures, amounts, kept, carried))
    columns = (*_COLUMNS[:4], _CURRENCY, *_COLUMNS[4:], *_FUNCTIONAL) if functional else _COLUMNS
    return Report("balances", "Contract balances", columns, tuple(rows))


def _picture(books: Books, entity: str, one: Booked, groups: list[int], functional: bool) -> _Picture:
    world = books.worlds.at(one.known_on, groups)
    on = min(one.period.until - 1, books.through)
    amounts = np.stack(books.shown_of(world, on), axis=-1)
    at = np.searchsorted(np.array(groups), np.array(world.groups, np.int64))
    if functional:
        amounts = np.concatenate((amounts, carried_of(books, world, entity, on)), axis=1)
    return _Picture(one, world, at, amounts)


def carried_of(books: Books, world: World, entity: str, on: int) -> Ints:
    """What the balances of each contract of a world are carried at in the functional currency, at the end of a day."""
    carried, course = np.stack(books.shown_of(world, on), axis=-1), course_of(books.functional, world, entity)
    carried[course.foreign] = course.shown(on)
    return carried


def _functional(books: Books, group: int) -> tuple[str, int]:
    """Functional currency of a contract, with its decimals."""
    code = books.functional.currency(group)
    return code, books.functional.digits(group, code)


def _worth_a_row(amounts: Ints) -> Bools:
    """Where something is left, and the first period after it."""
    left: Bools = (amounts != 0).sum(axis=2) > 0
    after = np.zeros_like(left)
    after[:, 1:] = left[:, :-1]
    return left | after


def _rows(
    books: Books,
    entity: str,
    pictures: list[_Picture],
    amounts: Ints,
    kept: Bools,
    carried: list[tuple[str, int]],
) -> list[tuple[object, ...]]:
    """Rows by contract, then by period. carried: functional currency of each contract, where it is asked for."""
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
        minor = amounts[number, column].tolist()
        cells: list[object] = [Money(each, code, digits) for each in minor[: len(NAMES)]]
        if carried:
            cells = [code, *cells, carried[number][0], *(Money(each, *carried[number]) for each in minor[len(NAMES) :])]
        made.append((entity, ref, names[column], dates[column], *cells))
    return made
