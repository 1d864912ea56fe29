"""The provision for the losses of a contract at the end of a day: what its costs still to come exceed its price by."""

from __future__ import annotations

from duly.engine.delivery.ended import last_day
from duly.engine.explain.amounts import difference, summed
from duly.engine.explain.still_to_come import (
    costs_to_come,
    expected_cost,
    price_then,
    price_to_come,
    spent,
)
from duly.engine.explain.tranches import recognized
from duly.engine.explain.view import View
from duly.engine.recognition.impairment import open_ended
from duly.engine.recognition.promises import Promise
from duly.ground.cites import cites
from duly.ground.dates import iso
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

PROVISION = "onerous provision"
_CITE = "605-35-25-45"


def provision(view: View, shown: int, on: int, where: str) -> Step:
    """What is provided for the losses of a contract at the end of a day. shown: what the books carry, minor units."""
    begins = max(max(terms.signed_on for terms in view.ruling.group), view.ruling.drafts.exists_on)
    label = f"{PROVISION} of {view.tables.contracts.ref[0]} at the end of {iso(on)}"
    policy = view.policy("losses")
    by_cost = policy.value == "by cost" or any(open_ended(p) for p in view.ruling.promises)
    parts = [] if on < begins else _of_works(view, on) if by_cost else [_of_all(view, on)]
    if not parts:
        source = str(view.ruling.group[0].place)
        return view.step(label, view.money(shown), "nothing yet", source=source, cite=_CITE, children=(policy,))
    how = f"= {summed([part.value for part in parts])}"
    return view.step(label, view.money(shown), how, source=where, cite=_CITE, children=(*parts, policy))


def _of_works(view: View, on: int) -> list[Step]:
    """The provision of each obligation that is measured by cost."""
    return [_of_one(view, p, on) for p in view.ruling.promises if p.obligation.earn == "by cost"]


@cites("605-35-25-45", "605-35-25-46", ifrs15=())
def _of_one(view: View, p: Promise, on: int) -> Step:
    """The expected loss, less what of it is shown already as cost beyond revenue."""
    whole, price = expected_cost(view, p, on), price_then(view, p.row, on)
    done, (_, earned) = spent(view, p, on), recognized(view, p.row, on)
    name = p.obligation.ref
    loss = _beyond(view, f"expected loss of {name}", whole, price)
    shown = _beyond(view, f"of it shown by {iso(on)}", done, earned)
    return _beyond(view, f"provision for {name}", loss, shown)


@cites("605-35-25-45", ifrs15=())
def _of_all(view: View, on: int) -> Step:
    """What the costs still to come of a contract exceed its price still to come by (IAS 37.68)."""
    promises = [p for p in view.ruling.promises if last_day(p.obligation.ref, p.terms) > on]
    costs, left = costs_to_come(view, promises, on), price_to_come(view, on)
    value = round_fraction(view.exactly(costs))
    even = view.step(f"{costs.label}, rounded", view.money(value), f"= round({costs.value})", children=(costs,))
    return _beyond(view, "provision for the contract", even, left)


def _beyond(view: View, label: str, most: Step, least: Step) -> Step:
    """What one amount exceeds another by."""
    value = view.money(max(view.minor(most) - view.minor(least), 0))
    how = f"= above zero ({difference(most.value, least.value)})"
    return view.step(label, value, how, cite=_CITE, children=(most, least))
