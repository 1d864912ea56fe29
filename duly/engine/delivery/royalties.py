"""Royalties: what the sales of a licensee come to at the rate, as a running total, and what of it exceeds a minimum."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction


class RoyaltyNeedsTerm(DulyError):
    """A minimum for each year of a license that has no first and last day."""


class Accrued(NamedTuple):
    """What one report of sales adds: to the royalties, and to what of them is beyond the minimum (minor units)."""

    fact: Fact
    royalty: int
    beyond: int


def _rate(o: Obligation) -> Fraction:
    rate = (o.royalty or {}).get("rate", 0)
    return rate if isinstance(rate, Fraction) else Fraction(0)


def stated_minimum(o: Obligation) -> int:
    """The minimum as stated: for the contract, or for each year of it."""
    minimum = (o.royalty or {}).get("minimum", 0)
    return int(minimum) if isinstance(minimum, (int, Fraction)) else 0


def by_year(o: Obligation) -> bool:
    """Whether the minimum is counted for each contract year by itself."""
    return (o.royalty or {}).get("per") == "year"


def minimum_of(o: Obligation, start: int | None, until: int | None) -> int:
    """The minimum of the whole contract, minor units: with one a year, for every year that begins."""
    minimum = stated_minimum(o)
    if not minimum or not by_year(o):
        return minimum
    if start is None or until is None:
        raise RoyaltyNeedsTerm(
            f"{o.ref} has a minimum for each year, and nothing says how many years",
            place=o.place,
            why="a minimum that is guaranteed for each year is fixed for all of them",
            fix="give the contract a term, or the obligation its own from and to",
            cite="606-10-32-2, 606-10-55-65",
        )
    return minimum * -(-dates.months_started(start, until) // 12)


@cites("606-10-55-65", ifrs15=("B63",))
def accrued(o: Obligation, terms: Terms, start: int | None, through: int | None = None) -> list[Accrued]:
    """What each report of sales adds, in order. The running total of a contract (or of a contract year, with a minimum
    for each) is rounded; what is beyond the minimum is its excess."""
    begins = start if start is not None else terms.signed_on
    minimum, sold, found = stated_minimum(o), dict[int, Fraction](), []
    for fact in terms.happened:
        if fact.verb != "sales" or o.ref not in fact.subjects or (through is not None and fact.on > through):
            continue
        year = (dates.months_started(begins, fact.on + 1) - 1) // 12 if by_year(o) else 0
        before = round_fraction(sold.get(year, Fraction(0)))
        amount = fact.fields.get("amount", 0)
        sold[year] = sold.get(year, Fraction(0)) + _rate(o) * (amount if isinstance(amount, (int, Fraction)) else 0)
        now = round_fraction(sold[year])
        found.append(Accrued(fact, now - before, max(now - minimum, 0) - max(before - minimum, 0)))
    return found
