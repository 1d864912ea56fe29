"""Hostile DOCX, XLSX and CSV: archives that lie, XML that grows, cells that run, changes that hide."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.readers import workbooks as wb
from tests.readers.hostile_papers import PAPER, hostile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = "word/document.xml"


def document(body: str, *, head: str = "", beside: dict[str, str | bytes] | None = None, packed: bool = True) -> bytes:
    """A DOCX with this body; `head` stands before it, `beside` are further members."""
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return archive(
        {BODY: f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>', **(beside or {})}, how
    )


def archive(members: dict[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packed) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def p(text: str, looks: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


GOOD = p("The annual fee is $12,000.")
LAUGHS = (
    "<!DOCTYPE w [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]>"
)


def _lying(data: bytes, said: int = 1_000) -> bytes:
    """The archive with every size of its directory and headers changed to what is said."""
    spoiled = bytearray(data)
    at = -1
    while (at := spoiled.find(b"PK\x01\x02", at + 1)) >= 0:
        spoiled[at + 24 : at + 28] = struct.pack("<I", said)
    at = -1
    while (at := spoiled.find(b"PK\x03\x04", at + 1)) >= 0:
        spoiled[at + 22 : at + 26] = struct.pack("<I", said)
    return bytes(spoiled)


def _overlapping() -> bytes:
    """Many names for the same packed bytes: each is small, all together are not."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(BODY, bytes(range(256)) * 8, zipfile.ZIP_STORED)
        for number in range(20):
            made.writestr(f"word/footnotes{number}.xml", "<a/>")
        first = made.infolist()[0]
        for other in made.infolist()[1:]:
            other.header_offset, other.compress_size = first.header_offset, first.compress_size
            other.file_size, other.CRC = first.file_size, first.CRC
    return data.getvalue()


def _locked() -> bytes:
    spoiled = bytearray(document(GOOD))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        spoiled[spoiled.find(mark) + at] |= 1
    return bytes(spoiled)


def _twins() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr(BODY, "<a/>")
        made.writestr("word/documenu.xml", "<a/>")
    return data.getvalue().replace(b"word/documenu.xml", BODY.encode())


def _changed(kind: str, inside: str) -> str:
    change = f'<w:{kind} w:author="M" w:date="2026-01-02T00:00:00Z">{inside}</w:{kind}>'
    return f"<w:p><w:r><w:t>Fee: </w:t></w:r>{change}</w:p>"


TRACKED = _changed("del", "<w:r><w:delText>$90,000</w:delText></w:r>") + _changed("ins", "<w:r><w:t>$9</w:t></w:r>")


def _sheet(*cells: str) -> bytes:
    return wb.workbook({"Order": wb.sheet(wb.row(*cells))})


