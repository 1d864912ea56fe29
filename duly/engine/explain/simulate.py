"""An amendment before it is signed: what each treatment would make of it, which one the rules give, and why the others
fail (606-10-25-12, 25-13).

Every treatment is worked out by the rules that book it, so what is shown is what would be posted. What all treatments
have in common (billing, recurring revenue) is shown once. What was agreed later is left out: an amendment is judged
with what there is when it is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Fact, Terms
from duly.engine.journal.balances import SHOWN
from duly.engine.journal.books import Books, allocated_of, combined, keep_books, recognized_by_day
from duly.engine.journal.worlds import world_of
from duly.engine.metrics.contract_value import recurring_lines
from duly.engine.recognition.promises import Ruling, Signs
from duly.engine.recognition.treatments import TREATMENTS, why_not
from duly.engine.recognition.tried import Amended, Tried
from duly.ground.calendar import Period
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction


class NoSuchAmendment(DulyError):
    """An amendment was asked about that the contract does not have, or that is no modification."""


@dataclass(frozen=True)
class Outcome:
    """What a treatment comes to; money in minor units.

    why: the paragraph where the rules give it, else why not · error: why it cannot be applied at all, or empty ·
    revenue: by period, of all obligations · lifetime: revenue in the end, as far as the price is fixed · balances: by
    account, at the end of the period of the change · remaining: not yet recognized then.
    """

    treatment: str
    supported: bool
    why: str
    error: str = ""
    revenue: tuple[tuple[str, int], ...] = ()
    lifetime: int = 0
    balances: tuple[tuple[str, int], ...] = ()
    remaining: int = 0


@dataclass(frozen=True)
class Simulation:
    """The treatments of an amendment side by side. on: the last day of the period in which it takes effect · billed: by
    plan, before and after · recurring: annual recurring revenue before and after."""

    contract: str
    amendment: str
    on: int
    currency: tuple[str, int]
    outcomes: tuple[Outcome, ...]
    recurring: tuple[int, int]


def simulated(terms: Sequence[Terms], company: Company, contract: str, amendment: str, *, book: str = "") -> Simulation:
    """Work out an amendment under every treatment.

    terms: the contract, with those it is combined with · amendment: the number of a row of `happened` of it; where it
    is only planned, it has been added to the terms by whoever asks.
    """
    own, fact = _found(terms, contract, amendment)
    alone = next(group for group in combined(terms) if any(one.ref == contract for one in group))
    tried = Tried((contract, amendment), _as_all_together)
    plain = keep_books(_unjudged([until(one, fact) for one in alone], amendment), company, book=book, tried=tried)
    if plain.errors:
        raise plain.errors[0]
    if tried.given is None or tried.given.row is None or tried.given.signs is None:
        raise NoSuchAmendment(
            f"{amendment} modifies no contract",
            why="it is not approved, or takes effect before there is a contract, and is part of what is agreed then",
        )
    given, signs = tried.given.row, tried.given.signs
    end = _period_of(plain, own.entity, fact.on)
    supported = plain.worlds.ruling(0, plain.as_of)
    tried.found = {given.treatment: supported, **tried.found} if supported is not None else tried.found
    figures = _figures(plain, [made for made in tried.found.values() if isinstance(made, Ruling)], end)
    done = {}
    for name, made in tried.found.items():
        why = given.cite if name == given.treatment else why_not(name, signs)
        error, shown = (made.what, ()) if isinstance(made, DulyError) else ("", next(figures))
        done[name] = Outcome(name, name == given.treatment, why, error, *shown)
    if "mixed" not in done:
        alike = done[_LIKE[signs.remaining[0]]]
        done["mixed"] = replace(alike, treatment="mixed", supported=False, why=why_not("mixed", signs))
    outcomes = [done[name] for name in TREATMENTS]
    money = (own.currency, own.digits)
    return Simulation(contract, amendment, end.until - 1, money, tuple(outcomes), _recurring(own, fact))


_LIKE = {True: "prospective", False: "catch-up"}


def _as_all_together(amended: Amended) -> Sequence[str]:
    """Obligation by obligation, where all of them are alike, is as all together."""
    return ("mixed",) if amended.signs is not None and _agree(amended.signs) else ()


def _agree(signs: Signs) -> bool:
    return len(set(signs.remaining)) == 1


def _found(terms: Sequence[Terms], contract: str, amendment: str) -> tuple[Terms, Fact]:
    for own in terms:
        for fact in own.happened if own.ref == contract else ():
            if fact.verb == "amendment" and fact.ref == amendment:
                return own, fact
    known = [fact.ref for own in terms if own.ref == contract for fact in own.happened if fact.verb == "amendment"]
    raise NoSuchAmendment(
        f"there is no amendment {amendment!r} of {contract!r}",
        fix=f"name one of {', '.join(known)}" if known else "write it as a row of `happened`",
    )


def until(own: Terms, fact: Fact) -> Terms:
    """A contract without what was agreed after an amendment."""
    later = {"amendment", "terminated", "renewed"}
    kept = (one for one in own.happened if one.verb not in later or (one.on, one.order) <= (fact.on, fact.order))
    return replace(own, happened=tuple(kept))


def _unjudged(terms: Sequence[Terms], amendment: str) -> list[Terms]:
    """The contract without what a person decided of this amendment's treatment."""
    return [replace(own, judged=tuple(one for one in own.judged if not _of(one, amendment))) for own in terms]


def _of(judged: Fact, amendment: str) -> bool:
    return judged.fields.get("treatment") == amendment


def _period_of(books: Books, entity: str, on: int) -> Period:
    booked = books.periods[entity]
    return next((one.period for one in booked if one.period.start <= on < one.period.until), booked[-1].period)


Figures = tuple[tuple[tuple[str, int], ...], int, tuple[tuple[str, int], ...], int]


def _figures(books: Books, rulings: Sequence[Ruling], end: Period) -> Iterator[Figures]:
    """Revenue by period, revenue in the end, balances and what remains, as each of these was decided: all at once, for
    most of the work is the same whatever stands in the tables."""
    world, on = world_of(rulings), end.until - 1
    periods = [one.period for booked in books.periods.values() for one in booked]
    days = [*(min(period.until - 1, books.through) for period in periods), on]
    recognized = recognized_by_day(world, np.array(days, np.int64))
    shown = books.shown_of(world, on)
    owner = world.stacked.tables.obligations.contract
    lifetime, price = (np.zeros(len(rulings), np.int64) for _ in range(2))
    np.add.at(lifetime, owner, allocated_of(world, books.through))
    np.add.at(price, owner, allocated_of(world, on))
    for number in range(len(rulings)):
        *upto, by_then = recognized[number].tolist()
        moved = zip(periods, upto, [0, *upto], strict=False)
        revenue = tuple((period.name, now - before) for period, now, before in moved)
        balances = tuple((t.ROLES[role], int(column[number])) for (role, _), column in zip(SHOWN, shown, strict=True))
        yield revenue, int(lifetime[number]), balances, int(price[number]) - by_then


def _recurring(own: Terms, fact: Fact) -> tuple[int, int]:
    """Annual recurring revenue at the end of the day before and of the day of the change."""
    lines = [line for line in recurring_lines(own) if line.currency == own.currency]
    before, after = (sum((line.monthly(on) for line in lines), Fraction(0)) * 12 for on in (fact.on - 1, fact.on))
    return round_fraction(before), round_fraction(after)
