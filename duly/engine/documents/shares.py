"""Percents with their role: royalties, shares of revenue, commissions, discounts, parts of a price, limits of an audit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duly.engine.documents.money import Money
from duly.engine.documents.percents import Percent
from duly.engine.documents.places import Place, Places, dry, unit_after
from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.roles import ABOVE, AFTER, BEFORE, HEADING, LEAD, NEAR, NEXT, SENTENCE, Clue, decide, windows

ROYALTY, SHARE, COMMISSION, FEE, PAYMENT = "royalty", "revenue_share", "commission", "fee", "payment"
AUDIT, ESCALATOR, DISCOUNT, REBATE, DAMAGES = (
    "not_a_contract_fee", "price_escalator", "discount", "rebate", "liquidated_damages",
)  # fmt: skip
LIABILITY, REFUND, BONUS, NOTHING = "liability_cap", "refund", "bonus", ""


def _clue(name: str, where: str, pattern: str, **counts: int) -> Clue:
    known = {
        "royalty": ROYALTY, "share": SHARE, "commission": COMMISSION, "fee": FEE, "payment": PAYMENT, "audit": AUDIT,
        "escalator": ESCALATOR, "discount": DISCOUNT, "rebate": REBATE, "damages": DAMAGES, "liability": LIABILITY,
        "refund": REFUND, "bonus": BONUS, "nothing": NOTHING,
    }  # fmt: skip
    return Clue(name, where, re.compile(pattern, re.IGNORECASE), {known[role]: count for role, count in counts.items()})


_PROCEEDS = (
    r"(?:revenues?|profits?|proceeds|receipts|sales|income|earnings|margin|billings|collections"
    r"|amounts?\s+(?:\w+\s+)?(?:earned|received|collected|invoiced|billed))"
)
PRIOR = {NOTHING: 3}
CLUES = (
    _clue("royalty", SENTENCE, r"\broyalt", royalty=5),
    _clue("royalty next", NEXT, r"^\s?(?:\(?\w+\)?\s){0,2}royalt", royalty=5),
    _clue("royalty near", NEAR, r"\broyalt(?:y|ies)\b", royalty=3),
    _clue("royalty heading", HEADING, r"\broyalt", royalty=4),
    _clue("royalty lead", LEAD, r"\broyalt", royalty=4),
    _clue("of proceeds", NEXT, rf"^\s?(?:\(?\w+\)?\s){{0,2}}(?:of|on|from)\s.{{0,60}}\b{_PROCEEDS}", share=5, royalty=3, commission=2),
    _clue("of a price", NEXT, r"^\s?(?:of|on)\s.{0,60}\b(?:invoice|wholesale|selling|sales|purchase|net)\s+(?:\w+\s+)?prices?", royalty=3, share=1, commission=2),
    _clue("share words", SENTENCE, r"\b(?:revenue|profit)[-\s]shar|\bshare\s+of\s+(?:the\s+)?(?:\w+\s+){0,3}(?:revenue|profit|proceeds)|\bsplit\b", share=4),
    _clue("share heading", HEADING, r"\brevenue|\bprofit|\bshar(?:e|ing)\b|\bcompensation\b|\bpayments?\b", share=2),
    _clue("pays", BEFORE, r"\b(?:pay|remit|receive|retain|entitled\s+to|paid|distribute|keep)\b", share=2, royalty=2, commission=2, fee=1),
    _clue("commission", SENTENCE, r"\bcommissions?\b|\bfinder.{0,3}s?\s+fee|\breferral\s+fee|\bbrokerage", commission=7),
    _clue("commission heading", HEADING, r"\bcommission", commission=5),
    _clue("of such amount", NEXT, r"^\s?of\s+(?:such|the|all)\s+(?:amounts?|fees?|payments?)\b", share=3, commission=2),
    _clue("late", SENTENCE, r"\binterest\b|\blate\s+(?:fee|charge|payment)|\boverdue\b|\bpast\s+due\b|\bprime\s+rate", nothing=9),
    _clue("per month", NEXT, r"^\s?(?:per|a)\s+(?:month|annum)", nothing=4),
    _clue("audit", SENTENCE, r"\baudit|\bunder-?pa(?:id|y)|\bdiscrepanc|\bunderstate|\binspection\b|\berror\s+in\b|\bexamination\s+of\b", audit=10),
    _clue("audit heading", HEADING, r"\baudit|\brecords|\bbooks", audit=4),
    _clue("escalator", SENTENCE, r"\b(?:increas|escalat|adjust)\w*\b.{0,140}\b(?:fees?|prices?|charges?|rates?|rent)\b|\b(?:fees?|prices?|charges?|rates?|rent)\b.{0,140}\b(?:increas|escalat|adjust)\w*", escalator=6),
    _clue("escalator limit", NEAR, r"\b(?:more\s+than|exceed(?:ing)?|by|maximum\s+of|up\s+to|greater\s+of|lesser\s+of)\s+(?:the\s+\w+\s+of\s+)?(?:\(\w\)\s)?$", escalator=2),
    _clue("per year", NEXT, r"^\s?(?:per\s+(?:year|annum)|each\s+year|annually|in\s+any|during\s+any|over\s+the)", escalator=3),
    _clue("consumer prices", SENTENCE, r"\bconsumer\s+price|\bCPI\b|\bprice\s+index", escalator=4),
    _clue("discount", SENTENCE, r"\bdiscount|\bless\s+than\s+(?:the\s+)?list|\boff\s+(?:the\s+|of\s+)?(?:\w+\s+){0,2}(?:list|retail|price)|\bprice\s+reduction", discount=8),
    _clue("rebate", SENTENCE, r"\brebate", rebate=9),
    _clue("restocking", SENTENCE, r"\brestocking\s+(?:fee|charge)|\bhandling\s+(?:fee|charge)|\bcancellation\s+(?:fee|charge)", fee=10),
    _clue("surcharge", NEXT, r"^\s?(?:\w+\s){0,2}(?:fee|surcharge|service\s+charge|mark-?up|administrati\w+|overhead)", fee=6),
    _clue("ownership", SENTENCE, r"\b(?:outstanding|voting|equity|capital\s+stock|membership\s+interest|securities|ownership|owns?|shareholder|controll?(?:s|ing|ed)?\b)", nothing=5),
    _clue("performance", SENTENCE, r"\b(?:uptime|availability|on[-\s]time|accuracy|performance\s+level|service\s+level|available|capacity|inventory|forecast|yield|purity|tolerance|variance|rejected|defect)\b", nothing=5),
    _clue("size", SENTENCE, r"\b(?:size|area|width|height|square|signage|employees|votes|members|time)\b", nothing=2),
    _clue("part of a price", NEXT, r"^\s?(?:\(?\w+\)?\s)?(?:of|is|shall\s+be|will\s+be|down|deposit|due|payable|upon|on|at|prior|balance)\s.{0,80}\b(?:fees?|price|cost|amount|order|total|due|payable|deposit|down|execution|signing|completion|delivery|acceptance|shipment|receipt)\b", payment=4),
    _clue("due on", AFTER, r"^.{0,80}\b(?:due|payable|paid)\b.{0,20}\b(?:upon|on|at|within|prior|before)\b|^.{0,60}\bupon\s+(?:\w+\s+){0,2}(?:execution|signing|completion|delivery|acceptance|receipt)", payment=4),
    _clue("deposit", SENTENCE, r"\bdeposit|\bdown\s?payment|\binstal?lment", payment=3),
    _clue("damages", SENTENCE, r"\bliquidated\s+damages|\bpenalt", damages=7),
    _clue("liability", SENTENCE, r"\b(?:liabilit|damages)\w*\b.{0,160}\b(?:exceed|limited|in\s+excess)", liability=7),
    _clue("refund", SENTENCE, r"\brefund|\breimburs", refund=4),
    _clue("bonus", SENTENCE, r"\bbonus|\bincentive", bonus=6),
    _clue("conversion", SENTENCE, r"\bconver(?:t|sion)\b|\bstock\b|\bshares\b|\bwarrant", nothing=3),
    _clue("tax", SENTENCE, r"\b(?:sales|use|withholding|value[-\s]added|income)\s+tax|\bVAT\b|\bGST\b", nothing=4),
    _clue("example", SENTENCE, r"\bfor\s+(?:example|instance)\b|\be\.g\.", nothing=5, audit=3),
    _clue("threshold", NEAR, r"\b(?:at\s+least|less\s+than|more\s+than|greater\s+than|in\s+excess\s+of|exceed\w*|fewer\s+than)\s+(?:\w+\s)?$", nothing=2, royalty=-2, share=-3),
    _clue("arithmetic", NEXT, r"^\s?(?:=|x\s|of\s?\$|\*)", nothing=5),
)  # fmt: skip
_BASE = re.compile(
    r"\s{0,3}(?:\(?[A-Za-z]{2,14}\)?\s{1,3}){0,2}?(?:of|on|from)\s{1,3}(?P<base>[^,.;:()]{3,110}?)"
    r"(?=\s{0,3}(?:[,.;:()]|$)|\s{1,3}(?:from|for|during|shall|will|if|paid|payable|and\s+the|or\s+the|which|upon|within|less|after|in\s+(?:excess|each|any))\b)",
    re.IGNORECASE,
)


def terms_of_shares(
    text: str, parts: Sequence[Percent], amounts: Sequence[Money], places: Places
) -> list[tuple[Term, int, int]]:
    """The percents of a text that are worth money: the term, by how many points its role won, and where the amount
    stands that is its floor (-1 without)."""
    found = []
    for percent in parts:
        place = places.at(percent.start, percent.end)
        role, lead = decide(_points(place))
        if role:
            floor = _floor(text, percent, amounts) if role in (ROYALTY, SHARE, COMMISSION) else None
            found.append((_term(text, percent, role, floor), lead, floor.start if floor else -1))
    return found


_OR = re.compile(r"[^.;]{0,80}?,?\s{0,3}\bor\s{1,3}(?:at\s{1,3}least\s{1,3})?$", re.IGNORECASE)
_WHICHEVER = re.compile(r"[^.;]{0,80}?\b(?:whichever|greater|higher)\b", re.IGNORECASE)


def _floor(text: str, percent: Percent, amounts: Sequence[Money]) -> Money | None:
    """The amount of "33% or $1 per subscription, whichever is greater"."""
    for money in amounts:
        if 0 <= money.start - percent.end < 100 and _OR.fullmatch(text[percent.end : money.start]):
            return money if _WHICHEVER.match(text, money.end) else None
    return None


def _points(place: Place) -> dict[str, int]:
    seen, sums = windows(place), dict(PRIOR)
    for clue in CLUES:
        if clue.pattern.search(seen[clue.where]):
            for role, count in clue.points.items():
                sums[role] = sums.get(role, 0) + count
    return sums


def _term(text: str, percent: Percent, role: str, floor: Money | None) -> Term:
    """The term of a percent: its words go on to what it is a percent of."""
    match = _BASE.match(text, percent.end)
    end = match.end("base") if match and role not in (AUDIT, ESCALATOR) else percent.end
    base = dry(match["base"]).strip() if match else ""
    value: dict[str, Value] = {"percent": percent.value}
    if role == ESCALATOR:
        return Term(role, {"max_percent": percent.value, "period": "P1Y"}, percent.start, percent.end, 1)
    if base and role != AUDIT:
        value["of" if role == PAYMENT else "base"] = base
    if floor:
        value |= {"min_amount": floor.value, "currency": floor.currency}
        unit, end = unit_after(text, floor.end)
        value |= {"unit": unit} if unit else {}
    return Term(role, value, percent.start, max(end, percent.end), 1)
