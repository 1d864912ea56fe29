"""What is given back of a price by use, or for defects of what was transferred, lowers the revenue of that at once
(606-10-32-43, 32-44, 55-114)."""

from __future__ import annotations

from fractions import Fraction

from duly.engine import tables as t
from duly.engine.delivery.progress import so_far
from duly.engine.policies import Policies
from duly.engine.pricing.credits import Credit
from duly.engine.recognition.continued import at_once
from duly.engine.recognition.granted import BY_USE, granted
from duly.engine.recognition.promises import Promise, Ruling, add_track, revenue_track
from duly.ground.cites import cites
from duly.ground.rounding import allocate_fractions


@cites("606-10-32-43", "606-10-32-44", ifrs15=("88", "89"))
def credit_uses(ruling: Ruling, policies: Policies) -> None:
    """Take credits off the revenue of obligations priced by use: of those the credit names, else of all of them, in
    proportion to what was used by then. A credit for defects belongs to what was transferred (606-10-32-44)."""
    by_use = {p.obligation.ref: p for p in ruling.promises if p.by_use}
    given = granted(ruling)
    for credit in ruling.credits:
        for name, amount in credit.by_use:
            of = [by_use[name]] if name in by_use else list(by_use.values())
            rows = {p.row for p in of}
            # What is expected to be given back is no revenue already.
            amount -= sum(
                one.amount for one in given if one.credit is credit and one.row in rows and one.kind == BY_USE
            )
            parts = allocate_fractions(amount, [_used(p, credit.on, ruling) for p in of]) if of else []
            for p, part in zip(of, parts, strict=True):
                _take_off(p, part, credit, ruling, policies)
        for name, amount in credit.past:
            of = [p for p in ruling.promises if p.shares and name in ("", p.obligation.ref)]
            parts = allocate_fractions(amount, [_performed(p, credit.on, ruling) for p in of]) if of else []
            for p, part in zip(of, parts, strict=True):
                _take_off(p, part, credit, ruling, policies)


def _performed(p: Promise, on: int, ruling: Ruling) -> Fraction:
    """What of an obligation was transferred by the end of a day, by what it sells for."""
    done, total = so_far(p.measure, ruling.drafts, on)
    worth = {**ruling.ssp, **ruling.ssp_added}[p.obligation.ref]
    return worth * Fraction(min(done, total), total or 1)


def _used(p: Promise, on: int, ruling: Ruling) -> Fraction:
    """What was used of an obligation by the end of a day."""
    drafts, meter = ruling.drafts, p.measure.meter
    return Fraction(sum(r.done for r in drafts.readings if r.meter == meter and r.on <= on), drafts.meters[meter])


def _take_off(p: Promise, amount: int, credit: Credit, ruling: Ruling, policies: Policies) -> None:
    """A revenue track below zero, whole on the day."""
    if amount:
        m = at_once(credit.on, ruling.drafts.at(credit.fact.place), ruling.drafts)
        prices, causes = [(credit.on, t.NO_ROW, -amount)], [t.CAUSE["estimate"]]
        add_track(revenue_track(p), p._replace(measure=m), ruling.drafts, policies, prices, causes=causes)
