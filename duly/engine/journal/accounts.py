"""Chart of accounts: the role of a line becomes an account number by the mapping rules of the company file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duly.engine.journal.books import Books, Row


def account_number(books: Books, row: Row) -> str:
    """Number of the account of a line: the rule with the most conditions that all hold, else the number of the role.

    Conditions are entity, product, contract, obligation, currency and any tag; empty where nothing maps the role.
    """
    facts = {
        "role": row.account,
        "entity": row.entity,
        "contract": row.contract,
        "obligation": row.obligation,
        "currency": row.currency,
        **books.dimensions(row.contract, row.obligation),
    }
    best, number = -1, ""
    for rule in books.company.mapping:
        conditions = [(key, value) for key, value in rule if key != "number"]
        if len(conditions) > best and all(facts.get(key) == value for key, value in conditions):
            best, number = len(conditions), dict(rule).get("number", "")
    if number:
        return number
    return next((of for role, of, _ in books.company.accounts if role == row.account), "")
