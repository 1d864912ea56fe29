"""Bytes of a file and the cheap checks before any parser sees them: size, kind, encoding, line length, characters."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from duly.ground.errors import Place
from duly.readers.errors import (
    ControlCharacter,
    EncodingIsNotUtf8,
    FileHasNul,
    FileIsBinary,
    FileIsEmpty,
    FileIsMissing,
    FileIsNotPlain,
    FileIsUnreadable,
    FileTooLarge,
    LineTooLong,
)
from duly.readers.limits import FILE_BYTES, LINE_BYTES

_KINDS = (
    (b"PK\x03\x04", "a ZIP archive (an .xlsx or .docx file has that form)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls, .doc) or an encrypted one"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF text"),
)

_WIDE = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

# Control characters other than tab and line ends; line and paragraph separators (editors and parsers count lines
# differently there); marks that turn the direction of what is shown; byte order marks within text; halves of pairs.
_FORBIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
_FORBIDDEN_TEXT = re.compile(f"[{_FORBIDDEN}]")
_FORBIDDEN_BYTES = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]"
    rb"|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]"
)


def file_bytes(path: str | os.PathLike[str], limit: int = FILE_BYTES) -> bytes:
    """All bytes of a plain file of at most `limit` bytes. Errors: missing, unreadable, no plain file, too large."""
    place = Place(str(path))
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise FileIsNotPlain(
                f"{path} is a folder", place=place, fix="name the files in it, or read the folder as such"
            )
        if not stat.S_ISREG(status.st_mode):
            raise FileIsNotPlain(f"{path} is a device, a pipe or a socket", place=place)
        # One byte more than allowed is asked for, because the size a file system tells is not always true.
        with Path(path).open("rb") as file:
            data = file.read(limit + 1) if status.st_size <= limit else b""
    except FileNotFoundError:
        raise FileIsMissing(f"there is no file {path}", place=place) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileIsUnreadable(f"{path} cannot be read", place=place, why=f"the system says: {reason}") from None
    size = max(status.st_size, len(data))
    if size > limit:
        raise FileTooLarge(
            f"the file has {size:,} bytes; at most {limit:,} are read",
            place=place,
            why="a whole file is held in memory",
        )
    return data


def clean_text(data: bytes, name: str) -> bytes:
    """The bytes as UTF-8 text with `\\n` line ends and without byte order mark, or an error that says what they are."""
    if not data:
        raise FileIsEmpty("the file is empty: it has no bytes", place=Place(name))
    _require_text(data, name)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    _require_short_lines(data, name)
    _require_utf8(data, name)
    found = _FORBIDDEN_BYTES.search(data)
    if found:
        raise _control_character(found.group().decode("utf-8", "replace"), _place_at(data, found.start(), name))
    return data


def require_visible(text: str, place: Place) -> None:
    """Refuse control characters that came in by an escape such as `\\u202e`; tabs and line ends may."""
    found = _FORBIDDEN_TEXT.search(text)
    if found:
        raise _control_character(found.group(), place)


def shown(text: str) -> str:
    """Text as it is quoted in a message: in quotes, and no longer than a line."""
    return repr(text[:60] + "…") if len(text) > 60 else repr(str(text))


def _control_character(character: str, place: Place) -> ControlCharacter:
    return ControlCharacter(f"the character U+{ord(character):04X} cannot be seen but is there", place=place)


def _require_text(data: bytes, name: str) -> None:
    for mark, kind in _WIDE:
        if data.startswith(mark):
            raise EncodingIsNotUtf8(f"the file is encoded as {kind}, not as UTF-8", place=Place(name, 1))
    for mark, kind in _KINDS:
        if data.startswith(mark):
            raise FileIsBinary(f"the file is {kind}, not text", place=Place(name))
    at = data.find(b"\0")
    if at < 0:
        return
    head = data[:4096]
    for kind, others in (("UTF-16 (little endian)", head[1::2]), ("UTF-16 (big endian)", head[0::2])):
        if len(others) > 1 and others.count(0) * 10 >= len(others) * 8 and head.count(0) * 10 <= len(head) * 6:
            raise EncodingIsNotUtf8(f"the file is encoded as {kind}, not as UTF-8", place=Place(name, 1))
    if _looks_binary(head):
        raise FileIsBinary("the file is binary data, not text", place=Place(name))
    raise FileHasNul("a NUL byte stands in the text", place=_place_at(data, at, name))


def _looks_binary(head: bytes) -> bool:
    """Whether more than a tenth of the bytes are of a kind that text does not have."""
    strange = sum(head.count(code) for code in (*range(9), *range(14, 32)))
    return strange * 10 > len(head)


def _require_short_lines(data: bytes, name: str) -> None:
    start = 0
    while len(data) - start > LINE_BYTES:
        end = data.rfind(b"\n", start, start + LINE_BYTES + 1)
        if end < 0:
            raise LineTooLong(
                f"the line is longer than {LINE_BYTES:,} bytes", place=Place(name, data.count(b"\n", 0, start) + 1)
            )
        start = end + 1


def _require_utf8(data: bytes, name: str) -> None:
    """Decode piece by piece, cut at line ends, so that no second copy of a large file is made."""
    if data.isascii():
        return
    start = 0
    while start < len(data):
        until = len(data) if len(data) - start <= LINE_BYTES else data.rfind(b"\n", start, start + LINE_BYTES + 1) + 1
        try:
            data[start:until].decode("utf-8")
        except UnicodeDecodeError as error:
            raise _not_utf8(data, start + error.start, name) from None
        start = until


def _not_utf8(data: bytes, at: int, name: str) -> FileIsBinary | EncodingIsNotUtf8:
    if _looks_binary(data[:4096]):
        return FileIsBinary("the file is binary data, not text", place=Place(name))
    return EncodingIsNotUtf8(
        f"the byte 0x{data[at]:02X} is no UTF-8; the file looks like {_guess(data)}", place=_place_at(data, at, name)
    )


def _guess(data: bytes) -> str:
    """What 8-bit encoding the bytes look like: Windows-1252 uses 0x80 to 0x9F for letters, Latin-1 does not."""
    sample = data[:1_000_000]
    return "Windows-1252" if any(sample.count(code) for code in range(0x80, 0xA0)) else "Latin-1"


def _place_at(data: bytes, at: int, name: str) -> Place:
    start = data.rfind(b"\n", 0, at) + 1
    column = len(data[start:at].decode("utf-8", "replace")) + 1
    return Place(name, data.count(b"\n", 0, at) + 1, column)
