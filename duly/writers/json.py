"""Reports as JSON: money as text with its currency, days as ISO text, one row a line so that two runs can be compared.

The keys are the names of the columns with `_` for spaces; `reference` writes their documentation from the meanings
that the engine gives its columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from duly.ground.errors import NOWHERE, DulyError
from duly.ground.money import plain
from duly.ground.reports import Money, Report, Step

_KINDS = {
    "money": "amount or null",
    "day": "day",
    "ratio": "text, a decimal or a fraction in lowest terms",
    "count": "whole number",
    "text": "text",
}


def document(reports: Sequence[Report], *, found: int, recognized: int, errors: Sequence[DulyError]) -> Iterator[str]:
    """The output of `duly recognize --format json`, in pieces: control totals, errors, then the reports."""
    control = {"found": found, "recognized": recognized, "set_aside": found - recognized}
    yield "{\n" + f'"control": {_text(control)},\n"errors": '
    yield from _rows(error_object(error) for error in errors)
    yield ',\n"reports": '
    yield from by_name(reports)
    yield "}\n"


def by_name(every: Sequence[Report]) -> Iterator[str]:
    """Reports as lists of rows, by their names."""
    yield "{"
    for index, report in enumerate(every):
        yield f"{',' if index else ''}\n{_text(key(report.name))}: "
        yield from listing(report)
    yield "}\n"


def listing(report: Report) -> Iterator[str]:
    """One report as a list of rows."""
    keys = [key(column.name) for column in report.columns]
    yield from _rows(dict(zip(keys, map(_value, row), strict=True)) for row in report.rows)
    yield "\n"


def derivation(step: Step) -> Iterator[str]:
    """The output of `duly explain --format json`, in pieces. A step that was shown is named with its number, not shown
    again; depth is no limit."""
    numbered, seen = _shown_again(step), set[int]()
    # What is still to be written, the next one last: text, or a step with its depth.
    waiting: list[str | tuple[Step, int]] = ["\n", (step, 0)]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
            continue
        one, depth = piece
        inside, again = "    " * depth + "  ", bool(one.children) and id(one) in seen
        seen.add(id(one))
        named = (("label", one.label), ("value", one.value), ("source", "as above")) if again else _keys(one)
        keys = (*named, ("step", numbered.get(id(one), 0)))
        yield "{\n" + ",\n".join(f"{inside}{_text(name)}: {_text(value)}" for name, value in keys if value)
        if one.children and not again:
            waiting.append(f"\n{inside}]\n{inside[:-2]}}}")
            for number, child in reversed(list(enumerate(one.children))):
                before = ",\n" if number else f',\n{inside}"from": [\n'
                waiting += [(child, depth + 1), f"{before}{inside}  "]
        else:
            waiting.append(f"\n{inside[:-2]}}}")


def _shown_again(step: Step) -> dict[int, int]:
    """A number for each step that stands in several places, by its identity."""
    seen: set[int] = set()
    numbered: dict[int, int] = {}
    waiting = [step]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            waiting.extend(one.children)
        elif one.children:
            numbered.setdefault(id(one), len(numbered) + 1)
    return numbered


def _keys(step: Step) -> tuple[tuple[str, str], ...]:
    return tuple((name, getattr(step, name)) for name in ("label", "value", "how", "source", "cite"))


def error_object(error: DulyError) -> dict[str, object]:
    """An error as keys and values; what is empty is left out."""
    place = error.place
    keys: dict[str, object] = {"error": error.name, "what": error.what, "contract": error.contract}
    if place != NOWHERE:
        keys |= {"file": place.file, "sheet": place.sheet, "line": place.line, "column": place.column}
    keys |= {"why": error.why, "fix": error.fix, "cite": error.cite}
    return {name: value for name, value in keys.items() if value}


def key(name: str) -> str:
    """The JSON key of a report or column."""
    return name.replace(" ", "_").replace("-", "_")


def reference(reports: Iterable[Report]) -> str:
    """A Markdown page on the keys of each report."""
    parts: list[str] = []
    for report in reports:
        parts += [f"## `reports.{key(report.name)}`", "", f"{report.title}.", ""]
        parts += ["| key | form | meaning |", "|---|---|---|"]
        parts += [f"| `{key(c.name)}` | {_KINDS.get(c.kind, c.kind)} | {c.meaning} |" for c in report.columns]
        parts += [""]
    return "\n".join(parts)


def _rows(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    yield "["
    between = "\n"
    for row in rows:
        yield between + _text(row)
        between = ",\n"
    yield "]" if between == "\n" else "\n]"


def _value(cell: object) -> object:
    if isinstance(cell, Money):
        return {"amount": plain(cell.minor, cell.digits), "currency": cell.currency}
    if isinstance(cell, Fraction):
        return str(cell)
    if cell is None or isinstance(cell, str | bool):
        return cell
    return int(cell) if hasattr(cell, "__index__") else str(cell)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
