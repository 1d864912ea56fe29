"""Options on further goods: one that gives a right the customer would not have without the contract is a promise."""

from __future__ import annotations

from duly.engine.contracts.terms import Obligation, Terms
from duly.ground.cites import cites

_VERBS = {"material right": True, "not material right": False}


@cites("606-10-55-42", "606-10-55-43", ifrs15=("B40", "B41"))
def judged_material(o: Obligation, terms: Terms) -> bool | None:
    """Whether an option was judged to be a material right, by the last judgement; None where none was recorded."""
    judged = [j for j in terms.judged if j.verb in _VERBS and o.ref in j.subjects]
    return _VERBS[max(judged, key=lambda j: (j.on, j.order)).verb] if judged else None


def is_offer(o: Obligation, terms: Terms) -> bool:
    """Whether an option is a mere offer to sell: no material right, so no promise of this contract."""
    return bool(o.option) and not o.setup and judged_material(o, terms) is False
