"""A picture of a page to words with boxes: made even and level, then read by what is installed.

Where RapidOCR and tesseract are both there, RapidOCR gives the words (it keeps more figures), tesseract a second
look at the digits: where the two differ, both readings stand in a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np

from duly.readers import recognize, tesseract
from duly.readers.aligned import mark_tables
from duly.readers.draft import Draft
from duly.readers.picture import Shown
from duly.readers.recognize import Seen
from duly.readers.scan_readers import BOTH, TESSERACT
from duly.readers.straighten import Grey, evened, levelled, skew, unturned
from duly.readers.suspicious import remark_letters

Lines = list[list[Seen]]
Placing = Callable[[Seen], tuple[int, int, int, int]]
# Below this sureness, in thousandths, letters are guesses: the page may lie on its side, a digit must be looked at.
_GUESS = 700
_DIGITS_SURE = 800
_FIGURE = re.compile(r"[$€£]?\d(?:[\d.,]*\d)?%?")
# What is rarely printed and often a misreading: an S for a dollar sign, an amount whose commas were lost.
_MISREAD = re.compile(r"S\d|[$€£]\d{5,}(?![\d,])|\d[OoIl]|[OoIl]\d")


def read_scan(page: Shown, number: int, by: str, seconds: int) -> Draft:
    """The words of one page. `by` says which readers to use."""
    turns, rise, level, lines = _best_way_up(page.dots, by, seconds)
    draft = Draft()
    told = _write(draft, lines, number, _placing(page, turns, rise))
    draft.pages.append((number, 0, draft.length, page.width, page.height, "ocr"))
    second = [word for line in tesseract.recognized(level, seconds) for word in line] if by == BOTH else []
    _remark_digits(draft, told, second)
    remark_letters(draft, draft.text)
    mark_tables(draft, draft.words)
    if not draft.words:
        draft.remark("no words", 0, 0, f"no words were recognized on page {number}")
    return draft


def _best_way_up(dots: Grey, by: str, seconds: int) -> tuple[int, float, Grey, Lines]:
    """Quarter turns, rise of the lines, the levelled page and its lines, the way up that reads best."""
    even = evened(dots)
    best: tuple[int, float, Grey, Lines] | None = None
    surest = -1
    for turns in (0, 1, 3, 2):
        turned = np.ascontiguousarray(np.rot90(even, turns))
        rise = skew(turned)
        level = levelled(turned, rise)
        lines = tesseract.recognized(level, seconds) if by == TESSERACT else recognize.recognized(level)
        sure = _sureness(lines)
        if sure > surest:
            best, surest = (turns, rise, level, lines), sure
        if sure >= _GUESS or not any(lines):
            break
    assert best is not None
    return best


def _sureness(lines: Lines) -> int:
    """How sure the middle word is, of words long enough to tell."""
    sure = sorted(word.sure for line in lines for word in line if len(word.text) > 2)
    return sure[len(sure) // 2] if sure else 0


def _placing(page: Shown, turns: int, rise: float) -> Placing:
    """A function from a word on the levelled page to its box on the page as scanned, in hundredths of a point."""
    rows, columns = page.dots.shape
    wide, high = (columns, rows) if turns % 2 == 0 else (rows, columns)
    across, down = page.width / columns, page.height / rows

    def placed(word: Seen) -> tuple[int, int, int, int]:
        left, top, right, bottom = unturned((word.left, word.top, word.right, word.bottom), rise, wide, high)
        if turns == 1:
            left, top, right, bottom = columns - bottom, left, columns - top, right
        elif turns == 2:
            left, top, right, bottom = columns - right, rows - bottom, columns - left, rows - top
        elif turns == 3:
            left, top, right, bottom = top, rows - right, bottom, rows - left
        left, right = (min(max(int(edge * across), 0), page.width) for edge in (left, right))
        top, bottom = (min(max(int(edge * down), 0), page.height) for edge in (top, bottom))
        return left, top, right, bottom

    return placed


def _write(draft: Draft, lines: Lines, number: int, placed: Placing) -> list[tuple[Seen, int, int]]:
    """Put the lines into the draft; each word with where it begins and ends in the text."""
    told = []
    for line in lines:
        if draft.length:
            draft.add("\n")
        for at, word in enumerate(line):
            if at:
                draft.add(" ")
            start = draft.add(word.text)
            told.append((word, start, draft.length))
            draft.words.append((start, draft.length, number, *placed(word), word.sure))
    return told


def _remark_digits(draft: Draft, told: Iterable[tuple[Seen, int, int]], second: list[Seen]) -> None:
    """Note digits that two readers see differently, and digits that the only reader is not sure of."""
    for word, start, end in told:
        beside = _under(word, second)
        other = " ".join(one.text for one in beside)
        mine = figures(word.text)
        if beside and mine != figures(other):
            draft.remark("digits differ", start, end, f"one reader sees {word.text[:60]!r}, the other {other[:60]!r}")
        elif mine and (word.sure < _DIGITS_SURE or _MISREAD.search(word.text)):
            draft.remark("digits unsure", start, end, f"{word.text[:60]!r} may have been read wrongly")


def figures(text: str) -> str:
    """The numbers in a text with their signs, points and commas, as two readings are compared.

    >>> figures("$1,500."), figures("(30)"), figures("none")
    ('$1,500', '30', '')
    """
    return " ".join(_FIGURE.findall(text))


def _under(word: Seen, others: list[Seen]) -> list[Seen]:
    """The words of the other reader that stand where a word stands: more than half of the narrower of the two."""
    middle = (word.top + word.bottom) / 2
    found = []
    for other in others:
        shared = min(word.right, other.right) - max(word.left, other.left)
        if other.top < middle < other.bottom and shared * 2 > min(word.right - word.left, other.right - other.left):
            found.append(other)
    return sorted(found, key=lambda one: one.left)
