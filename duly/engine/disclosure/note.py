"""The note of a period: every report of a window, how its cells add up, and how each ties to the trial balance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from duly.engine.disclosure.bands import BANDS, remaining_in_bands
from duly.engine.disclosure.contract_balances import MOVES, OTHERS, balances_moved, falling_due, revenue_sources
from duly.engine.disclosure.contract_costs import cost_assets_moved
from duly.engine.disclosure.disaggregation import booked_by_period, cohorts, disaggregated
from duly.engine.disclosure.judgements import elections, judgements
from duly.engine.disclosure.posted import PostedWindow, by_currency, moved_by_step, standing
from duly.engine.disclosure.prices import BECAME, prices_allocated
from duly.engine.disclosure.window import Currency, Window, money
from duly.engine.tables import CREDIT_NORMAL, ROLE
from duly.ground.cites import cites
from duly.ground.reports import Column, Formulas, Money, Part, Report

Cell = tuple[str, int, int]
PERIODS_OF_A_YEAR = 12
BALANCES = ("receivable", "contract_asset", "contract_liability", "refund_liability", "deposit_liability")


class Tie(NamedTuple):
    """An amount of the note beside what it ties to, minor units; `parts` and `against` are the cells of both."""

    name: str
    entity: str
    currency: Currency
    disclosed: int
    booked: int
    parts: tuple[Part, ...]
    against: tuple[Part, ...]

    @property
    def difference(self) -> int:
        """What does not tie."""
        return self.disclosed - self.booked


class Note(NamedTuple):
    """Reports in the order in which they are read, the ties last but for the trial balance; formulas of their cells."""

    reports: tuple[Report, ...]
    ties: tuple[Tie, ...]
    formulas: Formulas


class _Question(NamedTuple):
    """What ties: a column of a report, where its rows say so, to an account or the revenue account by period."""

    name: str
    report: str
    column: str
    where: tuple[tuple[str, str], ...]
    account: str
    against: str


# Sums within a row: the column, and those it is the sum of.
_SUMS = {
    "contract balances": ("closing", "opening", "other"),
    "contract costs": ("closing", "opening", "late"),
    "revenue sources": ("revenue", "from opening liability", "other revenue"),
    "current": ("total", "current", "non-current"),
    "remaining": ("remaining", BANDS[0][0], "not scheduled"),
    "cohorts": ("to date", "before", ""),
    "revenue account": ("to date", "before", ""),
    "trial balance": ("closing", "opening", "moved"),
}


def note(windows: Sequence[Window], dimensions: Sequence[str] = ()) -> Note:
    """The note of these windows. dimensions: what revenue is split by; everything there is by default."""
    full = [one for one in windows if not split_alone(one)]
    shown: tuple[Report, ...] = (
        balances_moved(full),
        revenue_sources(full),
        falling_due(full),
        remaining_in_bands(full),
        prices_allocated(full),
        disaggregated(windows, dimensions),
        cohorts(full),
        cost_assets_moved(full),
        judgements(full),
        elections(windows),
    )
    posted = [one for one in full if isinstance(one, PostedWindow)]
    shown = (*shown, by_currency(posted), standing(posted)) if posted else shown
    base: tuple[Report, ...] = (booked_by_period(windows), trial_balance(windows))
    base = (*base, moved_by_step(posted)) if posted else base
    by_name = {report.name: report for report in (*shown, *base)}
    ties = tuple(tie for one in windows for tie in _ties(one, by_name))
    listed = _listed(ties)
    formulas = {**_sums(by_name.values()), **_of_ties(listed, ties)}
    return Note((*shown, listed, *base), ties, formulas)


@cites("270-10-50-1A")
def split_alone(one: Window) -> bool:
    """Whether the note of a window within the year shows the split of its revenue alone (IAS 34.16A(l))."""
    if one.booked[one.last].period.number == PERIODS_OF_A_YEAR:
        return False
    policies, groups = one.books.worlds.policies, one.books.worlds.groups
    return any(policies(groups[g])["interim note"] == "revenue split alone" for g in one.groups)


def trial_balance(windows: Sequence[Window]) -> Report:
    """Every account before the window, what moved it, and after it, summed from the journal; debit positive."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("account", "text", "account by its role"),
        Column("currency", "text", "currency of the contracts"),
        Column("opening", "money", "before the first period, debit positive"),
        Column("moved", "money", "booked in the periods"),
        Column("closing", "money", "after the last period"),
    )
    rows = []
    for one in windows:
        for (account, currency), (before, moved) in one.trial.items():
            cells = (money(each, currency) for each in (before, moved, before + moved))
            rows.append((one.entity, account, currency[0], *cells))
    return Report("trial balance", "Trial balance", columns, tuple(rows))


