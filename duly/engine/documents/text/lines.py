"""The lines of a document: which are page furniture, which begin something new, and which go on.

A document arrives as lines that a printer or a filing system broke. Here they are put back together on a copy of the
text that has the same length, so that every offset still counts characters of the original: what goes on is joined by
a space, what begins anew is parted by `BREAK`, and page numbers, footers and running heads are blanked.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

BREAK = "\x1e"

# "4.2", "4.2.1.", "Section 4", "ARTICLE IV", "(a)", "(iii)", "a)", "A.", a bullet: what a numbered passage begins with.
ENUMERATOR = re.compile(
    r"(?:(?:ARTICLE|Article|SECTION|Section|SCHEDULE|Schedule|EXHIBIT|Exhibit|ANNEX|Annex|APPENDIX|Appendix)"
    r"\s{1,3}(?P<named>[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}|[IVXLC]{1,6}|[A-Z](?:-[0-9]{1,2})?)\b[.:)]?"
    r"|(?P<dotted>[0-9]{1,3}(?:\.[0-9]{1,3}){1,4})[.)]?(?=[\s(])"
    r"|(?P<number>[0-9]{1,3})[.)](?=\s)"
    r"|\((?P<bracket>[a-z]{1,2}|[ivxl]{1,6}|[A-Z]|[0-9]{1,2})\)"
    r"|(?P<letter>[a-z]|[ivx]{1,4})(?:\)(?=\s)|\.(?=\s{1,8}[A-Z\"“]))"
    r"|(?P<capital>[A-Z]|[IVX]{2,5})\.(?=\s{1,8}[A-Z\"“])"
    r"|(?P<bullet>[•●▪◦·*o–—-])(?=\s))"
)
_PAGE_NUMBER = re.compile(
    r"[-–—\s]{0,4}(?:[Pp]age\s{1,3})?(?:[A-Z]{1,2}-)?[0-9ivx]{1,4}(?:\s{1,3}of\s{1,3}[0-9]{1,4})?[-–—\s]{0,4}\Z"
)
_FILING = re.compile(
    r"\s{0,20}Source:\s.{0,160}[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\s{0,20}\Z|\s{0,20}</?(?:PAGE|TEXT|DOCUMENT)>"
)
_RULE = re.compile(r"[\s_=*~.\-–—]{3,}\Z")
_DIGITS = re.compile(r"[0-9]+")
_ENDS = re.compile(r"[.;:!?][\"'”’)\]]{0,3}\Z")
_LEANS = re.compile(
    r"(?:,|-|\b(?:and|or|of|the|to|a|an|in|by|for|with|from|any|its|such|that|which|this|shall|will|be|at|as|on|under))\Z"
)
# A line with a year or an amount says something, however it is capitalised.
_SAYS = re.compile(r"\b(?:19|20)[0-9]{2}\b|[$€£%]")
_GAPS = re.compile(r"\S(?:\t| {3,})(?=\S)")
_CAPITALISED = re.compile(r"[A-Z0-9&(\"“'‘\[$].*\Z")
SMALL_WORDS = frozenset(
    "a an and as at by for from in into of on or the to with without per vs upon other than its".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the blanks around it; how many blank lines stand above; whether a page ends there."""

    start: int
    end: int
    words: str
    blank: int
    page: bool
    row: bool


def joined(text: str, rows: tuple[tuple[int, int], ...] = ()) -> str:
    """The text at its own length, broken only where something begins anew; `rows` are table rows a reader found."""
    lines = _lines(text)
    width = _width(lines)
    parts = list(_blanked(text))
    for above, line in zip(lines, lines[1:], strict=False):
        if _begins(above, line, width):
            parts[line.start - 1] = BREAK
    for start, end in rows:
        for edge in (start - 1, end):
            if 0 <= edge < len(parts) and parts[edge].isspace():
                parts[edge] = BREAK
    for start, end in _furniture(text):
        parts[start:end] = " " * (end - start)
    return "".join(parts)


def is_heading(words: str) -> bool:
    """Whether a line by itself is the heading of what follows: short, and capitalised like a title."""
    if not 2 < len(words) <= 110 or _SAYS.search(words):
        return False
    found = ENUMERATOR.match(words)
    title = words[found.end() :].strip(" .:-–—\t") if found else words.strip(" :.-–—\t")
    if not title:
        return bool(found and found.group("named"))
    if _ENDS.search(words) and not found and not title.isupper():
        return False
    return is_title(title)


def is_title(words: str) -> bool:
    """Whether words are written as a title: all capitals, or a capital on each word of weight, at most twelve."""
    parts = words.replace("/", " ").replace("-", " ").split()
    heavy = [part.strip("\"“”'’(),;:.") for part in parts if part.lower() not in SMALL_WORDS]
    heavy = [part for part in heavy if part]
    if (
        not heavy
        or len(parts) > 12
        or words[0] in '"“'
        or ":" in words
        or "," in words[-1:]
        or not any(part[0].isalpha() for part in heavy)
    ):
        return False
    return all(part[0].isupper() or not part[0].isalpha() for part in heavy)


def _blanked(text: str) -> str:
    """Every character that breaks a line is a space; the length stays."""
    return text.translate({ord(mark): " " for mark in "\n\r\f\v\x1e\x1c\x1d\x85\u2028\u2029"})


