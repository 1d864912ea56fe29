"""What is earned of a contract by a day, worked out anew from its words and the rows of what was done: a law that asks
no derivation. It is silent on what a rule that is not here decides, as all that comes after an amendment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import time
from duly.checker.laws.agreed import Agreed, Promise, Unsaid, agreed, allocated
from duly.checker.laws.used import brought_back, exercised, redeemed
from duly.checker.plans import names_of
from duly.checker.sources import handed_over
from duly.checker.words import NOTHING, number, rounded, size

_Said = Mapping[str, Any]
_DELIVERED = {"on delivery": "delivered", "on acceptance": "accepted"}
_UNITS = {"by units": ("delivered", "usage"), "by hours": ("hours",)}
_EXPECTED = ("expected quantity", "expected hours")
_TIME = re.compile(r"over time (by .+)$")
# Obligations that are earned by a rule of their own.
_OWN = {"royalty"}
# Rows after which the price or the promise is another one.
CHANGES = {"terminated", "renewed", "refund", "dispute", "received", "customer credit"}
_JUDGED = {"controls", "does not control", "not material right", "remote", "significant financing"}
_FORMS = {"amount", "percent", "expected price", "outcomes"}
_ELEMENT = {"element", "of", "method", "per", "unit", "why", "by", "note", "source", "implicit", "for", *_FORMS}


class Contract(NamedTuple):
    """What is agreed, and what happened and was judged, by day."""

    agreed: Agreed
    rows: Sequence[_Said]
    judged: Sequence[_Said]


def revenue(said: _Said, digits: int, policies: Mapping[str, str], on: date) -> Iterator[tuple[str, Fraction]]:
    """What each obligation has earned by the end of a day, where the words of the contract say it plainly."""
    of, prices = _priced(said, digits, policies, on)
    exists = of is not None and _exists(of, on)
    for name, one in of.agreed.promises.items() if of else ():
        try:
            yield name, _earned(of, name, one, prices.get(name, ()), on) if of and exists else NOTHING
        except (Unsaid, KeyError):
            continue


def remaining(
    said: _Said, digits: int, policies: Mapping[str, str], on: date
) -> Iterator[tuple[str, Fraction, dict[str, Fraction]]]:
    """What is left of each fixed price at the end of a day, in all, and by year where time earns it."""
    of, prices = _priced(said, digits, policies, on)
    for name, one in of.agreed.promises.items() if of and _exists(of, on) else ():
        with suppress(Unsaid, KeyError):
            if of is None or one.use or one.said.get("setup") == "yes":
                continue
            mine, years, until = prices.get(name, ()), dict[str, Fraction](), on
            before = now = _earned(of, name, one, mine, on)
            while one.span and _TIME.match(_earn(one)) and until < one.span[1]:
                until = date(until.year + (until > on or str(until)[5:] == "12-31"), 12, 31)
                upto = _earned(of, name, one, mine, until)
                before, years[str(until.year)] = upto, upto - before
            yield name, sum(mine, NOTHING) - now, years


def _priced(
    said: _Said, digits: int, policies: Mapping[str, str], on: date
) -> tuple[Contract | None, dict[str, list[Fraction]]]:
    """A contract and the prices of its obligations on a day; none where its words do not say them plainly."""
    try:
        of = contract(said, digits, policies, on)
        if any(changes(row) or amends(row) for row in of.rows):
            return None, {}
        pools = [*allocated(of.agreed, list(elements(of, on))), *_returns(of)]
        _exists(of, on)
    except (Unsaid, KeyError):
        return None, {}
    return of, {name: [pool[name] for pool in pools if name in pool] for name in of.agreed.promises}


def contract(said: _Said, digits: int, policies: Mapping[str, str], on: date) -> Contract:
    """A contract and its rows by a day; `Unsaid` where a rule that is not here decides about it."""
    rows = sorted(said.get("happened", ()), key=lambda row: row["date"])
    judged = sorted(said.get("judged", ()), key=lambda row: row["date"])
    plainly = said.get("collect", "probable") in ("probable", "not probable") and "signed" in said
    elsewise = policies.get("sales tax") == "included" or policies.get("ramp") == "as priced"
    if not plainly or elsewise or "known" in said or any(_JUDGED & set(row) for row in judged):
        raise Unsaid
    return Contract(agreed(said, digits, policies), [row for row in rows if row["date"] <= str(on)], judged)


def amends(row: _Said) -> bool:
    """Whether a row is an amendment that came into force."""
    return "amendment" in row and row.get("approved") != "no"


def changes(row: _Said) -> bool:
    """Whether a row changes a price or a promise otherwise: also what is credited, but for what was billed in error."""
    return bool(CHANGES & set(row)) or ("credit note" in row and row.get("reason") != "error")


def _exists(of: Contract, on: date) -> bool:
    said = of.agreed.said
    probable = said.get("collect") != "not probable"
    judged = [row["collect"] == "probable" for row in of.judged if "collect" in row and row["date"] <= str(on)]
    if len(judged) > 1:
        raise Unsaid
    return judged[-1] if judged else probable


def elements(of: Contract, on: date) -> Iterator[tuple[set[str], Fraction]]:
    """Whose each element of the price is, and what of it counts on a day."""
    for said in of.agreed.said.get("price", ()):
        if "none" in said:
            continue
        whose = names_of(said.get("of", []))
        if not set(said) <= _ELEMENT or not _FORMS & set(said):
            raise Unsaid
        if said.get("for", "nothing distinct") != "nothing distinct":
            raise Unsaid
        paid = "for" in said or said["element"] == "payable to customer"
        yield whose, _counts(of, said, whose, on) * (-1 if paid else 1)


def _counts(of: Contract, said: _Said, whose: set[str], on: date) -> Fraction:
    """What counts of an element: the last estimate, less what is held back, no more than may be lost; what was judged
    in; what is certain, whole."""
    day, name = max(str(on), of.agreed.said["signed"]), said["element"]
    names = whose or set(of.agreed.promises)
    basis = sum((of.agreed.promises[one].price or NOTHING for one in names), NOTHING)
    if "total" in of.agreed.said and {"percent", "expected price"} & set(said):
        raise Unsaid
    last, since, lowest, resolved = (*_estimate(said, said, basis, of.agreed.digits), False), "", None, False
    amount, lowest = last[0], last[1]
    for row in of.rows:
        if row.get("price element") == name and row["date"] <= day:
            (amount, lowest), since = _estimate(row, said, basis, of.agreed.digits), row["date"]
            resolved = "outcomes" not in row
    judged = [row for row in of.judged if name in (row.get("held back"), row.get("included")) and row["date"] <= day]
    if not judged or (resolved and judged[-1]["date"] <= since):
        return amount
    spoken = number(judged[-1]["amount"])
    if "included" in judged[-1]:
        return spoken
    least = min(amount, NOTHING) if lowest is None else lowest
    return max(amount - spoken, least) if lowest is not None or amount >= 0 else amount - spoken


def _returns(of: Contract) -> Iterator[dict[str, Fraction]]:
    """What units expected back take off the price of their obligation, each beside the others."""
    names = {one for row in of.rows for one in names_of(row.get("returned")) if one}
    if any("returns" not in of.agreed.promises[name].said for name in names):
        raise Unsaid
    yield from ({name: worth} for name, worth in brought_back(of.agreed, of.rows))


def _estimate(row: _Said, said: _Said, basis: Fraction, digits: int) -> tuple[Fraction, Fraction | None]:
    """An element as a row estimates it, and its worst outcome."""
    unit = number(said.get("per", "1"))
    if "outcomes" in row:
        rows = [(number(worth) * unit, number(chance)) for worth, chance in row["outcomes"]]
        expected = said.get("method", "expected value") == "expected value"
        exact = sum((worth * chance for worth, chance in rows), NOTHING) if expected else max(rows, key=_chance)[0]
        return rounded(exact, digits), rounded(min(worth for worth, _ in rows), digits)
    if "units" in row:
        return rounded(number(row["units"]) * unit, digits), None
    if "percent" in row:
        return rounded(number(row["percent"]) * basis, digits), None
    if "expected price" in row:
        return number(row["expected price"]) - basis, None
    return number(row.get("amount", "0")), None


def _chance(row: tuple[Fraction, Fraction]) -> Fraction:
    return row[1]


def _earned(of: Contract, name: str, one: Promise, prices: Sequence[Fraction], on: date) -> Fraction:
    """Each price of an obligation as far as it is done, rounded; material that waits to be installed at its cost."""
    if _elsewise(one):
        raise Unsaid
    if one.said.get("setup") == "yes":
        return NOTHING
    rows = [row for row in of.rows if any(name in names_of(row.get(verb)) for verb in _VERBS)]
    if one.use:
        return _used(of, name, one, rows)
    apart = _material(one, rows)
    done, total = _done(of, one, rows, on)
    part = min(done / total, Fraction(1)) if total > 0 else NOTHING
    if "progress digits" in of.agreed.policies and of.agreed.policies["progress digits"] != "exact":
        part = rounded(part, int(of.agreed.policies["progress digits"]))
    digits = of.agreed.digits
    if apart is None:
        return sum((rounded(price * part, digits) for price in prices), NOTHING)
    if len(prices) > 1:
        raise Unsaid
    return rounded((prices[0] - apart[1]) * part, digits) + min(apart)


def _earn(one: Promise) -> str:
    return str(one.said.get("earn", "on delivery"))


def _elsewise(one: Promise) -> bool:
    """Whether an obligation is earned by a rule that is not here: its own, or that of what a license is."""
    passes = one.said.get("licence", "right to access") != "right to access" and _TIME.match(_earn(one))
    return bool(passes or _OWN & set(one.said))


_VERBS = (
    *(
        "delivered",
        "held",
        "accepted",
        "hours",
        "usage",
        "progress",
        "milestone",
        "cost",
        "estimate",
        "measured",
        "sales",
    ),
    *("redeemed", "exercised", "expired"),
)


def _material(one: Promise, rows: Sequence[_Said]) -> tuple[Fraction, Fraction] | None:
    """Uninstalled material that came, and that is expected in all."""
    named = "uninstalled" in one.said or any("uninstalled" in row for row in rows)
    if one.said.get("earn") != "by cost" or not named:
        return None
    anew = [row["uninstalled"] for row in rows if "estimate" in row and "uninstalled" in row]
    came = sum((number(row["uninstalled"]) for row in rows if "cost" in row and "uninstalled" in row), NOTHING)
    return came, number(anew[-1] if anew else one.said.get("uninstalled", "0"))


def done_by(of: Contract, name: str, one: Promise, on: date) -> tuple[Fraction, Fraction]:
    """How much of an obligation was done by the end of a day, of how much."""
    if _elsewise(one):
        raise Unsaid
    told = [row for row in of.rows if row["date"] <= str(on)]
    return _done(of, one, [row for row in told if any(name in names_of(row.get(verb)) for verb in _VERBS)], on)


def _done(of: Contract, one: Promise, rows: Sequence[_Said], on: date) -> tuple[Fraction, Fraction]:
    """How much was done by the end of a day, of how much."""
    earn, by_time = _earn(one), _TIME.match(_earn(one))
    if by_time and one.span:
        skipped = int(of.agreed.policies.get("start day") == "excluded")
        return time.passed(by_time[1], *one.span, on, skipped), Fraction(1)
    if earn in _DELIVERED:
        return _handed_over(one, [row for row in handed_over(one.said, rows) if _DELIVERED[earn] in row])
    if earn == "on milestones":
        each = {name: number(weight) for name, weight in one.said["milestones"].items()}
        reached = {row["reached"] for row in rows if "milestone" in row}
        return sum((each[name] for name in reached), NOTHING), sum(each.values(), NOTHING)
    if earn == "by progress":
        told = [number(row["done"]) for row in rows if "progress" in row]
        return (told[-1] if told else NOTHING), Fraction(1)
    if earn == "by cost":
        return _spent(one, rows)
    if earn == "as redeemed":
        return redeemed(one, rows, of.agreed.digits)
    if earn == "on exercise or expiry":
        return exercised(one, rows, on)
    if earn in _UNITS and one.quantity is not None:
        expected = [size(row, key) for row in rows for key in _EXPECTED if key in row]
        if None in expected or any("quantity" not in row for row in rows if "delivered" in row):
            raise Unsaid
        done = sum((number(row["quantity"].split()[0]) for row in rows if set(_UNITS[earn]) & set(row)), NOTHING)
        return done, (expected[-1] if expected else None) or one.quantity
    raise Unsaid


def _handed_over(one: Promise, rows: Sequence[_Said]) -> tuple[Fraction, Fraction]:
    counted = one.quantity is not None and any("quantity" in row for row in rows)
    total = (one.quantity or NOTHING) if counted else number(one.said.get("parts", "1"))
    done = NOTHING
    for row in rows:
        said = row.get("quantity" if counted else "parts")
        done += max(total - done, NOTHING) if said is None else number(said.split()[0])
    return done, total


def _spent(one: Promise, rows: Sequence[_Said]) -> tuple[Fraction, Fraction]:
    """Cost so far and in all, as it was estimated last, both without uninstalled material."""
    done, total = NOTHING, number(one.said.get("expected cost", "0"))
    whole = NOTHING
    for row in rows:
        if "cost" in row:
            whole += number(row["amount"])
            done += number(row["amount"]) - number(row.get("uninstalled", "0"))
        elif "expected cost" in row:
            total = number(row["expected cost"])
        elif "cost to complete" in row:
            total = whole + number(row["cost to complete"])
    return done, total - (_material(one, rows) or (NOTHING, NOTHING))[1]


def _used(of: Contract, name: str, one: Promise, rows: Sequence[_Said]) -> Fraction:
    """What use comes to at one price for all of it, or in tiers, rounded as a running total."""
    price, elements = one.said.get("price"), of.agreed.said.get("price", ())
    alone = not of.agreed.sharing and elements or any(name in names_of(said.get("of")) for said in elements)
    if alone or _earn(one) != "as invoiced":
        raise Unsaid
    units = sum((number(row["quantity"].split()[0]) for row in rows if {"usage", "hours"} & set(row)), NOTHING)
    if any({"delivered", "measured", "sales"} & set(row) for row in rows):
        raise Unsaid
    each = re.match(r"([\d.]+) per [\w -]+$", price) if isinstance(price, str) else None
    if each:
        return rounded(number(each[1]) * units, of.agreed.digits)
    if not isinstance(price, dict) or "mode" not in price:
        raise Unsaid
    total, low = NOTHING, NOTHING
    for end, rate in price["tiers"]:
        high = units if end == "rest" else min(units, number(end))
        if price["mode"] == "volume" and (end == "rest" or units <= number(end)):
            return rounded(units * number(rate), of.agreed.digits)
        total, low = total + max(high - low, NOTHING) * number(rate), max(high, low)
    return rounded(total, of.agreed.digits)
