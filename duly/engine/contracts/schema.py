"""The contract as a declaration: every key, its form and its meaning.

Reading, JSON Schema, the key reference and nearest-key suggestions all come from this text. Obligations are declared
in `promises.py`, the rows of facts in `verbs.py`.
"""

from __future__ import annotations

from duly.engine.contracts import builders as b
from duly.engine.contracts import days as d
from duly.engine.contracts import grammar as g
from duly.engine.contracts import verbs as v
from duly.engine.contracts.elements import ELEMENT
from duly.engine.contracts.errors import NotYesOrNo
from duly.engine.contracts.forms import Key, Listing, Mapped, Pair, Scalar, Section
from duly.engine.contracts.judgements import COSTS, JUDGED, OPENING
from duly.engine.contracts.promises import OBLIGATION, RESERVED, TAGS, TERM
from duly.engine.contracts.rights import RIGHT
from duly.ground.money import NotAnAmount

PORTFOLIO = Scalar(
    "portfolio",
    "yes, no, or how many like 46 customers",
    r"yes|no|([1-9][0-9]{0,8})(?: \S.*)?",
    lambda match, _: int(match[1]) if match[1] else match[0] == "yes",
    g.refusal(NotYesOrNo),
    ("yes", "46 customers"),
    ("string", "number", "boolean"),
)
PENALTY = Scalar(
    "penalty",
    "an amount like 500.00, or substantive",
    f"substantive|{g.NUMBER}",
    lambda match, reader: match[0] if match[0] == "substantive" else g.amount_in(match[0], reader),
    g.refusal(NotAnAmount),
    ("500.00", "substantive"),
    ("string", "number"),
)
CANCEL = Section(
    "the right to cancel",
    "Who may end the contract, and what they get back (606-10-25-3).",
    (
        Key("by", g.choice("nobody", "customer", "either", "us"), "who may cancel", required=True),
        Key("notice", d.DURATION, "notice to be given"),
        Key("refund", g.choice("none", "pro rata", "full"), "what is paid back; none by default"),
        Key("penalty", PENALTY, "what the one who cancels pays, or that it is substantive"),
    ),
    b.cancel,
)
BUNDLE = Section(
    "a bundle",
    "Obligations that are regularly sold together (606-10-32-37).",
    (
        Key("of", Listing(g.OBLIGATION), "the obligations", required=True),
        Key("price", g.AMOUNT_OWED, "the price at which they are sold together", required=True),
    ),
    b.bundle,
)

BILL_LINE = Section(
    "a billing row",
    "The plan by which bills are issued; it makes no entry.",
    (
        Key("bill", v.ALL_OR_SOME, "an obligation, a list of them, or all", required=True, into="of"),
        Key("every", g.choice("month", "quarter", "half year", "year"), "the rhythm"),
        Key("in", g.choice("advance", "arrears", "one sum"), "advance by default"),
        Key("net", d.DURATION, "time to pay"),
        Key("right", RIGHT, "what makes the money owed unconditionally (606-10-45-4); on invoice by default"),
        Key("first", d.DATE, "day of the first bill, where it is not the first day of the span", into="first_on"),
        Key("on", d.DATE, "day of a single bill"),
        Key("amount", g.AMOUNT_OWED, "amount of each bill, where it is not the price"),
        Key("instalments", Listing(Pair(d.DATE, g.AMOUNT_OWED)), "pairs of a day and an amount"),
        Key("retention", g.SHARE, "part that is held back until everything billed is complete"),
    ),
    b.bill_line,
)
POLICY = Mapped(g.TEXT, g.TEXT)
CONTRACT = Section(
    "a contract",
    "One contract: what was agreed, judged and happened.",
    (
        Key("duly", g.choice("1"), "version of the language"),
        Key("contract", g.NAMED, "reference, unique", required=True),
        Key("title", g.TEXT, "free text"),
        Key("customer", g.TEXT, "who buys; the reference by default"),
        Key("entity", g.NAMED, "who sells; default: the only entity of the company file, else main"),
        Key("currency", g.CURRENCY, "currency of all amounts", required=True),
        Key("under", g.TEXT, "master agreement, for information"),
        Key("combine", Listing(g.NAMED, single=True), "contracts accounted for as one with this (606-10-25-9)"),
        Key("documents", Mapped(g.NAMED, g.TEXT, remarks=False), "short names of documents, for sources"),
        Key(
            "names",
            Mapped(g.NAMED, g.ELSEWHERE, remarks=False),
            "what other systems call it, by the name of the system",
        ),
        Key("signed", d.DATE, "inception; default: the first day of the term, else the first fact", into="signed_on"),
        Key("known", d.DATE, "when accounting learned of it; default: signed", into="known_on"),
        Key("term", TERM, "first to last day"),
        Key("cancel", CANCEL, "who may cancel"),
        Key("collect", g.COLLECT, "step 1; `not probable`, or not likely enough for the book, keeps cash as a deposit"),
        Key("total", g.AMOUNT, "fixed price of the whole contract, where it is not stated line by line"),
        Key("portfolio", PORTFOLIO, "many like contracts in one (606-10-10-4), and how many"),
        Key("tags", TAGS, "dimensions: travel to every line"),
        Key("policy", POLICY, "policies for this contract alone, with `why`"),
        Key("obligations", Mapped(g.NAMED, OBLIGATION, reserved=RESERVED, own_currency=True), "the promises, in order"),
        Key("sold together", Listing(BUNDLE), "observable prices of bundles (606-10-32-37)", into="bundles"),
        Key("price", Listing(ELEMENT), "what else moves the transaction price", into="elements"),
        Key("billing", Listing(BILL_LINE), "the plan of bills"),
        Key("costs", Listing(COSTS), "costs to obtain or fulfil the contract"),
        Key("judged", Listing(JUDGED), "dated decisions of people"),
        Key("happened", Listing(v.HAPPENED), "what happened, in order"),
        Key("opening", Listing(OPENING), "positions of another system"),
    ),
)
