"""Answers of child processes put together: pages one after the other, scanned pages in their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duly.readers.draft import WORD_COLUMNS

Answer = dict[str, Any]
# Between two pages.
PAGE_BREAK = "\n\f"


def one_after_the_other(answers: Sequence[Answer], between: str, *, count_on: bool = False) -> Answer:
    """One answer of several, with `between` in the text between each two.

    Pages keep their numbers, or are counted on from those before.
    """
    joined: Answer = {"text": "", "words": [[] for _ in WORD_COLUMNS], "pages": [], "cells": [], "remarks": []}
    pieces: list[str] = []
    length = 0
    for at, answer in enumerate(answers):
        if at:
            pieces.append(between)
            length += len(between)
        _append(joined, answer, length, len(joined["pages"]) if count_on else 0)
        pieces.append(answer["text"])
        length += len(answer["text"])
    joined["text"] = "".join(pieces)
    return joined


def _append(joined: Answer, answer: Answer, shift: int, before: int) -> None:
    for at, column in enumerate(answer["words"]):
        more = shift if at < 2 else before if at == 2 else 0
        joined["words"][at] += [value + more for value in column] if more else column
    joined["pages"] += [[page[0] + before, page[1] + shift, page[2] + shift, *page[3:]] for page in answer["pages"]]
    if answer["cells"]:
        tables = joined["cells"][-1][0] + 1 - answer["cells"][0][0] if joined["cells"] else -answer["cells"][0][0]
        cells = ([cell[0] + tables, *cell[1:3], cell[3] + shift, cell[4] + shift] for cell in answer["cells"])
        joined["cells"] += cells
    joined["remarks"] += [[kind, start + shift, end + shift, says] for kind, start, end, says in answer["remarks"]]


def with_scans(answer: Answer, scanned: dict[int, Answer]) -> Answer:
    """The answer about a PDF, with the pages that are pictures replaced by what was read from them."""
    parts = []
    for page in answer["pages"]:
        part = scanned.get(page[0])
        if part is None:
            part = _page_alone(answer, page)
        else:
            part["pages"] = [[*part["pages"][0][:3], page[3], page[4], part["pages"][0][5]]]
        parts.append(part)
    return one_after_the_other(parts, PAGE_BREAK)


def _page_alone(answer: Answer, page: Sequence[Any]) -> Answer:
    """One page of an answer, with offsets counted from its start."""
    start, end = page[1], page[2]
    rows = [at for at, first in enumerate(answer["words"][0]) if start <= first < end]
    words = [[column[at] - (start if place < 2 else 0) for at in rows] for place, column in enumerate(answer["words"])]
    remarks = [
        [k, a - start, b - start, says] for k, a, b, says in answer["remarks"] if start <= a <= b <= end and a < end
    ]
    return {
        "text": answer["text"][start:end],
        "words": words,
        "pages": [[page[0], 0, end - start, *page[3:]]],
        "cells": [[*cell[:3], cell[3] - start, cell[4] - start] for cell in answer["cells"] if start <= cell[3] < end],
        "remarks": remarks,
    }
