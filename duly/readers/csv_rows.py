"""CSV to rows: commas between cells, double quotes around text, no formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from duly.ground.errors import Place
from duly.ground.tree import Text
from duly.readers.errors import CellHasFormula, CsvIsNotComma, CsvSyntax, TooManyValues
from duly.readers.grid import Row, cell_name
from duly.readers.limits import SHEET_COLUMNS, SHEET_ROWS
from duly.readers.raw import clean_text, shown

# A minus may start an amount, a percentage or a price with its unit, and nothing that a spreadsheet would run.
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?(?:%|(?: [A-Za-z]+)+)?(?: [A-Za-z ]+)?")
_OTHER_MARKS = ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"))


def csv_rows(data: bytes, file: str, sheet: str) -> Iterator[Row]:
    """The rows of a CSV text, numbered as a spreadsheet shows them. Blank rows are left out."""
    text = io.TextIOWrapper(io.BytesIO(clean_text(data, file)), encoding="utf-8", newline="")
    reader = csv.reader(text, strict=True)
    number = 0
    while True:
        number += 1
        place = Place(file, number, 0, sheet)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise CsvSyntax(f"the text cannot be read as CSV from here on: {_meant(error)}", place=place) from None
        if cells is None:
            return
        if number > SHEET_ROWS or len(cells) > SHEET_COLUMNS:
            raise TooManyValues(
                f"a sheet has at most {SHEET_ROWS:,} rows and {SHEET_COLUMNS:,} columns",
                place=place,
                why="as in a spreadsheet",
            )
        if number == 1:
            _require_commas(cells, place)
        row = _row(cells, place)
        if row.cells or row.errors:
            yield row


def _row(cells: list[str], place: Place) -> Row:
    row = Row(place)
    for column, cell in enumerate(cells, 1):
        content = cell.strip()
        if not content:
            continue
        text = Text(content, Place(place.file, place.line, column, place.sheet))
        row.cells.append(text)
        if content[0] in "=+-@" and not _NEGATIVE.fullmatch(content):
            what = f"the cell {cell_name(text.place)} holds {shown(content)}"
            row.errors.append(CellHasFormula(what, place=text.place))
    return row


def _require_commas(header: list[str], place: Place) -> None:
    if len(header) == 1:
        for mark, name in _OTHER_MARKS:
            if mark in header[0]:
                raise CsvIsNotComma(f"the cells are parted by {name}, not by commas", place=place)


def _meant(error: csv.Error) -> str:
    words = str(error)
    if "field larger" in words:
        return "a cell is longer than 131,072 characters, so a double quote may not be closed"
    if "unexpected end" in words:
        return "a double quote is not closed"
    return words
