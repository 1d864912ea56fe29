"""Promises that a book elects not to account for by themselves: what is immaterial in the contract, and shipping after
control of the goods has passed. Both are elections of ASC 606 alone.

They are known by what the contract calls them; what they cost the customer is part of the price of the others, as the
fee of a set-up activity is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.policies import Policies
from duly.ground.cites import cites

_PASSES = ("delivered", "accepted", "milestone", "usage")


@cites("606-10-25-16A", "606-10-25-18B")
def as_elected(terms: Terms, policies: Policies) -> Terms:
    """A contract with the promises of inception that the book leaves out. Where none would be left they all stay."""
    left_out = policies["immaterial promises"] == "left out"
    shipping = policies["shipping after control"] == "fulfilment"
    goods = {o.ref: o for o in terms.obligations}
    joins = {o.ref for o in terms.obligations if left_out and o.immaterial}
    ships = {o.ref: goods[o.ships] for o in terms.obligations if shipping and o.ships in goods and o.ref not in joins}
    if not joins and not ships or not set(goods) - joins - set(ships):
        return terms
    made = [
        _shipped(o, ships[o.ref]) if o.ref in ships else replace(o, setup=o.setup or o.ref in joins)
        for o in terms.obligations
    ]
    happened = tuple(_passing(fact, ships) for fact in terms.happened)
    return replace(terms, obligations=tuple(made), happened=happened)


def _shipped(o: Obligation, goods: Obligation) -> Obligation:
    """Shipping as a cost of the goods: it has come, and its cost is owed, as far as they have passed."""
    return replace(
        o,
        setup=True,
        paid_to_supplier=True,
        earn=goods.earn,
        quantity=goods.quantity,
        parts=goods.parts,
        milestones=goods.milestones,
    )


def _passing(fact: Fact, ships: Mapping[str, Obligation]) -> Fact:
    """What passes of the goods says how far their shipping has come; what is shipped later says nothing of it."""
    if fact.verb not in _PASSES or not ships:
        return fact
    own = [ref for ref in fact.subjects if ref not in ships]
    with_them = [ref for ref, goods in ships.items() if goods.ref in own]
    return fact if tuple(own + with_them) == fact.subjects else replace(fact, subjects=tuple(own + with_them))
