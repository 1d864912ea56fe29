"""The words of the ledger for jobs in bulk."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable

from duly.actions import jobs
from duly.actions.job_parts import CONTRACTS, FACTS
from duly.actions.money import decimals
from duly.doors.cli.ledger_texts import told
from duly.doors.cli.notices import counted, say

Args = dict[str, object]


def list_jobs(given: argparse.Namespace) -> int:
    """Every job with its state."""
    found = jobs.jobs()
    for job in found:
        state = jobs.state_of(job)
        far = f"{state['taken in']} of {job.parts} parts"
        print(f"{job.ref}  {state['state']}  {far}  {job.kind}  {job.name}  {job.maker}")
    print(counted(len(found), "job"))
    return 0


def show_job(given: argparse.Namespace) -> int:
    """Where a job stands."""
    state = jobs.state_of(jobs.known_job(given.job, given.by))
    print("\n".join(told(state, decimals())))
    return 0


def show_results(given: argparse.Namespace) -> int:
    """What came of each contract, a line of JSON each; 1 where some wait."""
    waits = 0
    for row in jobs.results(jobs.known_job(given.job, given.by)):
        waits += row["state"] == "set aside"
        sys.stdout.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    say(f"{counted(waits, 'error')}; what has one waits whole: mend it and send it in a file of its own")
    return 1 if waits else 0


def _submitted(given: argparse.Namespace) -> Args:
    kind = FACTS if given.rows else CONTRACTS
    name = os.path.basename(given.file)
    return {"kind": kind, "name": name, "sha256": jobs.staged(given.file), "whole": given.whole}


QUESTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": list_jobs,
    "show": show_job,
    "results": show_results,
}
CALLS: dict[str, tuple[str, Callable[[argparse.Namespace], Args]]] = {
    "submit": ("submit_job", _submitted),
    "cancel": ("cancel_job", lambda given: {"job": given.job}),
}
