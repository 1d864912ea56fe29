"""What people judged, what the contract cost, and openings, as declarations."""

from __future__ import annotations

from dataclasses import replace

from duly.engine.contracts import days as d
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts.forms import Key, Scalar, Section, Variants
from duly.engine.contracts.promises import OBLIGATIONS
from duly.engine.contracts.rows import (
    AMOUNT,
    AMOUNT_NEEDED,
    WHEN,
    WHO,
    fact_of,
    needs_one,
    subjects,
    verb,
    with_reason,
)

DISPUTE = replace(
    verb(
        "dispute",
        g.INVOICE,
        "how a dispute ends",
        Key("conceded", g.YES, "yes: the price is reduced", required=True),
        AMOUNT,
        WHO,
    ),
    name="a judgement of a `dispute`",
)
JUDGED = Variants(
    "a row of judged",
    (
        subjects("distinct", OBLIGATIONS, "these promises are distinct (606-10-25-19)", WHO),
        subjects("not distinct", OBLIGATIONS, "these promises are one obligation", WHO),
        subjects("controls", OBLIGATIONS, "we control these before they pass: principal (606-10-55-37)", WHO),
        subjects("does not control", OBLIGATIONS, "another controls these: agent (606-10-55-38)", WHO),
        subjects("material right", OBLIGATIONS, "these options are material rights (606-10-55-42)", WHO),
        subjects("not material right", OBLIGATIONS, "these options are not material rights", WHO),
        subjects("held back", g.ELEMENT, "constrained: only the amount counts (606-10-32-11)", AMOUNT_NEEDED, WHO),
        subjects("included", g.ELEMENT, "no longer constrained: the amount counts", AMOUNT_NEEDED, WHO),
        verb(
            "collect",
            g.COLLECT,
            "whether, or how likely, consideration will be collected (606-10-25-1(e))",
            WHO,
        ),
        verb(
            "treatment",
            g.AMENDMENT,
            "an override of how an amendment is accounted for",
            Key("as", g.choice("separate", "prospective", "catch-up", "mixed"), "the treatment", required=True),
            WHO,
            rules=(with_reason,),
        ),
        verb("significant financing", g.YES, "whether there is a significant financing component (606-10-32-15)", WHO),
        subjects("remote", OBLIGATIONS, "exercise of the rights left has become remote (606-10-55-48)", WHO),
        verb("substantive penalty", g.YES, "whether the penalty for ending early is substantive (606-10-25-3)", WHO),
        DISPUTE,
        verb(
            "allowance",
            g.ALLOWANCE,
            "what customers are expected not to pay of what they owe (326-20-30-1, IFRS 9.5.5.1)",
            Key("of", g.choice("receivables", "contract assets", "both"), "of what; both by default"),
            Key("twelve months", g.ALLOWANCE, "the same for losses of the next twelve months alone (IFRS 9.5.5.15)"),
            WHO,
        ),
    ),
)
# Judgements that decide otherwise than the terms or the rule alone would.
OVERRIDES = (
    "treatment",
    "distinct",
    "not distinct",
    "controls",
    "does not control",
    "material right",
    "not material right",
    "significant financing",
)
OVER = Scalar(
    "over",
    "a duration like 60 months, or an obligation",
    g.NAME,
    lambda match, _: duration if (duration := d.duration_in(match[0])) is not None else str(match[0]),
    g.refusal(e.NotADuration),
    ("60 months", "platform"),
    ("string",),
    "obligation",
    g.one_of,
)
SPREAD = (
    Key("over", OVER, "the duration, or the obligation with which it is amortized"),
    Key(
        "by",
        g.choice("day", "week", "month", "month prorated", "progress"),
        "how it is amortized; like revenue by default",
    ),
    Key("from", d.DATE, "first day of amortization"),
    Key(
        "renewal commission", g.choice("commensurate", "not commensurate"), "whether renewals pay as much (340-40-35-1)"
    ),
    Key("anticipated renewals", g.FROM_ZERO, "renewals that are expected"),
    Key("paid", g.YES, "no: accrued instead of cash"),
)
COSTS = Variants(
    "a row of costs",
    (
        verb(
            "commission",
            g.AMOUNT_OWED,
            "incremental cost of obtaining the contract (340-40-25-1)",
            *SPREAD,
        ),
        verb("fulfilment", g.AMOUNT_OWED, "cost to fulfil the contract (340-40-25-5)", *SPREAD),
        verb(
            "obtaining",
            g.AMOUNT_OWED,
            "another cost of obtaining the contract (340-40-25-3)",
            Key("incremental", g.YES, "no: it would have been spent without the contract", required=True),
            Key("chargeable", g.YES, "yes: the customer must pay it whether or not the contract is won"),
            Key("what", g.TEXT, "for what"),
            *SPREAD,
        ),
        verb(
            "expense",
            g.AMOUNT_OWED,
            "cost that is expensed at once",
            Key("what", g.TEXT, "for what"),
            Key("paid", g.YES, "no: accrued instead of cash"),
        ),
    ),
)
OPENING = Section(
    "a row of opening",
    "Positions of another system at the end of a day.",
    (
        Key("obligation", g.OBLIGATION, "the obligation it speaks of; left out: the contract", into="subjects"),
        Key("recognized", g.AMOUNT, "revenue recognized so far"),
        Key("billed", g.AMOUNT, "billed so far, before tax"),
        Key("rate", g.EXCHANGE_RATE, "at which what was billed is carried in the currency of the books"),
        Key("progress", g.SHARE, "progress so far"),
        Key("allocated", g.AMOUNT, "price allocated to it"),
        Key("receivable", g.AMOUNT, "receivable"),
        Key("deposit", g.AMOUNT, "deposit held"),
        Key("customer credit", g.AMOUNT, "credit of the customer's account"),
        *WHEN,
    ),
    fact_of(
        "opening",
        (needs_one("recognized", "billed", "progress", "allocated", "receivable", "deposit", "customer credit"),),
    ),
)
