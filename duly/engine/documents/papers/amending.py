"""Amendments: which section of the base contract a paper changes, how, what it said and what it says from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.passages import phrase
from duly.engine.documents.text.segments import HEADING, resolve

REPLACED, REWORDED, ADDED, DELETED = "replaced", "reworded", "added", "deleted"

_NUMBER = r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}(?:\([A-Za-z0-9]{1,4}\)){0,4}|[IVXLC]{1,6}\b|[A-Z]\b)"
_SECTION = rf"(?:sub-?)?(?:section|article|paragraph|clause|exhibit|schedule|appendix|annex)s? {_NUMBER}"
_WHICH = (
    r"(?:,? ?(?:\([^()]{1,60}\)|[\"“][^\"“”]{1,60}[\"”]|(?:of|to|in|under) (?:the|this|said) [\w ]{1,40}|"
    r"entitled [^,;.]{1,60}|as amended))"
    r"{0,3},?"
)
_IS = r"(?:is|are|shall be|will be|be)(?: hereby| further| and hereby is){0,2}"
_GONE = r"(?:deleted|removed|stricken|terminated)"
_NEW_TEXT = r"(?:replaced|substitut\w{1,4}|restated|to read|read)\b"
_DONE = (
    (DELETED, rf"{_IS} {_GONE}(?: in (?:its|their) entirety)?(?= ?[.;,]|$| and of no)"),
    (REPLACED, rf"{_IS} (?:{_GONE}|amended|replaced|superseded|modified|revised)[^.;:]{{0,90}}?{_NEW_TEXT}"),
    (REPLACED, rf"{_IS} (?:replaced|superseded|amended and restated|restated)\b"),
    (ADDED, rf"{_IS} (?:amended|modified|supplemented)(?: by| to)? (?:adding|add|inserting|include|the addition)\b"),
    (REWORDED, rf"{_IS} (?:amended|modified|revised|changed|extended|increased|reduced)\b"),
)
_CHANGE = tuple(
    (kind, phrase(rf"(?<!under\s)(?<!in\s)(?<!to\s)(?P<what>{_SECTION}){_WHICH} {words}")) for kind, words in _DONE
)
_SECTION_AGAIN = _SECTION.replace("<number>", "<number2>")
_NEW = phrase(
    rf"\b(?:new|following) {_SECTION} {_IS} (?:added|inserted)|"
    rf"(?:adding|inserting|add|insert)(?: the following| a)? (?:as )?new {_SECTION_AGAIN}"
)
_DELETES = phrase(rf"(?:parties|party) (?:hereby )?(?:agree to )?delete (?P<what>{_SECTION})")
_FOLLOWS = phrase(r"(?:as follows|the following|to read|with)[^:\"“]{0,60}?(?::|(?=[\"“]))|: ?$")
_QUOTED = re.compile(r"[\"“](?P<words>[^\"“”]{1,4000})[\"”]")
_SWAP = phrase(
    r"(?:deleting|replacing|striking|substituting|delete|replace)(?: the)?(?: (?:words?|phrases?|reference to|"
    r"number|date|amount|figure)){0,2} [\"“](?P<old>[^\"“”]{1,300})[\"”]"
    r"[^\"“”]{0,80}(?:with|by|inserting|substituting|replacing it with|in (?:its|"
    r"lieu)[^\"“”]{0,20})[^\"“”]{0,40}[\"“](?P<new>[^\"“”]{1,300})[\"”]"
)
_READ_BEFORE = phrase(
    r"(?:previously|currently|"
    r"presently) reads?[^\"“]{0,40}[\"“](?P<old>[^\"“”]{1,2000})[\"”][^\"“]{0,120}[\"“](?P<new>[^\"“”]{1,2000})[\"”]"
)
_ATTACHED = phrase(r"^(?:exhibit|schedule|appendix|annex)")
_IS_AMENDMENT = phrase(r"\b(?:amendment|addendum|change order|side letter|supplement(?:al agreement)?|modification)\b")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a section: `start` and `end` are its words in the amendment, `new_start` and `new_end` the words
    that the section has from then on (empty for a deletion); `old` is the phrase that goes, where only one does."""

    section: str
    kind: str
    start: int
    end: int
    new_start: int
    new_end: int
    old: str = ""


