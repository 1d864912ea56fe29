"""Interest worked out anew: what payments are worth when a price is owed, and what has grown by a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from duly.checker import time
from duly.checker.sources import Sources
from duly.checker.trees import Node
from duly.checker.words import days, decimals, numbers, rounded, value

_ADDED = {"yearly": 1, "half yearly": 2, "quarterly": 4, "monthly": 12}


def _morning(on: date) -> date:
    """What comes on the last day of a month is there for the months after it."""
    return on + timedelta((on + timedelta(1)).day == 1)


def growth(rate: Node, since: date, until: date) -> Fraction:
    """What one becomes: whole periods compound, the rest of one earns simple interest."""
    yearly, added = numbers(rate.value)[0], rate.value.partition(", added ")[2]
    if added == "daily":
        return (1 + yearly / 365) ** max((until - since).days, 0)
    first = _morning(since)
    months = time.months_between(first, max(until, since) + (first - since))
    if added == "never":
        return 1 + yearly * months / 12
    each, passed = yearly / _ADDED[added], months * _ADDED[added] / 12
    return (1 + each) ** (passed // 1) * (1 + each * (passed % 1))


def _parts(node: Node) -> tuple[Node, list[tuple[list[date], Fraction]]]:
    """The rate, and the amounts with their days."""
    rates = [one for one in node.below if one.label == "rate"]
    rows = [(days(one.label), value(one.value) or Fraction(0)) for one in node.below if days(one.label)]
    return rates[0], rows


def _unless(node: Node, expected: Fraction, what: str) -> Iterator[str]:
    """The fault of a step that comes to anything else."""
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}, {what}"


def _worth(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """What is due by the day on which a price is owed counts whole, the rest as what it is worth at the delivery."""
    (delivered, owed), (rate, rows) = days(found[0]), _parts(node)
    exact = sum((amount if on <= owed else amount / growth(rate, delivered, on) for (on,), amount in rows), Fraction(0))
    yield from _unless(node, rounded(exact, decimals(node.value)), found[0])


def _even(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """The price of which even parts, a month each, are worth what the payments are worth."""
    (first, last), (rate, rows) = days(found[0]), _parts(node)
    until = last + timedelta(1)
    ends = [*(time.add_months(first, k) for k in range(1, time.months_started(first, last))), until]
    since = min(first, *(on for (on,), _ in rows))
    worth = sum((amount / growth(rate, since, on) for (on,), amount in rows), Fraction(0))
    unit = sum((Fraction(1, len(ends)) / growth(rate, since, end) for end in ends), Fraction(0))
    yield from _unless(node, rounded(worth / unit, decimals(node.value)), found[0])


def _level(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """What equal payments are worth, period by period; where none is stated, those that pay off the price."""
    count, first = int(found[1]), int(found[3] == "at the end")
    each, *own = [numbers(one.value)[0] / int(found[2]) for one in node.below if one.label.endswith("rate")]
    payment = next(value(one.value) for one in node.below if not one.label.endswith("rate")) or Fraction(0)
    if own and own[0]:
        payment = payment * own[0] / (1 - (1 + own[0]) ** -count) / (1 if first else 1 + own[0])
    elif own:
        payment /= count
    exact = sum((payment / (1 + each) ** (number + first) for number in range(count)), Fraction(0))
    yield from _unless(node, rounded(exact, decimals(node.value)), f"the {found[0]}")


def _grown(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """Interest before a day begins; of payments, all of it when the last is due."""
    (on, *owed), (rate, rows), exact = days(found[0]), _parts(node), Fraction(0)
    for between, amount in rows:
        since, until = (owed[0], between[0]) if owed else (between[0], between[1])
        ends, begins = until + (_morning(since) - since), _morning(since)
        worth = amount / growth(rate, since, until) if owed else amount
        exact += worth * (growth(rate, begins, max(min(on, ends), begins)) - 1)
    expected = rounded(exact, decimals(node.value))
    if owed and all(on >= until + (_morning(owed[0]) - owed[0]) for (until,), _ in rows):
        worth = sum((amount / growth(rate, owed[0], until) for (until,), amount in rows), Fraction(0))
        expected = rounded(sum((amount for _, amount in rows), Fraction(0)), decimals(node.value)) - rounded(
            worth, decimals(node.value)
        )
    yield from _unless(node, expected, found[0])


def _ahead(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str]:
    """All interest on what was paid ahead."""
    rate, rows = _parts(node)
    exact = sum((amount * (growth(rate, since, until) - 1) for (since, until), amount in rows), Fraction(0))
    yield from _unless(node, rounded(exact, decimals(node.value)), found[0])


RULES = (
    (re.compile(r"^worth on (\S+), owed on (\S+), of what is paid$"), _worth),
    (re.compile(r"^worth of (\d+) equal payments, (\d+) a year, (in advance|at the end)$"), _level),
    (re.compile(r"^price of even months from (\S+) to (\S+), worth what is paid$"), _even),
    (re.compile(r"^interest before \d{4}-\d\d-\d\d(?:, of what is worth less on .*)?$"), _grown),
    (re.compile(r"^interest on what was paid ahead, until it passed$"), _ahead),
)
