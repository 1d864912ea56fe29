"""What a formula of a workbook comes to: sums, additions and subtractions of cells, which is all that duly writes."""

from __future__ import annotations

import re
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string

_PART = re.compile(r"([+-]?)(SUM\()?'((?:[^']|'')*)'!([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+)\))?")


def recomputed(book: Workbook, sheet: str, row: int, column: int) -> Decimal:
    """The value of a cell; a formula is worked out from the cells it names."""
    cell = book[sheet].cell(row, column)
    if cell.data_type != "f":
        return Decimal(str(cell.value or 0))
    text = str(cell.value).removeprefix("=")
    assert "".join(match[0] for match in _PART.finditer(text)) == text, text
    total = Decimal(0)
    for sign, _, name, letter, first, _, last in _PART.findall(text):
        of = column_index_from_string(letter)
        for number in range(int(first), int(last or first) + 1):
            part = recomputed(book, name.replace("''", "'"), number, of)
            total += -part if sign == "-" else part
    return total
