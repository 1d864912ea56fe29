"""Price lists and schedules: what stands at the head of a column or over a list holds for each amount below it.

A line that only names something and then an amount ("Steel bracket $12.50") is a row. What makes the amount a rate, a
fee by the month or a total stands elsewhere: at the head of its column, in the words over the first row, or in the name
itself ("Total"). One row alone is no list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from duly.engine.documents.text.places import PERIODS, dry
from duly.engine.documents.values.dates import dates
from duly.engine.documents.values.money import Money

TOTAL, PAYMENT, RATE, RECURRING, COMMITMENT = "total_fee", "payment", "rate", "recurring_fee", "minimum_commitment"
NOT_PROMISED = "not_a_commitment"
_REACH, _BLANKS, _LONGEST, _HEAD, _PARTS = 420, 1500, 300, 240, 6
# Lines and columns are parted by a line's end, a bar or a wide gap.
_PARTED = re.compile(r"[\n\t|]|\s{3,}")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_RULE = re.compile(r"[-=_.*~\s]{1,200}\Z")
# Words that only a sentence has.
_SENTENCE = re.compile(
    r"\b(?:shall|will|would|is|are|was|were|be|pays?|paid|agrees?|if|must|(?-i:may)|receives?|exceed\w*|equals?|"
    r"which|that"
    r"|upon|least|than|such|provided|unless|means)\b|(?-i:[.;]\s+[A-Z][a-z]|,\s[a-z]+\s[a-z]+\s[a-z]+)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:\b(?:of|to|for|by|at|and|or|the|an?|in|with|plus|from|on|over|under|between|above|first|up)|[(=\"“])\s*\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s?(?:-{1,2}|–|—|to)\s?[$€£]|\)?,?\s{1,2}(?:shall|will|is|are|to|of|in|for|and|or|upon|on|by|payable|due|"
    r"within|which|that|from|at|as|has|have"
    r"|must|may|or)\b",
)
# Cells without an amount, which hold their place in a row.
_EMPTY = r"(?:included|free|n/?a|none|tbd|waived|nil)"
_EMPTY_CELL = re.compile(_EMPTY, re.IGNORECASE)
_LAST_CELLS = re.compile(rf"\s(?:{_EMPTY}\s?){{1,4}}\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+", re.IGNORECASE)
# A row may be named by an event: "Upon signing".
_EVENT = re.compile(r"upon\s(?=[a-z\s]{4,50}\Z)", re.IGNORECASE)
_EVERY = r"(?:month|quarter|year|week|annum)"
_COLUMN = re.compile(
    r"\b(?:year\s?\d{1,2}\b|(?:19|20)\d\d\b(?=\s+(?:(?:19|20)\d\d|total))|totals?\b"
    r"|(?:one[- ]time|set[- ]?up|initial|monthly|annual|yearly|quarterly|weekly|hourly|daily|unit|list|net|extended)\s"
    r"(?:[a-z]+\s){0,2}?(?:fees?|prices?|costs?|charges?|rates?|amounts?|payments?)\b"
    r"|(?:fees?|prices?|costs?|charges?|rates?|amounts?)\s(?:per|/|each)\s?[a-z]+)",
    re.IGNORECASE,
)
_ONCE = re.compile(r"\b(?:one[- ]time|set[- ]?up|initial|installation|activation)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\btotals?\b", re.IGNORECASE)
_BY_PERIOD = re.compile(
    rf"\b(?P<often>monthly|annual(?:ly)?|yearly|quarterly|weekly)\b(?:\s(?!sales|royalt|revenue|net\b|"
    rf"gross)[a-z]+){{0,3}}?"
    rf"\s(?:fees?|charges?|prices?|costs?|rent|payments?|retainers?|dues|premiums?|maintenance|subscriptions?|"
    rf"rates?|amounts?"
    rf"|support)\b|^(?P<alone>monthly|annual(?:ly)?|yearly|quarterly|weekly)$"
    rf"|\b(?:per|each|every|/)\s?(?P<every>{_EVERY})\b|\beach\sof\s(?:the\s)?[\w\s/,]{{0,40}}?\b(?P<all>{_EVERY})s\b",
    re.IGNORECASE,
)
_THING = rf"(?!(?:{_EVERY}|cent|the|this|attached|schedule|costs?|fees?|prices?|charges?|rates?)\b)[a-z]{{3,20}}"
_BY_PIECE = re.compile(
    rf"\b(?P<often>hourly|daily)\s(?:[a-z]+\s){{0,2}}?rates?\b|\((?:each|ea\.?)\)"
    rf"|(?:\bper\s|(?<=[$\d)])/\s?)(?P<unit>{_THING})(?=\s?(?:$|[):]|charge|fee|rate|price))"
    rf"|\b(?:fee|price|cost|rate|charge)s?\s?(?:per\s|/\s?)(?P<of>{_THING})\b",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\b(?:prices?|pricing|price\slist|rates?|rate\scard|unit\s(?:cost|price|rate)s?)\b(?!\s(?:of|increase))",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"\b(?:guaranteed\s)?minimum\s(?:[a-z]+\s){0,2}?(?:purchases?|orders?|commitments?|guarantees?|sales|royalt(?:y|"
    r"ies)|payments?)\b"
    r"|\bguaranteed\sminimum",
    re.IGNORECASE,
)
_GUESSED = re.compile(
    r"\b(?:estimated|projected|forecast(?:ed)?|anticipated|budget(?:ed)?|target(?:ed)?)\s(?:[a-z]+\s){0,2}?"
    r"(?:values?|costs?|sales|revenues?|volumes?|spend(?:ing)?|amounts?)\b",
    re.IGNORECASE,
)
_SPEAK_OF_PRICES = (_PRICED, _BY_PERIOD, _MINIMUM, _GUESSED)
_WHEN = re.compile(r"(?:within|upon|on or before)\s", re.IGNORECASE)
_HOURS = {"hourly": "hour", "daily": "day"}


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of its amount: its role and how strongly, period, unit, what is sold, the year and the day."""

    role: str
    points: int
    period: str = ""
    unit: str = ""
    item: str = ""
    bounds: str = ""
    due: str = ""


