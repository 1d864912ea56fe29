"""Bill and hold: goods that the customer asked the seller to keep pass to the customer when four criteria are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from duly.engine.contracts.terms import Fact, Obligation
from duly.engine.drafts import Drafts
from duly.ground.cites import cites
from duly.ground.errors import DulyError

_CRITERIA = ("identified", "ready", "cannot redirect")


class HeldWithoutTerms(DulyError):
    """Goods are held for the customer, and the contract says nothing of the criteria of bill and hold."""


@cites("606-10-55-81", "606-10-55-83", ifrs15=("B79", "B81"))
def transfers(o: Obligation, facts: Sequence[Fact], drafts: Drafts) -> list[Fact]:
    """The facts with each `held` as a delivery where the criteria are met; else it is left out, with a note.

    What was held and passed is not delivered again: shipping it later transfers nothing."""
    if not any(fact.verb == "held" for fact in facts):
        return list(facts)
    missing = _missing(o, facts)
    found, kept = [], Fraction(0)
    for fact in facts:
        if fact.verb == "held":
            if missing:
                drafts.notes.append(_note(o, fact, missing))
                continue
            kept += _count(fact) or 0
            fact = replace(fact, verb="delivered")
        elif fact.verb == "delivered" and kept and (count := _count(fact)) is not None:
            shipped = min(count, kept)
            kept -= shipped
            fact = replace(fact, fields={**fact.fields, "quantity": count - shipped})
        found.append(fact)
    return found


def _missing(o: Obligation, facts: Sequence[Fact]) -> list[str]:
    """The criteria that are not met."""
    terms = o.bill_and_hold
    if terms is None:
        raise HeldWithoutTerms(
            f"{o.ref} is held for the customer, and nothing says why",
            place=next(fact for fact in facts if fact.verb == "held").place,
            why="goods that the seller keeps pass to the customer only under four criteria",
            fix="add `bill and hold: {reason: …, identified: yes, ready: yes, cannot redirect: yes}` to the obligation",
            cite="606-10-55-83",
        )
    return [name for name in _CRITERIA if terms.get(name) is not True]


def _note(o: Obligation, fact: Fact, missing: Sequence[str]) -> str:
    named = ", ".join(missing)
    return f"{fact.place}: {o.ref} is held and not transferred: not {named} (606-10-55-83); delivery counts"


def _count(fact: Fact) -> Fraction | None:
    value = fact.fields.get("quantity")
    return value if isinstance(value, Fraction) else None
