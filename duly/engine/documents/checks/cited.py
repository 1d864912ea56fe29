"""A value that is said to stand in a section, and the section has another: "the $5,000 set forth in Section 4"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, between, phrase, span
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Placed
from duly.engine.documents.text.segments import references, resolve
from duly.engine.documents.values.durations import days_of

KIND = "two values for one"
# What ties a value to the section behind it: at most a few nouns, and a word for standing there.
_CITES = phrase(
    r"['’]?[\s)-]{0,4}(?:(?:(?:prior|written|advance|cure|notice|renewal|initial|minimum|maximum|annual|monthly"
    r"|quarterly"
    r"|payment|per|a|each|hourly) )?(?:notice|period|term|fees?|price|payment|royalt(?:y|ies)|rate|cap|limit"
    r"|limitation|amount|sum|charge|commission|discount|month|quarter|year|annum|hour|unit|requirement|minimum"
    r"|maximum|deposit|threshold|interest|time|window|share)s?,? ){0,3}"
    r"(?:(?:(?:as|that|which) )?(?:(?:is|are|was) )?(?:set (?:forth|out)|stated|provided(?: for)?|specified|referred to"
    r"|described|contained|required|prescribed|established|mentioned|fixed|named|agreed|laid down|given|payable|due"
    r"|called for)(?: in| by| under| at| pursuant to)?|under|pursuant to|of|in|which|that)(?: this)?\s{1,4}"
)
OTHER_PAPER = phrase(
    r"\s{0,3}(?:\([^()]{1,20}\)\s{0,3})*,?\s{0,3}(?:(?:of|to|under|in) (?:the|that|such|its|an?|any|each|said"
    r"|exhibit|schedule|annex|appendix|attachment|title|rule)\b(?! (?:this|present))|above\b\Z)"
)
_NOT = phrase(r"\b(?:in addition|additional|other than|in excess|more than|less than|further|instead|exceed\w*)\b")
_REACH = 110


def cited_findings(known: Facts) -> Iterator[Finding]:
    """Values that the section they are taken from does not have."""
    for start, end, number in references(known.text):
        if OTHER_PAPER.match(known.text, end):
            continue
        cited = _value_before(known, start)
        if not cited:
            continue
        what, one = cited
        section = _section(known.segments, number, start)
        told = [other for part in section for other in _values(known, what, part.start, part.end)]
        told = [other for other in told if other.start != one.start]
        if told and not any(_same(what, one, other) for other in told) and len({_size(what, it) for it in told}) <= 2:
            first, again = (" ".join(known.text[it.start : it.end].split()) for it in (one, told[0]))
            says = f"{first} is said to stand in section {number}, which has {again}"
            yield Finding(KIND, says, (span(one), span(told[0])))


def _value_before(known: Facts, start: int) -> tuple[str, Placed] | None:
    """The value that a citation is of, with its kind: the nearest one before it in its clause."""
    low = max(0, start - _REACH)
    near: list[tuple[str, Placed]] = [
        (what, one)
        for what in ("amount", "length", "percent")
        for one in _values(known, what, low, start)
        if one.end <= start
    ]
    if not near:
        return None
    what, one = max(near, key=lambda pair: pair[1].end)
    found = _CITES.fullmatch(known.text, one.end, start)
    if not found or _NOT.search(known.text, max(0, one.start - 40), start):
        return None
    return what, one


def _values(known: Facts, what: str, start: int, end: int) -> Sequence[Placed]:
    if what == "amount":
        return between(known.moneys, start, end)
    return between(known.durations if what == "length" else known.percents, start, end)


def _section(segments: Sequence[Segment], number: str, at: int) -> list[Segment]:
    """The passages of a section that is cited, without the one that cites it."""
    found = resolve(segments, number) or resolve(segments, number.partition("(")[0])
    return [one for one in found if not one.start <= at < one.end]


def _size(what: str, one: Placed) -> Fraction:
    if what == "length":
        return Fraction(days_of(one.value))  # type: ignore[attr-defined]
    return Fraction(one.value)  # type: ignore[attr-defined]


def _same(what: str, one: Placed, other: Placed) -> bool:
    first, again = _size(what, one), _size(what, other)
    return first == again or (what == "length" and abs(first - again) <= max(2, first // 30))
