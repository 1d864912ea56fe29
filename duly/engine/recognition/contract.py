"""Step 1: is there a contract, from when, and who may end it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.engine.policies import Policies
from duly.ground.cites import cites
from duly.ground.errors import DulyError

# What is likely to occur. The codification gives no number; this is the lower edge of what is used in practice.
LIKELY, EVEN = Fraction(3, 4), Fraction(1, 2)


class PenaltyNotJudged(DulyError):
    """A customer may cancel for a price, and nobody judged whether that price is substantive."""


class NotWrittenAsOne(DulyError):
    """Promises that were judged to be one obligation are written as several."""


class Standing(NamedTuple):
    """exists_on: first day on which the criteria of step 1 are met, NEVER where they are not · kind: FIRM or
    CANCELLABLE ·
    refundable: 1 where an advance must be given back when the customer cancels."""

    exists_on: int
    kind: int
    refundable: int


@cites("606-10-25-1", "606-10-25-3", "606-10-25-6", ifrs15=("9", "11", "14"))
def standing(group: Sequence[Terms], policies: Policies) -> Standing:
    """Whether the contracts accounted for as one are a contract, and how firm the customer's duty to pay is."""
    by_customer = any(_may_leave(terms) for terms in group)
    refundable = by_customer and any(terms.cancel.refund in ("full", "pro rata") for terms in group)
    return Standing(_exists_on(group, policies), t.CANCELLABLE if by_customer else t.FIRM, int(refundable))


def _may_leave(terms: Terms) -> bool:
    """Whether the customer may end the contract without a penalty that is substantive: a judgement, where a price is
    stated."""
    if terms.cancel.by not in ("customer", "either"):
        return False
    judged = [row for row in terms.judged if row.verb == "substantive penalty"]
    if judged:
        return not max(judged, key=lambda row: (row.on, row.order)).fields["substantive penalty"]
    if terms.cancel.penalty:
        raise PenaltyNotJudged(
            f"{terms.ref} may be cancelled for a penalty, and nobody judged whether it is substantive",
            place=terms.places.get("cancel.penalty", terms.place),
            why="a substantive penalty makes the whole term binding; without one no right comes before performance",
            fix="add `substantive penalty: yes`, or `no`, to `judged:`, or write `penalty: substantive`",
            cite="606-10-25-3, IFRS 15.11",
        )
    return not terms.cancel.substantive


@cites("606-10-25-19", "606-10-25-22", ifrs15=("27", "30"))
def written_as_judged(group: Sequence[Terms]) -> None:
    """Promises that are not distinct are one obligation with one price and one measure: they are written so."""
    for terms in group:
        for row in terms.judged:
            if row.verb == "not distinct" and set(row.subjects) & {o.ref for o in terms.obligations}:
                raise NotWrittenAsOne(
                    f"{' and '.join(row.subjects)} are judged to be one obligation, and written as their own",
                    place=row.place,
                    why="how the whole is measured and what it costs cannot be told from its parts",
                    fix="write them as one obligation that says how it is earned",
                    cite="606-10-25-22, IFRS 15.30",
                )


def _exists_on(group: Sequence[Terms], policies: Policies) -> int:
    """From the beginning where collection is probable; else from the day it is judged probable."""
    first = -t.NEVER
    for terms in group:
        begins = -t.NEVER if _probable(terms.collect, policies) else t.NEVER
        for judged in terms.judged:
            if judged.verb == "collect" and begins == t.NEVER and _probable(judged.fields.get("collect"), policies):
                begins = judged.on
        first = max(first, begins)
    return first


@cites("606-10-25-1", ifrs15=("9",))
def _probable(said: object, policies: Policies) -> bool:
    """Whether what was said of collection is enough. A likelihood is held against the threshold of the book: one word,
    probable, means likely to occur in one standard and more likely than not in the other."""
    if not isinstance(said, Fraction):
        return said == "probable"
    likely = policies["collectibility"] == "likely to occur"
    return said >= LIKELY if likely else said > EVEN
