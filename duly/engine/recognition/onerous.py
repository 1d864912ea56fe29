"""Loss contracts: the whole expected loss is provided for as soon as it is expected (605-35-25-45, IAS 37.66)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import amount, place_of
from duly.engine.drafts import Drafts, Posting, stack
from duly.engine.recognition.position import Priced, in_force, position, prepared, priced
from duly.engine.recognition.promises import Promise
from duly.ground.cites import cites

LOSS, PROVISION = t.ROLE["loss_on_onerous_contract"], t.ROLE["onerous_provision"]


@cites("605-35-25-45", "605-35-25-46", ifrs15=())
def provide_by_cost(promises: Sequence[Promise], drafts: Drafts) -> None:
    """Add the provision of each obligation measured by cost: when the contract begins, and on every day its cost, its
    estimate or its price changed.

    provision = expected loss - (cost to date - revenue to date), never below zero
    """
    works = [p for p in promises if p.obligation.earn == "by cost"]
    if not works:
        return
    book = priced(prepared(stack([drafts]).tables))
    # Works mostly share their days: what was recognized by each is worked out once.
    recognized = cache(lambda on: position(book, on))
    for p in works:
        _provide(p, of_cost(p), book, recognized, drafts)


def _provide(
    p: Promise, facts: Sequence[Fact], book: Priced, recognized: Callable[[int], np.ndarray], drafts: Drafts
) -> None:
    tracks = book.tables.tracks
    mine = (tracks.obligation == p.row) & (tracks.credit == t.REVENUE)
    prices = book.tables.tranches.since_on[mine[book.tables.tranches.track]].tolist()
    booked, begins = 0, max(p.terms.signed_on, drafts.exists_on)
    if begins >= t.NEVER:
        return
    # A loss that is evident when the contract begins is provided for then.
    for on in sorted({begins, *(on for on in (*(f.on for f in facts), *prices) if on > begins)}):
        spent = sum(amount(f, "amount") for f in facts if f.verb == "cost" and f.on <= on)
        loss = max(expected_cost(p, facts, on, spent) - _price(book, mine, on), 0)
        shown = max(spent - int(recognized(on)[mine].sum()), 0)
        provision = max(loss - shown, 0)
        if provision != booked:
            place = next((f.place for f in reversed(facts) if f.on == on), place_of(p.obligation, "expected cost"))
            moved = Posting(0, p.row, on, LOSS, PROVISION, provision - booked, t.STEP["cost"], drafts.at(place))
            drafts.postings.append(moved)
            booked = provision


def _price(book: Priced, mine: np.ndarray, on: int) -> int:
    """The price in force on a day: what is recognized apart by then, and the price of what is measured."""
    tranches, tracks = book.tables.tranches, len(book.tables.tracks)
    rows = in_force(tranches, tracks, on)
    rows = np.arange(tracks) if rows is None else rows
    begun = mine & (tranches.since_on[rows] <= on)
    return int((book.price + book.base)[rows][begun].sum())


def of_cost(p: Promise) -> list[Fact]:
    """What says how much an obligation has cost and will cost: costs, estimates, and amendments that state it anew."""
    of = [f for f in p.terms.happened if p.obligation.ref in f.subjects and f.verb in ("cost", "estimate")]
    of += [f for f in p.terms.happened if f.fields.get("approved") is not False and stated_anew(p, f) is not None]
    return sorted(of, key=lambda f: (f.on, f.verb != "amendment", f.order))


def stated_anew(p: Promise, fact: Fact) -> int | None:
    """The expected cost of an obligation that an amendment states; None where it states none."""
    return changed_by(fact).get(p.obligation.ref, {}).get("expected_cost")


def expected_cost(p: Promise, facts: Sequence[Fact], on: int, spent: int) -> int:
    """Total cost expected at the end of a day."""
    expected = p.obligation.expected_cost or 0
    for fact in facts:
        if fact.verb == "amendment" and fact.on <= on:
            expected = stated_anew(p, fact) or expected
        if fact.verb == "estimate" and fact.on <= on:
            so_far = sum(amount(f, "amount") for f in facts if f.verb == "cost" and f.on <= fact.on)
            to_complete = "cost to complete" in fact.fields
            expected = (
                so_far + amount(fact, "cost to complete") if to_complete else amount(fact, "expected cost", expected)
            )
    return max(expected, spent)
