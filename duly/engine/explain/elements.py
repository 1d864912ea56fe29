"""What of an element of the price is in it on a day: its last estimate, less what is held back of it; what is expected
to come back; what comes in another form than cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Bound, Element, Fact, Quantity, Terms
from duly.engine.delivery.progress import count_of
from duly.engine.explain.agreed import stated_price
from duly.engine.explain.amounts import counted, exact, percent, summed
from duly.engine.explain.financing import financed_amount
from duly.engine.explain.used import tier_rate
from duly.engine.explain.view import View, each_fact, of_obligation, of_terms
from duly.engine.recognition.elements import fair_value
from duly.engine.recognition.noncash import ends
from duly.engine.recognition.price import NONCASH, PAYABLE, RETURNED, RETURNS, PriceElement
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.returns import expected_back, units, waits
from duly.engine.recognition.variable import Estimate, estimated, included
from duly.ground.dates import iso
from duly.ground.errors import said_at
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

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
_CERTAIN, _OF_RETURNS = "certain amount", ("returned", "return right lapsed", "estimate")


def element_amount(view: View, e: PriceElement, on: int) -> Step:
    """What of an element is in the price from a day on: what was written of it, judged and known by then."""
    found = [(terms, one) for terms in view.ruling.group for one in terms.elements if one.place == e.place]
    on = max(on, view.ruling.group[0].signed_on)
    if found and _is_estimated(view, e, found[0][1]):
        return _estimated(view, e, *found[0], on)
    if e.kind in (RETURNS, RETURNED):
        return _returns(view, e, on)
    if found and found[0][1].fields.get("mode") in ("retrospective", "volume") and "tiers" in found[0][1].fields:
        return _tiered(view, e, found[0][1], on)
    financed = financed_amount(view, e, on)
    if financed is not None:
        return _in_price(view, e, on, *financed)
    if e.kind == NONCASH and found:
        return _noncash(view, e, found[0][1], on)
    facts = [fact for fact in _spoken(view, e) if fact.on <= on]
    below = [_agreed(view, e), *(view.of_fact(fact, said(view, fact), verb(fact)) for fact in facts)]
    return _in_price(view, e, on, _WORDS.get(e.kind, ""), below)


def is_told(view: View, e: PriceElement, on: int) -> bool:
    """Whether an element is told of: what is in the price, and what was estimated at nothing."""
    written = [one for terms in view.ruling.group for one in terms.elements if one.place == e.place]
    return bool(e.included(on)) or e.kind == RETURNS or bool(written and _is_estimated(view, e, written[0]))


def _in_price(view: View, e: PriceElement, on: int, how: str, below: Sequence[Step]) -> Step:
    cite = _CITES.get(e.kind, "606-10-32-5")
    return view.step(f"{e.name} in the price", view.money(e.included(on)), how, cite=cite, children=below)


def _is_estimated(view: View, e: PriceElement, written: Element) -> bool:
    """Whether it is what was estimated last; an equity instrument may be kept at the value of its grant."""
    granted = written.fields.get("equity") and view.policies["equity to customers"] == "grant date"
    return e.kind in ("variable", "implicit", PAYABLE) and "tiers" not in written.fields and not granted


def _estimated(view: View, e: PriceElement, terms: Terms, written: Element, on: int) -> Step:
    """The last estimate, less what is held back; of a payment to the customer what exceeds what it buys."""
    if e.kind != PAYABLE:
        return _in_price(view, e, on, _counts(on), _said_of(view, e, terms, written, on))
    size = {key: abs(cast(int, x)) if key == "amount" else x for key, x in written.fields.items()}
    positive = replace(written, fields=size)
    below, worth = _said_of(view, e, terms, positive, on), fair_value(written)
    amount = [one.amount for one in included(positive, terms, _whole(view, terms, written)[1]) if one.since_on <= on]
    # The payment itself is what the price is lowered by, and what it buys.
    paid = view.step(f"payment of {e.name}", view.money(abs(amount[-1])), _counts(on), children=below)
    if not worth:
        return _in_price(view, e, on, f"= -{paid.value}", [paid])
    buys = view.step("what it buys is worth", view.money(worth), source=said_at(written.place, written.source))
    return _in_price(view, e, on, f"= -above zero ({paid.value} - {buys.value})", [paid, buys])


def _counts(on: int) -> str:
    return f"what counts on {iso(on)}: the last estimate, less what is held back of it"


def _whole(view: View, terms: Terms, written: Element) -> tuple[list[Promise], int]:
    """What an element belongs to, and the sum that a percentage of it refers to."""
    of = [p for p in view.ruling.promises if p.terms is terms and p.obligation.ref in _promised(terms)]
    of = [p for p in of if p.obligation.ref in written.of] or of
    whole = None if written.of else terms.total
    return of, sum(p.stated or 0 for p in of) if whole is None else whole


def _until(e: PriceElement, on: int) -> int:
    """The day before that on which what is in the price changes next."""
    return min((version.since_on for version in e.versions if version.since_on > on), default=t.NEVER) - 1


def _said_of(view: View, e: PriceElement, terms: Terms, written: Element, on: int) -> list[Step]:
    """Every estimate and judgement of an element, with those that change nothing of what counts since a day."""
    on = _until(e, on)
    rows = [f for f in terms.happened if f.verb == "price element" and written.name in f.subjects]
    judged = [f for f in terms.judged if f.verb in ("held back", "included") and written.name in f.subjects]
    order = lambda f: (f.on, f.order)  # noqa: E731
    facts = [None, *sorted(rows, key=order)]
    of, basis = _whole(view, terms, written)
    made = zip(facts, estimated(written, terms, basis), strict=True)
    found = [_estimate(view, terms, written, of, fact, one) for fact, one in made if fact is None or fact.on <= on]
    said_too = [f for f in sorted(judged, key=order) if f.on <= on]
    return [*found, *(view.of_fact(f, said(view, f), f"{f.verb} {written.name}", "606-10-32-11") for f in said_too)]


def _promised(terms: Terms) -> set[str]:
    return {o.ref for o in terms.obligations}


def _estimate(
    view: View, terms: Terms, written: Element, of: Sequence[Promise], fact: Fact | None, one: Estimate
) -> Step:
    """An estimate with what it was made of: outcomes, units, a part of stated prices, or its amount."""
    fields, value = (written if fact is None else fact).fields, view.money(one.amount)
    label = f"estimate of {written.name}" if "outcomes" in fields or fact is None else f"{_CERTAIN} of {written.name}"
    source = said_at(written.place, written.source)

    def leaf(worth: str) -> Step:
        return view.step(written.name, worth, source=source) if fact is None else view.of_fact(fact, worth)

    dated = f"{label} as agreed" if fact is None else f"{label} on {iso(fact.on)}"
    how, below = "", [leaf("as agreed" if fact is None else "as estimated anew")]
    per = written.fields.get("per")
    if "outcomes" in fields:
        how = _outcomes(view, written, one)
        below += [view.step("value of one", view.money(cast(int, per)), source=source)] if per is not None else []
    elif "units" in fields and per is not None:
        each = view.step("value of one", view.money(cast(int, per)), source=source)
        below = [leaf(exact(cast(Fraction, fields["units"]))), each]
        how = f"= round({below[0].value} x {each.value})"
    elif "percent" in fields or "expected price" in fields:
        prices = _basis(view, terms, written, of)
        below = [leaf(said_in(view, fields)), *prices]
        together = f"({summed([price.value for price in prices])})"
        how = f"= round({below[0].value} x {together})" if "percent" in fields else f"= {below[0].value} - {together}"
    elif fact is not None:
        return view.of_fact(fact, value, label, "606-10-32-14")
    else:
        return view.step(dated, value, source=source, cite="606-10-32-8")
    return view.step(dated, value, how, cite="606-10-32-8", children=below)


def _basis(view: View, terms: Terms, written: Element, of: Sequence[Promise]) -> list[Step]:
    """What a percentage or an expected price refers to: stated prices, or the total of the contract."""
    if not written.of and terms.total is not None:
        return [view.step("total price", view.money(terms.total), source=of_terms(terms, "total"))]
    return [stated_price(view, p._replace(apart=0)) for p in of if p.stated] or [stated_price(view, of[0])]


def _outcomes(view: View, written: Element, one: Estimate) -> str:
    """Outcomes with their chances, in words."""
    shown = ", ".join(f"{view.money(x)} at {percent(chance)}" for x, chance in one.outcomes)
    return f"{written.fields.get('method', 'expected value')} of {shown}"


def _returns(view: View, e: PriceElement, on: int) -> Step:
    """Units expected back, at what one of those that were sold costs."""
    p = view.promise(e.rows[0])
    coming, of_units = units_coming_back(view, e, on)
    price = stated_price(view, p._replace(apart=0))
    if p.stated is None:
        price = view.step("total price", view.money(p.terms.total or 0), source=of_terms(p.terms, "total"))
    how = f"= -round({price.value} x {coming.value} / {of_units.value})"
    return _in_price(view, e, on, how, [price, coming, of_units])


def units_coming_back(view: View, e: PriceElement, on: int) -> tuple[Step, Step]:
    """Units expected back from a day on, by all that was said of them, and units sold."""
    p = view.promise(e.rows[0])
    back = [count for since, count in expected_back(p) if since <= on][-1]
    of_units = count_of_units(view, p)
    below = [first_back(view, p, of_units), of_units]
    for fact in sorted(_spoken(view, e), key=lambda f: (f.on, f.order)):
        if fact.on <= _until(e, on) and fact.verb in _OF_RETURNS:
            key = "expected returned" if fact.verb == "estimate" else "quantity"
            count = count_of(fact, key)
            below.append(view.of_fact(fact, "all" if count is None else exact(count), f"{fact.verb} of units"))
    words = "what came back" if waits(p.obligation) else "the last estimate, no more than may, no less than did"
    how = f"expected back on {iso(on)}: {words}"
    return view.step("units expected back", exact(back), how, cite="606-10-55-25", children=below), of_units


def _tiered(view: View, e: PriceElement, written: Element, on: int) -> Step:
    """What an agreed quantity costs at the rate that is expected, less its stated price."""
    p = view.promise(e.rows[0])
    stated = stated_price(view, p._replace(apart=0))
    count = p.obligation.quantity.count if p.obligation.quantity else Fraction(1)
    facts = [f for f in p.terms.happened if p.obligation.ref in f.subjects and f.on <= _until(e, on)]
    mine = facts if written.fields["mode"] == "retrospective" else []
    whole = e.included(on) + (p.stated or 0)
    rates = [worth for _, worth in cast("tuple[tuple[object, Fraction], ...]", written.fields["tiers"])]
    at = next((worth for worth in rates if round_fraction(worth * count) == whole), Fraction(whole) / count)
    rate = tier_rate(view, written, mine, at, on, count, of_obligation(p, "quantity"))
    units = view.step("quantity", exact(count), "" if count != 1 else "one whole", source=of_obligation(p, "quantity"))
    how = f"= round({rate.value} x {units.value}) - {stated.value}"
    return _in_price(view, e, on, how, [rate, units, stated])


def _noncash(view: View, e: PriceElement, written: Element, on: int) -> Step:
    """What comes in another form than cash: at the value of inception; or what came at the value of its day, and the
    rest at the last one known."""
    fields, source, p = written.fields, said_at(written.place, written.source), view.promise(e.rows[0])
    rows = sorted(
        (f for f in _spoken(view, e) if f.on <= on and f.verb in ("received", "price element")), key=lambda f: f.on
    )
    names = {e.name, str(fields["what"])}
    known = [f for terms in view.ruling.group for f in terms.happened if f.on <= on and names & set(f.subjects)]
    each = view.step("units of one period", exact(cast(Fraction, fields["units"])), source=source)
    value = view.step("value of one", view.money(cast(Fraction, fields["value"])), source=source)
    times = []
    if "every" in fields and p.start is not None and p.until is not None:
        count = Fraction(len(ends(written, p.start, p.until)))
        words = f"whole {fields['every']}s from {iso(p.start)} to {iso(p.until - 1)}"
        times = [
            view.step(words, counted(count, f"{fields['every']}s"), source=of_obligation(p, "to", "months", "from"))
        ]
    if view.policies["noncash measured"] == "at inception":
        anew = [f for f in rows if f.verb == "price element" and "units" in f.fields]
        each = view.of_fact(anew[-1], exact(cast(Fraction, anew[-1].fields["units"])), "units") if anew else each
        parts = [each, *times, value]
        return _in_price(view, e, on, f"= round({' x '.join(one.value for one in parts)})", parts)
    return _in_price(
        view, e, on, _WORDS[e.kind], [each, *times, value, *(view.of_fact(f, said(view, f)) for f in known)]
    )


def first_back(view: View, p: Promise, sold: Step) -> Step:
    """Units expected back as agreed; they may be stated by those that are kept."""
    said, source, label = (
        p.obligation.returns or {},
        of_obligation(p, "returns"),
        f"expected back of {p.obligation.ref} as agreed",
    )
    first = Fraction(0) if waits(p.obligation) else cast(Fraction, said["expected"])
    if "kept" not in said:
        return view.step(label, exact(first), "" if first else "nothing", source=source)
    stay = view.step("kept", exact(cast(Fraction, said["kept"])), source=source)
    return view.step(label, exact(first), f"= {sold.value} - {stay.value}", children=(sold, stay))


def count_of_units(view: View, p: Promise) -> Step:
    """How many units are sold."""
    how = "" if p.obligation.quantity else "one whole"
    return view.step("units sold", exact(units(p.obligation)), how, source=of_obligation(p, "quantity", "parts"))


def _agreed(view: View, e: PriceElement) -> Step:
    """An element as it was agreed, as a leaf."""
    found = [one for terms in view.ruling.group for one in terms.elements if one.place == e.place]
    source = said_at(found[0].place, found[0].source) if found else str(e.place)
    return view.step(e.name, "as agreed", source=source)


def _spoken(view: View, e: PriceElement) -> list[Fact]:
    """Facts and judgements that speak of an element, or of the returns of its obligation."""
    refs = {view.promise(row).obligation.ref for row in e.rows}
    returned = {"returned", "return right lapsed"}
    found = []
    for terms in view.ruling.group:
        for fact in each_fact(terms):
            of_returns = fact.verb in returned or "expected returned" in fact.fields
            if e.name in fact.subjects or (e.kind in (RETURNS, RETURNED) and of_returns and refs & set(fact.subjects)):
                found.append(fact)
    return sorted(found, key=lambda f: (f.on, f.order))


def verb(fact: Fact) -> str:
    """The verb of a fact, with what it speaks of."""
    return f"{fact.verb} {', '.join(fact.subjects)}" if fact.subjects else fact.verb


def said(view: View, fact: Fact) -> str:
    """The number a row states, as it was written."""
    return said_in(view, fact.fields)


def said_in(view: View, fields: object) -> str:
    """The number that fields state."""
    assert isinstance(fields, dict)
    for key, value in fields.items():
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
