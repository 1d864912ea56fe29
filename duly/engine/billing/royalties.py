"""The right to royalties: what the sales of a licensee make owed beyond a minimum, which is owed as it is billed."""

from __future__ import annotations

from fractions import Fraction

from duly.engine import tables as t
from duly.engine.contracts.terms import Obligation, Terms
from duly.engine.delivery.progress import money_meter, place_of
from duly.engine.delivery.royalties import accrued
from duly.engine.drafts import Drafts, Track, Tranche
from duly.ground.cites import cites


@cites("606-10-45-4", "606-10-55-65", ifrs15=("108", "B63"))
def royalty_right(o: Obligation, terms: Terms, row: int, start: int | None, drafts: Drafts) -> None:
    """Royalties are owed as the sales occur: nothing but time is waited for."""
    rows = [(one.fact, Fraction(one.beyond)) for one in accrued(o, terms, start)]
    meter = money_meter(rows, drafts).meter
    drafts.tracks.append(Track(0, row, t.DUE, t.POSITION, t.STEP["revenue"]))
    number, place = len(drafts.tracks) - 1, drafts.at(place_of(o, "royalty"))
    begins = drafts.exists_on
    due = Tranche(number, begins, -1, 1, 0, 0, t.AS_PRICED, 0, 0, meter, 0, -1, place)
    if begins > -t.NEVER:
        drafts.tranches.append(due._replace(since_on=-t.NEVER, price=0))
    drafts.tranches.append(due)
