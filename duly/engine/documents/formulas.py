"""Money terms without an amount of their own: caps by what was paid, refunds, price changes by an index, most favoured
customers, prices still to be agreed, damages and credits as a multiple or a part of something."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from duly.engine.documents.numbers import WORDS, decimal_text, in_words
from duly.engine.documents.places import Places, dry
from duly.engine.documents.proposals import Segment, Term, Value

Reading = Callable[[re.Match[str]], Value]
_SPEAKS = r"[^.;$€£]"


@dataclass(frozen=True, slots=True)
class Formula:
    """A field, what a sentence must speak of, the words that carry the term, and how they are read."""

    field: str
    about: re.Pattern[str]
    words: re.Pattern[str]
    read: Reading
    lead: int


def _formula(field: str, about: str, words: str, read: Reading, lead: int) -> Formula:
    return Formula(field, re.compile(about, re.IGNORECASE), re.compile(words, re.IGNORECASE), read, lead)


def _basis(match: re.Match[str]) -> Value:
    return {"formula": dry(match["term"])}


def _not_refundable(match: re.Match[str]) -> Value:
    return {"refundable": False}


def _refundable(match: re.Match[str]) -> Value:
    return {"refundable": True, "formula": dry(match["term"])}


def _indexed(match: re.Match[str]) -> Value:
    index = re.search(
        r"consumer\s+price\s+index|CPI|price\s+index|\b[A-Z]{3,6}\b[^.;]{0,40}index", match[0], re.IGNORECASE
    )
    value: dict[str, Value] = {"index": dry(index[0])} if index else {"formula": dry(match["term"])}
    return value | (
        {"period": "P1Y"} if re.search(r"annual|each\s+year|per\s+year|anniversar", match[0], re.IGNORECASE) else {}
    )


def _multiple(match: re.Match[str]) -> Value:
    said = match["times"]
    times = in_words(said) if not said[:1].isdigit() else Fraction(said)
    return {"multiple": decimal_text(times or Fraction(0)), "base": dry(match["base"])}


def _part(match: re.Match[str]) -> Value:
    part = in_words(match["part"].replace("-", " ")) or Fraction(0)
    said = match["figure"] or f"{part.numerator}/{part.denominator}"
    return {"fraction": said, "base": dry(match["base"])}


def _open(match: re.Match[str]) -> Value:
    return {"amount": None}


def _favoured(match: re.Match[str]) -> Value:
    return {"mfn": True}


_PRICES = r"(?:prices?|pricing|fees?|charges?|rates?|royalt\w+|compensation|remuneration|amounts?\s+payable|costs?)"
_PAID = r"(?:amounts?|fees?|sums?|price|royalties|compensation|remuneration|charges|payments|consideration|monies|commissions)"
FORMULAS = (
    _formula(
        "liability_cap", r"liab|damages|responsib|loss",
        rf"(?:limited\s+to|(?:not\s+|never\s+)?exceed|in\s+excess\s+of|(?:greater|more)\s+than)\s+(?:the\s+(?:less[eo]r|greater|smaller)\s+of:?\s+(?:\(\w{{1,3}}\)\s+)?)?(?:direct\s+damages[^.;]{{0,60}}?,?\s+or\s+(?:\(\w{{1,3}}\)\s+)?)?(?P<term>(?:an\s+amount\s+equal\s+to\s+)?(?:(?:the|all|any|one|its|half|of)\s+){{0,3}}(?:\w+\s+){{0,4}}?{_PAID}\b{_SPEAKS}{{6,220}}?)(?=[.;,]|\s+(?:regardless|whether|even|notwithstanding|under\s+any|in\s+the\s+aggregate)|$)",
        _basis, 6,
    ),
    _formula("refund", r"refund", rf"(?P<term>(?:\b(?:is|are|shall\s+be|be|no\s+{_SPEAKS}{{0,60}})\s+)?(?:\w+-\w+\s+and\s+)?(?:non-?refundable|not\s+(?:be\s+)?refund(?:able|ed)|no\s+refunds?\b|not\s+be\s+entitled\s+to\s+(?:any|a)\s+refund)|\bno\s+portion\s+{_SPEAKS}{{3,80}}?refundable)", _not_refundable, 6),
    _formula(
        "refund", r"refund|reimburse",
        rf"(?P<term>\b(?:pro[-\s]?rata|prorated)\s+(?:refund|portion){_SPEAKS}{{0,90}}?)(?=[.;,]|$)"
        rf"|(?P<term2>\b(?:shall|will)\s+(?:promptly\s+|immediately\s+)?(?:be\s+(?:\w+\s+)?)?refund(?:ed)?\b{_SPEAKS}{{0,90}}?)(?=[.;,]|$)".replace("term2", "term_two"),
        lambda match: {"refundable": True, "formula": dry(match["term"] or match["term_two"])}, 6,
    ),
    _formula(
        "price_escalator", _PRICES,
        rf"(?P<term>\b(?:increased?|adjust(?:ed|ment)?|escalated?)\b{_SPEAKS}{{0,120}}?(?:consumer\s+price\s+index|\bCPI\b|price\s+index|indexing\s+methodology|index\b){_SPEAKS}{{0,60}}?)(?=[.;,]|$)",
        _indexed, 6,
    ),
    _formula(
        "price_escalator", r"\b(?:may|reserves?\s+the\s+right\s+to|right\s+to|entitled\s+to)\b",
        rf"(?P<term>\b(?:increase|adjust|raise|change)\s+(?:the|its|any|such|all)\s+(?:[\w-]+\s+){{0,4}}?{_PRICES}\b{_SPEAKS}{{0,80}}?)(?=[.;,]|$)",
        _basis, 4,
    ),
    _formula(
        "mfn", r"favou?r|lowest|lower|better|highest",
        rf"(?P<term>\bmost[-\s]favou?red[-\s](?:nations?|customer|licensee|party){_SPEAKS}{{0,60}}?|\b(?:no|not)\s+less\s+favou?rable\s+(?:\w+\s+){{0,4}}than\s+{_SPEAKS}{{3,120}}?(?:customers?|licensees?|purchasers?|parties|party|clients?)\b|\b(?:lowest|best)\s+(?:net\s+)?(?:prices?|rates?)\s+(?:\w+\s+){{0,5}}(?:charged|offered|paid|available|given){_SPEAKS}{{0,60}}?)(?=[.;,]|\s|$)",
        _favoured, 5,
    ),
    _formula(
        "not_a_commitment", _PRICES,
        rf"(?P<term>\b(?:to\s+be\s+)?(?:mutually\s+)?(?:agreed?|negotiated?)\s+(?:in\s+(?:writing|good\s+faith)\s+)?(?:upon|on|to|as\s+to)?\s*(?:an?|the)?\s*(?:[\w-]+\s+){{0,3}}?(?:adjustment|prices?|fees?|rates?|royalt\w+|compensation)\b{_SPEAKS}{{0,60}}?)(?=[.;,]|$)",
        _open, 1,
    ),
    _formula(
        "sla_credit", r"credit|monthly|downtime|outage|unavailab",
        rf"(?P<term>(?P<part>\bone[-\s][a-z]+(?:th|rd))\s*(?:\((?P<figure>\d{{1,2}}/\d{{1,4}})(?:th)?\)\s*)?of\s+(?:the\s+)?(?P<base>(?:monthly|annual|applicable)\s+{_SPEAKS}{{3,60}}?))(?=\s+for\b|[.;,]|$)",
        _part, 6,
    ),
    _formula(
        "liquidated_damages", r"damages|penalt|solicit|hire|employ|terminat|breach|fail",
        rf"(?P<term>(?P<times>\b(?:{WORDS}|\d(?:\.\d)?))\s*(?:\(\d(?:\.\d)?\)\s*)?times\s+(?P<base>(?:the|that|such|its|his|her)\s+{_SPEAKS}{{5,90}}?))(?=[.;,]|$)",
        _multiple, 5,
    ),
)  # fmt: skip


def terms_of_formulas(text: str, segments: Sequence[Segment], places: Places) -> list[tuple[Term, int]]:
    """The terms of sentences that speak of money without naming any."""
    found: list[tuple[Term, int]] = []
    for segment in segments:
        if segment.kind == "heading" or segment.end - segment.start > 6000:
            continue
        words = text[segment.start : segment.end]
        for formula in FORMULAS:
            if not formula.about.search(words):
                continue
            for match in islice(formula.words.finditer(words), 1 if formula.field == "liability_cap" else None):
                start = segment.start + (match.start("term") if match["term"] else match.start())
                end = segment.start + match.end()
                found.append((Term(formula.field, formula.read(match), start, end, 1), formula.lead))
    return found
