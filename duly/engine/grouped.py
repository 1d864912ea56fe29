"""Rows in the order in which they were written, with those of one owner at hand.

A contract of some hundred lines asks for the rows of each line again and again; looking through all of them each time
would take the square of its length.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsIndex, TypeVar, overload

Row = TypeVar("Row")


class Grouped(list[Row]):
    """A list of rows that finds the places of the rows of an owner, the first value of each row.

    Rows are appended, set and inserted one by one, and never taken out but by a new list."""

    __slots__ = ("_found", "_seen")

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        super().__init__(rows)
        self._found: dict[int, list[int]] = {}
        self._seen = 0

    def places(self, owner: int) -> list[int]:
        """Where the rows of an owner stand, in their order."""
        found: dict[int, list[int]] = self._found
        for place in range(self._seen, len(self)):
            row: Any = self[place]
            found.setdefault(row[0], []).append(place)
        self._seen = len(self)
        return found.get(owner, [])

    def of(self, owner: int) -> list[Row]:
        """The rows of an owner, in their order."""
        return [self[place] for place in self.places(owner)]

    def insert(self, place: SupportsIndex, row: Row) -> None:
        """A row before others."""
        super().insert(place, row)
        self._forget()

    def pop(self, place: SupportsIndex = -1) -> Row:
        """Take a row out."""
        self._forget()
        return super().pop(place)

    @overload
    def __setitem__(self, place: SupportsIndex, row: Row) -> None: ...
    @overload
    def __setitem__(self, place: slice, row: Iterable[Row]) -> None: ...
    def __setitem__(self, place: Any, row: Any) -> None:
        if isinstance(place, slice) or self[place][0] != row[0]:
            self._forget()
        super().__setitem__(place, row)

    def _forget(self) -> None:
        self._found, self._seen = {}, 0
