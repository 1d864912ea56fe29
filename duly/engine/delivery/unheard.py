"""Rows that count for nothing, because nothing of their obligation is measured by them: said in a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duly.engine.contracts.amendments import promised_in_all
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.delivery.progress import VERBS
from duly.engine.pricing.stated import priced_by_use

_REDEEMED = "as redeemed"
# What else each of these verbs is written for; other verbs say something of the contract, whatever they name.
_ELSE: Mapping[str, tuple[str, ...]] = {
    "hours": (),
    "usage": (),
    "progress": (),
    "milestone": (),
    "cost": (),
    "measured": (),
    "redeemed": (_REDEEMED,),
    "exercised": ("repurchase",),
    "expired": (_REDEEMED, "repurchase"),
    "sales": ("royalty",),
    "returned": ("returns",),
    "return right lapsed": ("returns",),
    "warranty claim": ("warranty",),
}


def unheard(terms: Terms) -> Iterator[str]:
    """A note for each row of a contract whose verb measures nothing of the obligation that it names."""
    promised = {o.ref: o for o in promised_in_all(terms)}
    for fact in terms.happened:
        for o in (promised[ref] for ref in fact.subjects if ref in promised):
            if fact.verb in _ELSE and not _heard(o, fact):
                yield f"{fact.place}: `{fact.verb}` counts for nothing: {_why(o, fact)}"


def _why(o: Obligation, fact: Fact) -> str:
    wanted = [what for what in _ELSE[fact.verb] if what not in VERBS and what != _REDEEMED]
    if wanted and fact.verb != "expired":
        return f"{o.ref} has no `{wanted[0]}`"
    by = " or ".join(f"`{verb}`" for verb in VERBS.get(o.earn, ()))
    said = f"{o.ref} is earned {o.earn}" + (by and f", by {by}")
    return f"{said}; what may be left unused is earned `{_REDEEMED}`" if _REDEEMED in _ELSE[fact.verb] else said


def _heard(o: Obligation, fact: Fact) -> bool:
    has = {"royalty": o.royalty, "repurchase": o.repurchase, "returns": o.returns, "warranty": o.warranty}
    stated = any(has.get(what) or o.earn == what for what in _ELSE[fact.verb])
    return stated or fact.verb in VERBS.get(o.earn, ()) or priced_by_use(o)
