"""The plain twin, steps 3 and 4: the price, standalone selling prices and the allocation."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from tests.twin.exact import Refused, allocate, months_started, nearest

VARIABLE_EARN = "as invoiced"


class Deal:
    """Contracts accounted for as one, with the policies of the run. Obligations are known by (contract, name)."""

    def __init__(self, contracts, policies=None):
        self.contracts = sorted(contracts, key=lambda terms: terms.ref)
        self.policies = dict(policies or {})
        self.memory = {}
        self.home = {
            (t.ref, o.ref): (t, o) for t in self.contracts for o in sorted(t.obligations, key=lambda o: o.number)
        }

    def policy(self, terms, key, default):
        return self.policies.get(key, dict(terms.policy).get(key, default))

    def keys(self, contract):
        return [key for key in self.home if key[0] == contract]

    @cached_property
    def allocated(self):
        """Allocated price of every obligation at inception."""
        return allocation(self)

    def allocated_less(self, credited):
        """Allocated prices when so much of the price was credited: the new price on the same weights."""
        if credited not in self.memory:
            self.memory[credited] = allocation(self, credited) if credited else self.allocated
        return self.memory[credited]


def span(terms, obligation):
    start = terms.from_on if obligation.from_on is None else obligation.from_on
    return start, terms.until if obligation.until is None else obligation.until


def periods(terms, obligation, period):
    return Fraction(months_started(*span(terms, obligation)), {"month": 1, "quarter": 3, "year": 12}[period])


def quantity(obligation, default=0):
    return obligation.quantity.count if obligation.quantity else Fraction(default)


def worth(terms, obligation, price):
    """A price in any of its forms, exact, in minor units."""
    if price.form == "fixed":
        return Fraction(price.amount)
    if price.form == "unit":
        return price.amount * quantity(obligation)
    if price.form == "unit_period":
        return price.amount * quantity(obligation) * periods(terms, obligation, price.period)
    if price.form == "period":
        return price.amount * periods(terms, obligation, price.period)
    return Fraction(sum(price.steps)) if price.form == "steps" else Fraction(0)


def stated(terms, obligation):
    """Stated price, rounded once."""
    return nearest(worth(terms, obligation, obligation.price))


def is_variable(obligation):
    """Priced by use: it keeps its price and takes no part in the allocation."""
    return obligation.earn == VARIABLE_EARN or obligation.price.form in ("tiers", "share")


def contract_price(terms):
    """Fixed price of one contract: what is stated for the whole, else what is stated line by line."""
    if terms.total is not None:
        return terms.total
    return sum(stated(terms, o) for o in terms.obligations if not is_variable(o))


def price(deal):
    return sum(contract_price(terms) for terms in deal.contracts)


# --- standalone selling prices: exact weights


def weight(deal, key):
    """Standalone selling price of an obligation, exact."""
    terms, obligation = deal.home[key]
    ssp = obligation.ssp
    if ssp.form == "none":
        return Fraction(stated(terms, obligation))
    if ssp.form == "point":
        return worth(terms, obligation, ssp.price)
    if ssp.form == "range":
        return within_range(deal, terms, obligation)
    if ssp.form == "cost_plus":
        return ssp.cost * (1 + ssp.margin) * quantity(obligation, 1)
    if ssp.form == "share":
        return ssp.ratio * sum(weight(deal, (terms.ref, ref)) for ref in ssp.of)
    if ssp.form == "residual":
        return residual(deal, key)
    raise NotImplementedError(ssp.form)


def within_range(deal, terms, obligation):
    low, high, amount = obligation.ssp.low, obligation.ssp.high, stated(terms, obligation)
    nothing_stated = obligation.price.form == "none"
    if low <= amount <= high and not nothing_stated:
        return Fraction(amount)
    if nothing_stated or deal.policy(terms, "ssp outside range", "boundary") == "midpoint":
        return Fraction(low + high, 2)
    return Fraction(low if amount < low else high)


def residual(deal, key):
    """What is left of the price when the others have their standalone selling prices (606-10-32-34(c))."""
    others = [k for k in taking_part(deal) if k != key]
    known = Fraction(0)
    for bundle, bundle_price in bundles(deal):
        if key not in bundle and all(k in others for k in bundle):
            known += bundle_price
            others = [k for k in others if k not in bundle]
    left = max(price(deal) - known - sum(weight(deal, k) for k in others), Fraction(0))
    observed = deal.home[key][1].ssp.observed
    if observed is not None and not observed[0] <= left <= observed[1]:
        raise Refused("ResidualRejected")
    return left


def bundles(deal):
    return [([(t.ref, ref) for ref in refs], amount) for t in deal.contracts for refs, amount in t.bundles]


# --- allocation


def taking_part(deal):
    return [key for key, (_, o) in deal.home.items() if not is_variable(o) and not o.setup]


def allocation(deal, credited=0):
    """Allocated price of every obligation, of the price less what was credited of it."""
    keys, total = taking_part(deal), price(deal) - credited
    parts = {key: 0 if o.setup else stated(t, o) for key, (t, o) in deal.home.items()}
    if not keys:
        return parts
    weights = {key: weight(deal, key) for key in keys}
    largest = any(deal.policy(t, "allocation remainder", "last") == "largest" for t in deal.contracts)
    groups = [(keys, total)]
    for bundle, bundle_price in bundles(deal):
        others = [key for key in keys if key not in bundle]
        inside = [key for key in keys if key in bundle]
        discount = sum(weights.values()) - total
        if others and len(inside) == len(bundle) and discount == sum(weights[key] for key in inside) - bundle_price:
            groups = [(others, total - bundle_price), (inside, bundle_price)]
            break
    for group, amount in groups:
        parts.update(zip(group, allocate(amount, [weights[key] for key in group], largest), strict=True))
    return parts
