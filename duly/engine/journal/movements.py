"""What moved in a contract on which day: postings on their day, performance on its day, time at the ends of periods."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.meters import keys
from duly.engine.delivery.progress import by_line
from duly.engine.journal.worlds import World
from duly.engine.recognition.position import Priced, progress
from duly.engine.recognition.promises import Ruling
from duly.ground import rounding
from duly.ground.cites import cites
from duly.ground.columns import Ints

_METERED = (t.BY_METER, t.AS_PRICED)


class Moved(NamedTuple):
    """An amount above zero (minor units of the contract's currency), debit to credit, on a day.

    obligation: row, -1 for none · since, until: the days over which time measured it, 0 and 0 where an event did ·
    bill: number of the invoice it belongs to (see `Postings`) · rate: of an opening that states it, 0 for none."""

    on: int
    step: int
    debit: int
    credit: int
    obligation: int
    amount: int
    since: int = 0
    until: int = 0
    bill: int = -1
    rate: Fraction = Fraction(0)


@dataclass
class Chronicle:
    """The life of one contract, day by day.

    obligations: their rows in order · by_use: those priced by use · stated: price of each · moved: by day, in a fixed
    order of the day · allocated: (day, price) steps of each obligation · lines: net lines of each invoice."""

    ref: str
    kind: int
    refundable: bool
    exists_on: int
    obligations: tuple[int, ...]
    by_use: frozenset[int]
    stated: Mapping[int, int]
    lines: Mapping[int, Mapping[int, int]]
    moved: list[Moved] = field(default_factory=list)
    allocated: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


class Days(NamedTuple):
    """ends: last days of periods · through: last day looked at · reached: where it is true, time is measured up to
    `through` even inside a period."""

    ends: Sequence[int]
    through: int
    reached: bool = False

    def entered(self, on: int) -> int:
        """The day up to which time has been booked at the end of a day."""
        if self.reached and on >= self.through:
            return on
        before = bisect_right(self.ends, on)
        return self.ends[before - 1] if before else -t.NEVER


def chronicles(world: World, days: Days) -> list[Chronicle]:
    """The lives of all contracts of a world, in their order."""
    tables, book = world.stacked.tables, world.ledger.priced
    made = [_chronicle(world, c) for c in range(len(tables.contracts))]
    first = np.searchsorted(tables.tracks.contract, np.arange(len(made) + 1))
    tracks = [np.arange(first[c], first[c + 1]) for c in range(len(made))]
    asked = [_days_of(tables, own, one.exists_on, days) for own, one in zip(tracks, made, strict=True)]
    shown = _positions(book, tracks, asked, days)
    for c, chronicle in enumerate(made):
        chronicle.moved.extend(_posted(world, c, days.through))
        for track, row in zip(tracks[c].tolist(), shown[c], strict=True):
            _grown(chronicle, tables, track, asked[c], row, days)
        chronicle.moved = sorted(_earned_once(chronicle.moved))
    return made


class _Shown(NamedTuple):
    """A track on each of the days asked: its position, the tranche in force, and the price of that tranche."""

    position: list[int]
    tranche: list[int]
    price: list[int]


def _days_of(tables: t.Tables, tracks: Ints, exists_on: int, days: Days) -> list[int]:
    """The days on which anything of a contract may move, and one before all time."""
    tranches, readings = tables.tranches, tables.readings
    rows = slice(*np.searchsorted(tranches.track, (tracks[0], tracks[-1] + 1)).tolist()) if len(tracks) else slice(0)
    meters = tranches.meter[rows][np.isin(tranches.measure[rows], _METERED)]
    seen: list[int] = []
    for meter in np.unique(meters).tolist():
        seen.extend(readings.on[slice(*np.searchsorted(readings.meter, (meter, meter + 1)).tolist())].tolist())
    reached = (days.through,) if days.reached else ()
    found = {*tranches.since_on[rows].tolist(), *seen, exists_on, *days.ends, *reached}
    return [-t.NEVER, *sorted(day for day in found if -t.NEVER < day <= days.through)]


def _positions(book: Priced, tracks: Sequence[Ints], asked: Sequence[list[int]], days: Days) -> list[list[_Shown]]:
    """All tracks on all days of their contracts, looked up at once."""
    sizes = [(len(own), len(on)) for own, on in zip(tracks, asked, strict=True)]
    if not any(rows * columns for rows, columns in sizes):
        return [[] for _ in sizes]
    track = np.concatenate([np.repeat(own, columns) for own, (_, columns) in zip(tracks, sizes, strict=True)])
    on = np.concatenate([np.tile(on, rows) for on, (rows, _) in zip(asked, sizes, strict=True)]).astype(np.int64)
    time_on = np.array([days.entered(day) for day in on.tolist()], dtype=np.int64)
    tranches = book.tables.tranches
    after = np.searchsorted(keys(tranches.track, tranches.since_on), keys(track, on), side="right")
    rows = np.maximum(after - 1, np.searchsorted(tranches.track, track))
    done, total = progress(book, rows, on, time_on)
    position = (book.base[rows] + rounding.share(book.price[rows], done, total)).tolist()
    whole = (book.price[rows] + book.base[rows]).tolist()
    cut, at, tranche = [], 0, rows.tolist()
    for own, columns in sizes:
        starts = range(at, at + own * columns, max(columns, 1))
        cut.append([_Shown(*(c[s : s + columns] for c in (position, tranche, whole))) for s in starts])
        at += own * columns
    return cut


def _grown(chronicle: Chronicle, tables: t.Tables, track: int, asked: list[int], shown: _Shown, days: Days) -> None:
    """What a track grew from day to day, and the price it grew towards."""
    debit, credit, step, obligation = (
        int(column[track])
        for column in (tables.tracks.debit, tables.tracks.credit, tables.tracks.step, tables.tracks.obligation)
    )
    if credit == t.REVENUE:
        _promised(chronicle, tables, obligation, asked, shown)
    for (before, on), number in zip(pairwise(asked), range(1, len(asked)), strict=True):
        grown = shown.position[number] - shown.position[number - 1]
        if not grown:
            continue
        since = until = 0
        row = shown.tranche[number]
        if tables.tranches.measure[row] not in _METERED:
            since = max(int(tables.tranches.from_on[row]), days.entered(before) + 1)
            until = max(min(int(tables.tranches.until[row]), days.entered(on) + 1), since + 1)
        sides = (debit, credit) if grown > 0 else (credit, debit)
        chronicle.moved.append(Moved(on, step, *sides, obligation, abs(grown), since, until))


@cites("830-20-30-1", "830-10-45-18")
def _earned_once(moved: Sequence[Moved]) -> list[Moved]:
    """What an obligation earns on a day, and what of its revenue is taken back, is one amount: where one price of it
    grows as another one shrinks, nothing that was earned before is given back at the rate it had."""
    found: list[Moved] = []
    signed: dict[tuple[int, int, int], list[tuple[int, Moved]]] = {}
    for row in moved:
        if row.bill < 0 and not row.rate and {row.debit, row.credit} == {t.POSITION, t.REVENUE}:
            sign = 1 if row.credit == t.REVENUE else -1
            signed.setdefault((row.on, row.step, row.obligation), []).append((sign, row))
        else:
            found.append(row)
    for rows in signed.values():
        net = sum(sign * row.amount for sign, row in rows)
        if len({sign for sign, _ in rows}) < 2:
            found += [row for _, row in rows]
        elif net:
            # Time counts the days of what moved most that way.
            most = max((row for sign, row in rows if sign * net > 0), key=lambda row: row.amount)
            found.append(most._replace(amount=abs(net)))
    return found


def _promised(chronicle: Chronicle, tables: t.Tables, obligation: int, asked: list[int], shown: _Shown) -> None:
    """Add the price of a revenue track to what is allocated to its obligation, day by day; use has no price ahead."""
    steps = chronicle.allocated.setdefault(obligation, [(day, 0) for day in asked])
    for number, (day, so_far) in enumerate(steps):
        counted = tables.tranches.measure[shown.tranche[number]] == t.AS_PRICED
        steps[number] = (day, so_far + (0 if counted else shown.price[number]))


def _chronicle(world: World, contract: int) -> Chronicle:
    """A contract before anything moved."""
    tables, ruling = world.stacked.tables, world.rulings[contract]
    first = int(np.searchsorted(tables.obligations.contract, contract))
    rows = {p.obligation.ref: first + p.row for p in ruling.promises}
    bills = {name: number for number, name in enumerate(ruling.drafts.bills)}
    return Chronicle(
        tables.contracts.ref[contract],
        int(tables.contracts.kind[contract]),
        bool(tables.contracts.refundable[contract]),
        int(tables.contracts.exists_on[contract]),
        tuple(rows.values()),
        frozenset(first + p.row for p in ruling.promises if p.by_use),
        {row: int(tables.obligations.price[row]) for row in rows.values()},
        {
            bills[str(fact.fields["invoice"])]: {rows[ref]: net for ref, net in by_line(fact).items() if ref in rows}
            for fact in _facts(ruling)
            if fact.verb == "invoice" and str(fact.fields.get("invoice")) in bills
        },
    )


def _facts(ruling: Ruling) -> list[Fact]:
    return [fact for terms in ruling.group for fact in terms.happened + terms.opening]


def _posted(world: World, contract: int, through: int) -> list[Moved]:
    """The postings of a contract; those from before all time only take back what stood there."""
    tables, ruling = world.stacked.tables, world.rulings[contract]
    p = tables.postings
    own = np.arange(*np.searchsorted(p.contract, (contract, contract + 1)).tolist())
    rows = own[(p.on[own] > -t.NEVER) & (p.on[own] <= through) & (p.amount[own] != 0)]
    written = {fact.place: fact for fact in _facts(ruling)}
    first = int(np.searchsorted(tables.obligations.contract, contract))
    refs = {promise.obligation.ref: first + promise.row for promise in ruling.promises}
    found = []
    for row in rows.tolist():
        place = int(p.place[row])
        fact = written.get(world.stacked.places[place]) if place >= 0 else None
        amount, obligation = int(p.amount[row]), int(p.obligation[row])
        if obligation < 0 and fact is not None and len(fact.subjects) == 1:
            obligation = refs.get(fact.subjects[0], -1)
        sides = (int(p.debit[row]), int(p.credit[row]))
        step, on, bill = int(p.step[row]), int(p.on[row]), int(p.bill[row])
        sides = sides if amount > 0 else sides[::-1]
        found.append(Moved(on, step, *sides, obligation, abs(amount), bill=bill, rate=_stated_rate(fact)))
    return found


def _stated_rate(fact: Fact | None) -> Fraction:
    """The rate of an opening that states it, of what another system had been paid or was owed; 0 for none."""
    rate = fact.fields.get("rate") if fact is not None and fact.verb == "opening" else None
    return rate if isinstance(rate, Fraction) else Fraction(0)
