"""What a child process has read so far: text and what points into it, as plain lists that JSON can carry."""

from __future__ import annotations

from collections import Counter
from typing import Any

from duly.readers.paper_limits import REMARKS

WORD_COLUMNS = ("start", "end", "page", "left", "top", "right", "bottom", "sure")


class Draft:
    """Text that grows at its end, with words, pages, cells and remarks that point into it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self.words: list[tuple[int, ...]] = []
        self.pages: list[tuple[int, int, int, int, int, str]] = []
        self.cells: list[tuple[int, int, int, int, int]] = []
        self.remarks: list[tuple[str, int, int, str]] = []
        self.scans: list[int] = []
        self._made: Counter[str] = Counter()

    def add(self, text: str) -> int:
        """Put text at the end; says where it starts."""
        start = self.length
        self._pieces.append(text)
        self.length += len(text)
        return start

    def remark(self, kind: str, start: int, end: int, words: str) -> None:
        """Note something about a place, joined to the same said of the place before; a hundred of a kind are kept."""
        last = self.remarks[-1] if self.remarks else ("", 0, 0, "")
        if last[0] == kind and last[3] == words and last[2] == start < end:
            self.remarks[-1] = (kind, last[1], end, words)
            return
        self._made[kind] += 1
        if self._made[kind] <= REMARKS:
            self.remarks.append((kind, start, end, words))

    @property
    def text(self) -> str:
        """The whole text so far."""
        return "".join(self._pieces)

    def answer(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        for kind, times in self._made.items():
            if times > REMARKS:
                self.remarks.append((kind, 0, 0, f"and {times - REMARKS} more like it"))
        return {
            "text": self.text,
            "words": list(zip(*self.words, strict=True)) if self.words else [[] for _ in WORD_COLUMNS],
            "pages": self.pages,
            "cells": self.cells,
            "remarks": self.remarks,
            "scans": self.scans,
        }
