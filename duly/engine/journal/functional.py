"""The books of contracts in a foreign currency as their entity keeps them, and as the group reports them.

The journal in the contract's currency stays as it is; this view is computed on top of it, contract by contract, for
those in a foreign currency alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeVar

from duly.engine import tables as t
from duly.engine.contracts.terms import Company
from duly.engine.fx.rates import Rates, rates_of
from duly.engine.fx.translate import digits_of, entity_of, functional_currency, per_minor, rate_between
from duly.engine.journal.carrying import STEPS, Entry, Flow, State
from duly.engine.journal.movements import Days, Moved, chronicles
from duly.engine.journal.walk import Walk, walked
from duly.engine.journal.worlds import Worlds
from duly.ground.calendar import Calendar
from duly.ground.cites import cites
from duly.ground.errors import DulyError

_NOTHING = State(0, 0, 0, 0)
Dated = TypeVar("Dated", Entry, Flow)


class NotACurrencyOfTheBooks(DulyError):
    """A currency that is neither the contract's, nor the one its entity keeps its books in, nor the one it reports
    in."""


class Line(NamedTuple):
    """A line of a step in the functional currency, debit positive. kind: realized, unrealized or empty."""

    step: str
    obligation: int
    account: int
    kind: str
    amount: int


class Walked(NamedTuple):
    """A contract as it was walked: its name, its obligations by row, how it is shown, and the walk."""

    ref: str
    obligations: Mapping[int, tuple[str, str]]
    walk: Walk


@dataclass
class Functional:
    """Functional and reporting amounts of the books. `through` is their last day.

    Contracts whose currency is the functional one pass through unchanged, at a rate of one."""

    company: Company
    worlds: Worlds
    calendars: Mapping[str, Calendar]
    first: int
    through: int
    walks: dict[tuple[int, int, int, bool], Walked] = field(default_factory=dict)
    # By `courses.course_of`, which makes them.
    courses: dict[tuple[int, str, bool], object] = field(default_factory=dict)

    @property
    def rates(self) -> Rates:
        """The rates of the company."""
        return rates_of(self.company.rates)

    @cached_property
    def foreign(self) -> tuple[int, ...]:
        """The groups whose contract is in another currency than the books of its entity."""
        groups = self.worlds.groups
        return tuple(g for g, group in enumerate(groups) if self.currency(g) != group[0].currency)

    def currency(self, group: int) -> str:
        """The functional currency of a group."""
        return functional_currency(self.worlds.groups[group][0], self.company)

    def digits(self, group: int, code: str) -> int:
        """Decimals of a currency."""
        return digits_of(code, self.worlds.groups[group][0], self.company)

    def walk(
        self, groups: Iterable[int], known: int, through: int | None = None, reached: bool = False
    ) -> dict[int, Walked]:
        """The walks of these groups with what was known then, by group. `reached`: time is measured up to `through`
        even inside a period."""
        last = max(self.through, through or 0) if not reached else (through or 0)
        found: dict[int, Walked] = {}
        missing: dict[str, list[int]] = {}
        for g in groups:
            version = self.worlds.version(g, known)
            if version and (g, version, last, reached) in self.walks:
                found[g] = self.walks[g, version, last, reached]
            elif version:
                missing.setdefault(self.worlds.groups[g][0].entity, []).append(g)
        for entity, own in missing.items():
            days = Days(self.ends(entity, last), last, reached)
            world = self.worlds.at(known, own)
            names = world.stacked.tables.obligations
            labels = list(zip(names.origin, names.ref, strict=True))
            for g, chronicle in zip(world.groups, chronicles(world, days), strict=True):
                walk = walked(chronicle, days, self.rate_of(g), self._earned_at(g), self._unit(g))
                obligations = {o: labels[o] for o in chronicle.obligations}
                found[g] = Walked(chronicle.ref, obligations, walk)
                self.walks[g, self.worlds.version(g, known), last, reached] = found[g]
        return found

    def booked(self, groups: Iterable[int], known: int) -> dict[int, Walked]:
        """The walks behind the journal: to the last day of the books, time counted to that day."""
        return self.walk(groups, known, self.through, reached=True)

    def ends(self, entity: str, through: int) -> list[int]:
        """Last days of the periods of an entity up to a day."""
        periods = self.calendars[entity].periods(self.first, max(through, self.first) + 1)
        return [p.until - 1 for p in periods if p.until - 1 <= through]

    def rate_of(self, group: int) -> Callable[[int], Fraction]:
        """Functional minor units for one of the contract's, by day."""
        return self._pair(group, self.worlds.groups[group][0].currency, self.currency(group))

    def _unit(self, group: int) -> Fraction:
        """Functional minor units for one of the contract's at a rate of one."""
        own, functional = self.worlds.groups[group][0].currency, self.currency(group)
        return per_minor(Fraction(1), self.digits(group, own), self.digits(group, functional))

    def reporting_rate(self, group: int) -> Callable[[int], Fraction]:
        """Reporting minor units for one functional one, by day."""
        reporting = entity_of(self.worlds.groups[group][0], self.company).reporting
        return self._pair(group, self.currency(group), reporting)

    def _pair(self, group: int, have: str, want: str) -> Callable[[int], Fraction]:
        terms, sides = self.worlds.groups[group][0], [(code, self.digits(group, code)) for code in (have, want)]
        place = terms.places.get("currency", terms.place)
        return rate_between(self.company, *sides, through=self.currency(group), place=place)

    @cites("830-10-55-10")
    def _earned_at(self, group: int) -> Callable[[Moved], Fraction]:
        """The rate of what time earned beyond consideration: that of the day, or the mean of the days it was earned
        on."""
        rate = self.rate_of(group)
        if self.worlds.policies(self.worlds.groups[group])["revenue rate"] == "spot":
            return lambda row: rate(row.on)

        return lambda row: over_days(rate, row.since, row.until)


