"""`duly recognize`: contract files to reports."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence

from duly.doors.cli.arguments import REPORTS
from duly.doors.cli.contracts import Loaded, load
from duly.doors.cli.notices import counted, say, say_errors, waiting
from duly.doors.cli.rates import notes_on_rates
from duly.engine.disclosure.together import together
from duly.engine.journal.books import Books, keep_books
from duly.ground.errors import DulyError, each_error
from duly.ground.reports import Report
from duly.writers import beancount, csv, json, table


class CannotWrite(DulyError):
    """The output cannot be written where it should go."""


def recognize(given: argparse.Namespace) -> int:
    """Read, recognize, write; then say on stderr what waits and why."""
    wrong = _wrong_usage(given)
    if wrong:
        say(f"duly recognize: {wrong}")
        return 2
    loaded = load(given.files, given.company)
    ledger = given.format == "beancount"
    with waiting(f"recognizing {counted(loaded.ready, 'contract')}", loaded.ready):
        kept, errors = kept_books(given, loaded)
        made = together(kept, ("journal", "balances") if ledger else given.report or REPORTS, every_period=ledger)
    recognized = sum(len(group) for books in kept for group in books.worlds.groups)
    _write(given, made, _Outcome(loaded.found, recognized, errors))
    notes = [note for books in kept for note in (*books.notes, *notes_on_rates(books.company, books.through))]
    _tell([*loaded.notes, *notes], loaded, errors, recognized)
    return 1 if errors else 0


def kept_books(given: argparse.Namespace, loaded: Loaded) -> tuple[list[Books], list[DulyError]]:
    """The books of each company, and everything that is wrong; a company without the book that was asked for waits."""
    kept, errors = [], [*loaded.errors]
    for run in loaded.runs:
        try:
            books = keep_books(run.terms, run.company, book=given.book, through=given.through, as_of=given.as_of)
        except DulyError as error:
            errors.extend(each_error(error))
            continue
        kept.append(books)
        errors.extend(books.errors)
    return kept, errors


class _Outcome:
    """Control totals: file = recognized + set aside."""

    def __init__(self, found: int, recognized: int, errors: Sequence[DulyError]) -> None:
        self.found, self.recognized, self.errors = found, recognized, errors


def _wrong_usage(given: argparse.Namespace) -> str:
    if given.format == "beancount" and given.report:
        return "a ledger holds the journal and its balances; leave --report out with --format beancount"
    if given.format == "csv" and not given.out and len(given.report or REPORTS) > 1:
        return "CSV holds one report a file: name one with --report, or a folder with --out"
    if given.out and os.path.exists(given.out) and not os.path.isdir(given.out):
        return f"--out {given.out} is a file, not a folder"
    return ""


def _write(given: argparse.Namespace, made: Mapping[str, Report], outcome: _Outcome) -> None:
    """Everything the run has to show, to stdout or into a folder."""
    chosen = list(made.values())
    if given.format == "json":
        pieces = json.document(chosen, found=outcome.found, recognized=outcome.recognized, errors=outcome.errors)
        put(given.out, "reports.json", pieces)
    elif not made:
        return
    elif given.format == "beancount":
        put(given.out, "journal.beancount", beancount.lines(made["journal"], made["balances"], title="duly"))
    elif given.format == "csv":
        for report in chosen:
            put(given.out, f"{report.name}.csv", csv.lines(report))
    elif given.out:
        for report in chosen:
            put(given.out, f"{report.name}.txt", (line.text + "\n" for line in table.lines(report)))
    elif outcome.recognized:
        table.write(chosen, sys.stdout)


def put(folder: str | None, name: str, pieces: Iterable[str]) -> None:
    """Write to stdout, or whole into a file of the folder: a run that is stopped leaves the old file as it was."""
    if not folder:
        sys.stdout.writelines(pieces)
        return
    path = os.path.join(folder, name)
    try:
        os.makedirs(folder, exist_ok=True)
        with open(path + ".part", "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        os.replace(path + ".part", path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written", why=f"the system says: {error.strerror}") from None


def _tell(notes: Iterable[str], loaded: Loaded, errors: Sequence[DulyError], recognized: int) -> None:
    say_errors(errors)
    for note in dict.fromkeys(notes):
        say(f"note: {note}")
    say(_summary(loaded.found, recognized))


def _summary(found: int, recognized: int) -> str:
    return f"{counted(recognized, 'contract')} recognized, {found - recognized:,} set aside"
