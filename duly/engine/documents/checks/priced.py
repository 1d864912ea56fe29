"""A rate by the unit times the units that are told must make the total: "$40 per hour (20 hours), a maximum of $800".

The units stand in the sentence of the rate, or the contract tells one number of them elsewhere before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from duly.engine.documents.checks.facts import Facts, Span, alike, near, phrase, span
from duly.engine.documents.checks.rates import KIND
from duly.engine.documents.proposals import Finding
from duly.engine.documents.values.money import amount_text
from duly.engine.documents.values.numbers import COUNT, count, decimal_text

_PER = phrase(
    r"\s{0,3}\)?\s{0,3}(?:per|/|an|for (?:each|every)|each|every)\s{0,3}"
    r"(?!month|year|quarter|annum|week|share|calendar|party|person)(?P<unit>[a-z]{2,14})\b"
)
_TOTAL = phrase(
    r"\b(?:total(?:s|ling|ing)?|maximum|max\.?|aggregate|cap(?:ped)?|in all|altogether)"
    r"(?: (?:cost|price|fees?|amount|charge|sum|consideration|payment|purchase price|value|compensation))?"
    r"(?: (?:of|at|is|to|being|will be|shall be|equal to|amounting to|payable of))*:?(?: [a-z -]{3,80}?)?\s{0,3}\(?\Z"
)
_NO = phrase(
    r"\b(?:minimum|at least|over|above|excess|more than|less than|plus|discount\w*|if|or more|expenses?|additional"
    r"|insurance|first|thereafter|remaining)\b"
)
_SAME = {"lb": "pound", "hr": "hour", "kg": "kilogram", "mt": "ton", "tonne": "ton"}
_COUNTED = phrase(rf"(?<![\w$€£.,/-])(?P<count>{COUNT})[\s-]{{1,3}}(?:[a-z]+ ){{0,1}}?(?P<unit>[a-z]{{2,14}})\b")
_EVERY = phrase(r"\.?[\s)]{1,3}(?:per|a|each|every|of notice|prior|after|from)\b")
_REACH, _AROUND, _FAR, _TIMES, _LEAST = 160, 120, 4_000, 4, 2


def priced_findings(known: Facts) -> Iterator[Finding]:
    """Totals that rate and units do not make."""
    for price, total in pairwise(known.moneys):
        unit, gap = _PER.match(known.text, price.end), known.text[price.end : total.start]
        if not unit or len(gap) > _REACH or re.search(r"\.\s+[A-Z]|\n\s*\n", gap) or price.currency != total.currency:
            continue
        if (
            not _TOTAL.search(gap)
            or _NO.search(gap)
            or price.amount >= total.amount
            or _PER.match(known.text, total.end)
        ):
            continue
        units = _units(known, unit["unit"], price.start, total.end)
        products = [(value * price.amount, value, place) for value, place in units.items()]
        if not products or any(near(comes * year, total.amount) for comes, _, _ in products for year in _YEARS):
            continue
        comes, value, place = min(products, key=lambda one: abs(one[0] - total.amount))
        if alike(comes, total.amount, _TIMES):
            says = f"{decimal_text(value)} times {price.value} is {amount_text(comes)}, the contract says {total.value}"
            yield Finding(KIND, says, (span(total), span(price), place))


_YEARS = (1, 4, 12, 52)


def _units(known: Facts, unit: str, start: int, end: int) -> dict[Fraction, Span]:
    """How many units there are: those told about the rate, else the one number of them before it."""
    about = _told(known, unit, max(0, start - _AROUND), end + _AROUND)
    if about:
        return about if len(about) == 1 else {}
    before = _told(known, unit, max(0, start - _FAR), start)
    return before if len(before) == 1 else {}


def _told(known: Facts, unit: str, low: int, high: int) -> dict[Fraction, Span]:
    found: dict[Fraction, Span] = {}
    for one in _COUNTED.finditer(known.text, low, high):
        many = count(one["count"])
        if (
            many
            and many.value >= _LEAST
            and _plain(one["unit"]) == _plain(unit)
            and not _EVERY.match(known.text, one.end())
        ):
            found[many.value] = one.span("count")
    return found


def _plain(unit: str) -> str:
    word = unit.lower().removesuffix("s")
    return _SAME.get(word, word)
