"""What a contract gives a name: "the Set-Up Fee is $4,000", "Initial Term: three years", "$900 (the "Retainer")".

A name is the words before a value, up to the first one that belongs to no name. Two statements of one name can be held
against each other (`checks_twice.py`); what bounds a value to a year, a case or a change keeps it from being one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.checks.dates import day_of
from duly.engine.documents.checks.facts import Facts, Span, phrase, span
from duly.engine.documents.checks.instalments import period_of
from duly.engine.documents.text.found import Placed
from duly.engine.documents.text.places import unit_after
from duly.engine.documents.values.durations import days_of

AMOUNT, LENGTH, DAY, PERCENT = "amount", "length", "day", "percent"
_HEADS = {
    AMOUNT: r"(?:fees?|price|charges?|retainer|rent|salary|deposit|compensation|consideration|advance|premium"
    r"|contribution|grant|cost|budget|value|payments?|bonus|loan|allowance|credit|stipend|royalty|penalty"
    r"|honorarium|rate)",
    LENGTH: r"(?:terms?|period|phase)",
    DAY: r"(?:date)",
    PERCENT: (
        r"(?:fee|rate|commission|discount|charge|margin|premium|bonus|deposit|mark-?up|retention|surcharge|penalty)"
    ),
}
_LINK = (
    r"[\"”’')]{0,3}[\s,]{0,3}(?:(?:(?:which|that) )?(?:is|are|was|means|shall mean|(?:shall|will) (?:be|equal"
    r"|expire|end|last|run)"
    r"(?: deemed to be)?|amounts? to|equals?|lasts?|ends?|expires?|runs?)(?: for)?(?: hereby)?(?: an?| the)?"
    r"(?: (?:sum|amount|total|fixed amount|period|term) of)?(?: as of)?|of|(?:shall|will|may) not exceed"
    r"|not to exceed|in the (?:amount|sum) of|equal to"
    r"|[._]{2,80}|(?=\()"
    r"|set at|fixed at|being|as of|:|=|\|)[\s(]{0,40}\Z"
)
_NAMES = {
    what: phrase(
        rf"(?P<name>(?:[A-Za-z][\w'’/&-]{{0,20}} ){{0,5}}{head})(?P<of> (?:of|for|under|to|in) [^.;:,$€£|]{{2,40}}?)?"
        rf"(?:{_LINK}|[\"”]?[ \t]{{3,60}}\Z|\t+\Z)"
    )
    for what, head in _HEADS.items()
}
_CALLED = phrase(
    r"[\s,)]{0,4}(?:the )?\(\s?(?:the|an?"
    r"|hereinafter(?: the)?)?\s?[\"“](?P<name>[A-Z][^\"“”]{3,40})[\"”]",
    re.NOFLAG,
)
# "two years from the Closing (the "Lock-Up Period")", "the three-year Initial Term".
_CALLED_LATER = phrase(
    r"[\s)]{0,4}(?:from|after|following|commencing|beginning|starting|ending) [^.;:()\d\"“”]{3,70}"
    r"\((?:the|an?)? ?[\"“](?P<name>[A-Z][^\"“”]{3,40}(?:Term|Period|Phase))[\"”]\)",
    re.NOFLAG,
)
_TERM_BEHIND = phrase(
    r"[\s)-]{1,3}(?P<name>(?:[A-Z][A-Za-z-]+ ){1,3}(?:Term|Period))\b(?! of (?!this|the Agreement))", re.NOFLAG
)
# "“Up-Front Payment” means the one-time payment of $50,000".
_DEFINED = phrase(
    r"[\"“](?P<name>[A-Z][^\"“”]{3,40})[\"”] (?:means|shall mean) (?:the |an? )?(?:[\w-]{2,20} ){0,3}(?:of"
    r"|equal to|in the"
    r" amount of)[\s(]{0,4}\Z",
    re.NOFLAG,
)
# "the two-year term of this Order", "a term of three years" the other way about.
_TERM_OF = phrase(r"[\s-]term of (?:the|this) (?P<name>[A-Z]\w+(?: [A-Z]\w+){0,2})\b", re.NOFLAG)
# "this Addendum, which is effective on": the day is the Effective Date of the Addendum.
_EFFECTIVE = phrase(
    r"\b[Tt]his (?:[A-Z]\w+ ){0,3}(?P<name>[A-Z]\w+)\b[^.;]{0,80}\b[Ee]ffective(?: as of| on| from"
    r"| date)?(?: the)?\s{0,3}\Z",
    re.NOFLAG,
)
_VERB = phrase(r"\b(?:is|are|be|shall|will|may|must|paid|payable|due|parts?|follows|equal|not)\b")
# Words that end a name to the left.
_STOPS = frozenset(
    "a an the this that such said its their his her our your any each every all no of in on at by to for from with "
    "under as and or is are was be been shall will may must pay pays paid paying payable receive receives charge "
    "charged charges than plus per upon if following applicable corresponding respective agrees agreed being which "
    "include includes including section exhibit schedule whose there then further".split()
)
_PLAIN = frozenset("aggregate full one-time fixed non-refundable nonrefundable flat entire whole own".split())
_SET_APART = frozenset(
    "additional other same first second third fourth fifth last final minimum maximum reduced increased new late "
    "hourly daily unit extra further remaining prorated pro-rata then-current current incremental estimated average "
    "option exercise strike bid conversion fair market list retail par share subsequent renewal next prior net "
    "gross product individual standard phase successive consecutive such".split()
)
# "Closing Date" is a day of its own, "closing price" is none of the contract's.
_APART = {AMOUNT: _SET_APART | {"closing"}, LENGTH: _SET_APART, DAY: _SET_APART, PERCENT: _SET_APART}
# A single word that is a name.
_ALONE = frozenset(("retainer", "salary", "deposit", "rent"))
# Bounds, cases and changes: what is said of one year, one case or one half is no statement about the thing.
_BOUNDED = phrase(
    r"\b(?:up to|exceed\w*|at least|less|more|greater|lesser|higher|lower|minimum|maximum|if|unless|event|except\w*"
    r"|least|instead|increas\w*|decreas\w*|reduc\w*|adjust\w*|discount\w*|chang\w*|amend\w*|replac\w*|thereafter"
    r"|years? (?:one|two|three|\d)|(?:first|second|third|fourth|fifth|sixth|last|final|next) (?:\w+ )?(?:year|month|"
    r"quarter|period|term|phase|installment|instalment)s?|until|through|between(?! the parties)|renew\w*"
    r"|extend\w*|extension|option"
    r"|additional|previous\w*|prior|original\w*|example|assum\w*|estimat\w*|approximat\w*|balance|half|insurance"
    r"|plus|or|provided that|upgrade\w*|version|tier|level|notice|whichever|early|stage|milestone|terminat\w*)\b"
)
# Behind a percent stands what it is of, which bounds nothing.
_BEFORE, _AFTER, _LONG, _OF_RATE = 130, 45, 4, 14
_ENDS = re.compile(r"(?<!\.)[.;](?:\s|$)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Statement:
    """A value with its name: the words of the name, what it is of, by which period or unit, and where."""

    what: str
    name: frozenset[str]
    of: frozenset[str]
    value: str
    size: int
    per: str
    place: Span


def statements(known: Facts) -> Iterator[Statement]:
    """What has a name in a text, kind by kind."""
    for money in known.moneys:
        per = str(period_of(known.text, money) or unit_after(known.text, money.end)[0])
        value = f"{money.currency} {money.value}"
        yield from _named(known.text, AMOUNT, money, value, int(money.amount * 100), per)
    for length in known.durations:
        if length.sound and length.kind != "anniversary":
            yield from _named(known.text, LENGTH, length, length.value, days_of(length.value), "")
    for percent in known.percents:
        size = int(Fraction(percent.value) * 1_000)
        yield from _named(known.text, PERCENT, percent, percent.value, size, "")
    for date in known.dates:
        day = day_of(date)
        if day is not None:
            yield from _named(known.text, DAY, date, date.value, day, "")


def _named(text: str, what: str, one: Placed, value: str, size: int, per: str) -> Iterator[Statement]:
    """The statement that a value is part of, where it is one."""
    low = max(0, one.start - _BEFORE)
    ends = list(_ENDS.finditer(text, low, one.start))
    low = ends[-1].end() if ends else low
    found = _NAMES[what].search(text, low, one.start)
    called = _CALLED.match(text, one.end) or (_CALLED_LATER.match(text, one.end) if what == LENGTH else None)
    if called:
        yield Statement(what, _name(what, _words(called["name"])), frozenset(), value, size, per, span(one))
    name = _name(what, found["name"].split()) if found else frozenset[str]()
    if len(name) < 2 and not name & _ALONE:
        name = _other_name(text, what, low, one) or name
    after = _ENDS.split(text[one.end : one.end + (_OF_RATE if what == PERCENT else _AFTER)])[0]
    begins = found.start("name") if found else one.start
    if found and name and re.search(r"\bexceed\s+\Z", found[0]):
        name = name | {"maximum"} if what == AMOUNT else frozenset()
    lead = " ".join(found["name"].split()[: -len(name)]) if found and name else ""
    around = " ".join((text[max(low, begins - 40) if what == DAY else low : begins], lead, after))
    tail = (found["of"] or "") if found else ""
    if not name or called and not found or _BOUNDED.search(around) or _VERB.search(tail):
        return
    of = frozenset(_content(tail.split()))
    if len(name) == 1 and not name & _ALONE:
        name, of = name | of, frozenset()
    if len(name) > 1 or name & _ALONE:
        yield Statement(what, name, of, value, size, per, span(one))


def _other_name(text: str, what: str, low: int, one: Placed) -> frozenset[str]:
    """The name of a term or of a first day that stands in other places than those of a name."""
    if what == LENGTH and (behind := _TERM_BEHIND.match(text, one.end)) and not text[one.start].isupper():
        return _name(what, behind["name"].split())
    if what == LENGTH and (term := _TERM_OF.match(text, one.end)):
        return frozenset(("term", *term["name"].lower().split()))
    if what == DAY and (paper := _EFFECTIVE.search(text, low, one.start)):
        return frozenset(("effective", "date", paper["name"].lower()))
    if defined := _DEFINED.search(text, low, one.start):
        return _name(what, defined["name"].split())
    return frozenset()


def _words(name: str) -> list[str]:
    """The words of a name, one that a line has broken at its hyphen put together."""
    return re.sub(r"-\s+", "-", name).split()


def _name(what: str, words: list[str]) -> frozenset[str]:
    """The words of a name; none where it is no name of one thing."""
    kept: list[str] = []
    for word in reversed(words):
        plain = word.lower().strip("\"“”'’")
        if plain in _STOPS and kept:
            break
        kept.append(plain.removesuffix("s") if not kept else plain)
    name = frozenset(kept) - _PLAIN
    apart = name & _APART[what]
    if apart and not (apart == {"maximum"} and len(name) >= _LONG):
        return frozenset()
    return name


def _content(words: list[str]) -> Iterator[str]:
    return (plain for word in words if (plain := word.lower().strip("\"“”'’()")) not in _STOPS)
