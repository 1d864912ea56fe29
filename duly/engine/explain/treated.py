"""Why an amendment is treated as it is: what of it is distinct, and whether what it adds costs what it costs alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import cast

from duly.engine.contracts.amendments import added_by
from duly.engine.contracts.terms import Fact
from duly.engine.explain.agreed import standalone_price, stated_price
from duly.engine.explain.amounts import summed
from duly.engine.explain.left import stated_left, worth_added
from duly.engine.explain.view import View, each_fact
from duly.engine.recognition.changes import Change
from duly.engine.recognition.promises import Promise, Treatment
from duly.ground.dates import iso
from duly.ground.reports import Step


def changed_by(view: View, fact: Fact) -> Step:
    """A change of the contract: how it is treated and by which paragraph, or by whose decision."""
    made = view.ruling.treatments.get((fact.place, fact.ref)) if fact.verb == "amendment" else None
    named = f"{fact.verb} {fact.ref}".rstrip()
    if made is None:
        return view.of_fact(fact, "", named, paragraph(view, fact.on))
    key = ("treated", fact.place, fact.ref)
    if key not in view.memo:
        view.memo[key] = _treated(view, fact, made, named)
    return view.memo[key]


def paragraph(view: View, on: int) -> str:
    """What a change of a day rests on: before there is a contract it is no modification, but part of what is
    assessed."""
    return "606-10-25-1" if on <= view.ruling.drafts.exists_on else "606-10-25-13"


def _treated(view: View, fact: Fact, made: Treatment, named: str) -> Step:
    found = list(_signs(view, fact, made))
    by_rules = view.of_fact(fact, made.computed, named, made.cite)._replace(children=tuple(found))
    judged = [
        row
        for terms in view.ruling.group
        for row in each_fact(terms)
        if row.verb == "treatment" and row.fields.get("treatment") == fact.ref
    ]
    if made.chosen == made.computed or not judged:
        return by_rules
    decided = view.of_fact(judged[-1], made.chosen, "treatment judged", made.cite)
    how = f"the rules give {made.computed}; a person decided otherwise"
    label = f"{named} on {iso(fact.on)}, as judged"
    return view.step(label, made.chosen, how, cite=made.cite, children=(by_rules, decided))


def _signs(view: View, fact: Fact, made: Treatment) -> Iterator[Step]:
    """What is distinct, and where all that is added is, what it costs and what it costs alone."""
    rows = [one.by for one in view.ruling.changes] + [one.by for one in view.ruling.ssp_left]
    changes = list({id(c): c for c in rows if isinstance(c, Change) and c.fact is fact}.values())
    new = [o.ref for o in added_by(fact)]
    added = [p for p in view.ruling.promises if p.obligation.ref in new]
    grown = [c for c in changes if c.ssp_grown]

    def flag(label: str, distinct: bool) -> Step:
        return view.of_fact(fact, "yes" if distinct else "no", f"{label} is distinct")

    yield from (flag(f"{p.obligation.ref}, which is added,", _said(fact, p.obligation.ref)) for p in added)
    yield from (flag(f"what is added to {c.live.ref}", _said(fact, c.live.ref)) for c in grown)
    if made.computed != "separate":
        left = zip(made.signs.rest, made.signs.remaining, strict=False)
        yield from (flag(f"what is left of {ref}", distinct) for ref, distinct in left)
    if (added or grown) and made.signs.all_distinct:
        yield from _prices(view, fact, [p for p in added if not p.by_use], changes)


def _said(fact: Fact, ref: str) -> bool:
    said = fact.fields.get("distinct", True)
    return bool(said.get(ref, True)) if isinstance(said, dict) else bool(said)


def _prices(view: View, fact: Fact, added: Sequence[Promise], changes: Sequence[Change]) -> Iterator[Step]:
    """What an amendment adds to the price, and what the additions would cost alone."""
    lump = cast(int, fact.fields.get("price", 0))
    parts = [stated_price(view, p) for p in added] + [stated_left(view, c) for c in changes if c.delta]
    if lump:
        parts.append(view.of_fact(fact, view.money(lump), f"price of the contract by {fact.verb}"))
    alone = view.ruling.ssp_added
    worth = [standalone_price(view, p, alone.get(p.obligation.ref, Fraction(0))) for p in added]
    worth += [worth_added(view, c) for c in changes if c.ssp_grown]
    for label, found in (("price", parts), ("standalone selling price", worth)):
        total = view.money(sum((view.exactly(one) for one in found), Fraction(0)))
        how = f"= {summed([one.value for one in found])}" if found else "nothing is agreed"
        source = "" if found else str(fact.place)
        yield view.step(f"{label} of what is added", total, how, source=source, cite="606-10-25-12(b)", children=found)
