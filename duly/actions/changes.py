"""What moved between two periods: revenue by cause, then every account by contract, the largest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from duly.actions.errors import UnknownPeriod
from duly.actions.money import amount as written
from duly.actions.money import decimals
from duly.store.journal import Line
from duly.store.periods import Period

_FIELDS = ("account", "contract", "cause", "books_currency", "books_amount")


def changes_between(entity: str, book: str, first: str, last: str, *, as_reported: bool = False) -> Iterator[str]:
    """Lines for people: what the periods after `first` through `last` moved; as_reported: without what was restated."""
    names = [p.name for p in _after(entity, book, first, last)]
    rows = Line.objects.filter(entry__entity=entity, entry__book=book, entry__period__in=names)
    rows = rows.filter(entry__taken_from="") if as_reported else rows
    causes: Counter[tuple[str, str]] = Counter()
    moved: Counter[tuple[str, str, str]] = Counter()
    for account, contract, cause, currency, amount in rows.values_list(*_FIELDS).iterator():
        if account == "revenue":
            causes[cause, currency] -= amount
        moved[account, contract, currency] += amount
    digits = decimals()
    yield f"{entity}/{book}: {', '.join(names) or 'no period'}"
    yield "revenue by cause"
    for (cause, currency), amount in _largest(causes):
        yield f"  {cause:<28}{written(amount, currency, digits):>24}"
    yield "balances by contract, debit positive"
    for (account, contract, currency), amount in _largest(moved):
        yield f"  {account:<28}{contract or '(none)':<20}{written(amount, currency, digits):>24}"


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
