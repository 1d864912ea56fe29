"""The plain twin: rounding and dates, exact fractions and the calendar of the standard library."""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction

EPOCH = dt.date(1970, 1, 1)


class Refused(Exception):
    """The page says that such a contract is an error; `args[0]` is the name of the error."""


# --- rounding: three functions make or lose a cent, nothing else does


def nearest(value):
    """Half away from zero, of an exact fraction."""
    value = Fraction(value)
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def share(amount, num, den):
    return nearest(Fraction(amount) * num / den)


def allocate(total, weights, largest=False):
    """Split a total by weight: the last with a weight takes the rest, unless that would turn its sign."""
    if not weights:
        raise Refused("NothingToAllocate")
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    last = max(i for i, weight in enumerate(weights) if weight)
    parts = [share(total, weight, whole) for weight in weights]
    parts[last] = total - sum(part for i, part in enumerate(parts) if i != last)
    if largest or parts[last] * total < 0:
        return largest_remainder(total, weights)
    return parts


def largest_remainder(total, weights):
    """Floor every share of |total|, then one unit each to the largest fractions, ties to the first."""
    sign, whole = (-1 if total < 0 else 1), sum(weights)
    exact = [Fraction(abs(total)) * weight / whole for weight in weights]
    parts = [value.numerator // value.denominator for value in exact]
    by_fraction = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_fraction[: abs(total) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def spread(total, parts):
    """Differences of the rounded running total."""
    running = [share(total, i, parts) for i in range(parts + 1)]
    return [after - before for before, after in zip(running, running[1:], strict=False)]


# --- dates


def date_of(number):
    return EPOCH + dt.timedelta(days=number)


def day_of(date):
    return (date - EPOCH).days


def month_length(date):
    return calendar.monthrange(date.year, date.month)[1]


def first_of_month(date, months=0):
    index = date.year * 12 + date.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def months_between(start, end):
    return (end.year - start.year) * 12 + end.month - start.month


def months_started(start, until):
    """How many months counted from a day have begun before another: the 15th, the 15th of the next month, ..."""
    start, until, count = date_of(start), date_of(until), 0
    while True:
        first = first_of_month(start, count)
        if first.replace(day=min(start.day, month_length(first))) >= until:
            return count
        count += 1
