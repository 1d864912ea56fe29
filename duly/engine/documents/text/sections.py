"""Which section a passage stands in: the number as a reader would cite it, and the nearest heading."""

from __future__ import annotations

import re

from duly.engine.documents.text.lines import ENUMERATOR

_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})\Z")
# What a list can be numbered with, by the group of ENUMERATOR that found it.
_ABSOLUTE = ("dotted", "number", "named")


class Sections:
    """Walks through a document and keeps the number and the heading of where it is."""

    def __init__(self) -> None:
        self._top = ""
        self._inner: list[tuple[str, str]] = []
        self.heading = ""

    @property
    def number(self) -> str:
        """The section as it is cited: "4.2(a)(ii)"."""
        return self._top + "".join(f"({label})" for _, label in self._inner)

    def enter(self, words: str, heading: bool) -> None:
        """Take notice of the words that a passage begins with."""
        found = ENUMERATOR.match(words)
        if heading:
            self.heading = " ".join(words[found.end() if found else 0 :].strip(" .:-–—").split())[:110] or self.heading
        if not found or found.group("bullet"):
            return
        for group in _ABSOLUTE:
            if found.group(group):
                self._top, self._inner = found.group(group), []
                return
        self._descend(found.group("bracket") or found.group("letter") or found.group("capital") or "")

    def _descend(self, label: str) -> None:
        """Stand at a label of a list inside the section: at its own level where that is open, else one deeper."""
        kind = self._kind(label)
        open_kinds = [level for level, _ in self._inner]
        if kind in open_kinds:
            del self._inner[open_kinds.index(kind) :]
        self._inner.append((kind, label))

    def _kind(self, label: str) -> str:
        """How a label counts. "i" after "h" is a letter, elsewhere the first of a roman list."""
        if label.isdigit():
            return "digit"
        if label.isupper():
            return "capital"
        before = next((last for kind, last in reversed(self._inner) if kind == "letter"), "")
        follows = len(label) == 1 and len(before) == 1 and ord(label) == ord(before) + 1
        return "roman" if _ROMAN.match(label) and not follows else "letter"