@dataclass(slots=True)
class _Line:
    """A line of a list: its name, the words over it, its amounts, and how many cells stand before each."""

    label: str
    above: list[str]
    cells: list[tuple[Money, int]] = field(default_factory=list)


def price_lists(text: str, amounts: Sequence[Money]) -> dict[int, Row]:
    """What the rows of lists say of their amounts, by where these start."""
    found: dict[int, Row] = {}
    for run in _runs(text, amounts):
        if sum(len(line.cells) for line in run) > 1:
            found |= _said(run)
    return found


def _runs(text: str, amounts: Sequence[Money]) -> list[list[_Line]]:
    """The lines of lists, those of one list together."""
    runs: list[list[_Line]] = []
    at = -_REACH
    for money in amounts:
        gap = text[max(at, money.start - _BLANKS, 0) : money.start]
        near = bool(runs) and money.start - at < _BLANKS and len(dry(gap)) < _REACH
        gap = gap if near else _end_of(gap)
        parts = [part for raw in _PARTED.split(gap) if (part := dry(raw).strip(" :.–—-=")) and not _RULE.match(raw)]
        empty = _empty_cells(parts)
        same_line = near and bool(runs[-1]) and not parts and "\n" not in gap
        if _GOES_ON.match(text, money.end) or not (same_line or (parts and _names(_last(parts[-1]), gap))):
            runs.append([])
        elif same_line:
            runs[-1][-1].cells.append((money, runs[-1][-1].cells[-1][1] + 1 + empty))
        else:
            if not near or any(len(part) > 60 and _SENTENCE.search(part) for part in parts[:-1]):
                runs.append([])
            runs[-1].append(_Line(_last(parts[-1]), parts[-_PARTS:-1], [(money, empty)]))
        at = money.end
    return [run for run in runs if run]