def require_rates(worlds: Worlds, group: int, known: int, calendar: Calendar) -> None:
    """`MissingRate` where a contract in a foreign currency moves before the first rate of its two currencies."""
    terms, ruling = worlds.groups[group][0], worlds.ruling(group, known)
    functional = functional_currency(terms, worlds.company)
    if ruling is None or functional == terms.currency:
        return
    drafts = ruling.drafts
    timed = {r.from_on for r in drafts.tranches if r.measure not in (t.BY_METER, t.AS_PRICED)}
    happened = {row.on for row in drafts.postings} | {row.on for row in drafts.readings}
    by_days = worlds.policies(worlds.groups[group])["revenue rate"] == "average"
    entered = {on if by_days else calendar.period_of(max(on, terms.signed_on)).until - 1 for on in timed}
    days = {on for on in happened if on > -t.NEVER} | entered
    if not days:
        return
    place = terms.places.get("currency", terms.place)
    try:
        rates_of(worlds.company.rates).on(terms.currency, functional, min(days), through=functional, place=place)
    except DulyError as error:
        error.contract = terms.ref
        raise


def over_days(rate: Callable[[int], Fraction], since: int, until: int) -> Fraction:
    """Mean of the rates of the days [since, until)."""
    return sum((rate(day) for day in range(since, until)), Fraction(0)) / (until - since)


def shown(state: State, exists: bool, refundable: bool) -> dict[int, int]:
    """The accounts that stand for what is due and the position, debit positive. As in the contract's currency, contract
    asset and contract liability are one net position; here its functional value decides which of them it is."""
    owed = state.due_value if state.due > 0 else 0
    ahead = owed - state.due_value
    net = state.position_value + (ahead if exists else 0)
    refund = min(ahead, max(net, 0)) if refundable and exists else 0
    return {
        t.RECEIVABLE: owed,
        t.CONTRACT_ASSET: max(-net, 0),
        t.CONTRACT_LIABILITY: refund - max(net, 0),
        t.ROLE["refund_liability"]: -refund,
        t.ROLE["deposit_liability"]: 0 if exists else -ahead,
    }


def state_at(walk: Walk, on: int) -> State:
    """Due and position at the end of a day."""
    known = bisect_right(walk.states, on, key=lambda row: row[0])
    return walk.states[known - 1][1] if known else _NOTHING


def shown_at(walk: Walk, on: int) -> dict[int, int]:
    """The shown accounts at the end of a day."""
    return shown(state_at(walk, on), walk.chronicle.exists_on <= on, walk.chronicle.refundable)


def accounts_at(walk: Walk, on: int) -> dict[int, int]:
    """Every account at the end of a day, debit positive."""
    found = shown_at(walk, on)
    for entry in walk.book.entries:
        if entry.on <= on:
            found[entry.account] = found.get(entry.account, 0) + entry.amount
    return found


def lines_of(walk: Walk, before: int, on: int) -> list[Line]:
    """The lines of the days after `before` through `on`, step by step; within each step they add up to nothing."""
    found: dict[tuple[int, int, int, str], int] = {}
    for entry in _between(walk.book.entries, before, on):
        key = (entry.step, entry.obligation, entry.account, entry.kind)
        found[key] = found.get(key, 0) + entry.amount
    state, picture = state_at(walk, before), shown_at(walk, before)
    exists, refundable = walk.chronicle.exists_on <= on, walk.chronicle.refundable
    flows = _between(walk.book.flows, before, on)
    for step in range(len(STEPS)):
        for flow in flows:
            if flow.step == step:
                state = State(*(a + b for a, b in zip(state, flow.moved, strict=True)))
        after = shown(state, exists, refundable)
        for account, amount in after.items():
            found[step, -1, account, ""] = found.get((step, -1, account, ""), 0) + amount - picture[account]
        picture = after
    return [
        Line(STEPS[step], o, account, kind, amount)
        for (step, o, account, kind), amount in sorted(found.items())
        if amount
    ]


def _between(rows: Sequence[Dated], before: int, on: int) -> Sequence[Dated]:
    """The rows of the days after `before` through `on`; rows stand by day."""
    first, last = (bisect_right(rows, day, key=lambda row: row.on) for day in (before, on))
    return rows[first:last]
