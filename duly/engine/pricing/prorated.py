"""The price of a part of a billing period, by actual days: what is left of a plan on the day it is changed.

An amendment with `prorate:` says from when what ends is no longer paid for, and what begins is: from its day (by day),
from the next whole month (by month), or from the next bill (no).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from duly.engine.contracts.amendments import added_by, changed_by, removed_by, takes_effect
from duly.engine.contracts.terms import BillLine, Fact, Obligation, Price, Quantity, Terms
from duly.engine.pricing.stated import priced_by_use
from duly.ground import dates
from duly.ground.rounding import round_fraction

_DAYS = {"day": 1, "week": 7}
PERIODIC = ("period", "unit_period")
NOTHING = Fraction(0)


class Plan(NamedTuple):
    """What an obligation costs over its span. anchor: first day of a billing period · rhythm: months of a billing
    period, 0 where all is billed in one sum."""

    price: Price
    quantity: Fraction
    start: int
    until: int
    anchor: int
    rhythm: int

    def between(self, first: int, until: int) -> Fraction:
        """Price of the days [first, until) inside the span, exact minor units; part periods by their actual days."""
        found = NOTHING
        for amount, months, begins, ends in self._pieces():
            a, b = max(first, begins), min(until, ends)
            if a < b:
                found += amount * self._parts(months, a, b) if months else self._share(amount, begins, ends, a, b)
        return found

    def bill_ends(self, on: int) -> int:
        """First day after the billing period that a day lies in."""
        return self.until if not self.rhythm else _period(self.rhythm, self.anchor, on)[1]

    def counts_from(self, on: int, mode: str) -> int:
        """First day whose price is changed by an amendment of a day."""
        if mode == "by day":
            return on
        begins, ends = _period(1, self.anchor, on) if mode == "by month" else (self.anchor, self.until)
        if mode == "no" and self.rhythm:
            begins, ends = _period(self.rhythm, self.anchor, on)
        return on if begins == on else ends

    def _pieces(self) -> Iterator[tuple[Fraction, int, int, int]]:
        """(amount, months the amount is for or 0 for all of its span, first day, day after the last)."""
        if self.price.form in PERIODIC:
            count = self.quantity if self.price.form == "unit_period" else 1
            days = _DAYS.get(self.price.period)
            times = Fraction(self.until - self.start, days) if days else 1
            months = 0 if days else dates.MONTHS[self.price.period]
            yield self.price.amount * count * times, months, self.start, self.until
        elif self.price.form == "steps":
            months = dates.MONTHS.get(self.price.period, 12)
            for number, step in enumerate(self.price.steps):
                begins = dates.add_months(self.start, number * months)
                yield step, months, begins, dates.add_months(self.start, (number + 1) * months)
        elif self.price.form in ("fixed", "unit"):
            count = self.quantity if self.price.form == "unit" else 1
            yield self.price.amount * count, 0, self.start, self.until

    def _parts(self, months: int, a: int, b: int) -> Fraction:
        """Periods of the price in [a, b), counted in billing periods where these are shorter."""
        grid = min(months, self.rhythm) if self.rhythm else months
        return parts(grid, self.anchor, a, b) * Fraction(grid, months)

    def _share(self, amount: Fraction, begins: int, ends: int, a: int, b: int) -> Fraction:
        """A part of one sum: in proportion to billing periods, or to days where there is one bill."""
        if not self.rhythm or self.price.form in PERIODIC:
            return amount * (b - a) / (ends - begins)
        return amount * parts(self.rhythm, self.anchor, a, b) / parts(self.rhythm, self.anchor, begins, ends)


def parts(months: int, anchor: int, first: int, until: int) -> Fraction:
    """How many periods of so many months, counted from the anchor, the days [first, until) make; a part by its days.

    >>> parts(1, dates.day("2024-01-01"), dates.day("2024-02-20"), dates.day("2024-04-01"))
    Fraction(39, 29)
    """
    periods = periods_in(months, anchor, first, until)
    return sum((Fraction(min(ends, until) - max(begins, first), ends - begins) for begins, ends in periods), NOTHING)


def periods_in(months: int, anchor: int, first: int, until: int) -> Iterator[tuple[int, int]]:
    """The periods of so many months, counted from the anchor, that days of [first, until) lie in."""
    while first < until:
        begins, ends = _period(months, anchor, first)
        yield begins, ends
        first = ends


def _period(months: int, anchor: int, on: int) -> tuple[int, int]:
    """The period a day lies in."""
    (y0, m0, _), (y1, m1, _) = dates.civil(anchor), dates.civil(on)
    number = ((y1 - y0) * 12 + m1 - m0) // months
    if dates.add_months(anchor, number * months) > on:
        number -= 1
    elif dates.add_months(anchor, (number + 1) * months) <= on:
        number += 1
    return dates.add_months(anchor, number * months), dates.add_months(anchor, (number + 1) * months)


def plans_before(terms: Terms, amendment: Fact) -> dict[str, Plan]:
    """The plans in force just before an amendment, by obligation."""
    plans = {o.ref: plan for o in terms.obligations if (plan := plan_of(o, terms)) is not None}
    for fact in sorted(terms.happened, key=lambda f: (f.on, f.order)):
        if fact is amendment:
            break
        if takes_effect(fact):
            plans = plans_after(plans, fact, terms)
        elif fact.verb == "terminated":
            ended = [ref for ref in plans if not fact.subjects or ref in fact.subjects]
            plans |= {ref: plans[ref]._replace(until=min(plans[ref].until, fact.on + 1)) for ref in ended}
    return plans


def plans_after(plans: Mapping[str, Plan], amendment: Fact, terms: Terms) -> dict[str, Plan]:
    """The plans that an amendment leaves in force."""
    changes = changed_by(amendment)
    adds = added_by(amendment)
    removed = removed_by(amendment)
    own_end = {o.ref for o in terms.obligations if {"to", "months"} & set(o.places)}
    found: dict[str, Plan] = {}
    for ref, plan in plans.items():
        said = dict(changes.get(ref, {}))
        if "until" in changes.get("term", {}) and ref not in own_end and not adds:
            said.setdefault("until", changes["term"]["until"])
        if ref in removed:
            plan = plan._replace(until=min(plan.until, amendment.on))
        found[ref] = _changed(plan, said, amendment.on)
    return found | {o.ref: new for o in adds if (new := plan_of(o, terms, added=True)) is not None}


def _changed(plan: Plan, said: Mapping[str, Any], on: int) -> Plan:
    """A plan with a new price, quantity or end; a price of what is left counts from the day of the change."""
    if "remaining_price" in said:
        price, start = Price("fixed", Fraction(said["remaining_price"])), max(on, plan.start)
        return plan._replace(price=price, start=start, until=said.get("until", plan.until))
    count = said["quantity"].count if isinstance(said.get("quantity"), Quantity) else plan.quantity
    return plan._replace(price=said.get("price", plan.price), quantity=count, until=said.get("until", plan.until))


def plan_of(o: Obligation, terms: Terms, added: bool = False) -> Plan | None:
    """The plan of an obligation that is paid for by time; None for any other.

    Its billing periods are counted from the first day of its span; those of an addition from that of the contract."""
    start = o.from_on if o.from_on is not None else terms.from_on
    until = o.until if o.until is not None else terms.until
    by_time = o.earn.startswith("over time") or o.price.form in (*PERIODIC, "steps")
    if start is None or until is None or priced_by_use(o) or not by_time:
        return None
    anchor = terms.from_on if added and terms.from_on is not None else start
    count = o.quantity.count if o.quantity else Fraction(1)
    return Plan(o.price, count, start, until, anchor, _rhythm(o.ref, terms))


def _rhythm(ref: str, terms: Terms) -> int:
    """Months between two bills of an obligation: of the line that bills it, else of the first; a month by default."""
    lines: list[BillLine] = [line for line in terms.billing if not line.of or ref in line.of] or [*terms.billing]
    return dates.MONTHS.get(lines[0].every, 0) if lines else 1


def credits(terms: Terms, amendment: Fact) -> dict[str, int]:
    """What is given back for the time that was billed ahead, by what ends or is repriced: minor units above zero."""
    mode, before = str(amendment.fields.get("prorate", "")), plans_before(terms, amendment)
    after = plans_after(before, amendment, terms)
    found = {}
    for ref, plan in before.items():
        first, ends = plan.counts_from(amendment.on, mode), plan.bill_ends(amendment.on)
        old, new = plan.between(first, ends), after[ref].between(first, ends)
        if old != new:
            found[ref] = round_fraction(old)
    return {ref: credit for ref, credit in found.items() if credit}


def charges(terms: Terms, amendment: Fact) -> dict[str, int]:
    """What is charged for the rest of the running billing period, by what begins or is repriced: minor units."""
    mode, before = str(amendment.fields.get("prorate", "")), plans_before(terms, amendment)
    found = {}
    for ref, plan in plans_after(before, amendment, terms).items():
        first, ends = plan.counts_from(amendment.on, mode), plan.bill_ends(amendment.on)
        old = before[ref].between(first, ends) if ref in before else NOTHING
        if plan.between(first, ends) != old:
            found[ref] = round_fraction(plan.between(first, ends))
    return {ref: charge for ref, charge in found.items() if charge}


class Bought(NamedTuple):
    """What a credit buys of a new plan: the day after its last, and the part of the credit, exact minor units."""

    until: int
    price: Fraction


def bought(terms: Terms, amendment: Fact) -> dict[str, Bought]:
    """The days that the credit of an amendment buys of what it adds or reprices, at the price of a day of the running
    billing period; a part of a day is a day. Nothing where there is no credit."""
    mode, credit = str(amendment.fields.get("prorate", "")), sum(credits(terms, amendment).values())
    after = plans_after(plans_before(terms, amendment), amendment, terms)
    first = {
        ref: max(after[ref].counts_from(amendment.on, mode), after[ref].start) for ref in charges(terms, amendment)
    }
    daily = {ref: after[ref].between(day, day + 1) for ref, day in first.items()}
    whole = sum(daily.values(), NOTHING)
    if not credit or not whole:
        return {}
    days = -(-credit // whole)
    return {ref: Bought(day + days, credit * daily[ref] / whole) for ref, day in first.items()}
