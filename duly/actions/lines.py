"""A journal line before it has an entry: what makes it the line it is, and its amounts."""

from __future__ import annotations

from typing import NamedTuple


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
