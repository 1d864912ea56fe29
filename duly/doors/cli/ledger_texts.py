"""What the words of the ledger share: which entity is meant, amounts as people write them, effects as people read
them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from duly.ground.errors import DulyError
from duly.ground.money import ISO_4217, minor_units, plain


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


def currency_of(entity: str) -> str:
    """The currency of the books of an entity."""
    from duly.store import lift

    codes = [one.currency for one in lift.company_at(1 << 62).entities if one.ref == entity]
    if not codes:
        raise NotReadable(f"there is no entity {entity!r}")
    return codes[0]


def minor_of(text: str, digits: int) -> int:
    """An amount as people write it, with separators or without, in minor units."""
    return minor_units(text.replace(",", ""), digits)


def told(effect: dict[str, object], indent: str = "") -> Iterator[str]:
    """What came of a command, as people read it: a line each, amounts as such."""
    for key, value in effect.items():
        if value in ({}, [], ""):
            continue
        if isinstance(value, dict):
            yield f"{indent}{key}"
            yield from told(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{key}"
            yield from (f"{indent}  {_row(one)}" for one in value)
        else:
            yield f"{indent}{key}  {_amount(key, value)}"


def _row(one: object) -> str:
    return " · ".join(_amount(key, value) for key, value in one.items()) if isinstance(one, dict) else str(one)


def _amount(key: str, value: object) -> str:
    code = key.rpartition(" ")[2]
    return plain(int(str(value)), ISO_4217[code]) if code in ISO_4217 else str(value)
