"""DOCX to text: paragraphs, tables by their cells, notes, headers; tracked changes as if accepted, each with a remark.

Numbers that the program makes when it shows a list stand in the file as rules, not as text: they are counted here and
written before the words of their paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from duly.readers.archive import Archive
from duly.readers.docx_numbers import Numbers, whole
from duly.readers.draft import Draft
from duly.readers.paper_errors import PaperIsBroken, PaperSaysTooMuch
from duly.readers.paper_limits import PaperLimits
from duly.readers.suspicious import remark_letters
from duly.readers.workbook_cells import local_name

_BODY = "word/document.xml"
# What is read after the body, in this order of their names.
_BESIDE = ("word/footnotes", "word/endnotes", "word/header", "word/footer")
_DEEPEST = 250
# Nothing inside these is shown: an older form of what stands beside it, the code of a field, what was moved away.
_PASSED_OVER = {"Fallback", "instrText", "rPrChange", "pPrChange"}
_GONE = {"del", "moveFrom"}
_NEW = {"ins", "moveTo"}
_ALSO_GONE = {"delText"}
# Half points: print lower than this is not read by anyone.
_LOWEST = 4
_WHITE = {"FFFFFF", "FEFEFE"}


def read_docx(data: bytes, name: str, limits: PaperLimits) -> Draft:
    """The words of a document."""
    archive = Archive(data, name)
    if _BODY not in archive.names:
        raise PaperIsBroken("the archive holds no document", place=archive.place)
    draft = Draft()
    story = _Story(draft, archive, limits)
    archive.feed(_BODY, story)
    for part in sorted(archive.names, key=lambda part: (_rank(part), part)):
        if _rank(part) < len(_BESIDE) and part.endswith(".xml"):
            archive.feed(part, story)
    draft.pages.append((1, 0, draft.length, 0, 0, "text"))
    for part in sorted(archive.names):
        if part.startswith("word/embeddings/"):
            draft.remark("not read", 0, 0, f"the file {part[16:76]!r} inside the document was not opened")
    remark_letters(draft, draft.text)
    return draft


def _rank(part: str) -> int:
    return next((rank for rank, start in enumerate(_BESIDE) if part.startswith(start)), len(_BESIDE))


@dataclass(slots=True)
class _Table:
    """A table that is open: its number, and where its row and cell stand."""

    number: int
    row: int = -1
    column: int = -1
    start: int = 0


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph says of its number, and whether that still stands to be written."""

    style: str = ""
    number: str = ""
    level: int | None = None
    waits: bool = False
    loses: bool = False


@dataclass(slots=True)
class _Change:
    """A tracked change that is open: what it does, who did it, where it starts, and the words it takes away."""

    kind: str
    by: str
    start: int
    words: list[str] = field(default_factory=list)


