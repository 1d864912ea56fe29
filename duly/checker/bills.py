"""The bills of plans, made anew from the rows of a contract alone: on which day, how much, at prices that amendments
changed too; and what a change of plan puts on the next bill."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import time
from duly.checker.plans import Plan, names_of, of_source, plans, span_of, stated_price
from duly.checker.sources import Document, Sources
from duly.checker.trees import Node
from duly.checker.words import NOTHING, days, decimals, number, rounded, size, value

# What else may move a plan that bills a price.
_OTHERWISE = re.compile(
    r"\b(?:gross|royalty|minimum|combine|renewed|renewals|repurchase|licence|total|collect|known|element): "
)
# What an amendment may say without moving what is billed otherwise than by its prices.
_PLAIN = {"date", "amendment", "approved", "changes", "price", "distinct", "remaining distinct", "prorate", "why", "by"}
_PLAIN |= {"ssp"}
_PRICED = {"price", "quantity", "remaining price"}
_BILLED = re.compile(r"^(?:bill of (.+)|billing) on \S+$")
_DAY = timedelta(days=1)


class Bill(NamedTuple):
    """A bill of a plan: the day it is sent, the day it is due, its amount."""

    sent: date
    due: date
    amount: Fraction


def check(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """What falls due by each row of a plan on each day is what its words say, no bill is left out and none is added."""
    told = defaultdict[str, dict[date, Fraction]](lambda: defaultdict(Fraction))
    priced = dict[str, Fraction]()
    for one in account.below:
        named = _BILLED.match(one.label)
        if named:
            told[one.source][days(one.label)[-1]] += value(one.value) or NOTHING
            if named[1] and one.below and one.below[0].label.startswith("stated price"):
                priced[named[1]] = value(one.below[0].value) or NOTHING
    for document in sources.documents(account):
        opened = max(days(document.section("opening")), default=date.min)
        for place, rows in _by_place(document, sources, told):
            due = [_due(document, plan, on, priced) for plan in rows]
            expected = defaultdict[date, Fraction](Fraction)
            for bill in (bill for each in due for bill in each or () if opened < bill.due <= on):
                expected[bill.due] += bill.amount
            days_of = {*expected, *told[place]} if None not in due else ()
            for day in sorted(day for day in days_of if abs(told[place][day]) != abs(expected[day])):
                yield f"{told[place][day]} falls due on {day}, where by its plan it is {expected[day]}"


def _by_place(document: Document, sources: Sources, told: Iterable[str]) -> Iterator[tuple[str, list[Plan]]]:
    """The rows that agree how it is billed, by the line that bills name; those of which nothing is billed by none."""
    left = plans(document)
    for place in told:
        rows = of_source(sources, place) if document.holds(place) else []
        if rows and all(row in left for row in rows):
            left = [row for row in left if row not in rows]
            yield place, rows
    yield from (("", [row]) for row in left)


def _due(
    document: Document, plan: Plan, by: date, priced: Mapping[str, Fraction], of: Sequence[str] = ()
) -> list[Bill] | None:
    """All bills of a row to a day, of all that it bills or of some; None where its words do not say them plainly."""
    before = list(itertools.takewhile(lambda row: row is not plan and row != plan, plans(document)))
    # What a row before it bills whole leaves nothing for it.
    left = [name for name in _names(document) if not any(row.covers(name) for row in before if not row.states)]
    names, dated = [name for name in left if plan.covers(name)], plan.day and plan.states
    again = plan.states and any(row.covers(name) for row in before for name in names)
    if plan.held or again or not (plan.right == "when due" or dated):
        return None
    if plan.states:
        return _stated(document, plan, names, by) if not of or names == list(of) else None
    found = list[Bill]()
    for name in of or names:
        bills = of_price(document, plan, name, by, priced.get(name))
        if bills is None:
            return None
        found += bills
    return found


def _planned(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str] | None:
    """A bill after changes of its price is what its plan has on its day; None where no words say it plainly."""
    documents, (*_, day) = sources.documents(node), days(node.label)
    name, rows = node.label.removeprefix("bill of ").rpartition(" on ")[0], of_source(sources, node.source)
    due = _due(documents[0], rows[0], day, {}, [name]) if len(rows) == len(documents) == 1 else None
    if due is None:
        return None
    return _unless(node, sum((bill.amount for bill in due if bill.due == day), NOTHING))


def _unless(node: Node, expected: Fraction) -> Iterator[str]:
    if value(node.value) != expected:
        yield f"{node.value} is not {expected}, by its plan"


def _payment(node: Node, found: re.Match[str], sources: Sources) -> Iterator[str] | None:
    """A payment of what is financed: what its plan, or its invoices, have on the day; or all of them by then."""
    documents, (day, *_) = sources.documents(node), days(node.label)
    plain = documents and not documents[0].amendments() and not documents[0].says("returns")
    due = _payments(documents[0], found[1]) if plain else None
    if due is None:
        return None
    before = node.label.endswith("or before")
    return _unless(node, sum((part for on, part in due if on == day or (before and on < day)), NOTHING))


def _payments(document: Document, name: str) -> list[tuple[date, Fraction]] | None:
    """The payments for an obligation by their days: what is paid for several together is shared by stated prices."""
    said, digits, found = document.said(), decimals(document.section("currency")), list[tuple[date, Fraction]]()
    stated = _all_stated(document)
    if stated is None or name not in stated:
        return None
    prices = {one: price for one, (price, _) in stated.items()}

    def part(names: Iterable[str]) -> Fraction:
        together = sum((prices[one] for one in names), NOTHING)
        return prices[name] / together if together else Fraction(1, len(list(names)))

    left = (size(said, "total") or NOTHING) * part(prices) if "total" in said else prices[name]
    rows = [plan for plan in plans(document) if plan.covers(name)]
    for plan in rows:
        if found and left <= 0:
            break
        share = part([one for one in prices if plan.covers(one)]) if plan.states else Fraction(1)
        bills: list[Bill] | None = _stated(document, plan, [name], date.max)
        if plan.day and not plan.states:
            bills = [Bill(plan.day, plan.day, left)]
        elif not plan.states:
            span = stated[name][1]
            bills = _even(plan, span if "every" in plan.said else span[:1] * 2, rounded(left, digits), digits)
        if bills is None:
            return None
        found += [(bill.due, bill.amount * share) for bill in bills]
        left -= sum(bill.amount for bill in bills) * share
    for row in (row.said for row in document.rows() if not rows and {"invoice", "due"} <= row.said.keys()):
        lines = row.get("lines")
        own = size(lines, name) if isinstance(lines, dict) else (size(row, "amount") or NOTHING) * part(prices)
        found.append((date.fromisoformat(row["due"]), own or NOTHING))
    if not found:
        found = [(row.on, (size(row.said, "paid") or NOTHING) * part(prices)) for row in document.rows()]
    return found


def _all_stated(document: Document) -> dict[str, tuple[Fraction, tuple[date, date]]] | None:
    """The stated price of each obligation and its time, be it the day it came; None where one is not plain."""
    found = dict[str, tuple[Fraction, tuple[date, date]]]()
    for name, terms in document.said().get("obligations", {}).items():
        came = [row.on for row in document.rows() if {name, "all"} & names_of(row.said.get("delivered", ""))]
        own, said = span_of(document, terms), stated_price(terms)
        span = own or (min(came, default=date.min),) * 2
        price = _price(terms, span)
        if (price is None and "price" in terms) or (said and said[3] and not own):
            return None
        found[name] = price or NOTHING, span
    return found


def _names(document: Document) -> list[str]:
    """What is promised at first, and what amendments add."""
    adds = [name for row in document.amendments() for name in row.get("adds", ())]
    return [*document.said().get("obligations", ()), *adds]


def _stated(document: Document, plan: Plan, names: Sequence[str], by: date) -> list[Bill] | None:
    """The amounts that a row states, on their days, until all that it bills has ended."""
    said, amount = plan.said, size(plan.said, "amount") or NOTHING
    spans = [span_of(document, document.promised(name)) for name in names]
    sent = [(date.fromisoformat(day), number(part.replace("_", ""))) for day, part in said.get("instalments", ())]
    if plan.day and not sent:
        sent = [(plan.day, amount)]
    elif "every" in said:
        if None in spans or document.amendments():
            return None
        span = min(one[0] for one in spans if one), max(one[1] for one in spans if one)
        sent = [(begins, amount) for begins, _ in _periods(plan, span)]
    elif not sent:
        day = said.get("on", said.get("first"))
        if day is None:
            return None
        sent = [(date.fromisoformat(day), amount)]
    ended = max((_ended(document, name) for name in names), default=date.max)
    return [Bill(day, _later(day, said.get("net", "")), part) for day, part in sent if day <= ended]


def _ended(document: Document, name: str) -> date:
    """The day at whose end something ends early."""
    rows = (row for row in document.said().get("happened", ()) if {name, "all"} & names_of(row.get("terminated", "")))
    return min((date.fromisoformat(row["date"]) for row in rows), default=date.max)


def _periods(plan: Plan, span: Sequence[date]) -> list[tuple[date, int]]:
    """The day of each bill of a plan over a span, and the months started of it that it and those before it cover."""
    step, months = time.MONTHS.get(plan.said.get("every", ""), 0), time.months_started(*span)
    first = date.fromisoformat(plan.said.get("on", plan.said.get("first", str(span[0]))))
    late, found = plan.said.get("in") == "arrears", list[tuple[date, int]]()
    for done in range(0, months, step or months):
        ends = min(time.add_months(span[0], done + step), span[1] + _DAY) if step else span[1] + _DAY
        found.append((ends - _DAY if late else time.add_months(first, done), min(done + (step or months), months)))
    return found


def of_price(document: Document, plan: Plan, name: str, by: date, price: Fraction | None = None) -> list[Bill] | None:
    """The bills of the price of an obligation, at first and after each change of it: those that were sent stand, what
    the time they cover costs more or less is billed on the day of the change, the rest follows the new price."""
    terms, digits = document.promised(name), decimals(document.section("currency"))
    span = span_of(document, terms)
    if name not in document.said().get("obligations", ()) or any(map(_OTHERWISE.search, document.lines)):
        return None
    signed = document.section("signed").partition(": ")[2]
    if not span and not document.amendments() and "every" not in plan.said and days(signed):
        # Of what has no span, the day of its contract.
        span = (date.fromisoformat(signed),) * 2
    others = [one for one in plans(document) if one.covers(name) and one != plan]
    if not span or any(one.names != {name} for one in others):
        return None
    whole, each = _price(terms, span), terms.get("price")
    whole = price if whole is None else whole
    steps = [number(part.replace("_", "")) for part in each] if isinstance(each, list) else []
    whole = sum(steps, NOTHING) if steps else whole
    if whole is None:
        return None
    for one in others if not document.section("opening") else ():
        taken = [bill.amount for bill in _stated(document, one, [name], date.max) or ()]
        whole -= sum(taken, NOTHING)
    return _changed(document, plan, name, by, _even(plan, span, whole, digits, steps))


def _even(plan: Plan, span: Sequence[date], whole: Fraction, digits: int, steps: Sequence[Fraction] = ()) -> list[Bill]:
    """The bills of an amount over a span, in proportion to the months that each is for, or as its steps say."""
    periods, net = _periods(plan, span), plan.said.get("net", "")
    upto = [rounded(whole * done / periods[-1][1], digits) for _, done in periods]
    parts = [now - before for before, now in itertools.pairwise([NOTHING, *upto])]
    parts = list(steps) if len(steps) == len(parts) else parts
    return [Bill(day, _later(day, net), part) for (day, _), part in zip(periods, parts, strict=True)]


def _changed(document: Document, plan: Plan, name: str, by: date, bills: list[Bill]) -> list[Bill] | None:
    """The bills of a price after the changes of it by a day, to its end."""
    terms, digits, net = document.promised(name), decimals(document.section("currency")), plan.said.get("net", "")
    span, rest, left = span_of(document, terms), sum((bill.amount for bill in bills), NOTHING), Fraction(1)
    spent, ended = NOTHING, _ended(document, name)
    rows = [row for row in document.amendments() if date.fromisoformat(row["date"]) <= min(by, ended)]
    for row in rows:
        day, new = date.fromisoformat(row["date"]), row.get("changes", {}).get(name, {})
        alone = "price" not in row or len(document.said()["obligations"]) == 1
        plain = row.get("prorate", "by day") == "by day" and not set(row) - _PLAIN and not set(new) - _PRICED
        by_time = terms.get("earn", "").startswith("over time") and span and span[0] <= day <= span[1]
        if not (alone and plain and by_time and span) or "term" in row.get("changes", {}):
            return None
        terms, now = {**terms, **new}, 1 - time.gone(_unit(terms), span[0], span[1], day)
        whole, old = _price(terms, span), rest * now / left
        spent, rest, left = spent + rest - old, old, now
        if "remaining price" in new:
            rest = size(new, "remaining price") or NOTHING
        elif new:
            if whole is None:
                return None
            rest = whole * now if " per " in terms["price"] else whole - spent
        rest += size(row, "price") or NOTHING
        was = rounded(old, digits)
        cost = was + rounded(rest - old, digits)
        late = plan.said.get("in") == "arrears"
        stand, later = ([b for b in bills if (b.sent < day + _DAY * late) == sent] for sent in (True, False))
        scaled = _scaled(later, was, cost, digits)
        moved = sum((b.amount for b in scaled), NOTHING) - sum((b.amount for b in later), NOTHING)
        now_due = [Bill(day, _later(day, net), cost - was - moved)]
        bills = stand + now_due + scaled
    return [bill for bill in bills if bill.sent <= ended]


def _scaled(bills: Sequence[Bill], old: Fraction, new: Fraction, digits: int) -> list[Bill]:
    """What is left is billed last: so much of the bills as it cost follows its new price, the part before it stands."""
    found, left = list[Bill](), max(old, NOTHING)
    for bill in reversed(bills):
        part = min(max(bill.amount, NOTHING), left)
        left -= part
        moved = rounded(part * max(new, NOTHING) / old, digits) if part else NOTHING
        found.append(bill._replace(amount=bill.amount - part + moved))
    return found[::-1]


def _later(on: date, net: str) -> date:
    """The day on which a bill of a day is due: so many days or months later."""
    later = re.match(r"(\d+) (day|week|month)", net)
    return time.after(on, int(later[1]), later[2]) if later else on


def _unit(terms: Mapping[str, Any]) -> str:
    return "days" if "by day" in terms.get("earn", "") and " per " not in str(terms.get("price")) else "months"


def _price(terms: Mapping[str, Any], span: Sequence[date]) -> Fraction | None:
    """The price of an obligation for its whole span; None where it is no sum and none for a period."""
    said = stated_price(terms)
    count = size(terms, "quantity") if said and said[2] else Fraction(1)
    if not said or count is None or not said[3] and "quantity" in terms:
        return None
    return number(said[1]) * count * (Fraction(time.months_started(*span), time.MONTHS[said[3]]) if said[3] else 1)


def prorated(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """What changes of plan of a day put on the next bill: the rest of its period at the old and at the new price."""
    for document in sources.documents(top) if top.label.startswith("proration of ") else ():
        rows = document.amendments()
        now = [at for at, row in enumerate(rows) if "prorate" in row and row["date"] == str(days(top.label)[-1])]
        lines = [_next_bill(document, rows[: at + 1]) for at in now]
        due = sum((line for line in lines if line is not None), NOTHING)
        by_credit = any(one.how == "by its credit" for one in top.below)
        if lines and None not in lines and value(top.value) != due * (not by_credit):
            yield top.label, f"{top.value} is not {due}, by the days that are left"


def _next_bill(document: Document, rows: Sequence[Mapping[str, Any]]) -> Fraction | None:
    """What the last of these amendments charges, less what it credits."""
    due, digits, (*_, last) = NOTHING, decimals(document.section("currency")), rows
    before, after = _in_force(document, rows[:-1]), _in_force(document, rows)
    for name in {**before, **after}:
        parts = [_rest(document, name, terms.get(name), last) for terms in (before, after)]
        if None in parts:
            return None
        old, new = (part or NOTHING for part in parts)
        due += rounded(new, digits) - rounded(old, digits) if new != old else NOTHING
    return due


def _in_force(document: Document, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The terms of what is promised, after these amendments."""
    found = dict(document.said().get("obligations", {}))
    for row in rows:
        changes = row.get("changes", {})
        found = {name: {**terms, **changes.get(name, {})} for name, terms in found.items()}
        found = {name: terms for name, terms in found.items() if name not in names_of(row.get("removes", ""))}
        found |= row.get("adds", {})
    return found


