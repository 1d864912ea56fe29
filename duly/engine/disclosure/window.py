"""What is disclosed: the periods of an entity in a book, with its trial balance and what was known at both ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.journal.balances import SHOWN
from duly.engine.journal.books import Books, Row
from duly.engine.journal.worlds import World
from duly.engine.periods.posting import Booked
from duly.engine.recognition.position import position
from duly.ground.columns import Ints
from duly.ground.errors import DulyError
from duly.ground.reports import Money

Currency = tuple[str, int]  # code and decimals
# The cause of lines that a person wrote.
BY_HAND = "manual"


class NoSuchPeriod(DulyError):
    """A period that an entity does not have in these books."""


class Promised(NamedTuple):
    """A promise of a line: its contract, the obligation (empty where a row names none), its currency."""

    contract: str
    obligation: str
    currency: Currency


class Carried(NamedTuple):
    """What stands on an account of a contract (empty: of none), on its normal side."""

    contract: str
    currency: Currency
    amount: int


@dataclass(frozen=True)
class Window:
    """Periods of an entity, from number `first` through number `last`. rows: its journal lines through the last."""

    books: Books
    entity: str
    first: int
    last: int
    rows: Sequence[Row]

    @property
    def booked(self) -> Sequence[Booked]:
        """All periods of the entity."""
        return self.books.periods[self.entity]

    @property
    def periods(self) -> list[str]:
        """The names of the periods that are disclosed."""
        return [one.period.name for one in self.booked[self.first : self.last + 1]]

    def end(self, number: int) -> int:
        """Last day of a period, or of the books."""
        return min(self.booked[number].period.until - 1, self.books.through)

    @property
    def on(self) -> int:
        """The last day."""
        return self.end(self.last)

    @cached_property
    def groups(self) -> list[int]:
        """The contracts of the entity, by their numbers in the books."""
        return [g for g, group in enumerate(self.books.worlds.groups) if group[0].entity == self.entity]

    @property
    def world(self) -> World:
        """What the last period is booked with."""
        return self.known(self.last)

    def known(self, number: int) -> World:
        """What a period is booked with."""
        return self.books.worlds.at(self.booked[number].known_on, self.groups)

    @cached_property
    def trial(self) -> dict[tuple[str, Currency], tuple[int, int]]:
        """The trial balance: what was booked before the window and within it, by account; debit positive."""
        within, before, moved = set(self.periods), Counter[tuple[str, Currency]](), Counter[tuple[str, Currency]]()
        for row in self.rows:
            (moved if row.period in within else before)[row.account, (row.currency, row.digits)] += row.amount
        return {key: (before[key], moved[key]) for key in sorted({*before, *moved})}

    def shown(self, number: int) -> dict[str, list[Carried]]:
        """The balance of each contract at the end of a period, on the normal side, by account: told from what is due
        and earned, not from the journal. Nothing before the first period."""
        if number < 0:
            return {t.ROLES[account]: [] for account, _ in SHOWN}
        world = self.known(number)
        refs, currencies = world.stacked.tables.contracts.ref, currencies_of(world)
        picture = told(self.books, world, self.end(number))
        return {account: list(map(Carried, refs, currencies, amounts.tolist())) for account, amounts in picture.items()}

    def revenue_booked(self) -> tuple[Counter[tuple[str, Currency]], Counter[tuple[str, Currency]]]:
        """Revenue through the last period by contract, in its currency, as the journal has it; and what of it is not
        what is known of the contract."""
        found: Counter[tuple[str, Currency]] = Counter()
        for row in self.rows:
            if row.account == "revenue":
                found[row.contract, (row.currency, row.digits)] -= row.amount
        return found, Counter()

    def stands(self, contract: str) -> bool:
        """Whether a contract stands in the note as it was posted, and not as it is known."""
        return False

    def costs(self) -> list[Carried]:
        """The asset from costs of each contract at the last day."""
        amounts = -credited(self.world, t.ROLE["contract_cost_asset"], self.on)
        return list(map(Carried, self.world.stacked.tables.contracts.ref, currencies_of(self.world), amounts.tolist()))

    def presented(self, contract: int) -> tuple[Currency, Callable[[int], int]]:
        """The currency in which a contract of the world is disclosed, and what an amount of it is at the last day."""
        return currencies_of(self.world)[contract], int

    def tags(self, promised: Promised) -> dict[str, str]:
        """Product and tags of a promise."""
        return self.books.dimensions(promised.contract, promised.obligation)

    def speaker(self, fact: Fact) -> tuple[str, str, str]:
        """Who judged, why, and where it stands."""
        who, why = (
            value if isinstance(value, str) else "" for value in (fact.fields.get("by"), fact.fields.get("why"))
        )
        return who, why, str(fact.place)

    @cached_property
    def cumulative(self) -> list[Counter[Promised]]:
        """Revenue to the end of each period through the last, by promise."""
        return [revenue(self.known(number), self.end(number)) for number in range(self.last + 1)]

    def earned(self, number: int) -> Counter[Promised]:
        """Revenue to the end of a period; nothing before the first."""
        return self.cumulative[number] if number >= 0 else Counter()

    @cached_property
    def moved(self) -> dict[Promised, int]:
        """Revenue of the window by promise."""
        now, before = self.earned(self.last), self.earned(self.first - 1)
        return {key: now[key] - before[key] for key in dict.fromkeys((*now, *before))}


def windows(every: Sequence[Books], since: str, through: str, entity: str = "") -> list[Window]:
    """The window of each entity that has these periods; `NoSuchPeriod` where none has."""
    found = []
    for books in every:
        rows = books.journal()
        for name, booked in books.periods.items():
            names = [one.period.name for one in booked]
            if entity in ("", name) and since in names and through in names:
                first, last = names.index(since), names.index(through)
                upto = set(names[: last + 1])
                mine = [row for row in rows if row.entity == name and row.period in upto]
                found.append(Window(books, name, first, last, mine))
    if not found:
        every_one = [
            f"{name} from {booked[0].period.name} to {booked[-1].period.name}"
            for books in every
            for name, booked in books.periods.items()
            if booked
        ]
        span = since if since == through else f"{since} to {through}"
        raise NoSuchPeriod(
            f"there is no period {span}" + (f" of {entity}" if entity else ""),
            why=f"the books have {', '.join(every_one) or 'no period'}",
            fix="name periods of these, as 2026-03 or 2026-01..2026-03",
        )
    return found


def revenue(world: World, on: int) -> Counter[Promised]:
    """Revenue to the end of a day by promise, told from measures of progress and dated rows. What another system had
    recognized is none of these books: it stands since the beginning of time."""
    found: Counter[Promised] = Counter()
    book = world.ledger.priced
    for name, amount in _named(world, t.REVENUE, position(book, on) - position(book, -t.NEVER), on):
        found[name] += amount
    return found


def currencies_of(world: World) -> list[Currency]:
    """The currency of each contract of a world."""
    return [world.stacked.currencies[one] for one in world.stacked.tables.contracts.currency.tolist()]


def told(books: Books, world: World, on: int) -> dict[str, Ints]:
    """The balances of each contract of a world at the end of a day by account, not summed from the journal."""
    return {t.ROLES[role]: column for (role, _), column in zip(SHOWN, books.shown_of(world, on), strict=True)}


def credited(world: World, role: int, on: int) -> Ints:
    """Balance of an account of each contract, credit positive."""
    found = np.zeros(len(world.stacked.tables.contracts), np.int64)
    postings, tracks = world.stacked.tables.postings, world.stacked.tables.tracks
    dated = np.where((postings.on > -t.NEVER) & (postings.on <= on), postings.amount, 0)
    for rows, amounts in ((tracks, position(world.ledger.priced, on)), (postings, dated)):
        np.add.at(found, rows.contract, amounts * ((rows.credit == role).astype(np.int64) - (rows.debit == role)))
    return found


def _named(world: World, role: int, cumulative: np.ndarray, on: int) -> Iterator[tuple[Promised, int]]:
    """The rows that name an account through a day, by promise, credit positive."""
    tables, stacked = world.stacked.tables, world.stacked
    contracts, obligations, postings = tables.contracts, tables.obligations, tables.postings
    dated = np.where((postings.on > -t.NEVER) & (postings.on <= on), postings.amount, 0)
    for rows, amounts in ((tables.tracks, cumulative), (postings, dated)):
        signed = amounts * ((rows.credit == role).astype(np.int64) - (rows.debit == role))
        for row in np.flatnonzero((rows.credit == role) | (rows.debit == role)).tolist():
            contract, obligation = int(rows.contract[row]), int(rows.obligation[row])
            origin = obligations.origin[obligation] if obligation >= 0 else contracts.ref[contract]
            name = obligations.ref[obligation] if obligation >= 0 else ""
            currency = stacked.currencies[int(contracts.currency[contract])]
            yield Promised(origin, name, currency), int(signed[row])


def money(amount: int, currency: Currency) -> Money:
    """An amount of a currency."""
    return Money(amount, *currency)
