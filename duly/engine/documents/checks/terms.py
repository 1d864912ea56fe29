"""Lengths of time that cannot stand beside one another: a notice longer than what it ends, a limit with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.engine.documents.checks.facts import Facts, between, phrase, span
from duly.engine.documents.checks.roles import Role
from duly.engine.documents.proposals import Finding, Segment
from duly.engine.documents.text.found import Found
from duly.engine.documents.values.durations import days_of

_RENEWS = phrase(
    r"\b(?:(?:non-?)?renew\w*|prolong\w*|extend\w*|extension|roll\w* over|(?:year|quarter) to (?:year"
    r"|quarter))\b"
)
_PERIOD_AFTER = phrase(
    r"[\s-]{0,3}(?:(?:renewal|extension|additional|successive)\s)?(?:periods?|terms?|renewals?|extensions?"
    r"|increments|intervals|each\b|at a time)\b"
)
_PERIOD_BEFORE = phrase(
    r"\b(?:additional|successive|subsequent|further|renewal|consecutive|another|(?:extend(?:ed|s)?|renew(?:ed|s)?"
    r"|prolong(?:ed|s)?) (?:by|for)"
    r")\s{1,3}(?:(?:periods?|terms?) of\s{1,3}"
    r"|and \w+ )?(?:(?:an?|\w+ \(\d+\)|\w+)\s{1,3}){0,2}\Z"
    r"|\b(?:renewal|extension) (?:terms?|periods?)(?: (?:shall|will) be| is| are| of"
    r"| lasts?)?:?(?: for)?(?: an?)?\s{1,9}\Z"
)
# A period in one word or without a number: "from year to year", "by a further year", "on each anniversary".
_PERIOD_ALONE = phrase(
    r"\b(?:from )?(?P<unit>year|quarter) to (?:year|quarter)\b|\b(?:an?|one|another) (?:(?:further|additional"
    r"|successive|renewal|more) )?(?P<one>year|quarter)\b(?! (?:notice|prior|before|after))"
    r"|\bevery (?P<every>year|quarter)\b|\b(?P<kind>annual|yearly|quarterly) renewals?\b"
    r"|\brenew(?:s|ed)? (?P<how>annually|yearly|quarterly)\b"
    r"|\b(?:on|upon|at|by) (?:each|every) (?P<again>anniversary)|\bfor (?:successive|consecutive|additional)"
    r" (?P<often>annual|yearly|monthly|quarterly) (?:terms?|periods?)"
)
_ALONE = {"y": "P1Y", "a": "P1Y", "q": "P3M", "m": "P1M"}
_NOTICE_AFTER = phrase(
    r"\s{0,3}['’]?\s{0,3}(?:\(\w+\)\s)?(?:or more\s)?(?:prior|before|in advance|advance|written|notice|preceding"
    r"|previous|ahead)\b"
)
NOTICE = "notice longer than the period"


def term_findings(known: Facts) -> Iterator[Finding]:
    """Notices and limits that do not fit."""
    yield from _long_notices(known)
    yield from _two_values(known)
    yield from _said_twice(known)


def _long_notices(known: Facts) -> Iterator[Finding]:
    """A notice against renewal that is longer than the renewed period."""
    for number, segment in enumerate(known.segments):
        if not _RENEWS.search(known.text, segment.start, segment.end):
            continue
        after = known.segments[number + 1].end if number + 1 < len(known.segments) else segment.end
        high = min(after, segment.end + 300)
        periods = next(
            filter(
                None,
                (
                    _periods(known, *part)
                    for part in (
                        (segment.start, segment.end),
                        (segment.end, high),
                        (max(0, segment.start - 90), segment.start),
                    )
                ),
            ),
            [],
        )
        notices = [one for one in between(known.durations, segment.start, high) if _is_notice(known.text, one)]
        if not periods or not notices:
            continue
        period = max(periods, key=lambda one: days_of(one.value))
        notice = max(notices, key=lambda one: days_of(one.value))
        if days_of(notice.value) > days_of(period.value) + 6 and notice.sound:
            yield Finding(
                NOTICE, f"{_said(known, notice)} of notice for {_said(known, period)}", (span(notice), span(period))
            )


def _periods(known: Facts, start: int, end: int) -> list[Found]:
    """The periods by which something renews: those called so, else those that may be."""
    inside = [one for one in between(known.durations, start, end) if _is_period(known.text, one)]
    renewed = [one for one in inside if _PERIOD_BEFORE.search(known.text, max(0, one.start - 60), one.start)]
    alone = [] if inside else list(_PERIOD_ALONE.finditer(known.text, start, end))
    return (
        renewed
        or inside
        or [
            Found(one.start(), one.end(), _ALONE[next(said for said in one.groups() if said)[0].lower()])
            for one in alone
        ]
    )


def _said(known: Facts, one: Found) -> str:
    return " ".join(known.text[one.start : one.end].split())


def _is_period(text: str, one: Found) -> bool:
    return not _is_notice(text, one) and bool(
        _PERIOD_AFTER.match(text, one.end) or _PERIOD_BEFORE.search(text, max(0, one.start - 60), one.start)
    )


def _is_notice(text: str, one: Found) -> bool:
    return bool(_NOTICE_AFTER.match(text, one.end))


def _role(name: str, has: str, lacks: str, before: str, after: str = "") -> Role:
    flags = re.IGNORECASE | re.DOTALL
    just_before = phrase(rf"(?:{before})\s{{0,3}}\Z", flags)
    return Role(name, phrase(has, flags), phrase(lacks, flags), just_before, phrase(after, flags))


_WITHIN = (
    r"\b(?:within|net|due|due and payable|no later than|not later than|later than|in|by)(?: the)?(?: first|"
    r" agreed| usual)?"
)
_OWED, _PAID = r"(?:royalt\w+|commissions?|revenue shares?|shares? of|fees?)\b", r"pa(?:y|id|yable|yments?)|remit\w*"
_CURED = r"(?:cure[sd]?|remed(?:y|ied)|rectif\w+|uncured|unremedied)"
_ROLES = (
    _role(
        "the time to pay an invoice",
        r"\b(?:invoices?|invoiced|net)\b.{0,400}\b(?:pa(?:y|id|yable|yment)|due|settle\w*)\b|\b(?:pa(?:y|id|yable"
        r"|yment)s?|remit\w*|settle\w*|due)\b.{0,400}\b(?:invoices?|invoiced|net)\b"
        r"|\bnet \S{1,12}(?: \(\d+\))? days\b",
        r"\b(?:notwithstanding|thereafter|first year|except\w*|such payment|disput\w*|object\w*|reject\w*"
        r"|audit\w*|credit|refund|expenses?|reimburs\w*|travel|correct (?:the|any|such)|quarter\w*|royalt\w*|sales"
        r"|tax\w*|terminat\w*|cure\w*|default|deposit|statement|report\w*|SOW|statement of work|VAT|discount)\b",
        rf"{_WITHIN}|\b(?:is|are|be|has|have|paid|payable|payment|due|the|Customer|Buyer|Client)|:",
        r"\s{0,3}\)?(?:[ -]{1,3}(?:day |period )?(?:of|after|from|following)\b[^.;]{0,40}\b(?:invoic\w*|receipt"
        r"|its date|date thereof|it|received)\b"
        r"|\s{0,3}[.,;]|\s{0,3}\Z|[ -]{1,3}payment (?:terms|period))",
    ),
    _role(
        "the notice of termination for convenience",
        r"\b(?:terminat\w*|terminab\w*|end this agreement|cancel\w*)\b.{0,300}\b(?:convenience|without cause"
        r"|any reason|no reason|with or without)\b"
        r"|\b(?:convenience|without cause|any reason|no reason)\b.{0,200}\b(?:terminat\w*|end (?:of|this|the))",
        r"\b(?:breach\w*|default|cure|insolven\w*|statement of work|work order|SOW|Task Order|purchase order"
        r"|\bOrder\b|licen[cs]e\b)",
        r"\b(?:upon|on|by(?: giving)?(?: the other(?: party)?)?|at least|less than|with|giving"
        r"|minimum(?: of)?|provid\w+(?: with)?"
        r"|after|prior|end of the|end of a|gives?|requires?|during the)(?: an?)?(?: not less than)?(?: at least)?|:",
        r"\s{0,3}\)?['’]?\s{0,3}(?:(?:\w+ ){0,2}(?:prior|written|notice|advance|days)|[.;]|\Z|\n)",
    ),
    *(
        _role(
            f"the time to pay after the end of a {period}",
            rf"\b{_OWED}.{{0,500}}\b(?:{_PAID}|reach|due)\b|\b(?:{_PAID})\b.{{0,500}}\b{_OWED}",
            r"\b(?:audit\w*|terminat\w*|cure\w*|default|inspect\w*|true-?up|reconcil\w*|annual|forecast|minimum"
            r"|reimburs\w*|expenses?|object\w*|disput\w*|books|reports? (?:is|are|shall))\b",
            rf"{_WITHIN}|\b(?:within|inside)",
            r"\s{0,3}\)?[ -]{1,3}(?:of|after|from|following) (?:the )?(?:end|close|last day|expir\w+|conclusion)"
            rf" of (?:each|every|any|the|such|that)(?: [a-z]+){{0,2}} {period}\b",
        )
        for period in ("month", "quarter", "year")
    ),
    _role(
        "the time to cure a breach",
        rf"\b{_CURED}\b.{{0,300}}\bmaterial\w*|\bmaterial\w*.{{0,300}}\b{_CURED}\b",
        r"\b(?:payments?|pay|paid|insolven\w*|bankrupt\w*|petition|dismiss\w*|renew\w*|up to|additional|extend\w*"
        r"|further|hours)\b",
        rf"{_WITHIN}|\b(?:within|inside|after|for|of|such|the|uncured|unremedied|a)",
        r"\s{0,3}\)?['’]?\s{0,3}-?(?:(?:calendar )?(?:days?|period)\b)?\s{0,3}(?:of|after|from|following|period"
        r"|written|notice|prior|cure)\b",
    ),
    _role(
        "the initial term",
        r"\binitial term\b|\bterm of this agreement\b",
        r"\b(?:during the|initial term of(?! this)|renew\w* for|notice|after (?!the initial)|extend\w*"
        r"|additional|successive|survive\w*|statement of work|licen[cs]e (?:term|period|granted|is|shall)"
        r"|product|last|final)\b",
        r"\b(?:initial term|term of this agreement)\b[^.;]{0,60}\b(?:of|be|is|for"
        r"|means)(?: an?)?(?: period of)?(?: initial term of)?",
        r"",
    ),
    _role(
        "the notice against renewal",
        r"\b(?:renew\w*|non-?renew\w*|extend\w*)\b",
        r"\b(?:breach\w*|default|cure|convenience|without cause|any reason|increase\w*|price|fees?"
        r"|licen[cs]e\b|option|polic(?:y|ies)|insurance|statement of work|more than)\b",
        r"\S",
        r"\s{0,3}\)?['’]?\s{0,3}(?:(?:\w+ ){0,3}(?:prior to|before|in advance of|preceding) [^.;]{0,60}\b(?:end"
        r"|expir\w*|renewal|term|anniversary)\b|(?:\w+ ){0,2}notice of (?:its )?(?:non-?renewal|intent\w*))",
    ),
)
# "Net 45" with no word behind it.
_NET = phrase(r"\bnet[ -](?P<days>\d{2,3})(?=\s{0,3}(?:[.,;]|\Z))")
_AROUND = 250
_PAYER = phrase(
    r"\b([A-Z][A-Za-z-]{2,20})\s{1,3}(?:shall|will|must|agrees to|may)\b(?!\s{1,3}(?:be"
    r"|not)\b)",
    re.NOFLAG,
)
# What is paid, where it is a charge of its own: "The Maintenance Charges shall be payable".
_CHARGED = phrase(
    r"\b((?:[A-Z][a-z]+ ){1,3}(?:Charges?|Fees?|Price|Royalt(?:y|ies)))\b[^.;]{0,60}\b(?:shall|will|is|are|must)\b",
    re.NOFLAG,
)
_PARTY = phrase(
    r"\b(?P<who>either|each|any|both|[A-Z][A-Za-z-]{2,20})\s{1,3}(?:party\s{1,3})?(?:may"
    r"|shall have the right|can|has the right)\b|\bby\s{1,3}(?P<by>either|any|[A-Z][A-Za-z-]{2,20})\b",
    re.NOFLAG,
)


def _two_values(known: Facts) -> Iterator[Finding]:
    """One limit of time that is said in two places with two values."""
    for role in _ROLES:
        told = [one for segment in known.segments for one in _told(known, role, segment)]
        for place, (other, whom) in enumerate(told):
            first = next((one for one, who in told[:place] if who == whom or "" in (who, whom)), None)
            if first and not _same(first, other):
                says = f"{role.name} is {_said(known, first)} here and {_said(known, other)} there"
                yield Finding("two values for one", says, (span(other), span(first)))


def _same(one: Found, other: Found) -> bool:
    close = abs(days_of(one.value) - days_of(other.value)) <= 5 and one.value[-1] != other.value[-1]
    return one.value == other.value or close


def _told(known: Facts, role: Role, segment: Segment) -> Iterator[tuple[Found, str]]:
    """The values of a role in a passage, each with whose it is."""
    text, words = known.text, known.text[segment.start : segment.end]
    if len(words) > 900 or not role.has.search(words):
        return
    lengths = between(known.durations, segment.start, segment.end)
    net = _NET.search(text, segment.start, segment.end) if role is _ROLES[0] and not lengths else None
    if net:
        yield Found(net.start("days"), net.end("days"), f"P{int(net['days'])}D"), _whose(words)
    for one in lengths:
        around = text[max(segment.start, one.start - _AROUND) : min(segment.end, one.end + _AROUND)]
        stands = role.before.search(text, max(segment.start, one.start - 120), one.start)
        if stands and role.after.match(text, one.end, segment.end) and not role.lacks.search(around):
            yield one, _whose(words)
            return


def _whose(words: str) -> str:
    """The party a passage binds or entitles; "" where it speaks of both, or of none."""
    who = _PARTY.search(words)
    name = ((who["who"] or who["by"]) if who else "").lower()
    if name in ("either", "each", "any", "both"):
        return ""
    subject = _CHARGED.search(words) or _PAYER.search(words)
    return subject[1].lower() if subject else ""


_APPOSED = phrase(r"\s{0,3},?\s{0,3}\(\s{0,2}(?:or |i e,? |that is,? )?\Z", re.NOFLAG)
_THAT_IS = phrase(r"\s{0,3},\s{0,3}(?:that is(?: to say)?|i e|being|namely),?\s{0,3}\Z")


def _said_twice(known: Facts) -> Iterator[Finding]:
    """ "thirty-six months (two years)"."""
    for one, other in zip(known.durations, known.durations[1:], strict=False):
        gap = known.text[one.end : other.start]
        closed = known.text[other.end : other.end + 2].strip()[:1] == ")"
        apposed = (closed and len(gap) <= 14 and _APPOSED.match(gap)) or (len(gap) < 24 and _THAT_IS.match(gap))
        if not apposed or one.value[-1] == other.value[-1]:
            continue
        days, again = days_of(one.value), days_of(other.value)
        if days and again and abs(days - again) > max(6, days // 20):
            says = f"{_said(known, one)} is not {_said(known, other)}"
            yield Finding("two values for one", says, (span(one), span(other)))
