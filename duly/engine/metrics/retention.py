"""What moved monthly recurring revenue in a window, and how much of it was kept: churn, retention, quick ratio.

A movement is the change of what one customer brings a month, on the day it happens. All movements are positive:

    start + new + reactivation + expansion - contraction - churn + rate effect = end

In another currency than that of the prices, movements are valued at the rate of the end of the window, so that a rate
alone never moves anything; what the rate makes of the start is the rate effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from duly.engine.metrics.contract_value import NOTHING, Line

# Units of the currency asked for, for one of a currency, at the end of a day.
Rate = Callable[[str, int], Fraction]
MOVEMENTS = ("new", "expansion", "contraction", "churn", "reactivation")


@dataclass
class Run:
    """Monthly recurring revenue of a window, in units of one currency.

    start: at the end of the day before, at the rate of that day · constant: the same at the rate of the end ·
    moved: by name of the movement · of_start: the same for the customers of the start alone · customers: at the start,
    at the end, and how many of the start are gone at the end."""

    start: Fraction = NOTHING
    constant: Fraction = NOTHING
    end: Fraction = NOTHING
    moved: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(MOVEMENTS, NOTHING))
    of_start: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(MOVEMENTS, NOTHING))
    customers_at_start: int = 0
    customers: int = 0
    customers_lost: int = 0


def run(lines: Sequence[Line], since: int, through: int, rate: Rate) -> Run:
    """The monthly recurring revenue of the lines from the start of a day to the end of another."""
    made = Run()
    by_customer: dict[str, list[Line]] = {}
    for line in lines:
        by_customer.setdefault(line.customer, []).append(line)
    for mine in by_customer.values():
        _add_customer(made, mine, since, through, rate)
    return made


def _add_customer(made: Run, lines: Sequence[Line], since: int, through: int, rate: Rate) -> None:
    brought = [line for line in lines if any(s.monthly for s in line.steps if s.since_on <= through)]
    valued = [(line, _unit(line, through, rate)) for line in brought]
    count = max(line.customers for line in lines)

    def total(on: int) -> Fraction:
        return sum((line.monthly(on) * value for line, value in valued), NOTHING)

    begins, ends = total(since - 1), total(through)
    at_start = [line for line in brought if line.monthly(since - 1)]
    made.start += sum((line.monthly(since - 1) * _unit(line, since - 1, rate) for line in at_start), NOTHING)
    made.constant += begins
    made.end += ends
    made.customers_at_start += count if begins else 0
    made.customers += count if ends else 0
    made.customers_lost += count if begins and not ends else 0
    days = sorted({step.since_on for line in brought for step in line.steps if step.since_on <= through})
    before, ever = NOTHING, False
    for day in days:
        after = total(day)
        if day >= since and after != before:
            name = movement(before, after, ever)
            made.moved[name] += abs(after - before)
            made.of_start[name] += abs(after - before) if begins else 0
        before, ever = after, ever or after > 0


def movement(before: Fraction, after: Fraction, ever: bool) -> str:
    """The name of a change of what a customer brings a month; ever: it brought something once."""
    if not before:
        return "reactivation" if ever else "new"
    if not after:
        return "churn"
    return "expansion" if after > before else "contraction"


def _unit(line: Line, on: int, rate: Rate) -> Fraction:
    """Units of the currency asked for, for one minor unit of the line."""
    return rate(line.currency, on) * Fraction(1, 10**line.digits)


Metric = Callable[[Run], Fraction | None]


def _ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    """A ratio; None where there is nothing to compare with."""
    return part / whole if whole else None


def _lost(moved: Mapping[str, Fraction]) -> Fraction:
    return moved["churn"] + moved["contraction"]


def _gained(moved: Mapping[str, Fraction]) -> Fraction:
    return moved["expansion"] + moved["reactivation"]


def net_movement(made: Run) -> Fraction:
    """End less start at one rate."""
    return made.end - made.constant


def net_retention(made: Run) -> Fraction | None:
    """What the customers of the start bring at the end, with what they bought on top, over what they brought."""
    return _ratio(made.constant - _lost(made.of_start) + made.of_start["expansion"], made.constant)


def _moved(name: str) -> Metric:
    return lambda made: made.moved[name]


METRICS: Mapping[str, Metric] = {
    "mrr": lambda m: m.end,
    "starting mrr": lambda m: m.start,
    "net movement": net_movement,
    **{name: _moved(name) for name in MOVEMENTS},
    "rate effect": lambda m: m.constant - m.start,
    "arr": lambda m: 12 * m.end,
    "customers": lambda m: Fraction(m.customers),
    "arpu": lambda m: _ratio(m.end, Fraction(m.customers)),
    "growth": lambda m: _ratio(net_movement(m), m.constant),
    "quick ratio": lambda m: _ratio(m.moved["new"] + _gained(m.moved), _lost(m.moved)),
    "gross churn": lambda m: _ratio(_lost(m.moved), m.constant),
    "net churn": lambda m: _ratio(_lost(m.moved) - _gained(m.moved), m.constant),
    "customer churn": lambda m: _ratio(Fraction(m.customers_lost), Fraction(m.customers_at_start)),
    "grr": lambda m: _ratio(m.constant - _lost(m.of_start), m.constant),
    "nrr": net_retention,
    "cohort mrr": lambda m: (net_retention(m) or NOTHING) * m.constant,
}
