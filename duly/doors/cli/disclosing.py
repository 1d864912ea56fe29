"""`duly disclose FILES --period 2026-03`: the note of a period, with its ties to the trial balance."""

from __future__ import annotations

import argparse
import os
import sys

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import counted, say, say_errors, waiting
from duly.doors.cli.recognition import CannotWrite, kept_books, put
from duly.engine.disclosure.note import Note, note
from duly.engine.disclosure.window import windows
from duly.writers import csv, json, table, workbook


def disclose(given: argparse.Namespace) -> int:
    """Read, recognize, disclose; then say what waits and whether everything ties."""
    wrong = _wrong_usage(given)
    if wrong:
        say(f"duly disclose: {wrong}")
        return 2
    loaded = load(given.files, given.company)
    with waiting(f"recognizing {counted(loaded.ready, 'contract')}", loaded.ready):
        kept, errors = kept_books(given, loaded)
        since, _, through = given.period.partition("..")
        made = note(windows(kept, since, through or since, given.entity), given.by)
    _write(given, made)
    say_errors(errors)
    apart = [tie for tie in made.ties if tie.difference]
    say(f"{len(made.ties) - len(apart):,} of {counted(len(made.ties), 'amount')} tie to the trial balance")
    return 1 if errors or apart else 0


def _wrong_usage(given: argparse.Namespace) -> str:
    if given.format == "xlsx" and not given.out:
        return "a workbook is a file: name it with --out"
    if given.format == "csv" and not given.out:
        return "CSV holds one report a file: name a folder with --out"
    return ""


def _write(given: argparse.Namespace, made: Note) -> None:
    if given.format == "xlsx":
        _workbook(given.out, made)
    elif given.format == "csv":
        for report in made.reports:
            put(given.out, f"{report.name.replace(' ', '-')}.csv", csv.lines(report))
    elif given.out:
        text = json.by_name(made.reports) if given.format == "json" else _lines(made)
        put(os.path.dirname(given.out) or ".", os.path.basename(given.out), text)
    elif given.format == "json":
        sys.stdout.writelines(json.by_name(made.reports))
    else:
        table.write(made.reports, sys.stdout)


def _lines(made: Note) -> list[str]:
    return [line.text + "\n" for report in made.reports for line in table.lines(report)]


def _workbook(path: str, made: Note) -> None:
    """Whole or not at all, like every file."""
    try:
        workbook.write(made.reports, path + ".part", made.formulas)
        os.replace(path + ".part", path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written", why=f"the system says: {error.strerror}") from None
