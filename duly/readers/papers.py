"""Documents to papers: the one entry. Whatever needs a parser is parsed in a process of its own, held to limits.

The kind is what the content and the name both say. Plain text needs no parser and is decoded here.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from duly.ground.errors import Place
from duly.ground.paper import Cell, Page, Paper, Remark, Words
from duly.readers.draft import WORD_COLUMNS
from duly.readers.paper_errors import PaperStopsReader, PaperTooLarge
from duly.readers.paper_kinds import TEXT, kind_of
from duly.readers.paper_limits import LIMITS, PaperLimits
from duly.readers.plain import read_plain
from duly.readers.raw import file_bytes
from duly.readers.sandbox import ask


def read_paper(source: str | os.PathLike[str] | bytes, *, name: str = "", limits: PaperLimits = LIMITS) -> Paper:
    """The words of a document given by its path, or by its bytes and a name.

    Ends in a paper, with a remark wherever something is not as it seems, or in a `ReadingError`. Safe to call from
    several threads.
    """
    if isinstance(source, bytes):
        data = source
    else:
        name = name or os.fspath(source)
        data = file_bytes(source, limits.file_bytes)
    if len(data) > limits.file_bytes:
        raise PaperTooLarge(f"the document has {len(data):,} bytes, {limits.file_bytes:,} are read", place=Place(name))
    kind = kind_of(data, name)
    if kind == TEXT:
        return _paper(read_plain(data).answer(), name)
    return _paper(ask(data, {"kind": kind, "name": name}, limits.text, limits), name)


def _paper(answer: dict[str, Any], name: str) -> Paper:
    """A paper of an answer. The child may have been taken over by what it read, so nothing in it is believed."""
    try:
        text = str(answer["text"])
        columns = [np.asarray(column, dtype=np.int64) for column in answer["words"]]
        words = Words(**dict(zip(WORD_COLUMNS, columns, strict=True)))
        pages = tuple(Page(*map(int, page[:5]), by=str(page[5])) for page in answer["pages"])
        cells = tuple(Cell(*map(int, cell)) for cell in answer["cells"])
        remarks = tuple(
            Remark(str(kind), int(start), int(end), str(says)) for kind, start, end, says in answer["remarks"]
        )
        spans = [(page.start, page.end) for page in pages] + [(cell.start, cell.end) for cell in cells]
        spans += [(remark.start, remark.end) for remark in remarks]
        inside = all(0 <= start <= end <= len(text) for start, end in spans)
        inside &= not len(words) or bool((words.start >= 0).all() and (words.end <= len(text)).all())
    except (KeyError, TypeError, ValueError, OverflowError):
        inside = False
    if not inside:
        raise PaperStopsReader("the process that read it answered what no reader answers", place=Place(name))
    return Paper(name, text, words, pages, cells, remarks)
