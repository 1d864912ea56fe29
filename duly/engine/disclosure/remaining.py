"""Remaining performance obligations: the transaction price not yet recognized, and when it is expected
(606-10-50-13)."""

from __future__ import annotations

import numpy as np

from duly.engine import tables as t
from duly.engine.journal.books import Books
from duly.ground.cites import cites
from duly.ground.dates import civil, from_civil, iso
from duly.ground.reports import Column, Money, Report

LATER = "not scheduled"


@cites("606-10-50-13", "606-10-50-14", ifrs15=("120", "121"))
def remaining_by_year(books: Books, on: int, known: int | None = None) -> dict[tuple[str, str], dict[str, int]]:
    """What is left of the allocated price of each (contract, obligation) at the end of a day, by calendar year of
    expected
    recognition; what waits for deliveries, cost or acceptance is `not scheduled`. Prices by use have no fixed
    remainder."""
    world = books.now(known)
    tables = world.stacked.tables
    allocated, done = books.allocation_at(on, known), books.cumulative(on, known)
    found: dict[tuple[str, str], dict[str, int]] = {}
    by_use = _by_use(tables)
    for row, (origin, ref) in enumerate(zip(tables.obligations.origin, tables.obligations.ref, strict=True)):
        if row not in by_use:
            left = allocated.get((origin, ref), 0) - done.get((origin, ref), 0)
            found[origin, ref] = {LATER: left} if left else {}
    timed = np.isin(tables.tranches.measure, (t.BY_METER, t.AS_PRICED), invert=True)
    last = int(tables.tranches.until[timed].max()) if timed.any() else on
    before = done
    year = civil(on + 1)[0]
    while from_civil(year, 1, 1) <= last:
        end = from_civil(year, 12, 31)
        upto = books.cumulative(on, known, time_on=end)
        for key, amount in upto.items():
            moved = amount - before.get(key, 0)
            if moved and key in found:
                found[key][str(year)] = moved
                found[key][LATER] = found[key].get(LATER, 0) - moved
        before, year = upto, year + 1
    return {key: {band: amount for band, amount in bands.items() if amount} for key, bands in found.items()}


def _by_use(tables: t.Tables) -> set[int]:
    rows = tables.tranches.track[tables.tranches.measure == t.AS_PRICED]
    return set(tables.tracks.obligation[rows].tolist())


def remaining(books: Books) -> Report:
    """Remaining performance obligations at the end of each year, and at the last day, by year of expected
    recognition."""
    columns = (
        Column("date", "day", "day at whose end it is left"),
        Column("contract", "text", "contract"),
        Column("obligation", "text", "performance obligation"),
        Column(
            "expected in", "text", "calendar year of expected recognition; not scheduled where it waits for an event"
        ),
        Column("remaining", "money", "allocated price not yet recognized"),
    )
    world, rows = books.now(), []
    tables = world.stacked.tables
    currency = {
        key: world.stacked.currencies[int(tables.contracts.currency[int(c)])]
        for key, c in zip(
            zip(tables.obligations.origin, tables.obligations.ref, strict=True),
            tables.obligations.contract,
            strict=True,
        )
    }
    for on in _year_ends(books):
        for key, bands in remaining_by_year(books, on).items():
            for band, amount in sorted(bands.items()):
                rows.append((iso(on), *key, band, Money(amount, *currency[key])))
    return Report("remaining", "Remaining performance obligations", columns, tuple(rows))


def _year_ends(books: Books) -> list[int]:
    starts = [booked[0].period.start for booked in books.periods.values() if booked]
    if not starts:
        return []
    first, last = civil(min(starts))[0], civil(books.through)[0]
    days = [from_civil(year, 12, 31) for year in range(first, last + 1)]
    return [day for day in days if day < books.through] + [books.through]
