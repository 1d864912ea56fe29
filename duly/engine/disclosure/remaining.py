"""Remaining performance obligations: the transaction price not yet recognized, and when it is expected
(606-10-50-13)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from duly.engine import tables as t
from duly.engine.journal.books import Books, allocated_of
from duly.engine.journal.worlds import World
from duly.engine.recognition.position import position
from duly.ground.calendar import Calendar
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.dates import civil, from_civil, iso
from duly.ground.reports import Column, Money, Report

LATER = "not scheduled"
_COLUMNS = (
    Column("date", "day", "day at whose end it is left"),
    Column("contract", "text", "contract"),
    Column("obligation", "text", "performance obligation"),
    Column("expected in", "text", "calendar year of expected recognition; not scheduled where it waits for an event"),
    Column("remaining", "money", "allocated price not yet recognized"),
)


def remaining_by_year(books: Books, on: int, known: int | None = None) -> dict[tuple[str, str], dict[str, int]]:
    """What is left of the allocated price of each (contract, obligation) at the end of a day, by calendar year of
    expected recognition; what waits for deliveries, cost or acceptance is `not scheduled`. Prices by use have no fixed
    remainder."""
    world = books.now(known)
    obligations, used = world.stacked.tables.obligations, by_use(world.stacked.tables)
    names = list(zip(obligations.origin, obligations.ref, strict=True))
    found: dict[tuple[str, str], dict[str, int]] = {name: {} for row, name in enumerate(names) if row not in used}
    for row, band, amount in _left(world, on):
        found[names[row]][band] = amount
    return found


@cites("606-10-50-13", "606-10-50-14", ifrs15=("120", "121"))
def _left(world: World, on: int) -> Iterable[tuple[int, str, int]]:
    """Row of the obligation, year and amount of what is left at the end of a day, year by year."""
    tables = world.stacked.tables
    before = of_fixed_price(world, on)
    later = allocated_of(world, on) - before
    fixed = np.ones(len(tables.obligations), np.bool_)
    fixed[list(by_use(tables))] = False
    timed = np.isin(tables.tranches.measure, (t.BY_METER, t.AS_PRICED), invert=True)
    last = int(tables.tranches.until[timed].max()) if timed.any() else on
    year = civil(on + 1)[0]
    while from_civil(year, 1, 1) <= last:
        upto = of_fixed_price(world, on, from_civil(year, 12, 31))
        moved = np.where(fixed, upto - before, 0)
        yield from _band(moved, str(year))
        later -= moved
        before, year = upto, year + 1
    yield from _band(np.where(fixed, later, 0), LATER)


def _band(amounts: Ints, band: str) -> Iterable[tuple[int, str, int]]:
    rows = np.flatnonzero(amounts)
    return ((row, band, amount) for row, amount in zip(rows.tolist(), amounts[rows].tolist(), strict=True))


def of_fixed_price(world: World, on: int, time_on: int | None = None) -> Ints:
    """Revenue of each obligation to the end of a day, without use and royalties (`time_on`: see `position`)."""
    tables = world.stacked.tables
    fixed = tables.tracks.credit == t.REVENUE
    fixed[tables.tranches.track[tables.tranches.measure == t.AS_PRICED]] = False
    found = np.zeros(len(tables.obligations), np.int64)
    np.add.at(found, tables.tracks.obligation[fixed], position(world.ledger.priced, on, time_on)[fixed])
    return found


def by_use(tables: t.Tables) -> set[int]:
    """Obligations of which nothing is priced but by use."""
    counts = np.zeros(len(tables.tracks), np.bool_)
    counts[tables.tranches.track[tables.tranches.measure == t.AS_PRICED]] = True
    revenue = tables.tracks.credit == t.REVENUE
    return set(tables.tracks.obligation[revenue & counts].tolist()) - set(
        tables.tracks.obligation[revenue & ~counts].tolist()
    )


def remaining(books: Books) -> Report:
    """Remaining performance obligations at the end of each fiscal year and at the last day, by year of expected
    recognition. A contract of which nothing is left on any of these days is shown at the ends of the quarters."""
    world = books.now()
    of_contract = world.stacked.tables.obligations.contract
    found: list[tuple[int, int, str, int]] = []
    for entity, mine in _obligations(world).items():
        if not books.periods[entity]:
            continue
        first, calendar = books.periods[entity][0].period.start, books.calendars[entity]
        years, quarters = _ends(calendar, first, books.through, 12), _ends(calendar, first, books.through, 3)
        rows = [(on, *left) for on in (*years, books.through) for left in _left(world, on) if left[0] in mine]
        shown = {int(of_contract[row]) for _, row, _, _ in rows}
        if any(int(of_contract[row]) not in shown for row in mine):
            within = ((on, *left) for on in quarters for left in _left(world, on) if left[0] in mine)
            rows += [one for one in within if int(of_contract[one[1]]) not in shown]
        found.extend(rows)
    return Report("remaining", "Remaining performance obligations", _COLUMNS, tuple(_rows(world, found)))


def _rows(world: World, found: Iterable[tuple[int, int, str, int]]) -> Iterable[tuple[object, ...]]:
    """Rows by day, then in the order of the contracts."""
    tables = world.stacked.tables
    for on, row, band, amount in sorted(found):
        currency = world.stacked.currencies[int(tables.contracts.currency[tables.obligations.contract[row]])]
        names = (tables.obligations.origin[row], tables.obligations.ref[row])
        yield (iso(on), *names, band, Money(amount, *currency))


def _obligations(world: World) -> dict[str, frozenset[int]]:
    """Rows of the obligations of each entity."""
    tables = world.stacked.tables
    entity = tables.contracts.entity[tables.obligations.contract]
    return {
        name: frozenset(np.flatnonzero(entity == number).tolist()) for number, name in enumerate(world.stacked.entities)
    }


def _ends(calendar: Calendar, first: int, through: int, periods: int) -> list[int]:
    """Last days, before `through`, of fiscal years (12 periods) or quarters (3) from the period of a day on."""
    every = calendar.periods(first, through)
    return [one.until - 1 for one in every if one.number % periods == 0 and one.until - 1 < through]
