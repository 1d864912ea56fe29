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
from typing import TypeAlias

from duly import __version__
from duly.doors.cli import arguments
from duly.doors.cli.ledger_words import LEDGER
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


def _run(given: argparse.Namespace) -> int:
    """Call the room; it is imported here, so that `--help` does not wait for numbers it does not need."""
    room = given.room
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    if room == "recognize":
        from duly.doors.cli import recognition

        return recognition.recognize(given)
    if room == "explain" and given.ledger:
        from duly.doors.cli import ledger

        return ledger.run(given)
    if room == "explain":
        from duly.doors.cli import explain

        return explain.explain_number(given)
    if room == "case":
        from duly.doors.cli import cases

        return cases.run_cases(given)
    if room == "read":
        from duly.doors.cli import reading

        return reading.read(given)
    if room == "simulate":
        from duly.doors.cli import simulate

        return simulate.simulate(given)
    if room == "survey":
        from duly.doors.cli import survey

        return survey.survey(given)
    if room == "verify" and given.files:
        from duly.doors.cli import proofs

        return proofs.verify(given)
    if room in LEDGER:
        from duly.doors.cli import ledger

        return ledger.run(given)
    from duly.doors.cli import policies

    return policies.list_policies(given) if room == "policy" else policies.cite(given)


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
