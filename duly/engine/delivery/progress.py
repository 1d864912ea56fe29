"""How an obligation is measured: over time by the calendar, or by a meter of what was delivered.

The facts that both earning and billing wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import NamedTuple, cast

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by, takes_effect
from duly.engine.contracts.terms import Fact, Obligation, Quantity, Terms
from duly.engine.delivery import elapsed
from duly.engine.delivery.holding import transfers
from duly.engine.delivery.redemption import redemption, rights_of, with_expiry
from duly.engine.drafts import Drafts, Reading
from duly.engine.policies import Policies
from duly.engine.pricing.stated import for_use, priced_by_use
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError, Place

_BY_TIME = {
    "over time by day": t.BY_DAY,
    "over time by week": t.BY_WEEK,
    "over time by month": t.BY_MONTH,
    "over time by month prorated": t.BY_MONTH_PRORATED,
}
# The verb of the facts that fill the meter of each way to earn.
VERBS = {
    "on delivery": ("delivered",),
    "on acceptance": ("accepted",),
    "by units": ("delivered", "usage"),
    "by hours": ("hours",),
    "by cost": ("cost",),
    "on milestones": ("milestone",),
    "by progress": ("progress",),
    "as invoiced": ("usage", "hours", "delivered"),
    "on exercise or expiry": ("exercised", "expired"),
}
SINCE_EVER = -t.NEVER


class Measure(NamedTuple):
    """How an obligation is measured, as the columns of a tranche. `part` is the meter of uninstalled material, -1 for
    none · bare: new estimates of that material, from a day on, minor units."""

    kind: int
    from_on: int = 0
    until: int = 0
    meter: int = -1
    less: int = 0
    part: int = -1
    option: int = 0
    bare: tuple[tuple[int, int], ...] = ()

    @property
    def timed(self) -> bool:
        """Whether time earns it, and no meter."""
        return self.meter < 0

    def left_from(self, on: int) -> Measure:
        """Time that is left at the start of a day: what a broken month has left is a part of a month, no whole one."""
        on = max(on, self.from_on)
        broken = self.kind == t.BY_MONTH and on > self.from_on and on > dates.month_start(on)
        return self._replace(from_on=on, option=0, kind=t.BY_MONTH_PRORATED if broken else self.kind)


class MissingTotal(DulyError):
    """Progress against a total that was never stated."""


class UnknownMilestone(DulyError):
    """A milestone was reached that the obligation does not list."""


def span(o: Obligation, terms: Terms) -> tuple[int | None, int | None]:
    """The span of an obligation: its own, else that of the contract's term."""
    return (o.from_on if o.from_on is not None else terms.from_on, o.until if o.until is not None else terms.until)


@cites("606-10-25-23", "606-10-25-27", "606-10-25-30", "606-10-25-31", ifrs15=("31", "35", "38", "39"))
def measure(o: Obligation, terms: Terms, drafts: Drafts, policies: Policies) -> Measure:
    """The measure of an obligation; its meter and readings are added to the drafts."""
    start, until = span(o, terms)
    taken_over = opening(o, terms)
    kind = _BY_TIME.get(o.earn)
    if kind is not None and not priced_by_use(o):
        assert start is not None and until is not None  # the language refuses service over time without a span
        start = start if taken_over is None else min(max(start, taken_over.on + 1), until - 1)
        return Measure(kind, start, until, option=int(policies["start day"] == "excluded"))
    facts = [f for f in terms.happened if o.ref in f.subjects and (taken_over is None or f.on > taken_over.on)]
    facts = transfers(o, facts, drafts)
    if o.licence == "right to use" and start is not None:
        # The customer cannot use a license before its time begins (606-10-55-58C, IFRS 15.B61).
        facts = [replace(f, on=max(f.on, start)) for f in facts]
    if priced_by_use(o):
        return _as_priced(o, facts, drafts)
    if o.earn == "by cost":
        made = _by_cost(o, facts, drafts)
    elif o.earn == "as redeemed":
        rights = rights_of(o, facts, start, until)
        made = Measure(t.BY_METER, meter=add_meter(rights.expected, redemption(o, terms, facts, rights), drafts))
    elif o.earn == "on exercise or expiry":
        made = Measure(t.BY_METER, meter=fill(o, VERBS[o.earn], with_expiry(o, facts), drafts))
    else:
        before = Fraction(0) if taken_over is None else _ratio(taken_over, "progress")
        made = Measure(t.BY_METER, meter=fill(o, VERBS[o.earn], [*requantified(o, terms), *facts], drafts, before))
    return made if taken_over is None else _continued(made, taken_over, drafts)


