"""What stands outside the allocation: what is no promise of this contract, or no sale to a customer."""

from __future__ import annotations

from duly.engine.contracts.terms import Obligation, Terms
from duly.engine.recognition.options import is_offer
from duly.engine.recognition.repurchase import leaves_revenue
from duly.engine.recognition.upfront import serves_renewals


def stands_apart(o: Obligation, terms: Terms) -> bool:
    """Whether an obligation takes no part in the allocation, and its stated price is not shared out."""
    return serves_renewals(o, terms) or is_offer(o, terms) or leaves_revenue(o, terms)
