"""The journal in two currencies: every line of the contract's currency with its functional amount, and the exchange
differences that only the functional currency knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.journal.books import Books, Row
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.functional import Functional, Line, Walked, lines_of
from duly.engine.periods.posting import Booked
from duly.ground.rounding import round_fraction

_FX = "fx_gain_loss"
Key = tuple[str, str, str]  # step, obligation, account


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


def two_fold(books: Books, rows: Iterable[Row]) -> list[TwoFold]:
    """The journal lines of `Books.journal` in their order, each with its functional amount; lines that only the
    functional currency has stand at the end of their step."""
    view, foreign = books.functional, set(books.functional.foreign)
    by_period: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        by_period.setdefault((row.entity, row.period, row.economic), []).append(row)
    group_of = {terms.ref: g for g, group in enumerate(view.worlds.groups) for terms in group}
    found: list[TwoFold] = []
    for entity, booked in books.periods.items():
        own = [g for g in sorted(foreign) if view.worlds.groups[g][0].entity == entity]
        for number, one in enumerate(booked):
            for economic, lines in _lines(view, books, booked, number, own):
                name, late = one.period.name, economic.period.name
                mine = by_period.get((entity, name, late), [])
                made = _Merged(view, group_of, foreign, mine, lines, (entity, name, late))
                found.extend(made.rows())
    return found


def _lines(
    view: Functional, books: Books, booked: Sequence[Booked], number: int, groups: Sequence[int]
) -> Iterator[tuple[Booked, dict[int, tuple[Walked, list[Line]]]]]:
    """The functional lines a period books, for itself and for each earlier period, by group."""
    one = booked[number]
    now = view.booked(groups, one.known_on)
    yield one, {g: (walked, _of_period(view, walked, one)) for g, walked in now.items()}
    if not number or one.known_on == booked[number - 1].known_on:
        return
    then = booked[number - 1].known_on
    changed = [g for g in groups if view.worlds.version(g, one.known_on) != view.worlds.version(g, then)]
    old = view.booked(changed, then)
    for earlier in booked[:number]:
        lines = {}
        for g in changed:
            before = _of_period(view, old[g], earlier) if g in old else []
            lines[g] = (now[g], _less(_of_period(view, now[g], earlier), before))
        yield earlier, lines


def _of_period(view: Functional, walked: Walked, one: Booked) -> list[Line]:
    return lines_of(walked.walk, one.period.start - 1, min(one.period.until - 1, view.through))


def _less(now: Iterable[Line], then: Iterable[Line]) -> list[Line]:
    """What lines are now less what they were."""
    sums: dict[Line, int] = {}
    for sign, lines in ((1, now), (-1, then)):
        for line in lines:
            sums[line._replace(amount=0)] = sums.get(line._replace(amount=0), 0) + sign * line.amount
    return [line._replace(amount=amount) for line, amount in sums.items() if amount]


@dataclass
class _Merged:
    """Lines of one period and economic period in both currencies."""

    view: Functional
    group_of: dict[str, int]
    foreign: set[int]
    own: Sequence[Row]
    lines: dict[int, tuple[Walked, list[Line]]]
    named: tuple[str, str, str]

    def rows(self) -> Iterator[TwoFold]:
        """The lines in order."""
        left = {g: self._by_key(walked, lines) for g, (walked, lines) in self.lines.items()}
        given = self._given(left)
        extras = [one for g, keys in left.items() for one in self._extras(g, keys)]
        extras.sort(key=lambda one: STEPS.index(one.row.step))
        for row, amount in zip(self.own, given, strict=True):
            while extras and STEPS.index(extras[0].row.step) < STEPS.index(row.step):
                yield extras.pop(0)
            yield TwoFold(row, amount, *self._money(self._group(row)))
        yield from extras

    def _by_key(self, walked: Walked, lines: Iterable[Line]) -> dict[tuple[Key, str], int]:
        found: dict[tuple[Key, str], int] = {}
        for line in lines:
            obligation = walked.obligations[line.obligation][1] if line.obligation in walked.obligations else ""
            found[(line.step, obligation, t.ROLES[line.account]), line.kind] = line.amount
        return found

    def _given(self, left: dict[int, dict[tuple[Key, str], int]]) -> list[int]:
        """Functional amounts of the lines; several causes share one by their amounts, and the last takes the rest."""
        rows: dict[tuple[int, Key], list[int]] = {}
        given = [row.amount for row in self.own]
        for number, row in enumerate(self.own):
            if self._group(row) in self.foreign:
                rows.setdefault((self._group(row), (row.step, row.obligation, row.account)), []).append(number)
        for (g, key), numbers in rows.items():
            whole = left.get(g, {}).pop((key, ""), 0)
            sum_of = sum(self.own[n].amount for n in numbers)
            for n in numbers[:-1]:
                rate = self.view.rate_of(g)(self.view.through) if not sum_of else None
                part = self.own[n].amount * rate if rate is not None else _share(whole, self.own[n].amount, sum_of)
                given[n] = round_fraction(part)
            given[numbers[-1]] = whole - sum(given[n] for n in numbers[:-1])
        return given

    def _extras(self, group: int, keys: dict[tuple[Key, str], int]) -> Iterator[TwoFold]:
        """Lines that the contract's currency does not have."""
        terms = self.view.worlds.groups[group][0]
        ref = self.lines[group][0].ref
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


def _share(whole: int, part: int, of: int) -> Fraction:
    return Fraction(whole * part, of)
