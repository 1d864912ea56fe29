"""What moved recurring revenue in a period, customer by customer, and how much of it was kept, from what lines bring a
month: churn, retention, quick ratio, customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.terms import Terms
from duly.engine.explain.amounts import exact, summed
from duly.engine.explain.derivation import NothingToExplain, asked_of, number_of
from duly.engine.explain.others import months_of
from duly.engine.explain.view import View, of_terms
from duly.engine.journal.books import Books
from duly.engine.metrics.contract_value import Line, NoMonthlyPrice, recurring_lines
from duly.engine.metrics.retention import METRICS, MOVEMENTS, Run, movement, run
from duly.ground.dates import iso
from duly.ground.reports import Step

ALL = "all"
# What `others` derives from day to day.
RETAINED = tuple(name for name in METRICS if name not in ("mrr", "arr", "rate effect"))
_LOST, _GAINED = "{contraction} + {churn}", "{expansion} + {reactivation}"
_OF_START = "{start} - {contraction of the start} - {churn of the start}"
_FORMULAS = {
    "starting mrr": "{start}",
    "net movement": "{new} + {reactivation} + {expansion} - {contraction} - {churn}",
    **{name: f"{{{name}}}" for name in MOVEMENTS},
    "customers": "{customers}",
    "arpu": "{end} / {customers}",
    "growth": "({end} - {start}) / {start}",
    "quick ratio": f"({{new}} + {_GAINED}) / ({_LOST})",
    "gross churn": f"({_LOST}) / {{start}}",
    "net churn": f"({_LOST} - ({_GAINED})) / {{start}}",
    "customer churn": "{customers lost} / {customers at the start}",
    "grr": f"({_OF_START}) / {{start}}",
    "nrr": f"({_OF_START} + {{expansion of the start}}) / {{start}}",
    "cohort mrr": f"{_OF_START} + {{expansion of the start}}",
}
_NO_MONEY = ("customers", "growth", "quick ratio", "gross churn", "net churn", "customer churn", "grr", "nrr")


class _Customer(NamedTuple):
    """A customer with the lines of its contracts, and how many it stands for."""

    name: str
    lines: Sequence[tuple[View, Line]]
    terms: Terms

    def brings(self, on: int) -> Fraction:
        """What it brings a month at the end of a day, minor units."""
        return sum((line.monthly(on) for _, line in self.lines), Fraction(0))


class _Window(NamedTuple):
    """What moves between two evenings."""

    view: View
    customers: Sequence[_Customer]
    before: int
    through: int
    of: str

    def run(self) -> Run:
        """The metrics of the window."""
        lines = [line for one in self.customers for _, line in one.lines]
        return run(lines, self.before + 1, self.through, lambda currency, on: Fraction(1))

    def sum(self, label: str, found: Sequence[Step]) -> Step:
        """A sum of amounts, which may be none."""
        total = sum((self.view.exactly(one) for one in found), Fraction(0))
        how = f"= {summed([one.value for one in found])}" if found else "nothing yet"
        source = "" if found else of_terms(self.customers[0].terms)
        return self.view.step(f"{label} of {self.of}", self.view.money(total), how, source=source, children=found)

    def brings(self, mine: _Customer, on: int) -> Step:
        """What a customer brings a month at the end of a day."""
        steps = [step for view, line in mine.lines for step in months_of(view, [line], on)]
        how = f"= {summed([one.value for one in steps])}" if steps else "nothing recurs"
        source = "" if steps else of_terms(mine.terms)
        label, value = f"mrr of {mine.name} at the end of {iso(on)}", self.view.money(mine.brings(on))
        return self.view.step(label, value, how, source=source, children=steps)

    def counted(self, label: str, there: Sequence[_Customer]) -> Step:
        """How many customers these stand for."""
        step, found = self.view.step, []
        for one in there:
            count, source = one.terms.portfolio_count, of_terms(one.terms, "portfolio")
            how = "" if count else "one whole"
            found.append(step(f"customers of {one.name}", f"{count or 1}", how, source=source))
        how = f"= {summed([one.value for one in found])}" if found else "nothing yet"
        total = sum(one.terms.portfolio_count or 1 for one in there)
        source = "" if found else of_terms(self.customers[0].terms)
        return step(f"{label} of {self.of}", f"{total}", how, source=source, children=found)

    def moves(self, mine: _Customer) -> Iterator[tuple[str, Step]]:
        """What a customer moved, by the name of the movement."""
        days = sorted({one.since_on for _, line in mine.lines for one in line.steps})
        ever = any(mine.brings(day) for day in days if day <= self.before)
        for on in (day for day in days if self.before < day <= self.through):
            had, has = mine.brings(on - 1), mine.brings(on)
            if had != has:
                name = movement(had, has, ever)
                parts = [self.brings(mine, on), self.brings(mine, on - 1)][:: 1 if has > had else -1]
                how, amount = f"= {parts[0].value} - {parts[1].value}", self.view.money(abs(has - had))
                yield name, self.view.step(f"{name} of {mine.name} on {iso(on)}", amount, how, children=parts)
            ever = ever or has > 0

    def parts(self) -> dict[str, Step]:
        """All that formulas are made of."""
        start = [one for one in self.customers if one.brings(self.before)]
        end = [one for one in self.customers if one.brings(self.through)]
        moved = [(mine, *move) for mine in self.customers for move in self.moves(mine)]
        found = {
            "start": self.sum("mrr at the start", [self.brings(one, self.before) for one in start]),
            "end": self.sum("mrr at the end", [self.brings(one, self.through) for one in end]),
            "customers": self.counted("customers", end),
            "customers at the start": self.counted("customers at the start", start),
            "customers lost": self.counted("customers lost", [one for one in start if one not in end]),
        }
        for name in MOVEMENTS:
            rows = [(mine, step) for mine, kind, step in moved if kind == name]
            found[name] = self.sum(name, [step for _, step in rows])
            kept = [step for mine, step in rows if mine in start]
            found[f"{name} of the start"] = self.sum(f"{name} of the customers of the start", kept)
        return found


def retained(books: Books, what: str, period: str) -> Step:
    """A metric of retention of a period, of all contracts of these books."""
    window = _window(books, period)
    view, shown, parts = window.view, METRICS[what](window.run()), window.parts()
    label, below = f"{what} of {window.of}", [one for name, one in parts.items() if f"{{{name}}}" in _FORMULAS[what]]
    if shown is None:
        raise NothingToExplain(f"{label} is empty", why="there is nothing that it could be a part of")
    how = "= " + _FORMULAS[what].format(**{name: one.value for name, one in parts.items()})
    value = exact(shown) if what in _NO_MONEY else view.money(shown * 10**view.money.digits)
    return view.step(label, value, how, children=below)


def retained_in(books: Books) -> Iterator[tuple[str, str, str]]:
    """The addresses of what was kept of all that recurs, of each period in which it moved."""
    for one in next(iter(books.periods.values()), ()):
        with suppress(NothingToExplain, NoMonthlyPrice):
            made = _window(books, one.period.name).run()
            if any(made.moved.values()):
                yield from ((ALL, name, one.period.name) for name in RETAINED if METRICS[name](made) is not None)


def _window(books: Books, period: str) -> _Window:
    refs = [terms.ref for group in books.worlds.groups for terms in group]
    mine: dict[str, list[tuple[View, Line]]] = {}
    of: dict[str, Terms] = {}
    for ref in refs:
        view = asked_of(books, ref).view(books.as_of)
        if view is None:
            continue
        for terms in (x for x in view.ruling.group if x.ref == ref):
            for line in recurring_lines(terms):
                mine.setdefault(line.customer, []).append((view, line))
                of[line.customer] = terms
    if len({line.currency for lines in mine.values() for _, line in lines}) != 1:
        raise NothingToExplain("nothing recurs, or in several currencies", fix="name files of one currency")
    asked = asked_of(books, refs[0])
    booked = asked.booked[number_of(asked, period)].period
    customers = [_Customer(name, lines, of[name]) for name, lines in mine.items()]
    through = min(booked.until - 1, books.through)
    return _Window(customers[0].lines[0][0], customers, booked.start - 1, through, f"{ALL} in {period}")
