"""A contract that ends early: money kept for what is not performed is revenue, money to give back a refund liability.

Rights to payment and revenue meet here, so it stands with the journal.
"""

from __future__ import annotations

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import amount
from duly.engine.drafts import Drafts, Reading, Track, Tranche, of_contract, stack
from duly.engine.journal.entries import Ledger, posted, state
from duly.engine.recognition.endings import penalty
from duly.engine.recognition.position import Priced, position, prepared, priced
from duly.engine.recognition.promises import Ending, Ruling
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.errors import DulyError
from duly.ground.money import plain

_REFUND = t.ROLE["refund_liability"]


class RefundNotStated(DulyError):
    """A contract ended early with money paid or owed ahead, and nothing says whether it is given back."""


@cites("606-10-25-7", "606-10-25-13", "606-10-32-10", "606-10-55-47", ifrs15=("15", "21", "55", "B45"))
def settle_terminations(ruling: Ruling) -> None:
    """Settle each early end on its day: what is given back is a liability until it is paid, and where nothing of the
    contract goes on, what is kept is revenue.

    price at the end = max(owed and paid by then, price in force - stated price of what is not performed)
                       - refund + penalty
    """
    for ending in sorted(ruling.endings, key=lambda e: (e.fact.on, e.fact.order)):
        if not ending.shared:
            _settle(ending, ruling)
        _give_back(ending.fact, ruling.drafts)


def _settle(ending: Ending, ruling: Ruling) -> None:
    """What the price at the end has beyond revenue so far is revenue on that day."""
    fact, drafts = ending.fact, ruling.drafts
    book = priced(prepared(stack([drafts]).tables))
    cumulative = position(book, fact.on)
    revenue = int(cumulative[book.tables.tracks.credit == t.REVENUE].sum())
    performed = revenue
    if drafts.exists_on <= fact.on:
        # Before there is a contract no price is in force, and nothing of it is off.
        performed += _not_performed(book, ending, cumulative) - ending.left
    # What was paid ahead stays an advance where something of the contract goes on.
    paid = _owed_or_paid(book, cumulative, revenue, performed, fact.on) if ending.whole else performed
    ahead = plain(paid - performed, drafts.digits)
    if paid > performed and "refund" not in fact.fields:
        raise RefundNotStated(
            f"the contract ends with {ahead} {drafts.currency} paid or owed for what is not performed",
            place=fact.place,
            why="what is kept is revenue, what is given back is a refund liability",
            fix="add `refund:` with the amount given back; 0.00 where nothing is",
            cite="606-10-25-13, 606-10-32-10",
        )
    refund = amount(fact, "refund") if ending.whole else 0
    kept = max(paid, performed) - refund + penalty(fact) - revenue
    _revenue(fact, kept, _row(fact, ruling), drafts)
    if kept > 0 and drafts.exists_on > fact.on:
        # What was a deposit is kept for good: it is owed, and paid, on that day.
        place = drafts.at(fact.place)
        drafts.postings.append(of_contract(fact.on, t.DUE, t.POSITION, kept, t.STEP["other"], place))


def _not_performed(book: Priced, ending: Ending, cumulative: Ints) -> int:
    """What the price in force until the end has for what is not performed, of obligations with a price of their own."""
    tranches = book.tables.tranches
    stopped = (tranches.since_on == ending.fact.on) & (tranches.whole == 2) & np.isin(tranches.track, ending.tracks)
    before, track = tranches.after[stopped], tranches.track[stopped]
    return int((book.base[before] + book.price[before] - cumulative[track]).sum())


def _owed_or_paid(book: Priced, cumulative: Ints, revenue: int, performed: int, on: int) -> int:
    """What the customer owes or has paid by the end, less what is expected to go back. A customer who may cancel owes
    nothing before it is performed."""
    now = state(Ledger(book, posted(book.tables)), cumulative, on)
    rights, due = int(now.position[0]) + revenue, int(now.due[0])
    if book.tables.contracts.kind[0] == t.CANCELLABLE:
        owed = min(rights, performed)
        due, rights = due - (rights - owed), owed
    return rights + max(-due, 0)


def _row(fact: Fact, ruling: Ruling) -> int:
    """The obligation that shows what is kept: the last one that ends, else the last of all."""
    ended = [c.row for c in ruling.changes if c.measure is None and c.since_on == fact.on]
    return ended[-1] if ended else ruling.promises[-1].row


def _give_back(fact: Fact, drafts: Drafts) -> None:
    """What is paid back is a liability from the day of the end on; before there is a contract it is a deposit."""
    refund = amount(fact, "refund")
    if refund and drafts.exists_on <= fact.on:
        step, place = t.STEP["other"], drafts.at(fact.place)
        drafts.postings.append(of_contract(fact.on, t.POSITION, _REFUND, refund, step, place))
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
