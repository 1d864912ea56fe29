"""What reaches beyond a term that is told by its length: a later anniversary, a later contract year, another end.

"A term of 3 years ... ending on the 5th anniversary", "the last instalment is due on the 36th monthly anniversary of
the Launch Date" under a term of two years from it; and a term that ends before the contract is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duly.engine.documents.checks.dates import day_of
from duly.engine.documents.checks.facts import Facts, between, phrase, span
from duly.engine.documents.checks.papers import own_day
from duly.engine.documents.checks.roles import INITIAL, told
from duly.engine.documents.checks.schedule import OUTSIDE, terms
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Placed
from duly.engine.documents.values.durations import days_of
from duly.engine.documents.values.numbers import COUNT, count, ordinal
from duly.ground.dates import iso

LENGTH, BEFORE = "length differs from its days", "end before start"
_LASTS = phrase(r"\b(?:terms?|period|agreement|contract|force|effect)\b[^.;]{0,110}\Z")
_TO_ANNIVERSARY = phrase(
    r"[^.;]{0,160}?\b(?:end(?:s|ing)?|until|through|expir\w+|terminat\w+|conclud\w+|to)(?: on| at| upon)?(?: "
    r"midnight on)?"
    r"(?: and including)?(?: the)?(?: (?:date|day) (?:immediately )?(?:preceding|before|prior to)(?: the)?)? \Z"
)
_GOES_ON = phrase(r"\b(?:notice|renew\w*|exten\w*|additional|successive|earlier|unless|each|thereafter|any)\b")
_NTH = phrase(
    r"\b(?P<place>[a-z]{3,12}(?:-[a-z]{3,7})?|\d{1,3}(?:st|nd|rd|th))(?: \(\d{1,3}(?:st|nd|rd|th)?\))? "
    r"(?P<unit>monthly|quarterly|annual|yearly)?"
    r"\s{0,3}(?P<what>anniversary) of (?:the )?(?P<of>[A-Z]\w+ Date|(?:the )?date (?:hereof|of this agreement))"
    r"|\b(?:the )?(?P<year>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|2nd|3rd|[4-9]th|10th)(?: "
    r"\(\d{1,2}(?:st|nd|rd|th)\))?"
    r" (?:contract )?year of (?:the |this )?(?:initial )?(?:term|agreement)\b"
    rf"|\bfirst (?P<many>{COUNT}) (?:(?:calendar|contract|full|consecutive) )?(?P<units>months|quarters|years) of "
    r"(?:the|this) (?:initial )?(?:term|agreement)\b"
    r"|\b(?:contract|agreement|license) year (?P<number>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_DUE = phrase(
    r"\b(?:due|pa(?:y|id|yable|yments?)|instal{1,2}ments?|deliver\w*|milestones?|fees?|royalt\w+|shall|will|must)\b"
)
_NOT_DUE = phrase(
    r"\b(?:renew\w*|exten\w*|surviv\w*|expir\w+|terminat\w+|confidential\w*|patent|vest\w*|option|warrant\w*"
    r"|insurance|if|unless"
    r"|records?|subsequent|each)\b"
)
_EACH_OF = phrase(r"\beach of\b")
_RENEWS = phrase(r"\b(?:renew\w*|extended|extend|extension|evergreen|year[- ]to[- ]year|month[- ]to[- ]month)\b")
_MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12, "yearly": 12, None: 12}
_UNITS = {"m": 1, "q": 3, "y": 12}
_WORDS = "two three four five six seven eight nine ten".split()
_END = phrase(
    r"\b(?:term|agreement)\b[^.;]{0,180}\b(?:ends?|ending|expires?|expiring|terminates?|terminating|until|through"
    r"|conclude)"
    r"(?: on| at| as of)?(?: midnight on)?(?: the)? \Z"
)
_AMENDS, _HEAD = phrase(r"\b(?:amendment|addendum|restated)\b"), 1_500
_NO_END = phrase(
    r"\b(?:prior|previous\w*|existing|original\w*|if|unless|renew\w*|amend\w*|dated|before|earlier agreement"
    r"|audit\w*|fiscal|year|exclusiv\w*|replac\w*|delet\w*)\b"
)


def beyond_findings(known: Facts) -> Iterator[Finding]:
    """What lies beyond the length of the term, or before the contract."""
    yield from _other_end(known)
    yield from _later(known)
    yield from _ended(known)


def _other_end(known: Facts) -> Iterator[Finding]:
    """A length and an anniversary, in one sentence, that are not the same."""
    text = known.text
    for one in known.durations:
        if one.kind != "anniversary" or not one.sound:
            continue
        before = [it for it in between(known.durations, one.start - 260, one.start) if it.kind != "anniversary"]
        length = before[-1] if before else None
        if (
            not length
            or length.value[-1] not in "YM"
            or not _LASTS.search(text, max(0, length.start - 130), length.start)
        ):
            continue
        gap = text[length.end : one.start]
        if re.search(r"[.;]\s", gap) or not _TO_ANNIVERSARY.fullmatch(gap) or _GOES_ON.search(gap):
            continue
        if abs(days_of(length.value) - days_of(one.value)) > 31:
            said, again = (" ".join(text[it.start : it.end].split()) for it in (length, one))
            yield Finding(LENGTH, f"{said} do not end on the {again}", (span(one), span(length)))


def _later(known: Facts) -> Iterator[Finding]:
    """What is due in a year, or on an anniversary, that the term does not reach."""
    term, months = _months(known)
    for segment in known.segments if term and months else ():
        words = known.text[segment.start : segment.end]
        for found in _NTH.finditer(words):
            reach = _reach(found)
            if term and reach > months and _DUE.search(words) and not _NOT_DUE.search(_EACH_OF.sub("", words)):
                place = (segment.start + found.start(), segment.start + found.end())
                said, lasts = (" ".join(it.split()) for it in (found[0], known.text[term.start : term.end]))
                yield Finding(OUTSIDE, f"{said} is named, and the term is {lasts}", (place, span(term)))


def _months(known: Facts) -> tuple[Placed | None, int]:
    """The months that a contract runs for, and where they are told; none where it may renew."""
    lengths = told(known, INITIAL)
    if lengths and (len({days_of(one.value) for one in lengths}) != 1 or _renews(known, lengths)):
        return None, 0
    if lengths and lengths[0].value[-1] in "YM" and "." not in lengths[0].value:
        months = int(re.sub(r"\D", "", lengths[0].value)) * (12 if lengths[0].value[-1] == "Y" else 1)
        return lengths[0], months
    periods = [] if lengths else terms(known)
    if not periods or _renews(known, [one.end for one in periods]):
        return None, 0
    longest = max(periods, key=lambda one: one.last - one.first)
    return longest.end, (longest.last - longest.first + 45) * 12 // 365


def _reach(found: re.Match[str]) -> int:
    """The months from the first day of the term to an anniversary, or to the first day of a contract year."""
    if found["what"]:
        place = ordinal(found["place"])
        return (place or 0) * _MONTHS[found["unit"].lower() if found["unit"] else None]
    if found["many"]:
        many = count(found["many"])
        return int(many.value * _UNITS[found["units"][0].lower()]) if many else 0
    said = found["year"] or found["number"]
    number = ordinal(said) if found["year"] else int(said) if said.isdigit() else _WORDS.index(said.lower()) + 2
    return ((number or 1) - 1) * 12 + 1


def _renews(known: Facts, lengths: Sequence[Placed]) -> bool:
    return any(_RENEWS.search(known.text, max(0, one.start - 300), one.end + 700) for one in lengths)


def _ended(known: Facts) -> Iterator[Finding]:
    """A term that ends before the day the contract is made."""
    own = own_day(known)
    if not own:
        return
    made = day_of(own)
    for one in known.dates:
        day, low = day_of(one), max(0, one.start - 200)
        if day is None or made is None or day >= made or one.start < own.end:
            continue
        found = _END.search(known.text, low, one.start)
        sentence = known.text[max(low, found.start() - 30) if found else low : one.end]
        if found and not _NO_END.search(sentence) and not _AMENDS.search(known.text, 0, _HEAD):
            says = f"the term ends on {iso(day)}, and the contract is made on {iso(made)}"
            yield Finding(BEFORE, says, (span(one), span(own)))
