"""Lengths of time that a contract states again in other words: its term, its renewals, and the notice against them.

Where a role has exactly two values in a contract, one of them is a slip; more are a list of cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from duly.engine.documents.checks.facts import Facts, between, phrase, span
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Found
from duly.engine.documents.values.durations import days_of

KIND = "two values for one"


@dataclass(frozen=True, slots=True)
class Role:
    """What a length is for: its name, what its sentence must and must not say, what stands just before and behind."""

    name: str
    has: re.Pattern[str]
    lacks: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    least: int = 0


_THING = (
    r"(?:option|licen[cs]e\b|product|warrant\w*|statement of work|SOW|work order|purchase order|lease|insurance"
    r"|polic(?:y|ies)|patent|cure|breach\w*|default|letter of credit|loan|note\b)"
)
_RENEW = Role(
    "the period of a renewal",
    phrase(r"\b(?:renew\w*|non-renewal|extend\w*|extension|prolong\w*|successive|additional term)\b"),
    phrase(
        rf"\b{_THING}|\b(?:force majeure|delay\w*|may extend the (?:time|date)|tail|survive\w*|first|second|third"
        rf"|last|thereafter|further right|up to|in effect|maximum)\b"
    ),
    phrase(
        r"(?:\b(?:renew(?:s|ed|als?|ing)?|extend(?:s|ed|ing)?|extensions?|prolong(?:ed|s)?|roll\w* over)\b"
        r"(?:(?!\b(?:notice|unless|prior|before|least|within|after|days)\b)[^.;\d]){0,90}\b(?:for|by|of|to|be)(?: "
        r"(?:an?|the|one|another))?"
        r"(?: \(\d\))?(?: (?:additional|successive|further|consecutive|subsequent|renewal|like|new))*(?: (?:periods?"
        r"|terms?) of)?(?: an?)?(?: \(\d\))?"
        r"|\b(?:additional|successive|consecutive|renewal|subsequent|further)(?: (?:periods?|terms?) of(?: an?)?)?"
        r"|\brenewal (?:term|period)s?\b[^.;\d]{0,50}\b(?:be|is|are|of|last|lasts|for)(?: an?)?) \(?\Z"
    ),
    phrase(
        r"[\s)-]{0,3}(?!thereafter|\((?:the )?[\"“]?initial|(?: ?(?:prior|notice|before|written|advance|after"
        r"|following|of notice|['’])))"
    ),
    28,
)
_AGAINST = Role(
    "the notice against renewal",
    phrase(r"\b(?:renew\w*|non-?renew\w*|extend\w*|extension|rolls? over)\b"),
    phrase(
        rf"\b{_THING}|\b(?:convenience|without cause|any reason|increase\w*|fees?|price|may extend|negotiat\w*"
        rf"|exercise\w*|more than)\b"
    ),
    phrase(r"\b\S{1,30} \(?\Z"),
    phrase(
        r"[\s)'’]{0,4}(?:(?!agreement|terms?\b|consent)[a-z’'-]+ ){0,9}?"
        r"(?:prior to|before|in advance of|ahead of|preceding)\b[^.;]{0,70}\b(?:end|expir\w*|renew\w*|terms?"
        r"|anniversary|period)\b"
        r"|[\s)'’]{0,4}(?:(?:written|prior|advance) ){0,3}(?:notice of|notice to) (?:its |the )?(?:(?:intent\w*"
        r"|election|desire) (?:not to|to not) renew|non-?renewal|not renew\w*)"
    ),
)
_LEAVE = Role(
    "the notice of termination",
    phrase(
        r"\b(?:either|any|a|each|both) part(?:y|ies)\b[^.;]{0,60}\b(?:terminat\w*|cancel\w*)\b"
        r"|\b(?:terminat\w*|cancel\w*)\b[^.;]{0,120}\b(?:without cause|convenience|(?:any|no) reason|by (?:either"
        r"|any|each) party)\b"
    ),
    phrase(
        rf"\b{_THING}|\b(?:material\w*|insolven\w*|bankrupt\w*|fail\w*|event|renew\w*|extend\w*|(?:for|with|good"
        rf"|due) cause|non-payment|violat\w*|employ\w*|change of control|if|upon the occurrence|immediately"
        rf"|effective date of|audit\w*)\b"
    ),
    phrase(
        r"\b(?:upon|on|by|with|giving|gives?|give|given|provid\w+|least|than|fewer than|of|after|following|serv\w+"
        r"|requires?)(?: (?:the )?(?:other(?: party)?|either party|an?|its|such))?(?: (?:not less than|no less than"
        r"|no fewer than|not fewer than|at least|a minimum of))? \(?\Z"
    ),
    phrase(
        r"[\s)'’]{0,4}(?:(?:calendar|days?|prior|written|advance|previous) ){0,3}(?:notice\b|prior to (?:the "
        r")?(?:desired|effective|intended|proposed|date of)|notification)"
    ),
)
INITIAL = Role(
    "the term",
    phrase(r"\b(?:terms?|appointment|in effect|in force|agreement|contract)\b"),
    phrase(
        rf"\b{_THING}|\b(?:renew(?:al|ed|s)? (?:for|term)|extend\w*|notice|additional|successive|during|survive\w*"
        rf"|confidential\w*|years? (?:one|two|three|four|five|\d)|if|each|following (?:the )?(?:term|expir)"
        rf"|after)\b[^.;]{{0,120}}\Z"
    ),
    phrase(
        r"\binitial \(?\Z|\b(?:initial )?terms?(?: of (?:this|the) (?:agreement|contract|appointment))?[\"”)]{0,2}(?: "
        r"\([^()]{3,40}\))? (?:is|be|shall be|will be|of|shall (?:continue|extend|last|run) for|shall (?:commence"
        r"|begin)[^.;\d]{0,110}\bfor)(?: an?)?(?: (?:initial|fixed|total))?(?: (?:period|term) of)?(?: "
        r"approximately)? \(?\Z"
        r"|\b(?:this agreement|appointment|engagement|agreement) (?:is|shall be|will be|shall|will"
        r"|to)\b(?:(?!\b(?:terminat\w*|notice|within|pay\w*)\b)[^.;\d]){0,90}\b(?:for|of)(?: an?)?(?: (?:initial"
        r"|fixed|total))?(?: (?:period|term) of)? \(?\Z"
    ),
    phrase(
        r"[\s)-]{0,3}(?: ?(?:period|term))?,?(?:\s{0,3}\(|\s{0,3}[.,;]|\s{1,9}(?:from|commencing|beginning|starting"
        r"|following|after|and|unless|as of|thereafter|hereof|with|which|ending)\b)"
    ),
    80,
)
_ROLES = (_RENEW, _AGAINST, _LEAVE, INITIAL)
_NEAR_ROLE = 260


def role_findings(known: Facts) -> Iterator[Finding]:
    """Roles with two values."""
    for role in _ROLES:
        values = told(known, role)
        if len({days_of(one.value) for one in values}) != 2:
            continue
        for one, other in combinations(values, 2):
            if not same_length(one, other):
                first, again = (" ".join(known.text[it.start : it.end].split()) for it in (one, other))
                yield Finding(KIND, f"{role.name} is {first} here and {again} there", (span(other), span(one)))
                break


def told(known: Facts, role: Role) -> list[Found]:
    """All values of a role."""
    return [one for number, segment in enumerate(known.segments) for one in _told(known, role, number, segment)]


def _told(known: Facts, role: Role, number: int, segment: Segment) -> Iterator[Found]:
    """The values of a role in a passage; what renews may be said in the passage before."""
    low = known.segments[number - 1].start if number and role is _AGAINST else segment.start
    if segment.end - low > 2_500 or not role.has.search(known.text, low, segment.end):
        return
    for one in between(known.durations, segment.start, segment.end):
        before = known.text[max(segment.start, one.start - _NEAR_ROLE) : one.start]
        if not one.sound or one.kind or days_of(one.value) < role.least:
            continue
        if not role.before.search(before) or not role.after.match(known.text, one.end, segment.end):
            continue
        around = before + known.text[one.start : min(segment.end, one.end + _NEAR_ROLE // 2)]
        if not role.lacks.search(before if role is INITIAL else around):
            yield one


def same_length(one: Found, other: Found) -> bool:
    """Whether two lengths of time are one but for how long months are."""
    return abs(days_of(one.value) - days_of(other.value)) <= max(5, days_of(one.value) // 30)
