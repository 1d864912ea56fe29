"""Levels of sales and what is paid when they are reached: a table of two columns, of which the second alone is paid.

Under "Annual sales exceed / Payment" every other amount is a level. One pair alone is no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duly.engine.documents.text.places import dry
from duly.engine.documents.values.money import Money

_HEADS = re.compile(
    r"\b(?:sales|revenues?|receipts|purchases|turnover|income|profits?|billings|volume|thresholds?|targets?)\b[^.;:$]{0,80}?"
    r"\b(?:payments?|amounts?|fees?|bonus(?:es)?|payable|due|credits?|"
    r"rebates?)\b[^.;:$\w]{0,4}(?:\(?in [\w$ ]{1,20}\)?)?\s*$",
    re.IGNORECASE,
)
_REACH, _BLANK = 200, re.compile(r"[\s|:=–—-]{1,60}")
_NEXT_ROW = re.compile(
    r"[\s|;,]{1,60}(?:[(]?\w{1,3}[.)]\s+)?(?:(?:over|above|exceeds?|more than|greater than|first|up to)\s+)?", re.I
)


def levels(text: str, amounts: Sequence[Money]) -> frozenset[int]:
    """Where the amounts start that are levels of such tables."""
    found: set[int] = set()
    for place, money in enumerate(amounts):
        head = _HEADS.search(dry(text[max(0, money.start - _REACH) : money.start]))
        rows = _rows(text, amounts[place:]) if head and money.start not in found else []
        if len(rows) > 1 and all(level.amount > paid.amount for level, paid in rows):
            found |= {level.start for level, _ in rows}
    return frozenset(found)


def _rows(text: str, amounts: Sequence[Money]) -> list[tuple[Money, Money]]:
    """The pairs of amounts that stand one under the other."""
    rows: list[tuple[Money, Money]] = []
    for level, paid in zip(amounts[::2], amounts[1::2], strict=False):
        follows = not rows or _NEXT_ROW.fullmatch(text, rows[-1][1].end, level.start)
        if not follows or not _BLANK.fullmatch(text, level.end, paid.start):
            break
        rows.append((level, paid))
    return rows
