"""Monthly recurring revenue: what each recurring line of a contract brings a month, from day to day, as agreed.

A line says `recurring: yes`. It counts at its stated price, never at the allocated one, from the day it is in force
through its last day. Usage, taxes, prorations, credits and what is charged once are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple, cast

from duly.engine.contracts.amendments import added_by, changed_by, removed_by, takes_effect
from duly.engine.contracts.terms import Fact, Obligation, Price, Terms
from duly.engine.pricing.stated import priced_by_use
from duly.ground import dates
from duly.ground.dates import Duration
from duly.ground.errors import DulyError

# How many of a period make a month: a year has 365 days and 12 equal months.
_PER_MONTH = {
    "month": Fraction(1),
    "quarter": Fraction(1, 3),
    "half year": Fraction(1, 6),
    "year": Fraction(1, 12),
    "week": Fraction(365, 84),
    "day": Fraction(365, 12),
}
_PERIODIC = ("period", "unit_period")
NOTHING = Fraction(0)


class NoMonthlyPrice(DulyError):
    """A recurring line whose price a month nothing says."""


class Step(NamedTuple):
    """What a line brings a month from a day on, exact minor units."""

    since_on: int
    monthly: Fraction


class Line(NamedTuple):
    """A recurring line of a contract. customers: how many it stands for · currency, digits: of its price · steps:
    sorted by day; nothing before the first."""

    contract: str
    obligation: str
    customer: str
    customers: int
    currency: str
    digits: int
    steps: tuple[Step, ...]

    def monthly(self, on: int) -> Fraction:
        """What it brings a month at the end of a day, exact minor units."""
        known = [step.monthly for step in self.steps if step.since_on <= on]
        return known[-1] if known else NOTHING


@dataclass
class _Running:
    """An obligation while the amendments are read. amount: what of a `total` is its own, where it states no price ·
    tied: its span ends with the term."""

    obligation: Obligation
    price: Price
    quantity: Fraction
    recurring: bool
    start: int
    until: int | None
    tied: bool
    amount: Fraction
    steps: list[Step]

    def in_force(self, on: int) -> bool:
        return self.start <= on and (self.until is None or on < self.until)

    def current(self, on: int) -> Fraction:
        """What it brings a month on a day, recurring or not."""
        return [step.monthly for step in self.steps if step.since_on <= on or step is self.steps[0]][-1]


def recurring_lines(terms: Terms) -> list[Line]:
    """The recurring lines of a contract as known, with what amendments, renewals and terminations made of them."""
    running: dict[str, _Running] = {}
    for o in terms.obligations:
        first = o.from_on if o.from_on is not None else terms.from_on
        running[o.ref] = _begun(o, terms, max(terms.signed_on, terms.signed_on if first is None else first))
    for fact in sorted(terms.happened, key=lambda f: (f.on, f.order)):
        if takes_effect(fact):
            _amend(fact, terms, running)
        elif fact.verb == "terminated":
            _end([r for ref, r in running.items() if not fact.subjects or ref in fact.subjects], fact.on + 1)
        elif fact.verb == "renewed":
            _renew(cast(Duration, fact.fields["renewed"]), running)
    # A portfolio is many customers; any other contract is one with all contracts of its customer.
    customer = terms.customer if terms.customer and not terms.portfolio_count else terms.ref
    count = terms.portfolio_count or 1
    return [
        Line(terms.ref, ref, customer, count, terms.currency, terms.digits, tuple(_in_span(r)))
        for ref, r in running.items()
        if r.recurring or any(step.monthly for step in r.steps)
    ]


def _begun(o: Obligation, terms: Terms, start: int) -> _Running:
    until = o.until if o.until is not None else terms.until
    quantity = o.quantity.count if o.quantity else Fraction(1)
    tied = not {"to", "months"} & set(o.places)
    r = _Running(o, o.price, quantity, o.recurring, start, until, tied, _of_total(o, terms), [])
    r.steps = _steps(r, start)
    return r


def _of_total(o: Obligation, terms: Terms) -> Fraction:
    """What the contract's total leaves for a line without a price of its own; -1 where several lines share it."""
    if o.price.form != "none" or terms.total is None or o not in terms.obligations:
        return NOTHING
    unpriced = [x for x in terms.obligations if x.price.form == "none" and not x.setup]
    stated = sum((x.price.amount for x in terms.obligations if x.price.form == "fixed"), NOTHING)
    alone = len(unpriced) == 1 and all(x.price.form in ("none", "fixed") for x in terms.obligations)
    return terms.total - stated if alone else Fraction(-1)


def _steps(r: _Running, on: int) -> list[Step]:
    """What a line brings a month from a day on, at the price and quantity in force."""
    price, o = r.price, r.obligation
    o = o if o.price is price else replace(o, price=price)
    if not r.recurring or (priced_by_use(o) and price.form not in _PERIODIC):
        return [Step(on, NOTHING)]
    if price.form in _PERIODIC:
        count = r.quantity if price.form == "unit_period" else 1
        return [Step(on, price.amount * _PER_MONTH[price.period] * count)]
    if price.form == "steps":
        months = dates.MONTHS.get(price.period, 12)
        first = o.from_on if o.from_on is not None else r.start
        begins = [dates.add_months(first, k * months) for k in range(len(price.steps))]
        return _from(on, [Step(b, amount / months) for b, amount in zip(begins, price.steps, strict=True)])
    whole = {"unit": price.amount * r.quantity, "share": price.ratio * (o.gross or 0), "none": r.amount}
    amount = whole.get(price.form, price.amount)
    return [Step(on, amount / _months(r, amount) if amount else NOTHING)]


