"""Prices whose figure was blacked out or left blank, but not what they are a price of: "$[***] per hour".

The amount is null, as in a plan; that there is such a price, and by what it is counted, is worth knowing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.text.places import PERIODS, dry, period_after, unit_after
from duly.engine.documents.values.money import home_currency

_BLANK = r"(?:\[[\s*•●∗._Xx]{1,14}\]|\*{3,8}|_{4,30})(?:/\d/)?"
WITHHELD = re.compile(
    rf"(?:{_BLANK}\s{{0,3}}(?:U\.?S\.?\s{{0,3}})?(?:Dollars\s{{0,3}})?\(?\s?)?(?:US|U\.S\.)?\$\s?{_BLANK}\s?\)?(?:\s{{1,3}}Dollars)?(?=\s{{1,40}}(?:per|for\s{{1,40}}each|each)\b)",
    re.IGNORECASE,
)
_EACH_AND_EVERY = re.compile(r"\s{1,40}for\s{1,40}each\s{1,40}and\s{1,40}every\s{1,40}(?P<unit>[a-z][a-z-]{1,20})")
_PAID = re.compile(
    r"\b(?:pay|pays|paid|payable|fees?|rates?|charge[sd]?|prices?|invoice[sd]?|billed|royalt(?:y|ies)|costs?)\b",
    re.IGNORECASE,
)
_NO_PRICE = re.compile(
    r"\b(?:less than|exceed\w*|maximum|up to|limits?|insur\w+|minimum|retail|for (?:example|clarity)|at least)\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?P<often>monthly|annual|quarterly|yearly|weekly|daily)\s(?:[\w-]+\s){0,2}?(?:fees?|charges?|rates?)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_ROYALTY = re.compile(r"\broyalt(?:y|ies)\b[^.;]{0,60}\Z", re.IGNORECASE)
_SENTENCE, MOST = 200, 300


def withheld_prices(text: str) -> Iterator[Term]:
    """The prices without a figure, each with its unit or period."""
    currency = ""
    for match in list(WITHHELD.finditer(text))[:MOST]:
        before = re.split(r"[.;]\s", text[max(0, match.start() - _SENTENCE) : match.start()])[-1]
        if not _PAID.search(before) or _NO_PRICE.search(before[-90:]):
            continue
        currency = currency or home_currency(text)
        value: dict[str, Value] = {"amount": None, "currency": currency}
        every = _EACH_AND_EVERY.match(text, match.end())
        period, after_period = period_after(text, match.end())
        unit, end = (
            (dry(every["unit"]), every.end()) if every else unit_after(text, after_period if period else match.end())
        )
        often = _OFTEN.search(dry(before))
        if unit:
            period = period or (PERIODS[often["often"].lower()] if often else "")
            value |= {"unit": unit, **({"period": period} if period else {})}
            field = "royalty" if _ROYALTY.search(dry(before)) else "recurring_fee" if often else "rate"
            yield Term(field, value, match.start(), max(end, after_period), 1)
        elif period:
            yield Term("recurring_fee", {**value, "period": period}, match.start(), after_period, 1)
