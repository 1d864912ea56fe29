"""Rows of cells: the form in which CSV and workbook readers hand over a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Text


@dataclass(slots=True)
class Row:
    """One row that is not blank: its cells with content (each knows its column), and the cells that are wrong."""

    place: Place
    cells: list[Text] = field(default_factory=list)
    errors: list[DulyError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet under its name, with rows that are read as they are asked for."""

    name: str
    place: Place
    rows: Iterator[Row]


def cell_name(place: Place) -> str:
    """A cell as spreadsheets call it.

    >>> cell_name(Place(line=7, column=28))
    'AB7'
    """
    letters, number = "", place.column
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{place.line}"
