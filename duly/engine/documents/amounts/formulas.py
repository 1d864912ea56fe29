"""Money terms without an amount of their own: caps by what was paid, refunds, price changes by an index, most favoured
customers, prices still to be agreed, damages and credits as a multiple or a part of something."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from duly.engine.documents.proposals import Segment, Term, Value
from duly.engine.documents.text.places import dry
from duly.engine.documents.values.numbers import WORDS, decimal_text, in_words

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
    """A blank in a pattern stands for any blanks, so that broken lines are read."""
    return Formula(field, _blanks(about), _blanks(words), read, lead)


def _blanks(pattern: str) -> re.Pattern[str]:
    return re.compile(
        re.sub(r"(?<!\[-)(?<!\[) (?!\])", r"\\s{1,40}", pattern).replace("{1,40}?", "{0,40}"), re.IGNORECASE
    )


def _basis(match: re.Match[str]) -> Value:
    return {"formula": dry(match["term"])}


def _not_refundable(match: re.Match[str]) -> Value:
    return {"refundable": False}


def _refundable(match: re.Match[str]) -> Value:
    return {"refundable": True, "formula": dry(match["term"])}


def _indexed(match: re.Match[str]) -> Value:
    around = match.string[max(0, match.start() - 160) : match.end()]
    index = re.search(
        r"consumer\s+price\s+index|CPI|price\s+index|\b[A-Z]{3,6}\b[^.;]{0,40}index", match[0], re.IGNORECASE
    )
    value: dict[str, Value] = {"index": dry(index[0])} if index else {"formula": dry(match["term"])}
    return value | (
        {"period": "P1Y"} if re.search(r"annual|each\s+year|per\s+year|anniversar", around, re.IGNORECASE) else {}
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


_PRICES = r"(?:prices?|pricing|fees?|charges?|rates?|royalt\w+|compensation|remuneration|amounts? payable|costs?)"
_PAID = (
    r"(?:amounts?|fees?|sums?|money|price|royalties|compensation|remuneration|charges|payments|consideration|monies"
    r"|commissions)"
)
_ENDS = r"(?=[.;,]|$)"
# Words that begin a sum which has to be worked out.
_WORKED_OUT = (
    r"(?P<term>(?:an amount equal to )?(?:the |an? )?(?:greater|lesser|product|sum|average|difference|remaining|unpaid|"
    rf"unexpired|balance|total|present value|pro[- ]?rata){_SPEAKS}{{10,220}}?)"
)
_LESSER = r"(?:the (?:less[eo]r|greater|smaller) of:? (?:\(\w{1,3}\) )?)?"
_OR_DAMAGES = r"(?:direct damages[^.;]{0,60}?,? or (?:\(\w{1,3}\) )?)?"
FORMULAS = (
    _formula(
        "liability_cap", r"liab|damages|responsib|loss",
        r"(?:limited to|(?:not |never )?exceed|in excess of|(?:greater|more) than) " + _LESSER + _OR_DAMAGES
        + r"(?P<term>(?:an amount equal to )?(?:(?:the|all|any|one|its|half|of) ){0,3}(?:\w+ ){0,4}?"
        + rf"{_PAID}\b{_SPEAKS}{{6,220}}?)"
        + r"(?=[.;,]| (?:regardless|whether|even|notwithstanding|under any|in the aggregate)|$)",
        _basis, 6,
    ),
    _formula(
        "refund", r"refund|repayable",
        rf"(?P<term>(?:\b(?:is|are|shall be|be|no {_SPEAKS}{{0,60}}) )?(?:\w+-\w+ and )?"
        r"(?:non-?refundable|not (?:be )?refund(?:able|ed)|no refunds?\b|not be entitled to (?:any|a) refund)"
        rf"|\bno portion {_SPEAKS}{{3,80}}?refundable|\b(?:no|not)\b {_SPEAKS}{{0,90}}?\brepayable\b)",
        _not_refundable, 6,
    ),
    _formula(
        "refund", r"refund|reimburse",
        rf"(?P<term>\b(?:pro[- ]?rata|prorated) (?:refund|portion){_SPEAKS}{{0,90}}?){_ENDS}", _refundable, 6,
    ),
    _formula(
        "refund", r"refund",
        r"(?P<term>\b(?:shall|will) (?:promptly |immediately )?(?:be (?:\w+ )?)?"
        rf"refund(?:ed)?\b{_SPEAKS}{{0,90}}?){_ENDS}",
        _refundable, 6,
    ),
    _formula(
        "refund", r"fees?|payments?|amounts?|money|monies|price|deposit|purchase",
        r"(?P<term>\b(?:(?:refund|repay|recover|return)(?: to \w+)?|the (?:refund|return) of) "
        rf"(?:promptly )?(?:(?:any|all|the|such|any and all) ){{1,2}}(?:\w+ ){{0,3}}?{_PAID}\b"
        rf"{_SPEAKS}{{0,20}}?\b(?:paid|received|prepaid|made|for|hereunder)\b{_SPEAKS}{{0,80}}?){_ENDS}",
        _refundable, 6,
    ),
    _formula(
        "refund", r"retain|keep",
        rf"(?P<term>\b(?:entitled to|may|shall) (?:receive and )?(?:retain|keep) (?:all|any) (?:\w+ ){{0,2}}?{_PAID}\b"
        rf"{_SPEAKS}{{0,80}}?){_ENDS}",
        _not_refundable, 5,
    ),
    _formula(
        "price_escalator", _PRICES,
        rf"(?P<term>\b(?:increased?|adjust(?:ed|ment)?|escalated?)\b{_SPEAKS}{{0,120}}?"
        rf"(?:consumer price index|\bCPI\b|price index|indexing methodology|index\b){_SPEAKS}{{0,60}}?){_ENDS}",
        _indexed, 6,
    ),
    _formula(
        "price_escalator", _PRICES,
        rf"(?P<term>\b(?:capped at|not (?:increase|exceed|rise)(?: by)?(?: more than)?) {_SPEAKS}{{0,60}}?"
        rf"(?:\bCPI\b|consumer price index){_SPEAKS}{{0,40}}?){_ENDS}",
        _indexed, 6,
    ),
    _formula(
        "price_escalator", _PRICES,
        rf"(?P<term>\b(?:increased|adjusted|escalated) (?:by|in proportion to|to reflect|in line with) "
        rf"(?:an? |the )(?:percentage|amount|proportion|rate|actual|increase|change)\b{_SPEAKS}{{0,140}}?){_ENDS}",
        _indexed, 5,
    ),
    _formula(
        "price_escalator", r"minimum|payment|fee|price|rate|charge",
        rf"(?P<term>\ba? ?percentage increase in (?:the )?{_SPEAKS}{{5,200}}?){_ENDS}",
        _basis, 4,
    ),
    _formula(
        "price_escalator", r"\b(?:may|reserves? the right to|right to|entitled to)\b",
        r"(?P<term>\b(?:increase|adjust|raise|change) (?:the|its|any|such|all) (?:[\w-]+ ){0,4}?"
        rf"{_PRICES}\b{_SPEAKS}{{0,80}}?){_ENDS}",
        _basis, 4,
    ),
    _formula(
        "fee", r"\bpay|\breceive|\bcharge",
        rf"(?P<term>\ban? (?:\w+ ){{0,2}}?(?:fee|charge|payment) equal to "
        rf"(?!{_SPEAKS}{{0,60}}(?:percent|times|multipl))"
        r"(?:the |its |all )?(?:\w+ ){0,2}?(?:costs?|expenses|fees?|salary|compensation|price)\b"
        rf"{_SPEAKS}{{0,90}}?){_ENDS}",
        _basis, 3,
    ),
    _formula(
        "mfn", r"favou?r|lowest|lower|better|highest",
        rf"(?P<term>\bmost[- ]favou?red[- ](?:nations?|customer|licensee|party){_SPEAKS}{{0,60}}?"
        rf"|\b(?:no|not) less favou?rable (?:\w+ ){{0,4}}than (?!would be|could be|might be){_SPEAKS}{{3,120}}?"
        r"(?:customers?|licensees?|purchasers?|parties|party|clients?)\b"
        rf"|\b(?:lowest|best) (?:net )?(?:prices?|rates?) (?:\w+ ){{0,5}}(?:charged|offered|paid|available|given)"
        rf"{_SPEAKS}{{0,60}}?)(?=[.;,\s]|$)",
        _favoured, 5,
    ),
    _formula(
        "not_a_commitment", _PRICES,
        r"(?P<term>\b(?:to be )?(?:mutually )?(?:agreed?|negotiated?) (?:in (?:writing|good faith) )?"
        r"(?:(?:upon|on|to|as to) )?(?:(?:an?|the) )?(?:[\w-]+ ){0,3}?"
        rf"(?:adjustment|prices?|fees?|rates?|royalt\w+|compensation)\b{_SPEAKS}{{0,60}}?){_ENDS}",
        _open, 1,
    ),
    _formula(
        "sla_credit", r"credit|downtime|outage|unavailab",
        r"(?P<term>(?P<part>\bone[- ][a-z]+(?:th|rd)) ?(?:\((?P<figure>\d{1,2}/\d{1,4})(?:th)?\) ?)?of (?:the )?"
        rf"(?P<base>(?:monthly|annual|applicable) {_SPEAKS}{{3,60}}?))(?= for\b|[.;,]|$)",
        _part, 6,
    ),
    _formula(
        "liquidated_damages", r"terminat|cancel|default|breach",
        r"(?P<term>\ball (?:\w+ ){0,3}?(?:instal{1,2}ments?|payments?|fees?|rent)\b"
        rf"(?: {_SPEAKS}{{0,30}}?\b(?:would have been|would have become|that remain|remaining)\b{_SPEAKS}{{3,170}}?"
        rf"| for {_SPEAKS}{{0,30}}?(?:balance|remainder|rest|then[- ]current|unexpired)\b{_SPEAKS}{{1,60}}?\bterm\b"
        rf"{_SPEAKS}{{0,30}}?)){_ENDS}",
        _basis, 5,
    ),
    _formula(
        "liquidated_damages", r"terminat|cancel|default|breach",
        r"(?P<term>\b(?:pay|liable) for (?:the )?(?:\w+ ){1,3}?in accordance with"
        rf"{_SPEAKS}{{3,90}}?(?:balance|remainder) of the (?:term|period){_SPEAKS}{{0,60}}?){_ENDS}",
        _basis, 4,
    ),
    _formula(
        "liquidated_damages", r"terminat|severance|without cause",
        rf"(?P<term>(?P<times>\b(?:{WORDS}|\d{{1,2}})) ?(?:\(\d{{1,2}}\) ?)?"
        rf"(?P<base>(?:years?|months?)['’]?s? (?:of )?(?:\w+ ){{0,4}}?(?:salary|consulting fee|compensation)\b))",
        _multiple, 5,
    ),
    _formula(
        "liquidated_damages", r"damages|penalt|solicit|hire|employ|terminat|breach|fail",
        rf"(?P<term>(?P<times>\b(?:{WORDS}|\d(?:\.\d)?)) ?(?:\(\d{{1,3}}(?:\.\d)?(?: ?[x×])?\) ?)?times "
        rf"(?:\(\d{{1,3}} ?[x×]\) ?)?"
        rf"(?:of )?(?P<base>(?:the|that|such|its|his|her|any|an?|average) {_SPEAKS}{{5,90}}?)){_ENDS}",
        _multiple, 5,
    ),
    _formula(
        "liquidated_damages", r"terminat|cancel",
        r"\b(?:termination|cancell?ation|break-?up) (?:fee|charge|payment)['’\"”)]{0,3}"
        rf"(?: {_SPEAKS}{{0,60}}?)? (?:equal to|equals?|means?|shall mean|(?:shall|will) be) {_WORKED_OUT}{_ENDS}",
        _basis, 5,
    ),
    _formula(
        "minimum_charge", r"deficien|shortfall",
        r"\b(?:deficiency|shortfall) (?:payment|charge|fee|amount)\b"
        rf"{_SPEAKS}{{0,60}}? equal to {_WORKED_OUT}{_ENDS}",
        _basis, 5,
    ),
    _formula(
        "minimum_charge", r"less than|lower than",
        r"\b(?P<term>(?:in no event|not|never) (?:shall|will) (?:the )?(?:\w+ ){0,2}(?:amounts?|fees?|charges?|"
        rf"payments?|royalt(?:y|ies))\b{_SPEAKS}{{0,50}}? be (?:less|lower) than (?:the|an?) "
        rf"{_SPEAKS}{{10,160}}?){_ENDS}",
        _basis, 5,
    ),
)  # fmt: skip


def terms_of_formulas(text: str, segments: Sequence[Segment]) -> list[tuple[Term, int]]:
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
                if any(t.field == formula.field and t.start < end and start < t.end for t, _ in found[-6:]):
                    continue
                found.append((Term(formula.field, formula.read(match), start, end, 1), formula.lead))
    return found
