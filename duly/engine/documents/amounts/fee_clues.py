"""What tells what an amount is for: limits, minimums, damages, money back, and money that is promised.

The rows are as those of `no_fee_clues.py`.
"""

from __future__ import annotations

from duly.engine.documents.amounts.no_fee_clues import Row

CLUES: tuple[Row, ...] = (
    (
        "liability", "sentence",
        (r"\b(?:liab(?:ility|le)|damages)\b.{0,160}\b(?:exceed|limited to|in excess|greater than|capped|maximum"
        r"|up to (?:the (?:greater|lesser|amount)|a)"
        r"|more than)"),
        {"liability_cap": 9, "liquidated_damages": -3},
    ),
    ("liability heading", "heading", r"limitation|\bliabilit", {"liability_cap": 4}),
    (
        "maximum liability", "sentence",
        r"\b(?:maximum|aggregate|total|cumulative|entire) (?:\w+ ){0,2}liabilit",
        {"liability_cap": 6},
    ),
    ("indemnity", "sentence", r"\bindemnif", {"liability_cap": 3, "not_a_contract_fee": 1}),
    (
        "expenses", "sentence",
        (r"\b(?:expenses?|out-of-pocket|travel|reimburse[sd]?|reimbursement|per diem|hotel|lodging|meals|cost"
        r" allowance|(?:travel|expense|living) allowance)\b"),
        {"expense_cap": 4, "fee": -2, "not_a_contract_fee": -1},
    ),
    (
        "cap words", "near",
        (r"\b(?:not (?:to )?exceed(?:ing)?|up to|(?:up to a )?maximum(?: (?:of|cost|amount|allowance)){0,3}"
        r"|max(?:imum)?\.?(?: of)?|limit(?:ed)? (?:of|to)|cap(?:ped)? (?:at|of)|no more than|not more than|at"
        r" most) (?:a |an |the )?(?:\w+ ){0,3}(?:of )?$"),
        {
            "expense_cap": 2, "fee_cap": 3, "liability_cap": 2, "royalty_cap": 2, "fee": -3, "payment": -3,
            "total_fee": -2, "recurring_fee": -3, "not_a_contract_fee": 1,
        },
    ),
    (
        "individually", "next",
        r"^ ?(?:individually|in the aggregate|per expense|per trip|per item)",
        {"expense_cap": 3},
    ),
    (
        "fee cap", "sentence",
        r"\b(?:fees?|charges?|compensation|price)\b.{0,60}\b(?:not exceed|capped|no more than|maximum of)",
        {"fee_cap": 3, "fee": -1},
    ),
    (
        "up to a maximum payment", "near",
        r"\bmaximum (?:\w+ ){0,4}(?:payments?|fees?|charges?|compensation|remuneration) (?:amount )?of $",
        {"fee_cap": 9},
    ),
    (
        "the total cost is", "near",
        r"\btotal (?:cost|price|fee)s?\b[^.;]{0,60}\b(?:is|of|be|are|equals?) $",
        {"total_fee": 9},
    ),
    (
        "no more in a period", "before",
        r"\b(?:fees?|charges?|compensation|royalt(?:y|ies)|payments?) (?:shall|will|may) (?:in no event |not )exceed $",
        {"fee_cap": 9},
    ),
    (
        "never less", "near",
        (r"\b(?:fees?|charges?|commissions?|prices?|rates?|royalt(?:y|ies)|invoices?)\b[^.;]{0,60}\b(?:(?:never|not|no "
        r"event) (?:to )?|(?<=fee )|(?<=charge )|(?<=price )|(?<=invoice ))be less than $"),
        {"minimum_charge": 14, "minimum_commitment": -4, "rate": -8, "fee": -2},
    ),
    (
        "worth of shares", "next",
        r"^ ?(?:worth of|in the form of|payable in|in) (?:[\w-]+ ){0,3}(?:shares|stock|warrants)\b",
        {"noncash_consideration": 10, "minimum_commitment": -9},
    ),
    ("paid to reimburse", "next", r"^ ?(?:\([^)]{1,60}\) ?)?to reimburse\b", {"payment": 8, "expense_cap": -4}),
    (
        "on top of a fee", "before",
        r"\b(?:fees?|charges?)\b[^.;]{0,60}\d(?: per \w+)?,? plus $",
        {"rate": 6, "fee": 4, "not_a_contract_fee": -6},
    ),
    ("royalty cap", "sentence", r"\broyalt\w+\b.{0,120}\b(?:until|maximum|not exceed|cap)\b", {"royalty_cap": 4}),
    (
        "until paid", "before",
        r"\buntil\b.{0,60}\b(?:total|aggregate|amount) (?:amount )?of $",
        {"royalty_cap": 9, "not_a_commitment": 2},
    ),
    (
        "minimum", "near",
        (r"\b(?:minimum|min\.|guarantee[ds]?|not? less than|at least|no (?:less|fewer) than"
        r"|take[- ]or[- ]pay)\b(?: \S+){0,7} *$"),
        {"minimum_commitment": 6, "minimum_charge": 4, "fee": -2, "rate": -2, "recurring_fee": -2},
    ),
    (
        "minimum purchase", "sentence",
        (r"\bminimum (?:\w+ ){0,2}(?:purchase|order|quantit|volume|commitment|guarantee|royalt|sales|payment"
        r"|revenue)|\bguaranteed minimum|\bpurchase (?:a )?minimum|\bminimum of\b"),
        {"minimum_commitment": 4, "rate": -2},
    ),
    (
        "minimum charge", "sentence",
        r"\bminimum (?:\w+ ){0,3}(?:charge|fee|billing|invoice|price|rate)",
        {"minimum_charge": 6},
    ),
    (
        "shall buy", "sentence",
        r"\b(?:purchase|order|buy)s?\b.{0,80}\b(?:at least|minimum|no(?:t)? less)",
        {"minimum_commitment": 3},
    ),
    (
        "minimum fee", "near",
        r"\bminimum\b.{0,60}\b(?:fees?|charges?|billing|rate|price)\b",
        {"minimum_charge": 10, "recurring_fee": -8, "rate": -3},
    ),
    (
        "minimum payment", "near",
        (r"\bminimum\b.{0,60}\b(?:payments?|royalt\w+|guarantee\w*|purchases?|commitment|sales)\b"
        r"|\bguarantee[ds]?\b.{0,40}$"),
        {"minimum_commitment": 10, "recurring_fee": -8, "rate": -3},
    ),
    (
        "for a violation", "next",
        r"^ ?(?:per|for (?:each|every)) (?:\w+ )?(?:violation|breach|infringement|offen[cs]e)",
        {"penalty": 12},
    ),
    (
        "cancellation of", "near", r"\b(?:cancellation|early termination|termination) (?:fee|charge|payment)\b.{0,30}$",
        {"liquidated_damages": 7, "recurring_fee": -4, "fee": -2},
    ),
    (
        "minimum told before", "before",
        (r"\bminimum (?:annual |monthly |quarterly |yearly )?(?:royalt(?:y|ies)|purchases?|payments?|commitments?|"
        r"guarantees?)\b"
        r"[^.;$]{0,200}(?:is|are|be|:)[^.;$]{0,140}$"),
        {"minimum_commitment": 5},
    ),
    ("minimum after", "next", r"^ ?(?:\w+ )?minimum\b", {"minimum_charge": 17, "fee": -1}),
    (
        "unit before", "near", r"\b(?:per|each|every) [a-z][a-z -]{2,30}(?<! and)(?<! and )(?<! or)(?<! or )[:=|]? ?$",
        {"rate": 8, "not_a_contract_fee": -2, "minimum_charge": -8},
    ),
    (
        "at least", "near",
        r"\b(?:not? less than|at least|no lower th[ae]n) (?:the sum of )?$",
        {"minimum_commitment": 5, "minimum_charge": 7, "recurring_fee": -5, "rate": -6, "fee": -2},
    ),
    (
        "worth of", "next",
        r"^ ?(?:worth of|in (?:purchases|orders|advertising|media))\b",
        {"minimum_commitment": 7, "noncash_consideration": 2, "fee": -2},
    ),
    (
        "minimum above", "lead",
        r"\b(?:minimum guarantee|guaranteed minimum|minimum royalt)",
        {"minimum_commitment": 4},
    ),
    (
        "bound of a share", "before",
        r"(?:%|percent)\W.{0,120}\b(?:first|next|in excess of|over|up to|between|above|exceed\w*) *(?:the |an? )?$",
        {"": 9},
    ),
    (
        "damages at a rate", "before",
        r"\b(?:liquidated damages|penalt(?:y|ies)|indemnif(?:y|ies))\b[^.;]{0,90}\b(?:of|at) $",
        {"liquidated_damages": 14, "rate": -2},
    ),
    ("damages", "sentence", r"\bliquidated damages|\bpre-?estimate of", {"liquidated_damages": 9, "fee": -2}),
    (
        "for what has not been done", "before",
        (r"\bin the event\b[^.;]{0,200}\b(?:has|have)(?: -\d{1,3}-)? not been (?:filed|delivered|completed|registered"
        r"|declared|obtained)\b[^.;]{0,160}$"),
        {"penalty": 14},
    ),
    (
        "for what has not been done then", "after",
        (r"^ ?(?:for|per) (?:each|every) [^.;]{0,120}\b(?:has|have)(?: -\d{1,3}-)? not been (?:filed|delivered"
        r"|completed|registered|declared|obtained)\b"),
        {"penalty": 14, "rate": -9},
    ),
    (
        "penalty", "sentence",
        r"\bpenalt(?:y|ies)\b|\blate (?:fee|charge|delivery)\b|\bfail(?:s|ure)? to\b.{0,80}\bpay\b",
        {"penalty": 6, "liquidated_damages": 1},
    ),
    (
        "cancellation", "sentence",
        r"\b(?:cancellation|early termination|termination|break-?up|kill) (?:fee|charge|payment|penalty)",
        {"liquidated_damages": 7},
    ),
    (
        "refund", "sentence",
        (r"\brefund(?!able)\w*|\breturn(?:ed)? (?:to \w+ )?(?:the|any|all) (?:fees?|amounts?|payments?)|\brepa(?:y"
        r"|id|yment)\b|\bunearned"),
        {"refund": 5, "payment": -1},
    ),
    (
        "refunds", "before",
        r"\b(?:refund|reimburse|repay)\b.{0,100}$",
        {"refund": 5, "rate": -4, "fee": -2, "recurring_fee": -3},
    ),
    (
        "refund of", "next",
        r"^ ?(?:of the [A-Z][\w ]{0,40})?.{0,40}\b(?:refund|unearned|repaid|returned)",
        {"refund": 4},
    ),
    ("discount", "sentence", r"\bdiscount(?:ed|s)?\b|\breduc(?:ed|tion)\b.{0,40}\bprice", {"discount": 5}),
    ("rebate", "sentence", r"\brebates?\b", {"rebate": 6}),
    (
        "credit", "sentence",
        r"\b(?:service|performance|sla) credits?\b|\bcredit(?:ed)? (?:of|for|equal)",
        {"sla_credit": 6},
    ),
    (
        "barter", "sentence",
        (r"\b(?:in-kind|barter|trade credit|merchandise|products?) (?:worth|valued|with a (?:retail )?value)"
        r"|\bfree of charge|\bat no (?:cost|charge)|\bmedia value|\bgift card"),
        {"noncash_consideration": 5},
    ),
    (
        "fee word", "near",
        (r"\b(?:fees?|charges?|price|cost|sum|amount|compensation|consideration|payment|dues|rent|retainer|premium"
        r'|deposit|contribution|advance|stipend|salary) *(?:\([^)]{0,60}\) *)?(?:\"[^\"]{0,40}\"\)? *)?(?:shall be'
        r"|will be|is|are|equals?|:|=|in the (?:total |aggregate )?amount|equal to|due|payable|amounts?"
        r" to)? *(?:of|to|:|=)? *(?:an? |the )?(?:total |flat |fixed |non-refundable )*(?:of )?$"),
        {"fee": 4, "payment": 2, "recurring_fee": 2, "rate": 1, "total_fee": 1, "not_a_contract_fee": -2},
    ),
    (
        "fee in sentence", "sentence",
        r"\b(?:fees?|charges?|compensation|retainer|rent|dues|remuneration)\b",
        {"fee": 1, "recurring_fee": 1, "rate": 1},
    ),
    (
        "pays", "before",
        (r"(?:shall|will|agrees? to|must|is to|are to|hereby) (?:\w+ ){0,3}?(?:pay|remit|compensate|contribute|be"
        r" paid|be entitled|receive)"),
        {
            "fee": 2, "payment": 3, "recurring_fee": 2, "rate": 2, "bonus": 1, "milestone": 1, "total_fee": 1,
            "not_a_contract_fee": -2,
        },
    ),
    (
        "pays after", "after",
        (r"^.{0,60}\b(?:payable|is due|are due|due (?:and payable|upon|on|within|at)|to be paid|shall be (?:paid"
        r"|due|payable)|paid (?:by|to|on|upon|in)|will be (?:paid|due))\b"),
        {"payment": 4, "fee": 1, "total_fee": 1, "recurring_fee": 1, "not_a_contract_fee": -2},
    ),
    (
        "payment trigger", "next",
        (r"^ ?[,;(]? ?(?:payable|due|paid|shall be (?:paid|due|payable)|will be (?:paid|due)|to be paid|is (?:due"
        r"|payable)|upon|on (?:or before"
        r"|(?:the )?(?:(?:first|second|third) anniversary|date|execution|signing|signature|effective|closing|"
        r"completion|delivery"
        r"|acceptance))"
        r"|within \w+|no later|by (?:no"
        r" later|[A-Z][a-z]+ \d)|at (?:signing|closing|execution)|not later)"),
        {"payment": 4, "milestone": 1},
    ),
    (
        "trigger before", "before",
        (r"\b(?:upon|on|within .{0,30} (?:of|after|following|days)) (?:the )?(?:\w+ ){0,3}(?:execution|signing"
        r"|signature|effective date|closing|receipt|commencement)\b"),
        {"payment": 4, "fee": 1},
    ),
    (
        "dated line", "near",
        (r"(?:\b(?:19|20)\d\d|\bexecut\w+ (?:\w+ ){0,3}|\b(?:completion|signing|closing|delivery"
        r"|acceptance)) ?[:–—-] {0,3}$"),
        {"payment": 7},
    ),
    (
        "installment", "sentence",
        (r"\binstal?lments?\b|\bdown ?payment|\bdeposit\b|\bfirst payment|\bsecond payment|\bfinal payment"
        r"|\bbalance (?:of|due|payment)|\bprepa(?:y|id|yment)|\bupfront payment"),
        {"payment": 4},
    ),
    ("upfront", "next", r"^ ?(?:upfront|up[- ]front|one[- ]time)", {"fee": 4}),
    (
        "one-time", "sentence",
        (r"\b(?:one[- ]?time|set[- ]?up|up[- ]?front|initial|signing|activation|installation|implementation"
        r"|enrollment|administrati(?:on|ve)) (?:\w+ ){0,2}(?:fee|charge|payment|cost)"),
        {"fee": 3},
    ),
    (
        "list line", "lead",
        r"\b(?:pay(?:able|ments?|ment schedule)?|due|fees?|as follows)\b",
        {"payment": 2, "milestone": 1, "recurring_fee": 1, "fee": 1, "not_a_contract_fee": -1},
    ),
    (
        "fees by the period above", "lead",
        (r"\b(?:monthly|annual|yearly|quarterly|weekly)(?: [a-z()]+){0,3} (?:fees?(?:\(s\))?|charges?|rent|retainers?"
        r"|dues|rates?)\b.{0,160}(?:follow|below|:)"),
        {"recurring_fee": 9, "fee": -1},
    ),
    (
        "prices above", "lead",
        r"\b(?:unit prices?|prices?|pricing|rates?)\b.{0,120}(?:follow|below|:)",
        {"rate": 4, "fee": -1},
    ),
    (
        "payment list", "lead",
        r"\b(?:payable|pay(?:ments?)?)\b.{0,80}(?:as follows|following|below|:) *:? *$",
        {"payment": 3},
    ),
    (
        "total", "near",
        (r"\b(?:total|aggregate|base fee|full|entire|overall|contract (?:price|sum|value)|purchase price|sum"
        r" of) *(?:\w+ ){0,5}(?:of|is|be|to|:)? *$"),
        {"total_fee": 4},
    ),
    (
        "total with a plan", "after",
        (r"^.{0,120}\b(?:payable (?:as follows|in)|to be paid (?:as follows|in)|paid (?:as follows|in"
        r" (?:\w+ ){0,3}instal)|in (?:\w+ ){0,4}instal|as follows|over the (?:term|course))"),
        {"total_fee": 8, "payment": -3},
    ),
    ("total label", "near", r"\btotals?:? *$", {"total_fee": 6}),
    ("milestone", "sentence", r"\bmilestones?\b", {"milestone": 6}),
    (
        "milestone reached", "before",
        r"\b(?:achiev\w+|reach\w*|complet\w+) (?:of )?(?:[\w-]+ ){0,5}milestones?\b",
        {"milestone": 5},
    ),
    ("milestone above", "lead", r"\bmilestones?\b", {"milestone": 6}),
    ("milestone heading", "heading", r"\bmilestones?\b", {"milestone": 5}),
    (
        "milestone event", "after",
        (r"^.{0,50}\b(?:upon|on|after|at) (?:the )?(?:successful )?(?:completion|acceptance|approval|launch"
        r"|delivery|first (?:commercial|patient)|dosing|filing|initiation|achievement)"),
        {"milestone": 3},
    ),
    (
        "bonus", "sentence",
        r"\bbonus(?:es)?\b|\bincentive|\badditional (?:remuneration|compensation)|\bprize|\breward",
        {"bonus": 6},
    ),
    ("bonus of", "near", r"\bbonus(?:es)?\b.{0,40}$", {"bonus": 6}),
    ("bonus above", "lead", r"\bbonus|\bincentive|\badditional remuneration|\baccomplish", {"bonus": 6}),
    ("bonus heading", "heading", r"\bbonus|\bincentive|\badditional remuneration|\baccomplish", {"bonus": 5}),
    (
        "sports", "near",
        (r"\b(?:wins?|winning|victory|champion(?:ship)?|cup|finish|place|tour|medal|team|year|ranked|record"
        r"|touchdown|title|event)\W{1,4}(?:\w+ ){0,2}$"),
        {"bonus": 2},
    ),
    (
        "hourly", "before",
        (r"\b(?:hourly|daily|unit|per (?:hour|day|unit)) (?:\w+ ){0,2}(?:rates?|price|fee|charge)|\brates? of *$"
        r"|\brate (?:\w+ ){0,3}(?:is|of|shall be|will be) *$"),
        {"rate": 5},
    ),
    (
        "heading of a period", "heading",
        r"\b(?:monthly|annual|quarterly|yearly|weekly) (?:\w+ ){0,3}(?:fees?|charges?|rent|dues|retainers?)\b",
        {"recurring_fee": 5},
    ),
    (
        "minimum heading", "heading",
        r"\bminimum (?:\w+ ){0,2}(?:guarantees?|commitments?|purchases?|royalt\w+|payments?|orders?|quantit\w+)",
        {"minimum_commitment": 6, "recurring_fee": -5},
    ),
    ("priced by the click", "near", r"(?-i:\be?CP[MCAL]\b)[^.;$]{0,30}$", {"rate": 9, "fee": -2}),
    ("rate heading", "heading", r"\brates?\b|\bprice list|\bhourly", {"rate": 2}),
    (
        "recurring before", "near",
        r"\b(?:monthly|annual(?:ly)?|quarterly|yearly|weekly|semi-?annual(?:ly)?)\b(?: \S+){0,6} *$",
        {"recurring_fee": 6, "fee": -1, "payment": -1},
    ),
    (
        "payment of a period", "near",
        (r"\b(?:monthly|annual|quarterly|yearly|weekly) payments? (?:of|in the amount of|equal to) (?:the sum of )?$"),
        {"recurring_fee": 9, "payment": -4},
    ),
    (
        "fee of a period", "near",
        (r"\b(?:monthly|annual|quarterly|yearly|weekly) (?:[\w-]+ ){0,3}(?:fees?|charges?|rent|retainers?|dues"
        r"|premiums?)\b(?: (?!each\b|per\b|the first\b)[\w-]+){0,7} *$"),
        {"recurring_fee": 5, "fee": -1},
    ),
    (
        "contract year", "near",
        (r"\b(?:contract|license|first|second|third|fourth|fifth|initial) year\b(?: \S+){0,4} *$|\byear (?:\d|one"
        r"|two|three|four|five|I)\b\W{0,6}(?:\S+ ){0,3}$"),
        {"recurring_fee": 4},
    ),
    (
        "contract year after", "next",
        (r"^ ?(?:for|in|during) (?:the )?(?:contract|license|first|second|third|fourth|fifth|initial"
        r"|\d{4}) ?(?:year|season|term)?"),
        {"recurring_fee": 6},
    ),
)  # fmt: skip
