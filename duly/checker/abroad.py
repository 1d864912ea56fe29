"""Rates of other currencies: which row holds on a day; and what is carried in layers, each at the rate of its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from duly.checker.sources import Sources, stated
from duly.checker.trees import Node, every
from duly.checker.words import days, decimals, rounded, value

_RATE = re.compile(r"(?:one )?([A-Z]{3}) in ([A-Z]{3}) on (\d{4}-\d\d-\d\d)")
_LAYER, _LAYERED = "layer of ", "in layers, each at the rate of its day"
_POSITION = re.compile(r"contract (?:asset|liability) of (.+) in [A-Z]{3}$")
# By so many minor units the parts of a balance may be off together that were rounded one by one.
_ROUNDED = 3


def rates(top: Node, on: date, sources: Sources) -> Iterator[str]:
    """The rates of a day: the last row of the pair by then; turned round or over a third where it has none. A layer has
    that of a day before."""
    earlier = {id(one) for layer in every(top) if layer.label.startswith(_LAYER) for one in every(layer)}
    for one in every(top):
        named = _RATE.match(one.label)
        if not named:
            continue
        day = date.fromisoformat(named[3])
        if day != on and not (id(one) in earlier and day < on):
            yield f"{one.label} is not of {on}"
        rate = stated(sources.documents(top), named[1], named[2]).on(day)
        if rate is not None and value(one.value) != rate:
            yield f"{one.label} is {one.value}, where the last rate by then is {rate}"


def _layers(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """The layers, less what is earned beyond them, have all units of the balance and are worth what it is carried at;
    the first to come is the first to go."""
    own, *parts = node.below
    side = -1 if node.label.startswith("contract asset") else 1
    units, worth, last = Fraction(0), Fraction(0), dict[str, date]()
    for part in parts:
        sign = side if part.label.startswith(_LAYER) else -side
        units += sign * (value(part.below[0].value) or 0)
        worth += sign * (value(part.value) or 0)
        for day in days(part.below[1].label)[:1] if part.label.startswith(_LAYER) else ():
            if day < last.get(part.label, day):
                yield f"{part.label} of {day} comes after one of {last[part.label]}"
            last[part.label] = day
    # The currency of the books decides what a contract is: its layers may be worth more than what is beyond them.
    position = [side * (value(one.value) or 0) for one in own.below[:1]] if not value(own.value) else []
    if units not in (value(own.value), *(one for one in position if one < 0)):
        yield f"its layers have {units}, where {own.label} is {own.value}"
    off = abs(rounded(worth, decimals(node.value)) - (value(node.value) or 0)) * 10 ** decimals(node.value)
    if off > (_ROUNDED if found[1] else 0):
        yield f"{node.value} is not {worth}, in layers"


def ahead(tops: Sequence[Node]) -> dict[tuple[str, date], tuple[Fraction, Fraction]]:
    """The units and the worth of all layers of a contract, by its name and the day, where its books count them."""
    found = dict[tuple[str, date], tuple[Fraction, Fraction]]()
    for top in tops:
        named = _POSITION.match(top.label)
        if named and top.how.startswith(_LAYERED):
            parts = [one for one in top.below if one.label.startswith(_LAYER)]
            units = sum((value(one.below[0].value) or Fraction(0) for one in parts), Fraction(0))
            worth = sum((value(one.value) or Fraction(0) for one in parts), Fraction(0))
            found[named[1], days(top.below[0].label)[-1]] = units, worth
    return found


RULES = ((re.compile(rf"^{_LAYERED}(, rounded as its parts came in)?$"), _layers),)
