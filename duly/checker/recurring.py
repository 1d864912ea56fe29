"""What recurs: lines on the days of their spans, at the price in force, none left out; and what customers move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from duly.checker import time
from duly.checker.plans import span_of, stated_price
from duly.checker.sources import Document, Sources
from duly.checker.trees import Node, every
from duly.checker.words import NOTHING, days, number, numbers, size, value

_RECURS = re.compile(r"mrr of .+ at the end of (\d{4}-\d\d-\d\d)$")
_MOVED = re.compile(r"(new|expansion|contraction|churn|reactivation) of .+ on (\d{4}-\d\d-\d\d)$")


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults in what recurs, and in what moves it: the step and what is wrong."""
    for one in every(top):
        recurs, moved = _RECURS.match(one.label), _MOVED.match(one.label)
        if recurs:
            yield from ((one.label, fault) for fault in _lines(one, date.fromisoformat(recurs[1]), sources))
        elif moved:
            (since, had), (on, has) = sorted((days(x.label)[-1], value(x.value) or NOTHING) for x in one.below)
            kind = ("expansion" if has > had else "contraction") if has else "churn"
            if moved[1] not in ((kind,) if had else ("new", "reactivation")) or on - since != timedelta(days=1):
                yield one.label, f"{had} became {has} on {on}"
        elif one.label.startswith("customers of ") and one.source and one.how != "nothing yet":
            for said in (numbers(each.said().get("portfolio", "")) for each in sources.documents(one)):
                if value(one.value) != (said or [Fraction(1)])[0]:
                    yield one.label, f"{one.value} is not what its contract says"


def _lines(node: Node, on: date, sources: Sources) -> Iterator[str]:
    """A line recurs on the days of its span, at its price, and none that recurs then is left out."""
    months = {one.label.partition("a month of ")[2]: one for one in node.below if one.label.startswith("a month of ")}
    for document in sources.documents(node):
        for name, one in months.items():
            expected = _monthly(document, name, on)
            if expected is not None and value(one.value) != expected:
                yield f"a month of {name} is {one.value}, where by its price it is {expected}"
        for name, terms in document.said().get("obligations", {}).items() if sources.changed(node) > on else ():
            span, there = span_of(document, terms), name in months
            if span and there != (span[0] <= on <= span[1]) and (there or _monthly(document, name, on)):
                yield f"{name} recurs from {span[0]} to {span[1]}"


def _monthly(document: Document, name: str, on: date) -> Fraction | None:
    """What a line brings a month by the price and the quantity last stated; None where its words do not say."""
    terms, changed = dict(document.promised(name)), False
    rows = [row for row in document.amendments() if row["date"] <= str(on)]
    for row in rows:
        own = row.get("changes", {}).get(name, {})
        terms, changed = {**terms, **own}, changed or bool(own) or "term" in row.get("changes", {})
    price, span, more = stated_price(terms), span_of(document, terms), NOTHING
    if not price or terms.get("recurring") != "yes" or "remaining price" in terms:
        return None
    for row in rows:
        if "price" in row:
            # A sum for the whole contract is brought by the time that is left of it.
            alone = len(document.said()["obligations"]) == 1 and "adds" not in row and row is rows[-1]
            if not alone or not span:
                return None
            since = max(date.fromisoformat(row["date"]), span[0])
            more = (size(row, "price") or NOTHING) / time.months_between(since, span[1] + timedelta(days=1))
    count = size(terms, "quantity") if price[2] else 1
    if price[3]:
        return number(price[1]) * count / time.MONTHS[price[3]] + more if count else None
    return number(price[1]) / time.months_started(*span) + more if span and not changed else None
