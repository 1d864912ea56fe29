"""Consideration in another form than cash: measured at fair value, and what its form gains or loses is no revenue."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.terms import Element, Fact, Obligation, Terms
from duly.engine.delivery.ended import still_performed
from duly.engine.delivery.progress import Measure, count_of, money_meter, span
from duly.engine.drafts import Drafts, Posting
from duly.engine.policies import Policies
from duly.engine.pricing.stated import PriceNeedsSpan
from duly.engine.recognition.price import NONCASH, Included, PriceElement
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_DAYS = {"day": 1, "week": 7}
_EQUITY = ("share", "stock", "equity", "warrant")
_PROPERTY = ("equipment", "machine", "vehicle", "land", "property", "building")


def _elements(o: Obligation, terms: Terms) -> list[Element]:
    """The noncash elements that pay for an obligation."""
    mine = [e for e in terms.elements if "what" in e.fields]
    return [e for e in mine if o.ref in e.of or (not e.of and len(terms.obligations) == 1)]


def ends(element: Element, start: int | None, until: int | None) -> list[int]:
    """Last day of each whole period of `every` in a span."""
    if start is None or until is None:
        raise PriceNeedsSpan(
            f"{element.name} comes every {element.fields['every']}, and what it pays for has no span",
            place=element.place,
            why="how often it comes cannot be told without a first and a last day",
            fix="add `term:` to the contract, or `from:` and `to:` to the obligation; without `every` it comes once",
            cite="606-10-32-21, IFRS 15.66",
        )
    every = str(element.fields["every"])
    found: list[int] = []
    while True:
        count = len(found) + 1
        end = start + _DAYS[every] * count if every in _DAYS else dates.add_months(start, dates.MONTHS[every] * count)
        if end > until:
            return found
        found.append(end - 1)


@cites("606-10-32-21", "606-10-32-22", "606-10-32-23", ifrs15=("66", "67", "68"))
def noncash_element(element: Element, of: Sequence[Promise], policies: Policies) -> PriceElement:
    """What comes in another form than cash, in the price.

    Measured at inception: all units at the fair value of that day; a change of value alone moves nothing, a change of
    the number of units does. Measured as earned: what came in at the value of its day, what is to come at the last."""
    p = of[0]
    times = len(ends(element, p.start, p.until)) if "every" in element.fields else 1
    each, value = cast(Fraction, element.fields["units"]), cast(Fraction, element.fields["value"])
    if policies["noncash measured"] == "as earned":
        versions = _as_known(element, p.terms, each * times, value)
    else:
        versions = [Included(-t.NEVER, round_fraction(each * times * value))]
        for fact in _restated(element, p.terms, "units"):
            versions.append(Included(fact.on, round_fraction(cast(Fraction, fact.fields["units"]) * times * value)))
    return PriceElement(element.name, NONCASH, tuple(q.row for q in of), True, tuple(versions), place=element.place)


def _restated(element: Element, terms: Terms, key: str) -> list[Fact]:
    return [f for f in terms.happened if f.verb == "price element" and element.name in f.subjects and key in f.fields]


def _received(element: Element, terms: Terms) -> list[Fact]:
    names = {element.name, str(element.fields["what"])}
    return [f for f in terms.happened if f.verb == "received" and names & set(f.subjects)]


def _valued(element: Element, terms: Terms) -> list[Fact]:
    """What came in, and new values, in the order of their days."""
    return sorted((*_received(element, terms), *_restated(element, terms, "value")), key=lambda f: f.on)


def _as_known(element: Element, terms: Terms, count: Fraction, value: Fraction) -> list[Included]:
    """What came in at its value, and the rest at the last value known; of versions of one day the last one counts."""
    in_, left, versions = Fraction(0), count, [Included(-t.NEVER, round_fraction(count * value))]
    for fact in _valued(element, terms):
        value = cast(Fraction, fact.fields.get("value", value))
        came = count_of(fact, "quantity") or Fraction(0)
        in_, left = in_ + came * value, left - came
        versions.append(Included(fact.on, round_fraction(in_ + left * value)))
    return versions


def measured_as_earned(o: Obligation, terms: Terms, drafts: Drafts, policies: Policies) -> Measure | None:
    """The measure of a service paid in units of something, where each period is worth what they are on its last day.

    None for every other obligation, and where the whole is measured at inception."""
    elements = [e for e in _elements(o, terms) if "every" in e.fields]
    if not elements or policies["noncash measured"] != "as earned":
        return None
    element, (start, until) = elements[0], span(o, terms)
    until = still_performed(o, terms, until)
    known = _valued(element, terms)
    rows: list[tuple[Fact, Fraction]] = []
    for end in ends(element, start, until):
        said = [cast(Fraction, f.fields["value"]) for f in known if f.on <= end and "value" in f.fields]
        value = said[-1] if said else cast(Fraction, element.fields["value"])
        rows.append((Fact("period", end, end, place=element.place), cast(Fraction, element.fields["units"]) * value))
    return money_meter(rows, drafts)


@cites("606-10-32-23", ifrs15=("68",))
def noncash_received(ruling: Ruling, policies: Policies) -> None:
    """What came in is an asset at the value of its day; the difference to what it pays is no revenue."""
    as_earned = policies["noncash measured"] == "as earned"
    step, income = t.STEP["cash"], t.ROLE["other_income"]
    for terms in ruling.group:
        for element in (e for e in terms.elements if "what" in e.fields):
            asset, first = t.ROLE[_asset(str(element.fields["what"]))], cast(Fraction, element.fields["value"])
            known = first
            for fact in _valued(element, terms):
                # A receipt without a value says nothing new: as earned it has the last one known.
                known = cast(Fraction, fact.fields.get("value", known if as_earned else first))
                count = count_of(fact, "quantity") or Fraction(0)
                worth = round_fraction(count * known)
                pays = worth if as_earned else round_fraction(count * first)
                place = ruling.drafts.at(fact.place)
                # As earned it is owed period by period; else it settles nothing of what is owed in cash. Before there
                # is a contract it is a deposit as cash is.
                owed = as_earned or fact.on < ruling.drafts.exists_on
                side = t.DUE if owed else t.POSITION
                rows = [Posting(0, -1, fact.on, asset, side, pays, step, place)] if pays else []
                if worth != pays:
                    rows.append(Posting(0, -1, fact.on, asset, income, worth - pays, step, place))
                ruling.drafts.postings.extend(rows)


def _asset(what: str) -> str:
    said = what.lower()
    if any(word in said for word in _EQUITY):
        return "equity_investment"
    return "property_plant_equipment" if any(word in said for word in _PROPERTY) else "inventory"
