"""The first and the last day of a contract's term, each told in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from duly.engine.documents.checks.dates import day_of
from duly.engine.documents.checks.facts import Facts, phrase, span
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Found
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
    rf"|upon|the))*"
    r"\s{1,9}\Z|\bcommencement date[\"”]?\s{0,3}(?::|means|is|shall be|\t|\s)\s{0,40}\Z"
)
_NOT = phrase(
    r"\b(?:renew\w*|exten\w*|option|additional|subsequent|successive|earlier|early|if|unless|prior to|before"
    r"|notice|(?:contract|each|fiscal|calendar|second|first|third) years?"
    r"|during|payments?|phase|event|after|than|second|third|audit\w*|accounting|fiscal|calendar|report\w*"
    r"|survive\w*|amendment"
    r"|prior|warrant\w*|years? of|may|product|month-to-month|first|quarter|period from|each|any)\b"
)
_AMENDS = phrase(r"\b(?:amend\w*|extend\w*|restat\w*|renew\w* term)\b")
_LOOK = 200


def bound_findings(known: Facts) -> Iterator[Finding]:
    """First and last days that differ."""
    if _AMENDS.search(known.text, 0, 1_500):
        return
    for what, pattern in (("first", _FIRST), ("last", _LAST)):
        told = list(_told(known, pattern))
        if len({day for _, day in told}) != 2:
            continue
        for (one, day), (other, again) in combinations(told, 2):
            if day != again:
                says = f"the {what} day of the term is {iso(day)} here and {iso(again)} there"
                yield Finding(KIND, says, (span(other), span(one)))
                break


def _told(known: Facts, pattern: re.Pattern[str]) -> Iterator[tuple[Found, int]]:
    for one in known.dates:
        day = day_of(one)
        low = max(0, one.start - _LOOK)
        found = pattern.search(known.text, low, one.start)
        if day is not None and found and not _NOT.search(known.text, max(low, found.start() - 25), one.start):
            yield one, day
