"""What time costs by the days of its billing periods: what ends, begins or is repriced by an amendment with
`prorate:`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from duly.engine.contracts.amendments import added_by
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.explain.amounts import counted
from duly.engine.explain.view import View, of_obligation
from duly.engine.pricing.prorated import PERIODIC, Plan, parts, plan_of, plans_after, plans_before
from duly.engine.pricing.stated import periods
from duly.engine.recognition.promises import Promise
from duly.ground.dates import MONTHS, iso
from duly.ground.errors import said_at
from duly.ground.reports import Step


def added_with(o: Obligation, terms: Terms) -> tuple[Obligation, Fact] | None:
    """An obligation as the amendment that prorates it adds it, and the amendment."""
    rows = [(one, fact) for fact in terms.happened for one in added_by(fact) if fact.fields.get("prorate")]
    return next((row for row in rows if row[0].ref == o.ref), None)


def days_of_added(view: View, o: Obligation, fact: Fact, terms: Terms, count: Sequence[Step]) -> list[Step] | None:
    """What the price of an addition is the product of; None where it is no price of time, or paid by a credit."""
    plan = plan_of(o, terms, added=True)
    return None if plan is None else _factors(view, plan, fact, count)


def days_left(
    view: View, ref: str, fact: Fact, terms: Terms, count: Sequence[Step], *, after: bool
) -> list[Step] | None:
    """What the price of the time that is left is the product of, before or after an amendment."""
    before = plans_before(terms, fact)
    plans = plans_after(before, fact, terms) if after else before
    return _factors(view, plans[ref], fact, count) if ref in before else None


def by_days(view: View, fact: Fact, value: str, label: str, made: Sequence[Step] | None) -> Step:
    """The product of these, as a price by the days that are left."""
    if made is None:
        return view.of_fact(fact, value, label, follows="by the days that are left")
    how = " x ".join(one.value.partition(" per ")[0] for one in made)
    return view.step(f"{label} {iso(fact.on)}", value, f"= {how}", cite="606-10-25-13", children=made)


def _factors(view: View, plan: Plan, fact: Fact, count: Sequence[Step]) -> list[Step] | None:
    """Rate, count and periods of the time whose price an amendment changes, a part of a period by its days."""
    price, months = plan.price, MONTHS.get(plan.price.period)
    first = max(plan.counts_from(fact.on, str(fact.fields["prorate"])), plan.start)
    of_credit = view.policies["upgrade"] == "extend by credit"
    if price.form not in PERIODIC or months is None or first >= plan.until or of_credit:
        return None
    per = " and ".join([*([price.unit or "unit"] if price.form == "unit_period" else []), price.period])
    rate = view.step("price", f"{view.money(price.amount)} per {per}", source=said_at(price.place, price.source))
    grid = min(months, plan.rhythm) if plan.rhythm else months
    times = parts(grid, plan.anchor, first, plan.until) * Fraction(grid, months)
    span = f"{price.period}s from {iso(first)} to {iso(plan.until - 1)}"
    words = f"{span}, by the days of each {grid} months since {iso(plan.anchor)}"
    periods = view.step(words, counted(times, f"{price.period}s"), source=str(fact.place))
    return [rate, *(count if price.form == "unit_period" else ()), periods]


def span_in_months(view: View, p: Promise, first: int, until: int) -> Step:
    """The months of a span as a leaf."""
    count = periods("month", first, until)
    return view.step(
        f"months from {iso(first)} to {iso(until - 1)}", counted(count, "months"), source=of_obligation(p, "to")
    )
