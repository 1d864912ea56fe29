"""Roll-forward of the contract balances: opening, what moved them by step, closing (606-10-50-8, 50-10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from duly.engine.journal.books import Books, Row
from duly.ground.cites import cites
from duly.ground.reports import Column, Money, Report

_SIDE = {
    "receivable": 1,
    "contract_asset": 1,
    "contract_liability": -1,
    "refund_liability": -1,
    "deposit_liability": -1,
}


@cites("606-10-50-8", "606-10-50-10", ifrs15=("116", "118"))
def rollforward(books: Books, rows: Sequence[Row]) -> Report:
    """One row a period, account and currency of an entity: opening + billed + cash + revenue + other = closing."""
    columns = (
        Column("entity", "text", "legal entity"),
        Column("account", "text", "contract balance"),
        Column("period", "text", "period"),
        Column("opening", "money", "balance at the beginning"),
        Column("billed", "money", "rights to payment that arose"),
        Column("cash", "money", "cash received or paid back"),
        Column("revenue", "money", "revenue recognized"),
        Column("other", "money", "credit losses and everything else"),
        Column("closing", "money", "balance at the end"),
    )
    moved: dict[tuple[str, str, str, int], dict[str, dict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for row in rows:
        if row.account in _SIDE:
            key = (row.entity, row.account, row.currency, row.digits)
            column = {"billing": "billed", "cash": "cash", "revenue": "revenue"}.get(row.step, "other")
            moved[key][row.period][column] += row.amount * _SIDE[row.account]
    made = []
    for (entity, account, currency, digits), periods in moved.items():
        running = 0
        for one in books.periods[entity]:
            parts = [periods[one.period.name][column] for column in ("billed", "cash", "revenue", "other")]
            if running or any(parts):
                cells = (running, *parts, running + sum(parts))
                made.append((entity, account, one.period.name, *(Money(c, currency, digits) for c in cells)))
            running += sum(parts)
    return Report("rollforward", "Roll-forward of contract balances", columns, tuple(made))