def _end_of(gap: str) -> str:
    """The last words of a gap, however wide the blanks between them are."""
    while len(dry(gap)) > _REACH:
        gap = gap[len(gap) - len(gap) * 4 // 5 :]
    return gap


def _empty_cells(parts: list[str]) -> int:
    """Take the cells without an amount off the end of what stands before one; how many they were."""
    empty = 0
    while parts and _EMPTY_CELL.fullmatch(parts[-1]):
        parts.pop()
        empty += 1
    last = _LAST_CELLS.search(parts[-1]) if parts else None
    if last:
        parts[-1] = parts[-1][: last.start()]
        empty += len(last[0].split())
    return empty


def _last(part: str) -> str:
    """The name of the first row where a sentence leads in on the same line: "as follows: a. Upon signing"."""
    return part.rsplit(": ", 1)[-1]


def _names(part: str, gap: str) -> bool:
    """Whether words only name something, as the first cell of a row does."""
    part = _EVENT.sub("", _NUMBERED.sub("", part, count=1), count=1)
    if len(part) > _LONGEST or _SENTENCE.search(_undated(part)) or _LEANS.search(gap[-12:]):
        return False
    return any(mark.isalpha() for mark in part) or bool(_A_YEAR.fullmatch(part))


def _undated(part: str) -> str:
    """Words without the days of a list ("July 1; October 1, 2003"), whose marks look like those of sentences."""
    for one in reversed(dates(part)):
        part = part[: one.start] + part[one.end :].lstrip(" ;,")
    return part


def _said(run: Sequence[_Line]) -> dict[int, Row]:
    """What the rows of one list say. Words between rows hold from there on if they speak of prices."""
    found: dict[int, Row] = {}
    over, heads = "", _heads("")
    for place, line in enumerate(run):
        words = " ".join((*line.above, *((line.label,) if not place else ())))[-_HEAD:]
        if not place or len(_heads(words)) > 1 or any(said.search(words) for said in _SPEAK_OF_PRICES):
            over = words
            heads = _heads(" ".join(line.above)) or _heads(words)
        for cell, (money, before) in enumerate(line.cells):
            row = _row(line, over, _head_of(heads, before, cell, line.cells), money)
            if row:
                found[money.start] = row
    return found


def _heads(words: str) -> list[str]:
    return [match[0] for match in _COLUMN.finditer(words)]


def _head_of(heads: Sequence[str], before: int, cell: int, cells: Sequence[tuple[Money, int]]) -> str:
    """The head of a cell's column, where there are as many heads as cells; a last column of totals is known by its
    sum."""
    if len(heads) > 1 and len(heads) == cells[-1][1] + 1:
        return heads[before]
    parts = [money.amount for money, _ in cells[:-1]]
    if heads and _TOTAL.search(heads[-1]) and cell == len(cells) - 1 and parts and sum(parts) == cells[-1][0].amount:
        return heads[-1]
    return ""


def _row(line: _Line, over: str, head: str, money: Money) -> Row | None:
    """The row of one amount: its name speaks first, then the head of its column, then the words over the list."""
    year = re.search(r"year\s?(\d{1,2})\b|\b((?:19|20)\d\d)\b", head, re.IGNORECASE)
    bounds = (f"year {year[1]}" if year[1] else year[2]) if year else ""
    if _TOTAL.search(head) or _TOTAL.search(line.label):
        return Row(TOTAL, 12, bounds=bounds)
    days = [one.value for one in dates(line.label) if one.end - one.start > len(line.label) - 6]
    if _GUESSED.search(head or over):
        return Row(NOT_PROMISED, 12)
    if _MINIMUM.search(over):
        return Row(COMMITMENT, 14, due=days[0] if days else "")
    if days:
        return Row(PAYMENT, 12, due=days[0])
    if _WHEN.match(_NUMBERED.sub("", line.label, count=1)):
        return Row(PAYMENT, 6)
    name = _NUMBERED.sub("", line.label, count=1)
    if not head and _ONCE.search(over) and _BY_PERIOD.search(over):
        over = ""  # a column of each, and no telling which
    for words, points in ((line.label, 9), (head, 9), ("" if head else over, 8)):
        if _ONCE.search(words) and words is not over:
            return None
        piece, period = _BY_PIECE.search(words), _BY_PERIOD.search(words)
        if piece:
            unit = _HOURS.get((piece["often"] or "").lower(), "") or (piece["unit"] or piece["of"] or "").lower()
            return Row(RATE, points, unit=unit, item="" if unit else _piece(name), bounds=bounds)
        if period:
            often = (period["often"] or period["alone"] or period["every"] or period["all"]).lower()
            return Row(RECURRING, points, period=PERIODS.get(often, ""), bounds=bounds)
        if words is not line.label and _PRICED.search(words):
            return Row(RATE, points, item=_piece(name), bounds=bounds)
    return Row("", 0, bounds=bounds) if bounds else None


def _piece(name: str) -> str:
    """What a row sells by the piece, if its name is that of a thing and no row of several columns."""
    short = len(name.split()) < 6 and not re.search(r"\d", name)
    return re.sub(r"\s?\((?:each|ea\.?)\)", "", name) if short else ""
