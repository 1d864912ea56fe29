"""From typed keys to terms: an obligation, a term, a bill line, an element of the price; and what each must satisfy."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from duly.engine.contracts import errors as e
from duly.engine.contracts.days import end_after
from duly.engine.contracts.forms import Values
from duly.engine.contracts.grammar import amount_in, number, percent_text
from duly.engine.contracts.prices import tiers_in_order
from duly.engine.contracts.reader import At
from duly.engine.contracts.rights import Right
from duly.engine.contracts.terms import BillLine, Cancel, Element, Obligation, Price, Quantity, Ssp
from duly.ground.dates import iso
from duly.ground.errors import DulyError

PERIODIC = ("unit_period", "period", "steps")


def report(at: At, key: str, error: DulyError) -> None:
    """Report an error of one key of a section, at the place of that key."""
    path = f"{at.path}.{key}" if at.path and key else at.path or key
    at.reader.report(error, path, at.places.get(key, at.place))


def tags(values: Values, key: str = "tags") -> None:
    """Turn a map of tags into pairs, in place."""
    if key in values:
        values[key] = tuple(values[key].items())


def obligation(values: Values, at: At) -> Obligation:
    """An obligation as agreed, checked on its own; its span is completed from the term later."""
    tags(values)
    checked(values, at)
    made = Obligation(ref=at.name, number=at.number, places=at.places, place=at.place, **values)
    if made.earn == "on milestones" and not made.milestones:
        why, fix = "it is earned as milestones are reached", "add `milestones:`, or earn it another way"
        report(at, "earn", e.MissingKey("`milestones` are missing", why=why, fix=fix))
    if made.ssp.form == "book" and not made.product:
        why = "the SSP book is looked up by product"
        report(at, "ssp", e.MissingKey("`product` is missing", why=why, fix="add `product:`, or state the SSP"))
    return made


def changed_obligation(values: Values, at: At) -> Values:
    """What an amendment changes of an obligation: attributes of `Obligation` with their new values."""
    tags(values)
    checked(values, at)
    return values


def checked(values: Values, at: At) -> None:
    """What must hold of an obligation, whole or in part; `per day` becomes a unit where days are counted."""
    price, ssp, quantity = values.get("price"), values.get("ssp"), values.get("quantity")
    if isinstance(price, Price):
        if any(value < 0 for value in (price.amount, price.ratio, *price.steps, *(rate for _, rate in price.tiers))):
            report(at, "price", negative("the stated price"))
        values["price"] = counted(price, quantity)
    if isinstance(ssp, Ssp):
        own = ssp.price.amount if ssp.price else 0
        stated = (own, ssp.low, ssp.cost, ssp.ratio, ssp.spend, ssp.units, ssp.value, *(ssp.observed or ()))
        if any(value < 0 for value in stated):
            report(at, "ssp", negative("the standalone selling price"))
    one_end(values, at)
    if "returns" in values:
        values["returns"] = returns(values["returns"], quantity, at)
    if values.get("expected_cost") is not None and values.get("uninstalled", 0) > values["expected_cost"]:
        why, fix = "uninstalled material is a part of the expected cost", "correct one of them"
        report(at, "uninstalled", e.NumberOutOfRange("it is more than the expected cost", why=why, fix=fix))


def returns(given: Values, quantity: Quantity | None, at: At) -> Values:
    """A right of return with the units expected back, which may be stated by what is kept."""
    if ("expected" in given) == ("kept" in given):
        fix = "write one of `expected` and `kept`"
        report(at, "returns", e.SeveralForms("it needs `expected` or `kept`, not both", why="one estimate", fix=fix))
    elif "kept" in given:
        if quantity is None:
            why, fix = "`kept` is counted from it", "add `quantity:`, or write `expected:`"
            report(at, "returns", e.MissingKey("`quantity` is missing", why=why, fix=fix))
        else:
            given = {**given, "expected": quantity.count - given["kept"]}
    expected = given.get("expected", 0)
    if isinstance(expected, Fraction) and not 0 <= expected <= (quantity.count if quantity else expected):
        why, fix = "some of what is sold comes back, none to all", "correct the estimate"
        report(at, "returns", e.NumberOutOfRange("more come back than were sold", why=why, fix=fix))
    return given


def renewals(values: Values, at: At) -> Values:
    """Expected renewals: one cost for each of them and for the first period, where costs are stated."""
    if "cost" in values and len(values["cost"]) != len(values["expected"]) + 1:
        why, fix = "the first period and each renewal have a cost", "state one more cost than renewals"
        error = e.DoesNotAddUp(f"{len(values['cost'])} costs for {len(values['expected'])} renewals", why=why, fix=fix)
        report(at, "cost", error)
    return values


def one_end(values: Values, at: At) -> None:
    """A span has one end, after its beginning."""
    if "until" in values and "months" in values:
        why, fix = "a span has one end", "leave one of them out"
        report(at, "months", e.SeveralForms("`to` and `months` both stand here", why=why, fix=fix))
    start, until = values.get("from_on"), values.get("until")
    if start is not None and until is not None and until <= start:
        report(at, "to", end_before_start(start, until))


def negative(what: str) -> DulyError:
    """The error of a price below zero."""
    return e.NegativePrice(
        f"{what} is below zero",
        why="what is promised has a price of zero or more; what is taken off is an element of the price",
        fix="write the price from zero up, and a discount, rebate or concession as a row of `price:`",
        cite="606-10-32-2, IFRS 15.47",
    )


def counted(price: Price, quantity: Any) -> Price:
    """`per day` and `per week` count units where the quantity is in days or weeks; otherwise they are periods."""
    if price.form == "period" and isinstance(quantity, Quantity) and quantity.unit.removesuffix("s") == price.period:
        return Price("unit", amount=price.amount, unit=price.period, place=price.place, source=price.source)
    return price


def end_before_start(start: int, until: int) -> DulyError:
    """The error of a span that ends before it begins."""
    return e.EndBeforeStart(
        f"the last day {iso(until - 1)} lies before the first day {iso(start)}",
        why="a span holds at least one day",
        fix="correct `from` or `to`",
    )


def term(values: Values, at: At) -> Values:
    """The term: from_on, until, renews, notice; `months` stays where the first day is not given here."""
    one_end(values, at)
    if "months" in values and "from_on" in values:
        try:
            values["until"] = end_after(values["from_on"], values.pop("months"))
        except DulyError as error:
            report(at, "months", error)
    values.pop("source", None)
    return values


def cancel(values: Values, at: At) -> Cancel:
    """Who may cancel; a penalty is an amount, or `substantive`."""
    values.pop("source", None)
    if values.get("penalty") == "substantive":
        values["penalty"], values["substantive"] = None, True
    return Cancel(**values)


def bundle(values: Values, at: At) -> tuple[tuple[str, ...], int]:
    """Obligations that are regularly sold together, and their price."""
    return values["of"], values["price"]


def bill_line(values: Values, at: At) -> BillLine:
    """One row of `billing`: a rhythm, instalments, or one day with an amount."""
    right = values.pop("right", Right("on invoice"))
    of = values.pop("of")
    style, rhythm = values.pop("in", None), values.pop("every", None)
    on_day = values.pop("on", None)
    if style == "one sum" and rhythm is not None:
        report(at, "every", e.SeveralForms("`in: one sum` and `every` exclude each other", fix="leave one of them out"))
    if on_day is not None:
        if rhythm is not None or "instalments" in values:
            report(
                at,
                "on",
                e.SeveralForms("`on` stands beside `every` or `instalments`", fix="use `first:`, or leave it out"),
            )
        values["first_on"] = on_day
        if "amount" in values:
            values["instalments"] = ((on_day, values["amount"]),)
    return BillLine(
        of=of,
        every=rhythm or "one sum",
        advance=style != "arrears",
        right=right.right,
        right_of=of if right.both else right.of,
        right_on=right.on,
        place=at.place,
        **values,
    )


# The forms of a price element; a row has at most one of them (none: it is estimated later by a fact).
ELEMENT_FORMS = ("outcomes", "percent", "amount", "tiers", "none", "what")


def element(values: Values, at: At) -> Element:
    """One row of `price`. Outcomes become minor units, or units where the row says what one unit is worth (`per`)."""
    forms = [form for form in ELEMENT_FORMS if form in values and not (form == "amount" and "outcomes" in values)]
    if len(forms) > 1:
        both = " and ".join(f"`{form}`" for form in forms)
        report(
            at,
            forms[1],
            e.SeveralForms(f"{both} stand in one row", why="a row has one form", fix="write a row for each"),
        )
    if "outcomes" in values:
        values["outcomes"] = outcomes(values["outcomes"], "per" in values, at)
    if "tiers" in values:
        tiers_in_order(values["tiers"], at)
    source = values.pop("source", "")
    return Element(values.pop("element"), values.pop("of", ()), values, at.place, source)


def outcomes(rows: Iterable[tuple[str, Fraction]], units: bool, at: At) -> tuple[tuple[int | Fraction, Fraction], ...]:
    """Outcomes with their chances, which must make up 100%. `units`: the outcomes are counts, not amounts."""
    typed: list[tuple[int | Fraction, Fraction]] = []
    for text, chance in rows:
        try:
            typed.append((number(text) if units else amount_in(text, at.reader), chance))
        except DulyError as error:
            report(at, "outcomes", error)
    total = sum((chance for _, chance in typed), Fraction(0))
    if typed and total != 1:
        found = f"the chances of the outcomes sum to {percent_text(total)}"
        why = "one of the outcomes will come about"
        report(
            at, "outcomes", e.DoesNotAddUp(found, why=why, fix="make them sum to 100%", cite="606-10-32-8, IFRS 15.53")
        )
    return tuple(typed)
