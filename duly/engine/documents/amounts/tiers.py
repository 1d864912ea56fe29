"""Tables of tiers: one row is a range of quantities or sums, and the price, total or percent that belongs to it.

A row by itself proves nothing ("over 50,000 $2,000" may be a threshold): tiers are rows of the same kind one after the
other, each beginning where the last one left off or higher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.money import Money, amount_text
from duly.engine.documents.values.percents import Percent

_NUMBER = r"(?:\d{1,3}(?:[,.][\dO]{3})+|(?<=\$)O(?![\w])|\d{1,12}(?:\.\d{1,2})?)(?![\d])"
_MARK = r"(?:U\.?S\.?\s?\$|US\$|\$|€|£)?\s?"
_SCALE = r"(?:\s?(?:million|billion|thousand|MM|M|K|k)\b)?"
_SUM = rf"{_MARK}{_NUMBER}{_SCALE}"
_WORD = r"(?!(?:of|to|and|or|per|in|the|for|plus|at|is|are)\b)[A-Za-z][A-Za-z-]{2,20}"
_OF_SALES = (
    r"(?:\s{1,3}(?:in|of)\s{1,3}(?:\w{2,12}\s){0,2}?(?:sales|revenues?|purchases|receipts|volume|usage|value|fees|income|"
    r"spend\w{0,3}|collections|billings))?"
)
_UNIT = rf"(?:\s{{1,3}}(?P<unit>{_WORD}(?:\s{_WORD})?)\*?)?{_OF_SALES}"
_MORE = r"(?:(?:and|or)\s(?:above|over|more|greater|up|higher)|&\s?(?:above|up|over))"
# What stands between a range and its price: blanks, a dash, a colon, "at", "is".
_BETWEEN = (
    r"[\s:=|.*–—-]{0,24}(?:,?\s{1,3}(?:(?:the|a)\s{1,3})?(?:\w{3,10}\s{1,3})?(?:price|fee|rate|royalty|commission|charge|cost|discount|it|"
    r"percentage)\s{1,3}(?:(?:shall|will)\s{1,3}be|is|of|equals)\s{1,3}|(?:at|is|are|fee\sof|@)\s{1,3})?[\s:=|–—-]{0,12}$"
)
_LICENCES = (
    r"licen[sc]es|users|seats|units|copies|pieces|subscribers|stations|terminals|servers|devices|sites|employees"
    r"|members|participants|persons|people|minutes|hours"
)
_TO = r"(?:-{1,2}|–|—|to|to\s?<|and|through|thru)"
_RANGES = {
    "over, under": rf"(?:(?:over|above|more\sthan|greater\sthan|in\sexcess\sof|exceeding|at\sleast)\s{{1,3}}|"
    rf"[>≥]=?\s{{0,3}})"
    rf"(?P<low>{_SUM}),?\s{{1,3}}(?:(?:and|but|to)\s{{1,3}})?(?:(?:up\sto|(?:not\s(?:more|greater)|less|fewer)\sthan|under|below|"
    rf"not\s(?:over|exceeding))\s{{1,3}}|[<≤]=?\s{{0,3}})(?P<high>{_SUM}){_UNIT}",
    "between": rf"(?:from\s|between\s|first\s)?(?P<low>{_SUM})\s{{0,3}}{_TO}\s{{0,3}}(?P<high>{_SUM}){_UNIT}",
    "up to": rf"(?:(?:up\sto|first|less\sthan|under|below|fewer\sthan|next)\s{{1,3}}|[<≤]\s{{0,3}})"
    rf"(?P<high>{_SUM}){_UNIT}",
    "over": rf"(?:(?:over|above|more\sthan|greater\sthan|in\sexcess\sof|exceeding)\s{{1,3}}|[>≥]\s{{0,3}})"
    rf"(?P<low>{_SUM}){_UNIT}",
    "plus": rf"(?P<low>{_SUM})(?:\s{{1,3}}{_WORD}){{0,2}}(?:\s?\+|\s{{1,3}}{_MORE}){_UNIT}",
    "single": rf"(?P<low>{_NUMBER})\s{{1,3}}(?P<unit>{_LICENCES})",
}
RANGES = {kind: re.compile(pattern + _BETWEEN, re.IGNORECASE) for kind, pattern in _RANGES.items()}
_OPENING = re.compile(r"(?<![\w$.,])(?=\S)")
REACH, GAP = 110, 160
_HEAD = 420
_NEXT_ROW = re.compile(r"[.;]\s+[A-Z][a-z]+\s+[a-z]+\s+[a-z]+\s+[a-z]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A range and what belongs to it. A bound that is open is None."""

    start: int
    end: int
    low: Fraction | None
    high: Fraction | None
    unit: str
    worth: Money | Percent
    kind: str


def tiers(text: str, worths: Sequence[Money | Percent]) -> list[list[Row]]:
    """The tables of tiers of a text: rows of two and more."""
    tables: list[list[Row]] = []
    rows = [row for worth in worths if (row := _row(text, worth))]
    for row in rows:
        last = tables[-1][-1] if tables else None
        if (
            last
            and row.start - last.end < GAP
            and _goes_on(last, row)
            and not _NEXT_ROW.search(text, last.end, row.start)
        ):
            tables[-1].append(row)
        else:
            tables.append([row])
    return [table for table in tables if len(table) > 1]


