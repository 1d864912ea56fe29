"""The passages of a document: headings, sentences, list items and table rows, each with its section and its heading.

Every offset counts characters of the text as read. A sentence that a page break cuts in two is one segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duly.engine.documents.proposals import Segment
from duly.engine.documents.text.lines import BREAK, ENUMERATOR, is_heading, is_title, joined
from duly.engine.documents.text.sections import Sections

HEADING, SENTENCE, ITEM, ROW = "heading", "sentence", "item", "row"

# Words with a full stop that ends no sentence.
_SHORT = frozenset(
    "inc corp co ltd llc no nos sec secs art arts par para st mr mrs ms dr jr sr vs v u.s u.k u.s.a e.g i.e etc fig "
    "approx dept est ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec p.m a.m ph.d n.a s.a b.v s.p.a "
    "c.f.r u.s.c cf al ex vol ed pp attn tel ext hon gen l.p n.v plc pty cap op cit viz incl max min".split()
)
_MONTHS = frozenset("january february march april june july august september october november december".split())
_STOP = re.compile(
    r"(?P<mark>[.!?])[\"'”’)\]]{0,3}(?P<gap>\s{1,400})(?=[\"'“‘(\[]{0,2}[A-Z0-9$§*•]|\([a-z]{1,4}\))"
    r"|(?P<semi>;)(?P<join>\s{1,400}(?:and|or|and/or|provided,? (?:however,? )?that)?)(?=\s{0,400}\(?[A-Za-z0-9\"“])"
    r"|(?P<colon>:)\s{1,400}(?=\([a-z1-9]{1,4}\)\s|[1-9]\.\s)"
    r"|(?P<list>\s)\s{2,400}(?=(?:\([a-z]{1,3}\)|[A-Za-z]\)|[ivx]{1,4}\)|[0-9]{1,2}\.[0-9]{1,2}\.?)\s{1,8}[A-Z\"“])"
)
_CITES = re.compile(r"(?:[Ss]ections?|[Pp]aragraphs?|[Cc]lauses?|[Aa]rticles?|and|or|of|to|in|under|with|,)\s{0,8}\Z")
_LETTERED = re.compile(
    r"(?:Exhibit|Schedule|Annex|Appendix|Attachment|EXHIBIT|SCHEDULE|ANNEX|APPENDIX|Part|Type|Class|Phase)\s{1,8}[A-Z]\Z"
)

_LAST_WORD = re.compile(r"[A-Za-z0-9.]{1,12}\Z")
_TITLE = re.compile(
    r"(?P<title>[A-Z][^.:;\n]{1,90}?)(?:\.(?=\s)|:(?=\s)|\s?[–—](?=\s?[A-Z])|\s-{1,2}(?=\s)|\.-{1,2}|\s{4}(?=\S))"
)
_WIDE = re.compile(r"\S(?:\t| {3,}|\s*\|)\s*(?=\S)")
SHORTEST = 2


def segments(text: str, rows: Sequence[tuple[int, int]] = ()) -> tuple[Segment, ...]:
    """The passages of a text in their order; `rows` are the table rows that a reader found."""
    flat = joined(text, tuple(rows))
    tabled = {start for start, _ in rows}
    sections = Sections()
    return tuple(piece for start, end in _blocks(flat) for piece in _pieces(flat, start, end, sections, tabled))


def resolve(found: Sequence[Segment], number: str) -> tuple[Segment, ...]:
    """The segments of the section that a cross reference names: "4.2" holds "4.2", "4.2(a)" and "4.2.1"."""
    return tuple(
        piece for piece in found if piece.section == number or piece.section.startswith((f"{number}(", f"{number}."))
    )


_REFERENCE = re.compile(
    r"\b(?:[Ss]ections?|SECTIONS?|[Aa]rticles?|ARTICLES?|[Pp]aragraphs?|[Cc]lauses?|§{1,2})\s{1,3}"
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}(?:\([A-Za-z0-9]{1,4}\)){0,4}|[IVXLC]{1,6}\b)"
)


def references(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text speaks of a section: start, end, and the number as `resolve` takes it."""
    for found in _REFERENCE.finditer(text):
        yield found.start(), found.end(), found.group("number")


