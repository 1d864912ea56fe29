"""What was posted, as a window: the journal of a ledger is the truth, in the currency of the books; what each close
knew of the contracts says the same apart from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.disclosure.balances import carried_of
from duly.engine.disclosure.window import (
    BY_HAND,
    Carried,
    Currency,
    Promised,
    Window,
    currencies_of,
    money,
    revenue,
)
from duly.engine.journal.balances import SHOWN
from duly.engine.journal.books import Books, Row
from duly.ground.cites import cites
from duly.ground.reports import Column, Report
from duly.ground.rounding import round_fraction

# What people wrote, and what an earlier system had otherwise at a cut-over.
_COMPUTED_NOWHERE = (BY_HAND, "opening difference")
_SIGN = {t.ROLES[account]: sign for account, sign in SHOWN}


class Posted(NamedTuple):
    """A posted line. row: in the currency of the books · amount, currency: in that of the contract · seq: the command
    that posted it · tags: product and tags as they were posted."""

    row: Row
    amount: int
    currency: Currency
    seq: int
    tags: Mapping[str, str]


class Known(NamedTuple):
    """The books as a command knew them. standing: contracts that were not posted as they are known, with why."""

    books: Books
    seq: int
    standing: Mapping[str, str]


class Said(NamedTuple):
    """Who recorded something, who agreed to it, and why."""

    by: str
    agreed: Sequence[str]
    why: str


@dataclass(frozen=True)
class PostedWindow(Window):
    """Periods of an entity as they were posted. now: what was known when the last of them was closed (or is, where it
    is open) · before: when the one before them was · totals: the trial balance, told by whoever keeps the journal ·
    people: by command."""

    lines: Sequence[Posted]
    currency: Currency
    now: Known
    before: Known | None
    totals: Mapping[str, tuple[int, int]]
    moves: Mapping[tuple[str, str], int]
    people: Mapping[int, Said]
    aside: Sequence[Posted] = ()

    @cached_property
    def trial(self) -> dict[tuple[str, Currency], tuple[int, int]]:
        return {(account, self.currency): amounts for account, amounts in sorted(self.totals.items())}

    @cached_property
    def _number(self) -> dict[str, int]:
        return {one.period.name: number for number, one in enumerate(self.booked)}

    @cached_property
    def cumulative(self) -> list[Counter[Promised]]:
        found = [Counter[Promised]() for _ in range(self.last + 1)]
        for line in self._revenue:
            if line.row.period in self._number:
                found[self._number[line.row.period]][self.promised(line.row)] -= line.row.amount
        for earlier, later in zip([self._opened, *found], found, strict=False):
            later.update(earlier)
        return found

    @cached_property
    def _opened(self) -> Counter[Promised]:
        """What was earned by a cut-over: of no period."""
        found = Counter[Promised]()
        for line in self._revenue:
            if line.row.period not in self._number:
                found[self.promised(line.row)] -= line.row.amount
        return found

    @property
    def _revenue(self) -> Iterator[Posted]:
        return (line for line in self.lines if line.row.account == "revenue")

    def earned(self, number: int) -> Counter[Promised]:
        return self.cumulative[number] if number >= 0 else self._opened

    def promised(self, row: Row) -> Promised:
        """The promise of a line: lines of combined contracts name them all."""
        return Promised(self._origins.get((row.contract, row.obligation), row.contract), row.obligation, self.currency)

    @cached_property
    def _origins(self) -> dict[tuple[str, str], str]:
        """The contract that promised, of those that are combined, by the name of all and the obligation."""
        tables = self.world.stacked.tables
        names = zip(
            tables.obligations.contract.tolist(), tables.obligations.ref, tables.obligations.origin, strict=True
        )
        return {(tables.contracts.ref[row], ref): origin for row, ref, origin in names}

    def shown(self, number: int) -> dict[str, list[Carried]]:
        known = self.now if number >= self.first else self.before
        if number < 0 or known is None:
            return {t.ROLES[account]: [] for account, _ in SHOWN}
        return {account: list(self._carried(known, number, account)) for account in _SIGN}

    def _carried(self, known: Known, number: int, account: str) -> Iterator[Carried]:
        """What contracts are carried at by what is known of them, with what was posted otherwise."""
        closed = _closed_form(known.books, self.entity, self.booked[number].period.name)
        otherwise: Counter[str] = Counter()
        for row in (line.row for line in self.otherwise(known) if line.row.account == account):
            if self._number.get(row.period, 0) <= number:
                otherwise[row.contract] += _SIGN[account] * row.amount
        for contract, amounts in closed.items():
            told = 0 if _stands(contract, known) else amounts[account]
            yield Carried(contract, self.currency, told + otherwise.pop(contract, 0))
        yield from (Carried(contract, self.currency, amount) for contract, amount in otherwise.items() if amount)

    def revenue_booked(self) -> tuple[Counter[tuple[str, Currency]], Counter[tuple[str, Currency]]]:
        booked: Counter[tuple[str, Currency]] = Counter()
        otherwise: Counter[tuple[str, Currency]] = Counter()
        for found, lines in ((booked, self.lines), (otherwise, self.otherwise(self.now))):
            for line in lines:
                if line.row.account == "revenue":
                    found[line.row.contract, line.currency] -= line.amount
        return booked, otherwise

    def stands(self, contract: str) -> bool:
        return _stands(contract, self.now)

    def otherwise(self, known: Known) -> Iterator[Posted]:
        """What was posted otherwise than it was known: by hand, restated since, of a contract that stands as it was
        posted; and what was restated before and is not counted."""
        for line in self.lines:
            if line.row.cause in _COMPUTED_NOWHERE or line.seq > known.seq or _stands(line.row.contract, known):
                yield line
        yield from (line for line in self.aside if line.seq <= known.seq)

    def costs(self) -> list[Carried]:
        found: Counter[str] = Counter()
        for line in self.lines:
            found[line.row.contract] += line.row.amount if line.row.account == "contract_cost_asset" else 0
        return [Carried(contract, self.currency, amount) for contract, amount in found.items() if amount]

    def presented(self, contract: int) -> tuple[Currency, Callable[[int], int]]:
        """At the rate of the last day."""
        if currencies_of(self.world)[contract] == self.currency:
            return self.currency, int
        rate = self.books.functional.rate_of(self.world.groups[contract])(self.on)
        return self.currency, lambda amount: round_fraction(amount * rate)

    def tags(self, promised: Promised) -> dict[str, str]:
        return dict(self._tags.get(promised, {}))

    @cached_property
    def _tags(self) -> dict[Promised, Mapping[str, str]]:
        return {self.promised(line.row): line.tags for line in self.lines if line.row.account == "revenue"}

    def speaker(self, fact: Fact) -> tuple[str, str, str]:
        """Who is named in the row, and whoever recorded it and agreed to it."""
        who, why, source = super().speaker(fact)
        said = self.people.get(fact.known_on)
        if said is None:
            return who, why, source
        named = [*([who] if who else []), f"recorded by {said.by}"]
        named += [f"agreed to by {' and '.join(said.agreed)}"] if said.agreed else []
        return ", ".join(named), why or said.why, f"{source} · command {fact.known_on}"

    def cost_moves(self) -> Iterator[tuple[str, int]]:
        """What moved the assets from costs: for what, and how much."""
        within = set(self.periods)
        for line in self.lines:
            row, asset = line.row, line.row.account == "contract_cost_asset"
            name = {"contract_cost_amortization": "amortized", "impairment_loss": "impaired"}.get(row.account, "")
            if row.period not in within:
                yield "opening", row.amount if asset else 0
            elif asset and (row.economic not in within or row.cause == BY_HAND):
                yield "late", row.amount
            elif asset:
                yield "capitalized", row.amount
            elif name and row.step == "cost" and row.economic in within:
                # The expense is the other side of what is taken off the asset.
                yield name, -row.amount
                yield "capitalized", row.amount


def _stands(contract: str, known: Known) -> bool:
    return bool(known.standing.keys() & set(contract.split("+")))


def _closed_form(books: Books, entity: str, period: str) -> dict[str, dict[str, int]]:
    """What each contract is carried at at the end of a period, by account on its normal side."""
    booked = {one.period.name: one for one in books.periods.get(entity, ())}
    if period not in booked:
        return {}
    groups = [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity]
    world = books.worlds.at(booked[period].known_on, groups)
    columns = carried_of(books, world, entity, min(booked[period].period.until - 1, books.through)).T.tolist()
    rows = zip(world.stacked.tables.contracts.ref, *columns, strict=True)
    return {ref: dict(zip(_SIGN, amounts, strict=True)) for ref, *amounts in rows}


@cites("606-10-50-5", ifrs15=("114",))
def by_currency(windows: Sequence[PostedWindow]) -> Report:
    """Revenue of each currency of contracts: told from the contracts, as booked, and in the currency of the books."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("currency", "text", "currency of the books"),
        Column("contract currency", "text", "currency of the contracts"),
        Column("earned", "money", "revenue of the periods in it, told from measures of progress"),
        Column("booked", "money", "revenue of the periods in it, as it was posted"),
        Column("revenue", "money", "the same in the currency of the books"),
    )
    rows = []
    for one in windows:
        earned, booked, own = _earned(one), Counter[Currency](), Counter[Currency]()
        for line in _of_revenue(one.lines, set(one.periods)):
            booked[line.currency] -= line.amount
            own[line.currency] -= line.row.amount
        for code in sorted({*earned, *booked}):
            cells = (money(earned[code], code), money(booked[code], code), money(own[code], one.currency))
            if earned[code] or booked[code] or own[code]:
                rows.append((one.entity, one.currency[0], code[0], *cells))
    return Report("revenue by currency", "Revenue by currency of contracts", columns, tuple(rows))


