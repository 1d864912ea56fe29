"""Reports as tables for people: amounts right aligned with thousands separators, readable at 100 columns.

The same layout everywhere; a terminal gets styles on top. What is the same in every row moves to the heading, a value
that repeats the row above is left blank, long text wraps, and a schedule is turned into a waterfall.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TextIO

from rich.console import Console
from rich.text import Text

from duly.ground.money import grouped, plain
from duly.ground.reports import Column, Money, Report, Step
from duly.ground.rounding import round_fraction
from duly.writers.waterfall import waterfall

WIDTH = 100
_LEAST = 60
_GAP = "  "
_WRAPPED = 12  # text columns wrap down to this many characters
_NUMBERS = ("money", "ratio", "count")
_SAME = {"economic period": "period"}
_TOTALLED = ("allocation", "journal", "waterfall")
_STYLES = {"title": "bold", "head": "dim", "total": "bold", "row": ""}


class Line(NamedTuple):
    """A line of output. kind: title, head, row, total."""

    kind: str
    text: str


def write(reports: Iterable[Report], out: TextIO) -> None:
    """All reports, one below the other; as wide as a terminal is, and styled on it."""
    console = Console(file=out, highlight=False, soft_wrap=True) if out.isatty() else None
    width = max(console.width, _LEAST) if console else WIDTH
    for line in (line for report in reports for line in lines(report, width)):
        if console:
            console.print(Text(line.text, style=_STYLES[line.kind]))
        else:
            out.write(line.text + "\n")


def lines(report: Report, width: int = WIDTH) -> Iterator[Line]:
    """The lines of one report."""
    report = _by_currency(waterfall(report, width) if report.name == "schedule" else report)
    words, kept = _common(report)
    kept, dropped = _squeezed(report, kept, width)
    yield from (Line("title", text) for text in textwrap.wrap(printable(" · ".join([report.title, *words])), width))
    if dropped:
        yield from (Line("head", text) for text in textwrap.wrap(f"zero throughout: {', '.join(dropped)}", width))
    if not report.rows:
        yield Line("row", f"{_GAP}nothing to show")
        yield Line("row", "")
        return
    columns = [report.columns[i] for i in kept]
    body = [[_cell(report.columns[i], row[i]) for i in kept] for row in report.rows]
    totals = _totals(report, kept)
    for block in _blocks(columns, body, totals, width):
        named = [columns[i] for i in block]
        numbered = named if report.name == "waterfall" else ()
        summed = [row for row in totals if any(row[i] for i in block if columns[i].kind in _NUMBERS)]
        yield from _block(named, _pick(body, block, numbered), _pick(summed, block, numbered), width)
        yield Line("row", "")


def _by_currency(report: Report) -> Report:
    """The report with a column for the currency where it has several; each amount of a row has the same one."""
    first = next((i for i, column in enumerate(report.columns) if column.kind == "money"), None)
    of_rows = [next((c.currency for c in row if isinstance(c, Money)), "") for row in report.rows]
    if first is None or len(set(of_rows)) < 2 or any(column.name == "currency" for column in report.columns):
        return report
    columns = (*report.columns[:first], Column("currency", "text", ""), *report.columns[first:])
    rows = ((*row[:first], currency, *row[first:]) for row, currency in zip(report.rows, of_rows, strict=True))
    return report._replace(columns=columns, rows=tuple(rows))


def _cell(column: Column, value: object) -> str:
    """A cell with its words parted where it may wrap: the role of an account is one word with underscores."""
    return shown(value).replace("_", " ") if column.name == "account" else shown(value)


def _common(report: Report) -> tuple[list[str], list[int]]:
    """What every row shares, as words of the heading, and the columns that are left.

    A column that says the same as the one named in `_SAME` in every row is left out too."""
    words, kept = [], []
    names = [column.name for column in report.columns]
    for index, column in enumerate(report.columns):
        values = {row[index] for row in report.rows} if column.kind in ("text", "day") else set()
        twin = _SAME.get(column.name)
        if len(values) == 1 and (len(report.rows) > 1 or values == {""}):
            value = values.pop()
            words += [f"{column.name} {shown(value)}"] if value not in ("", None) else []
        elif twin in names and all(row[index] == row[names.index(twin)] for row in report.rows):
            continue
        else:
            kept.append(index)
    currencies = {cell.currency for row in report.rows for cell in row if isinstance(cell, Money)}
    words += [f"currency {code}" for code in currencies if len(currencies) == 1]
    return list(dict.fromkeys(words)), kept


def _squeezed(report: Report, kept: list[int], width: int) -> tuple[list[int], list[str]]:
    """The columns to show where all of them are too wide: without the day that the period implies, without the amounts
    that are zero in every row. Also the names of the latter."""

    def fits(columns: Sequence[int]) -> bool:
        return sum(len(_GAP) + _least(report, i) for i in columns) - len(_GAP) <= width

    names = [report.columns[i].name for i in kept]
    if not fits(kept) and "date" in names and "period" in names:
        kept = [i for i in kept if report.columns[i].name != "date"]
    zero = [] if fits(kept) else [i for i in kept if _is_zero(report, i)]
    return [i for i in kept if i not in zero], [report.columns[i].name for i in zero]


def _least(report: Report, index: int) -> int:
    """The least width of a column: text may wrap, numbers and their totals may not."""
    column = report.columns[index]
    cells = [shown(row[index]) for row in report.rows]
    if column.kind == "text":
        return max(_head(column), min(_widest(cells), _WRAPPED))
    return max(_head(column), _widest(cells), *(_widest(row) for row in _totals(report, [index])))


def _widest(cells: Iterable[str]) -> int:
    return max(map(len, cells), default=0)


def _head(column: Column) -> int:
    """The least width of the name of a column, which may wrap between its words."""
    return max(map(len, column.name.split()), default=0)


def _is_zero(report: Report, index: int) -> bool:
    cells = [row[index] for row in report.rows]
    return all(isinstance(cell, Money) and cell.minor == 0 for cell in cells)


def _totals(report: Report, kept: Sequence[int]) -> list[list[str]]:
    """One row of sums for each currency, in the order of appearance; a single row needs no total."""
    if len(report.rows) < 2 or report.name not in _TOTALLED:
        return []
    sums: dict[tuple[str, int], dict[int, int]] = {}
    for row in report.rows:
        for index in kept:
            cell = row[index]
            if isinstance(cell, Money):
                of = sums.setdefault((cell.currency, cell.digits), {})
                of[index] = of.get(index, 0) + cell.minor
    rows = []
    for (currency, digits), of in sums.items():
        cells = [shown(Money(of[index], currency, digits)) if index in of else "" for index in kept]
        labels = [i for i, index in enumerate(kept) if report.columns[index].kind not in _NUMBERS]
        for at in labels:
            cells[at] = currency if report.columns[kept[at]].name == "currency" else ""
        if labels:
            cells[labels[0]] = "total"
        rows.append(cells)
    # Sums of different columns stand in one row where a heading says their currencies.
    if len(rows) == 2 and not any(report.columns[index].name.endswith("currency") for index in kept):
        first, second = rows
        numbers = [i for i, index in enumerate(kept) if report.columns[index].kind in _NUMBERS]
        if not any(first[i] and second[i] for i in numbers):
            return [[a or b for a, b in zip(first, second, strict=True)]]
    return rows


def _blocks(
    columns: Sequence[Column], body: Sequence[Sequence[str]], totals: Sequence[Sequence[str]], width: int
) -> list[list[int]]:
    """Which columns stand side by side: all, or, where the numbers alone are too wide, several tables with the same
    labels."""
    widths = _widths(columns, [*body, *totals])
    labels = [i for i, c in enumerate(columns) if c.kind not in _NUMBERS]
    numbers = [i for i, c in enumerate(columns) if c.kind in _NUMBERS]
    least = [
        max(_head(columns[i]), min(widths[i], _WRAPPED)) if columns[i].kind == "text" else widths[i] for i in labels
    ]
    start = width + len(_GAP) - sum(least) - len(_GAP) * len(least)
    blocks, room = [list(labels)], start
    for index in numbers:
        needed = widths[index] + len(_GAP)
        if needed > room and len(blocks[-1]) > len(labels):
            blocks.append(list(labels))
            room = start
        blocks[-1].append(index)
        room -= needed
    return [sorted(block) for block in blocks]


def _pick(rows: Sequence[Sequence[str]], block: Sequence[int], columns: Sequence[Column]) -> list[list[str]]:
    """The cells of a block. With `columns`, rows without any number in it are left out."""
    numbers = [place for place, column in enumerate(columns) if column.kind in _NUMBERS]
    picked = ([row[i] for i in block] for row in rows)
    return [row for row in picked if not numbers or any(row[place] for place in numbers)]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(_head(column), _widest(row[i] for row in rows)) for i, column in enumerate(columns)]


def _block(
    columns: Sequence[Column], body: Sequence[Sequence[str]], totals: Sequence[Sequence[str]], width: int
) -> Iterator[Line]:
    widths = _fitted(columns, _widths(columns, [*body, *totals]), width)
    right = [column.kind in _NUMBERS for column in columns]
    yield from (Line("head", text) for text in _wrapped([c.name for c in columns], widths, right))
    yield Line("head", _GAP.join("-" * w for w in widths))
    above: list[str] = []
    for row in body:
        yield from (Line("row", text) for text in _wrapped(_without_repeats(columns, row, above), widths, right))
        above = list(row)
    if totals:
        yield Line("head", _GAP.join("-" * w for w in widths))
    for row in totals:
        yield from (Line("total", text) for text in _wrapped(row, widths, right))


def _fitted(columns: Sequence[Column], widths: list[int], width: int) -> list[int]:
    """Take from the widest text column until the table fits; numbers are never cut."""
    widths = list(widths)
    text = [i for i, column in enumerate(columns) if column.kind == "text"]
    while text and sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        widest = max(text, key=lambda i: widths[i])
        if widths[widest] <= max(_WRAPPED, _head(columns[widest])):
            break
        widths[widest] -= 1
    return widths


def _without_repeats(columns: Sequence[Column], row: Sequence[str], above: Sequence[str]) -> list[str]:
    """Blank the leading labels that say the same as the row above."""
    cells = list(row)
    for index, column in enumerate(columns):
        if not above or column.kind in _NUMBERS or row[index] != above[index]:
            break
        cells[index] = ""
    return cells


def _wrapped(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    if all(len(cell) <= size for cell, size in zip(cells, widths, strict=True)):
        stacks = [[cell] for cell in cells]
    else:
        stacks = [
            textwrap.wrap(cell, size) or [""] if len(cell) > size else [cell]
            for cell, size in zip(cells, widths, strict=True)
        ]
    for index in range(max(map(len, stacks))):
        parts = [stack[index] if index < len(stack) else "" for stack in stacks]
        padded = [p.rjust(w) if r else p.ljust(w) for p, w, r in zip(parts, widths, right, strict=True)]
        yield _GAP.join(padded).rstrip()


def shown(cell: object) -> str:
    """A cell for people: `1,200.00`, `-5.00`, `0.6`; text without control characters."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return grouped(cell.minor, cell.digits)
    if isinstance(cell, Fraction):
        return _ratio(cell)
    return printable(cell) if isinstance(cell, str) else str(cell)


