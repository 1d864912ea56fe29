"""Amounts told year by year: "Year 1: $4,000; Year 2: $5,000; Year 3: $6,000" says the same thing of each.

What the amounts are for is told once, before the first; the others take it over, each with its year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duly.engine.documents.proposals import Term

_NUMBERS = "one two three four five six seven eight nine ten".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_YEAR = re.compile(
    r"[\s,;.|]{0,40}(?:and\s+)?(?:(?:[(]?\w{1,4}[.)]|[-•o*])\s+)?(?:(?:in|for|during)\s+)?(?:the\s+)?(?:(?:contract|licen[sc]e|agreement|"
    r"royalty|sales|calendar|lease)\s+)?(?:year\s+(?P<number>\d{1,2}|"
    + "|".join(_NUMBERS)
    + r")|(?P<ordinal>"
    + "|".join(ORDINALS)
    + r")\s+(?:\w+\s+)?year|(?P<year>(?:19|20)\d\d))[\s:,=–—-]{1,20}",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(_YEAR.pattern + r"(?:of\s)?\Z", re.IGNORECASE)
_TOLD_ONCE = ("minimum_commitment", "minimum_charge", "recurring_fee")
_TAKES_OVER = ("fee", "payment", "recurring_fee", "minimum_commitment", "minimum_charge")

Found = tuple[Term, int]


def year_by_year(text: str, single: Sequence[Found]) -> list[Found]:
    """The terms, those of a row of years with the field of the first."""
    found: list[Found] = []
    for term, lead in single:
        last = found[-1] if found else None
        year = _YEAR.fullmatch(text, last[0].end, term.start) if last and term.start - last[0].end < 90 else None
        begun = last and _YEAR_BEFORE.search(text, max(0, last[0].start - 60), last[0].start)
        if (
            last
            and year
            and begun
            and last[0].field in _TOLD_ONCE
            and term.field in _TAKES_OVER
            and isinstance(term.value, dict)
        ):
            value = {key: part for key, part in term.value.items() if key not in ("due", "trigger")}
            first = last[0].value if isinstance(last[0].value, dict) else {}
            value |= {"period": first["period"]} if "period" in first else {}
            term, lead = Term(last[0].field, value | {"bounds": _bounds(year)}, term.start, term.end, 1), last[1]
        found.append((term, lead))
    return found


def _bounds(year: re.Match[str]) -> str:
    if year["year"]:
        return year["year"]
    said = (year["number"] or year["ordinal"]).lower()
    for names in (_NUMBERS, ORDINALS):
        said = str(names.index(said) + 1) if said in names else said
    return f"year {said}"
