"""Revenue by use: what each use, measured base or sale came to at its price, rounded once as a running total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Price
from duly.engine.delivery.progress import count_of
from duly.engine.explain.amounts import counted, exact, percent, summed
from duly.engine.explain.measured import Reading, of_reading, readings_of, scale_of
from duly.engine.explain.view import View, of_obligation, said_at
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.rates import rated_elements
from duly.ground.reports import Step

_USED = ("usage", "hours", "delivered")


def used_by(view: View, row: int, on: int, amount: int, label: str) -> Step:
    """The position of a tranche that counts money."""
    meter = int(view.tables.tranches.meter[row])
    p = view.promise_of_track(int(view.tables.tranches.track[row]))
    steps, used = [], Fraction(0)
    for one in readings_of(view, meter, on):
        money, fact = Fraction(one.done, scale_of(view, meter)), view.fact_at(one.place)
        steps.append(_use(view, one, p, fact, money, used))
        used += (count_of(fact, "quantity") or Fraction(0)) if fact is not None and fact.verb in _USED else Fraction(0)
    if not steps:
        return view.step(label, view.money(amount), "nothing used yet", source=of_obligation(p, "price"))
    sums = summed([step.value for step in steps])
    whole = sum(Fraction(one.done, scale_of(view, meter)) for one in readings_of(view, meter, on)).denominator == 1
    how = f"= {sums}" if whole else f"= round({sums}); the running total is rounded once"
    return view.step(label, view.money(amount), how, cite="606-10-55-18", children=steps)


def _use(view: View, one: Reading, p: Promise, fact: Fact | None, money: Fraction, used: Fraction) -> Step:
    """What one fact came to: its count at the price, its base at the rate; else what its rule made of it."""
    value = view.money(money)
    made = _factors(view, p, fact, used) if fact is not None else []
    if fact is None:
        return of_reading(view, one, value)
    shared = fact.verb == "sales" and sum((x * y for x, y, _, _ in made), Fraction(0)) != money
    if not made or rated_elements(p) or shared:
        return _by_rule(view, one, p, fact, money)
    how = " + ".join(f"{left.value} x {right.value.partition(' per ')[0]}" for _, _, left, right in made)
    below = [step for _, _, left, right in made for step in (left, right)]
    return view.step(f"{fact.verb}, at its price", value, f"= {how}", cite="606-10-55-18", children=below)


def _by_rule(view: View, one: Reading, p: Promise, fact: Fact, money: Fraction) -> Step:
    """What a rule made of one fact: a count at the rate that holds for all of them, royalties beyond a minimum."""
    value, label = view.money(money), f"{fact.verb}, as counted"
    elements, count = rated_elements(p), count_of(fact, "quantity")
    if elements and count:
        counted_step = view.of_fact(fact, counted(count, ""))
        source = said_at(elements[0].place, elements[0].source)
        rate = view.step(
            f"rate by {elements[0].name}",
            view.money(money / count),
            "the rate in force",
            source=source,
            cite="606-10-32-6",
        )
        how = f"= {counted_step.value} x {rate.value}"
        return view.step(f"{fact.verb}, at its rate", value, how, cite="606-10-32-6", children=(counted_step, rate))
    base = fact.fields.get("amount")
    if fact.verb == "sales" and p.obligation.royalty is not None and isinstance(base, (int, Fraction)):
        royalty = view.step("royalty", "rate and minimum", source=of_obligation(p, "royalty"), cite="606-10-55-65")
        children = (view.of_fact(fact, view.money(base)), royalty)
        how = "what the royalties so far exceed the minimum by, or its share of them"
        return view.step(label, value, how, cite="606-10-55-65", children=children)
    return of_reading(view, one, value, follows="by the rule of its topic")


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
