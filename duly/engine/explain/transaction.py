"""The transaction price from a day on: what was agreed, less credits, with what of its elements is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duly.engine import tables as t
from duly.engine.explain.agreed import stated_price, total_price
from duly.engine.explain.amounts import summed
from duly.engine.explain.elements import element_amount, is_told, said, verb
from duly.engine.explain.view import View, each_fact
from duly.engine.recognition.price import IMPLICIT, VARIABLE, PriceVersion, lowered
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
    """Each credit that may lower the price by a day, with what it takes off beyond what is left out already."""
    off = {id(credit): amount for credit, amount in lowered(view.ruling.elements, view.ruling.credits)}
    granted = list[Step]()
    for credit in (one for one in view.ruling.credits if one.on <= on):
        fact, amount = credit.fact, off.get(id(credit), 0)
        label, stated = f"{fact.verb} {fact.ref}".rstrip(), fact.fields.get("amount", fact.fields.get(fact.verb))
        expected = _expected(view, credit.on) if stated == credit.lowers and not credit.shown else []
        if expected:
            whole = view.of_fact(fact, view.money(credit.lowers), label)
            left = f"-({summed([one.value for one in expected])})" + "".join(f" - {one.value}" for one in granted)
            how, below = f"= -above zero ({whole.value} - above zero ({left}))", (whole, *expected, *granted)
            now = view.step(f"{label} on the price", view.money(-amount), how, cite="606-10-32-43", children=below)
            how = f"= {summed([whole.value, now.value])}"
            before = view.money(credit.lowers - amount)
            granted.append(view.step(f"granted by {label}", before, how, cite="606-10-32-10", children=(whole, now)))
            yield now
        elif amount:
            follows = "" if stated == amount else "what of it lowers the price"
            yield view.of_fact(fact, view.money(-amount), f"{label} on the price", "606-10-32-43", follows)


def _expected(view: View, on: int) -> list[Step]:
    """The reductions that the price expects on a day."""
    found = [e for e in view.ruling.elements if e.kind in (VARIABLE, IMPLICIT) and e.included(on) < 0]
    return [element_amount(view, e, on) for e in found]


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
