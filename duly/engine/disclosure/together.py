"""The reports of several companies as one: each keeps its own books, and every row says whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from duly.engine.disclosure.reports import NAMES, reports
from duly.engine.journal.books import Books
from duly.engine.journal.two_currencies import is_foreign
from duly.ground.errors import Place
from duly.ground.reports import Report


def together(
    every: Sequence[Books], names: Collection[str] = NAMES, *, every_period: bool = False
) -> dict[str, Report]:
    """The reports of these names over all books, in the order in which they are read; none without books.

    An entity whose name stands in the books of several companies is called by the name of its company too."""
    functional = any(is_foreign(books) for books in every)
    made = [reports(books, names, every_period=every_period, functional=functional) for books in every]
    called = [_called(books, every) for books in every]
    return {
        name: report._replace(
            rows=tuple(row for one, of in zip(made, called, strict=True) for row in _rows(one[name], of))
        )
        for name, report in (made[0] if made else {}).items()
    }


def _rows(report: Report, called: Mapping[str, str]) -> Sequence[tuple[object, ...]]:
    """The rows of one company, with its entities as they are called among the others."""
    names = [column.name for column in report.columns]
    if not called or "entity" not in names:
        return report.rows
    at = names.index("entity")
    return [(*row[:at], called.get(str(row[at]), row[at]), *row[at + 1 :]) for row in report.rows]


def _called(books: Books, every: Sequence[Books]) -> dict[str, str]:
    """New names of the entities of a company that others have too."""
    count = Counter(entity for one in every for entity in one.periods)
    mine = [entity for entity in books.periods if count[entity] > 1]
    return {entity: name for entity in mine if (name := _name(entity, books, every)) != entity}


def _name(entity: str, books: Books, every: Sequence[Books]) -> str:
    """Entity and company; with the file of the company where two companies have one name."""
    company = books.company
    if not company.name:
        return entity
    twins = [one for one in every if one.company.name == company.name]
    place = company.places.get("company", Place())
    return f"{entity} of {company.name}" + (f" ({place.file})" if len(twins) > 1 else "")
