"""A file that is one plain list: rows of a CSV file, of the first sheet of a workbook, or of a list in JSON, each cell
by the name of its column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duly.ground.errors import Place
from duly.ground.tree import Block, Rows, Text
from duly.readers.csv_rows import csv_rows
from duly.readers.errors import (
    CellWithoutColumn,
    ColumnMissing,
    ColumnNameUnreadable,
    DocumentIsNotABlock,
    DuplicateColumn,
    FileIsEmpty,
    FileKindUnknown,
)
from duly.readers.grid import Row, cell_name
from duly.readers.limits import WORKBOOK_BYTES
from duly.readers.raw import file_bytes
from duly.readers.tree import read_tree
from duly.readers.workbook import workbook_sheets

Found = tuple[Place, dict[str, str]]


def list_rows(path: str, needed: Sequence[str], more: Sequence[str] = ()) -> list[Found]:
    """The rows of a file with their places. needed: columns it must have · more: columns it may have."""
    name = path.lower()
    if name.endswith(".csv"):
        found = _by_column(csv_rows(file_bytes(path), path, ""), needed, more)
    elif name.endswith(".xlsx"):
        found = _by_column(next(workbook_sheets(file_bytes(path, WORKBOOK_BYTES), path)).rows, needed, more)
    elif name.endswith(".json"):
        found = _of_json(path, needed, more)
    else:
        raise FileKindUnknown(f"{path} is no list", place=Place(path), fix="give it as .csv, .xlsx or .json")
    return list(found)


def _by_column(rows: Iterable[Row], needed: Sequence[str], more: Sequence[str]) -> Iterator[Found]:
    names: dict[int, str] = {}
    for row in rows:
        if row.errors:
            raise row.errors[0]
        if not names:
            names = _names(row, needed, more)
            continue
        for cell in row.cells:
            if cell.place.column not in names:
                raise CellWithoutColumn(f"the cell {cell_name(cell.place)} has no column name", place=cell.place)
        yield row.place, {names[cell.place.column]: str(cell) for cell in row.cells}


def _names(header: Row, needed: Sequence[str], more: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for cell in header.cells:
        name = " ".join(cell.lower().split())
        _require_known(name, cell.place, needed, more)
        if name in found.values():
            raise DuplicateColumn(f"two columns are called {name!r}", place=cell.place)
        found[cell.place.column] = name
    _require_all(set(found.values()), header.place, needed)
    return found


def _require_known(name: str, place: Place, needed: Sequence[str], more: Sequence[str]) -> None:
    if name not in (*needed, *more):
        known = f"the columns are {', '.join((*needed, *more))}"
        raise ColumnNameUnreadable(f"there is no column {name!r}", place=place, why=known, fix="rename or remove it")


def _require_all(names: set[str], place: Place, needed: Sequence[str]) -> None:
    for name in needed:
        if name not in names:
            raise ColumnMissing(f"there is no column {name!r}", place=place, why=f"it has {', '.join(needed)}")


def _of_json(path: str, needed: Sequence[str], more: Sequence[str]) -> Iterator[Found]:
    read = read_tree(path)
    if read.errors:
        raise read.errors[0]
    (block,) = read.documents or read.companies or (None,)
    rows = next((value for value in block.values() if isinstance(value, Rows)), None) if block else None
    if rows is None:
        fix = 'write {"rows": [{…}, …]}'
        raise DocumentIsNotABlock(f"{path} holds no list", place=Place(path), fix=fix)
    if not rows:
        raise FileIsEmpty("the list is empty", place=rows.place)
    for row in rows:
        if not isinstance(row, Block):
            raise DocumentIsNotABlock("a row is no block", place=row.place, fix='write {"column": "value", …}')
        for key, value in row.items():
            _require_known(key, row.places[key], needed, more)
            if not isinstance(value, Text):
                raise DocumentIsNotABlock(f"{key} is no single value", place=value.place, fix="write one value")
        _require_all(set(row), row.place, needed)
        yield row.place, {key: str(value) for key, value in row.items()}
