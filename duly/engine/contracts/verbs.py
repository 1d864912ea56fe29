"""What happened, as a declaration: one section a verb. Amounts of a row are in the currency of the contract."""

from __future__ import annotations

from duly.engine.contracts import days as d
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts import prices as p
from duly.engine.contracts.elements import CHANCES
from duly.engine.contracts.forms import Either, Key, Listing, Mapped, Scalar, Variants
from duly.engine.contracts.promises import CHANGED, CHANGED_TERM, OBLIGATION, OBLIGATIONS, RESERVED
from duly.engine.contracts.rows import (
    AMOUNT,
    AMOUNT_NEEDED,
    FOR_INVOICE,
    QUANTITY,
    WHO,
    lines_add_up,
    needs_one,
    subjects,
    tax_in_money,
    verb,
)

ALL_OR_SOME = Either(
    "all or obligations",
    Scalar(
        "all or an obligation",
        "an obligation, a list of them, or all",
        g.NAME,
        lambda match, _: () if match[0] == "all" else (str(match[0]),),
        g.refusal(e.NotAName),
        ("all",),
        ("string", "number"),
        "obligation",
        lambda value: value,
    ),
    Listing(g.OBLIGATION),
)
YES_OR_EACH = Either("yes or no for each", g.YES, None, Mapped(g.OBLIGATION, g.YES))
REASONS = g.choice("price", "returned", "goodwill", "defects", "error")
REFUND_REASONS = g.choice("price", "goodwill", "defects", "returned", "overpaid", "deposit", "customer credit")
CREDIT_REASONS = g.choice("paid in", "price", "goodwill", "defects", "overpaid")

