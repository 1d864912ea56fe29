"""Step 5: the position, cumulative and closed-form. A period is a difference of two positions; no schedule is stored.

position(day) = base + round((price - less) x progress(day)) of the tranche in force
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery import elapsed
from duly.engine.delivery.meters import Metered, metered, shown, within
from duly.engine.recognition.allocation import allocation
from duly.engine.recognition.rounds import Round, rounds
from duly.ground import rounding
from duly.ground.cites import cites
from duly.ground.columns import Ints

_METERED = (t.BY_METER, t.AS_PRICED)
_AT_ONCE = 1 << 17  # amounts that are looked at together; a few dozen columns of them are held


class Prepared(NamedTuple):
    """Tables indexed for look-ups: rows of tranches by measure, spans as months, meters, the rounds of pricing, and
    which tranches follow another. rounded: whether any progress is. None of it depends on a price."""

    tables: t.Tables
    by_measure: tuple[tuple[int, Ints], ...]
    months: elapsed.Months
    metered: Metered
    rounds: tuple[Round, ...]
    begun: Begun | None
    rounded: bool


class Begun(NamedTuple):
    """First tranche of each track, and the tranches that follow another of their track, with it and their first day."""

    first: Ints
    later: Ints
    track: Ints
    since_on: Ints


class Priced(NamedTuple):
    """Prepared tables with the allocated price of each slot, the price and the base of each tranche."""

    tables: t.Tables
    prepared: Prepared
    allocated: Ints
    price: Ints
    base: Ints


def prepared(tables: t.Tables) -> Prepared:
    """Index the tables once; every position afterwards is arithmetic and look-ups."""
    tranches = tables.tranches
    count = np.bincount(tranches.measure, minlength=len(t.MEASURES))
    rows = tuple((kind, np.flatnonzero(tranches.measure == kind)) for kind in np.flatnonzero(count).tolist())
    months = elapsed.months(tranches.from_on, tranches.until)
    meters = metered(tables.meters, tables.readings)
    begun = _begun(tranches, len(tables.tracks))
    book = Prepared(tables, rows, months, meters, (), begun, bool((tranches.digits >= 0).any()))
    return book._replace(rounds=rounds(tables, partial(_progress, book)))


def priced(book: Prepared) -> Priced:
    """Steps 3 and 4 for all contracts at once: allocate, and give each tranche its price."""
    tables = book.tables
    if book.rounds:
        return _priced_in_rounds(book)
    allocated = allocation(tables.slots, tables.pools, tables.shares)
    slot = tables.tranches.slot
    own = slot < 0
    price = (
        np.where(own, tables.tranches.price, allocated[np.where(own, 0, slot)])
        if len(allocated)
        else tables.tranches.price
    )
    return Priced(tables, book, allocated, price - tables.tranches.less, tables.tranches.base)


@cites("606-10-25-13", "606-10-32-43", ifrs15=("21", "88"))
def _priced_in_rounds(book: Prepared) -> Priced:
    """Pricing of contracts that changed: inception first, then the first change of every contract, then the second."""
    tables, tranches = book.tables, book.tables.tranches
    amount, allocated = tables.pools.amount.copy(), tables.slots.fixed.copy()
    price, base = tranches.price - tranches.less, tranches.base.copy()
    now = Priced(tables, book, allocated, price, base)
    for one in book.rounds:
        _carry_on(now, one, amount)
        _split(one, amount, allocated)
        _begin(now, one)
    return now


def _carry_on(now: Priced, one: Round, amount: Ints) -> None:
    """Add to the pools of a round the price that their tranches have not recognized at the end of the day before."""
    if len(one.carried):
        price = now.price[one.carried]
        left = price - rounding.share(price, one.carried_done, one.carried_total)
        np.add.at(amount, one.carried_pool, left)


def _split(one: Round, amount: Ints, allocated: Ints) -> None:
    """Share out the pools of a round over their slots."""
    if not len(one.slot):
        return
    count = len(one.pools)
    parts = rounding.allocate(amount[one.pools], one.weight, owner=one.owner, count=count, largest=one.largest)
    if one.once:
        allocated[one.slot] += parts
    else:
        np.add.at(allocated, one.slot, parts)


def _begin(now: Priced, one: Round) -> None:
    """Give the tranches of a round their price, and what they go on from: a base, or a part of the price."""
    now.price[one.slotted] = now.allocated[one.slot_of] - one.less
    if len(one.after):
        base = now.base[one.before]
        before = base + rounding.share(now.price[one.before], one.done, one.total)
        # The whole is what was agreed since what is left was last measured alone: a measure by time says since when.
        alone = base + rounding.share(now.price[one.before], one.alone_done, one.alone_total)
        since = np.where(one.whole == 1, base, alone)
        left = now.price[one.before] - (before - base)
        now.price[one.after] += np.where(one.whole == t.LEFT, left, before - since)
        now.base[one.after] += since
        # What is owed for the rest cannot fall below nothing as time goes by: it is given back at once.
        over = np.where((one.whole == t.LEFT) & (left >= 0), np.minimum(now.price[one.after], 0), 0)
        now.price[one.after] -= over
        now.base[one.after] += over


def position_of(book: Priced, rows: Ints, on: Ints) -> Ints:
    """Cumulative amount of these tranches, each at the end of its own day."""
    done, total = progress(book, rows, on)
    cumulative: Ints = book.base[rows] + rounding.share(book.price[rows], done, total)
    return cumulative


@cites("606-10-25-31", "606-10-25-37", ifrs15=("39", "45"))
def position(book: Priced, on: int, time_on: int | None = None) -> Ints:
    """Cumulative amount of each track at the end of a day, in minor units.

    `time_on`: the day to which measures by time have been booked, where that is earlier (entries by date book them at
    the end of a period only)."""
    rows = _in_force(book.prepared.begun, on)
    if rows is None:
        done, total = progress(book, None, on, time_on)
        return book.base + rounding.share(book.price, done, total)
    done, total = progress(book, rows, on, time_on)
    cumulative: Ints = book.base[rows] + rounding.share(book.price[rows], done, total)
    return cumulative


def position_by_day(book: Priced, days: Ints, tracks: Ints) -> Ints:
    """Cumulative amounts of some tracks at the ends of several days: one row a day, one column a track."""
    rows = force_by_day(book, days)[:, tracks]
    return position_of(book, rows.ravel(), np.repeat(days, len(tracks))).reshape(rows.shape)


def days_at_once(book: Priced, days: Iterable[int]) -> Iterator[Ints]:
    """Days in parts that are looked at together: many, where the tracks are few."""
    column = np.array(sorted(days), np.int64)
    count = max(_AT_ONCE // max(len(book.tables.tracks), 1), 1)
    yield from (column[first : first + count] for first in range(0, len(column), count))


def force_by_day(book: Priced, days: Ints) -> Ints:
    """The tranche in force of each track on several days: one row a day, one column a track."""
    begun, every = book.prepared.begun, np.arange(len(book.tables.tracks))
    rows = (_in_force(begun, day) for day in days.tolist())
    return np.array([every if row is None else row for row in rows], np.int64).reshape(len(days), len(every))


def positions(
    book: Priced, before: int, on: int, time_before: int | None = None, time_on: int | None = None
) -> tuple[Ints, Ints]:
    """`position` at two days. What did not move in between is looked up and rounded once."""
    begun = book.prepared.begun
    rows, later = _in_force(begun, before), _in_force(begun, on)
    opening = position(book, before, time_before)
    if book.prepared.rounded:
        return opening, position(book, on, time_on)
    moving = _moving(book, rows, later, before, on)
    at = moving if later is None else later[moving]
    done, total = progress(book, at, on, time_on)
    closing = opening.copy()
    closing[moving] = book.base[at] + rounding.share(book.price[at], done, total)
    return opening, closing


def _moving(book: Priced, rows: Ints | None, later: Ints | None, before: int, on: int) -> Ints:
    """Tracks whose position can differ between two days: a tranche began, or the one in force is measured by time or by
    a meter with a reading in between."""
    tranches, m = book.tables.tranches, book.prepared.metered
    touched = np.zeros(len(m.initial) + 1, np.bool_)
    touched[book.tables.readings.meter[within(m.days, before, on)]] = True
    moves = touched[tranches.meter] | (tranches.measure < t.BY_METER)
    if rows is None or later is None:
        return np.flatnonzero(moves)
    return np.flatnonzero(moves[rows] | (rows != later))


def in_force(tranches: t.Tranches, tracks: int, on: elapsed.Day) -> Ints | None:
    """Row of the tranche of each track that is in force on a day; None where every track has one tranche."""
    return _in_force(_begun(tranches, tracks), on)


def _begun(tranches: t.Tranches, tracks: int) -> Begun | None:
    """Index the tranches for `in_force`; None where every track has one."""
    if len(tranches) == tracks:
        return None
    first = np.searchsorted(tranches.track, np.arange(tracks))
    later = np.delete(np.arange(len(tranches)), first)
    return Begun(first, later, tranches.track[later], tranches.since_on[later])


def _in_force(begun: Begun | None, on: elapsed.Day) -> Ints | None:
    if begun is None:
        return None
    # Rows stand by day, so the last one that has begun is the one that stays.
    some = np.flatnonzero(begun.since_on <= (on if isinstance(on, int) else on[begun.track]))
    rows = begun.first.copy()
    rows[begun.track[some]] = begun.later[some]
    return rows


def progress(book: Priced, rows: Ints | None, on: elapsed.Day, time_on: elapsed.Day | None = None) -> tuple[Ints, Ints]:
    """How much of each tranche is done at the end of a day, and of how much: exact, never a rounded ratio.

    `rows` chooses tranches; None means all. Beyond the total there is no revenue (the rest is overage), except where
    the meter itself counts money (as priced).
    """
    return _progress(book.prepared, rows, on, time_on)


def _progress(
    book: Prepared, rows: Ints | None, on: elapsed.Day, time_on: elapsed.Day | None = None
) -> tuple[Ints, Ints]:
    tranches = book.tables.tranches
    count = len(tranches) if rows is None else len(rows)
    done, total = np.zeros(count, np.int64), np.ones(count, np.int64)
    measure = None if rows is None else tranches.measure[rows]
    for kind, members in book.by_measure:
        where = members if measure is None else np.flatnonzero(measure == kind)
        at = members if rows is None else rows[where]
        day = on if kind in _METERED or time_on is None else time_on
        done[where], total[where] = _measured(book, kind, at, day if isinstance(day, int) else day[where])
    if book.rounded:
        rounded_progress(done, total, tranches.digits if rows is None else tranches.digits[rows])
    return done, total


def rounded_progress(done: Ints, total: Ints, digits: Ints) -> None:
    """Round the progress of the rows whose policy says so, in place: to `digits` decimals, -1 for exact."""
    for places in np.unique(digits[digits >= 0]).tolist():
        rows = np.flatnonzero(digits == places)
        done[rows], total[rows] = rounding.round_digits(done[rows], total[rows], places)


def _measured(book: Prepared, kind: int, rows: Ints, on: elapsed.Day) -> tuple[Ints, Ints]:
    tranches = book.tables.tranches
    if kind in _METERED:
        done, total = shown(book.metered, tranches.meter[rows], on)
        before = tranches.done_before[rows]
        # A total below what had come before the tranche began leaves nothing to come: it is complete.
        short = (before > 0) & (total <= before)
        done, total = np.where(short, 1, done - before), np.where(short, 1, np.maximum(total - before, 0))
        return (done if kind == t.AS_PRICED else np.minimum(np.maximum(done, 0), total)), total
    if kind == t.BY_DAY:
        return elapsed.elapsed_days(tranches.from_on[rows], tranches.until[rows], on)
    if kind == t.BY_WEEK:
        return elapsed.elapsed_weeks(tranches.from_on[rows], tranches.until[rows], on)
    span = book.months.take(rows)
    if kind == t.BY_MONTH:
        return elapsed.elapsed_months(span, on)
    # The convention of the first part month travels in done_before: 1 leaves the first day out.
    counts = tranches.done_before[rows] == 0
    done, total = elapsed.elapsed_months_prorated(span, on)
    if not counts.all():
        without, of = elapsed.elapsed_months_prorated(span, on, first_day_counts=False)
        done, total = np.where(counts, done, without), np.where(counts, total, of)
    return done, total
