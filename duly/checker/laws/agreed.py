"""What was agreed and how its price is shared, read from the words of a contract alone, and asked of no derivation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import time
from duly.checker.plans import span_in
from duly.checker.words import NOTHING, NUMBER, number, rounded

PRICE = re.compile(rf"({NUMBER})(?: per ([\w -]+?))?(?: and ([\w ]+))?$")
_LIST = re.compile(rf"({NUMBER}%) of list ({NUMBER})$")
_RANGE = re.compile(rf"({NUMBER}) to ({NUMBER})$")
_COST = re.compile(rf"cost ({NUMBER}) plus ({NUMBER}%)$")
_PART = re.compile(rf"({NUMBER}%) of (.+)$")
PERIODS = (*time.MONTHS, "day", "week")
# What moves the price of others, or is found by a rule of its own.
_OTHERWISE = {"role", "gross", "currency", "renewals", "repurchase", "customer life", "immaterial", "ships", "royalty"}


class Unsaid(Exception):
    """What the words of a contract do not say plainly."""


class Promise(NamedTuple):
    """An obligation. said: its keys · span: first and last day · price: what is stated, None where nothing is ·
    use: it is priced by use, and takes no part in sharing."""

    said: Mapping[str, Any]
    span: tuple[date, date] | None
    price: Fraction | None
    use: bool

    @property
    def quantity(self) -> Fraction | None:
        """How much of it was agreed."""
        return first_number(self.said["quantity"]) if "quantity" in self.said else None


class Agreed(NamedTuple):
    """A contract: its keys, its obligations, the decimals of its currency, and its policies."""

    said: Mapping[str, Any]
    promises: Mapping[str, Promise]
    digits: int
    policies: Mapping[str, str]

    @property
    def sharing(self) -> list[str]:
        """The obligations that share the price."""
        return [name for name, one in self.promises.items() if not one.use and one.said.get("setup") != "yes"]

    @property
    def fixed(self) -> Fraction:
        """What is agreed in all, without elements and what is priced by use."""
        if "total" in self.said:
            return number(self.said["total"])
        return sum((one.price or NOTHING for one in self.promises.values() if not one.use), NOTHING)


def plain(said: Any) -> Any:
    """Values without their sources and notes."""
    if isinstance(said, dict):
        return plain(said["value"]) if "value" in said and "source" in said else {k: plain(v) for k, v in said.items()}
    return [plain(one) for one in said] if isinstance(said, list) else said


def agreed(said: Mapping[str, Any], digits: int, policies: Mapping[str, str]) -> Agreed:
    """What a contract agrees; `Unsaid` where a rule that is not here decides about its price."""
    promises = {name: promise(one or {}, said.get("term", {}), digits) for name, one in said["obligations"].items()}
    if {"opening", "combine"} & said.keys() or any(_OTHERWISE & one.said.keys() for one in promises.values()):
        raise Unsaid
    return Agreed(said, promises, digits, policies)


def promise(said: Mapping[str, Any], term: Mapping[str, Any], digits: int) -> Promise:
    """An obligation as its keys and the term say it."""
    span, price = span_in(said, term), said.get("price")
    per = PRICE.match(price) if isinstance(price, str) else None
    open_ended = bool(per and per[2] and not per[3] and per[2] not in PERIODS and "quantity" not in said)
    use = said.get("earn") == "as invoiced" or (isinstance(price, dict) and "tiers" in price) or open_ended
    use = use or (isinstance(price, str) and " of " in price)
    worth = None if use or price is None else rounded(_worth(price, said, span), digits)
    return Promise(said, span, worth, use)


def first_number(text: str) -> Fraction:
    """The number that stands first, as in `100 seats`."""
    found = re.search(NUMBER, str(text).replace("_", ""))
    if not found:
        raise Unsaid
    return number(found[0])


def _worth(price: Any, said: Mapping[str, Any], span: tuple[date, date] | None) -> Fraction:
    """What a price comes to for the quantity and the time of its obligation."""
    steps = price.get("steps") if isinstance(price, dict) else price
    if isinstance(steps, list):
        return sum(map(number, steps), NOTHING)
    found = PRICE.match(steps) if isinstance(steps, str) else None
    if not found:
        raise Unsaid
    quantity, (each, unit, period) = said.get("quantity"), found.groups()
    if unit in PERIODS and not (quantity and quantity.split()[-1].removesuffix("s") == unit):
        unit, period = None, unit
    worth = number(each) * (first_number(quantity) if unit and quantity else 1)
    if period and not span:
        raise Unsaid
    return worth * periods(period, *span) if period and span else worth


def periods(period: str, first: date, last: date) -> Fraction:
    """How many periods a span has: months started over those of one, days and weeks exactly."""
    if period in time.MONTHS:
        return Fraction(time.months_started(first, last), time.MONTHS[period])
    return Fraction((last - first).days + 1, 7 if period == "week" else 1)


def weights(of: Agreed) -> dict[str, Fraction]:
    """The standalone selling price of each that shares."""
    found = {name: _alone(of.promises[name], of) for name in of.sharing}
    for name in [name for name, weight in found.items() if weight is None]:
        part = _PART.match(str(of.promises[name].said["ssp"]))
        if part:
            others = [found.get(one) for one in re.split(r", | and ", part[2])]
            found[name] = number(part[1]) * sum((one for one in others if one is not None), NOTHING)
            if None in others:
                raise Unsaid
    known = {name: weight for name, weight in found.items() if weight is not None}
    if len(found) - len(known) > 1 or (len(known) < len(found) and "sold together" in of.said):
        raise Unsaid
    # One that is found as what the others leave.
    return {name: max(of.fixed - sum(known.values()), NOTHING) if w is None else w for name, w in found.items()}


def _alone(one: Promise, of: Agreed) -> Fraction | None:
    ssp = one.said.get("ssp")
    if ssp is None:
        return one.price or NOTHING
    if isinstance(ssp, dict):
        return _of_right(ssp)
    if ssp == "book":
        raise Unsaid
    listed, between, cost = _LIST.match(ssp), _RANGE.match(ssp), _COST.match(ssp)
    if listed:
        return number(listed[1]) * number(listed[2])
    if cost:
        return number(cost[1]) * (1 + number(cost[2])) * (1 if one.quantity is None else one.quantity)
    if between:
        low, high = number(between[1]), number(between[2])
        if one.price is None or (not low <= one.price <= high and of.policies.get("ssp outside range") == "midpoint"):
            return (low + high) / 2
        return min(max(one.price, low), high)
    return None if ssp == "residual" or _PART.match(ssp) else _worth(ssp, one.said, one.span)


def _of_right(ssp: Mapping[str, Any]) -> Fraction | None:
    """A right: the discount on what will be bought, or what points are worth, as far as they are likely to be used."""
    if "residual" in ssp:
        return None
    if "units" in ssp:
        used = number(ssp["expected"]) if "expected" in ssp else number(ssp["likely"]) * number(ssp["units"])
        return used * number(ssp["value"])
    less = number(ssp["discount"]) - number(ssp.get("less", "0%"))
    return less * number(ssp["spend"]) * number(ssp["likely"])


def allocated(of: Agreed, elements: Sequence[tuple[set[str], Fraction]]) -> Iterator[dict[str, Fraction]]:
    """The price by obligation, of each of its pools: what all share, and what elements move of some alone."""
    weight, names = weights(of), of.sharing
    whole, apart = of.fixed, list[tuple[set[str], Fraction]]()
    for whose, worth in elements:
        if not whose or whose >= set(names):
            whole += worth
        elif whose <= set(names):
            apart.append((whose, worth))
        else:
            raise Unsaid
    largest = of.policies.get("allocation remainder") == "largest"
    yield from _pools(of, weight, whole, largest)
    for group in {tuple(sorted(whose)) for whose, _ in apart}:
        inside = [name for name in names if name in group]
        total = sum((worth for whose, worth in apart if whose == set(group)), NOTHING)
        yield dict(zip(inside, split(total, [weight[name] for name in inside], of.digits, largest), strict=True))


def _pools(of: Agreed, weight: Mapping[str, Fraction], whole: Fraction, largest: bool) -> Iterator[dict[str, Fraction]]:
    groups = [(of.sharing, whole)] if of.sharing else []
    for row in of.said.get("sold together", ()):
        inside, price = [name for name in of.sharing if name in row["of"]], number(row["price"])
        others = [name for name in of.sharing if name not in inside]
        less = sum(weight.values()) - of.fixed
        if (
            others
            and less > 0
            and len(inside) == len(row["of"])
            and less == sum(weight[name] for name in inside) - price
        ):
            if whole != of.fixed:
                raise Unsaid
            groups = [(others, of.fixed - price), (inside, price)]
            break
    for names, total in groups:
        yield dict(zip(names, split(total, [weight[name] for name in names], of.digits, largest), strict=True))


def split(whole: Fraction, weights: list[Fraction], digits: int, largest: bool) -> list[Fraction]:
    """A total by weights: each part rounded, the last with a weight takes the remainder; where that would turn its
    sign, or `largest`, the largest fractions take the odd units.

    >>> [str(part) for part in split(Fraction(1), [Fraction(1)] * 3, 2, False)]
    ['33/100', '33/100', '17/50']
    """
    weights = weights if any(weights) else [Fraction(1)] * len(weights)
    unit, total = Fraction(1, 10**digits), sum(weights)
    exact = [whole * weight / total for weight in weights]
    parts = [rounded(part, digits) for part in exact]
    last = max(number for number, weight in enumerate(weights) if weight)
    parts[last] = whole - sum(parts) + parts[last]
    if not largest and parts[last] * whole >= 0 and (whole or not parts[last]):
        return parts
    floors = [abs(part) // unit * unit for part in exact]
    order = sorted(range(len(weights)), key=lambda at: floors[at] - abs(exact[at]))
    for at in order[: int((abs(whole) - sum(floors)) / unit)]:
        floors[at] += unit
    return [part if whole >= 0 else -part for part in floors]
