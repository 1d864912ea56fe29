"""Words of a PDF that nobody can see: a page is drawn with its words and without, and where nothing changes none shows.

That finds white words, words under a picture, off the page, cut away, transparent or in no ink, whatever the means.
"""

from __future__ import annotations

import re
from typing import Any

import pypdfium2.raw as raw

from duly.readers.draft import Draft

# Drawn at this many points (dots) an inch of 72, unless the page is larger than so many dots.
_DOTS = 4_000_000
# A change of less than this, of 255, is not seen on paper.
_CONTRAST = 24
_DARK = bytes(range(200, 256))
# Print lower than this, in hundredths of a point from foot to head, is not read by anyone.
_LOWEST = 250
_NESTED = 8
_SAYS_SOMETHING = re.compile(r"[^\W_]")
# So many words in a hundred without ink of their own: the page is a picture with the words of another program under it.
_LAYER_SHARE = 80


class Looks:
    """How a page looks, drawn once or twice in grey."""

    def __init__(self, page: Any) -> None:
        self._page = page
        width, height = page.get_size()
        self._scale = min(1.0, (_DOTS / max(width * height, 1)) ** 0.5)
        self._full = self._drawn()

    def _drawn(self) -> tuple[bytes, int, int]:
        """The dots of the page in grey, their number in a row, and the number of rows."""
        bitmap = self._page.render(scale=self._scale, grayscale=True)
        stride, rows = bitmap.stride, bitmap.height
        dots = bytes(bitmap.buffer)
        bitmap.close()
        return dots, stride, rows

    def shows_something(self) -> bool:
        """Whether there is more ink on the page than a page number has: a thousandth of it."""
        dots = self._full[0]
        return len(dots.translate(None, _DARK)) * 1000 > len(dots)

    def remark_unseen(self, draft: Draft, words: list[tuple[int, ...]], text: str, start: int) -> None:
        """Note the words of a page that do not show, run by run."""
        if not words:
            return
        pictures = _hide_text(self._page)
        bare = self._drawn()
        said = [word for word in words if _SAYS_SOMETHING.search(text, word[0] - start, word[1] - start)]
        unseen = {word[0] for word in said if not self._changes(bare, word[3:7])}
        low = {word[0] for word in said if word[6] - word[4] < _LOWEST and word[5] - word[3] < 4 * _LOWEST}
        if pictures and len(unseen) * 100 >= len(said) * _LAYER_SHARE and self.shows_something():
            where = words[0][0], words[-1][1]
            draft.remark("text layer", *where, "the words were put under a picture of the page by another program")
            return
        for first, last in _runs(words, unseen | low):
            tiny = first[0] in low and first[0] not in unseen
            why = "the words are too small to be read" if tiny else "the words do not show on the page"
            draft.remark("not visible", first[0], last[1], f"{why}: {text[first[0] - start : last[1] - start][:80]!r}")

    def _changes(self, bare: tuple[bytes, int, int], box: tuple[int, ...]) -> bool:
        """Whether the page looks different inside a box when its words are left out."""
        full, stride, rows = self._full
        scale = self._scale / 100
        left, right = max(int(box[0] * scale) - 1, 0), min(int(box[2] * scale) + 2, stride)
        for row in range(max(int(box[1] * scale) - 1, 0), min(int(box[3] * scale) + 2, rows)):
            with_words = full[row * stride + left : row * stride + right]
            without = bare[0][row * stride + left : row * stride + right]
            if with_words != without and any(
                abs(one - other) >= _CONTRAST for one, other in zip(with_words, without, strict=False)
            ):
                return True
        return False


def _hide_text(page: Any) -> bool:
    """Leave the words out of the next drawing; says whether a picture stands on the page."""
    return _hide_among(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _NESTED)


def _hide_among(holder: Any, count: Any, get: Any, deep: int) -> bool:
    pictures = False
    for at in range(count(holder)):
        item = get(holder, at)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            raw.FPDFPageObj_SetIsActive(item, False)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
        elif kind == raw.FPDF_PAGEOBJ_FORM and deep:
            pictures |= _hide_among(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, deep - 1)
    return pictures


def _runs(words: list[tuple[int, ...]], chosen: set[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The first and the last word of each unbroken run of chosen words."""
    runs: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    goes_on = False
    for word in words:
        if word[0] in chosen:
            runs[-1:] = [(runs[-1][0], word)] if goes_on else [*runs[-1:], (word, word)]
        goes_on = word[0] in chosen
    return runs
