"""A sale with a promise or a right to buy back: a lease, a loan, or a sale that may come back.

Neither a lease nor a loan is revenue from a customer: the asset stays, and what is to be paid back is a liability.
lease       P - R is lease income, by days, from delivery to the last day of the right
financing   R - P is interest, at the effective rate, over the same time
Where the right ends unused, what is owed becomes revenue on that day.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple, cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.delivery.progress import Measure, completed_on, money_meter, place_of, span
from duly.engine.drafts import Posting, Track
from duly.engine.policies import Policies
from duly.engine.pricing.stated import amount_of, stated_minor
from duly.engine.recognition.promises import Promise, Ruling, add_track, one_price
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction

LEASE, FINANCING, RETURN = "lease", "financing", "sale with a right of return"
_OWED = t.ROLE["financial_liability"]
_DIGITS = 50
_STEPS = {"revenue": t.STEP["revenue"], "cost": t.STEP["cost"], "cash": t.STEP["cash"], "other": t.STEP["other"]}


class RepurchaseNeedsPrice(DulyError):
    """A promise to buy back a thing whose own price is not stated."""


class RepurchaseNeedsMarketValue(DulyError):
    """A customer's right to sell back without what the thing is expected to be worth."""


class Repurchase(NamedTuple):
    """How a promise or right to buy back is accounted for. price, back: of the sale and of the repurchase (minor units)
    · on: the last day of the right · incentive: whether a customer gains by selling back; None where it has no such
    right."""

    kind: str
    price: int
    back: int
    on: int
    incentive: bool | None


@cites("606-10-55-66", "606-10-55-68", "606-10-55-72", "606-10-55-73", ifrs15=("B64", "B66", "B70", "B71"))
def classified(o: Obligation, terms: Terms) -> Repurchase | None:
    """The class of a repurchase agreement; None where there is none.

    by us: below the first price a lease, else financing · by the customer: with a gain in selling back financing at or
    above the first price and a lease below it; without one a sale that may come back. A lease inside a sale and
    leaseback is financing. With a `rate` the repurchase price is compared as worth on the day of the contract.
    """
    said = o.repurchase
    if said is None:
        return None
    price = _price(o, terms)
    back, on = cast(int, said["price"]), cast(int, said["on"])
    worth = Fraction(back)
    if "rate" in said:
        begins = terms.signed_on
        worth /= _grown(1 + cast(Fraction, said["rate"]), dates.months_between(begins, max(on, begins)) / 12)
    below, incentive = worth < price, None
    kind = LEASE if below else FINANCING
    if said["by"] == "customer":
        incentive = back > _market_value(o)
        kind = kind if incentive else RETURN
    if kind == LEASE and said.get("lease back"):
        kind = FINANCING
    return Repurchase(kind, price, back, on, incentive)


def leaves_revenue(o: Obligation, terms: Terms) -> bool:
    """Whether an obligation is no sale to a customer: a lease or a loan."""
    found = classified(o, terms)
    return found is not None and found.kind != RETURN


def _price(o: Obligation, terms: Terms) -> int:
    stated = stated_minor(o, *span(o, terms))
    if not stated:
        raise RepurchaseNeedsPrice(
            f"{o.ref} may come back for a price, and its own price is not stated",
            place=place_of(o, "repurchase"),
            why="the two prices decide whether it is a lease, a loan or a sale",
            fix="add `price:` to the obligation",
            cite="606-10-55-68, 606-10-55-72",
        )
    return stated


def _market_value(o: Obligation) -> int:
    assert o.repurchase is not None
    if "market value" not in o.repurchase:
        raise RepurchaseNeedsMarketValue(
            f"the customer may sell {o.ref} back, and nothing says what it will be worth",
            place=place_of(o, "repurchase"),
            why="a customer gains by selling back where the repurchase price lies above the market value of that day",
            fix="add `market value:` to the repurchase",
            cite="606-10-55-72, 606-10-55-73",
        )
    return cast(int, o.repurchase["market value"])


@cites("606-10-55-68", "606-10-55-70", "606-10-55-74", ifrs15=("B66", "B68", "B72"))
def keep_assets(ruling: Ruling, policies: Policies) -> None:
    """Book leases and loans from the day of delivery, and say of each repurchase agreement what it is."""
    for p in ruling.promises:
        found = classified(p.obligation, p.terms)
        if found is not None:
            _decide(p, found, ruling)
            if found.kind != RETURN:
                _book(p, found, ruling, policies)