def opening(o: Obligation, terms: Terms) -> Fact | None:
    """The position in which an obligation was taken over from another system; None where it was not."""
    found = [f for f in terms.opening if o.ref in f.subjects]
    return max(found, key=lambda f: f.on) if found else None


def _continued(m: Measure, taken_over: Fact, drafts: Drafts) -> Measure:
    """A meter that goes on from the progress of another system: only what comes after it earns the rest of the
    price."""
    before = _ratio(taken_over, "progress") * drafts.meters[m.meter]
    scale = before.denominator
    drafts.meters[m.meter] *= scale
    drafts.scales[m.meter] = drafts.scales.get(m.meter, 1) * scale
    for number in drafts.readings.places(m.meter):
        r = drafts.readings[number]
        total = r.expected * scale if r.expected >= 0 else -1
        drafts.readings[number] = r._replace(done=r.done * scale, expected=total)
    done = int(before * scale)
    drafts.readings.append(Reading(m.meter, taken_over.on, done, -1, drafts.at(taken_over.place)))
    return m._replace(option=done)


def fill(
    o: Obligation, verbs: Sequence[str], facts: Sequence[Fact], drafts: Drafts, before: Fraction = Fraction(0)
) -> int:
    """Make a meter of the facts with these verbs: counts over the promised quantity, parts, milestones or per cent.
    before: the share that was done when the obligation was taken over."""
    mine = [f for f in facts if f.verb in verbs or (f.verb == "estimate" and _expects(f, o))]
    # An amendment speaks at the start of its day: what is left of a delivery of the rest is left of the new quantity.
    agreed = [f for f in facts if f.verb == "amendment"]
    total, quantity = _promised(o, mine), o.quantity.count if o.quantity else Fraction(1)
    done = before * total
    rows: list[tuple[Fact, Fraction, Fraction | None]] = []
    for fact in mine:
        while agreed and agreed[0].on <= fact.on:
            new = new_quantity(agreed.pop(0), o)
            total, quantity = total * new / quantity if quantity else total, new
        if fact.verb == "estimate":
            total = _new_total(fact) or total
            rows.append((fact, Fraction(0), total))
            continue
        moved = _moved(o, fact, total, done)
        expected = count_of(fact, "expected")
        total = expected if expected is not None else total
        done += moved
        rows.append((fact, moved, expected))
    return add_meter(_promised(o, mine), rows, drafts)


def requantified(o: Obligation, terms: Terms) -> list[Fact]:
    """The amendments of the quantity of what is handed over, in order; the others leave what the rest is."""
    if o.earn not in ("on delivery", "on acceptance") or o.quantity is None:
        return []
    approved = [f for f in terms.happened if takes_effect(f)]
    named = [f for f in approved if o.ref in changed_by(f)]
    return sorted((f for f in named if new_quantity(f, o)), key=lambda f: (f.on, f.order))


def new_quantity(amendment: Fact, o: Obligation) -> Fraction:
    """The quantity that an amendment agrees of an obligation, 0 where it does not speak of it."""
    said = cast("Mapping[str, Mapping[str, object]]", amendment.fields["changes"])[o.ref].get("quantity")
    return said.count if isinstance(said, Quantity) else Fraction(0)


def add_meter(total: Fraction, rows: Sequence[tuple[Fact, Fraction, Fraction | None]], drafts: Drafts) -> int:
    """A meter in whole numbers: exact counts are scaled by their common denominator."""
    scale = lcm(
        total.denominator, *(m.denominator for _, m, _ in rows), *(e.denominator for _, _, e in rows if e is not None)
    )
    drafts.meters.append(int(total * scale))
    meter = len(drafts.meters) - 1
    drafts.scales[meter] = scale
    for fact, moved, expected in rows:
        stated = -1 if expected is None else int(expected * scale)
        drafts.readings.append(Reading(meter, fact.on, int(moved * scale), stated, drafts.at(fact.place)))
    return meter


