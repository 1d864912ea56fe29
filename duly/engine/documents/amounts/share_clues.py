"""What tells the role of a percent: a royalty, a share of revenue, a commission, a limit of an audit, a late fee, ...

The rows are as those of `no_fee_clues.py`. The role "" takes a percent for no money term of ours: late fees, ownership,
levels of service.
"""

from __future__ import annotations

from duly.engine.documents.amounts.no_fee_clues import Row

CLUES: tuple[Row, ...] = (
    ("royalty", "sentence", r"\broyalt", {"royalty": 5}),
    ("royalty next", "next", r"^ ?(?:\(?\w+\)? ){0,2}royalt", {"royalty": 5}),
    ("royalty near", "near", r"\broyalt(?:y|ies)\b", {"royalty": 3}),
    ("royalty heading", "heading", r"\broyalt", {"royalty": 4}),
    (
        "floor in money", "after", r"^.{0,60}\bor (?:US)?[$€£].{0,60}\b(?:whichever|greater|higher)\b",
        {"royalty": 4, "": -2},
    ),
    ("royalty base", "next", r"^.{0,30}\broyalty\b", {"royalty": 4}),
    ("royalty lead", "lead", r"\broyalt", {"royalty": 4}),
    ("royalty above", "above", r"\broyalt.{0,100}$", {"royalty": 3}),
    ("fraction of shares", "next", r"^ ?(?:of|interest in) (?:\w+ ){0,3}(?:stock|shares|equity)", {"": 6}),
    (
        "changed by", "near", (r"\b(?:decreas|reduc|lower|rais)\w* (?:\w+ )?(?:by|below) (?:an? )?$|\breduced (?:by|"
        "below) $"),
        {"": 14},
    ),
    ("credited", "near", r"\b(?:credit|offset|set off|deduct) (?:up to )?(?:\w+ )?\(?$", {"": 14}),
    ("reimbursed", "before", r"\breimburse\b[^.;]{0,60}$", {"": 20}),
    ("costs of a court", "next", r"^ ?(?:of )?(?:the )?(?:reasonable )?attorney", {"": 14}),
    ("above a limit", "near", r"\bexceed\w* (?:\w+ )?$", {"": 1, "commission": -6, "fee": -6}),
    (
        "shared out", "before",
        (r"\b(?:revenues?|profits?|income|proceeds)\b[^.;]{0,140}\b(?:shared|divided|split|distribut(?:ed|"
        r"ion))\b(?:[^.;]|(?<=Inc)\.|(?<=Ltd)\.){0,160}$"),
        {"revenue_share": 8, "not_a_contract_fee": -6},
    ),
    (
        "sharing", "before",
        (r"\b(?:shares?|splits?|divides?|allocates?|apportions?|distributes?) (?:all |the |"
         r"any )?(?:\w+ ){0,3}(?:revenues?"
        r"|profits?|income|proceeds|fees|receipts|savings)\b[^.;]{0,120}$"),
        {"revenue_share": 8, "not_a_contract_fee": -6},
    ),
    (
        "to each by name", "next", r"^ ?(?:to|for) (?-i:[A-Z])(?:[^.;]|(?<=Inc)\.|(?<=Ltd)\.){2,60}?(?:\d{1,3} ?%|$)",
        {"revenue_share": 3, "not_a_contract_fee": -3},
    ),
    ("called a share", "next", r"^ ?(?:revenue|profit)[- ]shar(?:e|ing)\b", {"revenue_share": 8}),
    (
        "of what is earned, to somebody", "next",
        r"^ ?of (?:the )?(?:net|gross) (?:profits?|revenues?|income|proceeds|sales) to\b",
        {"revenue_share": 8, "not_a_contract_fee": -6},
    ),
    ("less any", "near", r"\b(?:less|minus|net of)\b.{0,40}$", {"": 4}),
    (
        "of proceeds", "next",
        (r"^,? ?(?:\(?\w+\)? ){0,2}(?:of|on|from) .{0,60}\b(?:revenues?|profits?|proceeds|receipts|sales|income|savings"
        r"|earnings|margin|billings|collections|amounts? (?:\w+ )?(?:earned|received|collected|invoiced|billed))"),
        {"revenue_share": 5, "royalty": 3, "commission": 2},
    ),
    (
        "of a price", "next",
        r"^ ?(?:of|on) .{0,60}\b(?:invoice|wholesale|selling|sales|purchase|net) (?:\w+ )?prices?",
        {"royalty": 3, "revenue_share": 1, "commission": 2},
    ),
    (
        "share words", "sentence",
        r"\b(?:revenue|profit)[- ]shar|\bshare of (?:the )?(?:\w+ ){0,3}(?:revenue|profit|proceeds)|\bsplit\b",
        {"revenue_share": 4},
    ),
    (
        "share heading", "heading",
        r"\brevenue|\bprofit|\bshar(?:e|ing)\b|\bcompensation\b|\bpayments?\b",
        {"revenue_share": 2},
    ),
    (
        "pays", "before",
        r"\b(?:pay|remit|receive|retain|entitled to|paid|distribute|keep)\b",
        {"revenue_share": 2, "royalty": 2, "commission": 2, "fee": 1},
    ),
    (
        "commission", "sentence",
        r"\bcommissions?\b|\bfinder.{0,3}s? fee|\breferral fee|\bbrokerage",
        {"commission": 7},
    ),
    (
        "paid to an agent", "sentence",
        r"\b(?:agent|representative|broker|finder|referrer)(?:['’]s)? (?:compensation|remuneration)\b",
        {"commission": 7},
    ),
    (
        "what remains", "before",
        r"\b(?:revenues?|receipts|profits?|proceeds|income|sales|fees)\b[^.;]{0,120}\bremaining $",
        {"revenue_share": 8},
    ),
    (
        "each has a part", "next",
        (r"^,? (?:and|or) (?:\w+ ){1,3}?(?:[\w-]+ percent )?\(?\d{1,2}(?:\.\d+)? ?%\)?,? of\b"),
        {"revenue_share": 8},
    ),
    ("commission heading", "heading", r"\bcommission", {"commission": 5}),
    (
        "of such amount", "next",
        r"^ ?of (?:such|the|all) (?:amounts?|fees?|payments?)\b",
        {"revenue_share": 3, "commission": 2},
    ),
    (
        "late", "sentence",
        r"\binterest\b|\blate (?:fee|charge|payment)|\boverdue\b|\bpast due\b|\bprime rate",
        {"": 9},
    ),
    ("per month", "next", r"^ ?(?:per|a) (?:month|annum)", {"": 4}),
    (
        "audit", "sentence",
        r"\baudit|\bunder-?pa(?:id|y)|\bdiscrepanc|\bunderstate|\binspection\b|\berror in\b|\bexamination of\b",
        {"not_a_contract_fee": 10},
    ),
    ("audit heading", "heading", r"\baudit|\brecords|\bbooks", {"not_a_contract_fee": 4}),
    (
        "escalator", "sentence",
        (r"\b(?:increas|escalat|adjust)\w*\b.{0,140}\b(?:fees?|prices?|charges?|rates?|rent)\b|\b(?:fees?|prices?"
        r"|charges?|rates?|rent)\b.{0,140}\b(?:increas|escalat|adjust)\w*"),
        {"price_escalator": 6},
    ),
    (
        "escalator limit", "near",
        r"\b(?:more than|exceed(?:ing)?|by|maximum of|up to|greater of|lesser of) (?:the \w+ of )?(?:\(\w\) )?$",
        {"price_escalator": 2},
    ),
    (
        "per year", "next",
        r"^ ?(?:per (?:year|annum)|each year|annually|in any|during any|over the)",
        {"price_escalator": 3},
    ),
    ("consumer prices", "sentence", r"\bconsumer price|\bCPI\b|\bprice index", {"price_escalator": 4}),
    (
        "discount", "sentence",
        (r"\bdiscount|\bless than (?:the )?list|\boff (?:the |of )?(?:\w+ ){0,2}(?:list|retail|price)|\bprice"
        r" reduction"),
        {"discount": 8},
    ),
    ("rebate", "sentence", r"\brebate", {"rebate": 9}),
    (
        "restocking", "sentence",
        r"\brestocking (?:fee|charge)|(?<!and )(?<!and/or )\bhandling (?:fee|charge)|\bcancellation (?:fee|charge)",
        {"fee": 10},
    ),
    (
        "surcharge", "next",
        r"^ ?(?:[\w/]+ ){0,2}(?:fee|surcharge|service charge|mark-?up|administrati\w+|overhead)",
        {"fee": 6},
    ),
    (
        "ownership", "sentence",
        (r"\b(?:outstanding|voting|equity|capital stock|membership interest|securities|ownership|owns?|shareholder"
        r"|controll?(?:s|ing|ed)?\b)"),
        {"": 5},
    ),
    (
        "performance", "sentence",
        (r"\b(?:uptime|availability|on[- ]time|accuracy|performance level|service level|available|capacity"
        r"|inventory|forecast|yield|purity|tolerance|variance|rejected|defect)\b"),
        {"": 5},
    ),
    (
        "of places and people", "next",
        (r"^ ?of (?:the |such |all |its |any |each )?(?:[\w-]+ ){0,4}?(?:pages?|placements?|locations?|positions"
        r"|slots|tiles|employees)\b"),
        {"": 12},
    ),
    ("places parted", "sentence", r"\b(?:placement|offer|advertis\w+|banner) (?:locations|positions|slots)\b", {"": 6}),
    ("size", "sentence", r"\b(?:size|area|width|height|square|signage|employees|votes|members|time)\b", {"": 2}),
    (
        "part of a price", "next",
        (r"^ ?(?:\(?\w+\)? )?(?:of|is|shall be|will be|down|deposit|due|payable|upon|on|at|prior"
        r"|balance) .{0,80}\b(?:fees?|price|cost|amount|order|total|due|payable|deposit|down|execution|signing"
        r"|completion|delivery|acceptance|shipment|receipt)\b"),
        {"payment": 4},
    ),
    (
        "due on", "after",
        (r"^.{0,80}\b(?:due|payable|paid)\b.{0,20}\b(?:upon|on|at|within|prior|before|against)\b|^.{0,60}\bupon"
        r" (?:\w+ ){0,2}(?:execution|signing|completion|delivery|acceptance|receipt)"),
        {"payment": 4},
    ),
    ("deposit", "sentence", r"\bdeposit|\bdown ?payment|\binstal?lment", {"payment": 3}),
    ("damages", "sentence", r"\bliquidated damages", {"liquidated_damages": 12}),
    ("penalty", "sentence", r"\bpenalt", {"penalty": 7}),
    (
        "liability", "sentence",
        r"\b(?:liabilit|damages)\w*\b.{0,160}\b(?:exceed|limited|in excess)",
        {"liability_cap": 7},
    ),
    ("refund", "sentence", r"\brefund|\breimburs", {"refund": 4}),
    ("bonus", "sentence", r"\bbonus|\bincentive", {"bonus": 6}),
    ("conversion", "sentence", r"\bconver(?:t|sion)\b|\bstock\b|\bshares\b|\bwarrant", {"": 3}),
    ("tax", "sentence", r"\b(?:sales|use|withholding|value[- ]added|income) tax|\bVAT\b|\bGST\b", {"": 4}),
    ("example", "sentence", r"\bfor (?:example|instance)\b|\be\.g\.", {"": 5, "not_a_contract_fee": 3}),
    (
        "threshold", "near",
        r"\b(?:at least|less than|more than|greater than|better than|in excess of|exceed\w*|fewer than) (?:\w+ )?$",
        {"": 2, "royalty": -2, "revenue_share": -3},
    ),
    ("bounds of a range", "near", r"\bbetween (?:[\d.]{1,6} ?(?:%|percent)? and )?$", {"": 12}),
    ("better than", "near", r"\bbetter than $", {"": 8}),
    (
        "credit for service", "sentence",
        r"\b(?:availability|service(?: level)?|performance|sla|uptime|downtime) credits?\b",
        {"sla_credit": 14},
    ),
    ("arithmetic", "next", r"^ ?(?:=|x |of ?\$|\*)", {"": 5}),
    ("or more", "next", r"^ ?or (?:more|less|greater|fewer)\b", {"revenue_share": -8, "royalty": -8, "payment": -8}),
    (
        "of what is left when it ends", "sentence",
        (r"\b(?:terminat|cancel)\w*\b.{0,340}\)? ?of (?:the |all )?(?:\w+ )?(?:unpaid|remaining|unexpired|unearned)"
        r" (?:balance|portion|fees?|payments?|amounts?|instal|commitment|minimum)"),
        {"liquidated_damages": 7},
    ),
    (
        "of what was to be bought", "next",
        (r"^ ?of (?:the |all )?(?:unpaid|remaining|unfulfilled) (?:balance|portion|amount)s? of (?:\w+ ){0,3}(?:minimum"
        r"|commitment|purchase)"),
        {"liquidated_damages": 5},
    ),
)  # fmt: skip
