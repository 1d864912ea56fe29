"""The words of a document: what a reader makes of a PDF, a scan, a DOCX or a text, and where each word stands.

Readers build it, `engine/documents` finds clauses and terms in it. The text is the one measure of place: every offset
anywhere counts its characters, and a box is looked up from an offset when a person wants to see it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from duly.ground.columns import Ints, Table

# Pages from which no picture can be drawn (plain text, e-mail) have no size and no boxes.
TYPED, OCR = "text", "ocr"


@dataclass(frozen=True)
class Words(Table):
    """One row a word that has a box, in the order of the text.

    `start` and `end` are offsets in the text, half-open. `page` counts from 1. The box is in hundredths of a point
    from the upper left corner of the page. `sure` is in thousandths: 1000 where the document itself says the word,
    less where it was seen by OCR.
    """

    start: Ints
    end: Ints
    page: Ints
    left: Ints
    top: Ints
    right: Ints
    bottom: Ints
    sure: Ints


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its part of the text, its size in hundredths of a point, and how its words were come by."""

    number: int
    start: int
    end: int
    width: int = 0
    height: int = 0
    by: str = TYPED


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with the text it holds, so that a price list is read by row and column."""

    table: int
    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader noticed about a place: a digit two readers see differently, words nobody can see, a tracked change.

    `kind` is one word that tests and people can look up in the documentation; `start` and `end` are offsets.
    """

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as read. `text` is the whole text; pages, cells and remarks point into it."""

    name: str
    text: str
    words: Words
    pages: tuple[Page, ...] = ()
    cells: tuple[Cell, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())

    def page_at(self, offset: int) -> int:
        """The number of the page that holds an offset; 1 where a document has no pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return self.pages[-1].number if self.pages and offset >= self.pages[-1].end else 1

    def boxes(self, start: int, end: int) -> list[tuple[int, int, int, int, int]]:
        """Page and box (left, top, right, bottom) of each line of words that a span touches."""
        hit = np.flatnonzero((self.words.start < end) & (self.words.end > start))
        lines: list[tuple[int, int, int, int, int]] = []
        for row in hit:
            word = tuple(int(column[row]) for column in _box_columns(self.words))
            if lines and _same_line(lines[-1], word):
                page, left, top, right, bottom = lines[-1]
                lines[-1] = (page, min(left, word[1]), min(top, word[2]), max(right, word[3]), max(bottom, word[4]))
            else:
                lines.append((word[0], word[1], word[2], word[3], word[4]))
        return lines


NO_WORDS = Words.of(start=[], end=[], page=[], left=[], top=[], right=[], bottom=[], sure=[])


def _box_columns(words: Words) -> tuple[Ints, ...]:
    return (words.page, words.left, words.top, words.right, words.bottom)


def _same_line(line: tuple[int, ...], word: tuple[int, ...]) -> bool:
    """Whether a word goes on where a line of boxes ends: same page, and its middle between the line's edges."""
    return line[0] == word[0] and line[2] <= (word[2] + word[4]) // 2 <= line[4] and word[1] >= line[1]
