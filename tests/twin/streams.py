"""The plain twin: streams of revenue, and what an early end leaves of them."""

from __future__ import annotations

from tests.twin.changes import Measured


class Stream:
    """Revenue of one obligation from a day on: base + price as measured. less, spent: material that is still
    to come when it begins, earned beside it, and what came before."""

    def __init__(self, since, base, price, measured, less=0, spent=0):
        self.since, self.base, self.price, self.measured = since, base, price, measured
        self.less, self.spent = less, spent


class Ending:
    """What ends on a day: what the price then says beyond revenue and what is not performed, with the penalty; the last
    obligation it ends; whether what is left of others shares it."""

    def __init__(self, terms, fact, beyond, ended, shared):
        self.terms, self.fact, self.beyond, self.shared = terms, fact, beyond, shared
        self.last = (ended[-1].terms.ref, ended[-1].obligation.ref) if ended else None


def later(begins, on):
    """The first day of what a span has left from a day on."""
    return begins if begins is None else max(begins, on)


def capped(stream, total):
    """A stream of counts that ends where what was added begins."""
    m = stream.measured
    if m is None or m.cap is not None:
        return stream
    return Stream(stream.since, stream.base, stream.price, Measured(m.start, m.until, m.skip, total), stream.less)
