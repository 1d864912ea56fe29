"""The lines of the next bill for changes of plan: unused time credited, remaining time charged, by actual days."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.amendments import added_by
from duly.engine.contracts.instalments import Instalment
from duly.engine.contracts.terms import BillLine, Fact, Obligation, Terms
from duly.engine.policies import Policies
from duly.engine.pricing.prorated import Plan, bought, charges, credits, plan_of
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction


class ProrationLine(NamedTuple):
    """A line for a change of plan on a day, as on the bill: minor units, a credit below zero."""

    on: int
    obligation: str
    amount: int


@cites("606-10-25-10", ifrs15=("18",))
def proration_lines(terms: Terms, policies: Policies) -> Iterator[ProrationLine]:
    """The lines of all approved amendments with `prorate:`, in order of their days; none where a price does not change.

    Where the credit buys days of the new plan, these are charged at the price the credit has."""
    for fact in sorted(terms.happened, key=lambda f: (f.on, f.order)):
        if fact.verb != "amendment" or "prorate" not in fact.fields or fact.fields.get("approved") is False:
            continue
        days = bought(terms, fact) if policies["upgrade"] == "extend by credit" else {}
        charged = {ref: round_fraction(part.price) for ref, part in days.items()} or charges(terms, fact)
        yield from (ProrationLine(fact.on, ref, -minor) for ref, minor in credits(terms, fact).items())
        yield from (ProrationLine(fact.on, ref, minor) for ref, minor in charged.items())


def prorated_bills(o: Obligation, terms: Terms, line: BillLine, amount: int) -> list[Instalment]:
    """The bills of an obligation that an amendment with `prorate:` added: on the days on which its contract is billed,
    the part of the running billing period first. Empty for any other obligation.

    `amount`, in minor units, is what they add up to: a running total in proportion to what each is for."""
    fact = _added_by(o, terms)
    plan = plan_of(o, terms, added=True) if fact is not None else None
    if fact is None or plan is None or not plan.rhythm or line.first_on is not None:
        return []
    periods = list(_billing_periods(plan, max(plan.start, plan.counts_from(fact.on, str(fact.fields["prorate"])))))
    parts = [plan.between(first, until) for first, until in periods]
    whole, billed, bills = sum(parts, Fraction(0)), 0, []
    for number, (first, until) in enumerate(periods):
        so_far = round_fraction(amount * sum(parts[: number + 1], Fraction(0)) / whole) if whole else 0
        on = first if line.advance else until - 1
        bills.append(Instalment(on, dates.add(on, line.net) if line.net else on, so_far - billed))
        billed = so_far
    return bills


def _added_by(o: Obligation, terms: Terms) -> Fact | None:
    """The amendment with `prorate:` that added an obligation."""
    for fact in terms.happened:
        prorates = "prorate" in fact.fields and fact.fields.get("approved") is not False
        if prorates and o.ref in [a.ref for a in added_by(fact)]:
            return fact
    return None


def _billing_periods(plan: Plan, first: int) -> Iterator[tuple[int, int]]:
    """The billing periods of a plan from a day to its end, each cut to it."""
    while first < plan.until:
        ends = min(plan.bill_ends(first), plan.until)
        yield first, ends
        first = ends
