"""`duly explain CONTRACT/WHAT/WHEN`: from a number back to what it was made of."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from duly.doors.cli.contracts import Run, load
from duly.doors.cli.notices import say, say_errors
from duly.engine.explain import numbers
from duly.engine.explain.derivation import NothingToExplain
from duly.engine.journal.books import keep_books
from duly.writers import html, json, table


def explain_number(given: argparse.Namespace) -> int:
    """Print the derivation of one number; errors of that contract, or of its files, go to stderr."""
    if len(given.number) != 3:
        raise NothingToExplain("files have no journal entries", fix="ask the ledger: --ledger")
    contract, obligation, period = given.number
    loaded = load(given.files, given.company)
    run = _run_of(contract, loaded.runs)
    books = keep_books(run.terms, run.company, book=given.book, through=given.through, as_of=given.as_of)
    errors = [error for error in (*loaded.errors, *books.errors) if error.contract in ("", contract)]
    if errors:
        say_errors(errors)
        return 1
    for note in loaded.notes:
        say(f"note: {note}")
    step = numbers.explain_number(books, contract, obligation, period)
    written = {"json": json.derivation, "html": html.derivation}.get(given.format)
    sys.stdout.writelines(written(step) if written else (line + "\n" for line in table.tree(step)))
    return 0


def _run_of(contract: str, runs: Sequence[Run]) -> Run:
    """The run of a contract; where there is none, all contracts, so that what there is can be said."""
    every = Run(tuple(terms for run in runs for terms in run.terms), runs[0].company)
    return next((run for run in runs if any(terms.ref == contract for terms in run.terms)), every)
