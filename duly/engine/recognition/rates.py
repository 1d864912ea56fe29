"""Prices per unit that depend on how much is bought in all, and reductions of prices by use (606-10-32-6).

Each rate that may hold has a meter of its own, which counts everything delivered at that rate; a new expectation begins
a new tranche with another meter, so that what was delivered before is brought to the new rate at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Bound, Element, Fact, Obligation, Price, Terms
from duly.engine.delivery.progress import Measure, add_meter, complete_from, count_of, money_meter, uses
from duly.engine.drafts import Drafts
from duly.engine.pricing.stated import for_use
from duly.engine.recognition.promises import Promise
from duly.ground.cites import cites
from duly.ground.errors import DulyError

Tiers = Sequence[tuple[Fraction | None, Fraction]]
_DELIVERED = ("delivered", "accepted", "usage", "hours")


class SeveralRates(DulyError):
    """Two elements of the price both say what a unit costs."""


class Rated(NamedTuple):
    """From a day on, everything delivered is measured by this meter of money."""

    since_on: int
    measure: Measure


def measured_at_rates(o: Obligation, terms: Terms) -> Terms:
    """The facts by which an obligation is measured: what is expected to be bought in all says at which rate, and is no
    new total of an agreed quantity."""
    tiered = any("tiers" in e.fields and o.ref in e.of for e in terms.elements)
    if not tiered or o.quantity is None:
        return terms
    facts = tuple(f for f in terms.happened if not ("expected quantity" in f.fields and o.ref in f.subjects))
    return replace(terms, happened=facts)


@cites("606-10-32-14", "606-10-32-40", ifrs15=("59", "85"))
def beside_use(p: Promise, drafts: Drafts) -> Measure:
    """How an amount beside a price by use is earned: with time, or with the units that are expected in all.

    A fee on a base that is measured has no units: what comes beside it is for what was done, and earned at once."""
    if p.obligation.earn.startswith("over time"):
        assert p.start is not None and p.until is not None  # the language refuses service over time without a span
        return Measure(t.BY_DAY, p.start, p.until)
    if p.obligation.price.form == "share":
        begins = p.start if p.start is not None else p.terms.signed_on
        return complete_from(p.obligation, begins, drafts)
    rows: list[tuple[Fact, Fraction, Fraction | None]] = []
    for fact in p.terms.happened:
        if p.obligation.ref in fact.subjects:
            moved = count_of(fact, "quantity") if fact.verb in _DELIVERED else None
            rows.append((fact, moved or Fraction(0), count_of(fact, "expected quantity")))
    if rows and all(expected is None for _, _, expected in rows):
        drafts.notes.append(
            f"{p.obligation.place}: nothing says how many units of {p.obligation.ref} are "
            f"expected in all: what belongs "
            "to it beside its price per unit is not earned before an `estimate:` with `expected quantity`"
        )
    return Measure(t.BY_METER, meter=add_meter(Fraction(0), rows, drafts))


def rated_elements(p: Promise) -> list[Element]:
    """The elements that change what a unit of an obligation priced by use costs: tiers and percentages."""
    if not p.by_use:
        return []
    mine = [e for e in p.terms.elements if e.of == (p.obligation.ref,) or (not e.of and len(p.terms.obligations) == 1)]
    return [e for e in mine if "tiers" in e.fields or "percent" in e.fields]


def given_back(p: Promise) -> bool:
    """Whether units are owed at their list price and what an expected rate leaves out goes back later; tiers that price
    units as they come are owed as they come."""
    return any("percent" in e.fields or e.fields.get("mode") == "retrospective" for e in rated_elements(p))


@cites("606-10-32-6", "606-10-32-14", "606-10-32-43", ifrs15=("51", "59", "88"))
def rated(p: Promise, drafts: Drafts) -> list[Rated]:
    """The meters by which an obligation priced by use is revenue, each from its day; one for most of them."""
    elements = rated_elements(p)
    if not elements:
        return [Rated(-t.NEVER, p.measure)]
    if len(elements) > 1:
        raise SeveralRates(
            f"{elements[0].name} and {elements[1].name} both say what a unit of {p.obligation.ref} costs",
            place=elements[1].place,
            why="each unit has one rate on a day",
            fix="write one element with the tiers that hold",
            cite="606-10-32-6",
        )
    element = elements[0]
    facts = [f for f in p.terms.happened if p.obligation.ref in f.subjects or element.name in f.subjects]
    if "percent" in element.fields:
        return _by_percent(element, p, facts, drafts)
    tiers = cast(Tiers, element.fields["tiers"])
    if element.fields.get("mode", "graduated") != "retrospective":
        price = Price("tiers", tiers=tuple(tiers), mode=str(element.fields.get("mode", "graduated")))
        return [Rated(-t.NEVER, money_meter(_at_price(price, facts), drafts))]
    return _retrospective(tiers, facts, drafts)


def _at_price(price: Price, facts: Sequence[Fact]) -> list[tuple[Fact, Fraction]]:
    used, rows = Fraction(0), []
    for fact in (f for f in facts if f.verb in _DELIVERED):
        more = count_of(fact, "quantity") or Fraction(0)
        rows.append((fact, for_use(price, used, used + more)))
        used += more
    return rows


def _by_percent(element: Element, p: Promise, facts: Sequence[Fact], drafts: Drafts) -> list[Rated]:
    """A reduction in percent of every unit, estimated anew by later facts."""
    list_price = uses(p.obligation, facts)
    changes = [(-t.NEVER, cast(Fraction, element.fields["percent"]))]
    changes += [(f.on, cast(Fraction, f.fields["percent"])) for f in facts if "percent" in f.fields]
    return [
        Rated(since, money_meter([(fact, money * (1 + percent)) for fact, money in list_price], drafts))
        for since, percent in changes
    ]


def _retrospective(tiers: Tiers, facts: Sequence[Fact], drafts: Drafts) -> list[Rated]:
    """All units at the rate of the tier in which the expected total lies."""
    meters: dict[Fraction, Measure] = {}
    found: list[Rated] = []
    for since, rate in expected_rates(tiers, facts):
        if rate not in meters:
            meters[rate] = money_meter(_at_price(Price("unit", amount=rate), facts), drafts)
        found.append(Rated(since, meters[rate]))
    return found


@cites("606-10-32-8", "606-10-32-14", ifrs15=("53", "59"))
def expected_rates(tiers: Tiers, facts: Sequence[Fact]) -> list[tuple[int, Fraction]]:
    """The rate from each day on. What is expected in all is the last estimate, but never less than was delivered; where
    nothing was estimated, what was delivered so far.

    A total of exactly the end of a tier lies in that tier. Estimates of a day come before its deliveries."""
    found = [(-t.NEVER, tiers[0][1])]
    for day in sorted({f.on for f in facts if f.verb in (*_DELIVERED, "estimate")}):
        known = [f for f in facts if f.on <= day]
        delivered = sum((count_of(f, "quantity") or Fraction(0) for f in known if f.verb in _DELIVERED), Fraction(0))
        said = [f.fields["expected quantity"] for f in known if "expected quantity" in f.fields]
        tier = max(_tier(tiers, delivered), _tier_of(tiers, said[-1]) if said else 0)
        if tiers[tier][1] != found[-1][1]:
            found.append((day, tiers[tier][1]))
    return found


def _tier(tiers: Tiers, total: Fraction) -> int:
    return next(i for i, (end, _) in enumerate(tiers) if end is None or total <= end)


def _tier_of(tiers: Tiers, said: object) -> int:
    """The tier of an estimate: of a number, or of one side of a number."""
    if isinstance(said, Bound):
        beyond = said.side == "more than"
        return next(
            i for i, (end, _) in enumerate(tiers) if end is None or (said.count < end if beyond else said.count <= end)
        )
    return _tier(tiers, cast(Fraction, said))