def _cuts(text: str) -> list[tuple[int, int, bool]]:
    """Start, end and whether a page ends before it, of each printed line."""
    found, start, page = [], 0, False
    for cut in re.finditer(r"\r\n|[\n\r\f\v\u2028\u2029]", text):
        found.append((start, cut.start(), page))
        start, page = cut.end(), cut.group() == "\f"
    found.append((start, len(text), page))
    return found


def _furniture(text: str) -> list[tuple[int, int]]:
    """Page numbers, filing footers, rules, and short lines that return on page after page."""
    cuts = _cuts(text)
    returning = _returning(text, cuts)
    found = []
    for number, (start, end, _) in enumerate(cuts):
        words = text[start:end].strip() if end - start < 400 else ""
        if not words:
            continue
        alone = len(words) < 24 and _blank_beside(text, cuts, number) and _PAGE_NUMBER.match(words)
        if alone or _FILING.match(words) or _RULE.match(words) or _DIGITS.sub("#", words) in returning:
            found.append((start, end))
    return found


def page_breaks(text: str) -> list[tuple[int, int]]:
    """Where pages end, with what is printed at their edges and the blanks around it; two empty lines are one too."""
    shown = list(text)
    for start, end in _furniture(text):
        shown[start:end] = "\f" * (end - start)
    return [gap.span() for gap in re.finditer(r"\s{3,}", "".join(shown)) if _ends_page(gap.group())]


def _ends_page(gap: str) -> bool:
    return "\f" in gap or gap.count("\n") > 2


def _blank_beside(text: str, cuts: list[tuple[int, int, bool]], number: int) -> bool:
    """Whether the line above or below is blank, or the document or page ends there."""
    above = number == 0 or cuts[number][2] or not text[cuts[number - 1][0] : cuts[number - 1][1]].strip()
    below = number + 1 == len(cuts) or cuts[number + 1][2]
    return above or below or not text[cuts[number + 1][0] : cuts[number + 1][1]].strip()


def _returning(text: str, cuts: list[tuple[int, int, bool]]) -> set[str]:
    """Short lines, numbers apart, that stand at least three times, each a page or so after the last."""
    seen: Counter[str] = Counter()
    last: dict[str, int] = {}
    for start, end, _ in cuts:
        words = text[start:end].strip() if end - start < 160 else ""
        if not 6 < len(words) < 120 or _ENDS.search(words):
            continue
        key = _DIGITS.sub("#", words)
        if start - last.get(key, -1000) >= 1000:
            seen[key] += 1
        last[key] = start
    return {key for key, times in seen.items() if times >= 3 and not key.startswith(("#.", "(", "Section", "ARTICLE"))}


def _lines(text: str) -> list[Line]:
    """The lines with words in them, without the furniture."""
    gone = dict(_furniture(text))
    found, blank, page = [], 0, False
    for start, end, after in _cuts(text):
        page = page or after
        words = text[start:end]
        inside = words.strip()
        if not inside or gone.get(start) == end:
            page = page or bool(inside)
            blank += 1
            continue
        first = start + len(words) - len(words.lstrip())
        row = len(inside) < 240 and len(_GAPS.findall(inside)) >= 2 or "|" in inside[1:-1]
        found.append(Line(first, first + len(inside), inside, blank, page, row))
        blank, page = 0, False
    return found


def _width(lines: list[Line]) -> int:
    """How long a full line is, where lines are broken at a width; 0 where a line is a paragraph."""
    lengths = sorted(line.end - line.start for line in lines if line.end - line.start > 40)
    if len(lengths) < 8:
        return 0
    full = lengths[len(lengths) * 9 // 10]
    return full if full <= 160 else 0


def _begins(above: Line, line: Line, width: int) -> bool:
    """Whether a line begins something new, and does not go on with the line above it."""
    ended = bool(_ENDS.search(above.words))
    if line.row and above.row and not line.blank:
        return True
    if is_heading(above.words) and not _LEANS.search(above.words) and not _full(above, width):
        return True
    if line.words[0].islower() and not ENUMERATOR.match(line.words):
        return ended and line.blank > 0 and above.words[-1] not in ";:"
    if _LEANS.search(above.words) and not ENUMERATOR.match(line.words):
        return False
    if _numbered(line.words) and (ended or line.blank > 0 or _leads(above.words)):
        return True
    if line.blank == 0:
        return ended and not width or not _full(above, width) and bool(_CAPITALISED.match(line.words))
    return ended or not _full(above, width)


def _full(line: Line, width: int) -> bool:
    """Whether a line was broken for want of room."""
    return width > 0 and 4 * (line.end - line.start) >= 3 * width


def _leads(words: str) -> bool:
    """Whether a line leads to the next number of a list."""
    return words.endswith((",", " and", " or", " to", "—", "-"))


def _numbered(words: str) -> bool:
    """Whether a line begins with a number of its own and not with one that a sentence speaks of."""
    found = ENUMERATOR.match(words)
    if not found:
        return False
    rest = words[found.end() :].lstrip()
    plain = found.group("dotted") or found.group("named")
    return not (plain and rest[:1].islower())
