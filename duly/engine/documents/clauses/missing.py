"""What kind of contract a document is, and what a contract of that kind should say and this one does not.

The kind is told by the title, then by the headings and first words. What is missing is told only where neither a term
nor the words of the document speak of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duly.engine.documents.checks.facts import phrase
from duly.engine.documents.proposals import Finding, Segment, Term

KIND = "expected and missing"
OTHER = "other"
_TITLE = 900
_OPENING = 4_000


class _Type(NamedTuple):
    """A kind of contract: its name, the words of its title, and words its text is full of."""

    name: str
    title: re.Pattern[str]
    body: re.Pattern[str]


def _type(name: str, title: str, body: str) -> _Type:
    return _Type(name, phrase(rf"\b(?:{title})\b"), phrase(rf"\b(?:{body})\b"))


# The more telling title stands first: a "software licence and maintenance agreement" licenses, an amendment amends.
_TYPES = (
    _type("amendment", r"(?:amendment|addendum)(?: (?:no|number|#|to|one"
        r"|two)\b)?", r"is hereby amended|amended (?:and restated )?to read"),
    _type("statement of work", r"statement of work|work order|task order", r"deliverables|acceptance|milestones?"),
    _type("order form", r"order form|purchase order|subscription order|quotation"
        r"|sales order", r"quantity|unit price|subtotal"),
    _type("maintenance", r"(?:maintenance|support)(?: and (?:support|maintenance|services?))? (?:agreement"
        r"|contract)|maintenance", r"maintenance services|response times?|error correction"),
    _type("hosting", r"(?:saas|software as a service|hosting|hosted|subscription|cloud"
        r"|web site)(?: and \w+)?(?: services?)? (?:agreement|contract)"
        r"|hosting", r"uptime|availability|hosted|subscription|hosting"),
    _type("licence", r"(?:licen[cs]e|licensing|intellectual property|trademark|content)(?: (?:and"
        r"|&) \w+)?(?: \w+)? agreement|licen[cs]e", r"licensor|licensee|royalt(?:y|ies)"
        r"|licensed (?:products?|software|marks?)"),
    _type("sponsorship", r"sponsor(?:ship)?|endorsement|promotion(?:al)?|co-?branding"
        r"|marketing", r"sponsor|endorsement|athlete|appearances?"),
    _type("distribution", r"distribut(?:ion|or|orship)|reseller|agency|franchise|dealer|sales representative"
        r"|affiliate", r"distributor|reseller|territory|resale|franchisee?"),
    _type("transportation", r"transportation|carriage|shipping|freight|throughput"
        r"|logistics", r"shipper|carrier|barrels?|freight|transportation services"),
    _type("consulting", r"consult(?:ing|ancy|ant)", r"consultant|consulting services"),
    _type("supply", r"supply|manufactur(?:ing|e)|purchase|procurement", r"purchase orders?|manufacturer"
        r"|buyer|specifications|shipment"),
    _type("services", r"services?|outsourcing|collaboration|development|cooperation"
        r"|joint venture", r"services|personnel|service provider"),
)  # fmt: skip


TYPES = (*(one.name for one in _TYPES), OTHER)

# So many of them are of whatever the contract beside them is about.
_SPECIAL = 3


class _Expected(NamedTuple):
    """Something a contract should say: the fields that carry it, words that speak of it, and why it matters."""

    what: str
    fields: frozenset[str]
    words: re.Pattern[str]
    why: str


def _expected(what: str, fields: str, words: str, why: str) -> _Expected:
    return _Expected(what, frozenset(fields.split()), phrase(words), why)


_FEES = (
    "fee payment total_fee recurring_fee rate milestone payment_plan price_tier usage_tier minimum_charge"
    " minimum_commitment"
)
_PRICE = _expected(
    "a price", f"{_FEES} royalty revenue_share commission noncash_consideration",
    r"[$€£]\s?\d|[$€£]\s?\[|\b(?:royalt(?:y|ies)|commission|revenue share|free of charge|price list"
    r"|schedule of fees|fees? (?:set forth|specified|listed|in))\b",
    "without it there is no transaction price (606-10-32-2)",
)  # fmt: skip
_NET_DAYS = _expected(
    "when invoices are to be paid", "net_days payment payment_plan",
    r"\b(?:within [^.;]{0,60}\b(?:of|after|following)\b[^.;]{0,40}\b(?:invoices?|receipt|end of|month"
    r"|quarter|execution)|net \d{1,3}|net (?:thirty|sixty)"
    r"|due (?:and payable )?(?:up)?on|payable (?:in advance|upon|on|monthly|quarterly|annually)|in advance)\b",
    "the payment rights and any financing cannot be told (606-10-25-1)",
)  # fmt: skip
_TERM = _expected(
    "how long it lasts", "initial_term",
    r"\b(?:term of (?:this|the) agreement|initial term|shall (?:continue|remain) in (?:full )?(?:force"
    r"|effect)|in effect (?:until|for)|expir(?:e|es|ation) on"
    r"|until terminated|terminated by|period of|perpetual|until completion|term shall)\b",
    "the contract period cannot be told (606-10-25-3)",
)  # fmt: skip
_RENEWAL = _expected(
    "whether it renews, and by which notice", "renewal renewal_notice",
    r"\b(?:renew\w*|extend(?:ed)?|extension|perpetual)\b", "a renewal may be missed, or billed without a contract",
)  # fmt: skip
_START = _expected(
    "when it begins", "effective_date contract_date",
    r"\b(?:effective (?:as of|date|on)|dated|as of the)\b", "revenue has no first day",
)  # fmt: skip
_ROYALTY = _expected(
    "a royalty or fee", f"{_FEES} royalty revenue_share commission noncash_consideration",
    r"[$€£]\s?\d|[$€£]\s?\[|\b(?:royalt(?:y|ies)|royalty-free|licen[cs]e fees?|without charge|fully paid)\b",
    "what the licence costs cannot be told (606-10-32-2)",
)  # fmt: skip
_SHARE = _expected(
    "the margin, discount or commission", f"{_FEES} discount commission revenue_share royalty",
    r"\b(?:commissions?|discounts?|margin|price list|wholesale|royalt(?:y|ies)"
    r"|prices?)\b", "the price of what is resold cannot be told",
)  # fmt: skip
_CHANGES = _expected(
    "what it changes", "", r"\b(?:amended|deleted|replaced|added|restated|modified"
    r"|extended)\b", "an amendment that changes nothing",
)  # fmt: skip
_BASE = _expected(
    "which agreement it changes", "",
    r"\b(?:dated|entered into|effective as of|made as of|made effective"
    r"|by and between)\b", "it cannot be put with its contract",
)  # fmt: skip
_QUANTITY = _expected(
    "how much is ordered", "price_tier usage_tier minimum_commitment rate",
    r"\b(?:quantit(?:y|ies)|units?|users?|seats|hours|purchase orders?"
    r"|forecasts?)\b", "the promised amount of goods cannot be told",
)  # fmt: skip
_PAPERS = ("amendment", "statement of work", "order form")
_USUAL = (_START, _PRICE, _NET_DAYS, _TERM)
_OF = {
    "amendment": (_START, _BASE, _CHANGES),
    "statement of work": (_PRICE, _NET_DAYS, _START),
    "order form": (_PRICE, _QUANTITY, _NET_DAYS, _START),
    "maintenance": (*_USUAL, _RENEWAL),
    "hosting": (*_USUAL, _RENEWAL),
    "licence": (_START, _ROYALTY, _NET_DAYS, _TERM),
    "sponsorship": _USUAL,
    "distribution": (_START, _SHARE, _NET_DAYS, _TERM, _RENEWAL),
    "transportation": _USUAL,
    "consulting": _USUAL,
    "supply": (*_USUAL, _QUANTITY),
    "services": _USUAL,
}


def contract_type(text: str, segments: Sequence[Segment]) -> str:
    """The kind of contract: one of the names above, or "other"."""
    for words in (_heading(text, segments), text[:_TITLE]):
        firsts = [(found.start(), place) for place, one in enumerate(_TYPES) if (found := one.title.search(words))]
        special = [place for _, place in firsts if place < _SPECIAL]
        if special:
            return _TYPES[min(special)].name
        if firsts:
            return _TYPES[min(firsts)[1]].name
    counts = [len(one.body.findall(text, 0, 40_000)) for one in _TYPES]
    most = max(range(len(counts)), key=lambda place: counts[place])
    return _TYPES[most].name if counts[most] > 4 else OTHER


def _heading(text: str, segments: Sequence[Segment]) -> str:
    """The line of the title: the first heading that calls itself an agreement, a form, an order."""
    for one in segments:
        if one.start > _OPENING:
            return ""
        words = text[one.start : one.end]
        if (
            not _NUMBERED.match(words)
            and _CALLED.search(words)
            and (one.kind == "heading" or words.isupper())
            and len(words) < 160
        ):
            return words
    return ""


_NUMBERED = phrase(r"(?:section |article )?[\dA-Z]{1,3}[.)]")
_CALLED = phrase(
    r"\b(?:agreement|contract|order form|purchase order|statement of work|amendment|addendum"
    r"|schedule|quotation|licen[cs]e)\b"
)


def missing(text: str, segments: Sequence[Segment], terms: Sequence[Term]) -> Iterator[Finding]:
    """What a contract of this kind should say and this one does not."""
    kind = contract_type(text, segments)
    said = {term.field for term in terms}
    for one in _OF.get(kind, ()):
        if not one.fields & said and not one.words.search(text):
            name = kind if kind in _PAPERS else f"{kind} agreement"
            article = "an" if kind[0] in "aeiou" else "a"
            yield Finding(KIND, f"{article} {name} should say {one.what}: {one.why}", ())
