"""PDF to words with boxes, by pdfium, in a child process. Text in the order of the file, headers and hyphens kept.

A page that shows something and says little is left for the reader of scans. A blank page is left as it is.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from duly.ground.errors import Place
from duly.readers.aligned import mark_tables
from duly.readers.draft import Draft
from duly.readers.joined import PAGE_BREAK
from duly.readers.paper_errors import PaperHasTooManyPages, PaperIsBroken, PaperIsLocked, PaperSaysTooMuch
from duly.readers.paper_limits import SCAN_LETTERS, PaperLimits
from duly.readers.suspicious import remark_letters
from duly.readers.visible import Looks

_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"\w")
# pdfium gives this code for a hyphen at the end of a line, and leaves out the line end.
_HYPHEN = 2
# No side of a page is longer, in hundredths of a point.
LARGEST = 10_000_000

Box = tuple[int, int, int, int]


def open_pdf(data: bytes, name: str, limits: PaperLimits) -> pdfium.PdfDocument:
    """The document; errors where it is locked, broken or too long."""
    place = Place(name)
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise PaperIsLocked("the PDF asks for a password", place=place) from None
        raise PaperIsBroken("the PDF cannot be opened", place=place) from None
    if count > limits.pages:
        raise PaperHasTooManyPages(f"the PDF says it has {count:,} pages, {limits.pages} are read", place=place)
    if not count:
        raise PaperIsBroken("the PDF has no pages", place=place)
    return document


def read_pdf(data: bytes, name: str, limits: PaperLimits) -> Draft:
    """All pages of a PDF. Pages that are pictures are listed in `scans` and have no text yet."""
    document = open_pdf(data, name, limits)
    draft = Draft()
    for number in range(1, len(document) + 1):
        if number > 1:
            draft.add(PAGE_BREAK)
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            raise PaperIsBroken(f"page {number} cannot be opened", place=Place(name)) from None
        _read_page(draft, page, number)
        page.close()
        if draft.length > limits.characters:
            raise PaperSaysTooMuch(f"the PDF holds more than {limits.characters:,} characters", place=Place(name))
    if not draft.words and not draft.scans:
        draft.remark("no words", 0, 0, "no page has a word or a picture on it")
    return draft


def _read_page(draft: Draft, page: Any, number: int) -> None:
    layer = page.get_textpage()
    width, height = page_size(page)
    text, index = page_text(layer)
    start, first = draft.length, len(draft.words)
    looks = Looks(page)
    if len(_LETTER.findall(text)) < SCAN_LETTERS and looks.shows_something():
        draft.scans.append(number)
        draft.pages.append((number, start, start, width, height, "ocr"))
        return
    draft.add(text)
    draft.pages.append((number, start, draft.length, width, height, "text"))
    box = _boxes(page, layer, width, height)
    for found in _WORD.finditer(text):
        word = box(index[found.start()], index[found.end() - 1] + 1)
        draft.words.append((start + found.start(), start + found.end(), number, *word, 1000))
    looks.remark_unseen(draft, draft.words[first:], text, start)
    remark_letters(draft, text, start)
    mark_tables(draft, draft.words[first:])


def page_size(page: Any) -> tuple[int, int]:
    """Width and height of a page as shown, in hundredths of a point."""
    width, height = (min(max(int(side * 100), 1), LARGEST) for side in page.get_size())
    return width, height


def page_text(layer: Any) -> tuple[str, list[int]]:
    """The text of a page, and for each character its number in pdfium's list. A line ends with one line feed."""
    letters: list[str] = []
    index: list[int] = []
    code_at = raw.FPDFText_GetUnicode
    for at in range(raw.FPDFText_CountChars(layer)):
        code = code_at(layer, at)
        if code not in (0, 13):
            letters.append("-" if code == _HYPHEN else chr(code) if _is_letter(code) else "\ufffd")
            index.append(at)
    return "".join(letters), index


def _is_letter(code: int) -> bool:
    return code < 0xD800 or 0xDFFF < code <= 0x10FFFF


def _boxes(page: Any, layer: Any, width: int, height: int) -> Callable[[int, int], Box]:
    """A function from a run of pdfium's characters to the box around them, as the page is shown (turned, cut)."""
    edges = [ctypes.c_double() for _ in range(4)]
    left, top, right, bottom = edges
    at = [ctypes.byref(edge) for edge in edges]
    x, y = ctypes.c_int(), ctypes.c_int()
    across, down = ctypes.byref(x), ctypes.byref(y)

    def box(first: int, last: int) -> Box:
        corners: list[tuple[int, int]] = []
        for rect in range(raw.FPDFText_CountRects(layer, first, last - first)):
            raw.FPDFText_GetRect(layer, rect, *at)
            for one, other in ((left, top), (right, bottom)):
                raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, one, other, across, down)
                corners.append((x.value, y.value))
        if not corners:
            return (0, 0, 0, 0)
        across_all, down_all = zip(*corners, strict=True)
        return min(across_all), min(down_all), max(across_all), max(down_all)

    return box
