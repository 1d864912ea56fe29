"""An amendment against what it amends: a section, words or an amount that it changes and the base does not have.

The base is another document, or the part of the same one that stands before the amendment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, phrase
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Placed
from duly.engine.documents.text.segments import references, resolve
from duly.engine.documents.values.durations import durations
from duly.engine.documents.values.money import moneys

KIND = "amends what is not there"
# The line an amendment begins with, in whatever case: "FIRST AMENDMENT TO AGREEMENT".
_TITLE = re.compile(
    r"^[^\S\n]{0,60}(?:(?:first|second|third|fourth|fifth|sixth|\d(?:st|nd|rd|th))[^\S\n]{1,3})?(?:amendment|addendum)"
    r"(?:[^\S\n]{1,3}agreement)?(?:[^\S\n]{1,3}(?:no\.?|number"
    r"|\#)[^\S\n]?\S{1,4})?(?:[^\S\n]{1,3}to\b[^.;\n]{0,80})?(?:[^\S\n]{0,9}$|(?<=\d)[.:](?=[^\S\n]))",
    re.IGNORECASE | re.MULTILINE,
)
_CHANGES = phrase(
    r"\b(?:delet\w+|replac\w+|amend(?:ed|s)?|restat\w+|substitut\w+|modif(?:y|ied|ies)|chang\w+|strik\w+|increas\w+"
    r"|decreas\w+|reduc\w+|rais\w+|extend\w*|shorten\w*|instead|in (?:lieu|place)|superse\w+|now agree|shall from)\b"
)
_ADDS = phrase(r"\b(?:add(?:s|ed|ing)?|insert\w*|new)\b[^.;\"“]{0,60}\Z")
# "the words "old" are replaced", "by replacing "old" with "new"", "delete "old""
_OLD = phrase(
    r"(?:\b(?:delet\w+|replac(?:e|ing)|substitut(?:e|ing)|words?|phrase|reference to|figure|date"
    r"|amount)(?: the| of| words?| phrase| figure| date)*\s{0,3}"
    r"[\"“](?P<old>[^\"“”]{3,120})[\"”])(?=[^.;]{0,80}\b(?:with|by|replaced|deleted|substituted|from|in)\b)"
)
# What says that a value is the old one: "from $5,000 to", "of $5,000 is increased to", "under the Agreement is $5,000".
_FROM_TO = phrase(r"\bfrom\s{0,3}\Z")
_NOW = phrase(
    r"[\s\"”),]{0,4}(?:[^.;$,]{0,60}? )?(?:is|are|shall be|will be|has been|be) (?:hereby )?(?:\w+ )?(?:increased"
    r"|decreased|reduced|raised"
    r"|lowered|changed|amended|replaced|extended|shortened|modified|deleted|substituted|adjusted)\b"
)
_AS_IT_STANDS = phrase(
    r"\b(?:(?:under|in) the (?:\w+ )?(?:Agreement|Contract)(?: \w+)? (?:is|are|was|provides?)|(?:agreement|contract"
    r"|section"
    r" [\d.()a-z]+|thereof) (?:currently |now )?(?:provides?|states?|requires?|sets?|calls?)\b|\b(?:currently|presently"
    r"|previously|originally|existing|heretofore))[^.;]{0,120}\Z"
)
_NEW = phrase(r"\b(?:to|with|by)(?: the)?(?: words?)?\s{0,3}[\"“]?\Z")
_TO = phrase(r"\b(?:now agree|shall (?:instead|now|from)|hereby|be amended|is amended)\b[^.;]{0,120}\Z")
_INSTEAD = phrase(
    r"\b(?:instead of|rather than|in (?:lieu|place) of|replac(?:es|ing)|supersed(?:es|ing))(?: the)?"
    r"(?: \w+){0,6}?(?: of)?\s{0,3}[\"“]?\Z"
)
_SOME_OTHER = phrase(
    r"\b(?:of the (?:code|act|regulations?|rules)|under the (?:code|act)|U\.?S\.?C"
    r"|of (?:this|the) amendment)\b"
)
_EXHIBIT = phrase(
    r"\b(?:Exhibit|Schedule|Annex|Appendix|Attachment) (?P<name>[A-Z]{1,2}(?:-\d{1,2})?"
    r"|\d{1,2})\b",
    re.NOFLAG,
)
_EXHIBIT_CHANGED = phrase(
    r"\A[^.;]{0,60}\b(?:is|are|shall be) (?:hereby )?(?:delet\w+|replac\w+|amended|restated|substituted|modified"
    r"|superseded)\b"
)
_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_STRONG = 4


def amendment_findings(known: Facts) -> Iterator[Finding]:
    """What an amendment in the same document changes and the part before it does not have."""
    titles = (one.start() for one in _TITLE.finditer(known.text) if one.start() * 5 >= len(known.text))
    begins = next(titles, None)
    if begins is None:
        return
    base = [one for one in known.segments if one.end <= begins]
    after = [one for one in known.segments if one.end > begins]
    yield from against_base(known.text, after, known.text[:begins], base)


def against_base(
    text: str, segments: Sequence[Segment], base: str, base_segments: Sequence[Segment]
) -> Iterator[Finding]:
    """What the passages of an amendment change and the base does not have."""
    sections = {one.section for one in base_segments if one.section}
    flat = " ".join(base.split()).lower()
    amounts = {one.amount for one in moneys(base)}
    lengths = {one.value for one in durations(base)}
    for segment in segments:
        words = text[segment.start : segment.end]
        if not _CHANGES.search(words):
            continue
        if len(sections) >= _STRONG:
            yield from _sections(words, segment, base, base_segments)
        for old in _OLD.finditer(words):
            said = " ".join(old["old"].split()).strip(" .,;").lower()
            if said not in flat:
                place = (segment.start + old.start("old"), segment.start + old.end("old"))
                yield Finding(KIND, f"the words “{old['old']}” that are changed do not stand in the contract", (place,))
        quoted = [old.span("old") for old in _OLD.finditer(words)]
        for found in _old_values(words, segment, amounts, lengths):
            begins = found.spans[0][0] - segment.start
            if not any(start <= begins < end for start, end in quoted):
                yield found


def _old_values(words: str, segment: Segment, amounts: set[Fraction], lengths: set[str]) -> Iterator[Finding]:
    """Amounts and lengths of time that a passage says are changed, and the base does not have."""
    inside: list[tuple[Placed, bool]] = [(one, one.amount in amounts) for one in moneys(words)]
    inside += [(one, one.value in lengths) for one in durations(words)]
    for one, known in inside:
        before, after = words[: one.start], words[one.end :]
        if (
            known
            or (_NEW.search(before) and not _FROM_TO.search(before))
            or not (
                _FROM_TO.search(before)
                or _NOW.match(after)
                or (_AS_IT_STANDS.search(before) and not _TO.search(before))
                or _INSTEAD.search(before)
            )
        ):
            continue
        said = " ".join(words[one.start : one.end].split())
        says = f"{said} is to be changed, and the contract has no {said}"
        yield Finding(KIND, says, ((segment.start + one.start, segment.start + one.end),))


def _sections(words: str, segment: Segment, base: str, base_segments: Sequence[Segment]) -> Iterator[Finding]:
    """Sections and exhibits that a passage changes and the base does not have."""
    exhibits = [(one.start(), one.end(), one["name"]) for one in _EXHIBIT.finditer(words)]
    for start, end, said in (*references(words), *exhibits):
        if _ADDS.search(words, 0, start) or _SOME_OTHER.search(words[end : end + 60]):
            continue
        changed = _EXHIBIT_CHANGED if said[:1].isalpha() else _CHANGES
        if not changed.search(words[end : end + 140]) and not _CHANGES.search(words, max(0, start - 40), start):
            continue
        if not section_stands(said, base, base_segments):
            says = f"{' '.join(words[start:end].split())} is to be changed, and the contract has none"
            yield Finding(KIND, says, ((segment.start + start, segment.start + end),))


def section_stands(said: str, base: str, base_segments: Sequence[Segment]) -> bool:
    """Whether a contract has a section, article or exhibit of that number."""
    if not said[:1].isdigit():
        number = _roman(said)
        names = rf"(?:{re.escape(said)}|{number})" if number else re.escape(said)
        kinds = r"article|section|clause|paragraph|exhibit|schedule|annex|appendix|attachment"
        return bool(
            re.search(
                rf"(?:{kinds})\s{{1,9}}[\"“]?{names}\b|(?:^"
                rf"|\n)\s{{0,20}}{names}[.):\s]",
                base,
                re.IGNORECASE,
            )
        )
    top = said.partition("(")[0]
    # A number with a stop is printed wherever its section begins; a bare one counts where a line begins.
    begins = "" if "." in top else r"(?:^|\n)\s*(?:section |article )?"
    printed = rf"{begins}(?<![\d.]){re.escape(top)}(?!\d)"
    return bool(resolve(base_segments, top) or re.search(printed, base, re.IGNORECASE))


def _roman(said: str) -> int:
    """The number that roman digits say; 0 for other words."""
    values = [_DIGITS.get(letter, 0) for letter in said]
    if not all(values):
        return 0
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
