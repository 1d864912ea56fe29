"""`duly survey FOLDER`: every contract of a folder read, and what they are worth, miss and contradict."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace

from duly.doors.cli.notices import counted, say
from duly.doors.cli.survey_run import found_files, records_of
from duly.engine.documents.surveys.survey import Record
from duly.engine.documents.surveys.survey_report import as_data, survey_reports
from duly.ground.dates import day
from duly.writers import table, workbook


def survey(given: argparse.Namespace) -> int:
    """Read what was not read before, then report over all of it."""
    on = given.on if given.on is not None else day(datetime.datetime.now().astimezone().date().isoformat())
    files = found_files(given.folder)
    found = _told(records_of(files, given.state, given.jobs), len(files))
    records = [replace(one, file=os.path.relpath(one.file, given.folder)) for one in found]
    records.sort(key=lambda one: one.file)
    aside = sum(1 for one in records if one.error)
    if given.format == "xlsx":
        workbook.write(survey_reports(records, on), given.out)
    else:
        _print(given, records, on)
    say(f"{counted(len(records), 'document')}, {len(records) - aside:,} read, {aside:,} set aside")
    return 1 if aside else 0


def _print(given: argparse.Namespace, records: list[Record], on: int) -> None:
    out = open(given.out, "w", encoding="utf-8") if given.out else nullcontext(sys.stdout)  # noqa: SIM115
    with out as file:
        if given.format == "json":
            file.write(json.dumps(as_data(records, on), ensure_ascii=False, indent=1) + "\n")
        else:
            table.write(survey_reports(records, on, narrow=True), file)


def _told(records: Iterable[Record], found: int) -> Iterator[Record]:
    """Say how far it is, and what is set aside as it is met."""
    for number, one in enumerate(records, 1):
        if one.error:
            say(f"set aside: {one.file}: {one.error}")
        if sys.stderr.isatty():
            print(f"\r{number:,} of {found:,}", end="" if number < found else "\n", file=sys.stderr, flush=True)
        elif number % 100 == 0:
            say(f"{number:,} of {found:,}")
        yield one
