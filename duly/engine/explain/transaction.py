"""The transaction price from a day on: what was agreed, less credits, with what of its elements is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duly.engine import tables as t
from duly.engine.explain.agreed import stated_price, total_price
from duly.engine.explain.amounts import summed
from duly.engine.explain.elements import element_amount, is_told, said, verb
from duly.engine.explain.view import View, each_fact
from duly.engine.recognition.price import PriceVersion, lowered
from duly.ground.dates import iso
from duly.ground.reports import Step


def version_price(view: View, version: PriceVersion) -> Step:
    """What all obligations share from the day of a version on."""
    elements = [e for e in view.ruling.elements if not e.apart and is_told(view, e, version.since_on)]
    parts = [*_fixed(view, version), *(element_amount(view, e, version.since_on) for e in elements)]
    return _sum(view, f"transaction price{_since(version)}", version.amount, parts)


def fixed_price(view: View, version: PriceVersion) -> Step:
    """What was agreed, less credits, without elements."""
    return _sum(view, f"agreed price{_since(version)}", version.fixed, _fixed(view, version))


def moved_price(view: View, first: PriceVersion, version: PriceVersion) -> Step:
    """What the price has moved since it was agreed."""
    now, then = version_price(view, version), fixed_price(view, first)
    value, how = view.money(version.amount - first.fixed), f"= {now.value} - {then.value}"
    return view.step("moved since it was agreed", value, how, cite="606-10-32-43", children=(now, then))


def apart_price(view: View, rows: Sequence[int], version: PriceVersion) -> Step:
    """What of the elements belongs to some obligations alone."""
    elements = [e for e in view.ruling.elements if e.apart and e.rows == tuple(rows)]
    parts = [element_amount(view, e, version.since_on) for e in elements if is_told(view, e, version.since_on)]
    amount = sum(e.included(version.since_on) for e in elements)
    return _sum(view, f"price that belongs to them alone{_since(version)}", amount, parts, "606-10-32-40")


def _since(version: PriceVersion) -> str:
    return f" from {iso(version.since_on)}" if version.since_on > -t.NEVER else ""


def _sum(view: View, label: str, amount: int, parts: Sequence[Step], cite: str = "606-10-32-2") -> Step:
    how = f"= {summed([step.value for step in parts])}" if parts else "nothing is agreed"
    source = "" if parts else str(view.ruling.group[0].place)
    return view.step(label, view.money(amount), how, source=source, cite=cite, children=parts)


def _fixed(view: View, version: PriceVersion) -> list[Step]:
    """Stated prices or totals, and each credit on the price so far with what it took off."""
    summed_up = [
        stated_price(view, p)
        for p in view.ruling.promises
        if p.terms.total is None and _is_original(view, p.row) and (p.stated or 0) != p.apart
    ]
    return [*total_price(view), *summed_up, *_credits(view, version.since_on)]


def _is_original(view: View, row: int) -> bool:
    """Whether a promise was there at inception; what an amendment adds has no slots of a version."""
    return bool(view.ruling.slots[row])


def _credits(view: View, on: int) -> Iterable[Step]:
    """Each credit that lowered the price by a day, with what it took off."""
    for credit, amount in lowered(view.ruling.elements, view.ruling.credits):
        if credit.on <= on:
            label = f"{credit.fact.verb} {credit.fact.ref}".rstrip()
            stated = credit.fact.fields.get("amount", credit.fact.fields.get(credit.fact.verb))
            follows = "" if stated == amount else "what of it lowers the price"
            yield view.of_fact(credit.fact, view.money(-amount), f"{label} on the price", "606-10-32-43", follows)


def version_changes(view: View, on: int) -> list[Step]:
    """The facts and judgements by which the price changes on a day."""
    names = {e.name for e in view.ruling.elements}
    credits = {credit.fact.place for credit in view.ruling.credits if credit.on == on}
    found = []
    for terms in view.ruling.group:
        for fact in each_fact(terms):
            estimated = fact.verb in ("estimate", "returned", "return right lapsed", "received")
            if fact.place in credits or (fact.on == on and (names & set(fact.subjects) or estimated)):
                found.append(view.of_fact(fact, said(view, fact), verb(fact)))
    return found
