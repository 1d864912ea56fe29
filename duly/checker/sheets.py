"""Rows of CSV files and of workbooks as rows of a contract file, opened with the standard library alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What stands first in a row: its day, and then what it says.
_FIRST = ("date", "known", "paid", "write off", "recovered", "credit note", "refund", "customer credit", "invoice")


def rows(file: str, sheet: str, data: bytes) -> list[str]:
    """The rows of a sheet by their numbers; the first that is not blank names the columns. None of what is no sheet.

    >>> rows("a.csv", "happened", b"contract,date,lines.A,paid\\nC-1,2026-01-30,,100.00\\nC-1,2026-02-01,7,\\n")[1:]
    ['- {date: 2026-01-30, paid: 100.00, contract: C-1}', '- {date: 2026-02-01, contract: C-1, lines: {A: 7}}']
    """
    try:
        cells = (
            _cells(data, sheet) if file.endswith(".xlsx") else list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        )
    except (ValueError, KeyError, zipfile.BadZipFile, ElementTree.ParseError, csv.Error):
        return []
    head = next((row for row in cells if any(row)), [])
    return [_row(head, row) for row in cells]


def _row(head: list[str], row: list[str]) -> str:
    pairs: dict[str, list[str]] = {}
    for key, cell in zip(head, row, strict=False):
        outer, dot, inner = key.strip().partition(".")
        if cell.strip():
            pairs.setdefault(outer, []).append(f"{inner}: {cell.strip()}" if dot else _day(outer, cell.strip()))
    order = sorted(pairs, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
    inside = {key: any(one.startswith(f"{key}.") for one in head) for key in pairs}
    shown = (f"{key}: {{{', '.join(pairs[key])}}}" if inside[key] else f"{key}: {pairs[key][0]}" for key in order)
    return f"- {{{', '.join(shown)}}}"


def _day(key: str, cell: str) -> str:
    """A day that a workbook keeps as a number."""
    counted = key in ("date", "known", "signed", "due") and cell.isdigit()
    return str(date(1899, 12, 30) + timedelta(days=int(cell))) if counted else cell


def _cells(data: bytes, sheet: str) -> list[list[str]]:
    """The cells of a sheet of a workbook as they are kept, by row and column."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = [_text(one) for one in _tree(book, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]
        links = {one.get("Id"): one.get("Target", "") for one in _tree(book, "xl/_rels/workbook.xml.rels")}
        named = {one.get("name"): one.get(_LINK) for one in _tree(book, "xl/workbook.xml").iter(f"{_MAIN}sheet")}
        found: list[list[str]] = []
        for row in _tree(book, "xl/" + links[named[sheet]].removeprefix("/xl/")).iter(f"{_MAIN}row"):
            found += [[] for _ in range(int(row.get("r", len(found) + 1)) - len(found))]
            for cell in row.iter(f"{_MAIN}c"):
                letters = re.match("[A-Z]*", cell.get("r", ""))[0]  # type: ignore[index]
                column = sum((ord(one) - 64) * 26**at for at, one in enumerate(reversed(letters)))
                found[-1] += [""] * (column - 1 - len(found[-1]))
                found[-1].append(texts[int(_text(cell))] if cell.get("t") == "s" else _text(cell))
    return found


def _tree(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name)) if name in book.namelist() else ElementTree.Element("none")


def _text(element: ElementTree.Element) -> str:
    """What a cell or a shared text holds."""
    return "".join(one.text or "" for one in element.iter() if one.tag in (f"{_MAIN}t", f"{_MAIN}v"))
