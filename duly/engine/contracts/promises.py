"""What was promised and for how long, as a declaration: the keys of an obligation and of the term."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NamedTuple

from duly.engine.contracts import builders as b
from duly.engine.contracts import days as d
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts import prices as p
from duly.engine.contracts.forms import Key, Listing, Mapped, Scalar, Section
from duly.engine.contracts.reader import Reader
from duly.ground.tree import Node

EARN = (
    "on delivery",
    "on acceptance",
    "on milestones",
    "over time by day",
    "over time by week",
    "over time by month",
    "over time by month prorated",
    "by units",
    "by hours",
    "by cost",
    "by progress",
    "as invoiced",
    "on exercise or expiry",
    "as redeemed",
)
# Names that mean something else where an obligation is named.
RESERVED = ("all", "both", "rest", "term")

OBLIGATIONS = Listing(g.OBLIGATION, single=True)
TAGS = Mapped(g.NAMED, g.TEXT, remarks=False)
NOT_ESTIMABLE = Scalar(
    "not estimable", "not estimable", "not estimable", lambda match, _: match[0], g.refusal(e.UnknownChoice)
)
EXPECTED_UNITS = Scalar(
    "expected units",
    "a number of units, or not estimable",
    f"{g.NUMBER}|not estimable",
    lambda match, _: match[0] if match[0] == "not estimable" else g.number(match[0]),
    g.refusal(e.NotAQuantity),
    ("3", "not estimable"),
    ("string", "number"),
)


class Milestones(NamedTuple):
    """Milestones with their weights: percentages that sum to 100%, or amounts."""

    weights: Mapped

    @property
    def expects(self) -> str:
        return "milestones with percentages that sum to 100%, or with amounts"

    def read(self, node: Node, path: str, reader: Reader) -> Any:
        value = self.weights.read(node, path, reader)
        if not isinstance(value, dict) or len(value) < len(node):
            return value if not isinstance(value, dict) else tuple((k, w) for k, (_, w) in value.items())
        kinds = {kind for kind, _ in value.values()}
        total = sum((weight for _, weight in value.values()), Fraction(0))
        found = ""
        if len(kinds) > 1:
            found = "mix percentages and amounts"
        elif total == 0:
            found = "have no weight"
        elif kinds == {"%"} and total != 1:
            found = f"sum to {g.percent_text(total)}"
        if found:
            raise e.DoesNotAddUp(f"the milestones {found}", why=f"expected {self.expects}", fix="correct the weights")
        return tuple((name, weight) for name, (_, weight) in value.items())


def _weight(match: re.Match[str], reader: Reader) -> tuple[str, Fraction]:
    if match[1] is not None:
        return "%", g.number(match[1]) / 100
    return "amount", Fraction(g.amount_in(match[2], reader))


WEIGHT = Scalar(
    "weight",
    "a percentage like 30%, or an amount",
    r"([0-9]+(?:\.[0-9]+)?)%|([0-9]+(?:\.[0-9]+)?)",
    _weight,
    g.refusal(e.NotAPercentage),
    ("30%", "1200.00"),
    ("string", "number"),
)
MILESTONES = Milestones(Mapped(g.NAMED, WEIGHT))
ROYALTY = Section(
    "a royalty",
    "A fee on the sales or usage of a licence (606-10-55-65).",
    (
        Key("rate", g.PERCENT, "percentage of the base", required=True),
        Key("of", g.TEXT, "the base: licensee sales, usage", required=True),
        Key("minimum", g.AMOUNT_OWED, "guaranteed minimum, in all or by year"),
        Key("per", g.choice("contract", "year"), "what the minimum is counted for; the contract by default"),
        Key("expected", g.AMOUNT_OWED, "what it is expected to come to in all, for allocation and estimates"),
    ),
)
RETURNS = Section(
    "a right of return",
    "What the customer may send back (606-10-55-22).",
    (
        Key("expected", EXPECTED_UNITS, "units expected back, or that this cannot be estimated"),
        Key("kept", g.COUNT, "units expected to stay with the customer, instead of `expected`"),
        Key("window", d.DURATION, "how long the right lasts"),
        Key("recovery cost", p.COST, "expected cost of recovering the goods: in all, or `2.00 per unit`"),
    ),
)
WARRANTY = Section(
    "a warranty",
    "A warranty that comes with the goods; one that is a service is an obligation of its own (606-10-55-30).",
    (
        Key("kind", g.choice("assurance", "service"), "assurance: the goods are as agreed", required=True),
        Key("expected cost", g.AMOUNT_OWED, "accrued when the obligation is satisfied"),
    ),
)
REPURCHASE = Section(
    "a repurchase agreement",
    "A forward, a call or a put (606-10-55-66).",
    (
        Key(
            "by",
            g.choice("customer", "us"),
            "who may ask for it: the customer (a put) or us (a call, a forward)",
            required=True,
        ),
        Key("price", g.AMOUNT_OWED, "repurchase price", required=True),
        Key("on", d.DATE, "the day, or the last day", required=True),
        Key("market value", g.AMOUNT_OWED, "expected market value on that day; needed where the customer may ask"),
        Key("rate", g.PERCENT, "yearly rate at which the repurchase price is compared with the price (606-10-55-69)"),
        Key("lease back", g.YES, "yes: part of a sale and leaseback"),
    ),
)
BILL_AND_HOLD = Section(
    "bill and hold",
    "The four criteria of 606-10-55-83.",
    (
        Key("reason", g.TEXT, "why the customer asked for it", required=True),
        Key("identified", g.YES, "the goods are identified as the customer's", required=True),
        Key("ready", g.YES, "they are ready for transfer", required=True),
        Key("cannot redirect", g.YES, "we cannot use them or sell them to another", required=True),
    ),
)
RENEWALS = Section(
    "expected renewals",
    "Options to renew at a price worth having, priced by all that is expected of them (606-10-55-45).",
    (
        Key("expected", Listing(g.SHARE), "part of today's customers expected to renew, each time", required=True),
        Key("price", g.AMOUNT_OWED, "price of one renewal if all renew; that of the obligation by default"),
        Key("cost", Listing(g.AMOUNT_OWED), "cost of each period if all stay, the first one too; alike by default"),
    ),
    b.renewals,
)
BREAKAGE = Section(
    "breakage",
    "Rights that customers leave unexercised (606-10-55-46).",
    (
        Key("expected", g.SHARE, "part that is expected never to be exercised"),
        Key("escheat", g.YES, "yes: unclaimed property goes to the state"),
        Key("remote", g.YES, "yes: recognize it when exercise has become remote"),
    ),
)

OBLIGATION_KEYS = (
    Key("product", g.NAMED, "product, for the SSP book and account mapping"),
    Key("description", g.TEXT, "what is promised"),
    Key("quantity", g.QUANTITY, "how many, with their unit"),
    Key("price", p.PRICE, "stated price; left out: part of `total`, or free"),
    Key("ssp", p.SSP, "standalone selling price; left out: the stated price"),
    Key(
        "ssp basis",
        g.choice("observed", "market", "cost plus margin", "residual"),
        "how the SSP was found, for information",
        into="ssp_basis",
    ),
    Key("earn", g.choice(*EARN), "when revenue is earned; `on delivery` by default"),
    Key("from", d.DATE, "first day of its own span", into="from_on"),
    Key("to", d.LAST_DATE, "last day of its own span, included", into="until"),
    Key("months", d.MONTHS, "length of its span, instead of `to`"),
    Key("expected cost", g.AMOUNT_OWED, "for `by cost`: total expected cost", into="expected_cost"),
    Key("uninstalled", g.AMOUNT_OWED, "the part of it that is uninstalled material at zero margin (606-10-55-21)"),
    Key("milestones", MILESTONES, "for `on milestones`: percentages that sum to 100%, or amounts"),
    Key("parts", g.WHOLE, "number of equal parts accepted or delivered one by one"),
    Key("cost", p.COST, "cost of the good or service, becomes cost of sales"),
    Key(
        "paid to supplier",
        g.YES,
        "yes: that cost is owed to a supplier, not taken from inventory",
        into="paid_to_supplier",
    ),
    Key("recurring", g.YES, "counts for MRR and ARR"),
    Key("series", g.YES, "distinct periods of one service (606-10-25-14(b))"),
    Key("role", g.choice("principal", "agent"), "principal by default"),
    Key("gross", g.AMOUNT_OWED, "for an agent: what the end customer pays"),
    Key(
        "licence",
        g.choice(
            "right to use",
            "right to access",
            "functional",
            "functional with activities",
            "symbolic",
            "symbolic without activities",
        ),
        "nature of the licence (606-10-55-59), or the property and whether activities of ours change it: then the "
        "standard of the book says what it is",
    ),
    Key("royalty", ROYALTY, "a fee on sales or usage"),
    Key("option", g.TEXT, "an option that may be a material right"),
    Key("returns", RETURNS, "a right of return"),
    Key("warranty", WARRANTY, "a warranty"),
    Key("repurchase", REPURCHASE, "a repurchase agreement"),
    Key("bill and hold", BILL_AND_HOLD, "goods billed and held for the customer", into="bill_and_hold"),
    Key("setup", g.YES, "an activity that transfers nothing; its fee joins the price of the others (606-10-55-51)"),
    Key("immaterial", g.YES, "immaterial in the context of the contract: a book may leave it out (606-10-25-16A)"),
    Key("ships", g.OBLIGATION, "the goods that it ships after control of them has passed (606-10-25-18B)"),
    Key(
        "customer life", d.DURATION, "how long a set-up fee serves, where it is a material right", into="customer_life"
    ),
    Key("renewals", RENEWALS, "renewals that are a material right, looked through to (606-10-55-45)"),
    Key("breakage", BREAKAGE, "rights left unexercised"),
    Key("expires", d.DATE, "for `on exercise or expiry`: the last day of the right"),
    Key("currency", g.CURRENCY, "currency of its price and SSP, where it is not the contract's"),
    Key("booked", d.DATE, "day it was first booked, for the exchange rate of what allocation moves", into="booked_on"),
    Key("tags", TAGS, "dimensions, added to those of the contract"),
)
OBLIGATION = Section(
    "an obligation",
    "One promise to the customer (606-10-25-14).",
    OBLIGATION_KEYS,
    b.obligation,
    own_currency=True,
)
# What rules read of a change; for anything else a promise is another one.
_CHANGED = (
    "description",
    "quantity",
    "price",
    "ssp",
    "ssp basis",
    "to",
    "months",
    "expected cost",
    "recurring",
)
CHANGED = Section(
    "a changed obligation",
    "What an amendment changes of it; what cannot stand here is removed, and added anew.",
    (
        *(key for key in OBLIGATION_KEYS if key.name in _CHANGED),
        Key("remaining price", g.AMOUNT_OWED, "price of what is left from that day on", into="remaining_price"),
    ),
    b.changed_obligation,
    own_currency=True,
)

TERM_KEYS = (
    Key("from", d.DATE, "first day", into="from_on"),
    Key("to", d.LAST_DATE, "last day, included", into="until"),
    Key("months", d.MONTHS, "length, instead of `to`"),
    Key("renews", d.DURATION, "length of each renewal"),
    Key("notice", d.DURATION, "how long before the end notice must be given"),
)
TERM = Section("the term", "From the first to the last day of the agreement.", TERM_KEYS, b.term)
CHANGED_TERM = Section(
    "the changed term",
    "Its new last day.",
    tuple(key for key in TERM_KEYS if key.name in ("to", "months")),
    b.term,
)
