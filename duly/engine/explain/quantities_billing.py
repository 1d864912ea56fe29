"""Billing arithmetic as quantities of case files: what changes of plan put on the next bill."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from duly.engine.billing.proration import ProrationLine, proration_lines
from duly.engine.explain.asked import Asked, UnknownQuantity, amount_in, day_before, promise_of, rulings_of

_KINDS = ("credit", "charge", "net")


def proration(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Credits, charges or both, of the changes of plan in the window; credits are below zero."""
    if args[0] not in _KINDS:
        raise UnknownQuantity(f"there is no proration {args[0]!r}", fix=f"one of: {', '.join(_KINDS)}")
    signs = {"credit": (-1,), "charge": (1,), "net": (-1, 1)}[args[0]]
    return amount_in(asked, sum(line.amount for line in _lines(asked) if (1 if line.amount > 0 else -1) in signs))


def credit(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What changes of plan give back, below zero: in all, or of one obligation."""
    return _of_line(asked, args, "credit")


def charge(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What changes of plan charge: in all, or of one obligation."""
    return _of_line(asked, args, "charge")


def _of_line(asked: Asked, args: tuple[str, ...], kind: str) -> Fraction:
    if not args:
        return proration(asked, (kind,))
    name = promise_of(asked, args[0]).obligation.ref
    found = [line.amount for line in _lines(asked) if line.obligation == name]
    return amount_in(asked, sum(amount for amount in found if (amount > 0) == (kind == "charge")))


def _lines(asked: Asked) -> Iterator[ProrationLine]:
    for ruling in rulings_of(asked):
        policies = asked.books.worlds.policies(ruling.group)
        for terms in ruling.group:
            if asked.concerns(terms.ref):
                yield from (x for x in proration_lines(terms, policies) if day_before(asked) < x.on <= asked.through)
