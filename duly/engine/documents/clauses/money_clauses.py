"""Kinds of clauses that carry money and that nobody has labelled in numbers: rules of the words they are written with.

Seventeen kinds of our own, in lower case: when a fee is paid, what lowers or raises it, what gives it back, what makes
it due. A passage may be of several kinds. The rules are made of the pieces of grammar that stand first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duly.engine.documents.clauses.rules import rule, told
from duly.engine.documents.proposals import Clause, Segment

_MONEY = r"(?:(?:us|c|cad)?[$€£] ?[0-9]|(?:usd|eur|gbp|dollars|euros?)\b)"
_PERCENT = r"(?:[0-9] ?%|per ?cent)"
_FEE = r"(?:fees?|prices?|pricing|charges?|rates?|compensation|payments?|royalt(?:y|ies)|rent|retainer|tariffs?)"
_PAY = r"(?:pay|pays|paid|payable|due|owed|remit)"
_EACH = r"(?:each|every|per|a|monthly|quarterly|annual(?:ly)?|yearly|weekly)"
_PERIOD = r"(?:day|week|month|quarter|year|term|annum)"
_MUST = r"(?:shall|will|must|agrees to)"
_COUNT = r"(?:two|three|four|five|six|eight|ten|twelve|equal|[0-9]{1,2})"
_ANY = r"(?:[\w-]{1,14} ){0,3}"
_RISE = r"(?:increas(?:e|es|ed)|adjust(?:ed|ment|ments)?|escalat(?:e|es|ed|ion|or)|raised?)"
_UNITS = r"(?:units|cases|tons|barrels|gallons|hours|users|seats|licen[cs]es|copies|items|orders|products)"
_GOODS = r"(?:deliverables?|products?|goods|work|services|software|shipments?)"
# Amounts of insurance and limits of liability are no fees.
_COVER = r"insur|coverage|liabilit|indemni"

MONEY = (
    rule("payment schedule", 75, r"\b(?:payment schedule|schedule of payments|in ?stal?lments? (?:of|as follows))"),
    rule("payment schedule", 75, rf"\b{_COUNT} (?:\([0-9]{{1,2}}\) )?{_ANY}in ?stal?lments?"),
    rule("payment schedule", 60, rf"\b(?:{_FEE}|{_PAY}|{_MONEY}) ... as follows"),
    rule("payment schedule", 55, rf"{_MONEY} ... {_PAY} ... by (?:no later than )?"),
    rule("payment schedule", 50, rf"{_MONEY} ... (?:on or before|prior to|upon|within|on the|by)\b", _COVER),
    rule(
        "payment schedule", 45,
        rf"\b(?:half|third|quarter|balance|remainder|{_PERCENT}) ... {_PAY} (?:on|upon|within)",
    ),
    rule("milestone", 80, r"\bmilestones? (?:payments?|fees?|events?)"),
    rule("milestone", 65, rf"\bupon {_ANY}(?:achievement|completion|attainment|approval|commercial sale) ... {_MONEY}"),
    rule("milestone", 65, rf"{_MONEY} ... upon {_ANY}(?:achievement|completion|attainment|approval|commercial sale)"),
    rule("milestone", 50, r"\bmilestones? ... (?:achiev|complet|reach|attain)"),
    rule("fee", 70, rf"\b{_FEE} (?:of|equal to|is|are|shall be|will be|in the amount of|:) ... {_MONEY}", _COVER),
    rule("fee", 65, rf"\b{_PAY} ... {_MONEY}", _COVER),
    rule("fee", 60, rf"{_MONEY} ... {_EACH} {_ANY}(?:{_PERIOD}|{_UNITS}|unit|hour|user|seat|copy)\b", _COVER),
    rule("fee", 50, rf"\b{_FEE}\b ... {_MONEY}", _COVER),
    rule("fee", 45, rf"\b{_MUST} pay ... {_FEE}\b", _COVER),
    rule("discount", 75, rf"{_PERCENT}\)? {_ANY}discount|\bdiscount(?:s|ed)? (?:of|off|from|equal)"),
    rule("discount", 55, r"\bdiscount(?:s|ed)?\b", r"discounted cash|discount rate|without discount"),
    rule("escalator", 75, rf"\b{_FEE} ... {_RISE} ... (?:{_PERCENT}|consumer price|\bcpi\b|index)", r"late|overdue"),
    rule("escalator", 70, rf"\b{_RISE} ... {_FEE}\b ... (?:{_PERCENT}|consumer price|\bcpi\b|index)", r"late|overdue"),
    rule("escalator", 60, r"\b(?:consumer price index|cost[- ]of[- ]living|prevailing rates?|then[- ]current rates?)"),
    rule("escalator", 55, rf"\b{_RISE} (?:any of )?(?:its|the|such|their) {_ANY}{_FEE}\b"),
    rule("escalator", 50, rf"\b{_FEE}\b ... (?:may|shall|will) be {_RISE}"),
    rule("tier", 75, rf"\b[0-9][0-9,.]* ?(?:-|–|—|to) ?[0-9][0-9,.]* ... (?:{_PERCENT}|{_MONEY})"),
    rule(
        "tier", 70,
        rf"\b(?:over|above|up to|first|next|between) \$?[0-9][0-9,.]* ... (?:{_PERCENT}|{_MONEY})",
        _COVER,
    ),
    rule("tier", 70, rf"(?:{_PERCENT}|{_MONEY}) ... (?:of the first|in excess of|over|above) \$?[0-9]", _COVER),
    rule("tier", 65, r"\b(?:tier(?:s|ed)?|volume (?:discounts?|pricing|bands?)|sliding scale|price breaks?)\b"),
    rule("tier", 60, rf"\b[0-9][0-9,.]*\+? (?:{_UNITS} )?(?:{_MONEY}[0-9,.]*) "),
    rule(
        "minimum", 80,
        rf"\b(?:minimum|guaranteed) {_ANY}(?:purchase|commitment|guarantee|royalt|payment|fee)",
        _COVER,
    ),
    rule(
        "minimum", 75,
        rf"\b(?:minimum|guaranteed) {_ANY}(?:order|quantit|volume|revenue|amount|charge|price)",
        _COVER,
    ),
    rule(
        "minimum", 70,
        r"\b(?:volume|purchase|annual|quarterly|take[- ]or[- ]pay) commitments?\b|\bdeficiency payments?\b",
    ),
    rule("minimum", 60, rf"\b(?:at least|not less than|no less than|minimum of) ... (?:{_MONEY}|{_UNITS})", _COVER),
    rule("minimum", 50, rf"\b(?:no event|not) ... {_FEE}\b ... (?:be )?less than", _COVER),
    rule("rebate", 80, r"\brebates?\b"),
    rule("rebate", 55, rf"\bcredit(?:ed)? (?:against|towards?) {_ANY}(?:purchases?|{_FEE})"),
    rule("penalty", 80, r"\bliquidated damages\b"),
    rule("penalty", 70, r"\b(?:termination|cancellation|break) (?:fee|charge|payment)s?\b"),
    rule("penalty", 65, r"\bas a penalty\b|\bpenalt(?:y|ies) (?:of|equal)|\brestocking (?:fee|charge)"),
    rule("penalty", 50, rf"\b(?:fail|fails|failure|delay) ... {_PAY} ... {_MONEY}"),
    rule("sla credit", 85, r"\b(?:service[- ]levels?|service|sla) credits?\b"),
    rule("sla credit", 60, r"\b(?:uptime|availability|service levels?|outage|downtime) ... credit"),
    rule("acceptance", 75, r"\bacceptance (?:tests?|testing|criteria|period|certificate|procedures?)\b"),
    rule("acceptance", 65, rf"\b{_GOODS} ... (?:deemed|be) (?:to have been )?accepted\b"),
    rule("acceptance", 65, rf"\b(?:accept or reject|rejects?|rejection of) ... {_GOODS}\b", r"assign|\boffer"),
    rule("refund", 75, r"\brefund(?:s|ed|able)?\b"),
    rule("refund", 60, rf"\b(?:return|repay|reimburse) ... (?:deposit|prepaid|advance|{_FEE})\b", r"expenses"),
    rule(
        "free period", 80,
        r"\b(?:free (?:of charge )?(?:trial|period|months?)|trial period|(?:rent|fee|royalty)[- ]free period)",
    ),
    rule(
        "free period", 60,
        rf"\b(?:no {_FEE}|without charge|free of charge) ... (?:during|for) {_ANY}(?:first|initial)",
    ),
    rule("free period", 55, rf"\bwaived? ... (?:first|initial) {_ANY}{_PERIOD}"),
    rule(
        "invoice trigger", 75,
        rf"\b{_MUST} {_ANY}(?:invoice|bill)\b|\b(?:upon|after|date of|receipt of) {_ANY}invoices?\b",
    ),
    rule("invoice trigger", 55, r"\binvoic(?:es?|ed) ... (?:monthly|quarterly|within|upon|rendered|shipment|delivery)"),
    rule(
        "late fee", 85,
        r"\blate (?:payment )?(?:fees?|charges?)\b|\binterest (?:at|of) ... (?:past due|overdue|unpaid|late)",
    ),
    rule(
        "late fee", 85,
        r"\b(?:past due|overdue|unpaid|late|not paid) ... (?:bears?|accrues?|incurs?|subject to) ... interest",
    ),
    rule(
        "late fee", 70,
        r"\binterest ... (?:per month|per annum|a month|lesser of|prime|maximum (?:rate|amount)|highest rate)\b",
    ),
    rule(
        "tax", 80,
        r"\b(?:sales|use|excise|value[- ]added|withholding|goods and services) (?:[\w,]{1,12} ){0,3}tax(?:es)?\b",
    ),
    rule("tax", 75, r"\b(?:vat|gst|exclusive of ... taxes|(?:pay|responsible for) ... taxes)\b"),
    rule(
        "currency", 80,
        rf"\b(?:amounts?|sums?|{_FEE}) ... (?:in|expressed in) (?:u\.?s\.?|united states) (?:dollars|currency)",
    ),
    rule(
        "currency", 75,
        r"\b(?:in|expressed in) (?:the )?(?:lawful )?(?:currency|money) of|\bpayable in (?:euros?|sterling)",
    ),
    rule("currency", 65, r"\b(?:exchange rates?|rate of exchange|foreign currenc(?:y|ies)|currency conversion)\b"),
)  # fmt: skip
KINDS = tuple(dict.fromkeys(one.kind for one in MONEY))


def money_clauses(text: str, segments: Sequence[Segment]) -> Iterator[Clause]:
    """The passages of a document that are about money, by kind."""
    return told(text, segments, MONEY)
