"""The books of a set of contracts: every period booked with what was known for it, late facts where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.spans import amended_ends
from duly.engine.contracts.terms import Close, Company, Entity, Terms
from duly.engine.fx.translate import entity_of
from duly.engine.journal.accounts import Chart, LinePlace
from duly.engine.journal.balances import SHOWN, Shown, shown
from duly.engine.journal.entries import booked_on, close, state
from duly.engine.journal.functional import Functional, require_rates
from duly.engine.journal.late import late_rows
from duly.engine.journal.rows import Row as Row
from duly.engine.journal.rows import rows_of
from duly.engine.journal.worlds import Group, World, Worlds
from duly.engine.periods.posting import Booked, booked_with, late_until
from duly.engine.policies import Policies, allowed_by, defaults_of, policies_in_force
from duly.engine.recognition.lasting import last_days
from duly.engine.recognition.position import in_force, position, position_by_day
from duly.engine.recognition.tried import Tried
from duly.ground.calendar import Calendar, Period
from duly.ground.columns import Ints
from duly.ground.dates import iso
from duly.ground.errors import DulyError, each_error


class MissingBook(DulyError):
    """A book was asked for that the company file does not have."""


@dataclass
class Books:
    """Answers about a set of contracts. Days are inclusive ends: `on` means the end of that day.

    periods: booked periods by entity · rows: the journal · errors: contracts set aside, with why · notes: what a person
    should know although nothing is wrong · moments: words for moments of knowledge that are no days, but numbers of
    commands.
    """

    company: Company
    worlds: Worlds
    as_of: int
    through: int
    periods: Mapping[str, Sequence[Booked]]
    calendars: Mapping[str, Calendar]
    errors: list[DulyError] = field(default_factory=list)
    moments: Mapping[int, str] = field(default_factory=dict)

    def moment(self, known: int) -> str:
        """A moment of knowledge in words."""
        return self.moments.get(known) or ("now" if known >= t.NEVER else f"on {iso(known)}")

    @cached_property
    def functional(self) -> Functional:
        """The same books in the functional and the reporting currency of each entity."""
        first = min((booked[0].period.start for booked in self.periods.values() if booked), default=self.through)
        return Functional(self.company, self.worlds, self.calendars, first, self.through)

    def now(self, known: int | None = None) -> World:
        """The books with everything known by `known`; by default as of now."""
        return self.worlds.at(self.as_of if known is None else known)

    @property
    def notes(self) -> list[str]:
        """Notes on contracts that were recognized, each once."""
        notes = [note for ruling in self.now().rulings for note in ruling.drafts.notes]
        for (group, _), error in self.worlds.undecided.items():
            ref = self.worlds.groups[group][0].ref
            notes.append(f"{error.place}: {ref} was set aside when a period closed, and is booked late: {error.what}")
        return list(dict.fromkeys(notes))

    def cumulative(self, on: int, known: int | None = None, time_on: int | None = None) -> dict[tuple[str, str], int]:
        """Revenue to the end of a day by (contract, obligation), minor units; with `time_on`, as if time passed until
        then
        and nothing else happened after `on`."""
        world = self.now(known)
        return _named(world, recognized_of(world, on, time_on))

    def revenue(self, since: int | None, through: int, known: int | None = None) -> dict[tuple[str, str], int]:
        """Revenue from `since` through a day, by (contract, obligation)."""
        upto = self.cumulative(through, known)
        before = self.cumulative(-t.NEVER if since is None else since - 1, known)
        return {key: amount - before.get(key, 0) for key, amount in upto.items()}

    def allocation_at(self, on: int, known: int | None = None) -> dict[tuple[str, str], int]:
        """Allocated price by (contract, obligation) at the end of a day."""
        world = self.now(known)
        return _named(world, allocated_of(world, on))

    def balances_at(self, on: int, known: int | None = None) -> dict[str, dict[str, int]]:
        """Every account of each contract at the end of a day: minor units, debit positive."""
        world = self.now(known)
        return self._accounts(world, close(world.ledger, -t.NEVER, on))

    def movement(self, since: int | None, through: int, known: int | None = None) -> dict[str, dict[str, int]]:
        """Net journal movement by contract and account from `since` through a day, by date of entry, debit positive.

        What is measured by time is entered on the last day of a period, what happened on its day."""
        world = self.now(known)
        before = -t.NEVER if since is None else since - 1
        lines = close(world.ledger, before, through, self._entered(world, before), self._entered(world, through))
        return self._accounts(world, lines)

    def shown_of(self, world: World, on: int) -> Shown:
        """How each contract of a world is shown at the end of a day, closed-form: one row a contract."""
        book = world.ledger
        cumulative = position(book.priced, on)
        picture = shown(book.priced.tables.contracts, state(book, cumulative, on), on)
        # Expected refunds are rows of their own; refundable advances are a way to show what is due.
        expected = booked_on(book, t.ROLE["refund_liability"], cumulative, on)
        return picture._replace(refund_liability=picture.refund_liability + expected)

    def shown_at(self, world: World, on: int) -> dict[str, dict[str, int]]:
        """Receivable, contract asset, contract liability, refund liability and deposit of each contract, closed-form,
        on the account's normal side."""
        names = [t.ROLES[account] for account, _ in SHOWN]
        columns = [column.tolist() for column in self.shown_of(world, on)]
        refs = world.stacked.tables.contracts.ref
        return {
            ref: dict(zip(names, values, strict=True))
            for ref, values in zip(refs, zip(*columns, strict=True), strict=True)
        }

    def dimensions(self, contract: str, obligation: str) -> dict[str, str]:
        """Product and tags of a line: the contract's, then the obligation's."""
        return tags_of([self._terms[ref] for ref in contract.split("+") if ref in self._terms], obligation)

    def account_number(self, row: Row) -> str:
        """Number of the account of a journal line."""
        place = LinePlace(row.entity, row.contract, row.obligation, row.currency)
        return self.chart.number(row.account, place, self.dimensions(row.contract, row.obligation))

    @cached_property
    def chart(self) -> Chart:
        """The chart of accounts of the company."""
        return Chart(self.company)

    @cached_property
    def _terms(self) -> dict[str, Terms]:
        """The contracts by their references."""
        return {terms.ref: terms for group in self.worlds.groups for terms in group}

    def _entered(self, world: World, on: int) -> int:
        """Last day of the last period that ended by `on`; calendars of several entities must agree on it or the latest
        counts."""
        ends = [c.periods(on, on + 1)[0] for c in self.calendars.values()]
        return max((on if p.until - 1 == on else p.start - 1 for p in ends), default=on)

    def _accounts(self, world: World, lines: t.Lines) -> dict[str, dict[str, int]]:
        refs = world.stacked.tables.contracts.ref
        found: dict[str, dict[str, int]] = {ref: {} for ref in refs}
        for contract, account, amount in zip(
            lines.contract.tolist(), lines.account.tolist(), lines.amount.tolist(), strict=True
        ):
            accounts = found[refs[contract]]
            accounts[t.ROLES[account]] = accounts.get(t.ROLES[account], 0) + amount
        return found

    def journal(self) -> list[Row]:
        """All journal lines through the last period, in the order of entity, period and step."""
        rows: list[Row] = []
        for entity, booked in self.periods.items():
            mine = [g for g, group in enumerate(self.worlds.groups) if group[0].entity == entity]
            for number, one in enumerate(booked):
                rows.extend(self._own(one, mine))
                if number and one.known_on != booked[number - 1].known_on:
                    rows.extend(late_rows(self.worlds, booked, number, mine, self.through))
        return rows

    def _own(self, one: Booked, groups: Sequence[int]) -> Iterable[Row]:
        """What a period books of its own performance."""
        world = self.worlds.at(one.known_on, groups)
        lines = close(world.ledger, one.period.start - 1, self._end(one.period))
        yield from rows_of(world, lines, one.period.name, one.period.name)

    def _end(self, period: Period) -> int:
        last: int = min(period.until - 1, self.through)
        return last


