"""Documents to papers: the one entry. Whatever needs a parser is parsed in a process of its own, held to limits.

The kind is what the content and the name both say. Plain text needs no parser and is decoded here.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from duly.ground.errors import DulyError, Place
from duly.ground.paper import Cell, Page, Paper, Remark, Words
from duly.readers.draft import WORD_COLUMNS
from duly.readers.errors import FileTooLarge
from duly.readers.joined import PAGE_BREAK, one_after_the_other, with_scans
from duly.readers.paper_errors import PaperHasTooManyPages, PaperStopsReader, ScanNeedsReader
from duly.readers.paper_kinds import MAIL, PICTURE, TEXT, kind_of
from duly.readers.paper_limits import LIMITS, PaperLimits
from duly.readers.plain import read_plain
from duly.readers.raw import file_bytes
from duly.readers.sandbox import ask
from duly.readers.scan_readers import scan_readers

Answer = dict[str, Any]
# A letter in a letter in a letter; deeper ones are not opened.
_DEEPEST_LETTER = 3


def read_paper(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str = "",
    limits: PaperLimits = LIMITS,
    scans: bool = True,
    by: str | None = None,
) -> Paper:
    """The words of a document given by its path, or by its bytes and a name.

    Ends in a paper, with a remark wherever something is not as it seems, or in a `ReadingError`. Without `scans`,
    pages that are pictures are left unread, with a remark each; `by` names the readers of scans to use ("both",
    "rapidocr", "tesseract"), where it should not be all that are installed. Safe to call from several threads.
    """
    if isinstance(source, bytes):
        data = source
    else:
        name = name or os.fspath(source)
        data = file_bytes(source, limits.file_bytes)
    reading = _Reading(limits, scans, (scan_readers() if by is None else by) if scans else "")
    answer = reading.answer(data, name)
    try:
        return _paper(answer, name)
    except (KeyError, TypeError, ValueError, OverflowError, IndexError):
        raise PaperStopsReader("the process that read it answered what no reader answers", place=Place(name)) from None


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one document is read, and those inside it: limits, whether scans are, and by which readers."""

    limits: PaperLimits
    scans: bool
    by: str

    def answer(self, data: bytes, name: str, deep: int = 0) -> Answer:
        """The answer of the reader of its kind."""
        if len(data) > self.limits.file_bytes:
            raise FileTooLarge(
                f"the document has {len(data):,} bytes, {self.limits.file_bytes:,} are read",
                place=Place(name),
                why="what a document may cost is bounded before it is opened",
                fix="split it, or scan it in grey at 300 dots an inch",
            )
        kind = kind_of(data, name)
        if kind == TEXT:
            return read_plain(data).answer()
        if kind == PICTURE:
            return self._pictures(data, name)
        answer = ask(data, {"kind": kind, "name": name}, self.limits.text, self.limits)
        if kind == MAIL:
            return self._with_attachments(answer, deep)
        return self._with_scans(answer, data, name) if answer.get("scans") else answer

    def _with_scans(self, answer: Answer, data: bytes, name: str) -> Answer:
        """A PDF with the words of the pages that are pictures put in their places."""
        numbers = [int(number) for number in answer["scans"]][: self.limits.pages]
        if self.scans and not self.by and len(numbers) == len(answer["pages"]):
            raise _needs_reader(name)
        return with_scans(answer, {number: self._scanned(data, "pdf", number, name) for number in numbers})

    def _pictures(self, data: bytes, name: str) -> Answer:
        """The pages of a picture file, each read in a process of its own."""
        if self.scans and not self.by:
            raise _needs_reader(name)
        first = self._scanned(data, PICTURE, 1, name)
        count = int(first.get("count", 1))
        if count > self.limits.pages:
            raise PaperHasTooManyPages(f"the picture says it has {count:,} pages", place=Place(name))
        rest = [self._scanned(data, PICTURE, number, name) for number in range(2, count + 1)]
        return one_after_the_other([first, *rest], PAGE_BREAK)

    def _scanned(self, data: bytes, of: str, number: int, name: str) -> Answer:
        """One page read from its picture; without a reader, a page without words that says so."""
        if not self.by:
            return _unread(number, f"page {number} is a picture and was not read")
        job = {"kind": "scan", "of": of, "page": number, "name": name, "program": self.by}
        return ask(data, job, self.limits.scan, self.limits)

    def _with_attachments(self, letter: Answer, deep: int) -> Answer:
        """A letter with each attachment after it, as pages that follow. One that cannot be read is a remark."""
        answers = [letter]
        for name, packed in letter["attachments"]:
            try:
                if deep >= _DEEPEST_LETTER:
                    raise PaperStopsReader("letters inside letters are opened three deep", place=Place(name))
                answers.append(self.answer(base64.b64decode(packed), name, deep + 1))
            except DulyError as error:
                answers.append(_unread(1, f"the attachment {name!r} was not read: {error.what}"))
        return one_after_the_other(answers, PAGE_BREAK, count_on=True)


def _unread(number: int, says: str) -> Answer:
    empty: list[list[int]] = [[] for _ in WORD_COLUMNS]
    page = [number, 0, 0, 0, 0, "ocr"]
    return {"text": "", "words": empty, "pages": [page], "cells": [], "remarks": [["not read", 0, 0, says]]}


def _needs_reader(name: str) -> ScanNeedsReader:
    return ScanNeedsReader("the document is a picture, and no reader of scans is installed", place=Place(name))


def _paper(answer: Answer, name: str) -> Paper:
    """A paper of an answer. The child may have been taken over by what it read, so nothing in it is believed."""
    text = str(answer["text"])
    columns = [np.asarray(column, dtype=np.int64) for column in answer["words"]]
    words = Words(**dict(zip(WORD_COLUMNS, columns, strict=True)))
    pages = tuple(Page(*map(int, page[:5]), by=str(page[5])) for page in answer["pages"])
    cells = tuple(Cell(*map(int, cell)) for cell in answer["cells"])
    remarks = tuple(Remark(str(kind), int(start), int(end), str(says)) for kind, start, end, says in answer["remarks"])
    spans = [(page.start, page.end) for page in pages] + [(cell.start, cell.end) for cell in cells]
    spans += [(remark.start, remark.end) for remark in remarks]
    inside = all(0 <= start <= end <= len(text) for start, end in spans)
    if len(words):
        inside &= bool((words.start >= 0).all() and (words.start <= words.end).all() and (words.end <= len(text)).all())
    if not inside:
        raise ValueError("a place outside of the text")
    return Paper(name, text, words, pages, cells, remarks)
