"""The first and the last day of a contract's term, each told in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from duly.engine.documents.checks.dates import day_of
from duly.engine.documents.checks.facts import Facts, phrase, span
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Found
from duly.engine.documents.values.durations import days_of
from duly.ground.dates import iso

KIND = "two days for one"
_TERM = (
    r"(?:(?:initial |entire |original )?term(?: of (?:this|the) (?:agreement|contract|order|licen[cs]e))?"
    r"|contract period|this agreement)"
)
_LAST = phrase(
    rf"\b{_TERM}\b[^.;]{{0,150}}\b(?:until|through|thru|to|ends?|ending|expires?|expiring|terminates?|terminating"
    r"|concludes?|concluding|continue to)(?: (?:on|at|midnight|automatically|as of|and including|the))*\s{1,9}\Z"
    r"|(?:\b(?:termination|expiration|expiry|end)(?: date)?(?: of (?:the )?term)?[\"”]?\s{0,3}(?::|means|is|shall be"
    r"|\t|\s{2,40}|\s)\s{0,40})\Z"
)
_FIRST = phrase(
    rf"\b{_TERM}\b[^.;]{{0,90}}\b(?:commenc(?:es?|ing)|begin(?:s|ning)?|start(?:s|ing)?|from)(?: (?:on|as of"
    rf"|upon|the))*\s{{1,9}}\Z"
    r"|\bthis (?:agreement|contract) (?:is|shall be|will be|becomes) effective"
    r"(?: (?:on|as of|from|the day of))*\s{1,9}\Z|\bcommencement date[\"”]?\s{0,3}(?::|means|is|shall be|\t"
    r"|\s)\s{0,40}\Z"
)
_NOT = phrase(
    r"\b(?:renew\w*|exten\w*|option|additional|subsequent|successive|earlier|early|if|unless|prior to|before"
    r"|notice|(?:contract|each|fiscal|calendar|second|first|third) years?"
    r"|during|payments?|phase|event|after|than|second|third|audit\w*|accounting|fiscal|calendar|report\w*"
    r"|survive\w*|amendment"
    r"|prior|warrant\w*|years? of|may|product|month-to-month|first(?! (?:above|written|set))|quarter"
    r"|period from|each|any)\b"
)
_CALLED = phrase(r"[\s,]{0,3}\((?:the )?[\"“](?:Initial )?Term[\"”]")
_UNTIL = phrase(r"\b(?:until|through|to|later than|ending(?: on)?|ends on|expires? on)\s{1,9}\Z")
_BEYOND = phrase(r"\bextend the term(?: of this agreement)? (?:beyond|past)\s{1,9}\Z")
_AMENDS = phrase(r"\b(?:amend\w*|restat\w*|renew\w* term)\b")
_LOOK = 200


_EXTENDED_TO = phrase(
    r"\bterm\b[^.;]{0,80}\b(?:is|are|be) (?:hereby )?extended (?:to|until|through)(?: and including)?(?: the)?\s{1,4}\Z"
)
_WAS_TO_END = phrase(
    r"\bterm\b[^.;]{0,80}\b(?:was|is|were|would|(?:is|was) (?:currently|otherwise)) (?:otherwise )?(?:scheduled|set"
    r"|due)? "
    r"?(?:to )?(?:end|expire|terminate)(?:s|d)?(?: on)?(?: the)?\s{1,4}\Z"
)


def _extended(known: Facts) -> Iterator[Finding]:
    """A term that is extended to a day before the one on which it would have ended."""
    new, old = (
        [one for one in known.dates if pattern.search(known.text, max(0, one.start - _LOOK), one.start)]
        for pattern in (_EXTENDED_TO, _WAS_TO_END)
    )
    for one, other in ((one, other) for one in new for other in old):
        day, again = day_of(one), day_of(other)
        if day is not None and again is not None and day <= again:
            says = f"the term is extended to {iso(day)}, and would have ended on {iso(again)}"
            yield Finding("end before start", says, (span(other), span(one)))
            return


def bound_findings(known: Facts) -> Iterator[Finding]:
    """First and last days that differ."""
    yield from _extended(known)
    if _AMENDS.search(known.text, 0, 1_500):
        return
    yield from _lengths(known)
    for what, pattern in (("first", _FIRST), ("last", _LAST)):
        told = list(_told(known, pattern))
        if len({day for _, day in told}) != 2:
            continue
        for (one, day), (other, again) in combinations(told, 2):
            if day != again:
                says = f"the {what} day of the term is {iso(day)} here and {iso(again)} there"
                yield Finding(KIND, says, (span(other), span(one)))
                break


def _until_called(known: Facts, one: Found) -> bool:
    """ "but no later than May 1, 2013 (the "Initial Term")", "not to extend the term beyond May 1, 2013"."""
    low = max(0, one.start - 90)
    called = _CALLED.match(known.text, one.end) and _UNTIL.search(known.text, low, one.start)
    return bool(called or _BEYOND.search(known.text, low, one.start))


def _told(known: Facts, pattern: re.Pattern[str]) -> Iterator[tuple[Found, int]]:
    for one in known.dates:
        day = day_of(one)
        low = max(0, one.start - _LOOK)
        found = pattern.search(known.text, low, one.start)
        plain = found and not _NOT.search(known.text, max(low, found.start() - 25), one.start)
        if day is not None and (plain or (pattern is _LAST and _until_called(known, one))):
            yield one, day


_TERM_IS = phrase(
    r"\b(?:the|initial|\(?[\"“]?term[\"”]?\)?) (?:initial )?term(?: of (?:this|the) (?:agreement|contract))?"
    r"(?! of\b)(?: \([^()]{3,40}\))?(?: [a-z][\w,-]*){0,12} (?:is|be|for|of)(?: an?)?(?: (?:initial"
    r"|fixed))?(?: (?:period|term) of)?"
    r"\s{1,9}\(?\Z"
    r"|\bthis (?:agreement|contract) (?:shall|will|is|has|remains)\b(?: [\w,-]+){0,14} (?:for"
    r"|of)(?: an?)?(?: (?:initial|fixed))?"
    r"(?: (?:period|term) of)?\s{1,9}\(?\Z"
    r"|\bthe initial (?:period|term) of\s{1,9}\(?\Z"
    r"|\b(?:agreement|contract|it) shall [^.;]{0,80}\bhave a (?:duration|term) of\s{1,9}\(?\Z"
)
_LASTS = phrase(r"\b(?:term|force|effect|valid|continue[sd]?|be for)\b")
_NO_TERM = phrase(
    r"\b(?:renew\w*|exten\w*|additional|successive|notice|after|following|confidential\w*|surviv\w*|records?"
    r"|insurance"
    r"|audit\w*|pay\w*|during|terminated?|termination|maintain\w*|licen[cs]e|product|warrant\w*|each|per|subject)\b"
)
_INITIAL = phrase(r"\bthe initial (?:period|term) of\s{1,9}\(?\Z|\bhave a (?:duration|term) of\s{1,9}\(?\Z")
_DURING = phrase(r"\b(?:during|thereafter|throughout)\s{1,9}\Z")
_NO_TERM_AFTER = phrase(
    r"[\s)]{0,3}(?:after|following|prior|notice|thereafter|renew|increments|successive|each|extension)"
)


_CALLED_INITIAL = phrase(r"\binitial\s{1,4}\(?\Z")
_IS_TERM = phrase(r"[\s)-]{1,4}term\b(?! of (?!this\b))")


# "during the three-year Initial Term".
_IS_INITIAL = phrase(r"[\s)-]{1,4}initial term\b(?! of (?!this|the agreement))")


def _lengths(known: Facts) -> Iterator[Finding]:
    """The term, said to have two lengths."""
    told = []
    for one in known.durations:
        before = _TERM_IS.search(known.text, max(0, one.start - _LOOK), one.start)
        called = _CALLED_INITIAL.search(known.text, max(0, one.start - 12), one.start)
        if (called and _IS_TERM.match(known.text, one.end)) or _IS_INITIAL.match(known.text, one.end):
            told.append(one)
            continue
        if not before or not one.sound or one.value[-1] not in "YM" or one.kind == "anniversary":
            continue
        during = _DURING.search(known.text, max(0, before.start() - 20), before.start())
        named = _INITIAL.search(known.text, before.start(), one.start)
        plain = _LASTS.search(before[0]) and not during and not _NO_TERM.search(before[0])
        if (named or plain) and not _NO_TERM_AFTER.match(known.text, one.end):
            told.append(one)
    if len({days_of(one.value) for one in told}) != 2:
        return
    for one, other in combinations(told, 2):
        if abs(days_of(one.value) - days_of(other.value)) > 31:
            first, again = (" ".join(known.text[it.start : it.end].split()) for it in (one, other))
            yield Finding("two values for one", f"the term is {first} here and {again} there", (span(other), span(one)))
            return