def _decide(p: Promise, found: Repurchase, ruling: Ruling) -> None:
    several = sum(q.obligation.repurchase is not None for q in ruling.promises) > 1
    of = f" of {p.obligation.ref}" if several else ""
    ruling.decisions[f"repurchase{of}"] = found.kind
    if found.incentive is not None:
        ruling.decisions[f"significant economic incentive{of}"] = "yes" if found.incentive else "no"
    where = {LEASE: "ASC 842 and IFRS 16 rule the lease", FINANCING: "it is a loan, not a sale"}
    says = where.get(found.kind, "state what is expected to come back under `returns:`")
    ruling.drafts.notes.append(f"{place_of(p.obligation, 'repurchase')}: {p.obligation.ref} is a {found.kind}: {says}")


def _book(p: Promise, found: Repurchase, ruling: Ruling, policies: Policies) -> None:
    """From delivery: the liability, and what grows until the right is used or ends, or its last day."""
    begins = max(completed_on(p.measure, ruling.drafts), ruling.drafts.exists_on)
    if begins == t.NEVER:
        return
    used, lapsed = _first(p, "exercised"), _first(p, "expired")
    if lapsed <= begins:
        _sell(p, begins, found.price, ruling, policies)
        return
    ends = max(min(found.on, used, lapsed), begins)
    owed = found.back if found.kind == LEASE else found.price
    _post(p, begins, t.POSITION, _OWED, owed, "revenue", ruling)
    if found.kind == LEASE:
        lease = Track(0, p.row, t.POSITION, t.ROLE["lease_income"], t.STEP["revenue"])
        spread = p._replace(measure=Measure(t.BY_DAY, begins, ends + 1))
        add_track(lease, spread, ruling.drafts, policies, one_price(found.price - found.back))
    else:
        owed += _interest(p, found, begins, ends, used, ruling)
    if used < t.NEVER:
        _post(p, used, _OWED, t.CASH, owed, "cash", ruling)
    elif lapsed < t.NEVER:
        _post(p, lapsed, _OWED, t.POSITION, owed, "revenue", ruling)
        _sell(p, lapsed, owed, ruling, policies)


def _facts(p: Promise, verb: str) -> list[Fact]:
    return [f for f in p.terms.happened if f.verb == verb and p.obligation.ref in f.subjects]


def _first(p: Promise, verb: str) -> int:
    return min((f.on for f in _facts(p, verb)), default=t.NEVER)


def _interest(p: Promise, found: Repurchase, begins: int, ends: int, used: int, ruling: Ruling) -> int:
    """Book the interest at the end of each month and on the last day: P x ((R / P) ^ (time / whole time) - 1). Gives
    its sum; a right that is used early costs all of it."""
    whole = dates.months_between(begins, max(found.on, begins) + 1)
    booked, on = 0, dates.add_months(dates.month_start(begins), 1) - 1
    while True:
        on = min(on, ends)
        part = Fraction(1) if on == used else dates.months_between(begins, on + 1) / whole
        upto = _accrued(found, part)
        _post(p, on, t.ROLE["interest_expense"], _OWED, upto - booked, "other", ruling)
        booked = upto
        if on == ends:
            return booked
        on = dates.add_months(dates.month_start(on), 2) - 1


def _accrued(found: Repurchase, part: Fraction) -> int:
    """Interest of a part of the whole time, as a running total."""
    return round_fraction(found.price * _grown(Fraction(found.back, found.price), part)) - found.price


@cites("606-10-55-71", "606-10-55-78", ifrs15=("B69", "B76"))
def _sell(p: Promise, on: int, price: int, ruling: Ruling, policies: Policies) -> None:
    """The right has ended unused: the sale is made, for what is owed then."""
    drafts, o = ruling.drafts, p.obligation
    fact = replace(_facts(p, "expired")[0], on=on)
    sale = p._replace(measure=money_meter([(fact, Fraction(price))], drafts))
    add_track(Track(0, p.row, t.POSITION, t.REVENUE, t.STEP["revenue"]), sale, drafts, policies, one_price(1))
    if o.cost is not None:
        cost = round_fraction(amount_of(o.cost, o, p.start, p.until))
        _post(p, on, t.ROLE["cost_of_sales"], t.ROLE["inventory"], cost, "cost", ruling)


def _post(p: Promise, on: int, debit: int, credit: int, minor: int, step: str, ruling: Ruling) -> None:
    if minor:
        place = ruling.drafts.at(place_of(p.obligation, "repurchase"))
        ruling.drafts.postings.append(Posting(0, p.row, on, debit, credit, minor, _STEPS[step], place))


def _grown(ratio: Fraction, part: Fraction) -> Fraction:
    """ratio ^ part, to fifty digits."""
    with localcontext() as context:
        context.prec = _DIGITS
        base = Decimal(ratio.numerator) / Decimal(ratio.denominator)
        power = base ** (Decimal(part.numerator) / Decimal(part.denominator))
    return Fraction(power)