AMENDED = (
    Key("signed", d.DATE, "the day it was signed"),
    Key(
        "changes",
        Mapped(g.OBLIGATION, CHANGED, named={"term": CHANGED_TERM}, own_currency=True),
        "obligations and `term`, each with its new values",
    ),
    Key("adds", Mapped(g.NAMED, OBLIGATION, reserved=RESERVED), "new obligations"),
    Key("removes", OBLIGATIONS, "obligations that end"),
    Key("price", g.AMOUNT, "change of the contract's price"),
    Key("distinct", YES_OR_EACH, "whether what is added is distinct (606-10-25-12)"),
    Key("remaining distinct", YES_OR_EACH, "whether what remains is distinct from what was transferred (606-10-25-13)"),
    Key("ssp", Mapped(g.OBLIGATION, p.SSP, own_currency=True), "standalone selling prices on that day"),
    Key("prorate", g.choice("by day", "by month", "no"), "how the time of what ends and what begins is priced"),
    Key("approved", g.YES, "no: the parties have not approved it yet (606-10-25-11)"),
    WHO,
)
HAPPENED = Variants(
    "a row of happened",
    (
        subjects(
            "delivered",
            OBLIGATIONS,
            "control passed, whole or in part",
            QUANTITY,
            Key("parts", g.PARTS, "how many parts"),
        ),
        subjects("accepted", OBLIGATIONS, "the customer accepted", QUANTITY, Key("parts", g.PARTS, "how many parts")),
        subjects("held", OBLIGATIONS, "set aside for the customer under bill and hold: control passed", QUANTITY),
        subjects("milestone", g.OBLIGATION, "a milestone was reached", Key("reached", g.NAMED, "which", required=True)),
        subjects("hours", g.OBLIGATION, "time worked", Key("quantity", g.COUNT, "hours", required=True)),
        subjects("usage", g.OBLIGATION, "units used", Key("quantity", g.COUNT, "units", required=True)),
        subjects(
            "progress", g.OBLIGATION, "measured progress", Key("done", g.SHARE, "progress to date", required=True)
        ),
        subjects(
            "cost",
            g.OBLIGATION,
            "cost incurred since the last row",
            AMOUNT_NEEDED,
            Key("uninstalled", g.AMOUNT, "the part of it that is uninstalled material"),
        ),
        subjects(
            "estimate",
            g.OBLIGATION,
            "a new estimate of the total",
            Key("expected cost", g.AMOUNT_OWED, "total cost"),
            Key("cost to complete", g.AMOUNT_OWED, "cost still to come, instead of the total"),
            Key("expected quantity", g.BOUND, "total units or hours"),
            Key("expected redeemed", g.COUNT, "total units that will be redeemed"),
            Key("expected returned", g.COUNT, "total units that will come back"),
            Key("expected royalty", g.AMOUNT_OWED, "total of the royalties"),
            Key("expected breakage", g.SHARE, "part that will never be exercised"),
            Key("uninstalled", g.AMOUNT_OWED, "total uninstalled material"),
            rules=(
                needs_one(
                    "expected cost",
                    "cost to complete",
                    "expected quantity",
                    "expected redeemed",
                    "expected returned",
                    "expected royalty",
                    "expected breakage",
                    "uninstalled",
                ),
            ),
        ),
        verb(
            "invoice",
            g.DOCUMENT,
            "an invoice was issued; amounts before tax",
            Key("lines", Mapped(g.OBLIGATION, g.AMOUNT), "amounts by obligation"),
            AMOUNT,
            Key("tax", g.TAX, "tax on top, an amount or a percentage"),
            Key("due", d.DATE, "when it must be paid"),
            Key("credit applied", g.AMOUNT_OWED, "paid from the customer's credit"),
            rules=(needs_one("lines", "amount"), lines_add_up, tax_in_money),
        ),
        verb("paid", g.AMOUNT, "cash received", FOR_INVOICE),
        subjects(
            "paid to customer",
            g.ELEMENT,
            "cash paid to the customer, as an element of the price says",
            AMOUNT_NEEDED,
        ),
        verb(
            "credit note",
            g.DOCUMENT,
            "a credit note was issued; amounts before tax",
            FOR_INVOICE,
            Key("lines", Mapped(g.OBLIGATION, g.AMOUNT), "amounts by obligation"),
            AMOUNT,
            Key("tax", g.TAX, "tax taken back"),
            Key(
                "reason",
                REASONS,
                "price and goodwill change the price, defects that of what was delivered",
                required=True,
            ),
            rules=(needs_one("lines", "amount"), lines_add_up, tax_in_money),
        ),
        verb(
            "refund",
            g.AMOUNT_OWED,
            "cash paid back",
            FOR_INVOICE,
            Key(
                "reason",
                REFUND_REASONS,
                "price and goodwill change the price, defects that of what was delivered",
                required=True,
            ),
        ),
        verb("write off", g.AMOUNT_OWED, "a credit loss: never revenue", FOR_INVOICE),
        verb("recovered", g.AMOUNT_OWED, "a credit loss taken back", FOR_INVOICE),
        verb(
            "customer credit",
            g.AMOUNT,
            "credit of the customer's account",
            Key(
                "reason", CREDIT_REASONS, "where it comes from; paid in by default, price and goodwill lower the price"
            ),
        ),
        verb("dispute", g.INVOICE, "the customer disputes an invoice", AMOUNT_NEEDED),
        subjects("sales", g.OBLIGATION, "sales or usage a royalty is measured on", AMOUNT_NEEDED),
        subjects("measured", g.MEASURED, "the base a percentage fee is measured on", AMOUNT_NEEDED),
        subjects(
            "received",
            g.NONCASH,
            "noncash consideration came in",
            Key("quantity", g.COUNT, "how many units", required=True),
            Key("value", g.RATE, "fair value of one unit that day"),
        ),
        subjects("redeemed", g.OBLIGATION, "rights used", QUANTITY, AMOUNT, rules=(needs_one("quantity", "amount"),)),
        subjects("exercised", OBLIGATIONS, "an option was used", QUANTITY),
        subjects("expired", OBLIGATIONS, "an option or right ended unused", QUANTITY, AMOUNT),
        subjects("returned", g.OBLIGATION, "goods came back", Key("quantity", g.COUNT, "units", required=True)),
        subjects("return right lapsed", OBLIGATIONS, "goods can no longer come back", QUANTITY),
        subjects("warranty claim", g.OBLIGATION, "defects covered by an assurance were made good", AMOUNT_NEEDED),
        verb("amendment", g.NAMED, "the contract was changed; effective on `date`", *AMENDED),
        subjects(
            "terminated",
            ALL_OR_SOME,
            "the contract or some obligations ended early",
            Key("refund", g.AMOUNT_OWED, "what is paid back"),
            Key("penalty", g.AMOUNT_OWED, "what the customer pays for it"),
        ),
        verb("renewed", d.DURATION, "the term was renewed"),
        subjects(
            "price element",
            g.ELEMENT,
            "a variable element was resolved or estimated anew",
            AMOUNT,
            Key("percent", g.PERCENT, "a change in percent of the stated price"),
            Key("units", g.COUNT, "the outcome in units"),
            Key("value", g.RATE, "fair value of one unit now"),
            CHANCES,
            rules=(needs_one("amount", "percent", "units", "value", "outcomes"),),
        ),
    ),
)
