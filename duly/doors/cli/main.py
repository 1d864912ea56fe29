"""The command line of duly: arguments in, one room called, an exit status out.

0: all well · 1: something was set aside or failed · 2: wrong usage · 70: a fault of the program · 130: interrupted.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TypeAlias

from duly import __version__
from duly.doors.cli import arguments
from duly.doors.cli.ledger_words import EITHER, LEDGER
from duly.doors.cli.notices import say, say_errors
from duly.ground.errors import DulyError

FAILED, USAGE, FAULT, INTERRUPTED, PIPE = 1, 2, 70, 130, 141
# A run makes many objects that live to its end and hardly any cycles: looking for cycles as often as Python does by
# default would be a quarter of its time.
_NEW_OBJECTS = 200_000
Room: TypeAlias = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None, others: Mapping[str, Room] | None = None) -> int:
    """Run the command; whatever happens, a person reads a message and never a traceback. others: rooms of other doors,
    which this one may not know."""
    debug = "--debug" in (sys.argv[1:] if argv is None else argv)
    try:
        _plain_output()
        given = arguments.parser().parse_args(argv)
        other = (others or {}).get(given.room)
        status = other(given) if other else _run(given)
        sys.stdout.flush()
        return status
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        say("duly: interrupted; what was not finished was not written")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE
    except DulyError as error:
        say_errors([error])
        return FAILED
    except OSError as error:
        # Files that are read have errors of their own; this is the output, on a full disk for instance.
        _drop_output()
        say(f"CannotWrite: the output cannot be written\n  why     the system says: {error.strerror}")
        return FAILED
    except Exception as fault:
        if debug:
            raise
        _say_fault(fault)
        return FAULT


# The function of each room that needs no ledger, by its module here.
_ROOMS = {
    "recognize": "recognition.recognize",
    "explain": "explain.explain_number",
    "case": "cases.run_cases",
    "read": "reading.read",
    "simulate": "simulate.simulate",
    "compare": "compare.compare",
    "disclose": "disclosing.disclose",
    "changes": "changes.changes",
    "memo": "memos.memo",
    "survey": "survey.survey",
    "demo": "demo.demo",
    "train": "training.train",
    "verify": "proving.verify",
    "policy": "policies.list_policies",
    "cite": "policies.cite",
}


def _run(given: argparse.Namespace) -> int:
    """Call the room; it is imported here, so that `--help` does not wait for numbers it does not need."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    # Some words are for both: what they are asked about are files or the ledger.
    named = given.room in ("verify", "changes") and bool(given.files)
    of_files = not given.ledger if given.room in EITHER else named
    of_ledger = given.room in LEDGER or given.room in EITHER
    module, _, name = ("ledger.run" if of_ledger and not of_files else _ROOMS[given.room]).partition(".")
    room: Room = getattr(import_module(f"duly.doors.cli.{module}"), name)
    return room(given)


def _plain_output() -> None:
    """Files and pipes get UTF-8 and `\\n` whatever the locale; a terminal shows `?` for what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", newline="\n", errors="replace")


def _drop_output() -> None:
    """What is left for stdout goes nowhere: the interpreter would complain once more when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_fault(fault: Exception) -> None:
    say(
        f"duly: a fault of the program, not of your files: {type(fault).__name__}: {fault}\n"
        f"  fix     run the same command with --debug and report what it prints, with the version ({__version__})\n"
        "          and the smallest file that shows it"
    )


if __name__ == "__main__":
    sys.exit(main())
