"""`duly changes --in FILES`: what moved between two periods, two days of knowledge or two books, and why."""

from __future__ import annotations

import argparse
import sys

from duly.doors.cli.contracts import Run, load
from duly.doors.cli.notices import say, say_errors
from duly.engine.explain.compare import compared
from duly.engine.explain.flux import Flux, between_books, between_moments, between_periods
from duly.engine.explain.flux_report import flux_reports
from duly.engine.journal.books import keep_books
from duly.ground.dates import day
from duly.ground.errors import DulyError, each_error
from duly.writers import json, table


def changes(given: argparse.Namespace) -> int:
    """Show what moved; 1 where contracts were set aside."""
    through = _day(given.through) if given.through else None
    if given.through and through is None:
        say(f"duly changes: {given.through!r} is not a date like 2026-06-30")
        return 2
    loaded = load(given.files, given.company)
    errors, found = [*loaded.errors], list[Flux]()
    for run in loaded.runs:
        try:
            flux, wrong = _between(given, run, through)
        except DulyError as error:
            errors.extend(each_error(error))
            continue
        found.append(flux)
        errors.extend(wrong)
    same = zip(*(flux_reports(flux, *given.between) for flux in found), strict=True)
    made = [those[0]._replace(rows=tuple(row for one in those for row in one.rows)) for those in same]
    if given.format == "json":
        for report in made:
            sys.stdout.writelines(json.listing(report))
    elif made:
        table.write(made, sys.stdout)
    say_errors(errors)
    return 1 if errors else 0


def _between(given: argparse.Namespace, run: Run, through: int | None) -> tuple[Flux, list[DulyError]]:
    """What `--between` names: two books of the company, two days, or two periods."""
    first, second = given.between
    if {first, second} <= {name for name, *_ in run.company.books}:
        pair = compared(run.terms, run.company, first, second, through=through)
        return between_books(pair), list(pair.errors)
    days = [_day(text) for text in given.between]
    if days[0] is None or days[1] is None:
        books = keep_books(run.terms, run.company, book=given.book, through=through)
        return between_periods(books, first, second), books.errors
    later = keep_books(run.terms, run.company, book=given.book, as_of=days[1], through=through)
    earlier = keep_books(run.terms, run.company, book=given.book, as_of=days[0], through=later.through)
    return between_moments(earlier, later), list(dict.fromkeys([*earlier.errors, *later.errors]))


def _day(text: str) -> int | None:
    try:
        return day(text)
    except ValueError:
        return None
