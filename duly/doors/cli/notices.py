"""What the command says on stderr: errors, notes, the last line. It never mixes with the output on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from duly.ground.errors import DulyError, each_error

LONG = 200


def say(text: str) -> None:
    """One line or block on stderr, without characters that could steer a terminal."""
    print("".join(c if c.isprintable() or c == "\n" else " " for c in text), file=sys.stderr, flush=True)


def say_errors(errors: Iterable[DulyError]) -> None:
    """Each error with its where, why, fix and cite, a blank line between two."""
    for error in (single for several in errors for single in each_error(several)):
        say(f"{error}\n")


def counted(count: int, thing: str) -> str:
    """A count with its noun: `1 contract`, `1,200 contracts`."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


@contextmanager
def waiting(what: str, count: int = LONG + 1) -> Iterator[None]:
    """What is being done, on a terminal and where it is long; gone when it is done."""
    if count <= LONG or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
