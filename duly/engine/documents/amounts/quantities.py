"""Quantities that must be bought: a list of goods with a number each, and so many units of something.

A list counts where the words over it say that it is of quantities to be bought; a number of units counts where the
sentence, or the one that leads in its list, makes somebody buy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.text.places import PERIODS, dry
from duly.engine.documents.values.numbers import COUNT, count, decimal_text

_OVER_LIST = re.compile(
    r"\b(?:minimum|agreed|guaranteed|committed|required|purchase|order)\s(?:[a-z]+\s){0,3}?(?:quantit(?:y|ies)|"
    r"volumes?|units)\b"
    r"[^.;$]{0,90}?:\s{0,40}",
    re.IGNORECASE,
)
_BOUGHT = re.compile(r"\b(?:purchase|order|buy|bought|tak)", re.IGNORECASE)
_LIST_ROW = re.compile(
    r"(?P<name>[A-Za-z](?:[^.;:$%\n]|\.(?=\d)){2,70}?)\s{1,40}(?P<count>\d{1,3}(?:,\d{3})+|\d{3,7})(?=\s{1,3}[A-Z]|"
    r"\s*\n|\s*\Z)\s{0,40}"
)
_EACH = re.compile(
    r"\b(?:per|each|every)\s(?:\w+\s)?(?P<period>day|week|month|quarter|year|annum)\b|\b(?P<often>annual|monthly|"
    r"quarterly)\b",
    re.IGNORECASE,
)
_PIECES = (
    r"(?:units?|pieces|copies|licen[cs]es|barrels|tons|tonnes|cases|boxes|bottles|kits|systems|vehicles|sets|seats)"
)
UNITS = re.compile(
    rf"(?:(?<=,\s)|(?<=[a-z]\s))(?:an\s{{1,3}}additional\s{{1,3}})?(?P<count>{COUNT})\s{{1,3}}(?P<unit>{_PIECES})\s{{1,3}}of\s{{1,3}}"
    r"(?:the\s{1,3})?(?P<item>[A-Z][^.;,()]{2,40}?)(?=\s(?:at|for|comprising|within|in|during|by|on|per|each)\b|"
    r"[.;,()]|$)",
    re.IGNORECASE,
)
_MUST = r"\b(?:shall|must|will|agrees?\sto|commits?\sto|undertakes?\sto|is\sto)"
_MUST_BUY = rf"{_MUST}\s(?:\w+\s){{0,2}}?(?:purchase|buy|order|take)\b"
_BUYS_HERE = re.compile(rf"{_MUST_BUY}[^.;]{{0,60}}$", re.IGNORECASE)
_BUYS_ABOVE = re.compile(rf"{_MUST_BUY}[^;]{{0,400}}?(?:follows|following)[^.;:]{{0,40}}:", re.IGNORECASE)
_NO_ORDER = re.compile(r"\b(?:up to|of|by|than|may)\s{1,3}$", re.IGNORECASE)
_REACH = 2500


def listed_quantities(text: str) -> Iterator[Term]:
    """The rows of lists of goods under words such as "Agreed quantity to be purchased per annum:"."""
    for head in _OVER_LIST.finditer(text):
        if not _BOUGHT.search(head[0]):
            continue
        rows: list[re.Match[str]] = []
        at = head.end()
        while (row := _LIST_ROW.match(text, at)) and len(rows) < 200:
            rows.append(row)
            at = row.end()
        often = _EACH.search(head[0])
        period = PERIODS.get((often["period"] or often["often"]).lower(), "") if often else ""
        for row in rows if len(rows) > 1 else ():
            value: dict[str, Value] = {"quantity": row["count"].replace(",", ""), "unit": "unit"}
            value |= {"period": period} if period else {}
            yield Term("minimum_commitment", value, *row.span("count"), 1)


_MANY = r"(?P<count>\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,2})?\s(?:million|thousand))"
# "Guarantees 3,000,000 impressions a month"; "Impressions guaranteed per month: 3,000,000".
_GUARANTEED = (
    re.compile(
        rf"\bguarantee[sd]?\s(?:that\s)?(?:(?!liab|damages)[\w.-]{{1,20}}\s){{0,7}}?{_MANY}\s(?P<unit>(?!dollars|shares|or\b|and\b)[a-z]"
        r"[a-z-]{3,20})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<unit>[a-z]{4,20})s?\sguaranteed?\b(?:\s(?:for|per|each|every|a)\s[\w\s]{2,30}?)?(?:\sas\sset\sforth\s[^.;()$]{3,40})?"
        rf"\s?[:(–-]\s{{0,40}}{_MANY}(?!\s?(?:dollars|shares))",
        re.IGNORECASE,
    ),
    re.compile(rf"\bguaranteed\s(?P<unit>(?!minimum)[a-z]{{4,20}})\s?[:(–-]\s{{0,40}}{_MANY}", re.IGNORECASE),
)


def guaranteed_quantities(text: str) -> Iterator[Term]:
    """How many of something are guaranteed, as advertising is sold."""
    told: set[int] = set()
    for pattern in _GUARANTEED:
        for match in pattern.finditer(text):
            number = count(match["count"].split()[0])
            if number is None or match.start("count") in told:
                continue
            told.add(match.start("count"))
            times = {"million": 10**6, "thousand": 10**3}.get(match["count"].split()[-1].lower(), 1)
            often = _EACH.search(text[match.start() : match.end() + 20])
            period = PERIODS.get((often["period"] or often["often"]).lower(), "") if often else ""
            unit = match["unit"].lower().removesuffix("s")
            value: dict[str, Value] = {"quantity": decimal_text(number.value * times), "unit": unit}
            value |= {"period": period} if period else {}
            yield Term("minimum_commitment", value, match.start("count"), match.end(), 1)


def units_to_buy(text: str, start: int, end: int) -> Iterator[Term]:
    """ "Shall purchase one hundred (100) units of the Pump", or that as an item of what shall be purchased."""
    words = text[start:end]
    for match in UNITS.finditer(words):
        before = dry(words[max(0, match.start() - 300) : match.start()])
        number = count(match["count"])
        if not number or number.value < 2 or number.value.denominator > 1 or _NO_ORDER.search(before):
            continue
        lead = dry(text[max(0, start - _REACH) : start])
        if _BUYS_HERE.search(before) or _BUYS_ABOVE.search(lead):
            unit = match["unit"].lower()
            value: dict[str, Value] = {"quantity": decimal_text(number.value), "unit": unit.removesuffix("s")}
            yield Term("minimum_commitment", value, start + match.start(), start + match.end(), 1)
