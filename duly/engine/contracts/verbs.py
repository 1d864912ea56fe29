"""The rows of facts as declarations: what happened, what people judged, costs, openings; and the elements of the price.

Each verb has a section of its own keys. A typed row is a `Fact`: obligations and elements become its subjects, the
other keys its fields.
"""

from __future__ import annotations

from collections.abc import Callable

from duly.engine.contracts import builders as b
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts import prices as p
from duly.engine.contracts.forms import Either, Form, Key, Listing, Mapped, Pair, Scalar, Section, Values, Variants
from duly.engine.contracts.promises import CHANGED, OBLIGATION, OBLIGATIONS, RESERVED, TERM
from duly.engine.contracts.reader import At
from duly.engine.contracts.terms import Fact

OUTCOMES = Listing(Pair(g.PLAIN, g.SHARE))
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
            g.choice("yearly", "half yearly", "quarterly", "monthly", "daily"),
            "how often interest is added",
        ),
        Key("none", g.choice("yes"), "says that there is none, with `why`"),
        Key("what", g.TEXT, "noncash consideration: what is received"),
        Key("units", g.COUNT, "how many units of it"),
        Key("every", g.choice(*g.PERIODS), "how often it is received"),
        Key("value", g.RATE, "fair value of one unit at inception"),
        Key("for", g.TEXT, "payable to the customer: for what; `nothing distinct` takes it off the price"),
        Key("why", g.TEXT, "reason"),
    ),
    b.element,
)

WHEN = (
    Key("date", g.DATE, "the day it took effect", required=True),
    Key("known", g.DATE, "when accounting learned of it; default: date"),
    Key("corrects", g.YES, "yes: it mends an error of an earlier row"),
    Key("ref", g.DOCUMENT, "its own id, unique in the contract"),
    Key("why", g.TEXT, "reason"),
)
WHO = Key("by", g.TEXT, "who decided or reported it")
QUANTITY = Key("quantity", g.COUNT, "how many units")
AMOUNT = Key("amount", g.AMOUNT, "amount")
AMOUNT_NEEDED = Key("amount", g.AMOUNT, "amount", required=True)
FOR_INVOICE = Key("invoice", g.INVOICE, "the invoice it belongs to")
CHANCES = Key("outcomes", OUTCOMES, "pairs of an outcome and its chance")
NUMBERED = ("invoice", "credit note", "amendment")

Rule = Callable[[Values, At], None]


def fact_of(verb: str, rules: tuple[Rule, ...] = ()) -> Callable[[Values, At], Fact]:
    """How a typed row of a verb becomes a `Fact`; the rules check or complete its fields first."""

    def build(values: Values, at: At) -> Fact:
        for rule in rules:
            rule(values, at)
        subjects = values.pop("subjects", ())
        on = values.pop("date")
        return Fact(
            verb,
            on,
            values.pop("known", on),
            (subjects,) if isinstance(subjects, str) else subjects,
            values,
            at.number,
            values.pop("corrects", False),
            values.pop("ref", values[verb] if verb in NUMBERED else ""),
            at.place,
            values.pop("source", ""),
        )

    return build


def verb(name: str, form: Form, meaning: str, *keys: Key, into: str = "", rules: tuple[Rule, ...] = ()) -> Section:
    """The section of one verb; its own value is the field of that name, or the subjects."""
    lead = Key(name, form, meaning, required=True, into=into)
    return Section(f"a row with `{name}`", meaning, (lead, *keys, *WHEN), fact_of(name, rules), lead=name)


def needs_one(*keys: str) -> Rule:
    """A rule: at least one of the keys stands in the row."""

    def rule(values: Values, at: At) -> None:
        if not any(key in values for key in keys):
            named = ", ".join(f"`{key}`" for key in keys)
            why = "without it the row says nothing"
            b.report(at, "", e.MissingKey(f"one of {named} is missing", why=why, fix="add one of them"))

    return rule


def lines_add_up(values: Values, at: At) -> None:
    """The amount of an invoice is the sum of its lines; it is filled where lines alone are given."""
    if "lines" not in values:
        return
    total = sum(values["lines"].values())
    if values.setdefault("amount", total) != total:
        why = "`amount` and `lines` say the same thing, before tax"
        b.report(
            at,
            "amount",
            e.DoesNotAddUp("it is not the sum of the lines", why=why, fix="correct one, or leave `amount` out"),
        )


def with_reason(values: Values, at: At) -> None:
    """An override needs its reason."""
    if not values.get("why"):
        why = "a treatment against the rule is a judgement that must be explained"
        b.report(at, "", e.ReasonMissing("`why` is missing", why=why, fix="add `why:` with the reason"))


def subjects(name: str, form: Form, meaning: str, *keys: Key, rules: tuple[Rule, ...] = ()) -> Section:
    """A verb whose value names obligations or an element."""
    return verb(name, form, meaning, *keys, into="subjects", rules=rules)


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
YES_OR_EACH = Either("yes or no", g.YES, None, Mapped(g.OBLIGATION, g.YES))
REASONS = g.choice("price", "returned", "goodwill", "error")
REFUND_REASONS = g.choice("price", "returned", "overpaid", "deposit")

