"""Sales with a right of return: less revenue, a refund liability, and an asset for what comes back (606-10-55-22).

What is expected back is never revenue. Where nobody can estimate it, nothing is, until the right ends.
"""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Obligation, Price, Terms
from duly.engine.delivery.progress import Measure, add_meter, count_of
from duly.engine.drafts import Drafts, Posting, Track
from duly.engine.policies import Policies
from duly.engine.pricing.stated import amount_of
from duly.engine.recognition.price import RETURNED, RETURNS, Included, PriceElement
from duly.engine.recognition.promises import Promise, Ruling, add_track
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction

_COST = t.STEP["cost"]
_ASSET, _INVENTORY, _SALES = t.ROLE["return_asset"], t.ROLE["inventory"], t.ROLE["cost_of_sales"]
_PASSED = {"on delivery": "delivered", "on acceptance": "accepted", "by units": "delivered"}


class ReturnsNeedUnits(DulyError):
    """Returns are estimated in units at their price, and the obligation does not say how many or at which."""


def waits(o: Obligation) -> bool:
    """Whether nobody can estimate what comes back, so that nothing is revenue before the right ends."""
    return (o.returns or {}).get("expected") == "not estimable"


def units(o: Obligation) -> Fraction:
    """How many units are sold."""
    return o.quantity.count if o.quantity else Fraction(o.parts)


@cites("606-10-55-22", "606-10-55-23", "606-10-55-25", ifrs15=("B20", "B21", "B23"))
def returns_element(p: Promise) -> PriceElement | None:
    """The expected returns of an obligation as an element of the price: units expected back at their stated price.

    A new estimate, more units back than expected, and the end of the right each begin a version."""
    o = p.obligation
    if o.returns is None:
        return None
    price = p.terms.total if p.stated is None and len(p.terms.obligations) == 1 else p.stated
    if price is None or p.by_use:
        raise ReturnsNeedUnits(
            f"{o.ref} expects returns and states no {'quantity' if p.by_use else 'price of its own'}",
            place=o.place,
            why="what comes back is a number of units at their stated price",
            fix=f"add `{'quantity' if p.by_use else 'price'}:`",
            cite="606-10-55-25",
        )
    each = Fraction(price) / units(o)
    versions = tuple(Included(since, -round_fraction(each * back)) for since, back in expected_back(p))
    # Where returns cannot be estimated, what came back was never sold: there is no right to its price either.
    kind = RETURNED if waits(o) else RETURNS
    return PriceElement("returns", kind, (p.row,), True, versions, place=o.places.get("returns", o.place))


def expected_back(p: Promise) -> list[tuple[int, Fraction]]:
    """Units expected back in all, from each day on which that changes; the first from the beginning of time."""
    o = p.obligation
    said = Fraction(0) if waits(o) else cast(Fraction, (o.returns or {})["expected"])
    back, ended, expected, found = Fraction(0), Fraction(0), said, {-t.NEVER: said}
    for fact in _facts(o, p.terms, "estimate", "returned", "return right lapsed"):
        if fact.verb == "returned":
            back += _stated(fact, "quantity")
        elif fact.verb == "estimate":
            said = _stated(fact, "expected returned")
        else:
            kept = count_of(fact, "quantity")
            ended = units(o) if kept is None else ended + kept
        before, expected = expected, back if waits(o) else max(min(said, units(o) - ended), back)
        if expected != before:
            found[fact.on] = expected
    return list(found.items())


def kept(p: Promise) -> list[tuple[int, Fraction]]:
    """The part of the units that is expected to stay with the customer, from each day on which that changes; the first
    from the beginning of time."""
    if p.obligation.returns is None or not units(p.obligation):
        return [(-t.NEVER, Fraction(1))]
    return [(since, 1 - back / units(p.obligation)) for since, back in expected_back(p)]


def _stated(fact: Fact, key: str) -> Fraction:
    """A count that a fact cannot be without."""
    return cast(Fraction, count_of(fact, key))


def _facts(o: Obligation, terms: Terms, *verbs: str) -> list[Fact]:
    """The facts of an obligation with these verbs; an estimate counts where it is of returns."""
    mine = [f for f in terms.happened if f.verb in verbs and o.ref in f.subjects]
    return [f for f in mine if f.verb != "estimate" or "expected returned" in f.fields]


