"""A journal line without its entry: what makes it the line it is, its amounts, and those that were posted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum

from duly.store.journal import Line


class Key(NamedTuple):
    """What makes two journal lines the same line."""

    step: str
    contract: str
    obligation: str
    account: str
    number: str
    cause: str
    economic: str
    currency: str
    books_currency: str
    kind: str
    dimensions: str


class Amounts(NamedTuple):
    """Minor units of the contract's currency and of the books, debit positive."""

    amount: int
    books_amount: int


def posted_lines(entity: str, book: str, kinds: Sequence[str], seq: int) -> QuerySet[Line]:
    """The lines of entries of some kinds, up to a command."""
    return Line.objects.filter(
        entry__entity=entity, entry__book=book, entry__kind__in=kinds, entry__seq__lte=seq
    ).order_by()


def summed_by_key(rows: QuerySet[Line], *of_entry: str) -> Iterator[tuple[Any, ...]]:
    """The sums of lines that are the same: these columns of their entries, those of `Key`, and both amounts."""
    names = [f"entry__{name}" for name in of_entry]
    names += [f"entry__{name}" if name == "step" else name for name in Key._fields]
    return rows.values_list(*names).annotate(Sum("amount"), Sum("books_amount")).iterator()
