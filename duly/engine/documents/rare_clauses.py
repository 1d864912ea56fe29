"""Two kinds of clauses too rare to learn: most favoured customer, and limits on changes of price.

Named as CUAD names them. A most favoured customer gets terms no worse than others; a price restriction says how often
or how far a price may go up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duly.engine.documents.proposals import Clause, Segment
from duly.engine.documents.rules import rule, told

FAVOURED, PRICES = "Most Favored Nation", "Price Restrictions"
_BETTER = r"favou?r(?:able|ed)"
_FEE = r"(?:prices?|pricing|fees?|rates?|charges?)"
_TERMS = r"(?:prices?|pricing|fees?|rates?|charges?|royalt(?:y|ies)|terms|conditions)"
_OTHERS = r"(?:customers?|clients?|distributors?|resellers?|licensees?|third part(?:y|ies)|service providers?)"
_RISE = r"(?:increas(?:e|es|ed)|raised?|adjust(?:ed|ments?)?|escalat(?:e|ed|ion)|changed?)"
_LATE = r"interest|late|overdue|past due"
_ANY = r"(?:[\w-]{1,14} ){0,3}"
# Better terms for affiliates, staff or directors are another matter.
_ELSE = r"employ|landlord|tenant|shareholder|arm'?s[- ]length|affiliated|indemnif|assign|successor"

RARE = (
    rule(FAVOURED, 90, r"\bmost[- ]favou?red[- ](?:nations?|customers?|licensees?|terms|pricing)"),
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
        rf"\b{_FEE} ... {_RISE} ... (?:once|not exceed|more than|no more) ... (?:year|annum|[0-9] ?%|percent)",
        _LATE,
    ),
    rule(PRICES, 70, rf"\b{_RISE} ... {_FEE}\b ... (?:not exceed|no more than|not more than|limited to|once)", _LATE),
    rule(
        PRICES, 70,
        rf"\b(?:no|not|never) {_ANY}(?:increase|raise|change) ... {_FEE}\b ... (?:during|until|before|than)",
    ),
    rule(PRICES, 65, r"\bincreases? (?:shall|may|will|does|do|must) not exceed"),
    rule(
        PRICES, 50,
        rf"\b(?:increase|raise|adjust|change) (?:its|the|their|any) {_ANY}{_FEE}\b ... (?:written )?notice",
    ),
    rule(PRICES, 50, rf"\b{_FEE} ... (?:remain|be|are) (?:fixed|firm|unchanged|the same|frozen)\b"),
    rule(PRICES, 45, rf"\b{_FEE} ... (?:adjusted|{_RISE}) ... (?:consumer price index|\bcpi\b)"),
)  # fmt: skip


def rare_clauses(text: str, segments: Sequence[Segment]) -> Iterator[Clause]:
    """The rare clauses of a document."""
    return told(text, segments, RARE)
