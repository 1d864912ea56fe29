"""What an obligation costs by its contract and what it would cost alone: stated and standalone selling prices."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from duly.engine.contracts.terms import Obligation, Price, Ssp
from duly.engine.delivery.royalties import by_year, minimum_of, stated_minimum
from duly.engine.explain.amounts import counted, exact, percent, summed
from duly.engine.explain.price_by_days import added_with, days_of_added
from duly.engine.explain.view import View, of_obligation, of_terms
from duly.engine.pricing.stated import amount_of, periods
from duly.engine.recognition.promises import Promise
from duly.ground.dates import iso, months_started
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

Factor = tuple[Fraction, Step]
_PER = {"period", "unit_period"}
_STATED = "606-10-32-2"


def stated_price(view: View, p: Promise) -> Step:
    """The price stated for an obligation, as far as it takes part in the allocation."""
    label, whole = f"stated price of {p.obligation.ref}", (p.stated or 0) - p.apart
    value, source = view.money(whole), of_obligation(p, "price", "royalty")
    if whole == 0 and p.obligation.price.form == "none":
        return view.step(label, value, "none of its own", source=source, cite=_STATED)
    made = price_factors(view, p, p.obligation.price, "price")
    how, exactly = _product(made)
    if len(made) > 1 and (round_fraction(exactly) == whole or _plainly(view, p)):
        how = f"= {how}" if exactly.denominator == 1 else f"= round({how})"
        return view.step(label, value, how, cite=_STATED, children=[step for _, step in made])
    written = next((o for o in p.terms.obligations if o.ref == p.obligation.ref), None)
    if p.obligation.renewals is not None and p.due is not None:
        return _renewed(view, p, value)
    if written is not None and _is_turned(p, written):
        return _turned(view, p, written, value)
    if made and p.obligation.price.form == "steps" and _plainly(view, p):
        return view.step(label, value, f"= {how}", cite=_STATED, children=[step for _, step in made])
    minimum = 0 if p.obligation.royalty is None else minimum_of(p.obligation, p.start, p.until)
    if minimum and p.obligation.price.form in ("fixed", "none") and not p.apart:
        parts = [_minimum(view, p)]
        if made:
            price = view.money(p.obligation.price.amount)
            parts.insert(0, view.step(f"price of {p.obligation.ref}", price, source=of_obligation(p, "price")))
        how = f"= {summed([s.value for s in parts])}"
        return view.step(f"{label}, with its minimum", value, how, cite=_STATED, children=parts)
    return _prorated(view, p, value) or view.step(label, value, _role(view, p), source=source, cite=_STATED)


def _prorated(view: View, p: Promise, value: str) -> Step | None:
    """The price of what an amendment adds by the days that are left."""
    found = added_with(p.obligation, p.terms)
    if found is None or p.apart:
        return None
    quantity = p.obligation.quantity
    source = of_obligation(p, "quantity")
    count = [] if quantity is None else [view.step("quantity", counted(quantity.count, quantity.unit), source=source)]
    made = days_of_added(view, *found, p.terms, count)
    if made is None:
        return None
    how = " x ".join(one.value.partition(" per ")[0] for one in made)
    return view.step(f"stated price of {p.obligation.ref}", value, f"= round({how})", cite=_STATED, children=made)


def _renewed(view: View, p: Promise, value: str) -> Step:
    """A price with that of the renewals that are expected, each as far as it is."""
    first = stated_price(view, p._replace(stated=p.due, due=None))
    said, source = p.obligation.renewals or {}, of_obligation(p, "renewals")
    again = first
    if "price" in said:
        again = view.step("price of a renewal", view.money(cast(int, said["price"])), source=source)
    parts = expected_renewals(view, p)
    how = " + ".join([first.value, *(f"round({again.value} x {part.value})" for part in parts)])
    label = f"stated price of {p.obligation.ref}, with its renewals"
    below = [first, *([again] if again is not first else []), *parts]
    return view.step(label, value, f"= {how}", cite="606-10-55-45", children=below)


def expected_renewals(view: View, p: Promise) -> list[Step]:
    """How far each renewal is expected."""
    source, said = of_obligation(p, "renewals"), (p.obligation.renewals or {})["expected"]
    rows = enumerate(cast("Sequence[Fraction]", said), 1)
    return [view.step(f"renewal {number} is expected", percent(part), source=source) for number, part in rows]


def weighed_periods(view: View, p: Promise) -> list[Step]:
    """What the first period and each renewal weigh: how far it is expected, or what it then is expected to cost."""
    parts = [view.step("the first period", "100%", "one whole"), *expected_renewals(view, p)]
    said, source = p.obligation.renewals or {}, of_obligation(p, "renewals")
    if "cost" not in said:
        return parts
    found = []
    shares = [Fraction(1), *cast("Sequence[Fraction]", said["expected"])]
    for part, share, cost in zip(parts, shares, cast("Sequence[int]", said["cost"]), strict=True):
        spent = view.step("cost of the period", view.money(cost), source=source)
        how = f"= {spent.value} x {part.value}"
        found.append(view.step("cost that is expected", view.money(share * cost), how, children=(spent, part)))
    return found


def _is_turned(p: Promise, written: Obligation) -> bool:
    """Whether it is performed in another role than its price was written for."""
    if p.obligation.role == "principal":
        return written.gross is not None and not p.apart
    return written.gross is None and written.cost is not None and not p.apart


def _turned(view: View, p: Promise, written: Obligation, value: str) -> Step:
    """A price that was written for the other role: an agent keeps its fee, a principal has the gross price."""
    label, cite = f"stated price of {written.ref}", "606-10-55-38"
    if p.obligation.role == "principal" and written.gross is not None:
        return view.step(label, value, source=of_obligation(p, "gross", "price"), cite=cite)
    if written.cost is None or written.price.form != "fixed" or written.cost.form != "fixed":
        return view.step(label, value, _role(view, p), source=of_obligation(p, "price"), cite=cite)
    gross = view.step("gross price", view.money(written.price.amount), source=of_obligation(p, "price"))
    cost = view.step("what the supplier gets", view.money(written.cost.amount), source=of_obligation(p, "cost"))
    return view.step(label, value, f"= {gross.value} - {cost.value}", cite=cite, children=(gross, cost))


def _minimum(view: View, p: Promise) -> Step:
    """The minimum of a royalty: for the contract, or for each year that begins."""
    source = of_obligation(p, "royalty")
    each = view.step("minimum royalty", view.money(stated_minimum(p.obligation)), source=source, cite="606-10-55-65")
    if not by_year(p.obligation) or p.start is None or p.until is None:
        return each
    years = -(-months_started(p.start, p.until) // 12)
    words = f"years begun from {iso(p.start)} to {iso(p.until - 1)}"
    count = view.step(words, counted(Fraction(years), "years"), source=of_obligation(p, "to", "months", "from"))
    value = view.money(stated_minimum(p.obligation) * years)
    how = f"= {each.value} x {count.value}"
    return view.step("minimum royalty of all years", value, how, cite="606-10-55-65", children=(each, count))


def _plainly(view: View, p: Promise) -> bool:
    """Whether a stated price is its product alone: nothing of it stands apart, and no amendment prorated it."""
    minimum = p.obligation.royalty is not None and stated_minimum(p.obligation)
    return not p.apart and not minimum and not _is_prorated(p)


def _is_prorated(p: Promise) -> bool:
    """Whether an amendment added it by the days that were left."""
    return added_with(p.obligation, p.terms) is not None


def _role(view: View, p: Promise) -> str:
    """What was made of the price by the role in which an obligation is performed."""
    if p.obligation.role == "agent" and p.obligation.gross is not None:
        return "the fee that an agent keeps of the gross price"
    o = p.obligation
    if "currency" in o.places:
        return "at the rate of the day of the contract"
    plain = o.price.form == "fixed" and o.role == "principal" and _plainly(view, p)
    return "" if plain else "by its price and its terms"


def price_factors(view: View, p: Promise, price: Price, key: str) -> list[Factor]:
    """The numbers whose product an agreed price is: rate, quantity, periods of its span. Steps are added up instead, as
    one number."""
    o, source = p.obligation, of_obligation(p, key)
    if price.form == "share":
        gross = view.step("gross price", view.money(o.gross or 0), source=source)
        return [(price.ratio, view.step("fee", percent(price.ratio), source=source)), (Fraction(o.gross or 0), gross)]
    if price.form == "steps":
        return [(sum(price.steps, Fraction(0)), _steps(view, p, price, source))]
    if price.form in ("none", "tiers") or (price.form in _PER and (p.start is None or p.until is None)):
        return []
    per = "" if price.form == "fixed" else " per " + " and ".join(filter(None, (_unit(price), price.period)))
    made = [(price.amount, view.step("price", f"{view.money(price.amount)}{per}", source=source, cite=_STATED))]
    if price.form in ("unit", "unit_period") and o.quantity is not None:
        count = counted(o.quantity.count, o.quantity.unit)
        made.append((o.quantity.count, view.step("quantity", count, source=of_obligation(p, "quantity"))))
    if price.form in _PER and p.start is not None and p.until is not None:
        times = periods(price.period, p.start, p.until)
        words = f"{price.period}s from {iso(p.start)} to {iso(p.until - 1)}"
        unit = price.period if times == 1 else f"{price.period}s"
        made.append((times, view.step(words, counted(times, unit), source=of_obligation(p, "to", "months", "from"))))
    return made


def _unit(price: Price) -> str:
    return price.unit or "unit" if price.form in ("unit", "unit_period") else ""


def _steps(view: View, p: Promise, price: Price, source: str) -> Step:
    label = f"price of {price.period or 'year'}"
    parts = [
        view.step(f"{label} {number}", view.money(step), source=source) for number, step in enumerate(price.steps, 1)
    ]
    value = view.money(sum(price.steps, Fraction(0)))
    return view.step("steps of the price", value, f"= {summed([s.value for s in parts])}", children=parts)


def _product(made: Sequence[Factor]) -> tuple[str, Fraction]:
    """A product in words and its exact value."""
    product = Fraction(1)
    for number, _ in made:
        product *= number
    # A rate is written per unit: the formula has its number alone.
    return " x ".join(step.value.partition(" per ")[0] for _, step in made), product if made else Fraction(0)


def standalone_price(view: View, p: Promise, worth: Fraction | None = None) -> Step:
    """The standalone selling price of an obligation and how it was found; `worth` where it is not that of inception."""
    ssp = p.obligation.ssp
    worth = view.ruling.ssp.get(p.obligation.ref, Fraction(0)) if worth is None else worth
    label, value = f"standalone selling price of {p.obligation.ref}", view.money(worth)
    source = of_obligation(p, "ssp", "price")
    if ssp.form == "none":
        stated = stated_price(view, p._replace(apart=0))
        if stated.value == value:
            how = f"= {value}; the stated price"
            return view.step(label, value, how, cite="606-10-32-32", children=(stated,))
        return view.step(label, value, "the stated price", source=source, cite="606-10-32-32")
    made = _ssp_factors(view, p, ssp)
    how, exactly = _product(made)
    if len(made) == 1 and exactly == worth:
        how = "at the rate of the day of the contract" if "currency" in p.obligation.places else ""
        return view.step(label, value, how, source=source, cite="606-10-32-32")
    if made and (exactly == worth or ("currency" not in p.obligation.places and not _is_prorated(p))):
        return view.step(label, value, f"= {how}", cite="606-10-32-32", children=[step for _, step in made])
    children, how = _ssp_parts(view, p, ssp), _ssp_words(view, p, ssp, worth)
    return view.step(label, value, how, source=source, cite=_ssp_cite(ssp), children=children)


def _ssp_factors(view: View, p: Promise, ssp: Ssp) -> list[Factor]:
    """The numbers whose product a standalone selling price is."""
    source, count = of_obligation(p, "ssp"), p.obligation.quantity

    def leaf(label: str, number: Fraction, value: str, how: str = "") -> Factor:
        return number, view.step(label, value, how, source=source)

    if ssp.form == "point" and ssp.price is not None:
        return price_factors(view, p, ssp.price, "ssp")
    if ssp.form == "cost_plus":
        cost, over = view.step("cost itself", "100%", "one whole"), leaf("margin", ssp.margin, percent(ssp.margin))[1]
        how = f"= {cost.value} + {over.value}"
        both = view.step("cost and margin of cost", percent(1 + ssp.margin), how, children=(cost, over))
        margin = 1 + ssp.margin, both
        times = [leaf("quantity", count.count, counted(count.count, count.unit))] if count else []
        return [leaf("cost", ssp.cost, view.money(ssp.cost)), margin, *times]
    if ssp.form == "option":
        spend = leaf("spending expected", ssp.spend, view.money(ssp.spend))
        return [
            leaf("discount", ssp.discount, percent(ssp.discount), "less what any customer gets"),
            spend,
            leaf("likely to be used", ssp.likely, percent(ssp.likely)),
        ]
    if ssp.form == "points":
        likely = leaf("likely to be used", ssp.likely, percent(ssp.likely), "as it is stated or expected")
        parts = [likely, leaf("units", ssp.units, exact(ssp.units))]
        return [*parts, leaf("value of one", ssp.value, view.money(ssp.value))]
    return []


def _ssp_parts(view: View, p: Promise, ssp: Ssp) -> list[Step]:
    """What a standalone selling price that is no product rests on."""
    source = of_obligation(p, "ssp")
    mine = [q for q in view.ruling.promises if q.obligation.ref in ssp.of]
    if ssp.form == "share":
        return [view.step("share", percent(ssp.ratio), source=source), *(standalone_price(view, q) for q in mine)]
    if ssp.form == "range":
        words = f"{view.money(ssp.low)} to {view.money(ssp.high)}"
        observed = view.step("observed range", words, source=source)
        return [observed, stated_price(view, p), view.policy("ssp outside range")]
    if ssp.form == "residual":
        others = [q for q in view.ruling.promises if q.shares and q.obligation.ssp.form != "residual"]
        first = [q for q in others if view.ruling.slots[q.row]]
        return [
            view.step("residual", "what the others leave", source=source),
            *(standalone_price(view, q) for q in first),
        ]
    if ssp.form == "book":
        product = p.obligation.product or "(none)"
        looked_up = view.step("product", product, source=of_obligation(p, "product"))
        return [looked_up, *(view.step("SSP book", product, source=where) for where in _book(view, p))]
    return (
        [
            view.step(
                "stated",
                view.money(amount_of(ssp.price, p.obligation, p.start, p.until)),
                "by its rate and its quantity",
                source=source,
            )
        ]
        if (ssp.price is not None)
        else []
    )


def _book(view: View, p: Promise) -> list[str]:
    """Where the entries of a product in the SSP book stand."""
    entries = [entry for entry in view.company.ssp if entry.product == p.obligation.product]
    fitting = [entry for entry in entries if entry.currency == p.terms.currency and entry.from_on <= p.terms.signed_on]
    return list(dict.fromkeys(str(entry.place) for entry in fitting))


def _ssp_words(view: View, p: Promise, ssp: Ssp, worth: Fraction) -> str:
    """How a standalone selling price that is no product was found."""
    if ssp.form == "share":
        others = [standalone_price(view, q).value for q in view.ruling.promises if q.obligation.ref in ssp.of]
        return f"= {percent(ssp.ratio)} x ({summed(others)})"
    if ssp.form == "range" and worth == p.stated:
        return f"= {view.money(worth)}; the stated price, which lies in the observed range"
    if ssp.form == "range" and worth in (ssp.low, ssp.high):
        return f"= {view.money(worth)}; the end of the observed range that is nearest to the stated price"
    return {
        "range": "the middle of the observed range",
        "residual": "the price of the contract less the standalone selling prices of the others",
        "book": "from the SSP book, as of inception",
    }.get(ssp.form, "")


def _ssp_cite(ssp: Ssp) -> str:
    return {"residual": "606-10-32-34(c)", "range": "606-10-32-33"}.get(ssp.form, "606-10-32-32")


def total_price(view: View) -> list[Step]:
    """The `total` of each contract that states one."""
    return [
        view.step("total price", view.money(terms.total), source=of_terms(terms, "total"), cite=_STATED)
        for terms in view.ruling.group
        if terms.total is not None
    ]
