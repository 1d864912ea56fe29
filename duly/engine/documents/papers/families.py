"""Papers that belong together: the contract, its orders and its amendments, in the order in which they were made, and
which of them prevails where they disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duly.engine.documents.text.passages import phrase
from duly.engine.documents.values.dates import dates

MASTER, ORDER, WORK, AMENDMENT, OTHER = "agreement", "order", "statement of work", "amendment", "other"

_KINDS = (
    (
        AMENDMENT,
        phrase(r"\b(?:amendment|addendum|change order|side letter|modification agreement|supplement(?:al)?)\b"),
    ),
    (WORK, phrase(r"\b(?:statement of work|sow|work order|task order)\b")),
    (
        ORDER,
        phrase(r"\b(?:order form|order schedule|sales order|purchase order|subscription order|service order|quote)\b"),
    ),
    (MASTER, phrase(r"\b(?:agreement|contract|lease|license|licence|terms|memorandum)\b")),
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_NUMBERED = phrase(
    r"\b(?:no\.?|number|#) ?(?P<figure>\d{1,3})\b|\b(?P<word>"
    + "|".join(_ORDINALS)
    + r") (?:amendment|addendum|supplement|modification)"
)
_REFERS = phrase(
    r"(?:to|under|of|pursuant to|governed by|incorporated (?:by reference )?in(?:to)?|part of|subject to|"
    r"accordance with|"
    r"between|certain|amends?) (?:the |that |a |an |certain |their |its |existing ){0,4}(?P<title>(?-i:(?!This|THIS)"
    r"(?:[A-Z][\w&/-]{1,24} ){0,6}?(?:Agreement|AGREEMENT|Contract|CONTRACT|Lease|LEASE|License|LICENSE|Terms|TERMS)))"
    r"\b(?P<after>[^.;]{0,220})"
)
_CONFLICT = phrase(
    r"(?:(?:in (?:the )?(?:event|case) of|if there is|to the extent (?:of|that|there is)|"
    r"should there be)[^.;]{0,40}(?:conflict|inconsistenc|discrepanc|ambiguit|contradict|"
    r"differ)\w{0,8}[^.;]{0,160}?,? )"
    r"(?P<winner>[^.;,]{4,120}?) (?:shall|will|is to|are to|must)? ?(?:prevail|control|govern|take precedence|"
    r"supersede|have priority|be controlling)"
)
_ORDER_OF = phrase(
    r"(?:order of (?:precedence|priority)|following order|"
    r"descending order)[^:;.]{0,80}[:;.]? ?(?P<list>[^.]{10,500})"
)
_ITEM = re.compile(r"(?:\(?[a-z0-9ivx]{1,4}[.)]\s+|;\s*(?:and\s+)?|,\s+(?:and\s+|then\s+)|\bthen\s+)")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a paper is: its title, kind and number, who made it, its day, and the agreement it speaks of."""

    name: str
    title: str
    kind: str
    number: int
    parties: tuple[str, ...]
    made_on: str
    refers_to: str
    refers_on: str


@dataclass(frozen=True, slots=True)
class Member:
    """A paper in its family: the index of the paper it belongs to (-1 for the first of all) and its turn."""

    paper: int
    parent: int
    turn: int


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which paper a clause lets prevail; in a list of papers, the first prevails over all behind it."""

    winners: tuple[str, ...]
    start: int
    end: int


def identity(name: str, text: str, parties: Sequence[str] = (), made_on: str = "") -> Identity:
    """What a paper says it is, from its opening words.

    >>> identity("a.txt", "ORDER FORM NO. 3 under the Supply Agreement dated May 1, 2003").refers_on
    '2003-05-01'
    """
    opening = text[:4_000]
    title = _title(opening)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(title)), OTHER)
    numbered = _NUMBERED.search(title)
    number = 0
    if numbered:
        number = int(numbered["figure"]) if numbered["figure"] else _ORDINALS.index(numbered["word"].lower()) + 1
    refers_to, refers_on = _reference(opening, made_on)
    return Identity(name, title, kind, number, tuple(parties), made_on, refers_to, refers_on)


def _title(opening: str) -> str:
    """The first line that names a kind of paper; else the first line."""
    lines = [" ".join(line.split()) for line in opening[:2_500].splitlines() if line.strip()]
    named = [line for line in lines[:25] if len(line) < 140 and any(pattern.search(line) for _, pattern in _KINDS)]
    return (named or lines or [""])[0]


def _reference(opening: str, made_on: str) -> tuple[str, str]:
    """The agreement that a paper speaks of, and its day: the first with a day that is not the paper's own."""
    first = ("", "")
    for match in _REFERS.finditer(opening):
        title = " ".join(match["title"].split())
        dated = next((one.value for one in dates(match["after"]) if one.kind == "day" and one.value != made_on), "")
        if dated:
            return title, dated
        first = first if first[0] else (title, "")
    return first


