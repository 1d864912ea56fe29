"""Documents as Markdown: headings, sentences, and tables with amounts to the right."""

from __future__ import annotations

from collections.abc import Iterator

from duly.ground.reports import Document, Report
from duly.writers.table import printable, shown

# What would be read as markup; a bar ends a cell.
_MARKS = str.maketrans({mark: "\\" + mark for mark in "\\|*_<>[]#`"})


def lines(document: Document) -> Iterator[str]:
    """The lines of a document with their line ends."""
    yield f"# {_text(document.title)}\n"
    for section in document.sections:
        yield f"\n## {_text(section.heading)}\n"
        for part in section.parts:
            yield "\n"
            yield from _table(part) if isinstance(part, Report) else (_text(part) + "\n",)


def _table(report: Report) -> Iterator[str]:
    yield f"**{_text(report.title)}**\n\n"
    yield _row([column.name for column in report.columns])
    yield (
        "|"
        + "|".join("---:" if column.kind in ("money", "count", "ratio") else "---" for column in report.columns)
        + "|\n"
    )
    for row in report.rows:
        yield _row([shown(cell) for cell in row])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |\n"


def _text(text: str) -> str:
    """Text that stays text: what a contract says never becomes markup."""
    return printable(" ".join(text.split())).translate(_MARKS)
