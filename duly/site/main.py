"""The command `duly`: hands the arguments to the command line, and what belongs to other doors to them."""

from __future__ import annotations

import argparse

from duly.doors.cli import main as cli
from duly.doors.cli.ledger import open_store
from duly.doors.cli.notices import say_errors


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    return cli.main(argv, {"work": _work})


def _work(given: argparse.Namespace) -> int:
    """One round of the worker."""
    open_store(given.room)
    from duly.doors.connectors.worker import work

    waits = 0
    for one in work(given.by):
        print(f"{one.about}: {one.said}")
        waits += one.said.startswith("waits")
        if one.error:
            say_errors([one.error])
    return 1 if waits else 0


__all__ = ["main"]
