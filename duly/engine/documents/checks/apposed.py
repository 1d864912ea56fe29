"""The term named with its length, against the length it is given: "the 18-month Support Term" that lasts a year.

Also what lies further from the end of the term, or from its first day, than the term is long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.engine.documents.checks.facts import Facts, phrase, span
from duly.engine.documents.checks.roles import INITIAL, KIND, same_length, told
from duly.engine.documents.checks.schedule import OUTSIDE
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Found
from duly.engine.documents.values.durations import days_of
from duly.engine.documents.values.numbers import ORDINAL, ordinal

_NAMED = phrase(
    r"[\s)-]{0,3}(?:[Ii]nitial )?(?P<name>(?:[A-Z][a-z]+ ){0,2})(?:[Ii]nitial )?[Tt]erms?\b"
    r"(?P<own> of (?:this|the) [Aa]greement)?",
    re.NOFLAG,
)
_OTHER = phrase(
    r"\b(?:remaining|renewal|additional|successive|subsequent|further|extended|second|another|new|any|an?|each|if|or)"
    r"(?: such)? \(?\Z"
)
_CALLED = phrase(
    r"(?:(?!\b(?:renew\w*|exten\w*|additional|notice)\b)[^.;\"“]){0,120}\((?:the )?[\"“](?:initial )?term[\"”]"
)
_LASTS = (
    r"[\"”]? (?:(?:is|shall|will|be|continue|last|run|commence|begin|commences|begins)\b(?:(?!\b(?:renew\w*|exten\w*"
    r"|notice|additional|successive|unless|terminat\w*)\b)[^.;\d]){0,140}\b)(?:for|of|is|be)(?: an?)?(?: (?:initial )?"
    r"(?:period|term) of)? \(?\Z"
)
_BEFORE_END = phrase(
    r"[\s)]{0,3}(?:prior to|before|preceding)(?: the)? (?:scheduled )?(?:end|expir\w+|termination|conclusion|close)"
    r"(?: date)? of (?:the|this|its) (?:initial )?(?:term|agreement)\b"
)
_NTH = phrase(
    rf"\b(?P<place>{ORDINAL}) anniversary of (?:such date|the (?:effective|commencement) date|the date "
    r"(?:hereof|of this agreement))"
)
_WITHIN = phrase(r"\b(?:following|after|on|upon|from|before|prior to|until|by|at|beginning|commencing)(?: the)? \Z")
_MONTH, _REACH = 31, 300


def apposed_findings(known: Facts) -> Iterator[Finding]:
    """Lengths of the term that are named with it, and times that it does not reach."""
    own = _own(known)
    for one in known.durations:
        if one.sound and not one.kind and one.value[-1] in "YM":
            yield from _apposed(known, one, own)
            yield from _before_the_end(known, one, own)
    yield from _anniversaries(known)


def _own(known: Facts) -> list[Found]:
    """The lengths that the contract gives its own term."""
    called = [one for one in known.durations if one.sound and _CALLED.match(known.text, one.end)]
    return [*told(known, INITIAL), *called]


def _apposed(known: Facts, one: Found, own: list[Found]) -> Iterator[Finding]:
    named = _NAMED.match(known.text, one.end)
    if not named or _OTHER.search(known.text, max(0, one.start - 40), one.start):
        return
    name = [word for word in named["name"].split() if word.lower() != "initial" and word[:1].isupper()]
    initial = "initial" in named[0].lower()
    if not name and not named["own"] and not initial:
        return
    lengths = [it for it in (_lasting(known, name) if name else own) if it.start != one.start]
    if len({days_of(it.value) for it in lengths}) != 1 or same_length(one, lengths[0]):
        return
    first, again = (" ".join(known.text[it.start : it.end].split()) for it in (one, lengths[0]))
    what = " ".join([*name, "term"])
    yield Finding(KIND, f"the {what} is {first} here and {again} there", (span(one), span(lengths[0])))


def _lasting(known: Facts, name: list[str]) -> list[Found]:
    """The lengths that a named term is given where it is told how long it lasts."""
    pattern = phrase(rf"\b{' '.join(map(re.escape, name))} term" + _LASTS)
    return [one for one in known.durations if pattern.search(known.text, max(0, one.start - _REACH), one.start)]


def _before_the_end(known: Facts, one: Found, own: list[Found]) -> Iterator[Finding]:
    """ "Twelve years prior to the expiration of the Initial Term" of ten years."""
    ends = _BEFORE_END.match(known.text, one.end) and len({days_of(it.value) for it in own}) == 1
    if ends and days_of(one.value) > days_of(own[0].value) + _MONTH:
        yield _outside(known, span(one), own[0])


def _anniversaries(known: Facts) -> Iterator[Finding]:
    """ "The initial term is five years, provided that after the 7th anniversary of such date ..."."""
    lengths = [one for one in told(known, INITIAL) if one.value[-1] in "YM"]
    for found in _NTH.finditer(known.text):
        place = ordinal(found["place"])
        near = [one for one in lengths if 0 < found.start() - one.end < _REACH]
        between = known.text[near[-1].end : found.start()] if near else ""
        if not near or not place or re.search(r"[.;]\s|\b(?:renew|exten)", between):
            continue
        if (
            _WITHIN.search(known.text, max(0, found.start() - 40), found.start())
            and place * 365 > days_of(near[-1].value) + _MONTH
        ):
            yield _outside(known, found.span(), near[-1])


def _outside(known: Facts, place: tuple[int, int], term: Found) -> Finding:
    said, lasts = (" ".join(known.text[low:high].split()) for low, high in (place, span(term)))
    return Finding(OUTSIDE, f"{said} is named, and the term is {lasts}", (place, span(term)))
