"""What moved, as tables for people: each cause in each contract, and the sums they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from duly.engine import tables as t
from duly.engine.explain.flux import Account, Flux
from duly.ground.reports import Column, Money, Report


def flux_reports(found: Flux, first: str, second: str) -> Iterator[Report]:
    """The sums by account, then what they are made of, the largest first."""
    yield _sums(found, first, second)
    columns = (
        Column("entity", "text", "legal entity"),
        Column("account", "text", "revenue, another income or expense, or a balance"),
        Column("cause", "text", "why it moved: a cause of the journal, or the policy that differs"),
        Column("contract", "text", "contract; combined contracts are joined by +"),
        Column("change", "money", "on the normal side of the account"),
    )
    rows = []
    for one in found.changes:
        money = Money(one.amount, one.currency, one.digits)
        rows.append((one.entity, one.account.replace("_", " "), one.cause, one.contract, money))
    yield Report("changes", "What moved, the largest first", columns, tuple(rows))


def _sums(found: Flux, first: str, second: str) -> Report:
    columns = (
        Column("entity", "text", "legal entity"),
        Column("account", "text", "revenue, another income or expense, or a balance"),
        Column("first", "money", "what it shows first"),
        Column("second", "money", "what it shows then"),
        Column("difference", "money", "second less first"),
        Column("not explained", "money", "difference less all changes below"),
    )
    moved: Counter[Account] = Counter()
    for one in found.changes:
        moved[one.entity, one.account, one.currency, one.digits] += one.amount
    rows = []
    for key, (before, after) in sorted(found.totals.items(), key=lambda item: _place(item[0])):
        entity, account, currency, digits = key
        amounts = (before, after, after - before, after - before - moved[key])
        rows.append((entity, account.replace("_", " "), *(Money(amount, currency, digits) for amount in amounts)))
    return Report("sums", f"{first} against {second}", columns, tuple(rows))


def _place(key: Account) -> tuple[bool, int, str, str]:
    return key[1] != "revenue", t.ROLE[key[1]], key[0], key[2]
