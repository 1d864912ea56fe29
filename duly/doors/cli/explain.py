"""`duly explain CONTRACT/OBLIGATION/PERIOD`: from a number back to what it was made of."""

from __future__ import annotations

import argparse
import sys

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import say_errors
from duly.engine.explain.derivation import explain
from duly.engine.journal.books import keep_books
from duly.writers import json, table


def explain_number(given: argparse.Namespace) -> int:
    """Print the derivation of one number; errors of that contract, or of its files, go to stderr."""
    contract, obligation, period = given.number
    loaded = load(given.files, given.company)
    books = keep_books(loaded.terms, loaded.company, book=given.book, through=given.through, as_of=given.as_of)
    errors = [error for error in (*loaded.errors, *books.errors) if error.contract in ("", contract)]
    if errors:
        say_errors(errors)
        return 1
    step = explain(books, contract, obligation, period)
    pieces = json.derivation(step) if given.format == "json" else (line + "\n" for line in table.tree(step))
    sys.stdout.writelines(pieces)
    return 0
