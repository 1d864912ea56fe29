"""The elements of the price: what each is, which obligations it belongs to, and what of it is in the price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Element, Fact, Price, Terms
from duly.engine.delivery.progress import amount
from duly.engine.drafts import Drafts
from duly.engine.policies import Policies
from duly.engine.pricing.stated import for_use
from duly.engine.recognition.financing import financing_elements, is_financing
from duly.engine.recognition.noncash import noncash_element
from duly.engine.recognition.price import IMPLICIT, PAYABLE, VARIABLE, Included, PriceElement
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.rates import expected_rates, rated_elements
from duly.engine.recognition.returns import returns_element
from duly.engine.recognition.variable import beside_judgement, included
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction


class ElementOfLaterPromise(DulyError):
    """An element of the price belongs to an obligation that was not promised at inception."""


def price_elements(
    group: Sequence[Terms], promises: Sequence[Promise], drafts: Drafts, policies: Policies
) -> list[PriceElement]:
    """All elements of the price of a contract, in the order they are written; expected returns come first."""
    found = [e for e in (returns_element(p) for p in promises) if e is not None]
    for terms in group:
        for element in terms.elements:
            found.extend(_decided(element, terms, promises, drafts, policies))
        if policies["sales tax"] == "included":
            found.extend(_taxes(terms, promises))
    return found


@cites("606-10-32-2A")
def _taxes(terms: Terms, promises: Sequence[Promise]) -> list[PriceElement]:
    """Taxes on the sale as a part of the price, where the book does not elect to leave them out: what has been billed
    of them so far."""
    signs = {"invoice": 1, "credit note": -1}
    billed, so_far = {-t.NEVER: 0}, 0
    for fact in sorted((f for f in terms.happened if f.verb in signs), key=lambda f: (f.on, f.order)):
        so_far += signs[fact.verb] * amount(fact, "tax")
        billed[fact.on] = so_far
    if not any(billed.values()):
        return []
    element = Element("sales tax", (), {}, place=terms.place)
    rows, apart = pool(element, [p for p in promises if p.terms is terms], promises)
    versions = tuple(Included(since, minor, t.CAUSE["progress"]) for since, minor in billed.items())
    return [PriceElement(element.name, VARIABLE, rows, apart, versions, place=element.place)]


def _decided(
    element: Element, terms: Terms, promises: Sequence[Promise], drafts: Drafts, policies: Policies
) -> list[PriceElement]:
    """One row of `price` as elements of the price; a row that says that there is nothing gives none."""
    said = element.fields
    mine = [p for p in promises if p.terms is terms]
    later = set(element.of) - {p.obligation.ref for p in mine}
    if later:
        raise ElementOfLaterPromise(
            f"{element.name} belongs to {' and '.join(sorted(later))}, which an amendment adds",
            place=element.place,
            why="a row of `price` is agreed at inception, with what was promised then",
            fix="leave it out of `of`, or put its price into the amendment",
            cite="606-10-32-39, 606-10-25-11",
        )
    of = [p for p in mine if p.obligation.ref in element.of] or mine
    if said.get("none"):
        why = f": {said['why']}" if said.get("why") else ""
        drafts.notes.append(f"{element.place}: no {element.name}{why}")
        return []
    if is_financing(element):
        return financing_elements(element, terms, of, drafts)
    if "what" in said:
        return [noncash_element(element, of, policies)]
    if "tiers" in said:
        return [_tiered(element, p) for p in of if not p.by_use]
    if any(element in rated_elements(p) for p in of):
        return []
    kind = IMPLICIT if said.get("implicit") else PAYABLE if _is_payable(element) else VARIABLE
    basis = sum(p.stated or 0 for p in of)
    if not element.of and terms.total is not None:
        basis = terms.total
    if said.get("equity") and policies["equity to customers"] == "grant date":
        terms = _as_granted(element, terms)
    versions = _payable(element, terms, basis) if kind == PAYABLE else included(element, terms, basis)
    note = beside_judgement(element, terms, basis)
    drafts.notes.extend([note] if note else [])
    rows, apart = pool(element, of, promises)
    return [PriceElement(element.name, kind, rows, apart, versions, _settled_on(element, terms), element.place)]


@cites("606-10-32-39", "606-10-32-40", "606-10-32-41", ifrs15=("84", "85", "86"))
def pool(element: Element, of: Sequence[Promise], promises: Sequence[Promise]) -> tuple[tuple[int, ...], bool]:
    """The obligations an element belongs to, and whether it is split over these alone.

    `of` says that it pays for these alone (606-10-32-40); without it, and where it names all that share the price, it
    is a part of the price of the whole contract."""
    sharing = {p.row for p in promises if p.shares}
    rows = tuple(p.row for p in of if not p.setup)
    if not element.of or not rows:
        return (rows, True) if not sharing and rows else ((), False)
    return rows, bool(sharing - set(rows)) or not sharing


def _settled_on(element: Element, terms: Terms) -> int:
    """The day on which its amount became certain: the last `price element` row that is no estimate."""
    rows = [f for f in terms.happened if f.verb == "price element" and element.name in f.subjects]
    last = max(rows, key=lambda f: (f.on, f.order), default=None)
    return last.on if last is not None and "outcomes" not in last.fields else t.NEVER


def _tiered(element: Element, p: Promise) -> PriceElement:
    """Tiers on an agreed quantity: what the whole quantity costs at the rate expected, less its stated price."""
    o, tiers = p.obligation, cast("tuple[tuple[Fraction | None, Fraction], ...]", element.fields["tiers"])
    count, mode = o.quantity.count if o.quantity else Fraction(1), element.fields.get("mode", "graduated")
    rates = {-t.NEVER: for_use(Price("tiers", tiers=tiers, mode=str(mode)), Fraction(0), count)}
    if mode == "retrospective":
        facts = [f for f in p.terms.happened if o.ref in f.subjects]
        agreed = Fact("estimate", -t.NEVER, -t.NEVER, (o.ref,), {"expected quantity": count})
        rates = {since: rate * count for since, rate in expected_rates(tiers, [agreed, *facts])}
    versions = tuple(Included(since, round_fraction(whole) - (p.stated or 0)) for since, whole in rates.items())
    return PriceElement(element.name, VARIABLE, (p.row,), True, versions, place=element.place)


def _is_payable(element: Element) -> bool:
    return "for" in element.fields or element.name == "payable to customer"


def fair_value(element: Element) -> int:
    """What is bought from a customer is worth so much, minor units: nothing where it is not distinct, or where nobody
    could estimate it."""
    buys = element.fields.get("for", "nothing distinct") != "nothing distinct"
    return cast(int, element.fields.get("worth", 0)) if buys else 0


@cites("606-10-32-25A")
def _as_granted(element: Element, terms: Terms) -> Terms:
    """A contract in which the value of an equity instrument stays what it was on the day of the grant."""
    kept = (f for f in terms.happened if f.verb != "price element" or element.name not in f.subjects)
    return replace(terms, happened=tuple(kept))


@cites("606-10-32-25", "606-10-32-26", ifrs15=("70", "71"))
def _payable(element: Element, terms: Terms, basis: int) -> tuple[Included, ...]:
    """A payment to the customer lowers the price by what it exceeds the fair value of a distinct good it buys.

    included = -(payment - fair value), never above zero; without a distinct good, or an estimate of what it is worth,
    its fair value is nothing"""
    worth = fair_value(element)
    fields = {key: abs(cast(int, said)) if key == "amount" else said for key, said in element.fields.items()}
    positive = replace(element, fields=fields)
    versions = included(positive, terms, basis)
    return tuple(v._replace(amount=-max(abs(v.amount) - worth, 0)) for v in versions)
