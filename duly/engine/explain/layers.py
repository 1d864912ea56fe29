"""What a contract liability or asset abroad is carried at: layers of what was received, due or earned, each at the rate
of the day on which it came in, and what is earned beyond them at the last rate (830-10-45-18, IFRIC 22.8)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction

from duly.engine.explain.amounts import Amounts, exact
from duly.engine.explain.derivation import Asked
from duly.engine.explain.view import View
from duly.engine.fx.layers import Layers
from duly.engine.journal.functional import Walked
from duly.ground.reports import Step

HOW = "in layers, each at the rate of its day"
_CITE = "830-10-45-18"
# Of a day, with the row that states it.
RateOf = Callable[[int], Step]


def in_layers(
    asked: Asked, view: View, known: int, on: int, money: Amounts, rate_of: RateOf
) -> tuple[Fraction, list[Step]] | None:
    """What a contract liability (an asset below zero) is worth, exact minor units, with its layers; None where what is
    paid ahead is money that is given back."""
    books = asked.books
    walked = books.functional.walk([asked.group], known, on, reached=True).get(asked.group)
    if walked is None or not walked.walk.book.historical:
        return None
    worth, found = Fraction(0), list[Step]()
    for o, (_, ref) in sorted(walked.obligations.items()):
        layer = walked.walk.book.layers.get(o, Layers())
        ahead = layer.considered - layer.earned
        day = 0
        for units, rate in layer.steps(layer.earned, layer.considered) if ahead > 0 else ():
            day, at = _of_day(walked, rate, max(day, 0), on, rate_of)
            found.append(_part(view, f"layer of {ref}", units, rate, money, at))
            worth += units * rate
        beyond = layer.asset.amount
        if beyond:
            rate = layer.asset.value / beyond
            at = _of_day(walked, rate, on, on, rate_of)[1]
            found.append(_part(view, f"earned beyond what is due of {ref}", beyond, rate, money, at))
            worth -= beyond * rate
    return worth, found


def _part(view: View, label: str, units: int, rate: Fraction, money: Amounts, at: Step) -> Step:
    """Units at a rate."""
    count = view.step("units of it", view.money(units), "by the order in which they came in")
    how = f"= {count.value} x {at.value}"
    return view.step(label, money(units * rate), how, cite=_CITE, children=(count, at))


def _of_day(walked: Walked, rate: Fraction, since: int, on: int, rate_of: RateOf) -> tuple[int, Step]:
    """The first day from one on, through another, on which something moved at a rate; the mean of several days has
    none, nor has what an opening states."""
    walk = walked.walk
    days = sorted({row.on for row in walk.chronicle.moved if row.on <= on} | {on})
    for day in days[bisect_left(days, since) :]:
        if walk.rate(day) == rate:
            return day, rate_of(day)
    return since, Step("rate", exact(rate / walk.unit), "of several days, or as an opening states it")
