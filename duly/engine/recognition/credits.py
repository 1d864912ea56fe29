"""What is given back of a price by use lowers the revenue of what was used, at once (606-10-32-43, 32-44)."""

from __future__ import annotations

from fractions import Fraction

from duly.engine import tables as t
from duly.engine.drafts import Reading, Track, Tranche
from duly.engine.policies import Policies
from duly.engine.pricing.credits import Credit
from duly.engine.recognition.granted import BY_USE, granted
from duly.engine.recognition.promises import Promise, Ruling
from duly.ground.cites import cites
from duly.ground.rounding import allocate_fractions


@cites("606-10-32-43", "606-10-32-44", ifrs15=("88", "89"))
def credit_uses(ruling: Ruling, policies: Policies) -> None:
    """Take credits off the revenue of obligations priced by use: of those the credit names, else of all of them, in
    proportion to what was used by then."""
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
                _take_off(p, part, credit, ruling)


def _used(p: Promise, on: int, ruling: Ruling) -> Fraction:
    """What was used of an obligation by the end of a day."""
    drafts, meter = ruling.drafts, p.measure.meter
    return Fraction(sum(r.done for r in drafts.readings if r.meter == meter and r.on <= on), drafts.meters[meter] or 1)


def _take_off(p: Promise, amount: int, credit: Credit, ruling: Ruling) -> None:
    """A revenue track below zero, whole on the day."""
    drafts = ruling.drafts
    if not amount:
        return
    place, cause = drafts.at(credit.fact.place), t.CAUSE["estimate"]
    drafts.meters.append(1)
    meter = len(drafts.meters) - 1
    drafts.readings.append(Reading(meter, credit.on, 1, -1, place))
    drafts.tracks.append(Track(0, p.row, t.POSITION, t.REVENUE, t.STEP["revenue"]))
    track = len(drafts.tracks) - 1
    for since, price, why in ((-t.NEVER, 0, 0), (credit.on, -amount, cause)):
        drafts.tranches.append(Tranche(track, since, -1, price, 0, 0, t.BY_METER, 0, 0, meter, 0, -1, place, cause=why))
