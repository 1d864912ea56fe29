"""`duly simulate`: what each treatment would make of a change before it is signed, or what another policy or book of
prices would make of all contracts."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence

from duly.doors.cli.contracts import load
from duly.doors.cli.notices import counted, say, say_errors
from duly.engine.contracts.company import read_company
from duly.engine.contracts.terms import SspEntry
from duly.engine.explain.simulate import NoSuchAmendment, Simulation, simulated
from duly.engine.explain.simulate_report import simulation_reports
from duly.engine.explain.what_if import Change, WhatIf, batches, what_if
from duly.engine.explain.what_if_report import what_if_reports
from duly.ground.errors import DulyError, SeveralErrors
from duly.ground.reports import Report
from duly.ground.tree import Block
from duly.readers.tree import read_tree
from duly.writers import json, table

PATIENCE = 2.0  # seconds between two words on how far it is


def simulate(given: argparse.Namespace) -> int:
    """Show the treatments of an amendment side by side, or a whole book under other policies or prices."""
    if given.policy or given.ssp:
        return _whole_book(given)
    contract, amendment = asked_of(given)
    loaded = load(given.files, given.company, {contract: planned(given.draft)} if given.draft else None)
    errors = [error for error in loaded.errors if error.contract in ("", contract)]
    if errors:
        say_errors(errors)
        return 1
    for run in loaded.runs:
        if any(terms.ref == contract for terms in run.terms):
            partners = [terms for terms in run.terms if terms.ref == contract or contract in terms.combine]
            named = {ref for terms in partners for ref in terms.combine}
            group = [terms for terms in run.terms if terms in partners or terms.ref in named]
            put_simulation(given, simulated(group, run.company, contract, amendment, book=given.book))
            return 0
    raise NoSuchAmendment(f"there is no contract {contract!r} in these files")


def asked_of(given: argparse.Namespace) -> tuple[str, str]:
    """The contract and the amendment that are asked about."""
    if given.change is None:
        raise NoSuchAmendment(
            "nothing is asked",
            why="an amendment is worked out under every treatment, a whole book under another policy or SSP book",
            fix="name CONTRACT/AMENDMENT, or --policy 'KEY=VALUE', or --ssp FILE",
        )
    contract, amendment = given.change
    return contract, amendment


def put_simulation(given: argparse.Namespace, found: Simulation) -> None:
    """Write the treatments of an amendment."""
    _put(given, list(simulation_reports(found)))


def _whole_book(given: argparse.Namespace) -> int:
    """Every contract of files as it is and as it would be."""
    loaded = load(given.files, given.company)
    change = change_of(given)
    runs = [what_if(batches(run.terms), run.company, change, book=given.book) for run in loaded.runs]
    return put_what_if(given, runs, loaded.ready, loaded.errors)


def change_of(given: argparse.Namespace) -> Change:
    """The policies and prices that are asked about."""
    return Change(tuple(given.policy), read_ssp(given.ssp) if given.ssp else None)


def put_what_if(
    given: argparse.Namespace, runs: Sequence[Iterable[WhatIf]], count: int, unread: Sequence[DulyError]
) -> int:
    """Work out so many contracts, with a word on how far it is; what is finished is shown where somebody stops it."""
    sums, stopped, errors = list[WhatIf](), False, [*unread]
    said, done = time.monotonic(), 0
    try:
        for run in runs:
            sums.append(WhatIf())
            for found in run:
                sums[-1] = found
                now = sum(one.contracts + one.apart for one in sums)
                if time.monotonic() - said > PATIENCE:
                    say(f"{now:,} of {counted(count, 'contract')}")
                    said = time.monotonic()
                done = now
    except KeyboardInterrupt:
        stopped = True
    for one in sums:
        if one.contracts:
            _put(given, list(what_if_reports(one)))
        errors += one.errors
    say_errors(errors)
    if stopped:
        say(f"stopped after {done:,} of {counted(count, 'contract')}: what is shown is theirs alone")
        return 130
    apart = sum(one.apart for one in sums)
    say(f"{counted(sum(one.contracts for one in sums), 'contract')} worked out, {apart:,} set aside")
    return 1 if errors else 0


def _put(given: argparse.Namespace, reports: Sequence[Report]) -> None:
    if given.format == "json":
        for report in reports:
            sys.stdout.writelines(json.listing(report))
    else:
        table.write(reports, sys.stdout)


def read_ssp(name: str) -> tuple[SspEntry, ...]:
    """The standalone selling prices of a file in the form of a company file."""
    read = read_tree(name)
    if read.errors:
        raise SeveralErrors(list(read.errors))
    return tuple(entry for block in read.documents for entry in read_company(block).ssp)


def planned(name: str) -> list[Block]:
    """The rows of a file with amendments that are only thought of: one a document of YAML."""
    read = read_tree(name)
    if read.errors:
        raise SeveralErrors(list(read.errors))
    return list(read.documents)
