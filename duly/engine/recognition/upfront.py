"""Fees at the start: a set-up transfers nothing, so its fee pays for what comes later.

Where the customer renews because it need not pay it again, the fee is a material right and is spread over the time the
customer is expected to stay; elsewhere it joins the price of the other promises of the contract.
"""

from __future__ import annotations

from duly.engine import tables as t
from duly.engine.contracts.terms import Obligation, Terms
from duly.engine.delivery.progress import Measure, place_of
from duly.engine.drafts import Track
from duly.engine.policies import Policies
from duly.engine.recognition.options import judged_material
from duly.engine.recognition.promises import Promise, Ruling, add_track, one_price
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError


class MissingCustomerLife(DulyError):
    """A set-up fee that is a material right, and nothing says how long the customer is expected to stay."""


@cites("606-10-25-17", "606-10-55-50", "606-10-55-51", "606-10-55-53", ifrs15=("25", "B48", "B49", "B51"))
def serves_renewals(o: Obligation, terms: Terms) -> bool:
    """Whether the fee of a set-up is spread over the life of the customer instead of joining the other prices."""
    return o.setup and judged_material(o, terms) is True


@cites("606-10-55-42", "606-10-55-51", ifrs15=("B40", "B49"))
def spread_fees(ruling: Ruling, policies: Policies) -> None:
    """Earn each set-up fee that is a material right over the life of the customer, by even months from the start of the
    term; what is left when the contract ends early is earned on that day."""
    for p in ruling.promises:
        if serves_renewals(p.obligation, p.terms) and p.stated:
            revenue = Track(0, p.row, t.POSITION, t.REVENUE, t.STEP["revenue"])
            spread = p._replace(measure=_life(p))
            add_track(revenue, spread, ruling.drafts, policies, one_price(p.stated))
            _end_early(p, ruling)


def _life(p: Promise) -> Measure:
    life = p.obligation.customer_life
    if life is None:
        raise MissingCustomerLife(
            f"the fee of {p.obligation.ref} is a material right, and the customer's life is not stated",
            place=place_of(p.obligation, "setup"),
            why="the right to renew without paying again lasts as long as the customer is expected to stay",
            fix="add `customer life: 36 months` to the obligation",
            cite="606-10-55-51, IFRS 15.B49",
        )
    begins = p.start if p.start is not None else p.terms.signed_on
    return Measure(t.BY_MONTH if life.months else t.BY_DAY, begins, dates.add(begins, life))


def _end_early(p: Promise, ruling: Ruling) -> None:
    """The fee is kept when the contract ends: nothing of the right is left."""
    ended = [
        f for f in p.terms.happened if f.verb == "terminated" and (not f.subjects or p.obligation.ref in f.subjects)
    ]
    if ended:
        last, on = ruling.drafts.tranches[-1], min(f.on for f in ended)
        whole = last._replace(since_on=on, price=0, base=last.price, cause=t.CAUSE["amendment"])
        ruling.drafts.tranches.append(whole)
