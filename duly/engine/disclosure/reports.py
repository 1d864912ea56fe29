"""The reports of a set of books: allocation, schedule, journal, balances, roll-forward, remaining obligations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from duly.engine.disclosure.balances import balances
from duly.engine.disclosure.remaining import remaining
from duly.engine.disclosure.rollforward import rollforward
from duly.engine.journal.books import Books, Row
from duly.engine.journal.two_currencies import TwoFold, is_foreign, two_fold
from duly.engine.journal.worlds import World
from duly.ground.dates import iso
from duly.ground.reports import Column, Money, Report

NAMES = ("allocation", "schedule", "journal", "balances", "rollforward", "remaining")


def reports(
    books: Books, names: Collection[str] = NAMES, *, every_period: bool = False, functional: bool | None = None
) -> dict[str, Report]:
    """The reports of these names, in the order in which they are read. `every_period`: see `balances` · `functional`:
    with the amounts in the functional currency; by default where a contract is in another one."""
    functional = is_foreign(books) if functional is None else functional
    rows = books.journal() if {"schedule", "journal", "rollforward"} & set(names) else []
    make: dict[str, Callable[[], Report]] = {
        "allocation": lambda: allocation(books),
        "schedule": lambda: schedule(books, rows),
        "journal": lambda: journal(books, rows, functional),
        "balances": lambda: balances(books, every_period=every_period, functional=functional),
        "rollforward": lambda: rollforward(books, rows),
        "remaining": lambda: remaining(books),
    }
    return {name: make[name]() for name in NAMES if name in names}


def ends(books: Books, entity: str) -> dict[str, str]:
    """Last day of each period of an entity, as people write it."""
    return {one.period.name: iso(min(one.period.until - 1, books.through)) for one in books.periods.get(entity, ())}


def allocation(books: Books) -> Report:
    """Stated price, standalone selling price and allocated price of each obligation at the last day."""
    columns = (
        Column("contract", "text", "contract"),
        Column("obligation", "text", "performance obligation"),
        Column("stated price", "money", "price stated for it in the contract"),
        Column("ssp", "money", "standalone selling price it is weighed with"),
        Column("allocated", "money", "transaction price allocated to it"),
        Column("carve", "money", "allocated less stated price: positive is carved in from the others"),
    )
    world, allocated, rows = books.now(), books.allocation_at(books.through), []
    tables = world.stacked.tables
    for number, ref in enumerate(tables.obligations.ref):
        origin = tables.obligations.origin[number]
        money = _money(world, int(tables.obligations.contract[number]))
        price, ssp = int(tables.obligations.price[number]), int(tables.obligations.ssp[number])
        given = allocated.get((origin, ref), 0)
        rows.append((origin, ref, money(price), money(ssp), money(given), money(given - price)))
    return Report("allocation", "Allocation of the transaction price", columns, tuple(rows))


def schedule(books: Books, rows: Sequence[Row]) -> Report:
    """Revenue by obligation, period booked, period it belongs to, and cause; in the order of the contracts and of their
    obligations."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract"),
        Column("obligation", "text", "performance obligation"),
        Column("period", "text", "period in which it is booked"),
        Column("economic period", "text", "period whose performance it is"),
        Column("cause", "text", "why revenue moved"),
        Column("revenue", "money", "revenue recognized; negative takes revenue back"),
    )
    order = _order(books)
    found = [r for r in rows if r.account == "revenue"]
    found.sort(key=lambda r: order.get((r.contract, r.obligation), len(order)))
    made = (
        (r.entity, r.contract, r.obligation, r.period, r.economic, r.cause, Money(-r.amount, r.currency, r.digits))
        for r in found
    )
    return Report("schedule", "Revenue schedule", columns, tuple(made))


def _order(books: Books) -> dict[tuple[str, str], int]:
    """The number of each obligation over all contracts, by (contract, obligation); a contract that is combined with
    others is found by its own name too, as it was before."""
    tables = books.now().stacked.tables
    obligations, contracts = tables.obligations, tables.contracts.ref
    found = {}
    for row, contract in enumerate(obligations.contract.tolist()):
        ref = obligations.ref[row]
        found[obligations.origin[row], ref] = found[contracts[contract], ref] = row
    return found


_JOURNAL = (
    Column("entity", "text", "legal entity"),
    Column("period", "text", "period in which it is booked"),
    Column("date", "day", "day of the entry: the last day of the period"),
    Column("step", "text", "step of the period: billing, cash, revenue, cost, …"),
    Column("contract", "text", "contract; combined contracts are joined by +"),
    Column("obligation", "text", "performance obligation, where the line belongs to one"),
    Column("account", "text", "account by its role"),
    Column("number", "text", "account number by the mapping of the company file"),
    Column("economic period", "text", "period whose performance it is"),
    Column("cause", "text", "why it moved"),
    Column("debit", "money", "amount, where it is a debit"),
    Column("credit", "money", "amount, where it is a credit"),
)
_CURRENCY = Column("currency", "text", "currency of the contract; where it is not the functional one")
_FUNCTIONAL = (
    Column("functional currency", "text", "currency in which the entity keeps its books; where a contract has another"),
    Column("functional debit", "money", "debit in that currency"),
    Column("functional credit", "money", "credit in that currency"),
    Column("exchange difference", "text", "realized or unrealized, where the line is one"),
)


def journal(books: Books, rows: Sequence[Row], functional: bool = False) -> Report:
    """Journal lines: one entry per entity, period and step; with their functional amounts, where asked for."""
    last = {entity: ends(books, entity) for entity in books.periods}
    made = []
    both = two_fold(books, rows) if functional else [TwoFold(r, r.amount, r.currency, r.digits) for r in rows]
    for line in both:
        r, number = line.row, books.account_number(line.row)
        own = _sides(r.amount, r.currency, r.digits)
        if functional:
            own = (r.currency, *own, line.currency, *_sides(line.functional, line.currency, line.digits), line.kind)
        made.append(
            (
                r.entity,
                r.period,
                last[r.entity][r.period],
                r.step,
                r.contract,
                r.obligation,
                r.account,
                number,
                r.economic,
                r.cause,
                *own,
            )
        )
    columns = (*_JOURNAL[:10], _CURRENCY, *_JOURNAL[10:], *_FUNCTIONAL) if functional else _JOURNAL
    return Report("journal", "Journal", columns, tuple(made))


def _sides(amount: int, currency: str, digits: int) -> tuple[object, ...]:
    """An amount as debit and credit; neither where it is nothing."""
    return (
        Money(amount, currency, digits) if amount > 0 else None,
        Money(-amount, currency, digits) if amount < 0 else None,
    )


def _money(world: World, contract: int) -> Callable[[int], Money]:
    code, digits = world.stacked.currencies[int(world.stacked.tables.contracts.currency[contract])]
    return lambda minor: Money(minor, code, digits)