@dataclass(frozen=True, slots=True)
class Amended:
    """A change laid on the base contract: where the section stands there, what it said, and what it says."""

    change: Change
    base_start: int
    base_end: int
    before: str
    after: str


def is_amendment(text: str) -> bool:
    """Whether the opening of a paper calls it an amendment.

    >>> is_amendment("FIRST AMENDMENT TO SERVICES AGREEMENT")
    True
    """
    return _IS_AMENDMENT.search(text, 0, min(len(text), 600)) is not None


def changes(text: str, segments: Sequence[Segment]) -> list[Change]:
    """The changes that a paper makes, in its order."""
    found: dict[int, Change] = {}
    sentences = [one for one in segments if one.kind != HEADING or len(text[one.start : one.end]) > 60]
    for place, one in enumerate(sentences):
        beyond = sentences[place + 1] if place + 1 < len(sentences) else None
        for change in _changes(text, one, beyond):
            found.setdefault(change.start, change)
    return sorted(found.values(), key=lambda change: change.start)


def _changes(text: str, one: Segment, beyond: Segment | None) -> Iterator[Change]:
    reach = min(beyond.end if beyond else one.end, one.end + 2_500)
    swap = _SWAP.search(text, one.start, one.end) or _READ_BEFORE.search(text, one.start, reach)
    for kind, pattern in _CHANGE:
        match = pattern.search(text, one.start, one.end)
        if match:
            if swap:
                yield Change(_named(match), REWORDED, match.start(), swap.end(), *swap.span("new"), swap["old"])
            else:
                yield _change(text, _named(match), kind, match, one, beyond)
            return
    match = _NEW.search(text, one.start, one.end)
    if match:
        yield _change(text, match["number"] or match["number2"], ADDED, match, one, beyond)
    match = _DELETES.search(text, one.start, one.end)
    if match:
        yield Change(match["number"], DELETED, match.start(), match.end(), match.end(), match.end())


def _named(match: re.Match[str]) -> str:
    """The section as `resolve` takes it; an attachment keeps its word ("Exhibit A"), since letters number sections."""
    attached = _ATTACHED.match(match["what"])
    return f"{attached[0].title()} {match['number']}" if attached else match["number"]


def _change(text: str, number: str, kind: str, match: re.Match[str], one: Segment, beyond: Segment | None) -> Change:
    """A change with its new words: those in quotes, else those behind "as follows", else the sentence after it."""
    if kind == DELETED:
        return Change(number, kind, match.start(), match.end(), match.end(), match.end())
    stop = beyond.end if beyond else one.end
    quoted = _QUOTED.search(text, match.end(), stop)
    follows = _FOLLOWS.search(text, match.end(), one.end)
    if quoted and (not follows or quoted.start() - follows.end() < 40):
        return Change(number, kind, match.start(), quoted.end(), *quoted.span("words"))
    if follows:
        start, end = follows.end(), one.end
        if not text[start:end].strip() and beyond:
            start, end = beyond.start, beyond.end
        start += len(text[start:end]) - len(text[start:end].lstrip())
        return Change(number, kind, match.start(), end, start, end)
    return Change(number, REWORDED if kind == REPLACED else kind, match.start(), one.end, match.end(), one.end)


def amended(
    base: str, base_segments: Sequence[Segment], paper: str, made: Sequence[Change]
) -> tuple[list[Amended], list[Finding]]:
    """Each change laid on the section it names; a section that the base does not have is something to look at."""
    laid: list[Amended] = []
    missing: list[Finding] = []
    for change in made:
        parts = resolve(base_segments, change.section)
        new = paper[change.new_start : change.new_end]
        if not parts:
            if change.kind != ADDED and " " not in change.section:
                says = f"The amendment changes section {change.section}, which the base contract does not have."
                missing.append(Finding("no_such_section", says, ((change.start, change.end),)))
            laid.append(Amended(change, len(base), len(base), "", new))
            continue
        start, end = parts[0].start, parts[-1].end
        laid.append(Amended(change, start, end, base[start:end], _after(base[start:end], change, new)))
    return laid, missing


def _after(before: str, change: Change, new: str) -> str:
    """What a section says after a change."""
    if change.kind == DELETED:
        return ""
    if change.kind == ADDED:
        return f"{before}\n{new}"
    if change.old:
        return before.replace(change.old, new)
    return new if change.kind == REPLACED else f"{before}\n{new}"