class _Story:
    """Takes the elements of a part as they come and writes their words to the draft."""

    def __init__(self, draft: Draft, archive: Archive, limits: PaperLimits) -> None:
        self._draft = draft
        self._archive = archive
        self._most = limits.characters
        self._depth = 0
        self._passed = 0
        self._tables: list[_Table] = []
        self._count = 0
        self._changes: list[_Change] = []
        self._taking = ""
        self._hidden = ""
        self._run = 0
        self._gap = False
        self._in_paragraph = False
        self._shaded_cell = self._shaded_paragraph = False
        self._numbers = Numbers(archive)
        self._paragraph = _Paragraph()
        # A box with words of its own stands inside a paragraph.
        self._around: list[_Paragraph] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            what = f"more than {_DEEPEST} elements stand inside each other"
            raise PaperIsBroken(what, place=self._archive.place)
        name = local_name(tag)
        if self._passed or name in _PASSED_OVER:
            self._passed += 1
        elif name in {"t", "delText"}:
            self._taking = name
        elif name in _NEW | _GONE:
            said = {local_name(key): value for key, value in attributes.items()}
            by = " ".join(part for part in (said.get("author", "")[:40], said.get("date", "")[:10]) if part)
            self._changes.append(_Change(name, by, self._draft.length))
        elif name == "r":
            self._hidden, self._run = "", self._draft.length
        else:
            self._begin(name, {local_name(key): value for key, value in attributes.items()})

    def _begin(self, name: str, said: dict[str, str]) -> None:
        if name == "tab" and not self._in_properties(said):
            self._write("\t")
        elif name in {"br", "cr"}:
            self._write(" " if self._tables else "\n")
        elif name == "noBreakHyphen":
            self._write("-")
        elif name == "vanish" and said.get("val", "true") not in {"false", "0", "none"}:
            self._hidden = "the words are marked as hidden"
        elif name == "color" and said.get("val", "").upper() in _WHITE and not self._shaded():
            self._hidden = "the words are white"
        elif name == "shd" and said.get("fill", "auto").upper() not in {"AUTO", *_WHITE}:
            self._shaded_paragraph |= self._in_paragraph
            self._shaded_cell |= not self._in_paragraph
        elif name == "p":
            self._in_paragraph, self._shaded_paragraph = True, False
            self._around.append(self._paragraph)
            self._paragraph = _Paragraph(waits=True)
        elif name in {"pStyle", "numId", "ilvl"}:
            self._set_number(name, said.get("val", ""))
        elif name == "sz" and said.get("val", "").isdecimal() and int(said["val"][:6]) <= _LOWEST:
            self._hidden = "the words are too small to be read"
        elif name == "tbl":
            self._count += 1
            self._tables.append(_Table(self._count - 1))
        elif name == "tr" and len(self._tables) == 1:
            self._tables[0].row += 1
            self._tables[0].column = -1
        elif name == "tc":
            self._shaded_cell = False
            if len(self._tables) == 1:
                self._begin_cell(self._tables[0])

    def _set_number(self, name: str, value: str) -> None:
        if name == "pStyle":
            self._paragraph.style = value
        elif name == "numId":
            self._paragraph.number = value
        else:
            self._paragraph.level = whole(value)

    def _shaded(self) -> bool:
        return self._shaded_cell or self._shaded_paragraph

    @staticmethod
    def _in_properties(said: dict[str, str]) -> bool:
        """Whether `tab` sets a stop (it has a position) and is not one."""
        return "pos" in said

    def _begin_cell(self, table: _Table) -> None:
        table.column += 1
        if table.column:
            self._draft.add("\t")
        table.start = self._draft.length
        self._gap = False

    def data(self, text: str) -> None:
        if self._taking and not self._passed:
            self._write(text)

    def _write(self, text: str) -> None:
        """Words of a run: kept, or only told of in a remark where a tracked change took them away."""
        gone = next((change for change in self._changes if change.kind in _GONE), None)
        if gone is not None or self._taking in _ALSO_GONE:
            if gone is not None and len(gone.words) < 100:
                gone.words.append(text[:200])
            self._paragraph.loses = True
            return
        self._write_number()
        if self._gap:
            self._draft.add(" ")
            self._gap = False
        self._draft.add(text)
        if self._draft.length > self._most:
            raise PaperSaysTooMuch(f"the document holds more than {self._most:,} characters", place=self._archive.place)

    def _write_number(self) -> None:
        """The number of a paragraph, before its first words."""
        if self._paragraph.waits:
            self._paragraph.waits = False
            label = self._numbers.label(self._paragraph.style, self._paragraph.number, self._paragraph.level)
            if label:
                self._write(label.replace("\t", " ") if self._tables else label)
                self._run = self._draft.length

    def end(self, tag: str) -> None:
        self._depth -= 1
        name = local_name(tag)
        if self._passed:
            self._passed -= 1
        elif name in {"t", "delText"}:
            self._taking = ""
        elif name in _NEW | _GONE and self._changes:
            self._end_change(self._changes.pop())
        elif name == "r" and self._hidden and self._draft.length > self._run:
            self._draft.remark("not visible", self._run, self._draft.length, self._hidden)
        elif name == "p":
            self._end_paragraph()
        elif name == "tc" and len(self._tables) == 1:
            table = self._tables[0]
            self._draft.cells.append((table.number, max(table.row, 0), table.column, table.start, self._draft.length))
        elif name == "tr" and len(self._tables) == 1:
            self._draft.add("\n")
        elif name == "tbl" and self._tables:
            self._tables.pop()
            self._gap = bool(self._tables) and self._gap

    def _end_paragraph(self) -> None:
        """A paragraph ends its line; inside a table it is parted from the next by a space."""
        self._in_paragraph = False
        if not self._paragraph.loses:
            self._write_number()
        self._paragraph = self._around.pop() if self._around else _Paragraph()
        if not self._tables:
            self._draft.add("\n")
        elif self._draft.length > self._tables[0].start:
            self._gap = True

    def _end_change(self, change: _Change) -> None:
        by = f" by {change.by}" if change.by else ""
        if change.kind in _NEW:
            if self._draft.length > change.start:
                self._draft.remark("inserted", change.start, self._draft.length, f"inserted{by}, not yet accepted")
        elif words := "".join(change.words)[:500]:
            self._draft.remark("deleted", change.start, change.start, f"deleted{by}, not yet accepted: {words!r}")

    def close(self) -> None:
        pass