def keep_books(
    terms: Sequence[Terms],
    company: Company,
    *,
    book: str = "",
    through: int | None = None,
    as_of: int | None = None,
    policies: Sequence[tuple[str, str]] = (),
    tried: Tried | None = None,
) -> Books:
    """The books of contracts. A contract that cannot be decided is set aside whole, with its error; the others go on.

    through: last day (default: the last service or fact, or the period in which late facts are booked) · as_of:
    knowledge (default: everything) · policies: overrides
    of the run · tried: an amendment that is tried under every treatment.
    """
    in_force = policies_of(company, book, policies)
    return books_under(in_force, terms, company, through=through, as_of=as_of, tried=tried)


def books_under(
    policies: Callable[[Group], Policies],
    terms: Sequence[Terms],
    company: Company,
    *,
    through: int | None = None,
    as_of: int | None = None,
    tried: Tried | None = None,
) -> Books:
    """The books of contracts under the policies that are given for each group of them; see `keep_books`."""
    moment = t.NEVER if as_of is None else as_of
    worlds, errors = _sound(combined(terms), company, policies, moment, tried)
    groups = worlds.groups
    first, last = _extent(groups)
    entities = {e.ref: e for e in company.entities}
    names = list(dict.fromkeys(group[0].entity for group in groups))
    calendars = {name: calendar_of(entities.get(name, Entity(name))) for name in names}
    closes = {name: [c for c in company.closes if c.entity == name] for name in names}
    if through is None:
        through = max([last, *_late_ends(groups, calendars, closes, moment)])
    periods = {
        name: booked_with(calendars[name].periods(first, max(through, first) + 1), closes[name], moment)
        for name in names
    }
    return Books(company, worlds, moment, through, periods, calendars, errors)


