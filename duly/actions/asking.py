"""What questions to the ledger share: which book is meant, until when, in which currency; balances and revenue as they
were posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, Sum

from duly.actions import drafts
from duly.actions.company import entity_named
from duly.store import lift
from duly.store.audit import head
from duly.store.journal import Line
from duly.store.periods import Period

_ALWAYS = 1 << 30


def book_named(book: str, seq: int | None = None) -> str:
    """The name of a book (empty: the first)."""
    return drafts.book_name(lift.company_at(head()[0] if seq is None else seq), book)


def end_of(entity: str, book: str, through: str, seq: int | None = None) -> int:
    """The end of the period that was named, or of all."""
    if not through:
        return _ALWAYS
    return drafts.period_named(lift.company_at(head()[0] if seq is None else seq), entity, book, through).until


def currency_of(entity: str) -> str:
    """The currency of the books of an entity."""
    return entity_named(lift.company_at(1 << 62), entity).currency


def together(balances: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """All balances by currency: nothing, where the books are whole."""
    sums: Counter[str] = Counter()
    for amounts in balances.values():
        for code, minor in amounts.items():
            sums[code] += int(minor)
    return dict(sums)


def revenue_posted(seq: int, entity: str, book: str) -> QuerySet[Line, dict[str, Any]]:
    """Revenue by contract, obligation, period it belongs to and currency, debit positive, as of a command."""
    keys = ("contract", "obligation", "economic", "currency", "books_currency")
    return (
        _lines(seq, entity, book).filter(account="revenue").values(*keys).annotate(Sum("amount"), Sum("books_amount"))
    )


def contract_balances(seq: int, entity: str, book: str, until: int) -> QuerySet[Line, dict[str, Any]]:
    """The balance of each account by contract with all periods that end by a day, debit positive, as of a command."""
    names = Period.objects.filter(entity=entity, book=book, until__lte=until).values("name")
    keys = ("contract", "account", "currency", "books_currency")
    rows = _lines(seq, entity, book).filter(entry__period__in=names)
    return rows.values(*keys).annotate(Sum("amount"), Sum("books_amount"))


def _lines(seq: int, entity: str, book: str) -> QuerySet[Line]:
    return Line.objects.filter(entry__entity=entity, entry__book=book, entry__seq__lte=seq).order_by()
