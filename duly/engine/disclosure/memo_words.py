"""Small parts of a memo: tables of text and amounts, and the paragraphs it names in our own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from duly.engine.recognition.promises import Ruling
from duly.ground.cites import paragraph
from duly.ground.reports import Column, Money, Report

_NUMBER = re.compile(r"\b(?:606|340|326|605|250|830)-[0-9]{2}-[0-9]{2}-[0-9]+[A-Z]?(?:\([a-z]\))?")


def table(title: str, names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> Report:
    """A table whose columns are amounts where their first cell is one, without columns that are empty throughout."""
    every = list(rows)
    kept = [i for i in range(len(names)) if any(row[i] not in ("", None) for row in every)]
    columns = tuple(Column(names[i], "money" if isinstance(every[0][i], Money) else "text", "") for i in kept)
    return Report(title.lower(), title, columns, tuple(tuple(row[i] for i in kept) for row in every))


def money_of(ruling: Ruling) -> Callable[[int], Money]:
    """Amounts of a contract."""
    return lambda minor: Money(minor, ruling.drafts.currency, ruling.drafts.digits)


def cited(parts: Iterable[str | Report]) -> Report:
    """The paragraphs that sentences and tables name, with what each asks for."""
    texts = [cell for part in parts for cell in ([part] if isinstance(part, str) else _cells(part))]
    numbers = dict.fromkeys(number for text in texts for number in _NUMBER.findall(text))
    rows = []
    for number in sorted(numbers):
        known = paragraph(number)
        rows.append((number, known.ifrs if known else "", known.meaning if known else ""))
    return table("In our own words", ("ASC", "IFRS 15", "what it asks for"), rows)


def _cells(report: Report) -> list[str]:
    return [cell for row in report.rows for cell in row if isinstance(cell, str)]