def _ties(one: Window, by_name: dict[str, Report]) -> Iterator[Tie]:
    """The ties of one entity, by currency."""
    if not split_alone(one):
        yield from _of_prices(one.entity, by_name)
    if isinstance(one, PostedWindow) and not split_alone(one):
        yield from _in_currencies(one.entity, by_name["revenue by currency"])
        yield from _of_moves(one, by_name)
    for currency in sorted({currency for _, currency in one.trial}):
        for question in _questions(by_name):
            if split_alone(one) and question.report != "disaggregation":
                continue
            yield _tie(one, currency, question, by_name)


def _questions(by_name: dict[str, Report]) -> Iterator[_Question]:
    """Everything that ties: the closed form of the engine on one side, the journal on the other."""
    for account in BALANCES:
        of = (("account", account),)
        for column in ("opening", "closing"):
            yield _Question(f"{account}, {column}", "contract balances", column, of, account, column)
    for account in (*BALANCES, "contract_cost_asset"):
        where = (("account", account),)
        yield _Question(f"{account}, current and not", "current", "total", where, account, "closing")
    for column in ("opening", "closing"):
        name = f"contract_cost_asset, {column}"
        yield _Question(name, "contract costs", column, (), "contract_cost_asset", column)
    yield _Question("revenue by source", "revenue sources", "revenue", (), "revenue", "moved")
    for dimension in dict.fromkeys(str(row[1]) for row in by_name["disaggregation"].rows):
        where = (("dimension", dimension),)
        yield _Question(f"revenue by {dimension}", "disaggregation", "revenue", where, "revenue", "moved")
    if "revenue by currency" in by_name:
        yield _Question("revenue by currency", "revenue by currency", "revenue", (), "revenue", "moved")
    yield _Question("revenue behind what remains", "remaining", "recognized", (), "revenue", "closing")
    for column in (column.name for column in by_name["cohorts"].columns[3:]):
        yield _Question(f"revenue by origin, {column}", "cohorts", column, (), "", column)
    yield _Question("revenue account, to date", "revenue account", "to date", (), "revenue", "closing")


def _in_currencies(entity: str, report: Report) -> Iterator[Tie]:
    """Revenue in each currency of contracts: told from the contracts against what was posted."""
    for number, (of, _, code, earned, booked, _) in enumerate(report.rows):
        if of == entity and isinstance(earned, Money) and isinstance(booked, Money):
            sides = ((Part(1, report.name, column, number, number),) for column in (3, 4))
            currency = (booked.currency, booked.digits)
            yield Tie(f"revenue earned in {code}", entity, currency, earned.minor, booked.minor, *sides)


def _of_prices(entity: str, by_name: dict[str, Report]) -> Iterator[Tie]:
    """The price of what was promised as what the journal booked of it and what is left, in the currencies of contracts:
    of each contract that does not tie, and of all together."""
    report, names = by_name["price"], [column.name for column in BECAME]
    currencies = set()
    for number, row in enumerate(report.rows):
        price, *became = (cell for cell in row[3:] if isinstance(cell, Money))
        booked = sum(cell.minor for cell in became)
        currencies |= {(price.currency, price.digits)} if row[0] == entity else set()
        if row[0] == entity and price.minor != booked:
            own = (tuple(Part(1, report.name, at, number, number) for at in of) for of in _PRICE)
            yield Tie(f"price of {row[1]}", entity, (price.currency, price.digits), price.minor, booked, *own)
    for code, digits in sorted(currencies):
        mine, agreed = (("entity", entity), ("currency", code)), (("entity", entity), ("agreed in", code))
        sides = _cells(report, "price", mine, 1), _together(report, names, mine)
        yield _of_both(f"price of what was promised in {code}", entity, (code, digits), *sides)
        sides = _cells(by_name["remaining"], "as agreed", agreed, 1), _together(report, names[-2:], mine)
        yield _of_both(f"what remains in {code}", entity, (code, digits), *sides)


# Columns of the report of prices: the price, and what became of it.
_PRICE = ((3,), tuple(range(4, 4 + len(BECAME))))
_Cells = tuple[tuple[Part, ...], int]


