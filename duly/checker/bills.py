"""What plans have billed in all by a day, at prices that amendments changed too: bills that were issued stand, what the
time they cover costs more or less is billed on the day of the change, and the rest as it falls due."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from duly.checker import time
from duly.checker.plans import DUE, RIGHT, Plan, names_of, plans, span_of, stated_price
from duly.checker.sources import Document, Sources
from duly.checker.trees import Node
from duly.checker.words import NOTHING, days, decimals, number, rounded, size, value

_OTHERWISE = re.compile(
    r"\b(?:gross|financing|royalty|minimum|combine|renewed|renewals|repurchase|licence|total|collect|known): "
)
# What an amendment may say without moving what is billed otherwise than by its prices.
_PLAIN = {"date", "amendment", "approved", "changes", "price", "distinct", "remaining distinct", "prorate", "why", "by"}
_PLAIN |= {"ssp"}
_PRICED = {"price", "quantity", "remaining price"}
_DAY = timedelta(days=1)


def check(account: Node, on: date, sources: Sources) -> Iterator[str]:
    """What falls due by plans alone comes, on each day, to the price of what their bills cover."""
    documents = sources.documents(account)
    if account.label != DUE or len(documents) != 1 or any(map(_OTHERWISE.search, documents[0].lines)):
        return
    document, opened = documents[0], max(days(documents[0].section("opening")), default=date.min)
    names = document.said().get("obligations", ())
    parts = [(_billed(document, name, on), _billed(document, name, opened)) for name in names]
    rights = [value(one.value) or NOTHING for one in account.below if RIGHT.search(one.label)]
    due = sum((now - then for now, then in parts if now is not None and then is not None), NOTHING)
    plain = parts and on >= opened and not any(None in each for each in parts)
    if plain and abs(sum(rights) - due) * 10 ** decimals(account.value) > len(rights):
        yield f"{sum(rights)} is billed by {on}, where what the bills cover costs {due}"


def _billed(document: Document, name: str, on: date) -> Fraction | None:
    """What is billed of an obligation by a day; None where its plan or the words of its price do not say it plainly."""
    rows, terms = [plan for plan in plans(document) if plan.covers(name)], document.promised(name)
    span, happened = span_of(document, terms), document.said().get("happened", ())
    plain = len(rows) == 1 and rows[0].right == "when due" and rows[0].said.get("every") in time.MONTHS
    if not plain or not span or {"net", "first", "amount", "instalments", "retention"} & set(rows[0].said):
        return None
    ended = [row["date"] for row in happened if {name, "all"} & names_of(row.get("terminated", ""))]
    by = min(map(date.fromisoformat, (str(on), *ended)))
    spent, rest, left = NOTHING, _price(terms, span), Fraction(1)
    for row in (row for row in document.amendments() if row["date"] <= str(by)):
        day, new = date.fromisoformat(row["date"]), row.get("changes", {}).get(name, {})
        alone = "price" not in row or len(document.said()["obligations"]) == 1
        plain = row.get("prorate", "by day") == "by day" and not set(row) - _PLAIN and not set(new) - _PRICED
        by_time = terms.get("earn", "").startswith("over time") and span[0] <= day <= span[1]
        if rest is None or not (alone and plain and by_time) or "term" in row.get("changes", {}):
            return None
        terms, now = {**terms, **new}, 1 - time.gone(_unit(terms), span[0], span[1], day)
        whole, spent, rest, left = _price(terms, span), spent + rest * (1 - now / left), rest * now / left, now
        if "remaining price" in new:
            rest = size(new, "remaining price")
        elif new:
            rest = None if whole is None else whole * now if " per " in terms["price"] else whole - spent
        rest = None if rest is None else rest + (size(row, "price") or NOTHING)
    if rest is None:
        return None
    return spent + rest - max(rest, NOTHING) * min((1 - _covered(rows[0], span, by)) / left, Fraction(1))


def _covered(plan: Plan, span: list[date], on: date) -> Fraction:
    """The part of a span that the bills of a plan cover by a day."""
    step, months = time.MONTHS[plan.said["every"]], time.months_started(*span)
    begins = [time.add_months(span[0], at) for at in range(0, months, step)]
    ends = [*(day - _DAY for day in begins[1:]), span[1]]
    issued = sum(day <= on for day in (ends if plan.said.get("in") == "arrears" else begins))
    return Fraction(min(issued * step, months), months)


def _unit(terms: Mapping[str, Any]) -> str:
    return "days" if "by day" in terms.get("earn", "") and " per " not in str(terms.get("price")) else "months"


def _price(terms: Mapping[str, Any], span: list[date]) -> Fraction | None:
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