OFFICE = (
    hostile("bomb.docx", lambda: document(" " * 105_000_000), "PaperIsBomb"),
    hostile("bomb-by-ratio.docx", lambda: document(" " * 20_000_000), "PaperIsBomb"),
    hostile("bomb-that-lies.docx", lambda: _lying(document(" " * 60_000_000)), "PaperIsBomb", "PaperIsBroken"),
    hostile("members-share-bytes.docx", _overlapping, "PaperIsBomb"),
    hostile(
        "too-many-members.docx",
        lambda: document(GOOD, beside={f"word/x{n}.xml": "<a/>" for n in range(2_001)}),
        "PaperIsBomb",
    ),
    hostile("leads-out.docx", lambda: document(GOOD, beside={"../../etc/passwd": "x"}), "PaperIsBomb"),
    hostile("leads-to-the-top.docx", lambda: document(GOOD, beside={"/etc/cron.d/x": "x"}), "PaperIsBomb"),
    hostile("leads-to-a-drive.docx", lambda: document(GOOD, beside={"C:\\x.exe": "x"}), "PaperIsBomb"),
    hostile("archive-inside.docx", lambda: document(GOOD, beside={"word/42.zip": archive({"a": "b"})}), "PaperIsBomb"),
    hostile(
        "workbook-inside.docx",
        lambda: document(GOOD, beside={"word/embeddings/sheet.xlsx": archive({"a": "b"})}),
        PAPER,
        remarks="not read",
    ),
    hostile(
        "reads-a-file.docx",
        lambda: document("&x;", head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "PaperHasEntities",
    ),
    hostile(
        "asks-the-net.docx",
        lambda: document("", head='<!DOCTYPE w [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>'),
        "PaperHasEntities",
    ),
    hostile("billion-laughs.docx", lambda: document("&i;", head=LAUGHS), "PaperHasEntities"),
    hostile(
        "wide-letters.docx",
        lambda: archive({BODY: ('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + "<a>&i;</a>").encode("utf-16")}),
        "PaperHasEntities",
    ),
    hostile("elements-in-elements.docx", lambda: document("<w:p>" * 50_000, packed=False), "PaperIsBroken"),
    hostile(
        "tables-in-tables.docx",
        lambda: document("<w:tbl><w:tr><w:tc>" * 70 + GOOD + "</w:tc></w:tr></w:tbl>" * 70),
        PAPER,
    ),
    hostile("open-to-the-end.docx", lambda: document("<w:p><w:r><w:t>The fee"), "PaperIsBroken"),
    hostile(
        "a-million-signs-of-an-element.docx",
        lambda: document("<w:p " + " ".join(f'a{n}="{n}"' for n in range(300_000)) + "/>"),
        PAPER,
        "PaperTakesTooLong",
    ),
    hostile("cut-in-half.docx", lambda: document(GOOD)[:200], "PaperIsBroken"),
    hostile("locked.docx", _locked, "PaperIsLocked"),
    hostile("old-kind.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 2_000, "PaperIsLocked"),
    hostile("twins.docx", _twins, "PaperIsBroken"),
    hostile("a-workbook.docx", lambda: _sheet(wb.text("Fee")), "PaperKindDiffers"),
    hostile("any-archive.docx", lambda: archive({"a.txt": "words"}), "PaperKindDiffers"),
    hostile("only-a-name.docx", lambda: archive({"word/document.txt": "words"}), "PaperIsBroken"),
    hostile(
        "a-library.docx",
        lambda: document("".join(p("fee " * 250) for _ in range(11_000)), packed=False),
        "PaperSaysTooMuch",
        "PaperIsBomb",
    ),
    hostile("white.docx", lambda: document(GOOD + p("$1", '<w:color w:val="FFFFFF"/>')), PAPER, remarks="not visible"),
    hostile("hidden.docx", lambda: document(GOOD + p("$1", "<w:vanish/>")), PAPER, remarks="not visible"),
    hostile("tiny.docx", lambda: document(GOOD + p("$1", '<w:sz w:val="2"/>')), PAPER, remarks="not visible"),
    hostile("changed.docx", lambda: document(TRACKED), PAPER, remarks="deleted, inserted"),
    hostile("runs.xlsx", lambda: _sheet('<c><f>cmd|"/c calc"!A1</f><v>12000</v></c>'), PAPER, remarks="formula"),
    hostile("bomb.xlsx", lambda: wb.workbook({"Order": " " * 20_000_000}), "PaperIsBomb"),
    hostile(
        "far-row.xlsx", lambda: wb.workbook({"O": wb.sheet(wb.row(wb.text("x"), r=900_000_000))}), "WorkbookIsBroken"
    ),
    hostile(
        "laughs.xlsx", lambda: wb.workbook({"O": f'{LAUGHS}<worksheet xmlns="{wb.MAIN}"/>'}), "WorkbookHasEntities"
    ),
    hostile("string-of-nothing.xlsx", lambda: _sheet('<c t="s"><v>999999999</v></c>'), "WorkbookIsBroken"),
    hostile("a-document.xlsx", lambda: document(GOOD), "PaperKindDiffers"),
    hostile("runs.csv", lambda: b'Fee,"=HYPERLINK(""http://x"",""y"")"\n+1+cmd|x,-12.50\n', PAPER, remarks="formula"),
    hostile("open-quote.csv", lambda: b'a,"b\n' + b"c,d\n" * 100_000, PAPER),
    hostile("one-line.csv", lambda: b"x," * 40_000, PAPER),
    hostile("too-many-cells.csv", lambda: b"," * 200_000, "PaperSaysTooMuch"),
    hostile("quotes.csv", lambda: b'"' * 2_000_001, PAPER),
    hostile("nuls.csv", lambda: b"a\0,b\n" * 3, PAPER, remarks="control characters"),
)
