"""Reports as CSV: plain decimals, ISO days, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from duly.ground.money import plain
from duly.ground.reports import Money, Report

_FORMULA = ("=", "+", "-", "@", "\t", "\n")
_CURRENCY = "currency"


class _Line:
    """What `csv.writer` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines(report: Report) -> Iterator[str]:
    """One report as lines of CSV with their line ends, the header first.

    An amount stands without its currency, so a `currency` column is put before the first amount.
    """
    at = _currency_at(report)
    line = csv.writer(_Line(), lineterminator="\n").writerow
    names = [column.name for column in report.columns]
    yield line(names if at is None else [*names[:at], _CURRENCY, *names[at:]])
    for row in report.rows:
        cells = [_cell(value) for value in row]
        yield line(cells if at is None else [*cells[:at], _currency_of(row), *cells[at:]])


def _currency_at(report: Report) -> int | None:
    """Where the currency column goes; None where it is there already or nothing is money."""
    if any(column.name == _CURRENCY for column in report.columns):
        return None
    return next((i for i, column in enumerate(report.columns) if column.kind == "money"), None)


def _currency_of(row: Iterable[object]) -> str:
    return "/".join(dict.fromkeys(cell.currency for cell in row if isinstance(cell, Money)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Money):
        return plain(value.minor, value.digits)
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)
