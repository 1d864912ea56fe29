"""What is used of a promise after it ended is no part of the contract."""

from __future__ import annotations

from dataclasses import replace

from duly.engine import tables as t
from duly.engine.contracts.amendments import added_by, removed_by, takes_effect
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.pricing.stated import priced_by_use
from duly.ground.cites import cites

_USED = ("usage", "hours", "delivered", "accepted", "measured", "estimate")


@cites("606-10-25-13", "606-10-55-18", ifrs15=("21", "B16"))
def in_force(terms: Terms) -> tuple[Terms, list[str]]:
    """A contract without what was used, of promises priced by use, after they ended; and notes that say so."""
    added = (o for f in _amendments(terms) for o in added_by(f))
    last = {o.ref: last_day(o.ref, terms) for o in (*terms.obligations, *added) if priced_by_use(o)}
    kept: list[Fact] = []
    notes = []
    for fact in terms.happened:
        ended = [ref for ref in fact.subjects if fact.on > last.get(ref, t.NEVER)] if fact.verb in _USED else []
        left = tuple(ref for ref in fact.subjects if ref not in ended)
        kept += [fact] if not ended else [replace(fact, subjects=left)] if left else []
        if ended and fact.verb != "estimate":
            notes.append(f"{fact.place}: {' and '.join(ended)} had ended before this day, and this earns nothing")
    return replace(terms, happened=tuple(kept)) if len(notes) or len(kept) < len(terms.happened) else terms, notes


def last_day(ref: str, terms: Terms) -> int:
    """The last day on which a promise is performed: of its early end, or before the day of the amendment that removes
    it; NEVER where it does not end early."""
    ended = [f.on for f in terms.happened if f.verb == "terminated" and (not f.subjects or ref in f.subjects)]
    ended += [f.on - 1 for f in _amendments(terms) if ref in removed_by(f)]
    return min(ended, default=t.NEVER)


def still_performed(o: Obligation, terms: Terms, until: int | None) -> int | None:
    """The end of the span of an obligation, cut to its early end."""
    return None if until is None else min(until, last_day(o.ref, terms) + 1)


def _amendments(terms: Terms) -> list[Fact]:
    return [f for f in terms.happened if takes_effect(f)]