def _of_revenue(lines: Iterable[Posted], within: set[str]) -> Iterator[Posted]:
    return (line for line in lines if line.row.account == "revenue" and line.row.period in within)


def _earned(one: PostedWindow) -> Counter[Currency]:
    """Revenue of the window in the currencies of contracts: what is known at its end less what was at its beginning,
    with what was posted otherwise."""
    found = _to_date(one, one.now, one.last)
    if one.first and one.before is not None:
        found.subtract(_to_date(one, one.before, one.first - 1))
    return found


def _to_date(one: PostedWindow, known: Known, number: int) -> Counter[Currency]:
    found: Counter[Currency] = Counter()
    booked = {each.period.name: each for each in known.books.periods.get(one.entity, ())}
    name = one.booked[number].period.name
    if name in booked:
        groups = [g for g, group in enumerate(known.books.worlds.groups) if group[0].entity == one.entity]
        world = known.books.worlds.at(booked[name].known_on, groups)
        for key, amount in revenue(world, min(booked[name].period.until - 1, known.books.through)).items():
            found[key.currency] += 0 if _stands(key.contract, known) else amount
    upto = {each.period.name for each in one.booked[: number + 1]}
    for line in _of_revenue(one.otherwise(known), upto):
        found[line.currency] -= line.amount
    return found


def moved_by_step(windows: Sequence[PostedWindow]) -> Report:
    """What moved each account of the trial balance, by step; debit positive."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("account", "text", "account by its role"),
        Column("currency", "text", "currency of the books"),
        Column("move", "text", "what moved it"),
        Column("moved", "money", "booked in the periods"),
    )
    rows = []
    for one in windows:
        for (account, name), amount in sorted(one.moves.items()):
            rows.append((one.entity, account, one.currency[0], name, money(amount, one.currency)))
    return Report("moves", "What moved the accounts", columns, tuple(rows))


def standing(windows: Sequence[PostedWindow]) -> Report:
    """Contracts that were not posted as they are known, with why: they stand in the note as they were posted."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract"),
        Column("why", "text", "why it was not posted as it is known"),
    )
    rows: dict[tuple[str, str, str], None] = {}
    for one in windows:
        for known in (one.before, one.now):
            found = known.standing if known is not None else {}
            rows |= dict.fromkeys((one.entity, ref, why) for ref, why in found.items())
    return Report("as posted", "Contracts that stand as they were posted", columns, tuple(sorted(rows)))
