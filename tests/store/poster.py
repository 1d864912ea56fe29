"""A process that posts, to be killed: `python -m tests.store.poster ADDRESS`.

It is set up once and splits off a child for each line it is told, `FIRST MOMENT HELD`: the child posts manual entries
from the one numbered FIRST on, by keys that stand for ever, and tells what it begins and what it has got. At its
MOMENT-th moment it says so and, if HELD, does nothing more: whoever kills it then kills it right there. A moment lies
before each statement, and one between the commit of a command and its answer; -2 is the second of these alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from tests.store.ledger import Done, Ledger, clock, plain, use

from django.db import connections  # isort: skip - Django is set up by the line above

FEE = [
    {"contract": "CT-1", "account": "other_expense", "amount": "500", "currency": "USD"},
    {"contract": "CT-1", "account": "cash", "amount": "-500", "currency": "USD"},
]


def tell(*words: object) -> None:
    """A line to whoever listens, at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Moment:
    """Counts statements down, or up from below zero the answers alone; at zero it says so and, if it is held there,
    waits for the end."""

    def __init__(self, left: int, held: bool) -> None:
        self.left, self.held = left, held

    def __call__(self, execute: Callable[..., object], *told: object) -> object:
        """Around a statement, as Django calls it."""
        if self.left > 0:
            self._nearer(-1)
        return execute(*told)

    def before_an_answer(self) -> None:
        """Between the commit of a command and its answer."""
        if self.left:
            self._nearer(-1 if self.left > 0 else 1)

    def _nearer(self, step: int) -> None:
        self.left += step
        if self.left == 0:
            tell("here", os.getpid(), int(connections["default"].in_atomic_block), int(self.held))
            while self.held:
                os.read(_NOTHING_COMES[0], 1)


_NOTHING_COMES = os.pipe()


def post(ledger: Ledger, number: int, moment: Moment) -> None:
    """Entry by number: one person writes it, another agrees; each with its key."""
    amount = str(100 + number)
    lines = [line | {"amount": f"-{amount}" if line["amount"][0] == "-" else amount} for line in FEE]
    whole = {"entity": "US01", "period": "2026-02", "lines": lines}
    made = sent(ledger, moment, f"make-{number}", "enter_manually", "rae", why=f"fee {number}", **whole)
    sent(ledger, moment, f"agree-{number}", "approve", "ben", proposal=made.proposal)


def sent(ledger: Ledger, moment: Moment, key: str, verb: str, who: str, why: str = "", **args: object) -> Done:
    """A command, and what came of it; one moment lies between its commit and its answer."""
    tell("begun", key)
    done = ledger.do(verb, who, key=key, why=why, **args)
    moment.before_an_answer()
    tell("done", key, plain([done.effect, done.seq, done.proposal]))
    return done


def posts(address: str, first: int, moment: Moment) -> None:
    """Post from a number on, until killed."""
    use(address)
    connections["default"].ensure_connection()
    connections["default"].execute_wrappers.append(moment)
    with clock():
        for number in range(first, sys.maxsize):
            post(Ledger("", address), number, moment)


def main(address: str) -> None:
    """Split off a child for each line; tell when it is gone."""
    for line in sys.stdin:
        first, moment, held = map(int, line.split())
        child = os.fork()
        if child == 0:
            try:
                posts(address, first, Moment(moment, bool(held)))
            except Exception as lost:  # noqa: BLE001 - the server is gone, or the ledger refuses: the parent judges
                tell("lost", type(lost).__name__, " ".join(str(lost).split()))
            os._exit(0)
        os.waitpid(child, 0)
        tell("gone")


if __name__ == "__main__":
    main(sys.argv[1])
