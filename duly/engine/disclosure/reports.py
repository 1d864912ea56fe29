"""The reports of a set of books: allocation, schedule, journal, balances, roll-forward, remaining obligations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duly.engine.disclosure.remaining import remaining
from duly.engine.disclosure.rollforward import rollforward
from duly.engine.journal.accounts import account_number
from duly.engine.journal.books import Books, Row
from duly.engine.journal.worlds import World
from duly.ground.dates import iso
from duly.ground.reports import Column, Money, Report


def reports(books: Books) -> dict[str, Report]:
    """All reports by name, in the order in which they are read."""
    rows = books.journal()
    made = (
        allocation(books),
        schedule(books, rows),
        journal(books, rows),
        balances(books),
        rollforward(books, rows),
        remaining(books),
    )
    return {report.name: report for report in made}


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
    """Revenue by obligation, period booked, period it belongs to, and cause."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract"),
        Column("obligation", "text", "performance obligation"),
        Column("period", "text", "period in which it is booked"),
        Column("economic period", "text", "period whose performance it is"),
        Column("cause", "text", "why revenue moved"),
        Column("revenue", "money", "revenue recognized; negative takes revenue back"),
    )
    found = tuple(
        (r.entity, r.contract, r.obligation, r.period, r.economic, r.cause, Money(-r.amount, r.currency, r.digits))
        for r in rows
        if r.account == "revenue"
    )
    return Report("schedule", "Revenue schedule", columns, found)


def journal(books: Books, rows: Sequence[Row]) -> Report:
    """Journal lines: one entry per entity, period and step."""
    columns = (
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
    last = {entity: ends(books, entity) for entity in books.periods}
    made = []
    for r in rows:
        debit = Money(r.amount, r.currency, r.digits) if r.amount > 0 else None
        credit = Money(-r.amount, r.currency, r.digits) if r.amount < 0 else None
        number = account_number(books, r)
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
                debit,
                credit,
            )
        )
    return Report("journal", "Journal", columns, tuple(made))


def balances(books: Books) -> Report:
    """Contract balances after every period, closed-form from what was known for the period (not summed from the
    journal)."""
    names = ("receivable", "contract_asset", "contract_liability", "refund_liability", "deposit_liability")
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract; combined contracts are joined by +"),
        Column("period", "text", "period"),
        Column("date", "day", "last day of the period"),
        *(
            Column(
                name.replace("_", " "),
                "money",
                f"{name.replace('_', ' ')} at the end of the period, on its normal side",
            )
            for name in names
        ),
    )
    rows: list[tuple[str, str, int, str, str, tuple[Money, ...]]] = []
    for entity, booked in books.periods.items():
        mine = [g for g, group in enumerate(books.worlds.groups) if group[0].entity == entity]
        last = ends(books, entity)
        for one in booked:
            world = books.worlds.at(one.known_on, mine)
            currencies = world.stacked.tables.contracts.currency.tolist()
            shown = books.shown_at(world, min(one.period.until - 1, books.through))
            for number, currency, (ref, balance) in zip(world.groups, currencies, shown.items(), strict=True):
                code, digits = world.stacked.currencies[currency]
                amounts = tuple(Money(balance[name], code, digits) for name in names)
                rows.append((entity, ref, number, one.period.name, last[one.period.name], amounts))
    rows.sort(key=lambda row: (row[0], row[2], row[4]))
    made = tuple((entity, ref, period, date, *amounts) for entity, ref, _, period, date, amounts in rows)
    return Report("balances", "Contract balances", columns, made)


def _money(world: World, contract: int) -> Callable[[int], Money]:
    code, digits = world.stacked.currencies[int(world.stacked.tables.contracts.currency[contract])]
    return lambda minor: Money(minor, code, digits)
