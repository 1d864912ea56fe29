"""Percents with their role: royalties, shares of revenue, commissions, discounts, parts of a price, audits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duly.engine.documents.amounts import share_clues
from duly.engine.documents.amounts.roles import UNTOLD, Seen, by_window, compiled, decide, tally
from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.text.places import Places, dry, unit_after
from duly.engine.documents.values.money import Money
from duly.engine.documents.values.percents import Percent, stated

ROYALTY, SHARE, COMMISSION, FEE, PAYMENT = "royalty", "revenue_share", "commission", "fee", "payment"
AUDIT, ESCALATOR, DISCOUNT, REBATE, DAMAGES = (
    "not_a_contract_fee", "price_escalator", "discount", "rebate", "liquidated_damages",
)  # fmt: skip
LIABILITY, REFUND, BONUS, NOTHING = "liability_cap", "refund", "bonus", ""


PRIOR = {NOTHING: 3}
_BY_WINDOW = by_window(compiled(share_clues.CLUES))
_BASE = re.compile(
    r"\s{0,3}(?:\(?[A-Za-z]{2,14}\)?\s{1,3}){0,2}?(?:of|on|from)\s{1,3}(?P<base>(?:[^,.;:()]|(?<=\d)[,.](?=\d)){3,110}?)"
    r"(?=\s{0,3}(?:(?!(?<=\d)[,.]\d)[,.;:()]|$)|\s{1,3}\d{1,2}\.\d{1,2}\b|\s{1,3}(?:from|for|during|shall|will|is|are|due|if|paid|payable|and\s+the|and\s+[\w-]{2,16}\s+(?:percent|(?:over\s+)?(?:the|any|all)\s)|and\s+\d|or\s+the|(?:and|or)\s+\(?[a-z]\)|which|upon|within|less|after|in\s+(?:excess|each|any))\b)",
    re.IGNORECASE,
)


def terms_of_shares(
    text: str, parts: Sequence[Percent], amounts: Sequence[Money], places: Places
) -> list[tuple[Term, int, int]]:
    """The percents of a text that are worth money: the term, by how many points its role won, and where the amount
    stands that is its floor (-1 without)."""
    found = []
    seen: Seen = {}
    for percent in parts:
        place = places.at(percent.start, percent.end)
        role, lead = decide(tally(place, _BY_WINDOW, PRIOR, seen))
        shared = role in (ROYALTY, SHARE, COMMISSION)
        if shared and percent.amount == 100 and _DEFINES.search(place.before):
            continue
        if role and (shared or not percent.part):
            floor = _floor(text, percent, amounts) if shared else None
            term = _term(text, percent, role, floor)
            said = isinstance(term.value, dict) and "of" in term.value
            if role == PAYMENT and not said and not _WHEN.match(text, percent.end):
                lead = UNTOLD
            found.append((term, lead, floor.start if floor else -1))
    return found


# "Net Revenue means one hundred percent of what is received": what shares are counted from, and no share.
_DEFINES = re.compile(r"\b(?:means?|defined as|consists? of|equals?|calculated as) (?:\(\w{1,3}\) )?$", re.IGNORECASE)
# A part that is paid says of what, or when.
_WHEN = re.compile(r"[^.;:]{0,60}\b(?:upon|on|at|within|prior|before|after|due|payable|when|against)\b", re.IGNORECASE)
_OR = re.compile(r"[^.;]{0,80}?,?\s{0,3}\bor\s{1,3}(?:at\s{1,3}least\s{1,3})?$", re.IGNORECASE)
_AND = re.compile(r"[^.;]{0,80}?[,;]?\s{0,3}\b(?:and|or)\s{1,3}(?:\(?\w{1,3}\)\s{1,3})?", re.IGNORECASE)
_HIGHER_OF = re.compile(r"\b(?:higher|greater|larger|more)\s{1,3}of:?\s{1,3}(?:\(?\w{1,3}\)\s{1,3})?\Z", re.IGNORECASE)
_WHICHEVER = re.compile(r"[^.;]{0,80}?\b(?:whichever|greater|higher)\b", re.IGNORECASE)


_SHARED = r"(?:revenues?|profits?|proceeds|income|receipts|commissions?|margins?|savings)"
# "Split the profits 50/50", "the proceeds shall be divided equally".
_EVENLY = re.compile(
    rf"\b{_SHARED}\b[^.;$%]{{0,140}}?(?P<said>\b(?:(?P<first>\d{{2}})\s?/\s?(?P<second>\d{{2}})(?![\d/])|(?:shared?|split|divided?)"
    rf"\s(?:equally|evenly)))|\b(?:share|split|divide)\s(?P<so>(?P<one>\d{{2}})\s?/\s?(?P<two>\d{{2}})(?![\d/])|equally|evenly)[^.;$%]"
    rf"{{0,80}}?\b{_SHARED}\b",
    re.IGNORECASE,
)


# What is shared as often as revenue, and is none.
_COSTS = re.compile(r"\b(?:costs?|expenses|arbitrat\w+|mediat\w+|attorneys?)\b", re.IGNORECASE)


def even_shares(text: str) -> list[Term]:
    """Shares that are told by what they are to each other."""
    found = []
    for match in _EVENLY.finditer(text):
        sides = [int(side) for side in (match["first"] or match["one"], match["second"] or match["two"]) if side]
        if _COSTS.search(text, max(0, match.start() - 60), match.end() + 60):
            continue
        if not sides or (sum(sides) == 100 and _SPLITS.search(match[0] + text[match.end() : match.end() + 20])):
            span = match.span("said") if match["said"] else match.span("so")
            found += [Term(SHARE, {"percent": str(side)}, *span, 1) for side in dict.fromkeys(sides or [50])]
    return found


_SPLITS = re.compile(r"\b(?:split|shar(?:e|ed|ing)|divid\w+|basis|allocat\w+|apportion\w+)\b", re.IGNORECASE)


def _floor(text: str, percent: Percent, amounts: Sequence[Money]) -> Money | None:
    """The amount of "33% or $1 per subscription, whichever is greater"."""
    for money in amounts:
        between = text[percent.end : money.start] if 0 <= money.start - percent.end < 100 else "."
        if _OR.fullmatch(between) and _WHICHEVER.match(text, money.end):
            return money
        if _AND.fullmatch(between) and _HIGHER_OF.search(text, max(0, percent.start - 60), percent.start):
            return money
    return None


def _term(text: str, percent: Percent, role: str, floor: Money | None) -> Term:
    """The term of a percent: its words go on to what it is a percent of."""
    match = _BASE.match(text, percent.end)
    end = match.end("base") if match and role not in (AUDIT, ESCALATOR) else percent.end
    base = dry(match["base"]).strip() if match else ""
    value: dict[str, Value] = {**stated(percent)}
    if role == ESCALATOR:
        return Term(role, {"max_percent": percent.value, "period": "P1Y"}, percent.start, percent.end, 1)
    if base and role != AUDIT:
        value["of" if role == PAYMENT else "base"] = base
    if floor:
        value |= {"min_amount": floor.value, "currency": floor.currency}
        unit, end = unit_after(text, floor.end)
        value |= {"unit": unit} if unit else {}
    return Term(role, value, percent.start, max(end, percent.end), 1)
