"""The elements of the price as a declaration: what else moves the transaction price (606-10-32-2, IFRS 15.47)."""

from __future__ import annotations

import re

from duly.engine.contracts import builders as b
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts import prices as p
from duly.engine.contracts.forms import Key, Listing, Pair, Scalar, Section
from duly.engine.contracts.promises import OBLIGATIONS
from duly.engine.contracts.reader import Reader

OUTCOMES = Listing(Pair(g.PLAIN, g.SHARE))


def _payments(match: re.Match[str], reader: Reader) -> tuple[int, int | None]:
    return int(match[1]), None if match[2] is None else g.amount_in(match[2], reader)


PAYMENTS = Scalar(
    "payments",
    "a number of payments like 60, or 60 of 18871.00",
    r"([1-9][0-9]{0,3})(?: of ([0-9]+(?:\.[0-9]+)?))?",
    _payments,
    g.refusal(e.NotAQuantity),
    ("60", "60 of 18871.00"),
    ("string", "number"),
)
ELEMENT = Section(
    "a price element",
    "What else moves the transaction price (606-10-32-2).",
    (
        Key("element", g.NAMED, "its name", required=True),
        Key("of", OBLIGATIONS, "the obligation or obligations it belongs to; left out: the contract"),
        Key("method", g.choice("most likely", "expected value"), "how it is estimated (606-10-32-8)"),
        Key("outcomes", OUTCOMES, "pairs of an outcome and its chance; the chances sum to 100%"),
        Key("per", g.AMOUNT, "what one unit of the outcome is worth; outcomes are then counts"),
        Key("unit", g.TEXT, "the unit of the outcomes or of what is paid"),
        Key("amount", g.AMOUNT, "a fixed change of the price, below zero for a reduction"),
        Key("percent", g.PERCENT, "a change in percent of the stated price"),
        Key("tiers", p.TIERS, "rates by number of units, as in a price"),
        Key(
            "mode",
            g.choice("retrospective", "graduated", "volume"),
            "retrospective: the tier reached reprices all units",
        ),
        Key("rate", g.PERCENT, "yearly rate of a financing component, or rate of a fee"),
        Key("over", g.TEXT, "what a fee is measured over: index, hurdle"),
        Key(
            "compounded",
            g.choice("yearly", "half yearly", "quarterly", "monthly", "daily", "none"),
            "how often interest is added; none: simple interest",
        ),
        Key("contract rate", g.PERCENT, "rate the contract states, where it differs"),
        Key("payments", PAYMENTS, "number of equal payments; `60 of 18871.00` where the contract states them"),
        Key("in", g.choice("advance", "arrears"), "whether payments come first or last in their period"),
        Key("implicit", g.YES, "yes: a concession that is expected and not written"),
        Key("expected price", g.AMOUNT_OWED, "what is expected to be paid in all, for an implicit concession"),
        Key("none", g.choice("yes"), "says that there is none, with `why`"),
        Key("what", g.TEXT, "noncash consideration: what is received"),
        Key("units", g.COUNT, "how many units of it"),
        Key("every", g.choice(*g.PERIODS), "how often it is received"),
        Key("value", g.RATE, "fair value of one unit at inception"),
        Key("for", g.TEXT, "payable to the customer: for what; `nothing distinct` takes it off the price"),
        Key(
            "worth",
            g.AMOUNT_OWED,
            "payable to the customer: fair value of the distinct good it pays for; left out: nobody can estimate it, "
            "and all of it comes off the price",
        ),
        Key("equity", g.YES, "payable to the customer: in equity instruments of ours (606-10-32-25A)"),
        Key("why", g.TEXT, "reason"),
    ),
    b.element,
)

CHANCES = Key("outcomes", OUTCOMES, "pairs of an outcome and its chance; the chances sum to 100%")
