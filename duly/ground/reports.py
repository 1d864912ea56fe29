"""Reports: the shape in which numbers leave the engine. The engine fills it, the writers turn it into bytes.

It lies on the ground because engine and writers stand side by side and may not see each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Money(NamedTuple):
    """An amount as people see it: minor units with the currency and its decimals."""

    minor: int
    currency: str
    digits: int


class Column(NamedTuple):
    """A column of a report. kind: text, day, money, ratio, count."""

    name: str
    kind: str
    meaning: str


class Report(NamedTuple):
    """A table for people: writers turn it into text, JSON, CSV. A money cell is `Money` or None, a day an ISO text."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


class Step(NamedTuple):
    """One number of a derivation and what it was made of. `value` and `how` (the formula with its numbers) are text;
    `source` is the file and line, policy or opening it rests on; `cite` the paragraph. A leaf is a fact, a policy or an
    opening, so every leaf has a source."""

    label: str
    value: str
    how: str = ""
    source: str = ""
    cite: str = ""
    children: tuple[Step, ...] = ()


class Part(NamedTuple):
    """Cells of a column of a report, added or (sign -1) taken off: rows `first` through `last`, counted from 0."""

    sign: int
    report: str
    column: int
    first: int
    last: int


# How cells are computed from other cells, by report, row and column: a workbook shows them as formulas.
Formulas = Mapping[tuple[str, int, int], Sequence[Part]]


class Section(NamedTuple):
    """A part of a document for people: a heading, and under it sentences and tables in the order they are read."""

    heading: str
    parts: tuple[str | Report, ...]


class Document(NamedTuple):
    """A document for people: writers turn it into Markdown or pages."""

    title: str
    sections: tuple[Section, ...]
