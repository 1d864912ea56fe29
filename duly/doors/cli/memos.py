"""`duly memo CONTRACT`: the five-step memo of a contract."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import say, say_errors
from duly.doors.cli.recognition import CannotWrite, put
from duly.engine.disclosure import memo as memos
from duly.engine.journal.books import combined, keep_books
from duly.ground.errors import DulyError
from duly.ground.reports import Document
from duly.writers import docx, markdown


class NoPages(DulyError):
    """Pages were asked for and the extra that writes them is not installed."""


def memo(given: argparse.Namespace) -> int:
    """Read, recognize the contract alone, write its memo."""
    if is_nameless(given):
        return 2
    loaded = load(given.files, given.company)
    for run in loaded.runs:
        group = next((g for g in combined(run.terms) if any(terms.ref == given.contract for terms in g)), ())
        if group:
            books = keep_books(group, run.company, book=given.book, through=given.through, as_of=given.as_of)
            if books.errors:
                say_errors(books.errors)
                return 1
            put_memo(given, memos.memo(books, given.contract))
            return 0
    errors = [error for error in loaded.errors if error.contract in ("", given.contract)]
    if errors:
        say_errors(errors)
        return 1
    refs = ", ".join(terms.ref for run in loaded.runs for terms in run.terms)
    raise memos.NoSuchContract(f"there is no contract {given.contract!r}", fix=f"one of: {refs}" if refs else "")


def is_nameless(given: argparse.Namespace) -> bool:
    """Whether a file is asked for and not named, which is said."""
    nameless = given.format != "markdown" and not given.out
    if nameless:
        say(f"duly memo: {given.format.upper()} is a file: name it with --out")
    return nameless


def put_memo(given: argparse.Namespace, document: Document) -> None:
    """Write a memo as it is asked for."""
    if given.format == "pdf":
        _file(given.out, document, _pages())
    elif given.format == "docx":
        _file(given.out, document, docx.write)
    elif given.out:
        put(os.path.dirname(given.out) or ".", os.path.basename(given.out), markdown.lines(document))
    else:
        sys.stdout.writelines(markdown.lines(document))


def _pages() -> Callable[[Document, str], None]:
    """What writes a PDF, where it is installed."""
    if find_spec("reportlab") is None:
        raise NoPages(
            "a PDF cannot be written here",
            why="the library that draws pages is an extra",
            fix="pip install 'duly[pages]', or use --format docx",
        )
    from duly.writers import pages

    return pages.write


def _file(path: str, document: Document, write: Callable[[Document, str], None]) -> None:
    """Whole or not at all, like every file."""
    try:
        write(document, path + ".part")
        os.replace(path + ".part", path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written", why=f"the system says: {error.strerror}") from None
