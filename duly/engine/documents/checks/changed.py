"""A clause that changes its own contract: what it says is changed must stand there.

"The fee is raised from $5,000", "Section 9.9 is hereby deleted": in a contract that amends no other paper, the old
value and the section are those of the contract itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duly.engine.documents.checks.amended import KIND, section_stands
from duly.engine.documents.checks.cited import OTHER_PAPER as _OTHER_PAPER
from duly.engine.documents.checks.facts import Facts, between, phrase, span
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Found
from duly.engine.documents.text.segments import references, resolve
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.percents import Percent

# What makes a paper an amendment of another one.
_AMENDS = phrase(
    r"\b(?:amendment|addendum)\b(?=[^.;]{0,90}(?:\bto\b|\n|[\"”]))|\bamends? (?:that certain|the)\b|\bsupplement to\b"
)
_HEAD = 1_500
# A change that is made now, not one that may be: "is hereby replaced", "the parties have agreed to amend".
_NOW = phrase(
    r"\b(?:hereby|(?:is|are|shall be|be) (?:deleted|replaced|amended|restated|substituted|superseded|modified|changed"
    r"|increased|decreased|reduced|raised|lowered|extended|shortened|revised)|(?:have|has) (?:now )?(?:agreed"
    r"|been)|agree(?:s|d)? to (?:amend|change|increase|reduce|raise|lower|extend|shorten|replace)|amends?|replaces?"
    r"|supersedes?|(?:by|in) this (?:amendment|addendum)|(?:raised|lowered|increased|reduced|changed|extended"
    r"|shortened|up|down) from)\b"
)


def changed_findings(known: Facts) -> Iterator[Finding]:
    """What a contract says it changes in itself, and does not have."""
    if _AMENDS.search(known.text, 0, _HEAD):
        return
    for segment in known.segments:
        words = known.text[segment.start : segment.end]
        if not _NOW.search(words):
            continue
        yield from _old_values(known, segment, words)
        yield from _sections(known, segment, words)


# "Section 9.9 is hereby deleted", "to amend Section 9.9 by".
_BEHIND = phrase(
    r"(?: \([^()]{2,60}\))?(?: of this (?:agreement|contract))?(?:,? (?:entitled|titled|captioned)? "
    r"?[(\"“][^()\"“”]{2,60}[)\"”],?)?"
    r" (?:is|are|shall be|will be) (?:hereby )?(?:deleted|replaced|amended|restated|substituted|superseded|modified"
    r"|revised|changed)\b"
)
_BEFORE = phrase(
    r"\b(?:hereby|agree(?:d|s)? to|by) (?:amend|delete|replace|modify|restate|supersede|amending|deleting|replacing"
    r"|modifying)s?(?: the (?:\w+ ){1,6}(?:in|of))?\s{1,4}\Z"
)


def _sections(known: Facts, segment: Segment, words: str) -> Iterator[Finding]:
    """Sections that a passage changes, and that do not stand in the contract."""
    base = [one for one in known.segments if one != segment]
    for start, end, said in references(words):
        changed = _BEHIND.match(words, end) or (_BEFORE.search(words, 0, start) and not _OTHER_PAPER.match(words, end))
        if (
            changed
            and said[:1].isdigit()
            and not section_stands(said, known.text[: segment.start] + known.text[segment.end :], base)
        ):
            says = f"{' '.join(words[start:end].split())} is to be changed, and the contract has none"
            yield Finding(KIND, says, ((segment.start + start, segment.start + end),))


def _old_values(known: Facts, segment: Segment, words: str) -> Iterator[Finding]:
    """Values that a passage says are changed, and no other passage has."""
    kinds: tuple[Sequence[Money | Found | Percent], ...] = (known.moneys, known.durations, known.percents)
    for items in kinds:
        for one in between(items, segment.start, segment.end):
            if not _is_old(words, one.start - segment.start, one.end - segment.start):
                continue
            if _OF_ANOTHER.search(words) or any(
                other.value == one.value for other in _base(known, segment, words, items)
            ):
                continue
            said = " ".join(known.text[one.start : one.end].split())
            yield Finding(KIND, f"{said} is to be changed, and the contract has no {said}", (span(one),))


# What a change says before and after the value that it takes away.
_FROM = phrase(r"\bfrom (?:the (?:current |present |existing )?(?:\w+ ){0,3}(?:of )?)?[\"“]?\Z")
_TO = phrase(
    r"[^.;$€£%]{0,60}?\bto\b|[^.;$€£%]{0,20}?\b(?:first|originally|previously|initially) (?:agreed|set|stated|fixed)\b"
)
_STRUCK = phrase(r"\bby (?:striking|deleting|removing|replacing|changing)(?: out)? (?:the )?[\"“]?\Z")
_TAKEN = phrase(
    r"[^.;$€£]{0,70}? (?:(?:is|are|shall be|has been|have been) hereby|hereby (?:is|are)) (?:increased|decreased"
    r"|reduced"
    r"|raised|lowered|changed|amended|replaced|extended|shortened|modified|deleted|substituted|adjusted|superseded)\b"
)
_INSTEAD = phrase(
    r"\b(?:instead of|rather than|in (?:lieu|place) of|replac(?:es|ing)|in substitution for|supersed(?:es|ing))(?: "
    r"the)?"
    r"(?: \w+){0,6}?(?: of)? [\"“]?\Z"
)
_OF_ANOTHER = phrase(r"\b(?:Plan|Act|Code|Indenture|Bylaws|By-laws|Charter|Rules?|Regulations?)\b", re.NOFLAG)


def _is_old(words: str, start: int, end: int) -> bool:
    """Whether a change takes a value away."""
    before, after = words[:start], words[end:]
    return bool(
        (_FROM.search(before) and _TO.match(after))
        or _TAKEN.match(after)
        or _INSTEAD.search(before)
        or _STRUCK.search(before)
    )


def _base(
    known: Facts, segment: Segment, words: str, items: Sequence[Money | Found | Percent]
) -> list[Money | Found | Percent]:
    """The values of the section that a passage names, where it has some; else those of all other passages."""
    cited = [part for _, _, number in references(words) for part in resolve(known.segments, number)]
    told = [one for part in cited if part != segment for one in between(items, part.start, part.end)]
    return told or [one for one in items if not segment.start <= one.start < segment.end]
