"""`duly disclose --ledger`: the note of periods as they were posted, and every tie of everything that is closed."""

from __future__ import annotations

import argparse
import sys

from duly.actions.disclosures import PostedBook, entities_and_books
from duly.actions.readers import require_reader
from duly.doors.cli.disclosing import put_note, span_of, wrong_usage
from duly.doors.cli.notices import counted, say
from duly.engine.disclosure.note import note
from duly.ground.reports import Column, Report
from duly.writers import json, table


def disclose(given: argparse.Namespace) -> int:
    """The note of the entities that were asked for, in one book."""
    wrong = wrong_usage(given)
    if wrong:
        say(f"duly disclose: {wrong}")
        return 2
    found = _books(given)
    if given.check:
        return _check(given, found)
    since, through = span_of(given)
    made = note([one.window(since, through) for one in found], given.split_by)
    return 1 if put_note(given, made) else 0


def _books(given: argparse.Namespace) -> list[PostedBook]:
    """The books that were asked for; all books of all entities where every tie is. Who asks may read them."""
    every = [(entity, book) for entity, book in entities_and_books() if given.entity in ("", entity)]
    named = dict.fromkeys(entity for entity, _ in every) or [given.entity]
    for entity in named:
        require_reader(given.by, entity)
    pairs = every if given.check and not given.book else [(entity, given.book) for entity in named]
    return [PostedBook(entity, book, as_reported=given.as_reported) for entity, book in pairs]


def _check(given: argparse.Namespace, found: list[PostedBook]) -> int:
    """Every amount of the note of every closed period beside what it ties to."""
    rows, apart = [], 0
    for one in found:
        for period in one.closed:
            made = note([one.window(period, period)]) if one.has(period) else None
            (ties,) = [report for report in made.reports if report.name == "ties"] if made else [_NOTHING]
            rows += [(entity, one.book, period, *cells) for entity, *cells in ties.rows]
            apart += sum(bool(tie.difference) for tie in made.ties) if made else 0
    columns = (*_NOTHING.columns[:1], Column("book", "text", "book"), Column("period", "text", "period"))
    shown = Report("ties", "Ties to the trial balance", (*columns, *_NOTHING.columns[1:]), tuple(rows))
    if given.format == "json":
        sys.stdout.writelines(json.listing(shown))
    else:
        table.write([shown], sys.stdout)
    say(f"{len(rows) - apart:,} of {counted(len(rows), 'amount')} tie to the trial balance")
    return 1 if apart else 0


# The ties of no window: their columns.
_NOTHING = next(report for report in note([]).reports if report.name == "ties")
