"""The journal in two currencies: every line of the contract's currency with its functional amount, and the exchange
differences that only the functional currency knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.journal.abreast_lines import KINDS
from duly.engine.journal.books import Books, Row
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.courses import course_of
from duly.engine.journal.functional import Functional
from duly.engine.periods.posting import Booked
from duly.ground.rounding import round_fraction

_FX = "fx_gain_loss"
Key = tuple[str, str, str]  # step, obligation, account
Amounts = dict[tuple[Key, str], int]  # by key and kind


class TwoFold(NamedTuple):
    """A journal line in both currencies, debit positive. kind: of an exchange difference, else empty."""

    row: Row
    functional: int
    currency: str
    digits: int
    kind: str = ""


def is_foreign(books: Books) -> bool:
    """Whether any contract is in another currency than the books of its entity."""
    return bool(books.functional.foreign)


def two_fold(books: Books, rows: Iterable[Row], abreast: bool = True) -> list[TwoFold]:
    """The journal lines of `Books.journal` in their order, each with its functional amount; lines that only the
    functional currency has stand at the end of their step. abreast: contracts of an ordinary shape walk together;
    without it each walks alone, which gives the same."""
    view, foreign = books.functional, set(books.functional.foreign)
    by_period: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        by_period.setdefault((row.entity, row.period, row.economic), []).append(row)
    group_of = {terms.ref: g for g, group in enumerate(view.worlds.groups) for terms in group}
    found: list[TwoFold] = []
    for entity, booked in books.periods.items():
        walks = _Walks(view, entity, abreast)
        for number, one in enumerate(booked):
            for economic, lines in walks.lines(booked, number):
                name, late = one.period.name, economic.period.name
                mine = by_period.get((entity, name, late), [])
                last, named = min(economic.period.until - 1, view.through), (entity, name, late)
                found.extend(_Merged(view, group_of, foreign, mine, lines, named, one.known_on, last).rows())
    return found


class _Walks:
    """The functional lines that the periods of an entity book, by group."""

    def __init__(self, view: Functional, entity: str, abreast: bool) -> None:
        groups = view.worlds.groups
        self.view, self.entity, self.abreast = view, entity, abreast
        self.groups = [g for g, group in enumerate(groups) if group[0].entity == entity]

    def lines(self, booked: Sequence[Booked], number: int) -> Iterator[tuple[Booked, dict[int, Amounts]]]:
        """What a period books, for itself and for each earlier period."""
        one = booked[number]
        yield one, self._of_period(one, one.known_on, self.groups)
        if not number or one.known_on == booked[number - 1].known_on:
            return
        now, then, version = one.known_on, booked[number - 1].known_on, self.view.worlds.version
        changed = [g for g in self.groups if version(g, now) != version(g, then)]
        for earlier in booked[:number]:
            new, old = (self._of_period(earlier, known, changed) for known in (now, then))
            yield earlier, {g: _less(new.get(g, {}), old.get(g, {})) for g in changed}

    def _of_period(self, one: Booked, known: int, groups: Sequence[int]) -> dict[int, Amounts]:
        """The lines of a period as known then, by group and key."""
        world = self.view.worlds.at(known, self.groups)
        course = course_of(self.view, world, self.entity, self.abreast)
        made = course.lines(one.period.start - 1, min(one.period.until - 1, self.view.through), groups)
        order = np.lexsort((made.kind, made.account, made.obligation, made.step, made.contract))
        refs, found = world.stacked.tables.obligations.ref, dict[int, Amounts]()
        for contract, o, account, step, kind, amount in zip(*(c.tolist() for c in made.take(order)), strict=True):
            key = (STEPS[step], refs[o] if o >= 0 else "", t.ROLES[account])
            of = found.setdefault(world.groups[contract], {})
            of[key, KINDS[kind]] = of.get((key, KINDS[kind]), 0) + amount
        return found


def _less(now: Amounts, then: Amounts) -> Amounts:
    """What amounts are now less what they were."""
    left = {key: now.get(key, 0) - then.get(key, 0) for key in dict.fromkeys([*now, *then])}
    return {key: amount for key, amount in left.items() if amount}


def changed_most(row: Row) -> tuple[bool, int, int]:
    """Sorts the lines of an account by what a change moved (see `moved_most`)."""
    return moved_most(t.CAUSE[row.cause], row.amount)


def moved_most(cause: int, amount: int) -> tuple[bool, int, int]:
    """Sorts lines by their causes and amounts: changes after progress, the largest last."""
    return cause != t.CAUSE["progress"], abs(amount), -cause


@dataclass
class _Merged:
    """Lines of one period and economic period in both currencies. last: the last day of the economic
    period."""

    view: Functional
    group_of: dict[str, int]
    foreign: set[int]
    own: Sequence[Row]
    lines: Mapping[int, Amounts]
    named: tuple[str, str, str]
    known: int
    last: int

    def rows(self) -> Iterator[TwoFold]:
        """The lines in order."""
        left = {g: dict(amounts) for g, amounts in sorted(self.lines.items())}
        given = self._given(left)
        extras = [one for g, keys in left.items() for one in self._extras(g, keys)]
        extras.sort(key=lambda one: STEPS.index(one.row.step))
        for row, amount in zip(self.own, given, strict=True):
            while extras and STEPS.index(extras[0].row.step) < STEPS.index(row.step):
                yield extras.pop(0)
            yield TwoFold(row, amount, *self._money(self._group(row)))
        yield from extras

    def _given(self, left: dict[int, Amounts]) -> list[int]:
        """Functional amounts of the lines. Several causes share one by their amounts, and the last takes the rest.

        Where some take off what others add, what is earned has the rate of the end of the period, and what a change
        takes back, at the rates it was earned at, takes the rest."""
        rows: dict[tuple[int, Key], list[int]] = {}
        given = [row.amount for row in self.own]
        for number, row in enumerate(self.own):
            if self._group(row) in self.foreign:
                rows.setdefault((self._group(row), (row.step, row.obligation, row.account)), []).append(number)
        for (g, key), numbers in rows.items():
            whole, sum_of = left.get(g, {}).pop((key, ""), 0), sum(self.own[n].amount for n in numbers)
            one_way = abs(sum_of) == sum(abs(self.own[n].amount) for n in numbers)
            rate = None if one_way else self.view.rate_of(g)(self.last)
            rest = numbers[-1] if one_way else max(numbers, key=lambda n: changed_most(self.own[n]))
            for n in (n for n in numbers if n != rest):
                own = self.own[n].amount
                given[n] = round_fraction(Fraction(whole * own, sum_of) if rate is None else own * rate)
            given[rest] = whole - sum(given[n] for n in numbers if n != rest)
        return given

    def _extras(self, group: int, keys: Amounts) -> Iterator[TwoFold]:
        """Lines that the contract's currency does not have."""
        own, ruling = self.view.worlds.groups[group], self.view.worlds.ruling(group, self.known)
        terms, ref = own[0], ruling.drafts.ref if ruling else "+".join(terms.ref for terms in own)
        entity, period, economic = self.named
        for ((step, obligation, account), kind), amount in keys.items():
            cause = "rate" if account == _FX or step == STEPS[-1] else "progress"
            row = Row(entity, period, economic, step, ref, obligation, account, cause, 0, terms.currency, terms.digits)
            yield TwoFold(row, amount, *self._money(group), kind)

    def _group(self, row: Row) -> int:
        return self.group_of[row.contract.split("+")[0]]

    def _money(self, group: int) -> tuple[str, int]:
        code = self.view.currency(group)
        return code, self.view.digits(group, code)
