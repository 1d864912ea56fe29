"""Contracts of every measure with a chain of amendments, all performed in the end: nothing is billed, paid or ended
before time, and what the customer owes follows one billing line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from duly.engine.contracts.terms import BillLine, Fact, Obligation, Price, Quantity, Terms
from duly.ground.dates import day
from tests.laws.amendments import amended
from tests.laws.contracts import contract
from tests.laws.happenings import fact

LATE = day("2052-01-01")
ON = day("2024-06-01")
# How all of it is owed: without a plan as it is performed, else by one line; some of them retain a part.
LINES = (
    (),
    (BillLine((), right="on delivery", retention=Fraction(1, 10)),),
    (BillLine((), right="on acceptance"),),
    (BillLine((), right="on acceptance", retention=Fraction(1, 3)),),
    (BillLine((), right="when delivered"),),
    (BillLine((), right="on date", right_on=ON, retention=Fraction(1, 10)),),
    (BillLine((), right="when due"),),
    (BillLine((), right="when due", every="month"),),
    (BillLine((), right="when due", every="month", advance=False),),
)
MUCH = Quantity(Fraction(10**9), "unit")
# What completes a measure; what goes by time completes itself.
LAST = {
    "on delivery": ("delivered", {}),
    "by units": ("usage", {"quantity": MUCH}),
    "by hours": ("hours", {"quantity": MUCH}),
    "by cost": ("cost", {"amount": 10**17}),
    "by progress": ("progress", {"done": Fraction(1)}),
}


def performed_in_the_end(chance: Random) -> list[Terms]:
    """A contract with its amendments, of which all that is promised is performed and accepted long after."""
    terms = contract(chance, "C00001", ("USD", 2))
    exact = tuple(row for row in terms.policy if row[0] != "progress digits")
    cancel = replace(terms.cancel, by="nobody")
    bare = replace(terms, policy=exact, cancel=cancel, collect="probable", judged=(), billing=chance.choice(LINES))
    bare = replace(bare, obligations=tuple(map(agreed_beforehand, bare.obligations)))
    changed = amended(chance, replace(bare, happened=tuple(f for f in terms.happened if is_performance(f))))
    facts = [performable(f) for f in changed.happened if f.verb == "amendment" or is_performance(f)]
    promised = [*changed.obligations, *(o for f in facts for o in f.fields.get("adds", ()))]
    earn = {o.ref: o.earn for o in promised}
    kept = [f for f in facts if f.verb == "amendment" or earn[f.subjects[0]] in (*LAST, "on acceptance")]
    kept += [one for o in promised for one in completed(o)]
    return [replace(changed, happened=tuple(replace(f, order=1000 + i) for i, f in enumerate(kept)))]


def agreed_beforehand(o: Obligation) -> Obligation:
    """Nothing priced by use, no material beside the work: what is owed does not wait for what happens."""
    priced = Price("fixed", amount=Fraction(1000)) if o.price.form == "tiers" else o.price
    return replace(
        o, earn="over time by day" if o.earn == "as invoiced" else o.earn, price=priced, setup=False, uninstalled=0
    )


def performable(f: Fact) -> Fact:
    """An amendment whose additions are like the rest, and that expects some cost of what is earned by it."""
    adds = tuple(agreed_beforehand(o) for o in f.fields.get("adds", ()))
    changes = {ref: {**said, **expected(said)} for ref, said in f.fields.get("changes", {}).items()}
    parts = {"adds": adds, "changes": changes}
    return replace(f, fields={**f.fields, **{name: value for name, value in parts.items() if value}})


def expected(said: dict[str, object]) -> dict[str, object]:
    return {"expected_cost": max(int(str(said["expected_cost"])), 1)} if "expected_cost" in said else {}


def is_performance(f: Fact) -> bool:
    """What is delivered, used or worked; not milestones, which are reached once, nor a total of nothing."""
    of_nothing = f.verb == "estimate" and not f.fields.get("expected cost", 1)
    return f.verb in ("delivered", "accepted", "usage", "hours", "cost", "progress", "estimate") and not of_nothing


def completed(o: Obligation) -> list[Fact]:
    """The rest of an obligation, long after, and its acceptance."""
    made = [fact("accepted", LATE, o)]
    if o.earn == "on milestones":
        made += [fact("milestone", LATE, o, reached=name) for name, _ in o.milestones]
    elif o.earn in LAST:
        verb, fields = LAST[o.earn]
        made.append(replace(fact(verb, LATE, o), fields=dict(fields)))
    return made
