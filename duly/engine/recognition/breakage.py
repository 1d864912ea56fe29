"""Breakage: what customers leave unused of what they paid for, and what of it belongs to the state."""

from __future__ import annotations

from fractions import Fraction

from duly.engine import tables as t
from duly.engine.delivery.redemption import count_in, redeemed_by, rights_of
from duly.engine.drafts import Posting
from duly.engine.policies import Policies
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction


@cites("606-10-55-49", ifrs15=("B47",))
def owe_the_state(ruling: Ruling, policies: Policies) -> None:
    """When rights end whose unused part belongs to the state, that part is owed to it: never revenue."""
    for p in ruling.promises:
        if (p.obligation.breakage or {}).get("escheat") and p.obligation.earn == "as redeemed" and p.stated:
            _owe(p, p.stated, ruling)


def _owe(p: Promise, stated: int, ruling: Ruling) -> None:
    o, owed = p.obligation, Fraction(0)
    facts = [f for f in p.terms.happened if o.ref in f.subjects]
    rights = rights_of(o, facts, p.start, p.until)
    if not rights.units:
        return
    for fact in (f for f in facts if f.verb == "expired"):
        count = count_in(fact)
        unused = rights.units - redeemed_by(o, p.terms, fact.on) - owed
        left = max(unused if count is None else min(count, unused), Fraction(0))
        owed += left
        minor = round_fraction(stated * left / rights.units)
        if minor:
            sides = t.POSITION, t.ROLE["accounts_payable"], minor
            place = ruling.drafts.at(fact.place)
            ruling.drafts.postings.append(Posting(0, p.row, fact.on, *sides, t.STEP["other"], place))


@cites("606-10-55-48", ifrs15=("B46",))
def redeemed_part(p: Promise, revenue: int, allocated: int, on: int) -> int:
    """What of the revenue of a right at the end of a day pays for what was used; the rest is breakage (minor units)."""
    facts = [f for f in p.terms.happened if p.obligation.ref in f.subjects]
    rights = rights_of(p.obligation, facts, p.start, p.until)
    used = min(redeemed_by(p.obligation, p.terms, on), rights.units)
    return min(round_fraction(allocated * used / rights.units) if rights.units else 0, revenue)
