"""How much of an obligation was done at the end of a day: days and months of its span, or the facts of its meter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, cast

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.elapsed import prorated_months
from duly.engine.delivery.meters import keys
from duly.engine.explain.amounts import counted, difference, exact, summed
from duly.engine.explain.rights import Unit, renewed_use, scale_of, to_be_used, unit_of
from duly.engine.explain.view import View, of_obligation
from duly.engine.recognition.position import progress
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.upfront import serves_renewals
from duly.ground.dates import iso
from duly.ground.reports import Step

# A number that follows by a rule of its topic from what is written.
_ROW = "by the rule of its topic"
_COUNTED = (
    "delivered",
    "accepted",
    "exercised",
    "usage",
    "hours",
    "cost",
    "progress",
    "milestone",
    "opening",
    "redeemed",
)
# Ways to earn of which the total is written, as long as nothing amends it.
_AS_AGREED = ("on delivery", "on acceptance", "by units", "by hours", "by cost", "on milestones")
_OUTPUT, _INPUT = "606-10-55-17", "606-10-55-20"


class Reading(NamedTuple):
    """A row of a meter: what it adds and the new total it states (-1 for none), in counts of the meter."""

    on: int
    done: int
    expected: int
    place: int


def done_of(view: View, row: int, on: int) -> tuple[int, int]:
    """How much of a tranche is done at the end of a day, and of how much, as its position counts it."""
    done, total = progress(view.book, np.array([row]), on)
    return int(done[0]), int(total[0])


def progress_of(view: View, row: int, on: int) -> Step:
    """The progress of a tranche at the end of a day; its value is what the position multiplies with."""
    tranches = view.tables.tranches
    done, total = (int(column[0]) for column in progress(view.unrounded, np.array([row]), on))
    by_meter = int(tranches.measure[row]) == t.BY_METER
    found = _metered(view, row, on) if by_meter else _timed(view, row, on, done, total)
    digits = int(tranches.digits[row])
    if digits < 0:
        return found
    done, total = done_of(view, row, on)
    how = f"{found.value}, rounded to {digits} decimals"
    value = exact(Fraction(done, total or 1))
    return view.step(
        "progress, rounded", value, how, cite="606-10-25-31", children=(found, view.policy("progress digits"))
    )


def _timed(view: View, row: int, on: int, done: int, total: int) -> Step:
    tranches, kind = view.tables.tranches, int(view.tables.tranches.measure[row])
    p = view.promise_of_track(int(tranches.track[row]))
    value, how = time_in_words(view, row, kind, done, total)
    children = [_span(view, row, p), _measure(view, row, p, kind)]
    if kind == t.BY_MONTH_PRORATED and int(tranches.done_before[row]):
        children.append(view.policy("start day"))
    life = p.obligation.customer_life
    if life is not None and life.months and serves_renewals(p.obligation, p.terms):
        stays = counted(Fraction(life.months), "months")
        children.append(view.step("customer life", stays, source=of_obligation(p, "customer life")))
    how = f"{how} at the end of {iso(on)}"
    return view.step("progress", value, how, cite="606-10-25-31", children=children)


def time_in_words(view: View, row: int, kind: int, done: int, total: int) -> tuple[str, str]:
    """Progress by time as one count of another, and what was counted."""
    if kind in (t.BY_DAY, t.BY_WEEK):
        unit = "days" if kind == t.BY_DAY else "weeks"
        return f"{done:,} of {total:,} {unit}", f"{unit} of its span that have passed"
    months = int(view.book.prepared.months.take(np.array([row])).parts[0])
    passed = Fraction(done, total) * months
    if passed.denominator == 1:
        return f"{int(passed)} of {months} months", "months of its span that have passed"
    if kind == t.BY_MONTH and total % months == 0:
        days, size = divmod(done, total // months)[1], total // months
        return (
            f"{done:,} of {total:,} parts",
            f"{int(passed)} of {months} months and {days} of the {size} days of the next",
        )
    least = Fraction(done, total)
    of = prorated_months(int(view.tables.tranches.from_on[row]), int(view.tables.tranches.until[row]))
    how = f"{exact(least * of)} of {exact(of)} months, the first and the last by their days,"
    return f"{least.numerator:,} of {least.denominator:,} parts", how


def _span(view: View, row: int, p: Promise) -> Step:
    """First and last day of what a tranche measures, from the contract or from what changed it."""
    tranches = view.tables.tranches
    start, until = int(tranches.from_on[row]), int(tranches.until[row])
    fact = view.fact_at(int(tranches.place[row]))
    value = f"{iso(start)} to {iso(until - 1)}"
    if fact is not None and (start, until) != (p.start, p.until):
        return view.of_fact(fact, value, f"span of service by {fact.verb}", "606-10-25-31")
    source = of_obligation(p, "from", "to", "months")
    return view.step("span of service", value, source=source, cite="606-10-25-31")


def _measure(view: View, row: int, p: Promise, kind: int) -> Step:
    own = p.obligation.earn.startswith("over time")
    source = of_obligation(p, *(("earn",) if own else ("customer life", "royalty", "earn")))
    counted_by = f"over time {t.MEASURES[kind]}"
    if own and p.obligation.earn != counted_by:
        how = f"{p.obligation.earn}; what is left of it begins inside a month"
        return view.step("measure", counted_by, how, source=source, cite="606-10-25-33")
    return view.step("measure", p.obligation.earn if own else counted_by, source=source, cite="606-10-25-33")


def readings_of(view: View, meter: int, on: int) -> Iterator[Reading]:
    """The rows of a meter to the end of a day, in order."""
    readings = view.tables.readings
    key = keys(readings.meter, readings.on)
    low, high = np.searchsorted(key, keys(np.array([meter, meter]), np.array([-t.NEVER, on + 1])))
    for row in range(int(low), int(high)):
        columns = (readings.on, readings.done, readings.expected, readings.place)
        yield Reading(*(int(column[row]) for column in columns))


def _metered(view: View, row: int, on: int) -> Step:
    """Facts so far over the total that is agreed or expected; both without what was done before the tranche began."""
    tranches = view.tables.tranches
    meter, before = int(tranches.meter[row]), int(tranches.done_before[row])
    p = view.promise_of_track(int(tranches.track[row]))
    unit, scale = unit_of(view, p, meter), scale_of(view, meter)
    rows = list(readings_of(view, meter, on))
    done, (whole_count, total) = done_so_far(view, p, meter, rows), total_then(view, p, meter, rows)
    counts = sum(one.done for one in rows), whole_count
    if before:
        earlier = _before(view, row, unit.of(Fraction(before, scale)), rows)
        done = _less(view, done, earlier, unit, Fraction(counts[0] - before, scale))
        total = _less(view, total, earlier, unit, Fraction(max(counts[1] - before, 0), scale))
    have, whole = Fraction(counts[0] - before, scale), Fraction(max(counts[1] - before, 0), scale)
    complete = before > 0 and not whole
    value = "1 of 1" if complete else f"{unit.bare(min(max(have, Fraction(0)), whole))} of {unit.of(whole)}"
    cite = _INPUT if p.obligation.earn in ("by cost", "by hours") else _OUTPUT
    words = f"= {done.value} of {total.value}" if 0 <= have <= whole and whole else f"{done.value} of {total.value}"
    beyond = "; more than all counts as all" if have > whole else "; nothing is left to be done" if complete else ""
    return view.step("progress", value, words + beyond, cite=cite, children=(done, total))


def done_so_far(view: View, p: Promise, meter: int, rows: Sequence[Reading]) -> Step:
    """What a meter shows after these rows: the sum of its facts. Kept: what a row adds may rest on all before it."""
    key = ("done", meter, tuple(rows))
    if key not in view.memo:
        view.memo[key] = _summed(view, p, meter, rows)
    return view.memo[key]


def _summed(view: View, p: Promise, meter: int, rows: Sequence[Reading]) -> Step:
    unit, scale = unit_of(view, p, meter), scale_of(view, meter)
    facts = [_adds(view, p, meter, rows[:number], one) for number, one in enumerate(rows) if one.done]
    if not facts:
        return view.step("done so far", unit.of(Fraction(0)), "nothing yet", source=of_obligation(p, "earn"))
    if len(facts) == 1:
        return facts[0]
    value = unit.of(Fraction(sum(one.done for one in rows), scale))
    return view.step("done so far", value, f"= {summed([fact.value for fact in facts])}", children=facts)


def _adds(view: View, p: Promise, meter: int, before: Sequence[Reading], one: Reading) -> Step:
    """What a row adds to its meter: what it states, what it states to date less what was done before it, or all that
    was left."""
    unit, scale, fact = unit_of(view, p, meter), scale_of(view, meter), view.fact_at(one.place)
    value, done = unit.of(Fraction(one.done, scale)), Fraction(sum(row.done for row in before), scale)
    so_far = done_so_far(view, p, meter, before) if done else view.step("done before it", unit.of(done))
    if fact is not None and fact.verb == "renewed" and value == "1":
        return renewed_use(view, p, fact, value)
    if one.expected < 0 and (fact.verb in _OVER if fact else view.keys.get(view.place(one.place)) == "expires"):
        return _rest(view, p, meter, before, one, value, so_far if done else None)
    if fact is None or fact.verb not in _COUNTED or p.obligation.bill_and_hold:
        return of_reading(view, one, value, follows=_ROW)
    label = f"{_named(fact)} on {iso(one.on)}"
    if fact.verb == "progress":
        to_date = of_reading(view, one, unit.of(done + Fraction(one.done, scale)))
        how, below = difference(to_date.value, so_far.value), (to_date, so_far)
        return view.step(f"{label}, what it adds", value, f"= {how}", children=below) if done else to_date
    apart = fact.fields.get("uninstalled")
    if fact.verb == "cost" and isinstance(apart, int) and apart and meter == p.measure.meter:
        spent = view.of_fact(fact, unit.of(Fraction(_amount_of(fact))))
        material = view.of_fact(fact, unit.of(Fraction(apart)), "uninstalled")
        how = f"= {difference(spent.value, material.value)}"
        return view.step(f"{label}, without uninstalled material", value, how, children=(spent, material))
    if fact.verb == "cost" and meter == p.measure.part:
        return view.of_fact(fact, value, "uninstalled")
    if "reached" in fact.fields:
        return _reached(view, p, one, fact, value)
    if any(key in fact.fields for key in ("quantity", "parts", "amount")):
        return of_reading(view, one, value)
    if fact.verb == "opening":
        return of_reading(view, one, value, follows="its progress, of the total")
    return _rest(view, p, meter, before, one, value, so_far if done else None)


# What ends a right, so that the rest of what was expected of it counts as used.
_OVER = ("expired", "remote")


def _rest(
    view: View, p: Promise, meter: int, before: Sequence[Reading], one: Reading, value: str, so_far: Step | None
) -> Step:
    """All that was left of the total in force."""
    whole, last = total_then(view, p, meter, before)[1], of_reading(view, one, "all that is left")
    how, mine = (difference(whole.value, so_far.value), (whole, so_far)) if so_far else (whole.value, (whole,))
    return view.step(f"{last.label}, all that is left", value, f"= {how}", children=(*mine, last))


def _reached(view: View, p: Promise, one: Reading, fact: Fact, value: str) -> Step:
    """The weight of a milestone that was reached."""
    weight = view.step(f"milestone {fact.fields['reached']}", value, source=of_obligation(p, "milestones"))
    below = (weight, of_reading(view, one, "reached"))
    return view.step(f"{_named(fact)} on {iso(one.on)}, its weight", value, f"= {value}", children=below)


def _amount_of(fact: Fact, key: str = "amount") -> int:
    found = fact.fields.get(key, 0)
    return int(found) if isinstance(found, (int, Fraction)) else 0


def total_then(view: View, p: Promise, meter: int, rows: Sequence[Reading]) -> tuple[int, Step]:
    """The total in force after these rows, in counts of the meter: the last one stated, else what was agreed."""
    unit, scale = unit_of(view, p, meter), scale_of(view, meter)
    stated = [one for one in rows if one.expected >= 0]
    if stated:
        value = unit.of(Fraction(stated[-1].expected, scale))
        return stated[-1].expected, _new_total(view, p, meter, rows, value)
    first = int(view.tables.meters.expected[meter])
    return first, _first_total(view, p, meter, unit, Fraction(first, scale))


def _new_total(view: View, p: Promise, meter: int, rows: Sequence[Reading], value: str) -> Step:
    """The total that the last row states that has one; cost to complete is added to what was spent."""
    stated = [one for one in rows if one.expected >= 0][-1]
    fact = view.fact_at(stated.place)
    if fact is None or fact.verb != "estimate" or p.obligation.earn != "by cost":
        counts = ("expected", "expected quantity", "expected redeemed", "expected hours")
        plain = fact is not None and any(key in fact.fields for key in counts)
        if fact is not None and fact.verb == "amendment":
            said = changed_by(fact).get(p.obligation.ref, {})
            first = not any(one.expected >= 0 for one in rows[: rows.index(stated)])
            whole = p.obligation.quantity is not None and _counted_in_all(view, p, stated)
            plain = ("expected_cost" in said and not p.measure.part >= 0) or ("quantity" in said and first and whole)
        anew = fact is not None and "expected breakage" in fact.fields
        rights = to_be_used(view, p, unit_of(view, p, meter), value, _dated(fact), fact) if fact and anew else None
        return rights or of_reading(view, stated, value, total=True, follows="" if plain else _ROW)
    if meter == p.measure.part:
        most = value == view.money(_amount_of(fact, "uninstalled"))
        return view.of_fact(fact, value, "uninstalled", "606-10-55-21", "" if most else _ROW)
    parts = _whole_cost(view, p, fact, value)
    if parts is None:
        return of_reading(view, stated, value, total=True, follows=_ROW)
    if len(parts) == 1:
        return of_reading(view, stated, value, total=True)
    how = f"= {summed([part.value for part in parts])}"
    return view.step(_dated(fact), value, how, cite="606-10-25-35", children=parts)


def _dated(fact: Fact) -> str:
    return f"new total by {fact.verb} on {iso(fact.on)}"


def _counted_in_all(view: View, p: Promise, stated: Reading) -> bool:
    """Whether a meter counts the units that were agreed."""
    assert p.obligation.quantity is not None
    first = int(view.tables.meters.expected[p.measure.meter])
    return p.measure.meter >= 0 and Fraction(first, scale_of(view, p.measure.meter)) == p.obligation.quantity.count


def _whole_cost(view: View, p: Promise, fact: Fact, value: str) -> list[Step] | None:
    """What a new total of costs is the sum of: the total, or what was spent and is still to come; without uninstalled
    material, which is the last that was stated. None where that is not all of it."""
    to_complete, whole = fact.fields.get("cost to complete"), fact.fields.get("expected cost")
    earlier = [f for f in p.terms.happened if f.on <= fact.on and p.obligation.ref in f.subjects]
    if isinstance(to_complete, int):
        spent = [f for f in earlier if f.verb == "cost"]
        parts = [view.of_fact(f, view.money(_amount_of(f))) for f in spent]
        parts.append(view.of_fact(fact, view.money(to_complete), "cost to complete"))
    elif isinstance(whole, int):
        parts = [view.of_fact(fact, view.money(whole), "new total by estimate")]
    else:
        return None
    apart = [f for f in earlier if f.verb == "estimate" and "uninstalled" in f.fields and f.order <= fact.order]
    if apart:
        parts.append(view.of_fact(apart[-1], view.money(-cast("int", apart[-1].fields["uninstalled"])), "uninstalled"))
    elif p.obligation.uninstalled:
        source = of_obligation(p, "uninstalled")
        parts.append(view.step("uninstalled material", view.money(-p.obligation.uninstalled), source=source))
    if len(parts) == 1 and parts[0].value != value:
        return None
    return parts


def _first_total(view: View, p: Promise, meter: int, unit: Unit, total: Fraction) -> Step:
    """The total before any fact says otherwise; uninstalled material is left out of the expected cost."""
    source = of_obligation(p, "expected cost", "quantity", "parts", "milestones", "earn")
    o = p.obligation
    if o.earn == "by cost" and o.uninstalled and total == (o.expected_cost or 0) - o.uninstalled:
        whole = view.step("expected cost", unit.of(Fraction(o.expected_cost or 0)), source=source)
        bare = unit.of(Fraction(o.uninstalled))
        apart = view.step("uninstalled material", bare, source=of_obligation(p, "uninstalled"), cite="606-10-55-21")
        how = f"= {whole.value} - {apart.value}"
        return view.step("total without uninstalled material", unit.of(total), how, children=(whole, apart))
    label, value = "total agreed or expected at first", unit.of(total)
    if o.earn == "as redeemed" and meter == p.measure.meter and not p.terms.opening:
        rights = to_be_used(view, p, unit, value, label)
        if rights is not None:
            return rights
    if o.earn == "on milestones" and len(o.milestones) > 1 and total == sum(weight for _, weight in o.milestones):
        parts = [view.step(f"milestone {name}", unit.of(weight), source=source) for name, weight in o.milestones]
        return view.step(label, value, f"= {summed([part.value for part in parts])}", children=parts)
    moved = p.terms.opening or meter != p.measure.meter or o.earn not in _AS_AGREED
    moved = moved or any(f.verb == "amendment" for f in p.terms.happened)
    how = (
        _ROW
        if moved and total not in (o.parts, o.expected_cost, o.uninstalled, o.quantity and o.quantity.count)
        else ""
    )
    uncounted = o.earn == "by progress" or meter != p.measure.meter or o.earn in ("on delivery", "on acceptance")
    uncounted = uncounted or not {"quantity", "parts"} & set(o.places)
    how = "one whole" if total == 1 and uncounted else how
    return view.step(label, value, how, source=source, cite="606-10-25-33")


def of_reading(view: View, one: Reading, value: str, *, total: bool = False, follows: str = "") -> Step:
    """The fact of a row of a meter, with what it adds or the total it states."""
    fact = view.fact_at(one.place)
    cite = "606-10-25-35" if total else ""
    if fact is not None:
        return view.of_fact(fact, value, f"new total by {fact.verb}" if total else _named(fact), cite, follows)
    named = "new total" if total else view.keys.get(view.place(one.place), "reading")
    label = f"{named} on {iso(one.on)}"
    return view.step(label, value, _ROW, source=str(view.place(one.place)), cite=cite)


def _named(fact: Fact) -> str:
    """The verb of a fact, with the milestone it reached."""
    reached = fact.fields.get("reached")
    return f"{fact.verb} {reached}" if isinstance(reached, str) else fact.verb


def _before(view: View, row: int, value: str, rows: Sequence[Reading]) -> Step:
    """What a meter had shown when a tranche began."""
    tranches = view.tables.tranches
    meter, since = int(tranches.meter[row]), int(tranches.since_on[row])
    shown = [one for one in rows if one.on < since]
    if shown and sum(one.done for one in shown) == int(tranches.done_before[row]):
        return done_so_far(view, view.promise_of_track(int(tranches.track[row])), meter, shown)
    fact = view.fact_at(int(tranches.place[row]))
    if fact is not None:
        return view.of_fact(fact, value, f"done before {fact.verb}", follows=_ROW)
    p = view.promise_of_track(int(tranches.track[row]))
    taken_over = [f for f in p.terms.opening if p.obligation.ref in f.subjects]
    if taken_over:
        return view.of_fact(taken_over[-1], value, "done before opening", follows="its progress, of the total")
    return view.step("done before", value, _ROW, source=of_obligation(p, "earn"))


def _less(view: View, whole: Step, before: Step, unit: Unit, left: Fraction) -> Step:
    how = f"= {difference(whole.value, before.value)}"
    return view.step(f"{whole.label}, without what was done before", unit.of(left), how, children=(whole, before))
