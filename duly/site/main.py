"""The command `duly`: hands the arguments to the command line, and what belongs to other doors to them."""

from __future__ import annotations

import argparse

from duly.doors.cli import ledger
from duly.doors.cli import main as cli
from duly.doors.cli.notices import say_errors


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    return cli.main(argv, {"work": _work, "webhook": _webhook, "serve": _serve})


def _work(given: argparse.Namespace) -> int:
    """Rounds of the worker, until it is told to stop."""
    ledger.open_store(given.room)
    from duly.doors.connectors.worker import Stop, rounds

    if not given.once:
        from duly.site import logs

        logs.begin()
        for one in rounds(given.by, Stop()):
            logs.tell("work", about=one.about, said=one.said, error=one.error.name if one.error else "")
        return 0
    waits = 0
    for one in rounds(given.by, Stop(), once=True):
        print(f"{one.about}: {one.said}")
        waits += one.said.startswith("waits")
        if one.error:
            say_errors([one.error])
    return 1 if waits else 0


def _serve(given: argparse.Namespace) -> int:
    """Serve until told to stop."""
    ledger.open_store(given.room)
    from duly.site.serving import serve

    serve()
    return 0


def _webhook(given: argparse.Namespace) -> int:
    """Words about webhooks; a trial is sent at once."""
    status = ledger.run(given)
    if given.verb != "test" or given.dry_run or status:
        return status
    from duly.doors.connectors.webhooks.rounds import deliver

    said = [(one.message.id, one.message.name, one.said, one.error) for one in deliver(given.by, only=given.endpoint)]
    for id_, name, words, error in said:
        print(f"{id_}  {name}  {words}")
        if error:
            say_errors([error])
    return 0 if said and said[-1][2] == "delivered" else 1


__all__ = ["main"]
