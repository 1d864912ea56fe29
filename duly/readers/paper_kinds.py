"""What kind of document a file is, by its content and by its name. The two must agree."""

from __future__ import annotations

import os

from duly.ground.errors import Place
from duly.readers.errors import FileIsEmpty
from duly.readers.paper_errors import PaperIsBroken, PaperIsLocked, PaperKindDiffers, PaperKindUnknown

TEXT, MAIL, CSV, PDF, PICTURE, DOCX, XLSX = "text", "mail", "csv", "pdf", "picture", "docx", "xlsx"

# Ending of the name to kind and to what the content must look like.
ENDINGS = {
    ".txt": (TEXT, "text"),
    ".text": (TEXT, "text"),
    ".md": (TEXT, "text"),
    ".markdown": (TEXT, "text"),
    ".eml": (MAIL, "text"),
    ".csv": (CSV, "text"),
    ".pdf": (PDF, "a PDF"),
    ".png": (PICTURE, "a PNG picture"),
    ".jpg": (PICTURE, "a JPEG picture"),
    ".jpeg": (PICTURE, "a JPEG picture"),
    ".tif": (PICTURE, "a TIFF picture"),
    ".tiff": (PICTURE, "a TIFF picture"),
    ".docx": (DOCX, "a DOCX document"),
    ".xlsx": (XLSX, "an XLSX workbook"),
}
_LOOKS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an encrypted or an old Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF text"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)
# A PDF may start with a few bytes that are not its own; readers look this far.
_PDF_START = 1024


def looks_like(data: bytes) -> str:
    """What the content is, in words for a person. What is nothing else is text, or nothing known."""
    head = data[:_PDF_START]
    for start, look in _LOOKS:
        if head.startswith(start) and not (start == b"MZ" and _is_text(data)):
            return look
    if b"%PDF-" in head and (head.lstrip().startswith(b"%PDF-") or not _is_text(data[:_PDF_START])):
        return "a PDF"
    if head.startswith(b"PK\x03\x04"):
        if b"word/document" in data:
            return "a DOCX document"
        return "an XLSX workbook" if b"xl/workbook" in data else "a ZIP archive"
    return "text" if _is_text(data) else "of no known kind"


def kind_of(data: bytes, name: str) -> str:
    """The kind that both the content and the name say. A document without a name is what it looks like."""
    place = Place(name)
    if not data:
        why = "an upload or a copy that failed leaves an empty file"
        raise FileIsEmpty("the document is empty", place=place, why=why, fix="copy or scan the document again")
    look = looks_like(data)
    ending = os.path.splitext(name)[1].lower()
    if not ending:
        return _by_look(look, place)
    if ending not in ENDINGS:
        raise PaperKindUnknown(f"documents that end in {ending[:20]} are not read", place=place)
    kind, meant = ENDINGS[ending]
    if look == meant:
        return kind
    if look == "an encrypted or an old Office file" and kind in {DOCX, XLSX}:
        raise PaperIsLocked("the document is encrypted, or of an old kind of Office", place=place)
    if look == "of no known kind" and meant != "text":
        raise PaperIsBroken(f"the name says {meant}, but the file does not start like one", place=place)
    raise PaperKindDiffers(f"the name says {meant}, the content is {look}", place=place)


def _by_look(look: str, place: Place) -> str:
    for kind, meant in ENDINGS.values():
        if look == meant:
            return kind
    raise PaperKindUnknown(f"the content is {look}", place=place)


def _is_text(data: bytes) -> bool:
    """Whether bytes are likely to be text: marked as wide, or with hardly a control character in them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    part = data[:65536]
    controls = len(part) - len(part.translate(None, _CONTROLS))
    return controls <= 3 + len(part) // 50


_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
