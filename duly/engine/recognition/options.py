"""Options on further goods: one that gives a right the customer would not have without the contract is a promise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, cast

from duly.engine.contracts.terms import Obligation, Terms
from duly.engine.delivery.progress import Measure, place_of
from duly.engine.policies import Policies
from duly.engine.pricing.standalone import MissingSsp
from duly.engine.recognition.promises import Changed, Piece, Promise, Ruling
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction

_VERBS = {"material right": True, "not material right": False}


class RenewalsNeedTime(DulyError):
    """Renewals are expected of a promise that is not earned over time at a stated price."""


class Renewal(NamedTuple):
    """One period of a promise whose renewals are expected, the first one too: what is expected to be paid for it
    (minor units), its weight in the allocation, its measure."""

    price: int
    weight: Fraction
    measure: Measure


@cites("606-10-55-42", "606-10-55-43", ifrs15=("B40", "B41"))
def judged_material(o: Obligation, terms: Terms) -> bool | None:
    """Whether an option was judged to be a material right, by the last judgement; None where none was recorded."""
    judged = [j for j in terms.judged if j.verb in _VERBS and o.ref in j.subjects]
    return _VERBS[max(judged, key=lambda j: (j.on, j.order)).verb] if judged else None


def is_offer(o: Obligation, terms: Terms) -> bool:
    """Whether an option is a mere offer to sell: no material right, so no promise of this contract."""
    return bool(o.option) and not o.setup and judged_material(o, terms) is False


@cites("606-10-55-45", ifrs15=("B43",))
def looked_through(p: Promise) -> Promise:
    """A promise with the renewals that are expected: the whole expected price over all that is expected to be given.

    Each period weighs what it is expected to cost, or what is expected to be left of the customers.
    """
    periods = _periods(p)
    if not periods:
        return p
    pieces = tuple(Piece(one.measure, one.weight) for one in periods)
    return p._replace(stated=sum(one.price for one in periods), pieces=pieces, due=periods[0].price)


def _periods(p: Promise) -> list[Renewal]:
    """The first period and the expected renewals; empty where none are stated."""
    said, o = p.obligation.renewals, p.obligation
    if said is None:
        return []
    if p.measure.meter >= 0 or p.start is None or p.until is None or p.stated is None or len(p.pieces) > 1:
        raise RenewalsNeedTime(
            f"renewals of {o.ref} are expected, and it is not earned over time at a stated price",
            place=place_of(o, "renewals"),
            why="the expected price is shared over the first period and its renewals",
            fix="give it a price and a span and earn it over time, or state the renewal as an `option` with an `ssp`",
            cite="606-10-55-45",
        )
    parts = [Fraction(1), *cast("Sequence[Fraction]", said["expected"])]
    costs = cast("Sequence[int]", said.get("cost", [1] * len(parts)))
    again = cast(int, said.get("price", p.stated))
    months = dates.months_started(p.start, p.until)
    found = []
    for number, (part, cost) in enumerate(zip(parts, costs, strict=True)):
        price = round_fraction(part * again) if number else p.stated
        begins, ends = (dates.add_months(p.start, months * (number + k)) for k in (0, 1))
        measure = p.measure._replace(from_on=begins, until=ends) if number else p.measure
        found.append(Renewal(price, part * cost, measure))
    return found


def _worth(p: Promise) -> None:
    """A judged material right needs a standalone price; without one nothing would be allocated to it."""
    o = p.obligation
    if o.option and not o.setup and o.ssp.form == "none" and not p.stated and judged_material(o, p.terms):
        raise MissingSsp(
            f"{o.ref} is a material right, and nothing says what it is worth",
            place=place_of(o, "option"),
            why="a right takes part in the allocation by the discount it adds and how likely it is used",
            fix="add `ssp: {discount: …, spend: …, likely: …}`, or `renewals:` to the obligation that is renewed",
            cite="606-10-55-44, IFRS 15.B42",
        )


def owe_renewals(ruling: Ruling, policies: Policies) -> None:
    """What expected renewals make owed, each from its first day on."""
    for p in ruling.promises:
        _worth(p)
        for one in _periods(p._replace(stated=p.due, pieces=p.pieces[:1]))[1:] if p.due is not None else []:
            ruling.changes.append(Changed(p.row, one.measure.from_on, one.measure, 0, one.price, one.price))