def _blocks(flat: str) -> Iterator[tuple[int, int]]:
    """The parts between breaks, without the blanks around them."""
    edges = [-1, *(cut.start() for cut in re.finditer(BREAK, flat)), len(flat)]
    for before, after in pairwise(edges):
        words = flat[before + 1 : after]
        if len(words.strip()) >= SHORTEST:
            start = before + 1 + len(words) - len(words.lstrip())
            yield start, start + len(words.strip())


def _pieces(flat: str, start: int, end: int, sections: Sections, tabled: set[int]) -> Iterator[Segment]:
    """The segments of one block."""
    words = flat[start:end]
    if start in tabled or (end - start < 240 and len(_WIDE.findall(words)) >= 2 and not ENUMERATOR.match(words)):
        yield Segment(start, end, ROW, sections.number, sections.heading)
        return
    if is_heading(words):
        sections.enter(words, heading=True)
        yield Segment(start, end, HEADING, sections.number, sections.heading)
        return
    for first, last in _sentences(flat, start, end):
        yield from _piece(flat, first, last, sections)


def _piece(flat: str, start: int, end: int, sections: Sections) -> Iterator[Segment]:
    """A sentence, after the heading that it may begin with."""
    words = flat[start:end]
    found = ENUMERATOR.match(words)
    body = found.end() + len(words[found.end() :]) - len(words[found.end() :].lstrip()) if found else 0
    title = _TITLE.match(words, body) if found or words[:1].isupper() else None
    if title and is_title(title.group("title")) and title.end() < len(words) - SHORTEST:
        sections.enter(words[: title.end()], heading=True)
        yield Segment(start, start + title.end(), HEADING, sections.number, sections.heading)
        rest = words[title.end() :]
        start = end - len(rest.lstrip())
    elif found:
        heading = is_heading(words)
        sections.enter(words, heading=heading)
        if heading:
            yield Segment(start, end, HEADING, sections.number, sections.heading)
            return
    yield Segment(start, end, ITEM if found and not title else SENTENCE, sections.number, sections.heading)


def _sentences(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a block, also parted at semicolons and before the numbers of a list."""
    first = start
    for stop in _STOP.finditer(flat, start, end):
        cut = _cut(flat, first, stop)
        if cut and _weighty(flat, first, cut) and _weighty(flat, cut, end):
            yield first, cut
            first = cut + len(flat[cut:end]) - len(flat[cut:end].lstrip())
    if first < end:
        yield first, end


def _weighty(flat: str, start: int, end: int) -> bool:
    """Whether a passage says more than "and" or a number."""
    return end - start > 60 or sum(mark.isalnum() for mark in flat[start:end]) > 4


def _cut(flat: str, first: int, stop: re.Match[str]) -> int:
    """Where a sentence that began at `first` ends by a stop; 0 where it goes on."""
    if stop.group("mark"):
        return stop.start("gap") if _ends_sentence(flat, first, stop) else 0
    if stop.group("semi"):
        return stop.start() + 1 if stop.start() - first >= 40 else 0
    if stop.group("list"):
        return 0 if _CITES.search(flat, max(first, stop.start() - 24), stop.start()) else stop.start()
    return stop.start() + 1


def _ends_sentence(flat: str, first: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, and not a short form, a number of a list or an initial."""
    at = stop.start("mark")
    if flat[at] != ".":
        return True
    word = _LAST_WORD.search(flat, max(first, at - 12), at)
    if not word:
        return True
    said = word.group().lower().strip(".")
    if said in _MONTHS and flat[stop.end() : stop.end() + 1].isdigit():
        return False
    number = ENUMERATOR.match(flat[first : at + 2])
    if number and number.end() >= at + 1 - first:
        return False
    if _LETTERED.search(flat, max(first, at - 16), at):
        return True
    if said in _SHORT or (len(said) == 1 and said.isalpha()):
        following = flat[stop.end() : stop.end() + 12]
        return said in {"inc", "corp", "ltd", "llc", "etc"} and bool(_OPENS.match(following))
    return True


_OPENS = re.compile(
    r"(?:The|This|In|If|Each|Any|All|Such|Upon|Except|For|No|Neither|Either|Nothing|[0-9]{1,2}\.[0-9 ])\b"
)
