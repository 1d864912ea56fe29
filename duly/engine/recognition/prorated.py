"""What an amendment with `prorate:` makes of the price of what is left: the time of what ends and of what begins is
priced by actual days of the billing month, or the credit buys days of the new plan (policy `upgrade`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from duly.engine.contracts.amendments import added_by
from duly.engine.contracts.terms import Fact, Obligation, Price, Terms
from duly.engine.policies import Policies
from duly.engine.pricing.prorated import PERIODIC, Bought, bought, plan_of, plans_after, plans_before


def days_bought(fact: Fact, terms: Terms, policies: Policies) -> dict[str, Bought]:
    """What the credit of an amendment buys, by obligation, where the policy is to take days instead of paying."""
    extends = policies["upgrade"] == "extend by credit" and _mode(fact)
    return bought(terms, fact) if extends else {}


def additions(fact: Fact, days: Mapping[str, Bought]) -> tuple[Obligation, ...]:
    """The obligations that an amendment adds; those paid for by a credit end when it is used up."""
    adds = added_by(fact)
    return tuple(replace(o, until=days[o.ref].until) if o.ref in days else o for o in adds)


def priced(o: Obligation, fact: Fact, terms: Terms, days: Mapping[str, Bought]) -> Obligation:
    """An added obligation with its price and standalone selling price as sums for its span, part months by days."""
    plan = plan_of(o, terms, added=True) if _mode(fact) else None
    if plan is None:
        return o

    def whole(price: Price) -> Price:
        amount = plan._replace(price=price).between(plan.counts_from(fact.on, _mode(fact)), plan.until)
        return replace(price, form="fixed", amount=amount) if price.form in PERIODIC else price

    price = replace(o.price, form="fixed", amount=days[o.ref].price) if o.ref in days else whole(o.price)
    ssp = replace(o.ssp, price=whole(o.ssp.price)) if o.ssp.price is not None else o.ssp
    return replace(o, price=price, ssp=ssp)


def said_of(ref: str, said: Mapping[str, Any], days: Mapping[str, Bought]) -> Mapping[str, Any]:
    """What an amendment says of an obligation; one that is paid for by a credit ends when that is used up."""
    if ref not in days or not said:
        return said
    return {**said, "until": days[ref].until, "remaining_price": days[ref].price}


def left_by_days(ref: str, fact: Fact, terms: Terms) -> tuple[Fraction | None, Fraction | None]:
    """The price of what is left of an obligation before and after an amendment, where it is per period and prorated;
    exact minor units, None where it is not."""
    before = plans_before(terms, fact) if _mode(fact) else {}
    if ref not in before:
        return None, None
    after, mode = plans_after(before, fact, terms), _mode(fact)
    found = [
        plan.between(before[ref].counts_from(fact.on, mode), plan.until) if plan.price.form in PERIODIC else None
        for plan in (before[ref], after[ref])
    ]
    return found[0], found[1]


def _mode(fact: Fact) -> str:
    """How an amendment prorates; empty where it does not say."""
    return str(fact.fields.get("prorate", ""))
