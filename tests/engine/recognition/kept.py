"""Books of a contract written as text, and what they show in a window: for tests of the rules."""

from __future__ import annotations

import textwrap
from decimal import Decimal

from duly.engine.contracts.terms import Company
from duly.engine.explain.quantities import quantity
from duly.engine.journal.books import Books, keep_books
from duly.ground.dates import day
from duly.ground.errors import DulyError, each_error
from tests.engine.contracts.texts import contracts_of

HEAD = "contract: C-1\ncurrency: USD\nsigned: 2024-01-01\n"


def books_of(text: str, head: str = HEAD, **policies: str) -> Books:
    """The books of the contracts of a text; policies with `_` for the space in their names."""
    read = contracts_of(head + textwrap.dedent(text).lstrip("\n"))
    assert not read.errors, [str(error) for error in read.errors]
    chosen = tuple((name.replace("_", " "), value) for name, value in policies.items())
    return keep_books(read.terms, Company(), policies=chosen)


class Kept:
    """What the books of a contract show. Windows are `(since, through)` as dates; None is inception or the end."""

    def __init__(self, text: str, head: str = HEAD, **policies: str) -> None:
        self.books = books_of(text, head, **policies)
        assert not self.books.errors, [str(error) for error in self.books.errors]

    def __call__(self, name: str, *args: str, since: str | None = None, through: str | None = None):
        found = quantity(
            self.books, name, args, since=day(since) if since else None, through=day(through) if through else None
        )
        return found if isinstance(found, str) else Decimal(found.numerator) / Decimal(found.denominator)

    def revenue(self, since: str, through: str, *args: str) -> Decimal:
        """Revenue of a window."""
        return self("revenue", *args, since=since, through=through)

    def balance(self, account: str, through: str) -> Decimal:
        """A balance on its normal side at the end of a day."""
        return self("balances", account, through=through)

    def moved(self, account: str, since: str, through: str) -> Decimal:
        """Net movement of an account in a window, debit positive."""
        return self("movement", account, since=since, through=through)

    @property
    def notes(self) -> list[str]:
        """What a person should know."""
        return self.books.notes


def refusal(text: str, head: str = HEAD, **policies: str) -> DulyError:
    """The one error for which a contract is set aside."""
    books = books_of(text, head, **policies)
    found = [one for error in books.errors for one in each_error(error)]
    assert len(found) == 1, [str(error) for error in found]
    return found[0]
