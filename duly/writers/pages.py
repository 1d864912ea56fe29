"""Documents as PDF pages (A4): headings, sentences, and tables that go on over pages with their heads repeated.

Text is drawn with the standard fonts of PDF; a character they lack is shown as `?`.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, LongTable, PageTemplate, Paragraph, Spacer, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate
from reportlab.platypus.frames import Frame

from duly.ground.reports import Document, Report
from duly.writers.table import printable, shown

_MARGIN = 16 * mm
_SIZE = 8.0
_PAD = 3.0
_NARROW = 34.0  # points that a column of text may shrink to
_ROOM = 30 * mm  # a heading with less than this below it goes to the next page
_NUMBERS = ("money", "count", "ratio")
_SAMPLE = getSampleStyleSheet()
_TITLE = ParagraphStyle("title", _SAMPLE["Title"], fontSize=16, leading=20, alignment=0, spaceAfter=6)
_HEADING = ParagraphStyle("heading", _SAMPLE["Heading2"], fontSize=12, leading=15, spaceBefore=12, spaceAfter=4)
_WORDS = ParagraphStyle("words", _SAMPLE["Normal"], fontSize=9, leading=12, spaceAfter=3)
_CAPTION = ParagraphStyle("caption", _WORDS, fontName="Helvetica-Bold", spaceBefore=5)
_CELL = ParagraphStyle("cell", _SAMPLE["Normal"], fontSize=_SIZE, leading=_SIZE + 2, splitLongWords=1)
_AMOUNT = ParagraphStyle("amount", _CELL, alignment=TA_RIGHT)
_HEAD = ParagraphStyle("head", _CELL, fontName="Helvetica-Bold")
_HEAD_RIGHT = ParagraphStyle("head right", _HEAD, alignment=TA_RIGHT)
_LINES = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, colors.black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.2, colors.lightgrey),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
)


def write(document: Document, path: str) -> None:
    """Write the pages. The same document gives the same bytes."""
    page = landscape(A4) if any(_wide(part) for section in document.sections for part in section.parts) else A4
    width = page[0] - 2 * _MARGIN
    story: list[Flowable] = [Paragraph(_text(document.title), _TITLE)]
    for section in document.sections:
        parts = [one for part in section.parts for one in _drawn(part, width)]
        story += [CondPageBreak(_ROOM), Paragraph(_text(section.heading), _HEADING), *parts]
    frame = Frame(_MARGIN, _MARGIN, width, page[1] - 2 * _MARGIN, 0, 0, 0, 0)
    made = BaseDocTemplate(path, pagesize=page, title=printable(document.title), author="duly", invariant=1)
    made.addPageTemplates([PageTemplate("page", [frame], onPage=_foot(document.title))])
    made.build(story)


def _foot(title: str) -> Callable[[Canvas, BaseDocTemplate], None]:
    """What stands at the foot of each page: the title and its number."""

    def draw(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(_MARGIN, _MARGIN / 2, _plain(title))
        canvas.drawRightString(canvas._pagesize[0] - _MARGIN, _MARGIN / 2, str(canvas.getPageNumber()))

    return draw


def _wide(part: str | Report) -> bool:
    """Whether a table has too many amounts for an upright page."""
    return isinstance(part, Report) and sum(column.kind in _NUMBERS for column in part.columns) > 6


def _drawn(part: str | Report, width: float) -> list[Flowable]:
    if isinstance(part, str):
        return [Paragraph(_text(part), _WORDS)]
    caption = Paragraph(_text(part.title), _CAPTION)
    if not part.rows:
        return [caption, Paragraph("nothing to show", _WORDS)]
    right = [column.kind in _NUMBERS for column in part.columns]
    head = [Paragraph(_text(c.name), _HEAD_RIGHT if r else _HEAD) for c, r in zip(part.columns, right, strict=True)]
    body = [
        [Paragraph(_text(shown(cell)), _AMOUNT if r else _CELL) for cell, r in zip(row, right, strict=True)]
        for row in part.rows
    ]
    made = LongTable([head, *body], colWidths=_widths(part, right, width), repeatRows=1, hAlign="LEFT")
    made.setStyle(_LINES)
    return [CondPageBreak(_ROOM), caption, made, Spacer(1, 4)]


def _widths(report: Report, right: list[bool], width: float) -> list[float]:
    """Amounts get what they need; columns of text share the rest by what they would like."""
    like = []
    for number, column in enumerate(report.columns):
        cells = [_needs(shown(row[number]), "Helvetica") for row in report.rows]
        like.append(max(_needs(column.name, "Helvetica-Bold"), *cells) + 2 * _PAD + 1)
    room = width - sum(size for size, r in zip(like, right, strict=True) if r)
    texts = [number for number, r in enumerate(right) if not r]
    while texts and sum(like[n] for n in texts) > room:
        widest = max(texts, key=lambda n: like[n])
        if like[widest] <= _NARROW:
            break
        like[widest] = max(_NARROW, like[widest] - 4)
    over = sum(like) / width
    return [size / over for size in like] if over > 1 else like


def _needs(text: str, font: str) -> float:
    return float(stringWidth(_plain(text), font, _SIZE))


def _plain(text: str) -> str:
    """What the standard fonts can show."""
    return printable(text).encode("cp1252", "replace").decode("cp1252")


def _text(text: str) -> str:
    """Text that stays text: what a contract says is no markup."""
    return escape(_plain(text))