def _ratio(value: Fraction) -> str:
    """Up to six decimals, fewer where they end earlier."""
    return plain(round_fraction(value * 10**6), 6).rstrip("0").rstrip(".")


def printable(text: str) -> str:
    """Text that cannot steer a terminal: each control character becomes a space."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def cards(report: Report, width: int = WIDTH) -> Iterator[str]:
    """Rows of long text, one below the other: the first two cells as a heading, the others under it."""
    for row in report.rows:
        first, second, *others = (shown(cell) for cell in row)
        yield f"{first}: {second}"
        for column, text in zip(report.columns[2:], others, strict=True):
            label = f"  {column.name:<9}"
            yield from textwrap.wrap(text, width, initial_indent=label, subsequent_indent=" " * len(label))
        yield ""


def tree(step: Step, width: int = WIDTH) -> Iterator[str]:
    """A derivation as a tree of text, what a number was made of under the number; what was shown is not shown again.

    A step is the same as another where it is the same object: equal ones may be too many to compare."""
    seen: set[int] = set()
    # What is still to be shown, the next one last: the step, what stands before its first line, and before all others.
    waiting = [(step, "", "")]
    while waiting:
        one, branch, under = waiting.pop()
        again = bool(one.children) and id(one) in seen
        seen.add(id(one))
        yield from _step_lines(one, branch, under, again, width)
        if not again:
            last = len(one.children) - 1
            below = [
                (child, under + ("└─ " if number == last else "├─ "), under + ("   " if number == last else "│  "))
                for number, child in enumerate(one.children)
            ]
            waiting.extend(reversed(below))


def _step_lines(step: Step, branch: str, under: str, again: bool, width: int) -> Iterator[str]:
    """The lines of one step, without those it was made of."""
    head = f"{step.label}: {step.value}" if step.value else step.label
    yield branch + printable(head) + (" (as above)" if again else "")
    if again:
        return
    more = under + ("│  " if step.children else "   ")
    # A file and its line are kept whole, to be copied and searched for.
    room = {"": width - len(more), "from ": sys.maxsize, "cite ": width - len(more)}
    for word, text in zip(room, (step.how, step.source, step.cite), strict=True):
        if text:
            wrapped = textwrap.wrap(f"{word}{printable(text)}", max(room[word], _LEAST), break_long_words=False)
            yield from (more + line for line in wrapped)
