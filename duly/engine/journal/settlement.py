"""A contract that ends early: money kept for what is not performed is revenue, money to give back a refund liability.

Rights to payment and revenue meet here, so it stands with the journal.
"""

from __future__ import annotations

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import amount
from duly.engine.drafts import Drafts, Posting, Reading, Track, Tranche, stack
from duly.engine.journal.entries import Ledger, posted, state
from duly.engine.recognition.position import position, prepared, priced
from duly.engine.recognition.promises import Ruling
from duly.ground.cites import cites
from duly.ground.errors import DulyError

_REFUND = t.ROLE["refund_liability"]


class RefundNotStated(DulyError):
    """A contract ended early with money paid or owed ahead, and nothing says whether it is given back."""


@cites("606-10-25-13", "606-10-32-10", "606-10-55-47", ifrs15=("21", "55", "B45"))
def settle_terminations(ruling: Ruling) -> None:
    """Settle each termination of the whole contract on its day.

    price at the end = max(rights to the day, stated price of what was performed) - refund + penalty
    The difference to revenue so far is revenue on that day; the refund is a liability until it is paid.
    """
    for terms in ruling.group:
        for fact in terms.happened:
            ended = [c for c in ruling.changes if c.measure is None and c.since_on == fact.on]
            if fact.verb == "terminated" and not fact.subjects and ended:
                _settle(fact, sum(c.new for c in ended), ended[-1].row, ruling)


def _settle(fact: Fact, performed: int, row: int, ruling: Ruling) -> None:
    drafts = ruling.drafts
    tables = stack([drafts]).tables
    book = priced(prepared(tables))
    cumulative = position(book, fact.on)
    revenue = int(cumulative[tables.tracks.credit == t.REVENUE].sum())
    now = state(Ledger(book, posted(tables)), cumulative, fact.on)
    rights = int(now.position[0]) + revenue
    ahead = rights + max(-int(now.due[0]), 0) - performed
    if ahead > 0 and "refund" not in fact.fields:
        raise RefundNotStated(
            f"the contract ends with {ahead} minor units paid or owed for what is not performed",
            place=fact.place,
            why="what is kept is revenue, what is given back is a refund liability",
            fix="add `refund:` with the amount given back; 0.00 where nothing is",
            cite="606-10-25-13, 606-10-32-10",
        )
    refund = amount(fact, "refund")
    kept = max(rights, performed) - refund + amount(fact, "penalty") - revenue
    _revenue(fact, kept, row, drafts)
    if refund:
        step, place = t.STEP["other"], drafts.at(fact.place)
        drafts.postings.append(Posting(0, row, fact.on, t.POSITION, _REFUND, refund, step, place))
        _pay_back(fact, refund, drafts)


def _pay_back(fact: Fact, refund: int, drafts: Drafts) -> None:
    """Cash paid back from that day on settles the refund liability first."""
    for i, posting in enumerate(drafts.postings):
        if posting.on >= fact.on and (posting.debit, posting.credit) == (t.DUE, t.CASH) and posting.amount <= refund:
            drafts.postings[i] = posting._replace(debit=_REFUND)
            refund -= posting.amount


def _revenue(fact: Fact, kept: int, row: int, drafts: Drafts) -> None:
    """A track of its own that is earned whole on the day, so that revenue by obligation includes it."""
    if not kept:
        return
    place = drafts.at(fact.place)
    drafts.meters.append(1)
    meter = len(drafts.meters) - 1
    drafts.readings.append(Reading(meter, fact.on, 1, -1, place))
    drafts.tracks.append(Track(0, row, t.POSITION, t.REVENUE, t.STEP["revenue"]))
    track = len(drafts.tracks) - 1
    for since, price in ((-t.NEVER, 0), (fact.on, kept)):
        drafts.tranches.append(Tranche(track, since, -1, price, 0, 0, t.BY_METER, 0, 0, meter, 0, -1, place))