def policies_of(
    company: Company, book: str = "", policies: Sequence[tuple[str, str]] = ()
) -> Callable[[Group], Policies]:
    """The policies of a group in a book: the company's, the book's, the contracts' own, and those of the run."""
    standard, chosen = _book_policies(company, book)

    def in_force(group: Group) -> Policies:
        own = (terms.policy for terms in group)
        together = policies_in_force(defaults_of(standard), company.policies, chosen, *own, policies)
        return allowed_by(standard, together, contract=group[0].ref)

    return in_force


def policies_allowed(company: Company, book: str, policies: Sequence[tuple[str, str]]) -> None:
    """See that a book may choose these policies, whatever its contracts are."""
    standard, chosen = _book_policies(company, book)
    allowed_by(standard, policies_in_force(defaults_of(standard), company.policies, chosen, policies))


def tags_of(group: Iterable[Terms], obligation: str) -> dict[str, str]:
    """Product and tags of a line: the contract's, then the obligation's."""
    found: dict[str, str] = {}
    for terms in group:
        found.update(terms.tags)
        for o in terms.obligations:
            if o.ref == obligation:
                found.update({"product": o.product, **dict(o.tags)})
    return found


def calendar_of(entity: Entity) -> Calendar:
    """The fiscal calendar of an entity."""
    if entity.calendar == "months":
        return Calendar.months(entity.year_starts)
    return Calendar.weeks(entity.calendar, entity.year_ends)


def combined(terms: Sequence[Terms]) -> list[Group]:
    """Contracts that name each other under `combine` are accounted for as one (606-10-25-9); others stand alone."""
    leader = {one.ref: one.ref for one in terms}

    def root(ref: str) -> str:
        while leader[ref] != ref:
            ref = leader[ref]
        return ref

    for one in terms:
        for other in one.combine:
            if other in leader:
                leader[root(other)] = root(one.ref)
    groups: dict[str, list[Terms]] = {}
    for one in terms:
        groups.setdefault(root(one.ref), []).append(one)
    return [tuple(sorted(group, key=lambda o: o.ref)) for group in groups.values()]


def _sound(
    groups: Sequence[Group],
    company: Company,
    policies: Callable[[Group], Policies],
    moment: int,
    tried: Tried | None,
) -> tuple[Worlds, list[DulyError]]:
    """The groups that can be decided with what is known now, and the errors of the others.

    They are decided with what was known at each close too: where that was too little nothing was booked then. What was
    known between two closes is booked nowhere, so it is not decided here."""
    worlds = Worlds(groups, company, policies, tried=tried)
    sound: list[int] = []
    errors: list[DulyError] = []
    for number, group in enumerate(groups):
        closes = {c.at_on for c in company.closes if c.entity == group[0].entity and c.at_on <= moment}
        try:
            worlds.decide(number, sorted(closes), moment)
            require_rates(worlds, number, moment, calendar_of(entity_of(group[0], company)))
            sound.append(number)
        except DulyError as error:
            errors.extend(each_error(error))
    return worlds.only(sound), errors