def _from(on: int, steps: Sequence[Step]) -> list[Step]:
    """The steps from a day on, the first of them at that day."""
    later = [step for step in steps if step.since_on > on]
    begun = [step for step in steps if step.since_on <= on]
    return [Step(on, begun[-1].monthly if begun else NOTHING), *later]


def _months(r: _Running, amount: Fraction) -> Fraction:
    """Months of the span of a line, those that began counted whole, as where prices are per month."""
    o = r.obligation
    first = o.from_on if o.from_on is not None else r.start
    if r.until is None or amount < 0:
        raise NoMonthlyPrice(
            f"{o.ref} is recurring, and what it brings a month is not known",
            place=o.places.get("recurring", o.place),
            why="its price is one sum without an end of its span, or a part of a total that several lines share",
            fix="write its price per month or per year, or the last day of its span",
        )
    return Fraction(dates.months_started(first, r.until))


def _amend(fact: Fact, terms: Terms, running: dict[str, _Running]) -> None:
    """The price, quantity and span from the start of the day of an amendment on."""
    changes = changed_by(fact)
    adds = added_by(fact)
    _end([running[ref] for ref in removed_by(fact) if ref in running], fact.on)
    for ref, r in running.items():
        said = changes.get(ref, {})
        moved = changes.get("term", {}).get("until") if r.tied and not adds else None
        until = said.get("until", moved)
        if (said or until is not None) and (r.until is None or fact.on < r.until or until is not None):
            _change(r, said, fact.on, r.until if until is None else until)
    for o in adds:
        running[o.ref] = _begun(o, terms, o.from_on if o.from_on is not None else fact.on)
    lump = Fraction(cast(int, fact.fields.get("price", 0)))
    if lump:
        _spread(lump, list(_bearers(fact, changes, adds, running)), fact.on)


def _change(r: _Running, said: Mapping[str, Any], on: int, until: int | None) -> None:
    before, old_until, r.until = r.current(on - 1), r.until, until
    r.price, r.recurring = said.get("price", r.price), said.get("recurring", r.recurring)
    r.quantity = said["quantity"].count if "quantity" in said else r.quantity
    if "recurring" in said or not r.recurring:
        steps = _steps(r, on)
    elif "remaining_price" in said:
        steps = [Step(on, Fraction(said["remaining_price"]) / _left(r, on, r.until))]
    elif {"price", "quantity"} & set(said):
        steps = _steps(r, on)
    elif r.price.form in _PERIODIC or r.price.form == "steps":
        return
    else:
        # One sum for another span: what is left of it is spread over what is left of the time.
        steps = [Step(on, before * _left(r, on, old_until) / _left(r, on, r.until))]
    r.steps = [step for step in r.steps if step.since_on < on] + steps


def _left(r: _Running, on: int, until: int | None) -> Fraction:
    if until is None or until <= on:
        return _months(r, Fraction(-1))
    return dates.months_between(max(on, r.start), until)


def _bearers(
    fact: Fact, changes: Mapping[str, object], adds: Sequence[Obligation], running: Mapping[str, _Running]
) -> Iterator[_Running]:
    """Whose price the change of a contract's price is: the lines named, else additions without a price, else all that
    are in force."""
    named = [running[ref] for ref in changes if ref in running]
    unpriced = [running[o.ref] for o in adds if o.price.form == "none"]
    yield from named or unpriced or [r for r in running.values() if r.in_force(fact.on) and r.until is not None]


def _spread(lump: Fraction, bearers: Sequence[_Running], on: int) -> None:
    """Share a sum over lines in proportion to what each brings, and over what is left of their time."""
    weights = [r.current(on) if r.recurring else NOTHING for r in bearers]
    whole = sum(weights, NOTHING)
    for r, weight in zip(bearers, weights, strict=True):
        part = lump * (weight / whole if whole else Fraction(1, len(bearers)))
        more = part / _left(r, on, r.until) if r.recurring and part else NOTHING
        kept = [step for step in r.steps if step.since_on < on]
        later = [step for step in r.steps if step.since_on > on]
        r.steps = [*kept, *(Step(s.since_on, s.monthly + more) for s in (Step(on, r.current(on)), *later))]


def _end(running: Sequence[_Running], until: int) -> None:
    for r in running:
        r.until = until if r.until is None else min(r.until, until)


def _renew(longer: Duration, running: Mapping[str, _Running]) -> None:
    """What ends with the term goes on at the price it has."""
    ends = [r.until for r in running.values() if r.tied and r.until is not None]
    for r in running.values():
        if r.tied and r.until is not None and r.until == max(ends):
            r.until = dates.add(r.until, longer)


def _in_span(r: _Running) -> list[Step]:
    """The steps inside the span, each day once, and nothing after it."""
    steps = {max(step.since_on, r.start): step.monthly for step in r.steps}
    if r.until is not None:
        steps = {day: monthly for day, monthly in steps.items() if day < r.until} | {max(r.until, r.start): NOTHING}
    return [Step(day, steps[day]) for day in sorted(steps)]
