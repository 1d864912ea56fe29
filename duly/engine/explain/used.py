"""Revenue by use: what each use, measured base or sale came to at its price, rounded once as a running total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Bound, Element, Fact, Price, Quantity
from duly.engine.delivery.progress import completed_on, count_of
from duly.engine.delivery.royalties import by_year, stated_minimum
from duly.engine.explain.amounts import counted, exact, percent, summed
from duly.engine.explain.measured import Reading, of_reading, readings_of
from duly.engine.explain.rights import scale_of
from duly.engine.explain.view import View, of_obligation
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.rates import given_back, rated_elements
from duly.ground.dates import iso, months_started
from duly.ground.errors import said_at
from duly.ground.reports import Step

_USED = ("usage", "hours", "delivered")


def used_by(view: View, row: int, on: int, amount: int, label: str) -> Step:
    """The position of a tranche that counts money."""
    meter = int(view.tables.tranches.meter[row])
    p = view.promise_of_track(int(view.tables.tranches.track[row]))
    steps, used = [], Fraction(0)
    for one in readings_of(view, meter, on):
        money, fact = Fraction(one.done, scale_of(view, meter)), view.fact_at(one.place)
        steps.append(_use(view, (row, on), one, p, fact, money, used))
        used += (count_of(fact, "quantity") or Fraction(0)) if fact is not None and fact.verb in _USED else Fraction(0)
    if not steps:
        return view.step(label, view.money(amount), "nothing used yet", source=of_obligation(p, "price"))
    sums = summed([step.value for step in steps])
    whole = sum(Fraction(one.done, scale_of(view, meter)) for one in readings_of(view, meter, on)).denominator == 1
    how = f"= {sums}" if whole else f"= round({sums}); the running total is rounded once"
    return view.step(label, view.money(amount), how, cite="606-10-55-18", children=steps)


def _use(
    view: View, at: tuple[int, int], one: Reading, p: Promise, fact: Fact | None, money: Fraction, used: Fraction
) -> Step:
    """What one fact came to: its count at the price, its base at the rate; else what its rule made of it."""
    value = view.money(money)
    made = _factors(view, p, fact, used) if fact is not None else []
    if fact is None:
        return of_reading(view, one, value)
    least = p.obligation.royalty is not None and stated_minimum(p.obligation)
    shared = fact.verb == "sales" and (least or sum((x * y for x, y, _, _ in made), Fraction(0)) != money)
    rated = bool(rated_elements(p)) and _is_rated(view, at[0], p)
    if not made or rated or shared:
        return _by_rule(view, at, one, p, fact, money)
    how = " + ".join(f"{left.value} x {right.value.partition(' per ')[0]}" for _, _, left, right in made)
    below = [step for _, _, left, right in made for step in (left, right)]
    below += _passed(view, p) if fact.verb == "sales" else []
    return view.step(f"{fact.verb}, at its price", value, f"= {how}", cite="606-10-55-18", children=below)


def _is_rated(view: View, row: int, p: Promise) -> bool:
    """Whether the rate in force prices what was used: what is expected to go back is owed at the list price."""
    revenue = int(view.tables.tracks.credit[int(view.tables.tranches.track[row])]) == t.REVENUE
    return revenue or not given_back(p)


def _by_rule(view: View, at: tuple[int, int], one: Reading, p: Promise, fact: Fact, money: Fraction) -> Step:
    """What a rule made of one fact: a count at the rate that holds for all of them, royalties beyond a minimum."""
    value = view.money(money)
    elements, count = rated_elements(p), count_of(fact, "quantity")
    if elements and count and _is_rated(view, at[0], p):
        counted_step = view.of_fact(fact, counted(count, ""))
        rate = _rate(view, at, p, elements[0], money / count)
        how = f"= {counted_step.value} x {rate.value}"
        return view.step(f"{fact.verb}, at its rate", value, how, cite="606-10-32-6", children=(counted_step, rate))
    base = fact.fields.get("amount")
    if fact.verb == "sales" and p.obligation.royalty is not None and isinstance(base, (int, Fraction)):
        return _beyond(view, p, fact, value)
    return of_reading(view, one, value, follows="by the rule of its topic")


def _rate(view: View, at: tuple[int, int], p: Promise, element: Element, rate: Fraction) -> Step:
    """The rate in force for all that was delivered: the list price with the change that was expected last, or that of
    the tier in which what is expected in all lies."""
    label, value, source = f"rate by {element.name}", view.money(rate), said_at(element.place, element.source)
    on = max(int(view.tables.tranches.since_on[at[0]]), p.terms.signed_on - 1)
    rows = [
        f for f in p.terms.happened if {p.obligation.ref, element.name} & set(f.subjects) and f.on <= max(on, at[1])
    ]
    percents = [f for f in rows if isinstance(f.fields.get("percent"), Fraction)]
    if "percent" in element.fields and p.obligation.price.form == "unit":
        said = [(f, cast(Fraction, f.fields["percent"])) for f in percents]
        last = [x for f, x in said if f.on <= on][-1:] or [cast(Fraction, element.fields["percent"])]
        below = [
            view.step(f"{element.name} as agreed", percent(cast(Fraction, element.fields["percent"])), source=source)
        ]
        below += [view.of_fact(f, percent(x)) for f, x in said]
        change = view.step(element.name, percent(last[0]), f"last said by {iso(on)}", children=below)
        itself = view.step("price itself", "100%", "one whole")
        price = view.step("price", view.money(p.obligation.price.amount), source=of_obligation(p, "price"))
        how = f"= {price.value} x ({itself.value} + {change.value})".replace("+ -", "- ")
        return view.step(label, value, how, cite="606-10-32-6", children=(price, itself, change))
    if element.fields.get("mode") != "retrospective":
        return view.step(label, value, "the rate in force", source=source, cite="606-10-32-6")
    return tier_rate(view, element, rows, rate, on)


def tier_rate(
    view: View,
    element: Element,
    rows: Sequence[Fact],
    rate: Fraction,
    on: int,
    agreed: Fraction | None = None,
    where: str = "",
) -> Step:
    """The rate of the tier in which what is expected or agreed in all lies, of all that is told of it."""
    tiers = cast("tuple[tuple[Fraction | None, Fraction], ...]", element.fields["tiers"])
    source = said_at(element.place, element.source)
    ends = ["beyond" if end is None else f"up to {exact(end)}" for end, _ in tiers]
    below = [
        view.step(f"tier {end}", view.money(worth), source=source) for end, (_, worth) in zip(ends, tiers, strict=True)
    ]
    if agreed is not None:
        how = "" if agreed != 1 else "one whole"
        below.append(view.step("expected in all as agreed", exact(agreed), how, source=where))
    for fact in rows:
        expected, count = fact.fields.get("expected quantity"), count_of(fact, "quantity")
        if expected is not None:
            below.append(view.of_fact(fact, _expected(expected), "expected in all"))
        elif fact.verb in (*_USED, "accepted") and count is not None:
            below.append(view.of_fact(fact, exact(count)))
    how = f"rate of the tier that is reached or expected on {iso(on)}"
    return view.step(f"rate by {element.name}", view.money(rate), how, cite="606-10-32-6", children=below)


def _expected(said: object) -> str:
    if isinstance(said, Bound):
        return f"{said.side} {exact(said.count)}"
    return exact(said.count if isinstance(said, Quantity) else cast(Fraction, said))


def _beyond(view: View, p: Promise, fact: Fact, value: str) -> Step:
    """What the royalties on sales so far exceed the minimum by, less what they did before; where others share the
    price, its share of that."""
    label, source = f"{fact.verb}, as counted", of_obligation(p, "royalty")
    rate = cast(Fraction, (p.obligation.royalty or {}).get("rate", Fraction(0)))
    of_rate = view.step("royalty rate", percent(rate), source=source, cite="606-10-55-65")
    least = view.step("minimum royalty", view.money(stated_minimum(p.obligation)), source=source, cite="606-10-55-65")
    now, parts = view.of_fact(fact, view.money(cast(int, fact.fields["amount"]))), _sold_before(view, p, fact)
    below = [now, of_rate, least, *parts, *_passed(view, p)]
    if _is_shared(view):
        how = "what the royalties so far exceed the minimum by, or its share of them"
        return view.step(label, value, how, cite="606-10-55-65", children=below)
    minimum = f" - {least.value}" if stated_minimum(p.obligation) else ""
    below = [one for one in below if minimum or one is not least]
    before = "".join(f" + {one.value}" for one in parts)
    how = f"= above zero (round(({now.value}{before}) x {of_rate.value}){minimum})"
    if parts:
        how += f" - above zero (round(({before.removeprefix(' + ')}) x {of_rate.value}){minimum})"
    return view.step(label, value, how, cite="606-10-55-65", children=below)


def _passed(view: View, p: Promise) -> list[Step]:
    """The day from which what royalties pay for is kept: nothing is earned of them before it (606-10-55-65(b))."""
    at_once = p.obligation.earn in ("on delivery", "on acceptance", "on exercise or expiry")
    since = completed_on(p.measure, view.ruling.drafts) if at_once else p.start
    if since is None or since in (t.NEVER, -t.NEVER):
        return []
    return [view.step(f"it is kept from what is done on {iso(since)}", "", source=of_obligation(p, "earn"))]


def _sold_before(view: View, p: Promise, fact: Fact) -> list[Step]:
    """Sales before these, of the same year where the minimum is one for each."""
    begins = p.start if p.start is not None else p.terms.signed_on
    rows = [f for f in p.terms.happened if f.verb == "sales" and p.obligation.ref in f.subjects]
    year = [(months_started(begins, f.on + 1) - 1) // 12 if by_year(p.obligation) else 0 for f in rows]
    at = [f.place for f in rows].index(fact.place)
    before = [f for n, f in enumerate(rows[:at]) if year[n] == year[at]]
    steps = [view.of_fact(f, view.money(cast(int, f.fields.get("amount", 0)))) for f in before]
    if len(steps) < 2:
        return steps
    total = view.money(sum(cast(int, f.fields.get("amount", 0)) for f in before))
    return [view.step("sales before", total, f"= {summed([one.value for one in steps])}", children=steps)]


def _is_shared(view: View) -> bool:
    """Whether royalties belong to more than the licenses they are paid for."""
    tracks = [track for track, kind in view.ruling.kinds.items() if kind == "royalty"]
    return any(view.promise_of_track(track).obligation.royalty is None for track in tracks)


def _factors(view: View, p: Promise, fact: Fact, used: Fraction) -> Sequence[tuple[Fraction, Fraction, Step, Step]]:
    """Counts and rates whose products are what a fact came to, each as a number and as a step."""
    base = fact.fields.get("amount", 0)
    if fact.verb in ("measured", "sales") and isinstance(base, (int, Fraction)):
        ratio = p.obligation.price.ratio if fact.verb == "measured" else (p.obligation.royalty or {}).get("rate")
        rate = ratio if isinstance(ratio, Fraction) else Fraction(0)
        key = "price" if fact.verb == "measured" else "royalty"
        step = view.step("rate", percent(rate), source=of_obligation(p, key), cite="606-10-55-65")
        return [(Fraction(base), rate, view.of_fact(fact, view.money(base)), step)]
    count = count_of(fact, "quantity")
    if count is None or fact.verb not in _USED:
        return []
    price = p.obligation.price
    unit = price.unit or "unit"
    found = []
    for part, rate, tier in _tiers(price, used, used + count):
        words = counted(part, "hours" if fact.verb == "hours" else "" if unit == "unit" else f"{unit}s")
        label = "price" if not tier else f"price {tier}"
        at = view.step(label, f"{view.money(rate)} per {unit}", source=of_obligation(p, "price"), cite="606-10-32-2")
        follows = "" if part == count else "what of it lies in this tier"
        named = f"{fact.verb}{tier and ' '}{tier}"
        found.append((part, rate, view.of_fact(fact, words, named, follows=follows), at))
    return found


def _tiers(price: Price, before: Fraction, after: Fraction) -> Iterator[tuple[Fraction, Fraction, str]]:
    """The use from `before` to `after` units by tier: count, rate, and the tier in words."""
    if price.form != "tiers":
        yield after - before, price.amount, ""
        return
    if price.mode == "volume":
        return
    low = Fraction(0)
    for up_to, rate in price.tiers:
        high = after if up_to is None else min(after, up_to)
        count = high - max(low, before)
        if count > 0:
            yield count, rate, f"above {exact(low)}" if up_to is None else f"up to {exact(up_to)}"
        low = low if up_to is None else up_to


def is_used(view: View, row: int) -> bool:
    """Whether a tranche counts money."""
    return int(view.tables.tranches.measure[row]) == t.AS_PRICED
