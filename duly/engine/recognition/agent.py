"""Principal or agent: who controls the thing before the customer gets it shows the gross price or its fee alone.

control is a judgement (`controls`, `does not control`); where none is recorded, the stated `role` stands
principal  revenue = what the customer pays; what the supplier gets is cost of sales
agent      revenue = the fee; what the supplier gets is owed to it and is neither revenue nor cost
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.contracts.terms import Obligation, Price, Terms
from duly.engine.delivery.progress import span
from duly.engine.drafts import Track, stack
from duly.engine.policies import Policies
from duly.engine.pricing.stated import amount_of, stated_minor
from duly.engine.recognition.position import prepared, priced
from duly.engine.recognition.promises import Promise, Ruling, add_track, one_price
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_VERBS = {"controls": "principal", "does not control": "agent"}
_SUPPLIER = t.ROLE["accounts_payable"]


@cites("606-10-55-36", "606-10-55-37", "606-10-55-38", "606-10-55-39", ifrs15=("B34", "B35", "B36", "B37"))
def role(o: Obligation, terms: Terms) -> str:
    """`principal` or `agent`: by the last judgement on control, else as stated."""
    judged = [j for j in terms.judged if j.verb in _VERBS and o.ref in j.subjects]
    return _VERBS[max(judged, key=lambda j: (j.on, j.order)).verb] if judged else o.role


@cites("606-10-55-37B", "606-10-55-38", ifrs15=("B35B", "B36"))
def acting(o: Obligation, terms: Terms) -> Obligation:
    """The obligation with the price, the gross and the cost of the role in which it is performed.

    A price that was written for the other role is turned: an agent that states price and cost keeps price less cost;
    a principal that states a fee out of `gross` earns the gross and owes the supplier the rest.
    """
    acts = role(o, terms)
    start, until = span(o, terms)
    stated = stated_minor(o, start, until)
    if stated is None or (o.gross is None and (acts == "principal" or o.cost is None)):
        return o if o.role == acts else replace(o, role=acts)
    if acts == "principal":
        assert o.gross is not None
        passed_on = _fixed(max(o.gross - stated, 0), o)
        cost, owed = (o.cost, o.paid_to_supplier) if o.cost is not None else (passed_on, True)
        return replace(o, role=acts, price=_fixed(o.gross, o), gross=None, cost=cost, paid_to_supplier=owed)
    if o.gross is not None:
        return replace(o, role=acts, cost=None)
    assert o.cost is not None
    cost_minor = round_fraction(amount_of(o.cost, o, start, until))
    return replace(o, role=acts, price=_fixed(stated - cost_minor, o), gross=stated, cost=None)


def _fixed(minor: int, o: Obligation) -> Price:
    return Price("fixed", amount=Fraction(minor), place=o.price.place, source=o.price.source)


@cites("606-10-55-38", ifrs15=("B36",))
def owe_suppliers(ruling: Ruling, policies: Policies) -> None:
    """Say in which role each promise is performed; what an agent collects for the supplier, all but its fee, is owed to
    it as the promise is kept. A fee that is a part of a total is what the total allocates to it."""
    roles = {}
    for p in ruling.promises:
        o = p.obligation
        roles[o.ref] = o.role
        if o.role == "agent" and o.gross is not None:
            supplier = Track(0, p.row, t.POSITION, _SUPPLIER, t.STEP["revenue"])
            add_track(supplier, p, ruling.drafts, policies, one_price(passed_on(p, _allocated(p, ruling))))
    ruling.decisions.update({f"role of {ref}": word for ref, word in roles.items()})
    if len(set(roles.values())) == 1:
        ruling.decisions["role"] = next(iter(roles.values()))


def passed_on(p: Promise, allocated: int) -> int:
    """What an agent collects for the supplier, minor units; nothing where it collects its fee alone."""
    o = p.obligation
    fee = allocated if p.stated is None else p.stated
    return o.gross - fee if o.role == "agent" and o.gross is not None else 0


def _allocated(p: Promise, ruling: Ruling) -> int:
    """What of the price is allocated to a promise at inception, where its own is not stated."""
    if p.stated is not None or not ruling.slots[p.row]:
        return 0
    prices = priced(prepared(stack([ruling.drafts]).tables)).allocated
    return int(prices[ruling.slots[p.row][0]].sum())
