"""Debit and credit: tracks and postings become balanced journal lines of a window, step by step.

Every row has a debit and a credit, so each contract balances in each step by construction. DUE and POSITION are not
accounts: their states before and after a step decide which accounts move.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.meters import Days, by_day, keys, within
from duly.engine.journal.balances import SHOWN, Shown, State, shown
from duly.engine.recognition.catch_up import moved_at_once
from duly.engine.recognition.position import Priced, positions
from duly.ground.columns import Bools, Ints

_COLUMNS = ("contract", "obligation", "account", "step", "cause", "amount")


class Posted(NamedTuple):
    """Postings indexed for look-ups: running effect of each on DUE and POSITION; and for the tracks, where those of
    each
    contract begin and with which sign they count. None of it depends on a price."""

    key: Ints
    start: Ints
    due: Ints
    position: Ints
    owner: Ints
    owner_start: Ints
    track_due: Ints
    track_position: Ints
    days: Days


class Ledger(NamedTuple):
    """A priced book with its postings."""

    priced: Priced
    posted: Posted


def posted(tables: t.Tables) -> Posted:
    """Index the postings (sorted by contract and day) and the tracks (sorted by contract)."""
    p, tracks, count = tables.postings, tables.tracks, len(tables.contracts)
    first = np.flatnonzero(np.diff(tracks.contract, prepend=-1))
    return Posted(
        keys(p.contract, p.on),
        np.searchsorted(p.contract, np.arange(count)),
        _running(p.amount, p.debit, p.credit, t.DUE),
        _running(-p.amount, p.debit, p.credit, t.POSITION),
        tracks.contract[first],
        first,
        _sign(tracks.debit, tracks.credit, t.DUE),
        _sign(tracks.credit, tracks.debit, t.POSITION),
        by_day(p.on),
    )


def _sign(plus: Ints, minus: Ints, role: int) -> Ints:
    column: Ints = (plus == role).astype(np.int64) - (minus == role)
    return column


def _running(amount: Ints, debit: Ints, credit: Ints, role: int) -> Ints:
    effect = amount * ((debit == role).astype(np.int64) - (credit == role))
    return np.concatenate(([0], np.cumsum(effect)))


def state(book: Ledger, cumulative: Ints, on: int) -> State:
    """What is due and the position of each contract at the end of a day; `cumulative` is the position of each track
    then."""
    p, count = book.posted, len(book.priced.tables.contracts)
    after = np.searchsorted(p.key, keys(np.arange(count), on), side="right")
    due = p.due[after] - p.due[p.start]
    net = p.position[after] - p.position[p.start]
    if len(p.owner):
        if p.track_due.any():
            due[p.owner] += np.add.reduceat(cumulative * p.track_due, p.owner_start)
        net[p.owner] += np.add.reduceat(cumulative * p.track_position, p.owner_start)
    return State(due, net)


def booked_on(book: Ledger, role: int, cumulative: Ints, on: int) -> Ints:
    """Balance of an account of each contract at the end of a day, credit positive, of rows that name it."""
    tables = book.priced.tables
    tracks, p = tables.tracks, tables.postings
    balance = np.zeros(len(tables.contracts), np.int64)
    sides = ((tracks.credit, p.credit, 1), (tracks.debit, p.debit, -1))
    for track_side, side, sign in sides:
        rows = np.flatnonzero(track_side == role)
        np.add.at(balance, tracks.contract[rows], sign * cumulative[rows])
        rows = np.flatnonzero((side == role) & (p.on <= on))
        np.add.at(balance, p.contract[rows], sign * p.amount[rows])
    return balance


def _add(target: Ints, contract: Ints, amount: Ints, where: Bools, sign: int) -> None:
    if where.all():
        np.add.at(target, contract, amount if sign > 0 else -amount)
    elif where.any():
        np.add.at(target, contract[where], sign * amount[where])


def close(book: Ledger, before: int, on: int, time_before: int | None = None, time_on: int | None = None) -> t.Lines:
    """Lines of the window from the day after `before` through `on`: debit positive, no zero lines.

    Within each contract the lines of a step add up to zero. Sorted by step, contract, obligation and account.
    `time_before`, `time_on`: days to which measures by time have been booked (see `position`).
    """
    return lines_between(book, *positions(book.priced, before, on, time_before, time_on), before, on)


def lines_between(book: Ledger, opening: Ints, closing: Ints, before: int, on: int) -> t.Lines:
    """`close` where the positions of the tracks at the ends of both days are known."""
    tables = book.priced.tables
    now = state(book, opening, before)
    picture = shown(tables.contracts, now, before)
    parts: list[tuple[Ints, ...]] = []
    for step, rows in _by_step(book, closing - opening, before, on):
        now = _moved(now, rows)
        after = shown(tables.contracts, now, on)
        parts.extend(_accounts(rows, step))
        parts.extend(_shown_moves(picture, after, step))
        picture = after
    last = shown(tables.contracts, now, on)
    parts.extend(_shown_moves(picture, last, t.STEP["billing"]))
    return lines(parts)


class _Rows(NamedTuple):
    contract: Ints
    obligation: Ints
    debit: Ints
    credit: Ints
    cause: Ints
    amount: Ints


def _by_step(book: Ledger, grown: Ints, before: int, on: int) -> Iterable[tuple[int, _Rows]]:
    """Two-sided rows of the window by step: postings of these days, and what the tracks grew, by cause."""
    postings, tracks = book.priced.tables.postings, book.priced.tables.tracks
    at_once = moved_at_once(book.priced, before, on)
    if len(at_once.track):
        grown = grown.copy()
        np.subtract.at(grown, at_once.track, at_once.amount)
    window = within(book.posted.days, before, on)
    moving = np.flatnonzero(grown)
    steps = (postings.step[window], tracks.step[moving], tracks.step[at_once.track])
    present = sum(np.bincount(column, minlength=len(t.STEPS)) for column in steps)
    for step in np.flatnonzero(present).tolist():
        mine, by_progress, by_change = (np.flatnonzero(column == step) for column in steps)
        rows, growing, changed = window[mine], moving[by_progress], at_once.track[by_change]
        both = np.concatenate((growing, changed))
        cause = np.zeros(len(rows) + len(both), np.int64)
        cause[len(rows) + len(growing) :] = at_once.cause[by_change]
        yield (
            step,
            _Rows(
                np.concatenate((postings.contract[rows], tracks.contract[both])),
                np.concatenate((postings.obligation[rows], tracks.obligation[both])),
                np.concatenate((postings.debit[rows], tracks.debit[both])),
                np.concatenate((postings.credit[rows], tracks.credit[both])),
                cause,
                np.concatenate((postings.amount[rows], grown[growing], at_once.amount[by_change])),
            ),
        )


def _moved(now: State, rows: _Rows) -> State:
    due, net = now.due.copy(), now.position.copy()
    _add(due, rows.contract, rows.amount, rows.debit == t.DUE, 1)
    _add(due, rows.contract, rows.amount, rows.credit == t.DUE, -1)
    _add(net, rows.contract, rows.amount, rows.credit == t.POSITION, 1)
    _add(net, rows.contract, rows.amount, rows.debit == t.POSITION, -1)
    return State(due, net)


def _accounts(rows: _Rows, step: int) -> Iterable[tuple[Ints, ...]]:
    """The sides that are accounts, as columns of `Lines`."""
    for side, sign in ((rows.debit, 1), (rows.credit, -1)):
        real = np.flatnonzero((side != t.DUE) & (side != t.POSITION))
        if len(real):
            yield (
                rows.contract[real],
                rows.obligation[real],
                side[real],
                np.full(len(real), step),
                rows.cause[real],
                sign * rows.amount[real],
            )


def _shown_moves(before: Shown, after: Shown, step: int) -> Iterable[tuple[Ints, ...]]:
    """Moves of the accounts that stand for DUE and POSITION, one line a contract."""
    for (account, sign), was, now in zip(SHOWN, before, after, strict=True):
        moved = np.flatnonzero(now != was)
        if len(moved):
            same = np.full(len(moved), 0)
            yield moved, same - 1, same + account, same + step, same, sign * (now - was)[moved]


def lines(parts: list[tuple[Ints, ...]]) -> t.Lines:
    """Put line columns together: one line per step, contract, obligation, account and cause, sorted, without zeros."""
    if not parts:
        return t.Lines.of(**{name: [] for name in _COLUMNS})
    columns = [np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True)]
    contract, obligation, account, step, cause, amount = columns
    widest = int(obligation.max()) + 2
    key = ((step * (int(contract.max()) + 1) + contract) * widest + obligation + 1) * len(t.ROLES) + account
    key = key * len(t.CAUSES) + cause
    order = np.argsort(key, kind="stable")
    key, amount = key[order], amount[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    total = np.add.reduceat(amount, first)
    kept = np.flatnonzero(total)
    rows = order[first[kept]]
    return t.Lines(contract[rows], obligation[rows], account[rows], step[rows], cause[rows], total[kept])
