"""What makes a clause unusual for revenue, in words: one rule a kind, with the question of the standard it opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duly.engine.documents.checks.facts import phrase


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of clause: words its passage has, all of them; words it must not have; what that does to revenue.

    `paragraph` is the ASC number; its IFRS pair stands in the index of `ground/cites.py`. `category` names the standard
    clause that is proposed instead.
    """

    kind: str
    has: Sequence[re.Pattern[str]]
    lacks: re.Pattern[str] | None
    says: str
    question: str
    paragraph: str
    category: str


def _rule(kind: str, has: Sequence[str], lacks: str, says: str, question: str, paragraph: str, category: str) -> Rule:
    return Rule(
        kind, tuple(phrase(one) for one in has), phrase(lacks) if lacks else None, says, question, paragraph, category
    )


_SHARES = (
    r"(?:shares? of (?:its |the |[A-Z]\w+'s )?(?:common |preferred |capital )?stock|common stock"
    r"|stock options?|warrants?|restricted stock)"
)

RULES = (
    _rule(
        "acceptance",
        [
            r"\b(?:accept(?:s|ed|ance)?|approv(?:es|ed|al))\b",
            (
                r"\b(?:acceptance (?:test(?:s|ing)?|criteria|period|procedures?)|(?:accept or reject"
                r"|acceptance or rejection)|reject(?:s|ed|ion)? (?:the |any |such |all )?(?:deliverables?"
                r"|software|products?|services|work|system|goods)|(?:until|upon|following|after"
                r"|subject to) (?:final |written |the |its |customer(?:'s)? |successful ){0,3}acceptance (?:of"
                r"|by) (?:the |any |such |each |all )?(?:\w+ )?(?:deliverables?|software|products?|services|work"
                r"|system|goods|milestones?|customer|client|licensee))\b"
            ),
        ],
        (
            r"purchase orders?|acceptance of (?:this|the) (?:agreement|offer|order|terms|appointment)"
            r"|acceptance of orders|accept(?:s|ed)? (?:any |all |such |the )?(?:orders?|appointment)"
            r"|appointment|advertis(?:er|ing|ements?)|resignation"
        ),
        "revenue may have to wait until the customer has accepted",
        "has control passed before the customer accepts?",
        "606-10-55-85",
        "acceptance",
    ),
    _rule(
        "termination with refund",
        [
            r"\b(?:terminat\w*|cancel(?:s|led|lation|ed)?)\b",
            (
                r"\b(?:refund\w*|reimburse|repay|pay back|return)\b[^.;]{0,80}\b(?:fees?|payments?|amounts?"
                r"|sums?|price|prepaid|paid|deposit)\b|\b(?:fees?|payments?|amounts?|price|prepaid"
                r"|deposit)\b[^.;]{0,80}\brefund(?:ed|able)?\b"
            ),
            r"\b(?:convenience|without cause|any reason|no reason|for any or no|at any time|(?:refund|repay)\w*)\b",
        ],
        (
            r"\b(?:not be entitled to (?:any |a )?refund|no refunds?|no [a-z]+ (?:is|are|shall be"
            r"|will be) refund(?:ed|able)?|not paid back|non-?refundable|not (?:be )?refund(?:ed"
            r"|able)|shares?|stock|escrow|subscri\w+ for|refund(?:s|ed)? (?:to|of) (?:users?|end users?"
            r"|customers|subscribers|consumers)|rate refunds?|tax refunds?|passengers?|guests?)\b"
        ),
        "what would be paid back is a refund liability, and the contract may last only as long as it cannot be left",
        "how long is the contract enforceable, and how much of the price is kept?",
        "606-10-25-3",
        "termination",
    ),
    _rule(
        "most favoured customer",
        [
            (
                r"\b(?:most[ -]favou?red (?:customer|nation|licensee|pricing|supplier|price)s?|(?:prices?|fees?"
                r"|rates?|terms|pricing|royalt(?:y|ies)|charges)\b[^.;]{0,120}\b(?:no|not) (?:less"
                r"|worse) favou?rable|(?:lowest|best) (?:prices?|rates?|pricing|fees?)\b[^.;]{0,60}\b(?:offered"
                r"|charged|any other|to any|available|customers?)|(?:offers?|charges?|sells?|grants?"
                r"|provides?)\b[^.;]{0,120}\b(?:lower (?:prices?|fees?|rates?|royalt)|more favou?rable (?:terms"
                r"|prices?|pricing|rates?))|(?:no|not) (?:be )?less favou?rable[^.;]{0,80}\b(?:prices?|pricing"
                r"|fees?|rates?|royalt(?:y|ies)|charged))\b"
            ),
        ],
        (
            r"\b(?:arm'?s length|affiliate transactions?|tax treaty|insurance|employees?|benefit plans?"
            r"|severance|shares?|units?' purchasers|securities|supply of the same|subject to increase"
            r"|opportunity|transmission|interest"
            r"|late payments?)\b"
        ),
        "a lower price to another customer lowers this one's: part of the price is variable",
        "what is the effect on the price, and how far is it constrained?",
        "606-10-32-6",
        "pricing",
    ),
    _rule(
        "price cap",
        [
            r"\b(?:prices?|fees?|rates?|charges?|royalt(?:y|ies)|costs?|premium|rent)\b",
            (
                r"\bincreas\w*\b[^.;]{0,160}\b(?:(?:not|never|no event|no such increase"
                r"|no increase) (?:\w+ ){0,3}(?:exceed|be (?:greater"
                r"|more) than|more than)|no more than|limited to|capped at|lesser of|(?:up to )?a maximum of"
                r"|not to exceed|in excess of)\b|\b(?:no|not) (?:be )?increase[sd]?\b[^.;]{0,80}\b(?:prices?"
                r"|fees?|rates?|charges?|by more|during|for (?:a|the))\b|\b(?:prices?|fees?|rates?"
                r"|charges)\b[^.;]{0,80}\b(?:shall|will|may|can) not (?:be )?(?:increased?|raised?)\b"
                r"|\b(?:prices?|fees?|rates?|charges)\b[^.;]{0,60}\b(?:shall|will) (?:be|remain) (?:fixed|firm"
                r"|frozen|unchanged|constant)\b"
            ),
        ],
        (
            r"\b(?:shares?|stock|interest rate|bonus compensation|salary|insurance premiums?|headcount|late"
            r"|delay of payment|growth rate|number of)\b"
        ),
        "a capped price at renewal may be an option that gives the customer more than others get",
        "is the capped renewal a material right?",
        "606-10-55-42",
        "price_change",
    ),
    _rule(
        "contingent fee",
        [
            r"\b(?:fees?|payments?|compensation|bonus|royalt(?:y|ies)|commissions?|amounts?|milestones?)\b",
            (
                r"\b(?:contingent (?:up)?on|conditional (?:up)?on|conditioned (?:up)?on|only if|success fee"
                r"|if and only if|milestone payments?|(?:payable|due|paid|earned) only (?:if|when|upon)"
                r"|subject to the achievement|upon (?:the )?(?:first )?(?:achievement|attainment|occurrence) of"
                r"|in the event (?:that )?[^.;]{0,60}\b(?:achiev\w+|exceeds?|attain\w+))\b"
            ),
            r"\b(?:pay(?:s|able|ment|ments)?|paid|due|earned|owed|receive|entitled)\b",
        ],
        (
            r"\b(?:indemnif\w*|liabilit\w*|insurance|damages|closing conditions?|breach|tax(?:es)?|dispute"
            r"|invoice|force majeure|terminat\w*)\b"
        ),
        "the fee is variable: it counts only as far as it will probably not be reversed",
        "how much of the fee may be counted now?",
        "606-10-32-11",
        "fees",
    ),
    _rule(
        "noncash fee",
        [
            (
                rf"\b(?:{_SHARES}|barter|in[ -]kind|trade credits?|in exchange for (?:advertising|products?"
                rf"|services|merchandise|promotion))\b"
            ),
            (
                r"\b(?:consideration|compensation|payment|pay|paid|fees?|royalt(?:y|ies)|issue[sd]?|deliver"
                r"|grants?|in lieu)\b"
            ),
            (
                r"\b(?:in consideration|as (?:full |partial |additional )?(?:consideration|compensation|payment)"
                r"|in lieu of|in payment|in exchange|barter|in[ -]kind|shall (?:issue|receive|grant|deliver"
                r"|be (?:issued|granted|paid))|will (?:issue|receive|grant|be issued)|agrees to (?:issue|grant))\b"
            ),
        ],
        (
            r"\b(?:registration statement|underwrit\w*|securities act|par value|represents and warrants"
            r"|outstanding shares|beneficial\w*|voting|merger|adjust\w*|insurance|prospectus|selling stockholder"
            r"|transfer agent|subsidiar\w+|confidential\w*|no shares|mutilation|theft|redemption"
            r"|exercise of (?:this|the) warrant|closing time|equity shares|joint venture"
            r"|whereas|warrants? that|warrants and represents)\b"
        ),
        "what is not cash is measured at its fair value when the contract begins",
        "what is the fair value, and of which day?",
        "606-10-32-21",
        "noncash",
    ),
    _rule(
        "free period",
        [
            (
                r"\b(?:free of charge|at no (?:additional |extra |further )?(?:cost|charge)"
                r"|without (?:additional |any )?charge|no (?:fees?|charge)s? (?:shall|will) (?:be|apply)"
                r"|free (?:trial|period|months?|of (?:license |subscription )?fees?)|fees? (?:are|is|shall be"
                r"|will be) waived|waives? (?:the|all|any) (?:\w+ )?fees?|months? free)\b"
            ),
            r"\b(?:days?|months?|years?|quarters?|weeks?|period|trial|term)\b",
            (
                r"\b(?:services?|software|licen[cs]es?|support|maintenance|subscriptions?|hosting|products?"
                r"|training|units?|fees?|access|upgrades?|updates?|copies)\b"
            ),
        ],
        (
            r"\b(?:return(?:ed)? (?:of )?(?:the )?documents|records|inspection|audit|confidential|copies of"
            r"|defective|warrant(?:y|ies)|infring\w*|indemni\w*|repair|insurance|replace\w*|copy of|trademarks?"
            r"|customers?' employees)\b"
        ),
        "what is free is a promise too: the price is spread over the free time or shared with what is given",
        "which obligations share the price, and over how long?",
        "606-10-25-18",
        "free_period",
    ),
    _rule(
        "side letter",
        [
            (
                r"\b(?:side (?:letters?|agreements?)|separate letter|oral (?:agreements?|understandings?"
                r"|promises?))\b"
            ),
            r"\b(?:fees?|prices?|pay\w*|discounts?|rebates?|refunds?|credits?|commissions?|royalt(?:y|ies)|terms)\b",
        ],
        (
            r"\b(?:supersed\w*|entire agreement|merge\w*|all prior|no (?:side|oral)|whether oral|underwrit\w*"
            r"|employment|engagement letter|confidentiality|non-disclosure|termination|WHEREAS|amended"
            r"|varied|investigation)\b"
        ),
        "promises outside this paper change the price or the obligations: both papers are one contract",
        "are the papers to be accounted for as one contract?",
        "606-10-25-9",
        "entire_agreement",
    ),
    _rule(
        "return right",
        [
            (
                r"\breturn(?:s|ed|ing)?\b[^.;]{0,80}\b(?:products?|goods|units?|merchandise|inventory|copies)\b"
                r"|\b(?:products?|goods|units?|merchandise|inventory|copies)\b[^.;]{0,80}\breturn(?:s|ed|able)?\b"
            ),
            r"\b(?:credit|refund|repurchase|buy[ -]?back|stock rotation|stock balancing|restocking|unsold)\b",
        ],
        (
            r"\b(?:defect\w*|warrant\w*|non-?conforming|infring\w*|recall\w*|damaged|reject\w*"
            r"|upon (?:expiration|termination)|no right to return|sole remedy|error|discrepanc\w+|certif\w+"
            r"|documentation|confidential\w*)\b"
        ),
        "part of the price is variable, and what will come back is a refund liability with an asset for the goods",
        "how much will be returned?",
        "606-10-55-22",
        "returns",
    ),
    _rule(
        "penalty",
        [
            r"\b(?:service (?:level )?credits?|liquidated damages|penalt(?:y|ies)|late delivery (?:credit|charge))\b",
            (
                r"\b(?:shall|will|must|agrees to)\b[^.;]{0,160}\b(?:pay|credit|owe|be (?:liable|entitled|reduced"
                r"|credited)|receive|deduct)\b"
            ),
        ],
        (
            r"\b(?:not (?:as )?a penalty|civil|criminal|regulatory|governmental|law|taxe?s?|irs|late (?:payment"
            r"|fee|charge)|interest|audit|prepayment penalty|without penalty|no penalty|consequential|indirect"
            r"|neither party|shall mean|means|equitable|injunct\w*)\b"
        ),
        "credits and penalties lower the price as they become likely",
        "what amount is expected, and how far is it constrained?",
        "606-10-32-6",
        "credits",
    ),
)  # fmt: skip
