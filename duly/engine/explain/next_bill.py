"""What changes of plan put on the next bill: the time that is no longer used at its price, and what is charged for the
rest of the billing period, by actual days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine.billing.proration import proration_lines
from duly.engine.contracts.amendments import changed_by, promised_in_all, takes_effect
from duly.engine.contracts.terms import Fact, Terms
from duly.engine.explain.amounts import exact, summed
from duly.engine.explain.view import View
from duly.engine.pricing.prorated import PERIODIC, Plan, bought, charges, credits, periods_in, plans_after, plans_before
from duly.ground.dates import MONTHS, add_months, iso
from duly.ground.reports import Step

PRORATION = "proration"
_CITE = "606-10-25-10"


def prorating(terms: Terms) -> Iterator[Fact]:
    """The amendments of a contract that change a plan inside its billing period."""
    for fact in terms.happened:
        if fact.verb == "amendment" and "prorate" in fact.fields and fact.fields.get("approved") is not False:
            yield fact


def prorated(view: View, terms: Terms, on: int) -> Step:
    """What the changes of plan of a day credit and charge together."""
    facts = [fact for fact in prorating(terms) if fact.on == on]
    steps = [step for fact in facts for step in _lines(view, terms, fact)]
    total = sum(line.amount for line in proration_lines(terms, view.policies) if line.on == on)
    how = f"= {summed([step.value for step in steps])}" if steps else "nothing recurs"
    source = "" if steps else str(terms.place)
    return view.step(f"proration of {terms.ref} on {iso(on)}", view.money(total), how, source=source, children=steps)


def _lines(view: View, terms: Terms, fact: Fact) -> Iterator[Step]:
    before = plans_before(terms, fact)
    after = plans_after(before, fact, terms)
    for ref, minor in credits(terms, fact).items():
        yield _line(view, terms, fact, ref, before[ref], -minor)
    if view.policies["upgrade"] == "extend by credit" and (days := bought(terms, fact)):
        for line in proration_lines(terms, view.policies):
            if line.on == fact.on and line.obligation in days and line.amount > 0:
                yield view.of_fact(fact, view.money(line.amount), f"time of {line.obligation}", _CITE, "by its credit")
        return
    for ref, minor in charges(terms, fact).items():
        yield _line(view, terms, fact, ref, after[ref], minor)


def _line(view: View, terms: Terms, fact: Fact, ref: str, plan: Plan, minor: int) -> Step:
    """The price of the rest of a billing period by its days: credited at the price before an amendment, charged at the
    one after it."""
    label = f"{'unused ' if minor < 0 else ''}time of {ref}"
    facts = sorted((f for f in terms.happened if takes_effect(f)), key=lambda f: (f.on, f.order))
    facts = facts[: facts.index(fact) + (minor > 0)]
    first = max(plan.counts_from(fact.on, str(fact.fields["prorate"])), plan.start)
    until = min(plan.bill_ends(fact.on), plan.until)
    months = MONTHS.get(plan.price.period, 0) if plan.price.form in PERIODIC else 0
    grid = min(months, plan.rhythm) if plan.rhythm else months
    if (plan.price.form != "fixed" or plan.rhythm) and not grid:
        return view.of_fact(fact, view.money(minor), label, _CITE, "by the days of its price")
    below = [view.step(f"price of {ref}", view.money(plan.price.amount), source=_source(terms, ref, "price", facts))]
    if plan.price.form == "unit_period":
        where = _source(terms, ref, "quantity", facts)
        below.append(view.step(f"quantity of {ref}", exact(plan.quantity), source=where))
    how = " x ".join(step.value for step in below)
    if grid != months:
        spans = [_span(view, "month", plan.anchor, add_months(plan.anchor, each), each) for each in (grid, months)]
        how, below = f"{how} x {spans[0].value} / {spans[1].value}", [*below, *spans]
    parts = []
    for begins, ends in periods_in(grid, plan.anchor, first, until) if grid else [(plan.start, plan.until)]:
        a, b = max(first, begins), min(until, ends)
        spans = [_span(view, "day", x, y, y - x) for x, y in ((a, b), (begins, ends))]
        parts.append(f"{spans[0].value} / {spans[1].value}")
        below += spans
    how = f"= {'-' if minor < 0 else ''}round({how} x ({' + '.join(parts)}))"
    below = list(dict.fromkeys(below))
    return view.step(label, view.money(minor), how, source=str(fact.place), cite=_CITE, children=below)


def _span(view: View, unit: str, first: int, until: int, count: int | Fraction) -> Step:
    label = f"{unit}s from {iso(first)} to {iso(until - 1)}"
    return view.step(label, f"{count} {unit}{'s' if count != 1 else ''}")


def _source(terms: Terms, ref: str, key: str, facts: Sequence[Fact]) -> str:
    """Where a price or a quantity was last stated, by one of these amendments or at first."""
    found = next(o.places.get(key, o.place) for o in promised_in_all(terms) if o.ref == ref)
    for fact in facts:
        if {key, f"remaining_{key}"} & set(changed_by(fact).get(ref, {})):
            found = fact.place
    return str(found)
