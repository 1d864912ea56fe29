"""What an amount is for: a fee, a rate, a bonus, a limit of an insurance, ... decided from the words around it.

Each clue is a name, the window it is looked for in, a pattern, and how strongly it speaks for or against roles. The sum
decides; the lead over the second best role says how sure the decision is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duly.engine.documents.places import Place

FEE, PAYMENT, TOTAL, RECURRING, MILESTONE, RATE, BONUS = (
    "fee", "payment", "total_fee", "recurring_fee", "milestone", "rate", "bonus",
)  # fmt: skip
COMMITMENT, CHARGE, DAMAGES, PENALTY = "minimum_commitment", "minimum_charge", "liquidated_damages", "penalty"
LIABILITY, EXPENSE, FEE_CAP, ROYALTY_CAP = "liability_cap", "expense_cap", "fee_cap", "royalty_cap"
REFUND, DISCOUNT, REBATE, CREDIT, NONCASH = "refund", "discount", "rebate", "sla_credit", "noncash_consideration"
NOT_FEE, NOT_PROMISED, NOTHING = "not_a_contract_fee", "not_a_commitment", ""

NEAR = "near"  # the last words before the amount
BEFORE, AFTER, NEXT, SENTENCE, LEAD, HEADING, ABOVE = "before", "after", "next", "sentence", "lead", "heading", "above"


@dataclass(frozen=True, slots=True)
class Clue:
    """A pattern in a window, and the points it gives to roles."""

    name: str
    where: str
    pattern: re.Pattern[str]
    points: dict[str, int]


def _clue(name: str, where: str, pattern: str, **points: int) -> Clue:
    known = {
        "fee": FEE, "payment": PAYMENT, "total": TOTAL, "recurring": RECURRING, "milestone": MILESTONE, "rate": RATE,
        "bonus": BONUS, "commitment": COMMITMENT, "charge": CHARGE, "damages": DAMAGES, "liability": LIABILITY,
        "expense": EXPENSE, "fee_cap": FEE_CAP, "royalty_cap": ROYALTY_CAP, "refund": REFUND, "discount": DISCOUNT,
        "credit": CREDIT, "noncash": NONCASH, "not_fee": NOT_FEE, "not_promised": NOT_PROMISED, "nothing": NOTHING,
        "penalty": PENALTY, "rebate": REBATE,
    }  # fmt: skip
    return Clue(name, where, re.compile(pattern, re.IGNORECASE), {known[role]: count for role, count in points.items()})


_MONEY_VERB = r"(?:shall|will|agrees?\s+to|must|is\s+to|are\s+to|hereby)\s+(?:\w+\s+){0,3}?(?:pay|remit|compensate|contribute|be\s+paid|be\s+entitled|receive)"
PRIOR = {FEE: 1, NOT_FEE: 0, RATE: -1, RECURRING: -1, TOTAL: -1, PAYMENT: 0}

CLUES: tuple[Clue, ...] = (
    # Not a fee at all.
    _clue("insurance", SENTENCE, r"\binsur(?:ance|ed|er)|\bumbrella\b|\bbodily\s+injury|\bproperty\s+damage|per\s+occurrence|each\s+(?:occurrence|accident)|combined\s+single\s+limit|errors\s+and\s+omissions|workers.{0,3}\s+compensation|employer.{0,3}\s+liability", not_fee=9),
    _clue("insurance heading", HEADING, r"\binsurance\b", not_fee=7),
    _clue("insurance above", ABOVE, r"\b(?:insurance|policy|policies)\b.{0,60}\b(?:limits?|coverage|maintain|amounts?)\b", not_fee=4),
    _clue("limits", SENTENCE, r"\b(?:coverage|policy|policies)\b.{0,80}\b(?:limits?|not\s+less\s+than|at\s+least|minimum)\b|\blimits?\s+of\s+(?:not|at|no|liability\s+of)|\baggregate\s+(?:limit|coverage)|\bdeductible", not_fee=5),
    _clue("par value", SENTENCE, r"\bpar\s+value\b", not_fee=8),
    _clue("per share", NEXT, r"^\s?(?:per|a|/|each)\s?/?\s?(?:share|warrant|unit\s+of\s+stock|common)", not_fee=9, rate=-3),
    _clue("exercise price", SENTENCE, r"\bexercise\s+price|\bstrike\s+price|\bstock\s+option|\boption\s+to\s+purchase|\bclosing\s+(?:bid\s+)?price|\bfair\s+market\s+value\s+of\s+the\s+(?:shares|stock)|\bshares?\s+of\s+(?:its\s+|the\s+)?(?:\w+\s+){0,2}(?:common\s+)?stock", not_fee=5),
    _clue("worked example", SENTENCE, r"\bfor\s+(?:the\s+purposes?\s+of\s+)?(?:example|instance)\b|\be\.g\.|\bby\s+way\s+of\s+(?:example|illustration)|\bfor\s+illustrat|\billustration\b|\bassum(?:e|es|ing)\s+(?:that|a|the)\b|\bhypothetical|\bexample:", not_fee=9),
    _clue("worked example above", ABOVE, r"\b(?:for\s+example|example|illustration|illustrative(?:ly)?)\b[^.]{0,200}(?:[.:][^.]{0,160})?$", not_fee=4),
    _clue("arithmetic", NEXT, r"^\s?(?:=|x\s?\d|\*|÷|/\s?\$|multiplied|divided)", not_fee=5),
    _clue("arithmetic before", NEAR, r"(?:=|\bx|\*|%\s+of)\s?$", not_fee=5),
    _clue("retail price", SENTENCE, r"\bretail\b|\bsuggested\b|\bMSRP\b|\blist\s+price|\bresale\s+price|\bselling\s+price\s+to|\bticket\s+price|\bnormal(?:ly)?\s+(?:charges?|price|cost)|\bwould\s+(?:otherwise|normally)|\bregular\s+price", not_fee=6),
    _clue("threshold", NEAR, r"\b(?:exceed(?:s|ing|ed)?|in\s+excess\s+of|(?:more|greater|less|fewer)\s+than|at\s+least|over|above|below|under|equal(?:s|ing)?\s+(?:to\s+)?(?:or\s+exceed\w*)?|up\s+to|reach(?:es|ed|ing)?|first|next|between)\s+(?:an?\s+|the\s+)?(?:aggregate\s+|total\s+|sum\s+|amount\s+)*(?:of\s+)?$", not_fee=4, fee=-2, total=-2, payment=-2, recurring=-1),
    _clue("approval threshold", SENTENCE, r"\b(?:prior\s+(?:written\s+)?approval|approv(?:e|al|ed)\s+in\s+(?:writing|advance)|consent)\b", not_fee=2, expense=2),
    _clue("sales threshold", SENTENCE, r"\b(?:net|gross|annual|total)\s+(?:\w+\s+)?(?:sales|revenues?|income|profits?|earnings|proceeds|assets|worth)\b", not_fee=3),
    _clue("financing", SENTENCE, r"\b(?:net\s+worth|tangible|market\s+cap|capitali[sz]ation|financing|raise[sd]?|public\s+offering|investment\s+of|line\s+of\s+credit|credit\s+limit|loan|indebtedness|promissory|purchase\s+price\s+of\s+the\s+(?:shares|assets)|bond|letter\s+of\s+credit|escrow)\b", not_fee=3),
    _clue("nominal", SENTENCE, r"\bother\s+good\s+and\s+valuable\s+consideration", not_fee=9),
    _clue("definition of a person", SENTENCE, r"\bmeans\s+(?:any|a)\s+(?:person|company|entity|customer)", not_fee=3),
    _clue("valued at", NEAR, r"\b(?:valued?\s+(?:at|of)|value\s+(?:is|of|equal\s+to)|worth)\s+(?:approximately\s+|at\s+least\s+)?$", not_fee=5, noncash=3),
    _clue("budget", SENTENCE, r"\bbudget|\bspend(?:s|ing)?\b|\bexpend(?:s|iture)?\b|\binvest\b", not_fee=2, commitment=2),
    _clue("formula", SENTENCE, r"\bdenominator|\bnumerator|\bproportionate\s+interest", not_fee=6),
    _clue("costs of audit", SENTENCE, r"\baudit|\bunderpa(?:id|yment)|\bdiscrepancy|\bshortfall\s+of", not_fee=5),
    _clue("dispute", SENTENCE, r"\barbitrat|\bjurisdiction|\bclaims?\s+(?:of|for|in\s+excess)", not_fee=3),
    _clue("advances so far", SENTENCE, r"\badvances?\b.{0,60}\b(?:to\s+date|total)|\bapplied\s+(?:to|against)|\bcredited\s+(?:to|against)|\bearned\s+at\b|\boutstanding\s+balance", not_fee=4),
    _clue("basis of a rate", NEAR, r"\b(?:per|each|every|for\s+each|for\s+every)\s?\(?$", nothing=9),
    _clue("deemed", SENTENCE, r"\bdeemed\s+to\b|\bshall\s+be\s+presumed", not_fee=1),
    # Not promised.
    _clue("may", SENTENCE, r"\b(?:potential|anticipat\w+|expects?|estimat\w+|projected|forecast\w*|target(?:ed)?|goal|hopes?|believes?|intend(?:s|ed)?|contemplat\w+)\b", not_promised=4, fee=-1, payment=-1),
    _clue("not promised", SENTENCE, r"\bnot\s+(?:a\s+)?(?:promised?|guarantee[d]?|commit(?:ted|ment)?|obligat\w+)|\bpotential\s+(?:but|value)|\bno\s+(?:guarantee|obligation|commitment)", not_promised=6),
    _clue("to be agreed", SENTENCE, r"\bto\s+be\s+(?:agreed|negotiated|determined)|\bmutual(?:ly)?\s+agree(?:d|ment)?\b|\bTBD\b|\bagree\s+(?:in\s+writing\s+)?(?:to|upon|on)\s+a", not_promised=4),
    # Limits.
    _clue("liability", SENTENCE, r"\b(?:liab(?:ility|le)|damages)\b.{0,160}\b(?:exceed|limited\s+to|in\s+excess|greater\s+than|capped|maximum|more\s+than)", liability=9, damages=-3),
    _clue("liability heading", HEADING, r"limitation|\bliabilit", liability=4),
    _clue("maximum liability", SENTENCE, r"\b(?:maximum|aggregate|total|cumulative|entire)\s+(?:\w+\s+){0,2}liabilit", liability=6),
    _clue("indemnity", SENTENCE, r"\bindemnif", liability=3, not_fee=1),
    _clue("expenses", SENTENCE, r"\b(?:expenses?|out-of-pocket|travel|reimburse[sd]?|reimbursement|per\s+diem|hotel|lodging|meals|cost\s+allowance|allowance)\b", expense=4, fee=-2, not_fee=-1),
    _clue("cap words", NEAR, r"\b(?:not\s+(?:to\s+)?exceed(?:ing)?|exceed|up\s+to|maximum(?:\s+(?:of|cost|amount|allowance)){0,3}|max(?:imum)?\.?(?:\s+of)?|limit(?:ed)?\s+(?:of|to)|cap(?:ped)?\s+(?:at|of)|no\s+more\s+than|not\s+more\s+than|in\s+excess\s+of)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+){0,3}(?:of\s+)?$", expense=3, fee_cap=3, liability=2, royalty_cap=2, fee=-3, payment=-3, total=-2, recurring=-3, not_fee=1),
    _clue("individually", NEXT, r"^\s?(?:individually|in\s+the\s+aggregate|per\s+expense|per\s+trip|per\s+item)", expense=3),
    _clue("fee cap", SENTENCE, r"\b(?:fees?|charges?|compensation|price)\b.{0,60}\b(?:not\s+exceed|capped|no\s+more\s+than|maximum\s+of)", fee_cap=3, fee=-1),
    _clue("royalty cap", SENTENCE, r"\broyalt\w+\b.{0,120}\b(?:until|maximum|not\s+exceed|cap)\b", royalty_cap=4),
    _clue("until paid", BEFORE, r"\buntil\b.{0,60}\b(?:total|aggregate|amount)\s+(?:amount\s+)?of\s+$", royalty_cap=4, not_promised=2),
    # Minimums.
    _clue("minimum", NEAR, r"\b(?:minimum|min\.|guarantee[ds]?|not?\s+less\s+than|at\s+least|no\s+(?:less|fewer)\s+than|take[-\s]or[-\s]pay)\b(?:\s+\S+){0,7}\s*$", commitment=6, charge=4, fee=-2, rate=-2, recurring=-2),
    _clue("minimum purchase", SENTENCE, r"\bminimum\s+(?:\w+\s+){0,2}(?:purchase|order|quantit|volume|commitment|guarantee|royalt|sales|payment|revenue)|\bguaranteed\s+minimum|\bpurchase\s+(?:a\s+)?minimum|\bminimum\s+of\b", commitment=4, rate=-2),
    _clue("minimum charge", SENTENCE, r"\bminimum\s+(?:\w+\s+){0,3}(?:charge|fee|billing|invoice|price|rate)", charge=6),
    _clue("shall buy", SENTENCE, r"\b(?:purchase|order|buy)s?\b.{0,80}\b(?:at\s+least|minimum|no(?:t)?\s+less)", commitment=3),
    _clue("minimum fee", NEAR, r"\bminimum\b.{0,60}\b(?:fees?|charges?|billing|rate|price)\b", charge=10, recurring=-8, rate=-3),
    _clue("minimum payment", NEAR, r"\bminimum\b.{0,60}\b(?:payments?|royalt\w+|guarantee\w*|purchases?|commitment|sales)\b|\bguarantee[ds]?\b.{0,40}$", commitment=10, recurring=-8, rate=-3),
    _clue("minimum above", LEAD, r"\b(?:minimum\s+guarantee|guaranteed\s+minimum|minimum\s+royalt)", commitment=4),
    _clue("bound of a share", SENTENCE, r"(?:%|percent)\W.{0,120}\b(?:first|next|in\s+excess\s+of|over|up\s+to|between|above|exceed\w*)\s+#", nothing=9),
    # Damages.
    _clue("damages", SENTENCE, r"\bliquidated\s+damages|\bpre-?estimate\s+of", damages=9, fee=-2),
    _clue("penalty", SENTENCE, r"\bpenalt(?:y|ies)\b|\blate\s+(?:fee|charge|delivery)\b|\bfail(?:s|ure)?\s+to\b.{0,80}\bpay\b", penalty=6, damages=1),
    _clue("cancellation", SENTENCE, r"\b(?:cancellation|early\s+termination|termination|break-?up|kill)\s+(?:fee|charge|payment|penalty)", damages=7),
    # Money back, less money.
    _clue("refund", SENTENCE, r"\brefund(?!able)\w*|\breturn(?:ed)?\s+(?:to\s+\w+\s+)?(?:the|any|all)\s+(?:fees?|amounts?|payments?)|\brepa(?:y|id|yment)\b|\bunearned", refund=5, payment=-1),
    _clue("refund of", NEXT, r"^\s?(?:of\s+the\s+[A-Z][\w\s]{0,40})?.{0,40}\b(?:refund|unearned|repaid|returned)", refund=4),
    _clue("discount", SENTENCE, r"\bdiscount(?:ed|s)?\b|\breduc(?:ed|tion)\b.{0,40}\bprice", discount=5),
    _clue("rebate", SENTENCE, r"\brebates?\b", rebate=6),
    _clue("credit", SENTENCE, r"\b(?:service|performance|sla)\s+credits?\b|\bcredit(?:ed)?\s+(?:of|for|equal)", credit=6),
    _clue("barter", SENTENCE, r"\b(?:in-kind|barter|trade\s+credit|merchandise|products?)\s+(?:worth|valued|with\s+a\s+(?:retail\s+)?value)|\bfree\s+of\s+charge|\bat\s+no\s+(?:cost|charge)|\bmedia\s+value|\bgift\s+card", noncash=5),
    # Promised money.
    _clue("fee word", NEAR, r"\b(?:fees?|charges?|price|cost|sum|amount|compensation|consideration|payment|dues|rent|retainer|premium|deposit|contribution|advance|stipend|salary)\s*(?:\([^)]{0,60}\)\s*)?(?:\"[^\"]{0,40}\"\)?\s*)?(?:shall\s+be|will\s+be|is|are|equals?|:|=|in\s+the\s+(?:total\s+|aggregate\s+)?amount|equal\s+to|due|payable|amounts?\s+to)?\s*(?:of|to|:|=)?\s*(?:an?\s+|the\s+)?(?:total\s+|flat\s+|fixed\s+|non-refundable\s+)*(?:of\s+)?$", fee=4, payment=2, recurring=2, rate=1, total=1, not_fee=-2),
    _clue("fee in sentence", SENTENCE, r"\b(?:fees?|charges?|compensation|retainer|rent|dues|remuneration)\b", fee=1, recurring=1, rate=1),
    _clue("pays", BEFORE, _MONEY_VERB, fee=2, payment=3, recurring=2, rate=2, bonus=1, milestone=1, total=1, not_fee=-2),
    _clue("pays after", AFTER, r"^.{0,60}\b(?:payable|is\s+due|are\s+due|due\s+(?:and\s+payable|upon|on|within|at)|to\s+be\s+paid|shall\s+be\s+(?:paid|due|payable)|paid\s+(?:by|to|on|upon|in)|will\s+be\s+(?:paid|due))\b", payment=4, fee=1, total=1, recurring=1, not_fee=-2),
    _clue("payment trigger", NEXT, r"^\s?[,;(]?\s?(?:payable|due|paid|shall\s+be\s+(?:paid|due|payable)|will\s+be\s+(?:paid|due)|to\s+be\s+paid|is\s+(?:due|payable)|upon|on\s+(?:or\s+before|the\s+(?:date|execution|signing|effective))|within\s+\w+|no\s+later|by\s+(?:no\s+later|[A-Z][a-z]+\s+\d)|at\s+(?:signing|closing|execution)|not\s+later)", payment=4, milestone=1),
    _clue("trigger before", BEFORE, r"\b(?:upon|on|within\s+.{0,30}\s+(?:of|after|following|days))\s+(?:the\s+)?(?:\w+\s+){0,3}(?:execution|signing|signature|effective\s+date|closing|receipt|commencement)\b", payment=4, fee=1),
    _clue("installment", SENTENCE, r"\binstal?lments?\b|\bdown\s?payment|\bdeposit\b|\bfirst\s+payment|\bsecond\s+payment|\bfinal\s+payment|\bbalance\s+(?:of|due|payment)|\bprepa(?:y|id|yment)|\bupfront\s+payment", payment=4),
    _clue("upfront", NEXT, r"^\s?(?:upfront|up[-\s]front|one[-\s]time)", fee=4),
    _clue("one-time", SENTENCE, r"\b(?:one[-\s]?time|set[-\s]?up|up[-\s]?front|initial|signing|activation|installation|implementation|enrollment|administrati(?:on|ve))\s+(?:\w+\s+){0,2}(?:fee|charge|payment|cost)", fee=3),
    _clue("list line", LEAD, r"\b(?:pay(?:able|ments?|ment\s+schedule)?|due|fees?|as\s+follows)\b", payment=2, milestone=1, recurring=1, fee=1, not_fee=-1),
    _clue("payment list", LEAD, r"\b(?:payable|pay(?:ments?)?)\b.{0,80}(?:as\s+follows|following|below|:)\s*:?\s*$", payment=3),
    _clue("total", NEAR, r"\b(?:total|aggregate|base\s+fee|full|entire|overall|contract\s+(?:price|sum|value)|purchase\s+price|sum\s+of)\s*(?:\w+\s+){0,5}(?:of|is|be|to|:)?\s*$", total=4),
    _clue("total with a plan", AFTER, r"^.{0,120}\b(?:payable\s+(?:as\s+follows|in)|to\s+be\s+paid\s+(?:as\s+follows|in)|paid\s+(?:as\s+follows|in\s+(?:\w+\s+){0,3}instal)|in\s+(?:\w+\s+){0,4}instal|as\s+follows|over\s+the\s+(?:term|course))", total=6, payment=-2),
    _clue("total label", NEAR, r"\btotals?:?\s*$", total=6),
    _clue("milestone", SENTENCE, r"\bmilestones?\b", milestone=6),
    _clue("milestone above", LEAD, r"\bmilestones?\b", milestone=6),
    _clue("milestone heading", HEADING, r"\bmilestones?\b", milestone=5),
    _clue("milestone event", AFTER, r"^.{0,50}\b(?:upon|on|after|at)\s+(?:the\s+)?(?:successful\s+)?(?:completion|acceptance|approval|launch|delivery|first\s+(?:commercial|patient)|dosing|filing|initiation|achievement)", milestone=3),
    _clue("bonus", SENTENCE, r"\bbonus(?:es)?\b|\bincentive|\badditional\s+(?:remuneration|compensation)|\bprize|\breward", bonus=6),
    _clue("bonus above", LEAD, r"\bbonus|\bincentive|\badditional\s+remuneration|\baccomplish", bonus=6),
    _clue("bonus heading", HEADING, r"\bbonus|\bincentive|\badditional\s+remuneration|\baccomplish", bonus=5),
    _clue("sports", NEAR, r"\b(?:wins?|winning|victory|champion(?:ship)?|cup|finish|place|tour|medal|team|year|ranked|record|touchdown|title|event)\W{1,4}(?:\w+\s){0,2}$", bonus=2),
    _clue("hourly", BEFORE, r"\b(?:hourly|daily|unit|per\s+(?:hour|day|unit))\s+(?:\w+\s+){0,2}(?:rates?|price|fee|charge)|\brates?\s+of\s*$|\brate\s+(?:\w+\s+){0,3}(?:is|of|shall\s+be|will\s+be)\s*$", rate=5),
    _clue("rate heading", HEADING, r"\brates?\b|\bprice\s+list|\bhourly", rate=2),
    _clue("recurring before", NEAR, r"\b(?:monthly|annual(?:ly)?|quarterly|yearly|weekly|semi-?annual(?:ly)?)\b(?:\s+\S+){0,6}\s*$", recurring=6, fee=-1, payment=-1),
    _clue("contract year", NEAR, r"\b(?:contract|license|first|second|third|fourth|fifth|initial)\s+year\b(?:\s+\S+){0,4}\s*$|\byear\s+(?:\d|one|two|three|four|five|I)\b\W{0,6}(?:\S+\s){0,3}$", recurring=4),
    _clue("contract year after", NEXT, r"^\s?(?:for|in|during)\s+(?:the\s+)?(?:contract|license|first|second|third|fourth|fifth|initial|\d{4})\s?(?:year|season|term)?", recurring=3),
)  # fmt: skip


_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])")


def windows(place: Place) -> dict[str, str]:
    """The windows that clues look into."""
    return {
        NEAR: _SENTENCE_END.split(place.before)[-1][-90:], BEFORE: place.before, NEXT: place.after[:60], AFTER: place.after, LEAD: place.lead,
        SENTENCE: place.sentence, HEADING: place.heading[:120], ABOVE: place.above,
    }  # fmt: skip


def clues(place: Place) -> list[Clue]:
    """The clues that a place gives."""
    seen = windows(place)
    return [clue for clue in CLUES if clue.pattern.search(seen[clue.where])]


def points(place: Place, period: str, unit: str) -> dict[str, int]:
    """The points of each role: of the clues, of a period ("per month") and of a unit ("per hour") that follow."""
    sums = dict(PRIOR)
    given = [clue.points for clue in clues(place)]
    if unit:
        given.append({RATE: 8, FEE: -1})
    elif period:
        given.append({RECURRING: 8, FEE: -2, PAYMENT: -2, RATE: 1 if period == "P1D" else -2})
    for some in given:
        for role, count in some.items():
            sums[role] = sums.get(role, 0) + count
    return sums


def decide(sums: dict[str, int]) -> tuple[str, int]:
    """The role with most points, and its lead over the next."""
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0], ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0)
