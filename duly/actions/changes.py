"""What moved between two periods: revenue by cause, then every account by contract, the largest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from duly.actions.errors import UnknownPeriod
from duly.store.journal import Line
from duly.store.periods import Period

_FIELDS = ("account", "contract", "cause", "books_currency", "books_amount")


class Moved(NamedTuple):
    """What moved between two periods, in minor units of the books, the largest first. causes: revenue by (cause,
    currency) · accounts: debit positive by (account, contract, currency)."""

    periods: Sequence[str]
    causes: Sequence[tuple[tuple[str, ...], int]]
    accounts: Sequence[tuple[tuple[str, ...], int]]


def moved_between(
    entity: str, book: str, first: str, last: str, *, as_reported: bool = False, seq: int = 1 << 62
) -> Moved:
    """What the periods after `first` through `last` moved, as of a command; as_reported: without what was restated."""
    names = [p.name for p in _after(entity, book, first, last)]
    rows = Line.objects.filter(entry__entity=entity, entry__book=book, entry__period__in=names, entry__seq__lte=seq)
    rows = rows.filter(entry__taken_from="") if as_reported else rows
    causes: Counter[tuple[str, ...]] = Counter()
    moved: Counter[tuple[str, ...]] = Counter()
    for account, contract, cause, currency, amount in rows.values_list(*_FIELDS).iterator():
        if account == "revenue":
            causes[cause, currency] -= amount
        moved[account, contract, currency] += amount
    return Moved(names, _largest(causes), _largest(moved))


def _after(entity: str, book: str, first: str, last: str) -> list[Period]:
    ends = {}
    for name in (first, last):
        found = Period.objects.filter(entity=entity, book=book, name=name).first()
        if found is None:
            fix = "`duly periods` lists those that have entries"
            raise UnknownPeriod(f"nothing was posted to {name} of {entity} in {book}", fix=fix)
        ends[name] = found.until
    if ends[first] >= ends[last]:
        raise UnknownPeriod(f"{last} does not follow {first}", fix="name the earlier period first")
    rows = Period.objects.filter(entity=entity, book=book, until__gt=ends[first], until__lte=ends[last])
    return list(rows.order_by("start"))


def _largest(amounts: Counter) -> list[tuple[tuple[str, ...], int]]:  # type: ignore[type-arg]
    rows = [(key, amount) for key, amount in amounts.items() if amount]
    return sorted(rows, key=lambda row: (-abs(row[1]), row[0]))
