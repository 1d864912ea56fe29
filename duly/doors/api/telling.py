"""Between JSON of requests and answers and what verbs take and give: trees of the contract language, effects with their
amounts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from duly.actions.effects import AMOUNTS, MONEY
from duly.actions.money import decimals
from duly.doors.api.problems import Malformed
from duly.ground.errors import SeveralErrors
from duly.ground.money import plain
from duly.ground.tree import Block, Rows
from duly.readers.tree import read_tree
from duly.store.trees import stored

_BODY = "body.json"
Digits = Mapping[str, int]
# What of an effect are words of the contract language, which stay as they are.
_AS_WRITTEN = ("row", "changed")
# A row that has one of these is a line of a table of the ledger, and none of the contract language.
_OF_TABLES = frozenset({"account", "balance of", "error", "debit"})
# Amounts that stand under a name each.
_BY_NAME = ("totals", "amounts")


def effect_told(effect: Any) -> Any:
    """An effect as JSON: words of keys with underscores, amounts as {amount, currency}. Keys are in order, so that a
    command that is sent again gives the same bytes."""
    return json.loads(json.dumps(_told(effect, decimals(), False), sort_keys=True, default=str))


def _told(value: Any, digits: Digits, is_money: bool) -> Any:
    if isinstance(value, dict):
        if is_money and not any(isinstance(inner, dict) for inner in value.values()):
            return _amounts(value, digits)
        return {_key(key): _member(key, inner, value, digits, is_money) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_row(inner, digits) for inner in value]
    return value


def _row(value: Any, digits: Digits) -> Any:
    """A row of a table of the ledger; one of the contract language stays as it is."""
    return value if isinstance(value, dict) and _OF_TABLES.isdisjoint(value) else _told(value, digits, False)


def _member(key: str, value: Any, row: Mapping[str, Any], digits: Digits, is_money: bool) -> Any:
    if key in _AS_WRITTEN:
        return value
    code = str(row.get("books currency" if key.startswith("books ") else "currency", ""))
    if key in AMOUNTS and code in digits and not _OF_TABLES.isdisjoint(row):
        return {"amount": plain(int(value), digits[code]), "currency": code}
    inside = value == {} and key in _BY_NAME
    return _told(value, digits, not inside and (is_money or key in MONEY))


def _amounts(value: Mapping[str, Any], digits: Digits) -> Any:
    """{USD: 100} as a list of money, {progress USD: 100} as a list of money by what it is of."""
    found = []
    for key, minor in value.items():
        of, _, code = key.rpartition(" ")
        one = {"amount": plain(int(minor), digits.get(code, 2)), "currency": code}
        found.append({"of": of, **one} if of else one)
    return found


def _key(key: str) -> str:
    return str(key).replace(" ", "_") if str(key).islower() else str(key)


def language(body: bytes, key: str) -> Block | Rows:
    """What stands under a key of a body, as a tree of the contract language: texts as they were written, each with its
    line."""
    read = read_tree(body, _BODY)
    if read.errors:
        raise SeveralErrors(read.errors) if len(read.errors) > 1 else read.errors[0]
    found = read.documents[0].get(key)
    if not isinstance(found, Block | Rows):
        raise Malformed(f"body.{key}: words of the contract language, as an object or a list of them")
    return found


def rows_of(body: bytes, key: str) -> list[object]:
    """The rows under a key of a body, as they are stored."""
    return [stored(row) for row in blocks_of(body, key)]


def blocks_of(body: bytes, key: str) -> list[Block]:
    """The rows under a key of a body."""
    found = language(body, key)
    rows = []
    for row in found if isinstance(found, Rows) else [found]:
        if not isinstance(row, Block):
            raise Malformed(f"body.{key}: each row is an object")
        rows.append(row)
    return rows


def files_of(body: bytes, key: str) -> list[dict[str, object]]:
    """The contracts under a key of a body, as an import takes them."""
    return [{"file": _BODY, "tree": tree} for tree in rows_of(body, key)]


def documents_of(body: bytes, name: str) -> list[Block]:
    """The documents of a file that came in whole; all of them must be readable."""
    read = read_tree(body, name)
    if read.errors:
        raise SeveralErrors(read.errors) if len(read.errors) > 1 else read.errors[0]
    return list(read.documents)
