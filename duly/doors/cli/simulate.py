"""`duly simulate CONTRACT/AMENDMENT`: what each treatment would make of a change, before it is signed."""

from __future__ import annotations

import argparse
import sys

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import say_errors
from duly.engine.explain.simulate import NoSuchAmendment, simulated
from duly.engine.explain.simulate_report import simulation_reports
from duly.ground.errors import SeveralErrors
from duly.ground.tree import Block
from duly.readers.tree import read_tree
from duly.writers import json, table


def simulate(given: argparse.Namespace) -> int:
    """Show the treatments side by side."""
    contract, amendment = given.change
    loaded = load(given.files, given.company, {contract: _planned(given.draft)} if given.draft else None)
    errors = [error for error in loaded.errors if error.contract in ("", contract)]
    if errors:
        say_errors(errors)
        return 1
    for run in loaded.runs:
        if any(terms.ref == contract for terms in run.terms):
            partners = [terms for terms in run.terms if terms.ref == contract or contract in terms.combine]
            named = {ref for terms in partners for ref in terms.combine}
            group = [terms for terms in run.terms if terms in partners or terms.ref in named]
            reports = list(simulation_reports(simulated(group, run.company, contract, amendment, book=given.book)))
            if given.format == "json":
                for report in reports:
                    sys.stdout.writelines(json.listing(report))
            else:
                table.write(reports, sys.stdout)
            return 0
    raise NoSuchAmendment(f"there is no contract {contract!r} in these files")


def _planned(name: str) -> list[Block]:
    """The rows of a file with amendments that are only thought of: one a document of YAML."""
    read = read_tree(name)
    if read.errors:
        raise SeveralErrors(list(read.errors))
    return list(read.documents)
