"""An amendment against what it amends: a section, words or an amount that it changes and the base does not have.

The base is another document, or the part of the same one that stands before the amendment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duly.engine.documents.checks_facts import Facts, phrase
from duly.engine.documents.money import moneys
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.segments import references, resolve

KIND = "amends what is not there"
_TITLE = phrase(
    r"\A(?:(?:first|second|third|fourth|fifth|sixth) )?(?:amendment|addendum)\b"
    r"(?: (?:no\.?|number|#) ?\S{0,4}| to\b[^.;]{0,80})?\Z"
)
_CHANGES = phrase(r"\b(?:delet\w+|replac\w+|amend(?:ed|s)?|restat\w+|substitut\w+|modif(?:y|ied|ies)|chang\w+)\b")
_ADDS = phrase(r"\b(?:add(?:s|ed|ing)?|insert\w*|new)\b[^.;\"“]{0,60}\Z")
# "the words "old" are replaced", "by replacing "old" with "new"", "delete "old""
_OLD = phrase(
    r"(?:\b(?:delet\w+|replac(?:e|ing)|substitut(?:e|ing)|words?|phrase|reference to|figure|date"
    r"|amount)(?: the| of| words?| phrase| figure| date)*\s{0,3}"
    r"[\"“](?P<old>[^\"“”]{3,120})[\"”])(?=[^.;]{0,80}\b(?:with|by|replaced|deleted|substituted|from|in)\b)"
)
_FROM_TO = phrase(r"\bfrom\s{0,3}\Z")
_SOME_OTHER = phrase(
    r"\b(?:of the (?:code|act|regulations?|rules)|under the (?:code|act)|U\.?S\.?C"
    r"|of (?:this|the) amendment)\b"
)
_STRONG = 4


def amendment_findings(known: Facts) -> Iterator[Finding]:
    """What an amendment in the same document changes and the part before it does not have."""
    begins = next((one for one in known.segments if _begins(known, one)), None)
    if begins is None:
        return
    base = [one for one in known.segments if one.end <= begins.start]
    after = [one for one in known.segments if one.start >= begins.start]
    yield from against_base(known.text, after, known.text[: begins.start], base)


def _begins(known: Facts, one: Segment) -> bool:
    """Whether an amendment begins with a passage, and a contract stands before it."""
    if one.start * 5 < len(known.text) or one.end - one.start > 120:
        return False
    return bool(_TITLE.match(known.text[one.start : one.end].strip()))


def against_base(
    text: str, segments: Sequence[Segment], base: str, base_segments: Sequence[Segment]
) -> Iterator[Finding]:
    """What the passages of an amendment change and the base does not have."""
    sections = {one.section for one in base_segments if one.section}
    flat = " ".join(base.split()).lower()
    amounts = {one.amount for one in moneys(base)}
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
        inside = moneys(words)
        for one, other in zip(inside, inside[1:], strict=False):
            to = words[one.end : other.start].strip().lower()
            if to == "to" and _FROM_TO.search(words, 0, one.start) and one.amount not in amounts:
                place = (segment.start + one.start, segment.start + one.end)
                says = f"{one.value} is to be changed to {other.value}, and the contract has no {one.value}"
                yield Finding(KIND, says, (place, (segment.start + other.start, segment.start + other.end)))


def _sections(words: str, segment: Segment, base: str, base_segments: Sequence[Segment]) -> Iterator[Finding]:
    """Sections that a passage changes and the base does not have."""
    for start, end, number in references(words):
        digits = re.match(r"\d", number)
        if not digits or _ADDS.search(words, 0, start) or _SOME_OTHER.search(words[end : end + 60]):
            continue
        if not _CHANGES.search(words, end, end + 140) and not _CHANGES.search(words, max(0, start - 40), start):
            continue
        top = number.partition("(")[0]
        # A number with a stop is printed wherever its section begins; a bare one counts where a line begins.
        begins = "" if "." in top else r"(?:^|\n)\s*(?:section |article )?"
        if not resolve(base_segments, top) and not re.search(
            rf"{begins}(?<![\d.]){re.escape(top)}"
            rf"(?!\d)",
            base,
            re.I,
        ):
            says = f"section {number} is to be changed, and the contract has none"
            yield Finding(KIND, says, ((segment.start + start, segment.start + end),))
