"""Two kinds of clauses too rare to learn: most favoured customer, and limits on changes of price.

Named as CUAD names them. A most favoured customer gets terms no worse than others; a price restriction says how often
or how far a price may go up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duly.engine.documents.clauses.rules import rule, told
from duly.engine.documents.proposals import Clause, Segment

FAVOURED, PRICES = "Most Favored Nation", "Price Restrictions"
_BETTER = r"favou?r(?:able|ed|ably)"
_FEE = r"(?:prices?|pricing|fees?|rates?|charges?)"
_TERMS = r"(?:prices?|pricing|fees?|rates?|charges?|royalt(?:y|ies)|terms|conditions)"
_OTHERS = r"(?:customers?|clients?|distributors?|resellers?|licensees?|third part(?:y|ies)|service providers?)"
_RISE = r"(?:increas(?:e|es|ed)|raised?|adjust(?:ed|ments?)?|escalat(?:e|ed|ion)|changed?)"
# What is paid late, and prices of shares, fuel and currency, which move by themselves.
_MOVING = r"interest|late|overdue|past due|exercise|conversion price|exchange rate|imbalance|for inflation"
_ANY = r"(?:[\w-]{1,14} ){0,3}"
# Better terms for affiliates, staff or directors are another matter.
_ELSE = (
    r"offer the opportunity|employ|landlord|tenant|shareholder|arm'?s[- ]length|affiliated|indemnif|assign|successor"
)
# A line of a table of contents, and a clause that only speaks of another.
_LISTED = r"(?:customers?|nations?|pricing|terms)\W{0,80}[0-9]{1,3}\b|(?:comply|compliance|accordance) with"

RARE = (
    rule(FAVOURED, 90, r"\bmost[- ]favou?red[- ](?:nations?|customers?|licensees?|terms|pricing)", _LISTED),
    rule(FAVOURED, 80, r"\bMFN\b", _LISTED),
    rule(FAVOURED, 80, rf"\bbenefits? of {_ANY}(?:(?:lower|better) {_TERMS}|more {_BETTER})", _ELSE),
    rule(FAVOURED, 75, rf"\b{_TERMS} {_ANY}more {_BETTER} {_ANY}{_ANY}than (?:those|the terms|were|are|is)\b", _ELSE),
    rule(FAVOURED, 75, rf"\bno less {_BETTER} than {_ANY}other {_OTHERS}\b", _ELSE),
    rule(FAVOURED, 85, rf"\b{_TERMS} ... (?:no|not be|not|any) less {_BETTER} ... {_OTHERS}\b", _ELSE),
    rule(FAVOURED, 85, rf"\b(?:no|not) less {_BETTER} ... {_TERMS} ... {_OTHERS}\b", _ELSE),
    rule(FAVOURED, 80, rf"\bat least as {_BETTER} ... (?:{_TERMS}|{_OTHERS})\b", _ELSE),
    rule(FAVOURED, 80, rf"\bmore {_BETTER} {_ANY}{_TERMS} ... {_OTHERS}\b", _ELSE),
    rule(FAVOURED, 70, rf"\b{_OTHERS} ... more {_BETTER} {_ANY}{_TERMS}\b", _ELSE),
    rule(FAVOURED, 75, rf"\b(?:lower|lowest|better) {_TERMS} ... (?:any|other) ... {_OTHERS}\b", _ELSE),
    rule(FAVOURED, 60, rf"\bhigher {_TERMS} than ... {_OTHERS}\b", _ELSE),
    rule(FAVOURED, 50, rf"\bno less {_BETTER} ... than ... {_OTHERS}\b", _ELSE),
    rule(
        PRICES, 75,
        rf"\b{_FEE} ... {_RISE} ... (?:once|not exceed|more than|no more) ... (?:year|annum|[0-9] ?%|percent|period)",
        _MOVING,
    ),
    rule(PRICES, 70, rf"\b{_RISE} ... {_FEE}\b ... (?:not exceed|not? more than|(?:be|is) limited to|once)", _MOVING),
    rule(
        PRICES, 70,
        r"\b(?:increas(?:e|es|ed)|adjust(?:ed|ments?)?) ... (?:not (?:to )?exceed|not more often than|no more than) ",
        _MOVING,
    ),
    rule(PRICES, 65, rf"\b{_FEE} ... (?:may|shall|will|does|do|must) not (?:increase|be increased)\b", _MOVING),
    rule(PRICES, 65, r"\bincreases? (?:shall|may|will|does|do|must) not exceed", _MOVING),
    rule(PRICES, 60, rf"\b{_FEE} ... adjusted only\b", _MOVING),
    rule(PRICES, 55, rf"\bnotice of any {_ANY}(?:{_FEE} changes?|{_FEE} increases?|increases? in {_FEE})\b", _MOVING),
)  # fmt: skip


def rare_clauses(text: str, segments: Sequence[Segment]) -> Iterator[Clause]:
    """The rare clauses of a document."""
    return told(text, segments, RARE)
