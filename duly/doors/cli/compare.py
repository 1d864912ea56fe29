"""`duly compare`: two books of the same facts, every cent of their difference with the policy that makes it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import counted, say, say_errors, waiting
from duly.engine.explain.compare import Comparison, compared
from duly.engine.explain.compare_report import comparison_reports
from duly.ground.errors import DulyError, each_error
from duly.writers import json, table


def compare(given: argparse.Namespace) -> int:
    """Show where two books differ and why; 1 where contracts were set aside or a difference is not explained."""
    if not given.files:
        say("duly compare: name files, or ask the ledger with --ledger")
        return 2
    loaded = load(given.files, given.company)
    errors, found = [*loaded.errors], []
    with waiting(f"comparing {counted(loaded.ready, 'contract')}", loaded.ready):
        for run in loaded.runs:
            try:
                found.append(compared(run.terms, run.company, *given.books, through=given.through, as_of=given.as_of))
            except DulyError as error:
                errors.extend(each_error(error))
    errors += [error for one in found for error in one.errors]
    return put_comparison(given, found, loaded.found, errors)


def put_comparison(
    given: argparse.Namespace, found: Sequence[Comparison], count: int, errors: Sequence[DulyError]
) -> int:
    """Write what was compared, of so many contracts."""
    every = sum(one.decided for one in found)
    reports = [list(comparison_reports(one)) for one in found]
    made = [
        same[0]._replace(rows=tuple(row for one in same for row in one.rows)) for same in zip(*reports, strict=True)
    ]
    if given.format == "json":
        sys.stdout.writelines(json.document(made, found=count, recognized=every, errors=errors))
    elif every:
        table.write(made, sys.stdout)
    say_errors(errors)
    apart = sum(1 for one in found for figure in one.figures if figure.rest)
    if apart:
        say(f"{counted(apart, 'figure')} not explained by any policy")
    say(f"{counted(every, 'contract')} compared, {count - every:,} set aside")
    return 1 if errors or apart else 0
