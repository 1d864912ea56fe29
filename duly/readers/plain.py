"""Plain text and Markdown: the bytes decoded and nothing else, because every offset counts characters of the file."""

from __future__ import annotations

from duly.readers.draft import Draft
from duly.readers.suspicious import remark_letters

UTF8 = "utf-8"


def read_plain(data: bytes) -> Draft:
    """The text of a file, exactly: no line end changed, nothing stripped, a byte order mark kept."""
    draft = Draft()
    text, encoding = decoded(data)
    draft.add(text)
    draft.pages.append((1, 0, len(text), 0, 0, "text"))
    if encoding != UTF8:
        draft.remark("encoding", 0, 0, f"the file is not UTF-8; it was read as {encoding}")
    remark_letters(draft, text)
    return draft


def decoded(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read in: UTF-8 where the bytes are that, else what they most likely are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "UTF-16"
    try:
        return data.decode(UTF8), UTF8
    except UnicodeDecodeError:
        pass
    # Latin-1 differs from Windows-1252 only where it has control characters, which no contract holds.
    text = data.decode("cp1252", "surrogateescape")
    return "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in text), "Windows-1252"
