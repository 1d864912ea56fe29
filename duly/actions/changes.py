"""What moved between two periods, or between two closes: revenue by cause, then every account by contract, the largest
first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from duly.actions.errors import UnknownPeriod
from duly.store.journal import Line
from duly.store.periods import Certificate, Period

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
    return _moved(names, rows.values_list(*_FIELDS).iterator())


def _moved(names: Sequence[str], rows: Iterable[tuple[str, str, str, str, int]]) -> Moved:
    """What rows of account, contract, cause, currency and amount come to."""
    causes: Counter[tuple[str, ...]] = Counter()
    moved: Counter[tuple[str, ...]] = Counter()
    for account, contract, cause, currency, amount in rows:
        if account == "revenue":
            causes[cause, currency] -= amount
        moved[account, contract, currency] += amount
    return Moved(names, _largest(causes), _largest(moved))


def named_close(entity: str, book: str, name: str) -> Certificate | None:
    """A close by its name: 2026-06#2 is the second close of a period, a version the last close that it made; None
    where the name is of neither."""
    rows = Certificate.objects.filter(period__entity=entity, period__book=book).select_related("period").order_by("id")
    period, mark, number = name.partition("#")
    if mark:
        mine = list(rows.filter(period__name=period))
        if not number.isdigit() or not 1 <= int(number) <= len(mine):
            fix = f"{period} of {entity} was closed {len(mine)} times"
            raise UnknownPeriod(f"there is no close {name}", fix=fix)
        return mine[int(number) - 1]
    made = [one for one in rows if json.loads(one.body)["engine"] == name]
    return made[-1] if made else None


class Closes(NamedTuple):
    """What one close shows beyond another. accounts: by (account, currency) what the first and the second show, and
    what of the difference is not explained, which is nothing; debit positive."""

    bodies: tuple[dict[str, Any], dict[str, Any]]
    accounts: Sequence[tuple[tuple[str, str], tuple[int, int, int]]]
    moved: Moved


def between_closes(first: Certificate, second: Certificate) -> Closes:
    """What moved from what one close certified to what another did, by cause and contract."""
    was, now = ({**json.loads(one.body), "command": one.seq} for one in (first, second))
    found = _by(second)
    found.subtract(_by(first))
    sums: Counter[tuple[str, str]] = Counter()
    for (account, _, _, currency), amount in found.items():
        sums[account, currency] += amount
    rows = []
    for key in sorted(
        {(account, code) for body in (was, now) for account, of in body["totals"].items() for code in of}
    ):
        before, after = (int(body["totals"].get(key[0], {}).get(key[1], 0)) for body in (was, now))
        rows.append((key, (before, after, after - before - sums[key])))
    return Closes((was, now), rows, _moved((), ((*key, amount) for key, amount in found.items())))


def _by(one: Certificate) -> Counter[tuple[str, str, str, str]]:
    """What was posted to a period and those before it, by the close of the period."""
    period = one.period
    names = Period.objects.filter(entity=period.entity, book=period.book, until__lte=period.until).values("name")
    rows = Line.objects.filter(entry__entity=period.entity, entry__book=period.book, entry__period__in=names)
    found: Counter[tuple[str, str, str, str]] = Counter()
    for account, contract, cause, currency, amount in rows.filter(entry__seq__lte=one.seq).values_list(*_FIELDS):
        found[account, contract, cause, currency] += amount
    return found


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
