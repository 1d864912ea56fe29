"""The schedule as a waterfall: what is recognized of each obligation in each period, with totals.

Periods stand across where they fit, else down with the obligations across, else across in several tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from duly.ground.money import grouped
from duly.ground.reports import Column, Money, Report

_PERIOD, _ECONOMIC, _AMOUNT, _TOTAL = "period", "economic period", "revenue", "total"
_LABELS = ("entity", "contract", "obligation")
_GAP = 2


class _Grid(NamedTuple):
    """Amounts by label and period, both in the order of their first appearance."""

    labels: tuple[tuple[str, ...], ...]
    periods: tuple[str, ...]
    amounts: dict[tuple[tuple[str, ...], str], Money]
    heads: tuple[str, ...]


def waterfall(report: Report, width: int) -> Report:
    """The rows of a schedule turned so that it is read in one glance; unchanged where it has no periods or amounts."""
    names = [column.name for column in report.columns]
    if _PERIOD not in names or _AMOUNT not in names or not report.rows:
        return report
    grid = _grid(report, names)
    across = _across(report, grid)
    if _needed(across) <= width:
        return across
    down = _down(report, grid)
    return down if down and _needed(down) <= width else across


def _grid(report: Report, names: list[str]) -> _Grid:
    period, amount = names.index(_PERIOD), names.index(_AMOUNT)
    kept = [names.index(name) for name in _LABELS if name in names]
    amounts: dict[tuple[tuple[str, ...], str], Money] = {}
    for row in report.rows:
        cell = row[amount]
        if isinstance(cell, Money):
            at = (_label(row, kept, names), str(row[period]))
            amounts[at] = cell._replace(minor=cell.minor + (amounts[at].minor if at in amounts else 0))
    labels = tuple(dict.fromkeys(label for label, _ in amounts))
    periods = tuple(sorted({at for _, at in amounts}))
    return _Grid(labels, periods, amounts, tuple(names[i] for i in kept))


def _label(row: tuple[object, ...], kept: list[int], names: list[str]) -> tuple[str, ...]:
    """What a line of the waterfall is called; what belongs to an earlier period has a line of its own."""
    words = [str(row[i]) for i in kept]
    economic = str(row[names.index(_ECONOMIC)]) if _ECONOMIC in names else ""
    if economic not in ("", row[names.index(_PERIOD)]):
        words[-1] = f"{words[-1]} of {economic}"
    return tuple(words)


def _across(report: Report, grid: _Grid) -> Report:
    heads = tuple(Column(name, "text", "") for name in grid.heads)
    months = tuple(Column(name, "money", "") for name in (*grid.periods, _TOTAL))
    rows = []
    for label in grid.labels:
        cells = [grid.amounts.get((label, period)) for period in grid.periods]
        rows.append((*label, *cells, _sum(cell for cell in cells if cell)))
    return Report("waterfall", report.title, heads + months, tuple(rows))


def _down(report: Report, grid: _Grid) -> Report | None:
    """Periods below each other; only where all amounts are of one currency."""
    if len({money.currency for money in grid.amounts.values()}) > 1:
        return None
    common = {i for i in range(len(grid.heads)) if len({label[i] for label in grid.labels}) == 1}
    names = [" ".join(part for i, part in enumerate(label) if i not in common) or label[-1] for label in grid.labels]
    columns = (Column(_PERIOD, "text", ""), *(Column(name, "money", "") for name in (*names, _TOTAL)))
    shared = [
        f"{grid.heads[i]} {grid.labels[0][i]}" for i in sorted(common) if len(grid.labels) > 1 and grid.labels[0][i]
    ]
    rows = []
    for period in grid.periods:
        cells = [grid.amounts.get((label, period)) for label in grid.labels]
        rows.append((period, *cells, _sum(cell for cell in cells if cell)))
    return Report("waterfall", " · ".join([report.title, *shared]), columns, tuple(rows))


def _sum(cells: Iterable[Money]) -> Money | None:
    """The sum of amounts of one currency."""
    amounts = list(cells)
    return amounts[0]._replace(minor=sum(money.minor for money in amounts)) if amounts else None


def _needed(report: Report) -> int:
    """Characters the table needs when nothing wraps; totals are wider than what they add up."""
    size = 0
    for index, column in enumerate(report.columns):
        cells = [row[index] for row in report.rows]
        if column.kind == "text" and len(cells) > 1 and len(set(cells)) == 1:
            continue
        money = [cell for cell in cells if isinstance(cell, Money)]
        words = [str(cell) for cell in cells] if column.kind == "text" else [grouped(m.minor, m.digits) for m in money]
        total = _sum(money)
        words += [grouped(total.minor, total.digits)] if total else []
        size += _GAP + max(len(column.name), *map(len, words), 0)
    return size - _GAP
