"""Shares that parties have of one thing: two that have more than half each have more than there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from duly.engine.documents.checks.facts import Facts, phrase, span
from duly.engine.documents.checks.parts import WHOLE
from duly.engine.documents.proposals import Finding

# "The Parties shall each have a 60% interest": two at least, and so more than the whole.
_EACH = phrase(
    r"\b(?:(?:each|both)(?: of (?:the|them))?(?: (?:parties|partners|members|shareholders|of them))?(?: (?:party"
    r"|partner"
    r"|member|venturer|shareholder))?|(?:parties|partners|members|venturers) (?:shall |will |agree to )?(?:each|both))"
    r" (?:shall |will |agrees? to )?(?:have|has|hold|holds|own|owns|receive|receives|bear|bears|pay|pays|contribute"
    r"|contributes|retain|retains|be (?:entitled to|responsible for|liable for)|is (?:entitled to|responsible for))"
    r"(?: an?| the)?\s{1,4}\Z"
)
_OF_ONE = phrase(
    r"[\s)]{1,4}(?:(?:undivided|equity|ownership|economic|membership|voting|partnership|share) )?(?:(?:interest|stake"
    r"|share|ownership|participation) (?:in|of)|of) (?:the|all|any|such|its)\b(?! (?:own|relevant|applicable"
    r"|respective))"
)
_HALF = 50


def share_findings(known: Facts) -> Iterator[Finding]:
    """Shares of each party that are more than the whole."""
    for one in known.percents:
        before = _EACH.search(known.text, max(0, one.start - 130), one.start)
        if not before or not _OF_ONE.match(known.text, one.end) or not one.sound:
            continue
        if Fraction(one.value) > _HALF:
            says = f"each party has {one.value}%, which is more than the whole"
            yield Finding(WHOLE, says, (span(one), before.span()))
