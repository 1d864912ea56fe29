"""Tables that part revenue between the parties: rows whose percents, side by side, make the whole.

"Video $30,000 100% 0% 50% 50%" under "Customer Provider Customer Provider": four shares, and the amount of the row
is the limit up to which the first pair holds, no fee. One such row proves nothing unless the words above share
something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.percents import Percent, stated

_BESIDE = re.compile(r"\s?\*{0,4}[\s|]{1,60}\Z")
_EARNED = re.compile(
    r"\b(?:revenues?|profits?|income|proceeds|receipts|sales|earnings|savings|royalt(?:y|ies))\b", re.IGNORECASE
)
_SHARED = re.compile(r"\b(?:shar(?:e[sd]?|ing)|split|divided|apportion\w*|threshold)\b", re.IGNORECASE)
# Not money: votes, holdings, and places on a page or in a programme.
_OTHER = re.compile(
    r"\b(?:vot(?:es?|ing)|ownership|owned|shareholders?|equity|membership interests?|placements?|impressions)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?P<name>[A-Z][\w/&.-]*(?:\s[A-Z][\w/&.-]*){0,3})\W{0,60}\Z")
_ABOVE, _GAP, MOST = 900, 200, 12


@dataclass(frozen=True, slots=True)
class ShareTable:
    """The shares of a table, its limits, and where their percents and amounts start."""

    terms: tuple[Term, ...]
    spoken: frozenset[int]


def share_tables(text: str, parts: Sequence[Percent], amounts: Sequence[Money]) -> list[ShareTable]:
    """The tables of shares of a text."""
    tables: list[list[list[Percent]]] = []
    for row in _rows(text, parts):
        if tables and row[0].start - tables[-1][-1][-1].end < _GAP:
            tables[-1].append(row)
        else:
            tables.append([row])
    return [_table(text, table, amounts) for table in tables if _parts_something(text, table)]


def _rows(text: str, parts: Sequence[Percent]) -> list[list[Percent]]:
    """Runs of percents with nothing between them, two by two the whole or nothing at all."""
    runs: list[list[Percent]] = []
    for part in parts:
        if runs and _BESIDE.match(text[runs[-1][-1].end : part.start]):
            runs[-1].append(part)
        else:
            runs.append([part])
    return [run for run in runs if len(run) <= MOST and _whole(run)]


def _whole(run: Sequence[Percent]) -> bool:
    pairs = [one.amount + two.amount for one, two in zip(run[::2], run[1::2], strict=False)]
    return len(run) % 2 == 0 and 100 in pairs and all(pair in (0, 100) for pair in pairs)


def _parts_something(text: str, table: Sequence[Sequence[Percent]]) -> bool:
    above = text[max(0, table[0][0].start - _ABOVE) : table[0][0].start]
    near = above if len(table) > 1 else above[-300:]
    return bool(_EARNED.search(above) and _SHARED.search(near) and not _OTHER.search(above[-300:]))


def _table(text: str, table: Sequence[Sequence[Percent]], amounts: Sequence[Money]) -> ShareTable:
    terms: list[Term] = []
    last = table[0][0].start - 80
    for row in table:
        limits = [money for money in amounts if last <= money.start and money.end <= row[0].start]
        name = _NAME.search(text[max(0, last) : limits[0].start if limits else row[0].start])
        base: dict[str, Value] = {"base": dry(name["name"])} if name else {}
        terms += [
            Term("not_a_contract_fee", {"amount": one.value, "currency": one.currency}, one.start, one.end, 1)
            for one in limits
        ]
        terms += [Term("revenue_share", {**stated(one), **base}, one.start, one.end, 1) for one in row]
        last = row[-1].end
    return ShareTable(tuple(terms), frozenset(term.start for term in terms))
