"""A ledger that begins in mid-life with the positions that another one has, and what is compared of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Sum

from duly.store.journal import Line

Rows = list[dict[str, str]]


def written(minor: int, digits: int = 2) -> str:
    """Minor units as a file writes them."""
    sign, text = "-" * (minor < 0), str(abs(minor)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def lines_until(entity: str, names: Iterable[str], book: str = "main"):
    """The lines of these periods that are about contracts."""
    lines = Line.objects.filter(entry__entity=entity, entry__book=book, entry__period__in=list(names))
    return lines.exclude(contract="").order_by()


def positions_of(entity: str, names: Sequence[str], digits: Mapping[str, int], books: str, book: str = "main") -> Rows:
    """The rows of a positions file: all balances that a ledger has at the end of its last of these periods."""
    of = ("contract", "obligation", "account", "currency")
    sums = lines_until(entity, names, book).values_list(*of).annotate(Sum("amount"), Sum("books_amount")).order_by(*of)
    return [
        dict(zip(of, row[:4], strict=True))
        | {"amount": written(row[4], digits[row[3]]), "functional": written(row[5], digits[books])}
        for row in sums
        if row[4] or row[5]
    ]


def trial_balance_of(
    entity: str, names: Sequence[str], digits: Mapping[str, int], books: str, book: str = "main"
) -> Rows:
    """The rows of a trial balance at the same time."""
    sums = lines_until(entity, names, book).values_list("account").annotate(Sum("books_amount")).order_by("account")
    return [{"account": account, "balance": written(minor, digits[books])} for account, minor in sums if minor]


def moved(entity: str, names: Sequence[str], book: str = "main") -> Counter[tuple[str, ...]]:
    """What periods moved: by period, contract, obligation and account, in both currencies."""
    of = ("entry__period", "contract", "obligation", "account", "currency")
    sums = lines_until(entity, names, book).values_list(*of).annotate(Sum("amount"), Sum("books_amount"))
    found: Counter[tuple[str, ...]] = Counter()
    for *key, amount, books_amount in sums:
        found[(*key, "own")] = int(amount)
        found[(*key, "books")] = int(books_amount)
    return Counter({key: amount for key, amount in found.items() if amount})
