"""What was known of a contract at a moment: facts and judgements that became known later are left out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from duly.engine.contracts.terms import Fact, Terms


def known_days(terms: Terms) -> tuple[int, ...]:
    """The days on which something of the contract became known, sorted, each once."""
    days = {terms.known_on}
    days.update(fact.known_on for fact in _facts(terms))
    days.update(fact.lifted_on for fact in _facts(terms) if fact.lifted_on is not None)
    return tuple(sorted(day for day in days if day >= terms.known_on))


def version_at(days: tuple[int, ...], known: int) -> int:
    """How many of `known_days` lie on or before a moment: contracts with the same count look the same."""
    return bisect_right(days, known)


def as_known(terms: Terms, known: int) -> Terms | None:
    """The contract as it was known at the end of a day; None before it was known at all."""
    if known < terms.known_on:
        return None
    return replace(
        terms,
        costs=_until(terms.costs, known),
        judged=_until(terms.judged, known),
        happened=_until(terms.happened, known),
        opening=_until(terms.opening, known),
    )


def _facts(terms: Terms) -> tuple[Fact, ...]:
    return terms.happened + terms.judged + terms.costs + terms.opening


def _until(facts: tuple[Fact, ...], known: int) -> tuple[Fact, ...]:
    """Facts known by then and not lifted, in the order of the day they took effect (their order in the file on one
    day)."""
    stand = (f for f in facts if f.known_on <= known and (f.lifted_on is None or known < f.lifted_on))
    return tuple(sorted(map(_not_lifted_yet, stand), key=lambda f: (f.on, f.order)))


def _not_lifted_yet(fact: Fact) -> Fact:
    return fact if fact.lifted_on is None else replace(fact, lifted_on=None)
