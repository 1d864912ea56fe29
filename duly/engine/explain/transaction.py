"""The transaction price from a day on: what was agreed, less credits, with what of its elements is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Bound, Element, Fact, Quantity
from duly.engine.explain.agreed import stated_price, total_price
from duly.engine.explain.amounts import counted, exact, percent, summed
from duly.engine.explain.view import View, each_fact, of_obligation, said_at
from duly.engine.recognition.price import PriceElement, PriceVersion, lowered
from duly.engine.recognition.variable import estimated
from duly.ground.dates import iso
from duly.ground.reports import Step

_WORDS = {
    "variable": "what is expected of it, less what is held back",
    "implicit": "a reduction that is expected and not written",
    "returns": "what is expected to come back, at its stated price",
    "noncash": "what is received in another form than cash, at its fair value",
    "financing": "the interest in payments that come later",
    "advance": "the interest on what was paid ahead",
    "accreted": "the interest in payments over the time of the service",
    "payable": "a payment to the customer for nothing distinct",
}
_COUNTS = ("quantity", "units", "expected quantity", "expected returned", "expected redeemed")
_CITES = {
    "implicit": "606-10-32-6",
    "returns": "606-10-55-23",
    "noncash": "606-10-32-21",
    "financing": "606-10-32-15",
    "advance": "606-10-32-15",
    "accreted": "606-10-32-15",
    "payable": "606-10-32-25",
}


def version_price(view: View, version: PriceVersion) -> Step:
    """What all obligations share from the day of a version on."""
    elements = [e for e in view.ruling.elements if not e.apart and e.included(version.since_on)]
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
    parts = [element_amount(view, e, version.since_on) for e in elements if e.included(version.since_on)]
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


def element_amount(view: View, e: PriceElement, on: int) -> Step:
    """What of an element is in the price from a day on: what was written of it, judged and known by then."""
    written = _written(view, e)
    facts = [fact for fact in _spoken(view, e) if fact.on <= max(on, view.ruling.group[0].signed_on)]
    below = [*_agreed(view, e, written), *(view.of_fact(fact, _said(view, fact), _verb(fact)) for fact in facts)]
    weighed = _weighed(view, e, written, facts)
    if weighed is not None:
        return weighed
    how = _WORDS.get(e.kind, "") if facts else _outcomes(view, written) or _WORDS.get(e.kind, "")
    value, cite = view.money(e.included(on)), _CITES.get(e.kind, "606-10-32-5")
    return view.step(f"{e.name} in the price", value, how, cite=cite, children=below)


def _written(view: View, e: PriceElement) -> Element | None:
    found = [element for terms in view.ruling.group for element in terms.elements if element.place == e.place]
    return found[0] if found else None


def _agreed(view: View, e: PriceElement, written: Element | None) -> list[Step]:
    """An element as it was agreed, as leaves."""
    if written is not None:
        return [view.step(e.name, "as agreed", source=said_at(written.place, written.source))]
    promises = [view.promise(row) for row in e.rows]
    return [view.step(e.name, "as agreed", source=of_obligation(p, "returns")) for p in promises] or [
        view.step(e.name, "as agreed", source=str(e.place))
    ]


def _weighed(view: View, e: PriceElement, written: Element | None, facts: Sequence[Fact]) -> Step | None:
    """An element whose outcomes were agreed, and of which nothing was said since but what is held back."""
    how = _outcomes(view, written)
    held = [fact for fact in facts if fact.verb == "held back"]
    if written is None or not how or len(held) != len(facts) or len(held) > 1:
        return None
    found = estimated(written, view.ruling.group[0], 0)[0]
    source = said_at(written.place, written.source)
    agreed = view.step(e.name, "as agreed", source=source)
    whole = view.step(f"estimate of {e.name}", view.money(found.amount), how, cite="606-10-32-8", children=(agreed,))
    parts = [whole, *(view.of_fact(fact, _said(view, fact), _verb(fact)) for fact in held)]
    how = f"= {' - '.join(part.value for part in parts)}"
    on = view.ruling.group[0].signed_on if not held else max(view.ruling.group[0].signed_on, held[0].on)
    value, cite = view.money(e.included(on)), _CITES.get(e.kind, "606-10-32-5")
    return view.step(f"{e.name} in the price", value, how, cite=cite, children=parts)


def _outcomes(view: View, written: Element | None) -> str:
    """Outcomes with their chances, in words."""
    outcomes = written.fields.get("outcomes") if written is not None else None
    if not isinstance(outcomes, tuple):
        return ""
    assert written is not None
    unit = written.fields.get("per")
    rows = cast("tuple[tuple[int | Fraction, Fraction], ...]", outcomes)
    scale = unit if isinstance(unit, (int, Fraction)) else 1
    shown = ", ".join(f"{view.money(Fraction(x) * scale)} at {percent(chance)}" for x, chance in rows)
    return f"{written.fields.get('method', 'expected value')} of {shown}"


def _spoken(view: View, e: PriceElement) -> list[Fact]:
    """Facts and judgements that speak of an element, or of the returns of its obligation."""
    refs = {view.promise(row).obligation.ref for row in e.rows}
    returned = {"returned", "return right lapsed"}
    found = []
    for terms in view.ruling.group:
        for fact in each_fact(terms):
            of_returns = fact.verb in returned or "expected returned" in fact.fields
            if e.name in fact.subjects or (
                e.kind in ("returns", "returned") and of_returns and refs & set(fact.subjects)
            ):
                found.append(fact)
    return sorted(found, key=lambda f: (f.on, f.order))


def _verb(fact: Fact) -> str:
    return f"{fact.verb} {', '.join(fact.subjects)}"


def _said(view: View, fact: Fact) -> str:
    """The number a row states, as it was written."""
    for key, value in fact.fields.items():
        if key in ("amount", "expected price") and isinstance(value, (int, Fraction)):
            return view.money(value)
        if key == "percent" and isinstance(value, Fraction):
            return percent(value)
        if key in _COUNTS and isinstance(value, (int, Fraction)):
            return exact(Fraction(value))
        if isinstance(value, Quantity):
            return counted(value.count, value.unit)
        if isinstance(value, Bound):
            return f"{value.side} {exact(value.count)}"
    return "as written"


def version_changes(view: View, on: int) -> list[Step]:
    """The facts and judgements by which the price changes on a day."""
    names = {e.name for e in view.ruling.elements}
    credits = {credit.fact.place for credit in view.ruling.credits if credit.on == on}
    found = []
    for terms in view.ruling.group:
        for fact in each_fact(terms):
            estimated = fact.verb in ("estimate", "returned", "return right lapsed", "received")
            if fact.place in credits or (fact.on == on and (names & set(fact.subjects) or estimated)):
                found.append(view.of_fact(fact, _said(view, fact), _verb(fact) if fact.subjects else fact.verb))
    return found
