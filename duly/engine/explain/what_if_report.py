"""A whole book under other policies or prices, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from duly.engine.explain.what_if import WhatIf
from duly.engine.tables import ROLE
from duly.ground.reports import Column, Money, Report


def what_if_reports(found: WhatIf) -> Iterator[Report]:
    """Income and expenses of each period before and after, where they differ, and the contracts that move most."""
    yield _periods(found)
    yield _largest(found)


def _periods(found: WhatIf) -> Report:
    columns = (
        Column("entity", "text", "legal entity"),
        Column("period", "text", "period in which it is earned or spent"),
        Column("figure", "text", "revenue, income or expense"),
        Column("before", "money", "as it is"),
        Column("after", "money", "as it would be"),
        Column("difference", "money", "after less before"),
    )
    shown = [one for one in found.lines if one.account == "revenue" or one.before != one.after]
    rows = []
    for one in sorted(shown, key=lambda line: (line.entity, line.currency, line.period, ROLE[line.account])):
        amounts = (Money(x, one.currency, one.digits) for x in (one.before, one.after, one.after - one.before))
        rows.append((one.entity, one.period, one.account.replace("_", " "), *amounts))
    contracts = f"{found.contracts:,} contract" + ("" if found.contracts == 1 else "s")
    title = f"{contracts}, of which {found.moved:,} move"
    return Report("periods", title, columns, tuple(rows))


def _largest(found: WhatIf) -> Report:
    columns = (
        Column("entity", "text", "legal entity"),
        Column("contract", "text", "contract; combined contracts are joined by +"),
        Column("moved", "money", "what its periods gain or lose, in all"),
    )
    rows = tuple((entity, ref, Money(moved, *money)) for moved, entity, ref, money in found.largest)
    return Report("largest", "Contracts that move most", columns, rows)
