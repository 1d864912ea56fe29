"""A price by the unit times a quantity must make the amount that is said to be their product."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from duly.engine.documents.checks.facts import Facts, Span, alike, between, near, phrase, span
from duly.engine.documents.checks.instalments import BOUND, total_marked
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import Money, amount_text
from duly.engine.documents.values.numbers import decimal_text

KIND = "price times quantity differs from amount"
_PER = phrase(
    r"\s{0,3}\)?\s{0,3}(?:(?:per|/|each|every|apiece|an|a)\s{0,3}(?!month|year|quarter|annum|week|share"
    r"|total)(?P<unit>[a-z]{2,14})|(?P<each>each|apiece|ea\b))"
)
_AT = phrase(
    r"(?:@|\bx|(?:price|fee|rate|cost|charge) (?:per|for (?:each|one|a)|of each) [a-z]{2,12}(?: is| of"
    r"| shall be| will be|:|=)?|(?:unit|per[\s-][a-z]+) (?:price|fee|rate|cost) of|\bat (?:an? )?(?:\w+ ){0,2}(?:rate"
    r"|price) of)\s{0,3}\Z"
)
_AMOUNT = phrase(
    r"(?:=|\b(?:amounting to|for a (?:\w+ )?(?:fee|price|sum) of|that is,?|or|i e,?|equals"
    r"|resulting in(?: a [\w\s]{2,20} of)?"
    r"|for an (?:amount|aggregate) of))\s{0,3}\Z"
)
_BASED = phrase(
    r"[^.;$€£]{0,40}\b(?:based (?:up)?on|calculated (?:as|on)|representing|being|comprising|\()\b[^.;$€£]{0,60}"
)
_COUNT = phrase(
    r"(?<![\w$€£.,/-])(?P<count>\d{1,3}(?:,\d{3}){1,3}|\d{1,7})(?![\w%]|[.,/]\d|-\d)\)?\s{0,4}(?:x\b|[a-z]{1,14})?"
)
_HEADS = phrase(
    r"\b(?:quantity|qty|units?|hours|seats|users|number)\b[^\n]{0,80}(?:price|rate|cost"
    r"|fee)\b[^\n]{0,80}(?:amount|total|extended|price)\b"
)
_NO = phrase(
    r"\b(?:maximum|exceed\w*|first(?= [\d$€£]|\s+\w+ (?:units|users|seats|hours))|over|above|if|or more"
    r"|less than|increas\w*"
    r"|discount\w*|credit|plus)\b"
)
_QUANTITY = phrase(
    r"\b(?:quantity|qty|units|seats|users|hours|licen[cs]es"
    r"|number of [a-z]{3,14})\s{0,3}:\s{0,3}(?P<count>\d{1,3}(?:,\d{3}){1,3}|\d{1,7})\b[^$€£]{0,24}"
    r"\b(?:price|rate|fee|cost)\b[^$€£\d]{0,16}\Z"
)
_ORDERED = phrase(
    r"\b(?:quantity|qty|units|seats|users|hours|licen[cs]es"
    r"|copies)\b[^.;:]{0,20}:\s{0,3}(?P<count>\d{1,3}(?:,\d{3}){1,3}|\d{1,7})\b"
)
_TOTAL_LABEL = phrase(r"\b(?:total|amount|extended)\b[^$€£\d]{0,16}\Z")
_MOST = 4


def rate_findings(known: Facts) -> Iterator[Finding]:
    """Products that are not what is said."""
    yield from _labelled(known)
    for segment in known.segments:
        inside = between(known.moneys, segment.start, segment.end)
        if len(inside) != 2:
            continue
        if segment.kind == "row":
            yield from _row(known, segment.start, segment.end, inside)
        else:
            yield from _sentence(known, segment.start, segment.end, inside)


def _sentence(known: Facts, start: int, end: int, inside: list[Money]) -> Iterator[Finding]:
    """ "100 licences at $50 each, for a total of $5,000"."""
    text, (price, total) = known.text, sorted(inside, key=lambda one: one.amount)
    priced = _PER.match(text, price.end) or _AT.search(text, max(0, price.start - 40), price.start)
    said = (
        _same_thing(text, start, end, price)
        or total_marked(text, total)
        or (price.start < total.start and _AMOUNT.search(text, max(price.end, total.start - 40), total.start))
        or _bracketed(text, price, total)
        or (total.start < price.start and _BASED.match(text, total.end, price.start))
    )
    words = text[start:end]
    if not priced or not said or _NO.search(words) or BOUND.search(text, max(start, total.start - 70), total.start):
        return
    counts = _counts(known, start, end, inside)
    place = bisect_left(known.segments, start, key=lambda one: one.start) - 1
    if not counts and place >= 0 and start - known.segments[place].end < 4:
        counts = _counts(known, known.segments[place].start, end, inside)
    if not counts or len(counts) > _MOST:
        return
    yield from _compared(price, total, counts)


def _same_thing(text: str, start: int, end: int, price: Money) -> bool:
    """Whether what is priced is also counted: "30 seats ... $12 per seat"."""
    unit = _PER.match(text, price.end)
    noun = (unit["unit"] or "").rstrip("s").lower() if unit else ""
    return len(noun) > 2 and any(
        one[0].lower().rstrip("s").endswith(f" {noun}") for one in _COUNT.finditer(text, start, end)
    )


def _bracketed(text: str, price: Money, total: Money) -> bool:
    """Whether one of two amounts stands in brackets behind the other: "$3,500 ($180 per user)"."""
    first, second = sorted((price, total), key=lambda one: one.start)
    words = text[first.end : second.start]
    return "(" in words and ")" not in words and len(words) < 50 and ")" in text[second.end : second.end + 40]


def _counts(known: Facts, start: int, end: int, inside: list[Money]) -> list[tuple[Fraction, Span]]:
    """The plain numbers of a passage that are no amounts, dates, sections or percents."""
    taken = [span(one) for one in inside]
    taken += [span(one) for one in between(known.dates, start, end)]
    taken += [span(one) for one in between(known.percents, start, end)]
    found = []
    for one in _COUNT.finditer(known.text, start, end):
        at = one.span("count")
        before = known.text[max(start, at[0] - 12) : at[0]]
        if any(at[0] < high and at[1] > low for low, high in taken) or re.search(
            r"(?:[Ss]ection|Phase|No\.?|Exhibit|Schedule|Year) \Z", before
        ):
            continue
        value = Fraction(one["count"].replace(",", ""))
        if value > 1:
            found.append((value, at))
    return found


def _compared(price: Money, total: Money, counts: list[tuple[Fraction, Span]]) -> Iterator[Finding]:
    """The product nearest to the amount, where none meets it."""
    products: list[tuple[Fraction, Fraction, list[Span]]] = []
    for size in range(1, len(counts) + 1):
        for few in combinations(counts, size):
            times = Fraction(1)
            for value, _ in few:
                times *= value
            products += [(price.amount * times * year, times * year, [at for _, at in few]) for year in (1, 12)]
    if any(near(total.amount, one) for one, _, _ in products) or price.currency != total.currency:
        return
    comes, times, places = min(products, key=lambda one: max(one[0] / total.amount, total.amount / one[0]))
    if alike(comes, total.amount, 12):
        says = f"{decimal_text(times)} times {price.value} is {amount_text(comes)}, the contract says {total.value}"
        yield Finding(KIND, says, (span(total), span(price), *places))


def _labelled(known: Facts) -> Iterator[Finding]:
    """ "Quantity: 100 units. Unit price: $50. Total: $5,000"."""
    text = known.text
    for price, total in zip(known.moneys, known.moneys[1:], strict=False):
        gap = text[price.end : total.start]
        before = _QUANTITY.search(text, max(0, price.start - 90), price.start) or _ORDERED.search(gap)
        if before and len(gap) < 90 and _TOTAL_LABEL.search(gap) and not _NO.search(gap):
            shift = price.end if before.string is gap else 0
            place = (before.start("count") + shift, before.end("count") + shift)
            yield from _compared(price, total, [(Fraction(before["count"].replace(",", "")), place)])


def _row(known: Facts, start: int, end: int, inside: list[Money]) -> Iterator[Finding]:
    """A row of a table that has quantity, price and amount in its head."""
    price, total = inside
    counts = [one for one in _counts(known, start, end, inside) if one[1][1] <= price.start]
    if len(counts) != 1 or not _HEADS.search(known.text, max(0, start - 600), start):
        return
    yield from _compared(price, total, counts)
