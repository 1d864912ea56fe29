"""Rights that customers use or leave: points, cards, prepaid visits, options. How much is used of what will be used.

What will never be used (breakage) becomes revenue in the ratio of what is used; where that cannot be estimated, when
the use of the rest is remote; where the law gives it to the state, never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.terms import Fact, Obligation, Quantity, Terms
from duly.engine.pricing.stated import stated_minor
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction

# A row of a meter: the fact, what it adds, the new total it states (None where the total stays).
Row = tuple[Fact, Fraction, Fraction | None]


class RedeemedWithoutPrice(DulyError):
    """An amount was redeemed of a right that has no stated price to measure it by."""


class Rights(NamedTuple):
    """What was sold: units (or minor units of money), how many of them will be used, and whether they are money."""

    units: Fraction
    expected: Fraction
    money: bool


@cites("606-10-55-46", "606-10-55-47", "606-10-55-48", "606-10-55-49", ifrs15=("B44", "B45", "B46", "B47"))
def rights_of(o: Obligation, facts: Sequence[Fact], start: int | None = None, until: int | None = None) -> Rights:
    """What was sold and what of it is expected to be used: all of it, where breakage is remote or belongs to the
    state."""
    if o.ssp.form == "points":
        return Rights(o.ssp.units, o.ssp.units * o.ssp.likely, False)
    in_money = any("amount" in f.fields for f in facts if f.verb in ("redeemed", "expired"))
    if o.quantity is not None and not in_money:
        return _rights(o, o.quantity.count, False)
    stated = stated_minor(o, start, until)
    if stated is not None:
        return _rights(o, Fraction(stated), True)
    if in_money:
        raise RedeemedWithoutPrice(
            f"{o.ref} is redeemed by amounts, and its own price is not stated",
            place=next(f for f in facts if "amount" in f.fields).place,
            why="an amount is a part of what was paid for the right",
            fix="add `price:` to the obligation, or redeem it by `quantity:`",
            cite="606-10-55-48",
        )
    return _rights(o, Fraction(1), False)


def _rights(o: Obligation, units: Fraction, money: bool) -> Rights:
    said = o.breakage or {}
    part = said.get("expected", 0)
    broken = part if isinstance(part, Fraction) and not said.get("escheat") and not said.get("remote") else Fraction(0)
    return Rights(units, _used(units, broken, money), money)


def _used(units: Fraction, broken: Fraction, money: bool) -> Fraction:
    """What will be used where a part will not: money in whole minor units."""
    used = units * (1 - broken)
    return Fraction(round_fraction(used)) if money else used


def redemption(o: Obligation, terms: Terms, facts: Sequence[Fact], rights: Rights) -> list[Row]:
    """The rows of the meter of a right: what was used, what expired, new estimates, and the day from which the use of
    the rest is remote."""
    escheat = bool((o.breakage or {}).get("escheat"))
    remote = [] if escheat else [j for j in terms.judged if j.verb == "remote" and o.ref in j.subjects]
    rows: list[Row] = []
    used, expired, expected = Fraction(0), Fraction(0), rights.expected
    for fact in sorted([*facts, *remote], key=lambda f: (f.on, f.verb == "remote", f.order)):
        count = count_in(fact)
        if fact.verb == "redeemed" and count is not None:
            used += count
            rows.append((fact, count, None))
        elif fact.verb == "estimate" and (new := _estimate(fact, rights)) is not None and not escheat:
            expected = new
            rows.append((fact, Fraction(0), expected))
        elif fact.verb == "expired" and count is not None and not escheat:
            expired += count
            expected = min(expected, max(rights.units - expired, used))
            rows.append((fact, Fraction(0), expected) if expected else (fact, Fraction(1), Fraction(1)))
        elif fact.verb in ("expired", "remote") and not escheat:
            rows.append(
                (fact, max(expected - used, Fraction(0)), None) if expected else (fact, Fraction(1), Fraction(1))
            )
            used = max(used, expected)
    return rows


def _estimate(fact: Fact, rights: Rights) -> Fraction | None:
    """The new number of units that will be used."""
    broken = fact.fields.get("expected breakage")
    if isinstance(broken, Fraction):
        return _used(rights.units, broken, rights.money)
    count = fact.fields.get("expected redeemed")
    return count if isinstance(count, Fraction) else None


def expected_by(o: Obligation, terms: Terms, on: int, start: int | None = None, until: int | None = None) -> Rights:
    """What is expected at the end of a day to be used in all."""
    facts = [f for f in terms.happened if o.ref in f.subjects]
    rights = rights_of(o, facts, start, until)
    totals = [total for fact, _, total in redemption(o, terms, facts, rights) if fact.on <= on and total is not None]
    return rights._replace(expected=totals[-1] if totals else rights.expected)


def redeemed_by(o: Obligation, terms: Terms, on: int) -> Fraction:
    """Units, or minor units, that customers used by the end of a day."""
    rows = (f for f in terms.happened if f.verb == "redeemed" and o.ref in f.subjects and f.on <= on)
    return sum((count_in(f) or Fraction(0) for f in rows), Fraction(0))


@cites("606-10-55-42", ifrs15=("B40",))
def with_expiry(o: Obligation, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of an option with its end: what is not exercised by its last day has expired then."""
    if o.expires is None:
        return list(facts)
    place = o.places.get("expires", o.place)
    end = Fact("expired", o.expires, o.expires, (o.ref,), order=len(facts), place=place)
    known = [fact for fact in facts if fact.on <= o.expires]
    return [*known, end, *(replace(fact, fields={"quantity": Fraction(0)}) for fact in facts if fact.on > o.expires)]


def count_in(fact: Fact) -> Fraction | None:
    """What a fact counts: units, or minor units of an amount."""
    for key in ("quantity", "amount"):
        value = fact.fields.get(key)
        if isinstance(value, Quantity):
            return value.count
        if isinstance(value, (int, Fraction)):
            return Fraction(value)
    return None
