"""What tells that an amount is no fee: insurance, examples, thresholds, prices of others, what is not promised.

One row a clue: its name, the window it is looked for in (`roles.windows`), a regular expression that ignores case and
sees single blanks only, and points by role. The role "" takes an amount for no term of its own. Weights were set by
hand and checked on labelled contracts, document by document.
"""

from __future__ import annotations

Row = tuple[str, str, str, dict[str, int]]

CLUES: tuple[Row, ...] = (
    (
        "insurance", "sentence",
        (r"\binsur(?:ance|ed|er)|\bumbrella\b|\bbodily injury|\bproperty damage|per occurrence|each (?:occurrence"
        r"|accident)|combined single limit|errors and omissions|workers.{0,3} compensation|employer.{0,3} liability"),
        {"not_a_contract_fee": 9},
    ),
    ("insurance heading", "heading", r"\binsurance\b", {"not_a_contract_fee": 7}),
    (
        "insurance above", "above",
        r"\b(?:insurance|policy|policies)\b.{0,60}\b(?:limits?|coverage|maintain|amounts?)\b",
        {"not_a_contract_fee": 4},
    ),
    (
        "limits", "sentence",
        (r"\b(?:coverage|policy|policies)\b.{0,80}\b(?:limits?|not less than|at least|minimum)\b|\blimits? of"
        r" (?:not|at|no|liability of)|\baggregate (?:limit|coverage)|\bdeductible"),
        {"not_a_contract_fee": 5},
    ),
    ("par value", "sentence", r"\bpar value\b", {"not_a_contract_fee": 8}),
    (
        "per share", "next",
        (r"^ ?(?:per|a|/|each) ?/? ?(?:\w+ ){0,4}(?:shares?|warrants?|unit of stock|common|debentures?|notes?|bonds?"
        r"|(?:preferred|debt) securit(?:y|ies))\b"),
        {"not_a_contract_fee": 9, "rate": -3},
    ),
    (
        "price of a share", "near",
        r"\b(?:price|value) (?:per|of (?:a|each|one)) (?:\w+ )?(?:share|warrant)s? (?:of|is|equal to|equals) $",
        {"not_a_contract_fee": 12, "rate": -4},
    ),
    (
        "price of a warrant", "before", r"\b(?:warrants?|options?)\b[^.;]{0,140}\bprice of $",
        {"not_a_contract_fee": 10},
    ),
    (
        "security for a debt", "near",
        r"\b(?:letters? of credit|(?:\w+ )?bond|(?:bank|parent|payment) guarant(?:ee|y))\b.{0,50}\b(?:amount|sum) of $",
        {"not_a_contract_fee": 12, "minimum_charge": -4, "minimum_commitment": -4},
    ),
    (
        "found by an audit", "before",
        r"\b(?:over|under)-?payments?\b[^.;]{0,60}\b(?:at least|more than|exceed\w*|in excess of) (?:an? )?$",
        {"not_a_contract_fee": 16},
    ),
    (
        "principal of a debt", "near",
        r"\bprincipal (?:amount|sum|balance)(?: of)? $|\bprincipal amount $",
        {"not_a_contract_fee": 8},
    ),
    (
        "principal follows", "next", r"^ ?(?:in )?(?:aggregate )?principal (?:amount|balance|sum)\b",
        {"not_a_contract_fee": 12},
    ),
    (
        "sum of loans", "near",
        r"\b(?:loans?|advances?|borrowings?) (?:totall?ing|in the (?:total |aggregate )?amount of) $",
        {"not_a_contract_fee": 14},
    ),
    ("value on surrender", "near", r"\bsurrender value\b[^.;]{0,40}$", {"not_a_contract_fee": 12}),
    (
        "exercise price", "sentence",
        (r"\bexercise price|\bstrike price|\bstock option|\boption to purchase|\bclosing (?:bid )?price|\bfair"
        r" market value of the (?:shares|stock)|\bshares? of (?:its |the )?(?:\w+ ){0,2}(?:common )?stock"),
        {"not_a_contract_fee": 5},
    ),
    (
        "worked example", "sentence",
        (r"\bfor (?:the purposes? of )?(?:example|instance)\b|\be\.g\.|\bby way of (?:example|illustration)|\bfor"
        r" illustrat|\billustration\b|\bassum(?:e|es|ing) (?:that|a|the)\b|\bhypothetical|\bexample:|\ban example\b"),
        {"not_a_contract_fee": 13},
    ),
    (
        "worked example above", "above",
        r"\b(?:for example|example|illustration|illustrative(?:ly)?)\b[^.]{0,200}(?:[.:][^.]{0,160})?$",
        {"not_a_contract_fee": 4},
    ),
    ("arithmetic", "next", r"^ ?(?:=|x ?\d|\*|÷|/ ?\$|multiplied|divided)", {"not_a_contract_fee": 5}),
    ("arithmetic before", "near", r"(?:=|\bx|\*|% of) ?$", {"not_a_contract_fee": 9}),
    (
        "retail price", "sentence",
        (r"\bretail\b|\bsuggested\b|\bMSRP\b|\blist price|\bresale price|\bselling price to|\bticket price"
        r"|\bnormal(?:ly)? (?:charges?|price|cost)|\bwould (?:otherwise|normally)|\bregular price"),
        {"not_a_contract_fee": 8},
    ),
    (
        "threshold", "near",
        (r"\b(?:exceed(?:s|ing|ed)?|in excess of|(?:more|greater|less|fewer) than|at least|over|above|below|under"
        r"|equal(?:s|ing)? (?:to )?(?:or exceed\w*)?|up to|reach(?:es|ed|ing)?|first|next|between) (?:an? "
        r"|the )?(?:aggregate |total |sum |amount )*(?:of )?$"),
        {"not_a_contract_fee": 5, "fee": -2, "total_fee": -2, "payment": -2, "recurring_fee": -1},
    ),
    (
        "if more than", "before",
        (r"\b(?:if|when|whenever|should|once|until|after|unless)\b[^,.;]{0,120}\b(?:exceed(?:s|ing|ed)?|in excess"
        r" of|(?:more|greater|less|fewer) than|at least|equals?|reach(?:es|ed)?|generat\w+|achiev\w+) (?:an? "
        r"|the )?(?:total |aggregate )?(?:of )?$"),
        {"not_a_contract_fee": 5, "bonus": -2},
    ),
    ("worth of stock", "before", r"\bvalu(?:e|ation) of\b.{0,60}$", {"not_a_contract_fee": 4}),
    ("of stock", "next", r"^ ?of (?:\w+ )?(?:stock|shares|royalty|common)\b", {"": 9}),
    (
        "paid by consumers", "sentence",
        (r"\b(?:consumers?|end[- ]users?|subscribers?|the public|guests?)\b.{0,60}\b(?:pay|paid|charged?)\b"
        r"|\b(?:pay|paid|charged?)\b.{0,60}\b(?:consumers?|end[- ]users?|the public)\b"),
        {"not_a_contract_fee": 5},
    ),
    (
        "consumers pay", "near",
        (r"\b(?:consumers?|end[- ]users?|subscribers?|members?|guests?|fans|viewers|players|patients|students|"
         r"the public)"
        r" (?:shall |will |may |must |who )?(?:pays?|(?:be |are |is )?charged?)(?: \w+){0,5} $"),
        {"not_a_contract_fee": 12, "rate": -2},
    ),
    ("a floor", "near", r"\bfloor(?: amount)? of $", {"minimum_charge": 14, "recurring_fee": -8, "rate": -6}),
    (
        "charged to others", "near",
        (r"\b(?:charg|offer|sell|bill)\w* (?:to )?(?:its|their|any|other|such)(?: \w+)? (?:customers|clients|"
         r"licensees|members"
        r"|third parties|subscribers)\b[^.;$]{0,30}$"),
        {"not_a_contract_fee": 14, "rate": -6},
    ),
    ("earned at a rate", "near", r"\bearned at\b.{0,20}$", {"not_a_contract_fee": 7, "rate": -4}),
    (
        "charged normally", "above",
        r"\b(?:normally|usually|ordinarily) (?:are |is )?charge[sd]?\b.{0,260}$",
        {"not_a_contract_fee": 8},
    ),
    (
        "charged normally by the lead-in", "lead",
        r"\b(?:normally|usually|ordinarily) (?:are |is )?charge[sd]?\b|\b(?:retail|suggested|list) prices?\b",
        {"not_a_contract_fee": 9},
    ),
    (
        "approval threshold", "sentence",
        r"\b(?:prior (?:written )?approval|approv(?:e|al|ed) in (?:writing|advance)|consent)\b",
        {"not_a_contract_fee": 2, "expense_cap": 2},
    ),
    (
        "sales threshold", "sentence",
        (r"\b(?:net|gross|annual|total) (?:\w+ )?(?:sales|revenues?|income|profits?|earnings|proceeds|assets"
        r"|worth)\b"),
        {"not_a_contract_fee": 3},
    ),
    (
        "financing", "sentence",
        (r"\b(?:net worth|tangible|market cap|capitali[sz]ation|financing|equity investment"
        r"|cash on hand|raise[sd]?|public offering|investment of"
        r"|line of credit|credit limit|loan|indebtedness|promissory|purchase price of the (?:shares|assets)|bond"
        r"|letter of credit|escrow)\b"),
        {"not_a_contract_fee": 3},
    ),
    (
        "sales to reach", "near",
        r"\b(?:sales|revenues?|turnover)\b.{0,40}\b(?:of|exceed\w*|reach\w*|over)(?: an? (?:amount|total) of)? ?$",
        {"not_a_contract_fee": 9, "milestone": -4},
    ),
    (
        "money to raise or to have", "near",
        (r"\b(?:cash|funds|funding|financing|capital|equity|investment|assets|net worth|loss|"
         r"losses)(?: \w+){0,2} (?:of|is|be)"
        r" (?:at least |not less than |no less than |in excess of |a minimum of |approximately )?$"),
        {"not_a_contract_fee": 12, "minimum_commitment": -6, "minimum_charge": -8},
    ),
    (
        "of funding", "next",
        r"^ ?(?:of|in) (?:\w+ ){0,2}(?:equity|debt|funding|financing|capital|investments?)\b",
        {"not_a_contract_fee": 12, "minimum_commitment": -4, "minimum_charge": -4},
    ),
    (
        "bought from others", "before",
        r"\b(?:right|option|agreement) to (?:purchase|acquire|buy)\b.{0,160}\bfrom\b.{0,80}\bprice of $",
        {"not_a_contract_fee": 12, "fee": -2, "total_fee": -2},
    ),
    (
        "expected", "near",
        (r"\b(?:expected|estimated|projected|anticipated|target(?:ed)?) (?:\w+ ){0,3}(?:costs?|value|budget|"
        r"revenues?|sales|total"
        r"|investment)\b[^.;]{0,60}\b(?:is|of|be|at|are|:)(?: approximately)? $"),
        {"not_a_contract_fee": 12, "not_a_commitment": 4, "total_fee": -8, "fee": -2},
    ),
    (
        "called a target", "next", r"^ ?\(?(?:quarterly |monthly |annual )?targets?\b",
        {"not_a_commitment": 14, "recurring_fee": -9},
    ),
    (
        "targets above", "above", r"\b(?:sales|revenue|purchase) targets?\b[^$]{0,200}(?:\$[^$]{0,120}){0,4}$",
        {"not_a_contract_fee": 9},
    ),
    (
        "an aggregate limit", "next", r"^ ?in the aggregate\b[^.;$]{0,40}\b(?:insur|at the time)",
        {"not_a_contract_fee": 9},
    ),
    (
        "a budget to spend", "near",
        r"\b(?:marketing|advertising|promotion\w*) budget\b[^.;]{0,90}\b(?:shall be|will be|is|of) $",
        {"not_a_contract_fee": 12, "recurring_fee": -6},
    ),
    ("named a target", "near", r"\btargets?\b[^.;$]{0,60}(?:: ?|\bis |\bof )$", {"not_a_contract_fee": 9}),
    (
        "nominal sum", "next", r"^ ?(?:\(\w+\) )?paid by each (?:party|of)\b",
        {"not_a_contract_fee": 14, "payment": -6},
    ),
    (
        "shares subscribed", "sentence",
        (r"\bsubscri(?:be|bes|bed) for\b|\bproceeds (?:of|from) (?:the|such|any) (?:subscription|sale|offering|issu)|"
        r"\buse of proceeds"),
        {"not_a_contract_fee": 8, "minimum_charge": -4},
    ),
    ("or more", "next", r"^ ?or (?:more|less|greater)\b", {"not_a_contract_fee": 8}),
    (
        "limit of a policy", "next", r"^ ?per (?:individual )?(?:claim|accident)\b",
        {"not_a_contract_fee": 8, "rate": -4},
    ),
    (
        "capital of a company", "before",
        (r"\b(?:authori[sz]ed|paid-?up|issued|share|registered) (?:share )?capital\b[^.;]{0,60}$|\b(?:capital"
        r"|contributions? to) [^.;$]{0,40}\bcapital\b[^.;]{0,80}$|\btotal (?:amount of )?investment\b[^.;]{0,40}$"),
        {"not_a_contract_fee": 12},
    ),
    (
        "paid into capital", "after", r"^[^.;$]{0,20}\bto the (?:registered |share )?capital\b",
        {"not_a_contract_fee": 10},
    ),
    ("capital contributed", "above", r"\bcapital contributions?\b.{0,400}$", {"not_a_contract_fee": 5}),
    (
        "use of what was raised", "lead", r"\bproceeds\b.{0,160}\bused?\b|\buse of (?:the )?proceeds",
        {"not_a_contract_fee": 10},
    ),
    ("named a threshold", "next", r"^ ?(?:threshold|limit|deductible|cap\b)", {"not_a_contract_fee": 8}),
    (
        "told loosely", "near",
        r"\b(?:around|about|roughly|an average of|as (?:much|little) as)(?: [$€£]? ?[\d,.]{1,12}(?: to| -| or))? $",
        {"not_a_contract_fee": 6, "fee": -3},
    ),
    (
        "paid to winners", "sentence",
        r"\bpay(?:s|ing)? out\b|\bpay-?outs?\b|\bwinners?\b|\bjackpot",
        {"not_a_contract_fee": 5},
    ),
    (
        "a margin", "near",
        r"\bmargin per \w+ (?:shall be|will be|is|of) $",
        {"not_a_contract_fee": 9, "rate": -4},
    ),
    ("nominal", "sentence", r"\bother good and valuable consideration", {"not_a_contract_fee": 9}),
    (
        "definition of a person", "sentence",
        r"\bmeans (?:any|a) (?:person|company|entity|customer)",
        {"not_a_contract_fee": 3},
    ),
    (
        "valued at", "near",
        r"\b(?:valued? (?:at|of)|value (?:is|of|equal to)|worth) (?:approximately |at least )?$",
        {"not_a_contract_fee": 5, "noncash_consideration": 3},
    ),
    (
        "budget", "sentence",
        r"\bbudget|\bspend(?:s|ing)?\b|\bexpend(?:s|iture)?\b|\binvest\b",
        {"not_a_contract_fee": 2, "minimum_commitment": 2},
    ),
    ("formula", "sentence", r"\bdenominator|\bnumerator|\bproportionate interest", {"not_a_contract_fee": 6}),
    (
        "costs of audit", "sentence",
        r"\baudit|\bunderpa(?:id|yment)|\bdiscrepancy|\bshortfall of",
        {"not_a_contract_fee": 5},
    ),
    ("dispute", "sentence", r"\barbitrat|\bjurisdiction|\bclaims? (?:of|for|in excess)", {"not_a_contract_fee": 3}),
    (
        "advanced before", "before",
        r"\bha(?:s|ve|d) (?:already |previously )?(?:advanced|loaned|lent|invested|raised)\b.{0,80}$",
        {"not_a_contract_fee": 7, "total_fee": -3},
    ),
    (
        "customers must buy", "before",
        r"\b(?:consumers?|customers?|purchasers?|members?) (?:will|shall|must) be required to (?:purchase|pay|buy)\b",
        {"not_a_contract_fee": 14},
    ),
    (
        "advances so far", "sentence",
        (r"\badvances?\b.{0,60}\b(?:to date|total)|\bapplied (?:to|against)|\bcredited (?:to|against)|\bearned at\b"
        r"|\boutstanding balance"),
        {"not_a_contract_fee": 4},
    ),
    ("basis of a rate", "near", r"\b(?:per|each|every|for each|for every) ?\(?$", {"": 9}),
    ("deemed", "sentence", r"\bdeemed to\b|\bshall be presumed", {"not_a_contract_fee": 1}),
    (
        "may", "sentence",
        (r"\b(?:potential|anticipat\w+|expects?|estimat\w+|projected|forecast\w*"
        r"|target (?:amount|revenue|sales)|goal|hopes?"
        r"|believes?|intend(?:s|ed)?|contemplat\w+)\b"),
        {"not_a_commitment": 4, "fee": -1, "payment": -1},
    ),
    (
        "not promised", "sentence",
        (r"\bnot (?:a )?(?:promised?|guarantee[d]?|commit(?:ted|ment)?|obligat\w+)|\bpotential (?:but|value)|\bno"
        r" (?:guarantee|obligation|commitment)"),
        {"not_a_commitment": 6},
    ),
    (
        "to be agreed", "sentence",
        (r"\bto be (?:agreed|negotiated|determined)|\bmutual(?:ly)? agree(?:d|ment)?\b|\bagree (?:in"
        r" writing )?(?:to|upon|on) a"),
        {"not_a_commitment": 4},
    ),
)  # fmt: skip
