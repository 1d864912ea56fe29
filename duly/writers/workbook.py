"""Reports as an XLSX workbook: one sheet a report, numbers as numbers, text as text whatever it begins with.

A cell that is computed from other cells is a formula over them where the reports say so; nothing else ever is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from duly.ground.money import plain
from duly.ground.reports import Formulas, Money, Part, Report

_WIDEST = 60
_SHEET_NAME = 31
# Characters that XML cannot hold.
_UNFIT = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def write(reports: Iterable[Report], path: str, formulas: Formulas | None = None) -> None:
    """Write a workbook; the first row of each sheet names the columns and stays in view."""
    computed = formulas or {}
    book = Workbook(write_only=True)
    for report in reports:
        sheet = book.create_sheet(report.name[:_SHEET_NAME])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(report.columns, 1):
            longest = max((len(str(row[number - 1] or "")) for row in report.rows), default=0)
            sheet.column_dimensions[get_column_letter(number)].width = min(max(longest, len(column.name)) + 2, _WIDEST)
        sheet.append([_cell(sheet, column.name, bold=True) for column in report.columns])
        for place, row in enumerate(report.rows):
            parts = [computed.get((report.name, place, at)) for at in range(len(row))]
            sheet.append([_formula(sheet, of) if of else _cell(sheet, v) for v, of in zip(row, parts, strict=True)])
    book.save(path)


def _formula(sheet: object, parts: Sequence[Part]) -> WriteOnlyCell:
    """A cell that adds up others: `=SUM('trial balance'!D2:D4)-E7`."""
    text = "".join(("-" if part.sign < 0 else "+") + _range(part) for part in parts)
    cell = WriteOnlyCell(sheet, "=" + text.removeprefix("+"))
    cell.data_type = "f"
    return cell


def _range(part: Part) -> str:
    """The cells of a part; the first row of a sheet has its names."""
    letter, sheet = get_column_letter(part.column + 1), part.report[:_SHEET_NAME].replace("'", "''")
    first = f"'{sheet}'!{letter}{part.first + 2}"
    return first if part.first == part.last else f"SUM({first}:{letter}{part.last + 2})"


def _cell(sheet: object, value: object, bold: bool = False) -> WriteOnlyCell:
    """A cell. Text is marked as text: what a contract says is never a formula."""
    number = Decimal(plain(value.minor, value.digits)) if isinstance(value, Money) else value
    is_number = isinstance(number, int | Decimal) and not isinstance(number, bool)
    cell = WriteOnlyCell(sheet, number if is_number else str(value if value is not None else "").translate(_UNFIT))
    if not is_number:
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
