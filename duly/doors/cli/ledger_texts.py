"""What the words of the ledger share: which entity is meant, amounts as people write them, effects as people read
them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from duly.actions.effects import AMOUNTS, MONEY
from duly.ground.errors import DulyError
from duly.ground.money import minor_units, plain

Digits: TypeAlias = Mapping[str, int]

_LONG = 20
# A row that has one of these is a line of a table of the ledger, and no row of the contract language.
_TABLES = frozenset({"account", "error", "debit"})


class NotReadable(DulyError):
    """A word of the command that cannot be made out."""


def entity_of(given: argparse.Namespace) -> str:
    """The entity that was named, or the only one there is."""
    from duly.store import lift

    if given.entity:
        return str(given.entity)
    names = [one.ref for one in lift.company_at(1 << 62).entities]
    if len(names) != 1:
        raise NotReadable("which entity?", fix=f"--entity with one of: {', '.join(names) or 'none is set up yet'}")
    return names[0]


def minor_of(text: str, digits: int) -> int:
    """An amount as people write it, with separators or without, in minor units."""
    return minor_units(text.replace(",", ""), digits)


def told(effect: dict[str, object], digits: Digits, indent: str = "", *, money: bool = False) -> Iterator[str]:
    """What came of a command, as people read it: a line each. money: the values are amounts by currency."""
    for key, value in effect.items():
        if value in ({}, [], ""):
            continue
        if isinstance(value, dict):
            yield f"{indent}{key}"
            yield from told(value, digits, indent + "  ", money=money or key in MONEY)
        elif isinstance(value, list):
            yield from _listed(key, value, digits, indent)
        else:
            code = key.rpartition(" ")[2]
            yield f"{indent}{key}  {plain(int(str(value)), digits[code]) if money else value}"


def _listed(key: str, rows: list[object], digits: Digits, indent: str) -> Iterator[str]:
    """A list, a row a line; of many names the first and the last."""
    names = len(rows) > _LONG and (key == "rates" or not isinstance(rows[0], dict))
    yield f"{indent}{key}  {len(rows):,}, from the first to the last" if names else f"{indent}{key}"
    yield from (f"{indent}  {_row(one, digits)}" for one in ((rows[0], rows[-1]) if names else rows))


def _row(one: object, digits: Digits) -> str:
    """A row on one line. Rows of the contract language keep their keys: what is held back is not what is included."""
    if not isinstance(one, dict):
        return str(one)
    cells = {str(key): _cell(str(key), value, one, digits) for key, value in one.items() if value != ""}
    if _TABLES.isdisjoint(one):
        return ", ".join(f"{key}: {value}" for key, value in cells.items())
    return " · ".join(cells.values())


def _cell(key: str, value: object, row: dict[str, object], digits: Digits) -> str:
    """A value of a row; an amount in minor units stands beside its currency."""
    code = str(row.get("books currency" if key.startswith("books ") else "currency", ""))
    return plain(int(str(value)), digits[code]) if key in AMOUNTS and code in digits else _flow(value)


def _flow(value: object) -> str:
    """A value as it is written inside a row of a contract file."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)