def complete_from(o: Obligation, on: int, drafts: Drafts) -> Measure:
    """What there is nothing to perform of: complete from a day on."""
    begun = Fact("begun", on, on, place=o.place)
    return Measure(t.BY_METER, meter=add_meter(Fraction(1), [(begun, Fraction(1), None)], drafts))


def _promised(o: Obligation, facts: Sequence[Fact]) -> Fraction:
    """The total of the meter before any estimate."""
    if o.earn == "by progress":
        return Fraction(1)
    if o.earn == "on milestones":
        return sum((weight for _, weight in o.milestones), Fraction(0))
    if o.earn in ("by units", "by hours"):
        if o.quantity is None:
            raise MissingTotal(
                f"{o.ref} is earned {o.earn} and states no quantity", place=o.place, fix="add `quantity:`"
            )
        return o.quantity.count
    counted = any(count_of(f, "quantity") is not None for f in facts)
    return o.quantity.count if counted and o.quantity else Fraction(o.parts)


def _moved(o: Obligation, fact: Fact, total: Fraction, done: Fraction) -> Fraction:
    """What one fact adds to the meter; a fact without a count is all that is left."""
    if fact.verb == "progress":
        return _ratio(fact, "done") - done
    if fact.verb == "milestone":
        return _milestone(o, fact)
    for key in ("quantity", "parts", "amount"):
        counted = count_of(fact, key)
        if counted is not None:
            return counted
    return max(total - done, Fraction(0))


def _milestone(o: Obligation, fact: Fact) -> Fraction:
    """The weight of a milestone that was reached."""
    reached = str(fact.fields.get("reached", ""))
    for name, weight in o.milestones:
        if name == reached:
            return weight
    raise UnknownMilestone(
        f"{o.ref} has no milestone {reached!r}",
        place=fact.place,
        fix=f"one of: {', '.join(name for name, _ in o.milestones)}",
    )


def _by_cost(o: Obligation, facts: Sequence[Fact], drafts: Drafts) -> Measure:
    """Cost to cost. Uninstalled material is left out of progress and earned at its cost (606-10-55-21, IFRS 15.B19)."""
    verbs = {f.verb for f in facts}
    if o.expected_cost is None and "cost" in verbs and "estimate" not in verbs:
        raise MissingTotal(
            f"{o.ref} is earned by cost and states no expected cost", place=o.place, fix="add `expected cost:`"
        )
    works: list[tuple[Fact, Fraction, Fraction | None]] = []
    material: list[tuple[Fact, Fraction, Fraction | None]] = []
    expected, apart = o.expected_cost or 0, o.uninstalled
    estimated: list[tuple[int, int]] = []
    for fact in facts:
        bare = amount(fact, "uninstalled")
        if fact.verb == "cost":
            works.append((fact, Fraction(amount(fact, "amount") - bare), None))
            material.append((fact, Fraction(bare), None))
        if fact.verb == "estimate":
            spent = sum(amount(f, "amount") for f in facts if f.verb == "cost" and f.on <= fact.on)
            to_complete = amount(fact, "cost to complete", -1)
            expected = spent + to_complete if to_complete >= 0 else amount(fact, "expected cost", expected)
            if "uninstalled" in fact.fields:
                apart = max(bare, int(sum(done for _, done, _ in material)))
                estimated.append((fact.on, apart))
                material.append((fact, Fraction(0), Fraction(apart)))
            works.append((fact, Fraction(0), Fraction(expected - apart)))
    meter = add_meter(Fraction(max((o.expected_cost or 0) - o.uninstalled, 0)), works, drafts)
    part = add_meter(Fraction(o.uninstalled), material, drafts) if o.uninstalled or estimated else -1
    return Measure(t.BY_METER, meter=meter, less=o.uninstalled, part=part, bare=tuple(dict(estimated).items()))


def _as_priced(o: Obligation, facts: Sequence[Fact], drafts: Drafts) -> Measure:
    """The meter counts money: what the use so far costs, exact; the position rounds the running total once."""
    return money_meter(uses(o, facts), drafts)


def uses(o: Obligation, facts: Sequence[Fact]) -> list[tuple[Fact, Fraction]]:
    """What each use or measured base costs at the price of the obligation, exact minor units."""
    used, rows = Fraction(0), []
    for fact in facts:
        if fact.verb == "measured":
            rows.append((fact, o.price.ratio * amount(fact, "amount")))
        if fact.verb in VERBS["as invoiced"]:
            more = count_of(fact, "quantity") or Fraction(0)
            rows.append((fact, for_use(o.price, used, used + more)))
            used += more
    return rows


