"""`duly compare --ledger` and `duly simulate --ledger`: what would be, of the contracts of the ledger."""

from __future__ import annotations

import argparse

from duly.actions import comparing
from duly.actions.contracts import known_contract
from duly.actions.readers import require_reader
from duly.doors.cli import simulate as of_files
from duly.doors.cli.compare import put_comparison
from duly.doors.cli.ledger_texts import NotReadable
from duly.store.audit import head


def compare(given: argparse.Namespace) -> int:
    """Two books of the contracts of the ledger, every cent of their difference with the policy that makes it."""
    if given.files or given.as_of is not None:
        raise NotReadable("files and --as-of are of files", fix="leave them out, or leave --ledger out")
    seq = head()[0]
    _require_reader(given, seq)
    found, errors = comparing.books_compared(given.entity, given.books, seq, through=given.through)
    return put_comparison(given, [found], comparing.contracts_of(given.entity, seq), errors)


def simulate(given: argparse.Namespace) -> int:
    """An amendment of a contract of the ledger under every treatment; or all contracts under other policies or
    prices."""
    seq = head()[0]
    if given.policy or given.ssp:
        _require_reader(given, seq)
        change = of_files.change_of(given)
        sums = comparing.policy_simulated(given.entity, change, given.book, seq)
        return of_files.put_what_if(given, [sums], comparing.contracts_of(given.entity, seq), ())
    contract, amendment = of_files.asked_of(given)
    require_reader(given.by, str(known_contract(contract).entity))
    rows = of_files.planned(given.draft) if given.draft else ()
    of_files.put_simulation(given, comparing.amendment_simulated(contract, amendment, rows, given.book, seq))
    return 0


def _require_reader(given: argparse.Namespace, seq: int) -> None:
    for entity in comparing.entities_named(given.entity, seq):
        require_reader(given.by, entity)
