"""`duly simulate`: what each treatment would make of a change before it is signed, or what another policy or book of
prices would make of all contracts."""

from __future__ import annotations

import argparse
import sys
import time

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import counted, say, say_errors
from duly.engine.contracts.company import read_company
from duly.engine.contracts.terms import SspEntry
from duly.engine.explain.simulate import NoSuchAmendment, simulated
from duly.engine.explain.simulate_report import simulation_reports
from duly.engine.explain.what_if import Change, WhatIf, batches, what_if
from duly.engine.explain.what_if_report import what_if_reports
from duly.ground.errors import SeveralErrors
from duly.ground.tree import Block
from duly.readers.tree import read_tree
from duly.writers import json, table

PATIENCE = 2.0  # seconds between two words on how far it is


def simulate(given: argparse.Namespace) -> int:
    """Show the treatments of an amendment side by side, or a whole book under other policies or prices."""
    if given.policy or given.ssp:
        return _whole_book(given)
    if given.change is None:
        raise NoSuchAmendment(
            "nothing is asked",
            why="an amendment is worked out under every treatment, a whole book under another policy or SSP book",
            fix="name CONTRACT/AMENDMENT, or --policy 'KEY=VALUE', or --ssp FILE",
        )
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


def _whole_book(given: argparse.Namespace) -> int:
    """Every contract as it is and as it would be; what is finished is shown where somebody stops it."""
    loaded = load(given.files, given.company)
    change = Change(tuple(given.policy), read_ssp(given.ssp) if given.ssp else None)
    sums, stopped, errors = list[WhatIf](), False, [*loaded.errors]
    said, done = time.monotonic(), 0
    try:
        for run in loaded.runs:
            found = WhatIf()
            sums.append(found)
            for found in what_if(batches(run.terms), run.company, change, book=given.book):
                sums[-1] = found
                now = sum(one.contracts + one.apart for one in sums)
                if time.monotonic() - said > PATIENCE:
                    say(f"{now:,} of {counted(loaded.ready, 'contract')}")
                    said = time.monotonic()
                done = now
    except KeyboardInterrupt:
        stopped = True
    for one in sums:
        if one.contracts:
            reports = list(what_if_reports(one))
            if given.format == "json":
                for report in reports:
                    sys.stdout.writelines(json.listing(report))
            else:
                table.write(reports, sys.stdout)
        errors += one.errors
    say_errors(errors)
    if stopped:
        say(f"stopped after {done:,} of {counted(loaded.ready, 'contract')}: what is shown is theirs alone")
        return 130
    apart = sum(one.apart for one in sums)
    say(f"{counted(sum(one.contracts for one in sums), 'contract')} worked out, {apart:,} set aside")
    return 1 if errors else 0


def read_ssp(name: str) -> tuple[SspEntry, ...]:
    """The standalone selling prices of a file in the form of a company file."""
    read = read_tree(name)
    if read.errors:
        raise SeveralErrors(list(read.errors))
    return tuple(entry for block in read.documents for entry in read_company(block).ssp)


def _planned(name: str) -> list[Block]:
    """The rows of a file with amendments that are only thought of: one a document of YAML."""
    read = read_tree(name)
    if read.errors:
        raise SeveralErrors(list(read.errors))
    return list(read.documents)
