"""What the rows of facts share: their day, their reason, and how a typed row becomes a `Fact`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from duly.engine.contracts import builders as b
from duly.engine.contracts import days as d
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts.forms import Form, Key, Section, Values
from duly.engine.contracts.reader import At
from duly.engine.contracts.terms import Fact
from duly.ground.rounding import round_fraction

WHEN = (
    Key("date", d.DATE, "the day it took effect", required=True),
    Key("known", d.DATE, "when accounting learned of it; default: date"),
    Key("corrects", g.YES, "yes: it mends an error of an earlier row"),
    Key("ref", g.DOCUMENT, "its own id, unique in the contract"),
    Key("why", g.TEXT, "reason"),
)
WHO = Key("by", g.TEXT, "who decided or reported it")
QUANTITY = Key("quantity", g.COUNT, "how many units")
AMOUNT = Key("amount", g.AMOUNT, "amount")
AMOUNT_NEEDED = Key("amount", g.AMOUNT, "amount", required=True)
FOR_INVOICE = Key("invoice", g.INVOICE, "the invoice it belongs to")
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
    """The amount of an invoice is the sum of its lines; it is filled where they stand alone."""
    total = sum(values.get("lines", {}).values())
    if "lines" in values and values.setdefault("amount", total) != total:
        why = "`amount` and `lines` say the same thing, before tax"
        b.report(
            at,
            "amount",
            e.DoesNotAddUp("it is not the sum of the lines", why=why, fix="correct one, or leave `amount` out"),
        )


def tax_in_money(values: Values, at: At) -> None:
    """A tax in percent of the amount becomes money, rounded once; the percentage stays as `tax rate`."""
    if isinstance(values.get("tax"), Fraction) and "amount" in values:
        values["tax rate"] = values["tax"]
        values["tax"] = round_fraction(values["amount"] * values["tax"])


def with_reason(values: Values, at: At) -> None:
    """An override needs its reason."""
    if not values.get("why"):
        why = "a treatment against the rule is a judgement that must be explained"
        b.report(at, "", e.ReasonMissing("`why` is missing", why=why, fix="add `why:` with the reason"))


def subjects(name: str, form: Form, meaning: str, *keys: Key, rules: tuple[Rule, ...] = ()) -> Section:
    """A verb whose value names obligations or an element."""
    return verb(name, form, meaning, *keys, into="subjects", rules=rules)
