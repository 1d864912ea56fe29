"""The archive inside an office document: looked at before anything is unpacked, counted while it is."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from duly.ground.errors import Place
from duly.readers.paper_errors import PaperHasEntities, PaperIsBomb, PaperIsBroken, PaperIsLocked
from duly.readers.paper_limits import ARCHIVE_MEMBERS, ARCHIVE_RATIO, ARCHIVE_UNPACKED_BYTES

# What is unpacked at once, and all that an archive may raise that is hurt or lies.
CHUNK = 256 * 1024
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    KeyError,
)
_ARCHIVES = (".zip", ".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".jar", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")
# Where office programs keep what was put into a document whole. It is never opened.
_EMBEDDED = ("word/embeddings/", "xl/embeddings/")
# A member of nothing but its name and sizes takes this many bytes before its content.
_LOCAL_HEADER = 30
_ENTRY = b"PK\x01\x02"


class Archive:
    """The members of a document by name. Making one checks them all; nothing is unpacked by that."""

    def __init__(self, data: bytes, name: str) -> None:
        self.place = Place(name)
        self._unpacked = 0
        # Counted in the raw bytes, because even listing the members of a hostile archive takes memory.
        if data.count(_ENTRY) > ARCHIVE_MEMBERS:
            raise PaperIsBomb(f"the archive has more than {ARCHIVE_MEMBERS:,} members", place=self.place)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._members = self._archive.infolist()
        except UNREADABLE:
            raise PaperIsBroken("the archive cannot be opened", place=self.place) from None
        self._require_harmless(len(data))
        self.names = frozenset(member.filename for member in self._members)

    def _require_harmless(self, size: int) -> None:
        total = sum(member.file_size for member in self._members)
        if total > ARCHIVE_UNPACKED_BYTES:
            raise PaperIsBomb(f"the archive would unpack to {total:,} bytes", place=self.place)
        if total > size * ARCHIVE_RATIO:
            raise PaperIsBomb(f"the archive would unpack to more than {ARCHIVE_RATIO} times its size", place=self.place)
        for member in self._members:
            self._require_plain(member)
        if len({member.filename for member in self._members}) < len(self._members):
            raise PaperIsBroken("two members of the archive have the same name", place=self.place)
        places = sorted((member.header_offset, member.compress_size) for member in self._members)
        for (start, length), (following, _) in zip(places, places[1:], strict=False):
            if start + _LOCAL_HEADER + length > following:
                raise PaperIsBomb("two members of the archive share the same bytes", place=self.place)

    def _require_plain(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise PaperIsBomb(f"the member {name[:60]!r} leads out of the archive", place=self.place)
        if name.lower().endswith(_ARCHIVES) and not name.startswith(_EMBEDDED):
            raise PaperIsBomb(f"the member {name[:60]!r} is an archive itself", place=self.place)
        if member.flag_bits & 1:
            raise PaperIsLocked("the archive is encrypted", place=self.place)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise PaperIsBroken("the archive is packed in a way that office programs do not use", place=self.place)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a member piece by piece; those of all members are counted, whatever they declare."""
        try:
            with self._archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    self._unpacked += len(chunk)
                    if self._unpacked > ARCHIVE_UNPACKED_BYTES:
                        raise PaperIsBomb("the archive unpacks to more than it declares", place=self.place)
                    yield chunk
        except UNREADABLE as error:
            raise PaperIsBroken(
                f"the part {part[:60]} cannot be unpacked: {str(error)[:80]}", place=self.place
            ) from None

    def feed(self, part: str, target: Any) -> None:
        """Send a member through an XML parser to `target` (start, end, data)."""
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            for chunk in self.chunks(part):
                parser.feed(chunk)
            parser.close()
        except ParseError as error:
            raise PaperIsBroken(f"the part {part[:60]} is not right: {error}", place=self.place) from None
        except DefusedXmlException:
            raise PaperHasEntities(f"the part {part[:60]} declares a document type", place=self.place) from None