def _book_policies(company: Company, book: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The standard of a book and its policies; of the first one, where none is named."""
    if not book:
        return company.books[0][1:] if company.books else ("", ())
    for name, standard, chosen in company.books:
        if name == book:
            return standard, chosen
    names = ", ".join(name for name, _, _ in company.books)
    raise MissingBook(
        f"there is no book {book!r}",
        why="a book is a set of policies under `books:` of the company file" if names else "no books are defined",
        fix=f"one of: {names}" if names else "leave --book out, or define it under `books:` of the company file",
    )


def _late_ends(
    groups: Sequence[Group], calendars: Mapping[str, Calendar], closes: Mapping[str, Sequence[Close]], moment: int
) -> Iterator[int]:
    """Last day of the period in which each entity books what it learned late."""
    for name, calendar in calendars.items():
        members = [terms for group in groups if group[0].entity == name for terms in group]
        rows = [(f.on, f.known_on) for m in members for f in (*m.happened, *m.judged, *m.costs, *m.opening)]
        rows += [(m.signed_on if m.from_on is None else min(m.signed_on, m.from_on), m.known_on) for m in members]
        until = late_until(rows, closes[name], moment)
        if until is not None:
            yield calendar.period_of(until).until - 1


def _extent(groups: Sequence[Group]) -> tuple[int, int]:
    """First and last day on which anything of these contracts takes effect."""
    first, last = [], []
    for group in groups:
        for terms in group:
            days = [f.on for f in terms.happened + terms.opening + terms.costs]
            starts = [o.from_on for o in terms.obligations if o.from_on is not None]
            ends = [o.until - 1 for o in terms.obligations if o.until is not None]
            ends += last_days(terms)
            ends += [until - 1 for until in amended_ends(terms)]
            own = [terms.from_on] if terms.from_on is not None else []
            first.extend([terms.signed_on, *own, *starts, *days])
            last.extend([terms.signed_on, *days, *ends, *([terms.until - 1] if terms.until is not None else [])])
    return (min(first), max(last)) if first else (0, 0)


def recognized_of(world: World, on: int, time_on: int | None = None) -> Ints:
    """Revenue of each obligation to the end of a day, by its row (`time_on`: see `position`)."""
    return _by_obligation(world, position(world.ledger.priced, on, time_on))


def recognized_by_day(world: World, days: Ints) -> Ints:
    """Revenue of each contract to the end of several days: one row a contract, one column a day."""
    tracks = world.stacked.tables.tracks
    revenue = np.flatnonzero(tracks.credit == t.REVENUE)
    found = np.zeros((len(world.rulings), len(days)), np.int64)
    np.add.at(found, tracks.contract[revenue], position_by_day(world.ledger.priced, days, revenue).T)
    return found


def allocated_of(world: World, on: int) -> Ints:
    """Allocated price of each obligation at the end of a day, by its row."""
    tables, book = world.stacked.tables, world.ledger.priced
    # A contract that does not exist yet is shown with the price it will have.
    exists = tables.contracts.exists_on[tables.tracks.contract]
    rows = in_force(tables.tranches, len(tables.tracks), np.maximum(exists, on))
    rows = np.arange(len(tables.tracks)) if rows is None else rows
    counts_money = tables.tranches.measure[rows] == t.AS_PRICED
    return _by_obligation(world, np.where(counts_money, 0, book.price[rows] + book.base[rows]))


def _by_obligation(world: World, amounts: Ints) -> Ints:
    """Sums over the revenue tracks of each obligation."""
    tables = world.stacked.tables
    revenue = np.flatnonzero(tables.tracks.credit == t.REVENUE)
    found = np.zeros(len(tables.obligations), np.int64)
    np.add.at(found, tables.tracks.obligation[revenue], amounts[revenue])
    return found


def _named(world: World, amounts: Ints) -> dict[tuple[str, str], int]:
    """Amounts of obligations by (contract, obligation)."""
    obligations = world.stacked.tables.obligations
    return dict(zip(zip(obligations.origin, obligations.ref, strict=True), amounts.tolist(), strict=True))