def _together(report: Report, columns: Iterable[str], where: Iterable[tuple[str, str]]) -> _Cells:
    """The cells of several columns, and their sum."""
    found = [_cells(report, column, where, 1) for column in columns]
    return tuple(part for parts, _ in found for part in parts), sum(amount for _, amount in found)


def _of_both(name: str, entity: str, currency: Currency, one: _Cells, other: _Cells) -> Tie:
    return Tie(name, entity, currency, one[1], other[1], one[0], other[0])


def _of_moves(one: PostedWindow, by_name: dict[str, Report]) -> Iterator[Tie]:
    """Every move of a balance against the journal by step."""
    mine = (("entity", one.entity), ("currency", one.currency[0]))
    for account in BALANCES:
        where = (*mine, ("account", account))
        for name in (*MOVES.values(), *OTHERS):
            parts, disclosed = _cells(by_name["contract balances"], name, where, 1)
            sign = -1 if ROLE[account] in _CREDIT else 1
            against, booked = _cells(by_name["moves"], "moved", (*where, ("move", name)), sign)
            if disclosed or booked:
                yield Tie(f"{account}, {name}", one.entity, one.currency, disclosed, booked, parts, against)


def _tie(one: Window, currency: Currency, asked: _Question, by_name: dict[str, Report]) -> Tie:
    mine = (("entity", one.entity), ("currency", currency[0]))
    parts, disclosed = _cells(by_name[asked.report], asked.column, (*mine, *asked.where), 1)
    if asked.account:
        sign = -1 if ROLE[asked.account] in _CREDIT else 1
        where = (*mine, ("account", asked.account))
        against, booked = _cells(by_name["trial balance"], asked.against, where, sign)
    else:
        against, booked = _cells(by_name["revenue account"], asked.against, mine, 1)
    return Tie(asked.name, one.entity, currency, disclosed, booked, parts, against)


_CREDIT = frozenset(ROLE[name] for name in CREDIT_NORMAL)


def _cells(report: Report, column: str, where: Iterable[tuple[str, str]], sign: int) -> tuple[tuple[Part, ...], int]:
    """The cells of a column in the rows that say so, in runs, and their sum."""
    names = [each.name for each in report.columns]
    at, asked = names.index(column), [(names.index(name), value) for name, value in where]
    parts: list[Part] = []
    total = 0
    for number, row in enumerate(report.rows):
        cell = row[at]
        if isinstance(cell, Money) and all(row[index] == value for index, value in asked):
            total += sign * cell.minor
            if parts and parts[-1].last == number - 1:
                parts[-1] = parts[-1]._replace(last=number)
            else:
                parts.append(Part(sign, report.name, at, number, number))
    return tuple(parts), total


def _listed(ties: Sequence[Tie]) -> Report:
    """The ties as a report."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("tie", "text", "what is compared"),
        Column("currency", "text", "currency of the contracts"),
        Column("disclosed", "money", "amount of the note"),
        Column("trial balance", "money", "what the journal comes to, on the normal side of the account"),
        Column("difference", "money", "the one less the other: nothing"),
    )
    rows = tuple(
        (
            tie.entity,
            tie.name,
            tie.currency[0],
            *(money(each, tie.currency) for each in (tie.disclosed, tie.booked, tie.difference)),
        )
        for tie in ties
    )
    return Report("ties", "Ties to the trial balance", columns, rows)


def _sums(reports: Iterable[Report]) -> dict[Cell, tuple[Part, ...]]:
    """Sums within the rows of a report."""
    found = {}
    for report in reports:
        if report.name not in _SUMS:
            continue
        names = [column.name for column in report.columns]
        total, first, last = _SUMS[report.name]
        at = names.index(total)
        upto = names.index(last) if last else at - 1
        for row in range(len(report.rows)):
            found[report.name, row, at] = tuple(
                Part(1, report.name, column, row, row) for column in range(names.index(first), upto + 1)
            )
    return found


def _of_ties(listed: Report, ties: Sequence[Tie]) -> dict[Cell, tuple[Part, ...]]:
    """Both sides of each tie from their cells, and their difference."""
    found: dict[Cell, tuple[Part, ...]] = {}
    for row, tie in enumerate(ties):
        found[listed.name, row, 3], found[listed.name, row, 4] = tie.parts, tie.against
        found[listed.name, row, 5] = (Part(1, listed.name, 3, row, row), Part(-1, listed.name, 4, row, row))
    return found
