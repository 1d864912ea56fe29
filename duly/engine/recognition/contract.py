"""Step 1: is there a contract, from when, and who may end it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.ground.cites import cites


class Standing(NamedTuple):
    """exists_on: first day on which the criteria of step 1 are met, NEVER where they are not · kind: FIRM or
    CANCELLABLE ·
    refundable: 1 where an advance must be given back when the customer cancels."""

    exists_on: int
    kind: int
    refundable: int


@cites("606-10-25-1", "606-10-25-3", "606-10-25-6", ifrs15=("9", "11", "14"))
def standing(group: Sequence[Terms]) -> Standing:
    """Whether the contracts accounted for as one are a contract, and how firm the customer's duty to pay is."""
    cancel = [terms.cancel for terms in group]
    by_customer = any(c.by in ("customer", "either") and not c.substantive for c in cancel)
    refundable = by_customer and any(c.refund in ("full", "pro rata") for c in cancel)
    return Standing(_exists_on(group), t.CANCELLABLE if by_customer else t.FIRM, int(refundable))


def _exists_on(group: Sequence[Terms]) -> int:
    """From the beginning where collection is probable; else from the day it is judged probable."""
    first = -t.NEVER
    for terms in group:
        begins = -t.NEVER if terms.collect == "probable" else t.NEVER
        for judged in terms.judged:
            if judged.verb == "collect" and begins == t.NEVER and judged.fields.get("collect") == "probable":
                begins = judged.on
        first = max(first, begins)
    return first
