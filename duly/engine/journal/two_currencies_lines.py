"""The journal of a window in two currencies, as columns: many contracts at once, without an object for each line."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.journal.abreast_lines import FunctionalLines
from duly.engine.journal.carrying import CURRENCY, FX
from duly.engine.journal.courses import course_of
from duly.engine.journal.functional import Functional
from duly.engine.journal.together import Together
from duly.engine.journal.two_currencies import moved_most
from duly.engine.journal.worlds import World
from duly.ground.columns import Bools, Ints
from duly.ground.rounding import round_fraction, share

Rate = Callable[[int], Fraction]  # by the row of a contract


class TwoFoldLines(NamedTuple):
    """Journal lines with their functional amounts, both in minor units, debit positive.

    contract, obligation: rows of the tables of the world, -1 for no obligation · account: index into ROLES · step:
    index into the STEPS of `carrying` · cause: index into CAUSES · kind: of an exchange difference, index into the
    KINDS of `abreast_lines`; 0 for other lines · amount: 0 in lines that only the functional currency has."""

    contract: Ints
    obligation: Ints
    account: Ints
    step: Ints
    cause: Ints
    kind: Ints
    amount: Ints
    functional: Ints


def two_fold_lines(view: Functional, world: World, lines: t.Lines, before: int, on: int) -> TwoFoldLines:
    """The lines of a window of a world (`entries.close`, the days after `before` through `on`) with their functional
    amounts, and at the end of each step what only the functional currency has, as in `two_currencies.two_fold`.

    `before` is the day before a period of the books begins. Contracts are walked from inception, once: the next window
    of the same world goes on from where this one ends."""
    entities = dict.fromkeys(view.worlds.groups[g][0].entity for g in world.groups)
    courses = [course_of(view, world, entity) for entity in entities]
    made = FunctionalLines.joined([course.lines(before, on) for course in courses])
    foreign = np.concatenate([np.zeros(0, np.int64), *(course.foreign for course in courses)])

    def rate_at_end(row: int) -> Fraction:
        return view.rate_of(world.groups[row])(on)

    return _merged(world.stacked.tables, lines, made, foreign, rate_at_end)


def two_fold_together(some: Together, lines: t.Lines, before: int, on: int) -> TwoFoldLines:
    """`two_fold_lines` from rows alone, without books or rulings: of the contracts at home and of the foreign ones that
    walk together. Those that are `some.alone` afterwards are left out: they want books of their own."""
    made, tables = some.lines(before, on), some.ledger.priced.tables
    left_out = np.zeros(len(tables.contracts), np.bool_)
    left_out[some.alone] = True

    def rate_at_end(row: int) -> Fraction:
        return some.rate(row, on)

    return _merged(tables, lines.take(~left_out[lines.contract]), made, some.abroad.contract, rate_at_end)


def _merged(tables: t.Tables, lines: t.Lines, made: FunctionalLines, foreign: Ints, rate_at_end: Rate) -> TwoFoldLines:
    """Lines with their functional amounts, in the order of the journal."""
    given, taken = _given(tables, lines, made, foreign, rate_at_end)
    own = _plain(lines, given)
    more = _without_amount(made.take(~taken))
    only = np.repeat([0, 1], [len(own.amount), len(more.amount)])
    both = TwoFoldLines(*(np.concatenate(columns) for columns in zip(own, more, strict=True)))
    order = np.lexsort((both.kind, both.cause, both.account, both.obligation, both.contract, only, both.step))
    return TwoFoldLines(*(column[order] for column in both))


def _plain(lines: t.Lines, functional: Ints) -> TwoFoldLines:
    """Lines of the contract's currency with their functional amounts."""
    named = (lines.contract, lines.obligation, lines.account, lines.step, lines.cause)
    return TwoFoldLines(*named, np.zeros(len(lines), np.int64), lines.amount, functional)


def _without_amount(extra: FunctionalLines) -> TwoFoldLines:
    """Lines that only the functional currency has."""
    by_rate = (extra.account == FX) | (extra.step == CURRENCY)
    cause = np.where(by_rate, t.CAUSE["rate"], t.CAUSE["progress"])
    named = (extra.contract, extra.obligation, extra.account, extra.step, cause, extra.kind)
    return TwoFoldLines(*named, np.zeros(len(cause), np.int64), extra.amount)


def _given(
    tables: t.Tables, lines: t.Lines, made: FunctionalLines, foreign: Ints, rate_at_end: Rate
) -> tuple[Ints, Bools]:
    """The functional amount of each line, and which functional lines they take."""
    given, taken = lines.amount.copy(), np.zeros(len(made.amount), np.bool_)
    mine, plain = np.flatnonzero(np.isin(lines.contract, foreign)), np.flatnonzero(made.kind == 0)
    if not len(mine):
        return given, taken
    own = _keys(tables, lines)[mine]
    by_key = np.argsort(own, kind="stable")
    mine, own = mine[by_key], own[by_key]
    first = np.flatnonzero(np.diff(own, prepend=-1))
    place = _places(_keys(tables, made)[plain], own[first])
    found = np.flatnonzero(place >= 0)
    rows, whole = plain[place[found]], np.zeros(len(first), np.int64)
    whole[found], taken[rows] = made.amount[rows], True
    given[mine] = _shared(lines.take(mine), first, whole, rate_at_end)
    return given, taken


def _keys(tables: t.Tables, lines: t.Lines | FunctionalLines) -> Ints:
    """One number for step, contract, obligation and account of each line."""
    widest = len(tables.obligations) + 1
    of = (lines.step * len(tables.contracts) + lines.contract) * widest + lines.obligation + 1
    return of * len(t.ROLES) + lines.account


def _places(keys: Ints, wanted: Ints) -> Ints:
    """Where in `keys` each wanted one stands; -1 where it does not."""
    order = np.argsort(keys, kind="stable")
    place = np.append(order, -1)[np.searchsorted(keys, wanted, sorter=order)]
    return np.where(np.append(keys, -1)[place] == wanted, place, -1)


def _shared(lines: t.Lines, first: Ints, whole: Ints, rate_at_end: Rate) -> Ints:
    """Each whole over its lines, which stand together from `first` on: several causes share it by their amounts, and
    the last takes the rest. Where some take off what others add, one of them does (see `two_currencies`)."""
    count = np.diff(first, append=len(lines))
    which = np.repeat(np.arange(len(first)), count)
    total, gross = (np.add.reduceat(amount, first) for amount in (lines.amount, np.abs(lines.amount)))
    part, rest = share(whole[which], lines.amount, total[which]), first + count - 1
    for place in np.flatnonzero(np.abs(total) != gross).tolist():
        rows = range(int(first[place]), int(first[place] + count[place]))
        rate = rate_at_end(int(lines.contract[rows[0]]))
        part[rows] = [round_fraction(int(lines.amount[row]) * rate) for row in rows]
        rest[place] = max(rows, key=lambda row: moved_most(int(lines.cause[row]), int(lines.amount[row])))
    part[rest] = 0
    part[rest] = whole - np.add.reduceat(part, first)
    return part
