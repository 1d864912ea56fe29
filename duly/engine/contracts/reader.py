"""What a contract or file is read with: the errors, places and sources found on the way; and what every form needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from duly.engine.contracts import errors as e
from duly.ground.errors import NOWHERE, DulyError, Place
from duly.ground.money import currency
from duly.ground.tree import Block, Node, Rows, Text

BROKEN: Any = type("Broken", (), {"__repr__": lambda self: "BROKEN"})()
WRAPPER = frozenset(("value", "source", "note"))
REMARKS = ("source", "note")


class Mention(NamedTuple):
    """A name that must exist elsewhere in the contract: kind is obligation, element, invoice or amendment."""

    kind: str
    name: str
    path: str
    place: Place


@dataclass(slots=True)
class Reader:
    """What one contract or file is read with, and everything found on the way.

    digits: decimals of the currency in force, None while it is not known (then decimals are not checked) ·
    own: currency and decimals of the obligations that have their own.
    """

    contract: str = ""
    currency: str = ""
    digits: int | None = None
    currencies: Mapping[str, int] = field(default_factory=dict)
    own: dict[str, tuple[str, int]] = field(default_factory=dict)
    errors: list[DulyError] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    def use_currency(self, code: str, path: str, place: Place) -> None:
        """Read amounts in a currency from here on; report one that is not known."""
        self.currency, self.digits = code, None
        try:
            self.digits = currency(code, self.currencies).digits
        except DulyError as error:
            self.report(error, path, place)

    def report(self, error: DulyError, path: str = "", place: Place = NOWHERE) -> None:
        """Keep an error, with the key it belongs to and its place."""
        what = f"`{path}`: {error.what}" if path else error.what
        at = error.place if error.place is not NOWHERE else place
        kept = type(error)(
            what, place=at, why=error.why, fix=error.fix, cite=error.cite, contract=error.contract or self.contract
        )
        self.errors.append(kept)


class At(NamedTuple):
    """Where a section is being read: its path, its name in a map, its number in a list or map, its place."""

    path: str
    name: str
    number: int
    place: Place
    places: dict[str, Place]
    reader: Reader


def unwrapped(node: Node, path: str, reader: Reader) -> Node:
    """The value inside `{value: …, source: …}`, whose source is kept; any other node as it is."""
    if type(node) is Block and "value" in node and node.keys() <= WRAPPER:
        source = node.get("source")
        if type(source) is Text:
            reader.sources[path] = str(source)
        return node["value"]
    return node


def bare(node: Node | None) -> Node | None:
    """The value of a node before anything is typed, out of `{value: …, source: …}`."""
    return node["value"] if type(node) is Block and "value" in node and node.keys() <= WRAPPER else node


def word(block: Block, key: str) -> str:
    """The text of a key before anything is typed; empty where there is none."""
    node = bare(block.get(key))
    return str(node) if type(node) is Text else ""


def blocks_in(node: Node | None) -> Iterator[Block]:
    """The blocks of a list, before anything is typed."""
    rows = bare(node)
    if type(rows) is Rows:
        yield from (row for item in rows if type(row := bare(item)) is Block)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known word most like `name`, capitals apart; empty where none is like it."""
    words = {word.lower(): word for word in known}
    found = get_close_matches(name.lower(), list(words), 1)
    return words[found[0]] if found else ""


def wrong_shape(node: Node, expects: str) -> DulyError:
    """The error of a node of another shape than expected."""
    found = "a list" if type(node) is Rows else "keys and values" if type(node) is Block else f"{str(node)[:60]!r}"
    return e.WrongShape(
        f"found {found}", why=f"expected {expects}", fix="write it in the expected form", place=node.place
    )


def empty(expects: str) -> DulyError:
    """The error of a key with nothing behind it."""
    return e.EmptyValue("has no value", why=f"expected {expects}", fix="write a value, or leave the key out")
