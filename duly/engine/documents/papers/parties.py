"""Who makes a contract: the names of the parties in its opening words, what they are called, and their role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from duly.engine.documents.text.passages import phrase

OPENING = 15_000
PREAMBLE = 3_500
MOST = 8
# How many words that may lead to the parties are followed.
LOOKED_AT = 40

_BETWEEN = phrase(r"\b(?:by and between|by and among|between|among(?:st)?|by)(?: and among)?\b ?:?")
_END = phrase(
    r"\bwhereas\b|w ?i ?t ?n ?e ?s ?s ?e ?t ?h|\brecitals?\b|\bbackground\b|\bnow,? therefore|agree as follows|"
    r"agrees as follows|"
    r"\bin consideration of|\b1\. |\bthe parties (?:hereby|agree|hereto)|each (?:of which )?(?:is )?(?:a|"
    r"referred to as a|individually) \W?party|"
    r"\bthis agreement (?:sets|shall|is)|\bpreliminary statement|\bthe following (?:terms|recitals)|"
    r"collectively,? (?:as )?the \W?parties"
)
_SUFFIX = (
    r"(?:Inc|INC|Incorporated|INCORPORATED|LLC|L\.L\.C|LLP|L\.L\.P|Ltd|LTD|Limited|LIMITED|Corp|CORP|Corporation|"
    r"CORPORATION|"
    r"Company|COMPANY|Co|CO|LP|L\.P|N\.A|PLC|Plc|plc|GmbH|S\.A|SA|S\.p\.A|B\.V|BV|N\.V|NV|AG|KG|Pty|PTY|PTE|Pte|"
    r"Trust|TRUST|"
    r"Partnership|Bank|BANK|Association|ASSOCIATION|University|UNIVERSITY|Foundation|Sdn|Bhd|A/S|AB|Oy|S\.r\.l|K\.K)"
)
_HAS_SUFFIX = re.compile(rf"\b{_SUFFIX}\b")
_TOKEN = r"[A-Z0-9][\w&.'’/®™!+-]{0,40}"
_LINK = r"(?:of|and|&|the|for|de|du|von|van|d/b/a|dba|a/k/a|in|at|on|-|–|by)"
_NAME = re.compile(
    rf"(?P<name>{_TOKEN}(?:\s{{1,10}}(?:{_TOKEN}|{_LINK}(?=\s{{1,10}}[A-Z0-9(]))|,\s{{0,10}}{_SUFFIX}\b\.?|"
    rf",\s{{1,10}}d/b/a){{0,14}})"
)
_LEAD = phrase(
    r"^(?:[\s,:;_-]|\(?(?:[1-9]|[a-e]|i{1,3})[.)]|the following|party [a-d1-4] ?:?|(?:the )?parties ?:?|and|the|"
    r"messrs\.?|mr\.|ms\.|dr\.){0,8}"
)
_ALIAS = re.compile(
    r"\(\s{0,4}(?:[^()\"“”]{0,90}?)[\"“”'‘*`]{1,2}(?P<alias>[A-Z][\w&.,'’ -]{0,50}?)[\"”“'’*`]{1,2}[^()]{0,120}\)"
    r"|(?:hereinafter|hereafter|herein)\s{1,10}(?:called|referred\s+to\s+as|known\s+as|"
    r"the)?\s{0,10}(?:the\s+)?[\"“'‘]?(?P<plain>[A-Z][\w&.'’-]{1,30})"
)
_SPLIT = re.compile(
    r"(?:[;,)]\s{0,10}|\s{1,10})(?:and|AND|And|&)\s{1,10}(?=\(?[1-9b-e]?\)?\s{0,4}(?:the\s{1,4}|"
    r"The\s{1,4})?[A-Z\"“])|;\s{1,10}(?=\(?[1-9A-Z])|\s(?=\([2-8]\)\s)"
)
_LABELLED = re.compile(
    r"(?:^|\n)[ \t]{0,12}(?P<alias>Customer|Client|Licensee|Licensor|Supplier|Vendor|Provider|Buyer|Purchaser|"
    r"Seller|Company|Subscriber)"
    rf"(?:[ \t]{{1,4}}(?:Legal[ \t])?Name)?[ \t]{{0,6}}[:|][ \t]{{0,20}}(?P<name>{_TOKEN}(?:[ \t]{{1,3}}(?:{_TOKEN}|"
    rf"of|and|&)|,[ \t]{{0,3}}{_SUFFIX}\b\.?){{0,9}})"
)
_NO_NAME = re.compile(
    r"^(?:part(?:y|ies)|this|each|it|its|company|companies|agreement|section|article|exhibit|schedule)\b(?!\s+[A-Z])"
    r"|\b(?:agreement|exchange commission|securities act|article|section|exhibit|table of contents|pursuant)\b",
    re.IGNORECASE,
)
_NO_ALIAS = re.compile(r"agreement|date|term|part(?:y|ies)$|addendum|amendment|contract", re.IGNORECASE)
_PAYS = "customer client licensee buyer purchaser lessee tenant sponsor subscriber franchisee user reseller distributor"
_EARNS = "supplier vendor licensor seller provider contractor consultant lessor landlord developer franchisor agency"
CUSTOMER, SUPPLIER = "customer", "supplier"
ROLES = dict.fromkeys(_PAYS.split(), CUSTOMER) | dict.fromkeys(_EARNS.split(), SUPPLIER)


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its name as printed, what the contract calls it, and "customer" or "supplier" where that says so."""

    name: str
    start: int
    end: int
    aliases: tuple[str, ...] = ()
    role: str = ""


