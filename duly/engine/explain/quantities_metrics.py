"""Metrics as quantities of case files: recurring revenue of a window, over all contracts or one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.explain.asked import Asked, UnknownQuantity, Value, promise_of, promises_of, rulings_of
from duly.engine.fx.rates import rates_of
from duly.engine.metrics.contract_value import Line, recurring_lines
from duly.engine.metrics.retention import METRICS, Run, run

# What is shown where a ratio has nothing to stand on.
EMPTY = "empty"


def metric(asked: Asked, args: tuple[str, ...]) -> Value:
    """A metric of the window by name; `empty` for a ratio to nothing."""
    if args[0] not in METRICS:
        raise UnknownQuantity(f"there is no metric {args[0]!r}", fix=f"one of: {', '.join(METRICS)}")
    found = METRICS[args[0]](_run(asked, _lines(asked)))
    return EMPTY if found is None else found


def _lines(asked: Asked) -> list[Line]:
    group = [terms for ruling in rulings_of(asked) for terms in ruling.group]
    return [line for terms in group if asked.concerns(terms.ref) for line in recurring_lines(terms)]


def _run(asked: Asked, lines: list[Line]) -> Run:
    rates = rates_of(asked.books.company.rates)
    into = asked.currency or _currency(asked, lines)
    since = -t.NEVER if asked.since is None else asked.since

    def rate(currency: str, on: int) -> Fraction:
        return rates.on(currency, into, on)

    return run(lines, since, asked.through, rate)


def _currency(asked: Asked, lines: list[Line]) -> str:
    """The one currency of the contracts asked for."""
    found = {promise.terms.currency for promise in promises_of(asked)}
    if len(found) > 1 and lines:
        raise UnknownQuantity("the contracts have several currencies", fix="say in which with `in:`")
    return found.pop() if found else ""


def _figure(name: str) -> Callable[[Asked, tuple[str, ...]], Value]:
    """A metric as a function of figures: of the window, or of one obligation."""

    def measured(asked: Asked, args: tuple[str, ...]) -> Value:
        if not args:
            return metric(asked, (name,))
        promise = promise_of(asked, args[0])
        mine = [x for x in _lines(asked) if (x.contract, x.obligation) == (promise.terms.ref, args[0])]
        found = METRICS[name](_run(asked, mine))
        return EMPTY if found is None else found

    return measured


METRIC_FIGURES: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    name.replace(" ", "_"): _figure(name) for name in METRICS
}