def _rest(document: Document, name: str, terms: Mapping[str, Any] | None, row: Mapping[str, Any]) -> Fraction | None:
    """The price of the rest of a billing period from the day an amendment counts; None where it is not plain."""
    if terms is None:
        return NOTHING
    span, rows = span_of(document, terms), [plan for plan in plans(document) if plan.covers(name)] or plans(document)
    said, count = stated_price(terms), size(terms, "quantity")
    if not span or not said or not rows or "remaining price" in terms or bool(said[2]) != bool(count):
        return None
    months, step = time.MONTHS.get(said[3], 0), time.MONTHS.get(rows[0].said.get("every", ""), 0)
    price, until, first = number(said[1]) * (count or 1), span[1] + _DAY, date.fromisoformat(row["date"])
    own = name in document.said()["obligations"] or "term" not in document.said()
    anchor = span[0] if own else date.fromisoformat(document.said()["term"]["from"])
    ends = min(until, next(day for day in time.grid(anchor, step) if day > first)) if step else until
    waits = {"by day": 0, "by month": 1}.get(row["prorate"], step)
    if waits:
        first = next(day for day in time.grid(anchor, waits) if day >= first)
    elif row["prorate"] != "by day" and first != anchor:
        first = until
    first = max(first, span[0])
    if not months:
        return None if step else price * max((ends - first).days, 0) / (until - span[0]).days
    grid, part = min(months, step or months), NOTHING
    for begins, after in itertools.takewhile(lambda both: both[0] < ends, itertools.pairwise(time.grid(anchor, grid))):
        part += Fraction(max((min(after, ends) - max(begins, first)).days, 0), (after - begins).days)
    return price * part * grid / months


RULES = (
    (re.compile(r"^by its plan, as its price was changed$"), _planned),
    (re.compile(r"^payment of (.+) by its plan$"), _payment),
)
