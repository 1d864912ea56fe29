"""What an amount is for: a fee, a rate, a bonus, a limit of an insurance, ... decided from the words around it.

Each clue is a name, the window it is looked for in, a pattern, and how strongly it speaks for or against roles. The sum
decides; the lead over the second best role says how sure the decision is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from duly.engine.documents.amounts import fee_clues, no_fee_clues
from duly.engine.documents.amounts.no_fee_clues import Row
from duly.engine.documents.text.places import Place

FEE, PAYMENT, TOTAL, RECURRING, MILESTONE, RATE, BONUS = (
    "fee", "payment", "total_fee", "recurring_fee", "milestone", "rate", "bonus",
)  # fmt: skip
COMMITMENT, CHARGE, DAMAGES, PENALTY = "minimum_commitment", "minimum_charge", "liquidated_damages", "penalty"
LIABILITY, EXPENSE, FEE_CAP, ROYALTY_CAP = "liability_cap", "expense_cap", "fee_cap", "royalty_cap"
ROYALTY = "royalty"
REFUND, DISCOUNT, REBATE, CREDIT, NONCASH = "refund", "discount", "rebate", "sla_credit", "noncash_consideration"
NOT_FEE, NOT_PROMISED, NOTHING = "not_a_contract_fee", "not_a_commitment", ""

NEAR = "near"  # the last words before the amount
BEFORE, AFTER, NEXT, SENTENCE, LEAD, HEADING, ABOVE = "before", "after", "next", "sentence", "lead", "heading", "above"
WINDOWS = (NEAR, BEFORE, NEXT, AFTER, LEAD, SENTENCE, HEADING, ABOVE)


@dataclass(frozen=True, slots=True)
class Clue:
    """A pattern in a window, and the points it gives to roles."""

    name: str
    where: str
    pattern: re.Pattern[str]
    points: dict[str, int]


def compiled(rows: Iterable[Row]) -> tuple[Clue, ...]:
    """The clues of a table."""
    return tuple(Clue(name, where, re.compile(words, re.IGNORECASE), points) for name, where, words, points in rows)


# The lead of a fee that no word speaks for: an amount, and nothing that says what for.
UNTOLD = -1
PRIOR = {FEE: 1, NOT_FEE: 0, RATE: -1, RECURRING: -1, TOTAL: -1, PAYMENT: 0}

CLUES = compiled((*no_fee_clues.CLUES, *fee_clues.CLUES))
# A sentence ends where the next begins, or a numbered section.
_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])|\s(?=\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?\s[A-Z][a-z])")


def windows(place: Place) -> dict[str, str]:
    """The windows that clues look into. What belongs to the sentence before or after is cut off."""
    before = _SENTENCE_END.split(place.before)[-1]
    after = _SENTENCE_END.split(place.after)[0]
    return {
        NEAR: before[-90:], BEFORE: before[-240:], NEXT: after[:60], AFTER: after, LEAD: place.lead,
        SENTENCE: f"{before}{place.words}{after}", HEADING: place.heading[:120], ABOVE: place.above,
    }  # fmt: skip


Tally = dict[str, int]
# What windows gave, kept for one document: amounts of one sentence or table share their windows.
Seen = dict[tuple[str, str], Tally]


def points(place: Place, period: str, unit: str, seen: Seen) -> Tally:
    """The points of each role: of the clues, of a period ("per month") and of a unit ("per hour") that follow."""
    sums = tally(place, _BY_WINDOW, PRIOR, seen)
    if unit:
        _add(sums, {RATE: 8, FEE: -1})
    elif period:
        _add(sums, {RECURRING: 8, FEE: -2, PAYMENT: -2, RATE: 1 if period == "P1D" else -2})
    return sums


def tally(place: Place, clues: dict[str, list[Clue]], prior: Tally, seen: Seen) -> Tally:
    """The points that the clues of each window give."""
    sums = dict(prior)
    for where, words in windows(place).items():
        if (where, words) not in seen:
            given: Tally = {}
            for clue in clues[where]:
                if clue.pattern.search(words):
                    _add(given, clue.points)
            seen[where, words] = given
        _add(sums, seen[where, words])
    return sums


def by_window(clues: Iterable[Clue]) -> dict[str, list[Clue]]:
    """Clues by the window they look into."""
    sorted_in: dict[str, list[Clue]] = {where: [] for where in WINDOWS}
    for clue in clues:
        sorted_in[clue.where].append(clue)
    return sorted_in


def _add(sums: Tally, more: Tally) -> None:
    for role, count in more.items():
        sums[role] = sums.get(role, 0) + count


_BY_WINDOW = by_window(CLUES)


def decide(sums: dict[str, int]) -> tuple[str, int]:
    """The role with most points, and its lead over the next."""
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0], ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0)