AMENDED = (
    Key("signed", g.DATE, "the day it was signed"),
    Key(
        "changes",
        Mapped(g.OBLIGATION, CHANGED, named={"term": TERM}),
        "obligations and `term`, each with its new values",
    ),
    Key("adds", Mapped(g.NAMED, OBLIGATION, reserved=RESERVED), "new obligations"),
    Key("removes", OBLIGATIONS, "obligations that end"),
    Key("price", g.AMOUNT, "change of the contract's price"),
    Key("distinct", YES_OR_EACH, "whether what is added is distinct (606-10-25-12)"),
    Key("remaining distinct", YES_OR_EACH, "whether what remains is distinct from what was transferred (606-10-25-13)"),
    Key("ssp", Mapped(g.OBLIGATION, p.SSP), "standalone selling prices on that day"),
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
            Key("expected quantity", g.COUNT, "total units or hours"),
            Key("expected redeemed", g.COUNT, "total units that will be redeemed"),
            Key("expected returned", g.COUNT, "total units that will come back"),
            Key("expected breakage", g.SHARE, "part that will never be exercised"),
            Key("uninstalled", g.AMOUNT_OWED, "total uninstalled material"),
            rules=(
                needs_one(
                    "expected cost",
                    "expected quantity",
                    "expected redeemed",
                    "expected returned",
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
            Key("tax", g.AMOUNT, "tax on top"),
            Key("due", g.DATE, "when it must be paid"),
            Key("credit applied", g.AMOUNT_OWED, "paid from the customer's credit"),
            rules=(needs_one("lines", "amount"), lines_add_up),
        ),
        verb("paid", g.AMOUNT, "cash received", FOR_INVOICE),
        verb(
            "credit note",
            g.DOCUMENT,
            "a credit note was issued; amounts before tax",
            FOR_INVOICE,
            Key("lines", Mapped(g.OBLIGATION, g.AMOUNT), "amounts by obligation"),
            AMOUNT,
            Key("tax", g.AMOUNT, "tax taken back"),
            Key("reason", REASONS, "price changes the transaction price", required=True),
            rules=(needs_one("lines", "amount"), lines_add_up),
        ),
        verb(
            "refund",
            g.AMOUNT_OWED,
            "cash paid back",
            FOR_INVOICE,
            Key("reason", REFUND_REASONS, "price changes the transaction price", required=True),
        ),
        verb("write off", g.AMOUNT_OWED, "a credit loss: never revenue", FOR_INVOICE),
        verb("recovered", g.AMOUNT_OWED, "a credit loss taken back", FOR_INVOICE),
        verb("customer credit", g.AMOUNT, "credit granted to the customer's account, paid in"),
        verb("dispute", g.INVOICE, "the customer disputes an invoice", AMOUNT_NEEDED),
        subjects("sales", g.OBLIGATION, "sales or usage a royalty is measured on", AMOUNT_NEEDED),
        subjects("measured", g.MEASURED, "the base a percentage fee is measured on", AMOUNT_NEEDED),
        subjects("redeemed", g.OBLIGATION, "rights used", QUANTITY, AMOUNT, rules=(needs_one("quantity", "amount"),)),
        subjects("exercised", OBLIGATIONS, "an option was used", QUANTITY, AMOUNT),
        subjects("expired", OBLIGATIONS, "an option or right ended unused", QUANTITY, AMOUNT),
        subjects("returned", g.OBLIGATION, "goods came back", Key("quantity", g.COUNT, "units", required=True)),
        subjects("return right lapsed", OBLIGATIONS, "goods can no longer come back", QUANTITY),
        verb("amendment", g.NAMED, "the contract was changed; effective on `date`", *AMENDED),
        subjects(
            "terminated",
            ALL_OR_SOME,
            "the contract or some obligations ended early",
            Key("refund", g.AMOUNT_OWED, "what is paid back"),
            Key("penalty", g.AMOUNT_OWED, "what the customer pays for it"),
        ),
        verb("renewed", g.DURATION, "the term was renewed"),
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
JUDGED = Variants(
    "a row of judged",
    (
        subjects("distinct", OBLIGATIONS, "these promises are distinct (606-10-25-19)", WHO),
        subjects("not distinct", OBLIGATIONS, "these promises are one obligation", WHO),
        subjects("held back", g.ELEMENT, "constrained: only the amount counts (606-10-32-11)", AMOUNT_NEEDED, WHO),
        subjects("included", g.ELEMENT, "no longer constrained: the amount counts", AMOUNT_NEEDED, WHO),
        verb(
            "collect",
            g.choice("probable", "not probable"),
            "whether consideration will be collected (606-10-25-1(e))",
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
        verb(
            "dispute",
            g.INVOICE,
            "how a dispute ends",
            Key("conceded", g.YES, "yes: the price is reduced", required=True),
            AMOUNT,
            WHO,
        ),
    ),
)
OVER = Scalar(
    "over",
    "a duration like 60 months, or an obligation",
    g.NAME,
    lambda match, _: duration if (duration := g.duration_in(match[0])) is not None else str(match[0]),
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
    Key("from", g.DATE, "first day of amortization"),
    Key(
        "renewal commission", g.choice("commensurate", "not commensurate"), "whether renewals pay as much (340-40-35-1)"
    ),
    Key("anticipated renewals", g.WHOLE, "renewals that are expected"),
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
