"""A sum paid in parts that are told as percents: "50% on order and the remaining 50% before shipment".

The parts of one sentence that come to a hundred percent, each with its day or event, are one plan; where only the first
is told and "the balance" follows, the balance is the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.percents import Percent, stated

_PAID = re.compile(r"\b(?:pay(?:able|ments?|s)?|paid|due|instal?lments?|deposit|balance)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?P<when>(?:upon|at|on|when|within|prior\sto|before|after|against|by|net|in|with)\s[^.;:%$]{3,70}?)"
    r"(?=\s(?:and|or)\s(?:the\s)?(?:remaining|balance|other|rest)|[.;,:%$]|\sand\s|$)",
    re.IGNORECASE,
)
_BALANCE = re.compile(
    r"\b(?:the|remaining|and)\s+(?:remaining\s+|outstanding\s+)?(?:balance|remainder)\b", re.IGNORECASE
)
_SHARED = re.compile(r"\b(?:own\w*|shares?|split|sales|revenues?|profits?|proceeds|interest)\b", re.IGNORECASE)
_REACH = 170


def paid_in_parts(text: str, parts: Sequence[Percent], segments: Sequence[Segment]) -> Iterator[tuple[Term, list[int]]]:
    """The plans, each with where its percents start."""
    for segment in segments:
        inside = [part for part in parts if segment.start <= part.start < segment.end]
        while inside:
            row = _row(text, inside)
            value = _plan(text, row, segment.end)
            if value:
                end = max(row[-1].end, _end(text, row, segment.end))
                yield Term("payment_plan", value, row[0].start, end, 1), [part.start for part in row]
            inside = inside[len(row) :]


def _row(text: str, parts: Sequence[Percent]) -> list[Percent]:
    """The first percents that stand close to each other and come to no more than the whole."""
    row = [parts[0]]
    for part in parts[1:]:
        near = part.start - row[-1].end < _REACH and ";" not in text[row[-1].end : part.start]
        if not near or sum((one.amount for one in row), Fraction(0)) + part.amount > 100:
            break
        row.append(part)
    return row


def _plan(text: str, row: Sequence[Percent], last: int) -> list[Value]:
    """The parts with their days or events; nothing where they are no payments or not the whole."""
    around = text[max(0, row[0].start - 120) : min(last, row[-1].end + _REACH)]
    whole = sum((one.amount for one in row), Fraction(0))
    if not _PAID.search(around) or _SHARED.search(text[row[0].end : row[0].end + 40]):
        return []
    stops = [*(one.start for one in row[1:]), min(last, row[-1].end + _REACH)]
    told = [_part(one, text[one.end : stop]) for one, stop in zip(row, stops, strict=True)]
    if len(row) > 1 and whole == 100 and all("trigger" in one or _BALANCE.search(around) for one in told):
        return list(told)
    rest = _BALANCE.search(text, row[-1].end, min(last, row[-1].end + _REACH))
    if len(row) == 1 and 0 < whole < 100 and rest and "trigger" in told[0]:
        behind = text[rest.end() : min(last, rest.end() + 90)]
        return (
            [told[0], _part(replace(row[0], amount=100 - whole), behind)]
            if _PAID.search(behind) or _WHEN.match(behind.lstrip(" ,"))
            else []
        )
    return []


def _part(percent: Percent, behind: str) -> dict[str, Value]:
    when = _WHEN.search(dry(behind))
    return {**stated(percent), **({"trigger": when["when"].strip()} if when else {})}


def _end(text: str, row: Sequence[Percent], last: int) -> int:
    """Where the words of the last part end."""
    rest = _BALANCE.search(text, row[-1].end, min(last, row[-1].end + _REACH)) if len(row) == 1 else None
    start = rest.end() if rest else row[-1].end
    when = _WHEN.search(text, start, min(last, start + 90))
    return when.end() if when else start