def parties(text: str) -> list[Party]:
    """The parties of a contract in the order of its opening; for a form, those of its labelled lines.

    >>> [one.name for one in parties('made by and between Alder, Inc. ("Supplier") and Birch LLC, a Delaware company.')]
    ['Alder, Inc.', 'Birch LLC']
    """
    best: list[Party] = []
    for opening in islice(_BETWEEN.finditer(text, 0, min(len(text), OPENING)), LOOKED_AT):
        end = _END.search(text, opening.end(), min(len(text), opening.end() + PREAMBLE))
        found = list(_in_preamble(text, opening.end(), end.start() if end else min(len(text), opening.end() + 1_200)))
        if len(found) > 1 and _weight(found) > _weight(best):
            best = found
            if all(one.aliases for one in best):
                break
    return _distinct(best or _labelled(text) or _called(text))[:MOST]


def _weight(found: list[Party]) -> int:
    """How much some names look like parties; a clause that only uses "between" has few companies in it."""
    sure = sum(bool(_HAS_SUFFIX.search(one.name)) + 2 * bool(one.aliases) for one in found[:4])
    return sure if sure > 1 else 0


def _distinct(found: list[Party]) -> list[Party]:
    """Each party once; an alias further on is no new party."""
    kept: list[Party] = []
    known: set[str] = set()
    for one in found:
        if one.name.lower() not in known and one.name.lower() not in ROLES:
            kept.append(one)
            known |= {one.name.lower(), *(alias.lower() for alias in one.aliases)}
    return kept


def _labelled(text: str) -> list[Party]:
    """The parties of a form: "Customer: Birch LLC"."""
    return [
        Party(_plain(match["name"]), *match.span("name"), (match["alias"],), ROLES.get(match["alias"].lower(), ""))
        for match in _LABELLED.finditer(text, 0, min(len(text), OPENING))
    ]


def _called(text: str) -> list[Party]:
    """Companies of the opening that are given a name to be called by, where no "between" leads to them."""
    found = []
    for alias in islice(_ALIAS.finditer(text, 0, min(len(text), 6_000)), LOOKED_AT):
        before = text[max(0, alias.start() - 300) : alias.start()]
        names = [name for name in _NAME.finditer(before) if _HAS_SUFFIX.search(name["name"]) and _is_name(name["name"])]
        if names and not _NO_ALIAS.search(alias["alias"] or ""):
            name, called = names[-1], _plain(alias["alias"] or alias["plain"])
            start = alias.start() - len(before) + name.start()
            role = next((ROLES[word] for word in called.lower().split() if word in ROLES), "")
            found.append(Party(_plain(name["name"]), start, start + len(name["name"]), (called,), role))
    return found


def _in_preamble(text: str, start: int, end: int) -> Iterator[Party]:
    """The parties between "between" and the recitals, each with the aliases that stand behind its name."""
    for first, last in _pieces(text, start, end):
        lead = _LEAD.match(text[first : min(last, first + 120)])
        begin = first + (lead.end() if lead else 0)
        name = _NAME.match(text, begin, last)
        if not name or not _is_name(name["name"]):
            continue
        called = (_plain(found["alias"] or found["plain"]) for found in _ALIAS.finditer(text, begin, last))
        aliases = tuple(alias for alias in called if not _NO_ALIAS.search(alias))
        printed = name["name"].rstrip(" -–")
        role = next((ROLES[word] for alias in aliases for word in alias.lower().split() if word in ROLES), "")
        yield Party(_plain(printed), begin, begin + len(printed), aliases[:3], role)


def _is_name(words: str) -> bool:
    """Whether words can be a party's name: not a table of contents, a heading or a word for any party."""
    many = len(words.split()) > (14 if _HAS_SUFFIX.search(words) else 7)
    return not (many or _NO_NAME.search(words) or re.search(r"\s\d{1,3}(?:\.\d+)?\s", words))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The preamble cut where one party ends: at an "and" behind a whole party, not at one inside a name."""
    first = start
    for cut in _SPLIT.finditer(text, start, end):
        stop = cut.start() + (1 if text[cut.start()] == ")" else 0)
        if _whole(text[first:stop], text[cut.end() : end]):
            yield first, stop
            first = cut.end()
    yield first, end


def _whole(before: str, after: str) -> bool:
    """Whether the words before an "and" are a party: they have an alias or the mark of a company, or describe one."""
    if before.count("(") > before.count(")"):
        return False
    if _ALIAS.search(before):
        return True
    coming = re.search(r"[(,;]", after)
    name_goes_on = bool(coming and _HAS_SUFFIX.search(after[: coming.start() + 8]) and "," not in before)
    return (
        bool(_HAS_SUFFIX.search(before)) and not re.search(r"under the laws of[^,]{0,40}$", before) or not name_goes_on
    )


def _plain(words: str) -> str:
    return " ".join(words.split()).strip(" ,")