@cites("606-10-55-25", "606-10-55-26", ifrs15=("B23", "B24"))
def measured_by_lapse(o: Obligation, terms: Terms, drafts: Drafts) -> Measure | None:
    """The measure of a sale whose returns cannot be estimated: what was delivered and can no longer come back.

    None for every other obligation. What comes back before is taken out of the total."""
    if not waits(o) or o.earn not in _PASSED:
        return None
    total = units(o)
    rows: list[tuple[Fact, Fraction, Fraction | None]] = []
    passed = open_ = Fraction(0)
    for fact in _facts(o, terms, _PASSED[o.earn], "returned", "return right lapsed"):
        moved = _moved(fact, total - passed, open_)
        if fact.verb == _PASSED[o.earn]:
            passed, open_ = passed + moved, open_ + moved
        elif fact.verb == "returned":
            total, passed, open_ = total - moved, passed - moved, open_ - moved
            rows.append((fact, Fraction(0), total))
        else:
            open_ -= moved
            rows.append((fact, moved, None))
    return Measure(t.BY_METER, meter=add_meter(units(o), rows, drafts))


def _moved(fact: Fact, undelivered: Fraction, open_: Fraction) -> Fraction:
    """Units one fact is about; without a count all that are left."""
    counted = count_of(fact, "quantity")
    if counted is None:
        counted = count_of(fact, "parts")
    left = open_ if fact.verb in ("returned", "return right lapsed") else undelivered
    return left if counted is None else min(counted, left)


@cites("606-10-55-23", "606-10-55-27", ifrs15=("B21", "B25"))
def return_assets(ruling: Ruling, policies: Policies) -> None:
    """The right to get goods back: their cost less what it takes to recover them, out of the cost of sales."""
    for p in ruling.promises:
        o = p.obligation
        if o.returns is None or o.cost is None or p.by_use:
            continue
        whole = amount_of(o.cost, o, p.start, p.until)
        if waits(o):
            _held_as_asset(p, whole, ruling.drafts)
        else:
            _expected_back(p, whole, ruling.drafts, policies)


def _expected_back(p: Promise, cost: Fraction, drafts: Drafts, policies: Policies) -> None:
    """As the goods pass, the cost of those expected back is an asset and no cost of sales."""
    each = max(cost / units(p.obligation) - _recovery(p), Fraction(0))
    track = Track(0, p.row, _ASSET, _SALES, _COST)
    prices = [(since, t.NO_ROW, round_fraction(each * back)) for since, back in expected_back(p)]
    add_track(track, p, drafts, policies, prices)
    _come_back(p, each, drafts)


def _recovery(p: Promise) -> Fraction:
    """What it costs to recover one unit; where it is stated in all, spread over the units first expected back."""
    stated = (p.obligation.returns or {}).get("recovery cost")
    if not isinstance(stated, Price):
        return Fraction(0)
    if stated.form == "unit":
        return stated.amount
    first = expected_back(p)[0][1]
    return stated.amount / first if first else Fraction(0)


def _come_back(p: Promise, each: Fraction, drafts: Drafts) -> None:
    """Goods that come back are inventory again."""
    back, booked = Fraction(0), 0
    for fact in _facts(p.obligation, p.terms, "returned"):
        back += _stated(fact, "quantity")
        now = round_fraction(each * back)
        drafts.postings.append(
            Posting(0, p.row, fact.on, _INVENTORY, _ASSET, now - booked, _COST, drafts.at(fact.place))
        )
        booked = now


def _held_as_asset(p: Promise, cost: Fraction, drafts: Drafts) -> None:
    """Goods out with a right of return that nobody can estimate: an asset at their cost until the right ends."""
    o, each = p.obligation, cost / units(p.obligation)
    passed = open_ = Fraction(0)
    booked: dict[int, int] = {_INVENTORY: 0, _SALES: 0}
    moved_by = {_INVENTORY: Fraction(0), _SALES: Fraction(0)}
    for fact in _facts(o, p.terms, _PASSED[o.earn], "returned", "return right lapsed"):
        moved = _moved(fact, units(o) - passed, open_)
        other = _SALES if fact.verb == "return right lapsed" else _INVENTORY
        gone = fact.verb == _PASSED[o.earn]
        passed, open_ = (passed + moved, open_ + moved) if gone else (passed, open_ - moved)
        moved_by[other] += -moved if gone else moved
        now = round_fraction(each * moved_by[other])
        drafts.postings.append(
            Posting(0, p.row, fact.on, other, _ASSET, now - booked[other], _COST, drafts.at(fact.place))
        )
        booked[other] = now
