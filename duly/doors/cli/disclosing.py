"""`duly disclose`: the note of periods of files or of the ledger, with its ties to the trial balance."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import counted, say, say_errors, waiting
from duly.doors.cli.recognition import CannotWrite, kept_books, put
from duly.engine.disclosure.note import Note, note
from duly.engine.disclosure.window import windows
from duly.ground.errors import DulyError
from duly.writers import csv, json, table, workbook


class NoSnapshot(DulyError):
    """A snapshot was asked for and the extra that writes it is not installed."""


def disclose(given: argparse.Namespace) -> int:
    """Read, recognize, disclose; then say what waits and whether everything ties."""
    wrong = wrong_usage(given)
    if wrong:
        say(f"duly disclose: {wrong}")
        return 2
    loaded = load(given.files, given.company)
    with waiting(f"recognizing {counted(loaded.ready, 'contract')}", loaded.ready):
        kept, errors = kept_books(given, loaded)
        made = note(windows(kept, *span_of(given), given.entity), given.split_by)
    say_errors(errors)
    return 1 if put_note(given, made) or errors else 0


def put_note(given: argparse.Namespace, made: Note) -> int:
    """Write a note and say whether it ties; how many amounts do not."""
    _write(given, made)
    apart = [tie for tie in made.ties if tie.difference]
    say(f"{len(made.ties) - len(apart):,} of {counted(len(made.ties), 'amount')} tie to the trial balance")
    return len(apart)


def span_of(given: argparse.Namespace) -> tuple[str, str]:
    """The first and the last period that are asked for."""
    since, _, through = given.period.partition("..")
    first, last = given.between or (since, through or since)
    return first, last


def wrong_usage(given: argparse.Namespace) -> str:
    """What was asked for in a way that cannot be answered."""
    if bool(given.files) == given.ledger:
        return "name files, or ask the ledger with --ledger"
    if given.check and not given.ledger:
        return "--check is of the ledger: a note of files says itself whether it ties"
    if not given.check and bool(given.period) == bool(given.between):
        return "say which periods: --period 2026-03, or --between 2026-01 2026-03"
    if given.format in ("xlsx", "csv", "parquet") and not given.out:
        return {
            "xlsx": "a workbook is a file: name it with --out",
            "csv": "CSV holds one report a file: name a folder with --out",
            "parquet": "Parquet holds one report a file: name a folder with --out",
        }[given.format]
    return ""


def _write(given: argparse.Namespace, made: Note) -> None:
    if given.format == "xlsx":
        _workbook(given.out, made)
    elif given.format == "csv":
        for report in made.reports:
            put(given.out, f"{report.name.replace(' ', '-')}.csv", csv.lines(report))
    elif given.format == "parquet":
        _snapshot(given.out, made)
    elif given.out:
        text = json.by_name(made.reports) if given.format == "json" else _lines(made)
        put(os.path.dirname(given.out) or ".", os.path.basename(given.out), text)
    elif given.format == "json":
        sys.stdout.writelines(json.by_name(made.reports))
    else:
        table.write(made.reports, sys.stdout)


def _lines(made: Note) -> list[str]:
    return [line.text + "\n" for report in made.reports for line in table.lines(report)]


def _snapshot(folder: str, made: Note) -> None:
    """One Parquet file a report."""
    if find_spec("pyarrow") is None:
        raise NoSnapshot(
            "Parquet cannot be written here",
            why="the library that writes it is an extra",
            fix="pip install 'duly[parquet]', or use --format csv",
        )
    from duly.writers import parquet

    for report in made.reports:
        _file(os.path.join(folder, f"{report.name.replace(' ', '-')}.parquet"), parquet.snapshot(report))


def _file(path: str, content: bytes) -> None:
    """Whole or not at all, like every file."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path + ".part", "wb") as opened:
            opened.write(content)
        os.replace(path + ".part", path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written", why=f"the system says: {error.strerror}") from None


def _workbook(path: str, made: Note) -> None:
    """Whole or not at all, like every file."""
    try:
        workbook.write(made.reports, path + ".part", made.formulas)
        os.replace(path + ".part", path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written", why=f"the system says: {error.strerror}") from None
