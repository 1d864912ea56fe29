"""Order forms kept as sheets: XLSX and CSV. A row is a line of text, and every cell knows its place in it."""

from __future__ import annotations

import re

from duly.readers.archive import Archive
from duly.readers.draft import Draft
from duly.readers.errors import CellHasFormula
from duly.readers.grid import Row
from duly.readers.joined import PAGE_BREAK
from duly.readers.paper_errors import PaperSaysTooMuch
from duly.readers.paper_limits import PaperLimits
from duly.readers.plain import read_plain
from duly.readers.suspicious import remark_letters
from duly.readers.workbook import workbook_sheets

# A cell of a CSV file: in double quotes, which are doubled inside, or up to the next mark or the end of the line.
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"?')
_BARE = {mark: re.compile(rf"[^{re.escape(mark)}\r\n]*") for mark in ",;\t|"}
_LINE_END = re.compile(r"\r\n?|\n")
_STARTS_FORMULA = ("=", "+", "@", "\t", "-")
_AMOUNT = re.compile(r"[-+]?[\d.,\s]+%?")
_MOST_CELLS = 100_000


def read_workbook(data: bytes, name: str, limits: PaperLimits) -> Draft:
    """The sheets of a workbook, each a page: its name, then its rows, the cells parted by tabs."""
    Archive(data, name)
    draft = Draft()
    for table, sheet in enumerate(workbook_sheets(data, name, signed=True)):
        if table:
            draft.add(PAGE_BREAK)
        first = draft.add(sheet.name + "\n")
        for row in sheet.rows:
            _write_row(draft, row, table)
            if draft.length > limits.characters or len(draft.cells) > _MOST_CELLS:
                raise PaperSaysTooMuch(f"the workbook holds more than {_MOST_CELLS:,} cells", place=sheet.place)
        draft.pages.append((table + 1, first, draft.length, 0, 0, "text"))
    remark_letters(draft, draft.text)
    return draft


def _write_row(draft: Draft, row: Row, table: int) -> None:
    for at, cell in enumerate(row.cells):
        if at:
            draft.add("\t")
        start = draft.add(str(cell).replace("\n", " "))
        draft.cells.append((table, row.place.line - 1, cell.place.column - 1, start, draft.length))
        for error in row.errors:
            if error.place.column == cell.place.column:
                formula = isinstance(error, CellHasFormula)
                says = f"{error.what}; the value is the one last computed" if formula else error.what
                draft.remark("formula" if formula else "cell", start, draft.length, says)
    draft.add("\n")


def read_csv(data: bytes, name: str, limits: PaperLimits) -> Draft:
    """A CSV file: the text of the file to the letter, with the place of every cell in it."""
    draft = read_plain(data)
    text = draft.text
    mark = _mark(text)
    at, row, column = (1 if text.startswith("\ufeff") else 0), 0, 0
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        start, end = (at + 1, _unquoted_end(quoted[0], at)) if quoted else (at, 0)
        rest = _BARE[mark].match(text, quoted.end() if quoted else at)
        at = rest.end() if rest else at
        end = end if quoted else at
        draft.cells.append((0, row, column, start, max(start, end)))
        _remark_formula(draft, text[start:end], start, end)
        if len(draft.cells) > _MOST_CELLS:
            raise PaperSaysTooMuch(f"the file holds more than {_MOST_CELLS:,} cells")
        line_end = _LINE_END.match(text, at)
        if line_end:
            at, row, column = line_end.end(), row + 1, 0
        elif at < len(text):
            at, column = at + 1, column + 1
    return draft


def _unquoted_end(quoted: str, at: int) -> int:
    """Where the words of a cell in quotes end; the last quote may be missing at the end of a broken file."""
    closed = len(quoted) > 1 and quoted.endswith('"')
    return at + len(quoted) - (1 if closed else 0)


def _mark(text: str) -> str:
    """What parts the cells: whichever stands most often in the first line."""
    line = text[:10_000].lstrip("\ufeff").partition("\n")[0]
    return max(",;\t|", key=line.count)


def _remark_formula(draft: Draft, cell: str, start: int, end: int) -> None:
    if cell.lstrip().startswith(_STARTS_FORMULA) and not _AMOUNT.fullmatch(cell.strip()) and len(cell.strip()) > 1:
        draft.remark("formula", start, end, f"a spreadsheet would run {cell[:60]!r}")
