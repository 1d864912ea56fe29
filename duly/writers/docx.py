"""Documents as DOCX, to be edited: headings, sentences, and tables whose first row is repeated on every page.

A DOCX is a ZIP of XML. Five small parts are all that a memo needs; the same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from duly.ground.reports import Document, Report
from duly.writers.table import printable, shown

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>
</Types>"""
_PARTS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_WITH_STYLES = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>"""
# Name, what Word calls it, half points, bold, space before in twentieths of a point.
_STYLES = (
    ("Title", "Title", 32, True, 0),
    ("Heading1", "heading 1", 26, True, 240),
    ("Caption", "caption", 19, True, 120),
    ("Normal", "Normal", 19, False, 40),
    ("Cell", "Cell", 16, False, 0),
    ("Head", "Head", 16, True, 0),
)
_SIDES = ("top", "bottom", "insideH")
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="900" w:right="900" w:bottom="900" w:left="900"/></w:sectPr>'
)


def write(document: Document, path: str) -> None:
    """Write the file."""
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PARTS,
        "word/_rels/document.xml.rels": _WITH_STYLES,
        "word/styles.xml": "".join(_styles()),
        "word/document.xml": "".join(_document(document)),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, text in files.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            made.writestr(info, text.encode())


def _styles() -> Iterator[str]:
    yield f'{_XML}<w:styles xmlns:w="{_WORD}">'
    for name, called, size, bold, before in _STYLES:
        default = ' w:default="1"' if name == "Normal" else ""
        outline = '<w:outlineLvl w:val="0"/>' if name == "Heading1" else ""
        keep = "<w:keepNext/>" if name in ("Heading1", "Caption") else ""
        yield f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{called}"/>'
        yield f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="40"/>{outline}</w:pPr>'
        yield f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>{"<w:b/>" if bold else ""}'
        yield f'<w:sz w:val="{size}"/></w:rPr></w:style>'
    yield "</w:styles>"


def _document(document: Document) -> Iterator[str]:
    yield f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>'
    yield _words(document.title, "Title")
    for section in document.sections:
        yield _words(section.heading, "Heading1")
        for part in section.parts:
            yield from _table(part) if isinstance(part, Report) else (_words(part, "Normal"),)
    yield f"{_PAGE}</w:body></w:document>"


def _words(text: str, style: str, right: bool = False) -> str:
    """A paragraph. Text stays text."""
    side = '<w:jc w:val="right"/>' if right else ""
    said = escape(printable(text))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr><w:r><w:t xml:space="preserve">{said}</w:t></w:r></w:p>'
    )


def _table(report: Report) -> Iterator[str]:
    """A table under its title; Word wants a paragraph after it."""
    yield _words(report.title, "Caption")
    if not report.rows:
        yield _words("nothing to show", "Normal")
        return
    right = [column.kind in ("money", "count", "ratio") for column in report.columns]
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="BBBBBB"/>' for side in _SIDES)
    yield f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    yield "<w:tblGrid>" + "<w:gridCol/>" * len(report.columns) + "</w:tblGrid>"
    names = [column.name for column in report.columns]
    yield _row(names, right, "Head", "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    for row in report.rows:
        yield _row([shown(cell) for cell in row], right, "Cell", "<w:trPr><w:cantSplit/></w:trPr>")
    yield "</w:tbl>" + _words("", "Cell")


def _row(cells: list[str], right: list[bool], style: str, properties: str) -> str:
    made = "".join(f"<w:tc>{_words(cell, style, r)}</w:tc>" for cell, r in zip(cells, right, strict=True))
    return f"<w:tr>{properties}{made}</w:tr>"
