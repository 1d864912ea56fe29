"""The decided rows of one contract as numbers in one run, to be kept, and put together again for many contracts.

Deciding takes a contract from its language to regular rows; a close needs the rows alone. Where a row was written is
not kept: who wants to know why reads the contract.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.drafts import KINDS, POINTS, Drafts, Stacked, in_order, tranches_in_order
from duly.ground.columns import Ints, Table, columns_of, ints

# The tables of a contract in the order they are packed, each with its columns. What is the same for all rows of a
# contract, or names a place, is left out.
_KINDS: dict[str, type[Table]] = {"meters": t.Meters, **KINDS}
_LEFT_OUT = ("ref", "origin", "contract", "place")
_COLUMNS = {name: [c.name for c in columns_of(kind) if c.name not in _LEFT_OUT] for name, kind in _KINDS.items()}
# How rows are packed: what was packed otherwise cannot be read.
LAYOUT = [[name, *columns] for name, columns in _COLUMNS.items()]
# What stands before the tables: kind, refundable and exists_on of the contract, then how many rows each table has.
_OWN = 3
_HEAD = _OWN + len(_KINDS)
_WIDTHS = [len(columns) for columns in _COLUMNS.values()]
# The last tables, whose rows have a day of their own and move nothing before it.
_DATED = ("readings", "postings")


class Labels(NamedTuple):
    """The words of a contract: its reference, currency and decimals, and its obligations by row."""

    ref: str
    entity: str
    currency: str
    digits: int
    obligations: tuple[str, ...]
    origins: tuple[str, ...]


class Packed(NamedTuple):
    """A contract as numbers: `words` are int64, little-endian."""

    labels: Labels
    words: bytes


def packed(drafts: Drafts) -> Packed:
    """The rows of a contract in one run of numbers."""
    tranches_in_order(drafts)
    head = [drafts.kind, drafts.refundable, drafts.exists_on]
    rows: list[int] = []
    for name, columns in _COLUMNS.items():
        table = in_order(name, getattr(drafts, name))
        head.append(len(table))
        if name == "meters":
            rows.extend(table)
        else:
            rows.extend(getattr(row, column) for row in table for column in columns)
    refs = tuple(o.ref for o in drafts.obligations)
    origins = tuple(o.origin for o in drafts.obligations)
    labels = Labels(drafts.ref, drafts.entity, drafts.currency, drafts.digits, refs, origins)
    return Packed(labels, ints([*head, *rows]).astype("<i8").tobytes())


def unpacked(many: Sequence[Packed]) -> Stacked:
    """The tables of many contracts, in their order."""
    entities = tuple(dict.fromkeys(one.labels.entity for one in many))
    currencies = tuple(dict.fromkeys((one.labels.currency, one.labels.digits) for one in many))
    words = _Words(many)
    contracts = t.Contracts.of(
        ref=[one.labels.ref for one in many],
        entity=[entities.index(one.labels.entity) for one in many],
        currency=[currencies.index((one.labels.currency, one.labels.digits)) for one in many],
        kind=words.own[:, 0],
        refundable=words.own[:, 1],
        exists_on=words.own[:, 2],
    )
    made: dict[str, Any] = {name: words.table(name) for name in _KINDS}
    refs = tuple(ref for one in many for ref in one.labels.obligations)
    origins = tuple(ref for one in many for ref in one.labels.origins)
    made["obligations"] = {"ref": refs, "origin": origins, **made["obligations"]}
    tables = {name: kind.of(**made[name]) for name, kind in _KINDS.items()}
    return Stacked(t.Tables(contracts=contracts, **tables), entities, currencies, ())  # type: ignore[arg-type]


class _Words:
    """The numbers of many contracts end to end, with where those of each begin."""

    def __init__(self, many: Sequence[Packed]) -> None:
        self.all = np.frombuffer(b"".join(one.words for one in many), dtype="<i8").astype(np.int64, copy=False)
        sizes = ints([len(one.words) // 8 for one in many])
        begin = np.cumsum(sizes) - sizes
        head = self.all[begin[:, None] + np.arange(_HEAD)] if len(many) else np.zeros((0, _HEAD), np.int64)
        self.own = head[:, :_OWN]
        self.counts = {name: head[:, _OWN + number] for number, name in enumerate(_KINDS)}
        self.first = {name: np.cumsum(count) - count for name, count in self.counts.items()}
        self.first["contracts"] = np.arange(len(many))
        self.begin: dict[str, Ints] = {}
        begin = begin + _HEAD
        for name, columns in _COLUMNS.items():
            self.begin[name] = begin
            begin = begin + self.counts[name] * len(columns)

    def table(self, name: str) -> dict[str, Ints]:
        """The columns of a table of all contracts; what points into another table points there as it stands now."""
        counts, width = self.counts[name], len(_COLUMNS[name])
        owner = np.repeat(np.arange(len(counts)), counts)
        inside = np.arange(len(owner)) - self.first[name][owner]
        at = self.begin[name][owner] + inside * width
        columns = {column: self.all[at + number] for number, column in enumerate(_COLUMNS[name])}
        for column in [c for c in columns if c in POINTS]:
            local = columns[column]
            columns[column] = np.where(local < 0, local, local + self.first[POINTS[column]][owner])
        whole = {c.name for c in columns_of(_KINDS[name])}
        return (
            columns
            | ({"contract": owner} if "contract" in whole else {})
            | ({"place": np.full(len(owner), t.NO_ROW)} if "place" in whole else {})
        )


def same_before(one: Packed, other: Packed, on: int) -> bool:
    """Whether two versions of a contract are the same but for readings and postings of a day or later: then they say
    the same of every day before it."""
    return one.labels == other.labels and _before(one, on) == _before(other, on)


def _before(version: Packed, on: int) -> tuple[object, ...]:
    """What a version says but for readings and postings of a day or later."""
    head = struct.unpack_from(f"<{_HEAD}q", version.words)
    steady = head[: -len(_DATED)]
    end = 8 * (_HEAD + sum(count * width for count, width in zip(steady[_OWN:], _WIDTHS, strict=False)))
    found: list[object] = [steady, version.words[8 * _HEAD : end]]
    for name, count in zip(_DATED, head[-len(_DATED) :], strict=True):
        width = len(_COLUMNS[name])
        rows = np.frombuffer(version.words, "<i8", count * width, end).reshape(count, width)
        found.append(rows[rows[:, _COLUMNS[name].index("on")] < on].tobytes())
        end += 8 * count * width
    return tuple(found)
