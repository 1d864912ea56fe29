"""What moved in contracts that are walked abreast, day by day, as columns (as `movements` for one contract).

Rights and payments stand on their day, performance on its day, time at the ends of periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.meters import SHIFT, SPAN, keys, within
from duly.engine.journal.abreast_shared import Lined
from duly.engine.journal.entries import Ledger
from duly.engine.recognition.position import Priced, position_of, progress
from duly.ground import rounding
from duly.ground.columns import Bools, Ints

_NOTHING = np.zeros(0, np.int64)


class Chosen(NamedTuple):
    """Contracts that are walked abreast, numbered anew; none of it depends on a price.

    contracts: their rows · local: number of each row of `Contracts`, -1 for others · obligations: their rows, by
    contract · owner: number of the contract of each · first: where the obligations of each begin, and where the last
    ones end · tranche: first tranche of each obligation's track · following: rows of tranches that follow another, with
    the number of their obligation · metered: number of the obligation of each meter, -1 for others · timed_from,
    timed_until: days over which time measures each, nothing where it does not."""

    contracts: Ints
    local: Ints
    obligations: Ints
    owner: Ints
    first: Ints
    track: Ints
    tranche: Ints
    following: Ints
    followed: Ints
    metered: Ints
    timed_from: Ints
    timed_until: Ints


class Moves(NamedTuple):
    """Rows of days, by contract and day: contract (number), on, ends (of a period), place (0 for its first day of the
    window); rows of performance, by day and obligation: at (row of the day), obligation (number), grown; and bills and
    payments, in the order in which a day books them."""

    contract: Ints
    on: Ints
    ends: Bools
    place: Ints
    at: Ints
    obligation: Ints
    grown: Ints
    bills: Posted
    lines: Lined
    paid: Posted


class Posted(NamedTuple):
    """Bills or payments: at (row of the day), bill (number, -1 for none), amount, place (0 for the first of a day)."""

    at: Ints
    bill: Ints
    amount: Ints
    place: Ints

    def take(self, rows: Ints) -> Posted:
        """Those of these rows."""
        return Posted(*(column[rows] for column in self))


def chosen(tables: t.Tables, contracts: Ints) -> Chosen:
    """Number the contracts of an ordinary shape, and their obligations."""
    tranches = tables.tranches
    local = np.full(len(tables.contracts), -1, np.int64)
    local[contracts] = np.arange(len(contracts))
    obligations = np.flatnonzero(local[tables.obligations.contract] >= 0)
    owner = local[tables.obligations.contract[obligations]]
    track_of = np.full(len(tables.obligations), -1, np.int64)
    tracks = np.flatnonzero(local[tables.tracks.contract] >= 0)
    track_of[tables.tracks.obligation[tracks]] = tracks
    number = np.full(len(tables.tracks), -1, np.int64)
    track = track_of[obligations]
    number[track] = np.arange(len(obligations))
    of = number[tranches.track]
    follows = (np.diff(tranches.track, prepend=-1) == 0) & (of >= 0)
    following = np.flatnonzero(follows)
    following = following[np.lexsort((tranches.since_on[following], of[following]))]
    timed = np.flatnonzero((tranches.measure < t.BY_METER) & (of >= 0))
    since, until = np.full(len(obligations), t.NEVER), np.full(len(obligations), -t.NEVER)
    np.minimum.at(since, of[timed], tranches.from_on[timed])
    np.maximum.at(until, of[timed], tranches.until[timed])
    by_meter = np.flatnonzero((tranches.meter >= 0) & (of >= 0))
    metered = np.full(len(tables.meters) + 1, -1, np.int64)
    metered[tranches.meter[by_meter]] = of[by_meter]
    first = np.searchsorted(owner, np.arange(len(contracts) + 1))
    tranche = np.searchsorted(tranches.track, track)
    named = (contracts, local, obligations, owner, first, track, tranche)
    return Chosen(*named, following, of[following], metered, since, until)


class Window(NamedTuple):
    """Days after `before` through `on`. ends: last days of periods · opening, closing: position of each obligation at
    the ends of both."""

    before: int
    on: int
    ends: Sequence[int]
    opening: Ints
    closing: Ints

    @property
    def timed(self) -> Sequence[int]:
        """The days to which time is booked: the ends of periods, and the end of the window."""
        return self.ends if self.on in self.ends else [*self.ends, self.on]


def in_turn(rows: Ints, place: Ints) -> Iterator[Ints]:
    """Those of the rows that are the first of their day, then the second and so on."""
    of = place[rows]
    for turn in range(int(of.max(initial=-1)) + 1):
        yield rows[of == turn] if turn or of.any() else rows


def moves(book: Ledger, own: Chosen, standing: Ints, window: Window) -> Moves:
    """What moves in a window. standing: contracts with something that is money, which is measured anew at ends of
    periods."""
    of, day, grown = _grown(book.priced, own, window)
    posting, contract = _postings(book, own, window.before, window.on)
    p = book.priced.tables.postings
    alive = np.zeros(len(own.contracts), np.bool_)
    for some in (standing, own.owner[of], contract):
        alive[some] = True
    at_end = [keys(np.flatnonzero(alive), end) for end in window.ends]
    moved = np.concatenate((keys(own.owner[of], day), keys(contract, p.on[posting])))
    key = _distinct(np.concatenate((moved, *at_end)))
    rows = np.searchsorted(key, moved)
    at, posted = rows[: len(of)], rows[len(of) :]
    number, days = _split(key)
    is_right = p.debit[posting] == t.DUE
    bills, lines = _bills(p, posting[is_right], posted[is_right], own)
    paid = _payments(p, posting[~is_right], posted[~is_right])
    is_end = np.isin(days, window.ends)
    # Growth stands by obligation, so a stable sort by day leaves the obligations of a day in their order.
    order = np.argsort(at, kind="stable")
    return Moves(number, days, is_end, _place(number), at[order], of[order], grown[order], bills, lines, paid)


def _bills(p: t.Postings, rows: Ints, at: Ints, own: Chosen) -> tuple[Posted, Lined]:
    """Rights by day and bill, each with its lines; `rows` stand by day."""
    new = np.diff(at, prepend=-1) != 0
    if not new.all():
        rows = rows[np.lexsort((p.bill[rows], at))]
        new |= np.diff(p.bill[rows], prepend=-2) != 0
    bill, amount, obligation = p.bill[rows], p.amount[rows], p.obligation[rows]
    first, lined = np.flatnonzero(new), np.flatnonzero(obligation >= 0)
    row, number = np.cumsum(new)[lined] - 1, np.searchsorted(own.obligations, obligation[lined])
    whole = np.add.reduceat(amount, first) if len(first) else amount
    return Posted(at[first], bill[first], whole, _place(at[first])), Lined(row, number, amount[lined])


def _payments(p: t.Postings, rows: Ints, at: Ints) -> Posted:
    """Payments by day; those of one day by their amounts, as a walk takes them. `rows` stand by day."""
    if not np.diff(at, prepend=-1).all():
        rows = rows[np.lexsort((p.bill[rows], p.amount[rows], at))]
    return Posted(at, p.bill[rows], p.amount[rows], _place(at))


def _place(number: Ints) -> Ints:
    """0, 1, 2 … among the rows of each number."""
    rows = np.arange(len(number))
    place: Ints = rows - np.maximum.accumulate(np.where(np.diff(number, prepend=-1) != 0, rows, 0))
    return place


def _distinct(key: Ints) -> Ints:
    """Each key once, ascending: by sorting, which is faster here than the table of seen values that numpy keeps."""
    key = np.sort(key)
    return key[np.diff(key, prepend=-1) != 0] if len(key) else key


def _split(key: Ints) -> tuple[Ints, Ints]:
    """Number and day behind a key."""
    return key // SPAN, key % SPAN - SHIFT


def _postings(book: Ledger, own: Chosen, before: int, on: int) -> tuple[Ints, Ints]:
    """Postings of the window by contract and day, and the number of their contract."""
    rows = np.sort(within(book.posted.days, before, on))
    contract = own.local[book.priced.tables.postings.contract[rows]]
    mine = contract >= 0
    return rows[mine], contract[mine]


def _grown(book: Priced, own: Chosen, window: Window) -> tuple[Ints, Ints, Ints]:
    """Obligation, day and amount of each growth of the window, by obligation and day."""
    of, day = _split(_asked(book, own, window))
    position = window.closing[of]
    # On the last of its days an obligation stands where it stands at the end; only days before it are looked up.
    last = np.diff(of, append=-1) != 0
    early = np.flatnonzero(~last)
    position[early] = _standing_at(book, own, window, of[early], day[early])
    first = np.concatenate((last[:0], [True], last[:-1])) if len(of) else last
    grown = position - np.where(first, window.opening[of], np.concatenate((position[:1], position[:-1])))
    kept = np.flatnonzero(grown)
    return of[kept], day[kept], grown[kept]


def _asked(book: Priced, own: Chosen, window: Window) -> Ints:
    """Keys of the days on which each obligation may move, each once, ascending."""
    tranches, readings, before, on = book.tables.tranches, book.tables.readings, window.before, window.on
    read = within(book.prepared.metered.days, before, on)
    of_meter = own.metered[readings.meter[read]]
    asked = [keys(of_meter[of_meter >= 0], readings.on[read[of_meter >= 0]])]
    since_on = tranches.since_on[own.following]
    begun = np.flatnonzero((since_on > before) & (since_on <= on))
    asked.append(keys(own.followed[begun], since_on[begun]))
    since = before
    for end in window.timed:
        asked.append(keys(np.flatnonzero((own.timed_from <= end) & (own.timed_until > since)), end))
        since = end
    return _distinct(np.concatenate(asked))


def _standing_at(book: Priced, own: Chosen, window: Window, of: Ints, day: Ints) -> Ints:
    """Position of these obligations, each at the end of its own day; time is booked at the ends of periods, so on a day
    between up to the last one."""
    booked = np.array([window.before, *window.timed], np.int64)
    time_on = booked[np.searchsorted(booked, day, side="right") - 1]
    rows = force(book.tables, own, of, day)
    done, total = progress(book, rows, day, time_on)
    position: Ints = book.base[rows] + rounding.share(book.price[rows], done, total)
    return position


def position_at(book: Priced, own: Chosen, on: int) -> Ints:
    """Position of each obligation at the end of a day."""
    of = np.arange(len(own.obligations))
    return position_of(book, force(book.tables, own, of, np.full(len(of), on)), np.full(len(of), on))


def force(tables: t.Tables, own: Chosen, of: Ints, day: Ints) -> Ints:
    """The tranche of each of these obligations in force on its day."""
    rows = own.tranche[of]
    if len(own.following):
        begun = keys(own.followed, tables.tranches.since_on[own.following])
        after = np.searchsorted(begun, keys(of, day), side="right")
        last = np.maximum(after - 1, 0)
        rows = np.where((after > 0) & (own.followed[last] == of), own.following[last], rows)
    return rows