def families(papers: Sequence[Identity]) -> list[Member]:
    """Each paper with the one it belongs to; in a family the contract comes first, the rest by day and number."""
    parents = [_parent(place, papers) for place in range(len(papers))]
    by_day = [(parents[place] >= 0, paper.made_on, paper.number, place) for place, paper in enumerate(papers)]
    turn_of: dict[int, int] = {}
    members = []
    for *_, place in sorted(by_day):
        root = _root(place, parents)
        turn_of[root] = turn_of.get(root, -1) + 1
        members.append(Member(place, parents[place], turn_of[root]))
    return sorted(members, key=lambda member: member.paper)


def _parent(place: int, papers: Sequence[Identity]) -> int:
    """The agreement that a paper belongs to: same parties, and the day or the title it speaks of."""
    paper = papers[place]
    if paper.kind == MASTER and not paper.refers_on:
        return -1
    scored = [
        (_fit(paper, other), -at)
        for at, other in enumerate(papers)
        if at != place and other.kind in (MASTER, WORK, ORDER)
    ]
    best = max(scored, default=(0, 0))
    if best[0] < 3 or (paper.kind == MASTER and best[0] < 5):
        return -1
    return -best[1]


def _fit(paper: Identity, other: Identity) -> int:
    """How well another paper fits what a paper speaks of; a day that contradicts it excludes it."""
    if paper.refers_on and other.made_on and paper.refers_on != other.made_on:
        return 0
    if paper.kind != AMENDMENT and other.kind != MASTER:
        return 0
    if other.made_on and paper.made_on and other.made_on > paper.made_on:
        return 0
    shared = {_key(one) for one in paper.parties} & {_key(one) for one in other.parties}
    points = 2 * min(len(shared), 2) + (3 if paper.refers_on and paper.refers_on == other.made_on else 0)
    words = set(paper.refers_to.lower().split()) & set(other.title.lower().split())
    return points + (2 if len(words) > 1 else 1 if words else 0)


def _root(place: int, parents: Sequence[int]) -> int:
    seen = set()
    while parents[place] >= 0 and place not in seen:
        seen.add(place)
        place = parents[place]
    return place


def _key(name: str) -> str:
    """A party's name without the marks and forms in which two papers write it differently."""
    plain = re.sub(r"[^a-z0-9 ]", "", name.lower())
    return re.sub(
        r"\b(?:inc|incorporated|llc|ltd|limited|corp|corporation|company|co|lp|plc|gmbh|the)\b", "", plain
    ).strip()


def precedences(text: str) -> list[Precedence]:
    """The clauses that say which paper prevails.

    >>> precedences("In the event of a conflict between the papers, the Order Form shall prevail.")[0].winners
    ('the Order Form',)
    """
    found = [Precedence((" ".join(one["winner"].split()),), *one.span("winner")) for one in _CONFLICT.finditer(text)]
    for one in _ORDER_OF.finditer(text):
        items = tuple(" ".join(item.split()) for item in _ITEM.split(one["list"]) if len(item.strip()) > 3)
        if len(items) > 1:
            found.append(Precedence(items, *one.span("list")))
    return sorted(found, key=lambda one: one.start)