def money_meter(rows: Sequence[tuple[Fact, Fraction]], drafts: Drafts) -> Measure:
    """A meter that counts exact minor units: each fact adds what it says."""
    scale = lcm(*(moved.denominator for _, moved in rows)) if rows else 1
    drafts.meters.append(scale)
    meter = len(drafts.meters) - 1
    drafts.scales[meter] = scale
    for fact, moved in rows:
        drafts.readings.append(Reading(meter, fact.on, int(moved * scale), -1, drafts.at(fact.place)))
    return Measure(t.AS_PRICED, meter=meter)


def _expects(fact: Fact, o: Obligation) -> bool:
    return o.earn != "by cost" and _new_total(fact) is not None


def _new_total(fact: Fact) -> Fraction | None:
    for key in ("expected quantity", "expected redeemed", "expected hours", "expected"):
        counted = count_of(fact, key)
        if counted is not None:
            return counted
    return None


def count_of(fact: Fact, key: str) -> Fraction | None:
    """A count of a fact, with or without its unit."""
    value = fact.fields.get(key)
    if isinstance(value, Quantity):
        return value.count
    return Fraction(value) if isinstance(value, (int, Fraction)) else None


def _ratio(fact: Fact, key: str) -> Fraction:
    value = fact.fields.get(key)
    return value if isinstance(value, Fraction) else Fraction(0)


def amount(fact: Fact, key: str, default: int = 0) -> int:
    """A money field of a fact, minor units; `default` where it is not stated."""
    value = fact.fields.get(key, default)
    return int(value) if isinstance(value, (int, Fraction)) else default


def by_line(fact: Fact) -> dict[str, int]:
    """The `lines` of an invoice or credit note: net minor units by obligation; empty where only a sum is stated."""
    lines = fact.fields.get("lines")
    return {str(ref): int(value) for ref, value in lines.items()} if isinstance(lines, Mapping) else {}


def so_far(m: Measure, drafts: Drafts, on: int) -> tuple[int, int]:
    """What a measure shows at the end of a day: done and total, both without what it had shown when it began."""
    if m.kind in (t.BY_METER, t.AS_PRICED):
        rows = sorted((r for r in drafts.readings.of(m.meter) if r.on <= on), key=lambda r: r.on)
        stated = [r.expected for r in rows if r.expected >= 0]
        total = stated[-1] if stated else drafts.meters[m.meter]
        return sum(r.done for r in rows) - m.option, total - m.option
    return elapsed.in_time(m.kind, m.from_on, m.until, on, m.option == 0)


def completions(m: Measure, drafts: Drafts) -> dict[int, bool]:
    """Whether a measure is complete from each day on that changes it; a new estimate can make it incomplete again."""
    if m.kind == t.AS_PRICED:
        return {}
    if m.kind == t.BY_MONTH:
        parts = dates.months_started(m.from_on, m.until)
        return {min(m.until, dates.add_months(dates.month_start(m.from_on), parts)) - 1: True}
    if m.kind != t.BY_METER:
        return {m.until - 1: True}
    done, total, found = 0, drafts.meters[m.meter], {}
    for reading in sorted(drafts.readings.of(m.meter), key=lambda r: r.on):
        done += reading.done
        total = reading.expected if reading.expected >= 0 else total
        found[reading.on] = 0 < total <= done
    return found


def completed_on(m: Measure, drafts: Drafts) -> int:
    """The first day at whose end a measure is complete; NEVER where there is none yet."""
    return all_completed_on([m], drafts)


def all_completed_on(measures: Sequence[Measure], drafts: Drafts) -> int:
    """The first day at whose end all of these are complete; NEVER where there is none yet."""
    each = [completions(m, drafts) for m in measures]
    for day in sorted({day for one in each for day in one}):
        if all(_stood(one, day) for one in each):
            return day
    return t.NEVER


def _stood(complete: Mapping[int, bool], day: int) -> bool:
    """Whether it was complete at the end of a day."""
    last = max((on for on in complete if on <= day), default=None)
    return last is not None and complete[last]


def place_of(o: Obligation, *keys: str) -> Place:
    """The place of the first of these keys that was written, else of the obligation."""
    for key in keys:
        if key in o.places:
            return o.places[key]
    return o.place
