"""XLSX to rows, by reading the XML parts themselves.

Why not a library: those made for the purpose believe what the file says of its own size. One row numbered
900,000,000 keeps them busy for hours, and a wrong `dimension` makes them drop rows without a word.
Here every row that stands in the file is read, and every cost is bounded before it is paid.
Macros, pictures and links to other workbooks are never opened; a formula is an error.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, fromstring  # type: ignore[import-untyped]

from duly.ground.errors import DulyError, Place
from duly.readers.archive import CHUNK, UNREADABLE
from duly.readers.errors import (
    WorkbookHasEntities,
    WorkbookIsBomb,
    WorkbookIsBroken,
    WorkbookIsLocked,
    WorkbookTooLarge,
)
from duly.readers.grid import Row, Sheet
from duly.readers.limits import (
    WORKBOOK_MEMBERS,
    WORKBOOK_RATIO,
    WORKBOOK_SIDE_TAGS,
    WORKBOOK_TAGS,
    WORKBOOK_UNPACKED_BYTES,
)
from duly.readers.workbook_cells import SheetParts, StringParts, Styles, local_name


def workbook_sheets(data: bytes, file: str, *, signed: bool = False) -> Iterator[Sheet]:
    """The worksheets of an .xlsx workbook in order, hidden ones too. Errors are those of the whole workbook.

    `signed` writes amounts with the currency their cells show.
    """
    parts = _Parts(data, file)
    book = parts.main_part()
    root = parts.element(book)
    relations = parts.relations(book)
    strings = parts.strings(relations)
    styles = parts.styles(relations)
    epoch_1904 = any(e.get("date1904") in {"1", "true"} for e in root.iter() if local_name(e.tag) == "workbookPr")
    for entry in root.iter():
        if local_name(entry.tag) != "sheet":
            continue
        kind, target = relations.get(_relation_id(entry), ("", ""))
        if kind == "worksheet":
            name = entry.get("name") or ""
            place = Place(file, sheet=name)
            target_rows = SheetParts(place, strings, styles, epoch_1904=epoch_1904, signed=signed)
            yield Sheet(name, place, parts.rows(target, target_rows))


def _relation_id(entry: Element) -> str:
    return next((value for key, value in entry.attrib.items() if key.startswith("{") and local_name(key) == "id"), "")


class _Parts:
    """The members of the archive, each checked before it is unpacked and counted while it is."""

    def __init__(self, data: bytes, file: str) -> None:
        self.place = Place(file)
        self._tags = 0
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise WorkbookIsLocked("the workbook is encrypted or an old .xls", place=self.place)
        # Counted in the raw bytes, because even listing the members of a hostile archive takes memory.
        if data.count(b"PK\x01\x02") > WORKBOOK_MEMBERS:
            raise WorkbookIsBomb(f"the archive has more than {WORKBOOK_MEMBERS:,} members", place=self.place)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except UNREADABLE:
            raise self._broken("the archive cannot be opened") from None
        self._require_harmless(members, len(data))

    def _broken(self, what: str) -> DulyError:
        return WorkbookIsBroken(what, place=self.place)

    def _require_harmless(self, members: list[zipfile.ZipInfo], size: int) -> None:
        total = sum(member.file_size for member in members)
        if total > WORKBOOK_UNPACKED_BYTES or total > size * WORKBOOK_RATIO:
            times = f", more than {WORKBOOK_RATIO} times its size" if total > size * WORKBOOK_RATIO else ""
            raise WorkbookIsBomb(f"the workbook would unpack to {total:,} bytes{times}", place=self.place)
        if any(member.flag_bits & 1 for member in members):
            raise WorkbookIsLocked("the archive is encrypted", place=self.place)
        if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
            raise self._broken("the archive is packed in a way that spreadsheets do not use")
        if len({member.filename for member in members}) < len(members):
            raise self._broken("two members of the archive have the same name")

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, unpacked piece by piece."""
        try:
            with self._archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except UNREADABLE as error:
            raise self._broken(f"the part {part} cannot be unpacked: {error}") from None

    def _inspect(self, part: str) -> int:
        """Unpack a part once without keeping it: how many tags it has. Refuses what no spreadsheet writes."""
        tags, unpacked, before = 0, 0, b""
        for chunk in self._chunks(part):
            unpacked += len(chunk)
            seen = before + chunk
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise WorkbookHasEntities(f"the part {part} declares a document type", place=self.place)
            if b"\0" in chunk:
                raise self._broken(f"the part {part} is not UTF-8")
            here = chunk.count(b"<")
            if not here and len(chunk) == CHUNK:
                raise WorkbookTooLarge(
                    f"the part {part} holds a text of more than {CHUNK:,} bytes",
                    place=self.place,
                    why="a cell holds at most 32,767 characters",
                )
            tags += here
            before = chunk[-16:]
            if unpacked > WORKBOOK_UNPACKED_BYTES or self._tags + tags > WORKBOOK_TAGS:
                raise WorkbookTooLarge(
                    f"the workbook holds more than {WORKBOOK_TAGS:,} marks, about a million cells",
                    place=self.place,
                    why="each value is kept with the place where it was written",
                )
        self._tags += tags
        return tags

    def feed(self, part: str, target: Any) -> Iterator[None]:
        """Send a part through `target` (start, end, data), with a pause after each piece."""
        self._inspect(part)
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            for chunk in self._chunks(part):
                parser.feed(chunk)
                yield
            parser.close()
        except ParseError as error:
            raise self._broken(f"the part {part} is not right: {error}") from None
        except DefusedXmlException:
            raise WorkbookHasEntities(f"the part {part} declares a document type", place=self.place) from None

    def element(self, part: str) -> Element:
        """A small part as an element tree."""
        if self._inspect(part) > WORKBOOK_SIDE_TAGS:
            raise WorkbookTooLarge(
                f"the part {part} is far larger than its use", place=self.place, why="it holds no cells"
            )
        try:
            root: Element = fromstring(b"".join(self._chunks(part)), forbid_dtd=True)
        except ParseError as error:
            raise self._broken(f"the part {part} is not right: {error}") from None
        except DefusedXmlException:
            raise WorkbookHasEntities(f"the part {part} declares a document type", place=self.place) from None
        return root

    def main_part(self) -> str:
        """The part that lists the sheets."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                return target
        raise self._broken("the archive holds no workbook")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id to (kind, part) for the relations of a part inside the archive."""
        folder, name = posixpath.split(part)
        root = self.element(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for entry in root.iter():
            target = entry.get("Target")
            if target and entry.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[entry.get("Id") or ""] = (posixpath.basename(entry.get("Type") or ""), path)
        return found

    def strings(self, relations: dict[str, tuple[str, str]]) -> list[str]:
        """The texts that cells share."""
        target = StringParts(self.place)
        for kind, part in relations.values():
            if kind == "sharedStrings":
                for _ in self.feed(part, target):
                    pass
        return target.strings

    def styles(self, relations: dict[str, tuple[str, str]]) -> Styles:
        """What each cell style shows: a date, a time, a percentage, or nothing special."""
        for kind, part in relations.values():
            if kind == "styles":
                return Styles.of(self.element(part))
        return Styles(())

    def rows(self, part: str, target: SheetParts) -> Iterator[Row]:
        """The rows of a sheet as they are read."""
        for _ in self.feed(part, target):
            yield from target.taken()
        yield from target.taken()