def _row(text: str, worth: Money | Percent) -> Row | None:
    """The range that stands right before an amount."""
    first = max(0, worth.start - REACH)
    window = text[first : worth.start]
    for opening in _OPENING.finditer(window):
        for kind, pattern in RANGES.items():
            found = pattern.match(window, opening.start())
            if found:
                return _read_row(found, kind, first, worth)
    return None


def _read_row(found: re.Match[str], kind: str, first: int, worth: Money | Percent) -> Row:
    said = found.groupdict()
    low, high = _sum(said.get("low")), _sum(said.get("high"))
    return Row(first + found.start(), worth.end, low, high, dry(said.get("unit") or "").lower(), worth, kind)


def _goes_on(last: Row, row: Row) -> bool:
    """Whether a row follows on another: same sort of worth, and a higher range."""
    if type(last.worth) is not type(row.worth) or (last.kind == "single") != (row.kind == "single"):
        return False
    before = last.high if last.high is not None else last.low
    here = row.low if row.low is not None else row.high
    return before is not None and here is not None and here >= before * Fraction(9, 10)


def _sum(said: str | None) -> Fraction | None:
    """A bound as a number; a point before three digits is a comma that a scan has hurt."""
    if not said:
        return None
    match = re.search(_NUMBER, said)
    if not match:
        return None
    digits = match[0].replace("O", "0")
    plain = re.sub(r"[,.](?=\d{3})", "", digits)
    scale = re.search(r"(million|billion|thousand|MM|M|K|k)$", said.strip(), re.IGNORECASE)
    powers = {"million": 6, "mm": 6, "m": 6, "billion": 9, "thousand": 3, "k": 3}
    times: int = 10 ** (powers[scale[1].lower()] if scale else 0)
    return Fraction(plain) * times


_COLUMN_SCALE = re.compile(
    r"\(\s?(?:in\s+)?(?:US)?\s?\$?\s?(?P<scale>bn|billions?|mm|millions?|m|000'?s?|thousands?)\s?\)", re.IGNORECASE
)
_COLUMN_POWERS = {"b": 9, "m": 6, "0": 3, "t": 3}
_PER_COLUMN = re.compile(
    r"\b(?:rate|fee|price|charge|cost)s?\s+per\s+(?P<unit>(?:US)?\$?\s?[\w,]{1,20}(?:\s(?:million|thousand|[a-z]{3,12}))?)",
    re.IGNORECASE,
)
_MONTHLY = re.compile(r"\b(?P<period>monthly|annual|quarterly|per\s+month|per\s+year|per\s+quarter)\b", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"(?:#|number|no\.)\s+of\s+(?:monthly\s+|annual\s+)?(?P<unit>[A-Za-z]+(?:\s[A-Za-z]+)?)",
    re.IGNORECASE,
)
_BOUGHT = re.compile(
    r"\b(?:licen[sc]es?|units?|seats?|users?|copies|pieces|purchase[sd]?|order(?:s|ed)?|quantit\w+|price\s+list)\b",
    re.IGNORECASE,
)
_PERIODS = {"month": "P1M", "annual": "P1Y", "year": "P1Y", "quarter": "P3M"}


def terms_of_tiers(text: str, worths: Sequence[Money | Percent]) -> list[Term]:
    """One term a row."""
    return [term for table in tiers(text, worths) for term in _terms(text, table)]


def _terms(text: str, table: list[Row]) -> list[Term]:
    head = dry(text[max(0, table[0].start - _HEAD) : table[0].start])
    scale = next((m["scale"] for m in _COLUMN_SCALE.finditer(head)), "")
    power = _COLUMN_POWERS.get(scale[:1].lower(), 0) if all((row.high or row.low or 0) < 10**5 for row in table) else 0
    return [_tier(text, row, head, 10**power) for row in table]


def _tier(text: str, row: Row, head: str, times: int) -> Term:
    """The term of a row: what is bought by the piece or the licence is a price tier, what is used a usage tier."""
    low, high = (None if bound is None else amount_text(bound * times) for bound in (row.low, row.high))
    after = re.match(r"\s?(?:per|/|each)\s?(?P<unit>[A-Za-z]{2,20})", text[row.worth.end : row.worth.end + 40])
    named = _OF_WHAT.search(head[-200:])
    unit = row.unit or (dry(named["unit"]).lower() if named else "")
    unit = unit[:-1] if unit.endswith("s") and row.kind != "single" else unit
    end = row.worth.end + (after.end() if after else 0)
    if isinstance(row.worth, Money) and _BOUGHT.search(unit or head[-80:]):
        bounds: dict[str, Value] = {"from": low, "to": high}
        if row.kind == "single":
            bounds = {row.unit if row.unit != "licences" else "licenses": low}
        elif unit:
            bounds["unit"] = unit
        value: dict[str, Value] = {"amount": row.worth.value, "currency": _coin(row.worth)}
        if after:
            value["per"] = after["unit"].lower()
        return Term("price_tier", value | {"bounds": bounds}, row.start, end, 1)
    period = _MONTHLY.search(head)
    value = {"min": low, "max": high}
    if unit:
        value["unit"] = unit
    if period:
        value["period"] = next(code for name, code in _PERIODS.items() if name in period["period"].lower())
    if isinstance(row.worth, Percent):
        return Term("usage_tier", value | {"percent": row.worth.value}, row.start, end, 1)
    per = _PER_COLUMN.search(head)
    value |= {"price": row.worth.value, "currency": row.worth.currency}
    return Term("usage_tier", value | ({"per": dry(per["unit"])} if per else {}), row.start, end, 1)


def _coin(worth: Money | Percent) -> str:
    return worth.currency if isinstance(worth, Money) else ""
