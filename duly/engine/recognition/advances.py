"""Money that came or is owed beyond what will be earned: what of it will probably go back (606-10-32-10, 55-23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.amendments import added_by, takes_effect
from duly.engine.drafts import Drafts, of_contract, stack
from duly.engine.recognition.position import (
    Priced,
    days_at_once,
    force_by_day,
    position,
    position_by_day,
    prepared,
    priced,
)
from duly.engine.recognition.promises import Ruling
from duly.engine.recognition.returns import waits
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.rounding import allocate, round_fraction

_LIABILITY, _CASH_STEP = t.ROLE["refund_liability"], t.STEP["cash"]


class Part(Protocol):
    """A part of a price from a day on."""

    @property
    def since_on(self) -> int: ...

    @property
    def part(self) -> Fraction: ...


@cites("606-10-32-10", "606-10-55-23", ifrs15=("55", "B21"))
def refundable_advances(ruling: Ruling, parts: Mapping[int, Sequence[Part]], gross: Mapping[int, int]) -> None:
    """Show what was paid before it was owed, and is expected to go back, as a refund liability.

    The advance of a day belongs to what is not owed yet, by its price; of a sale whose returns cannot be estimated all
    of it may go back. Rights that grow from day to day are left out: their advance shrinks by the day."""
    drafts = ruling.drafts
    waiting = {p.row for p in ruling.promises if waits(p.obligation)}
    if not (parts or waiting):
        return
    if not any((p.debit, p.credit) == (t.CASH, t.DUE) for p in drafts.postings):
        return
    if any(x.measure not in (t.BY_METER, t.AS_PRICED) for x in drafts.tranches if _due(drafts, x.track)):
        return
    book = priced(prepared(stack([drafts]).tables))
    days = {p.on for p in drafts.postings} | {r.on for r in drafts.readings}
    days |= {part.since_on for several in parts.values() for part in several}
    added = _added(ruling)
    days |= {since for since, _ in added.values()}
    booked = 0
    for day in sorted(days):
        promised = {**gross, **{row: price for row, (since, price) in added.items() if since <= day}}
        now = _expected_back(book, day, promised, parts, waiting)
        if now != booked:
            drafts.postings.append(of_contract(day, t.POSITION, _LIABILITY, now - booked, _CASH_STEP))
            booked = now


def _added(ruling: Ruling) -> dict[int, tuple[int, int]]:
    """What amendments added, with the day from which it is promised and its stated price."""
    found = {}
    for p in (p for p in ruling.promises if p.shares):
        for fact in p.terms.happened:
            if p.obligation.ref in {o.ref for o in added_by(fact)}:
                found[p.row] = (fact.on, p.stated or 0)
    return found


def _due(drafts: Drafts, track: int) -> bool:
    return t.DUE in (drafts.tracks[track].debit, drafts.tracks[track].credit)


def _expected_back(
    book: Priced, on: int, gross: Mapping[int, int], parts: Mapping[int, Sequence[Part]], waiting: set[int]
) -> int:
    tables, grown = book.tables, position(book, on)
    p = tables.postings.take(tables.postings.on <= on)
    due = int(p.amount[p.debit == t.DUE].sum() - p.amount[p.credit == t.DUE].sum())
    due += int(grown[tables.tracks.debit == t.DUE].sum() - grown[tables.tracks.credit == t.DUE].sum())
    if due >= 0:
        return 0
    # Rights that name no obligation belong to all of them by their prices.
    together, whole = _owed(book, p, grown, t.NO_ROW), sum(gross.values()) or 1
    owed = {row: _owed(book, p, grown, row) + together * price // whole for row, price in gross.items()}
    left = {row: max(price - owed[row], 0) for row, price in gross.items()}
    if not sum(left.values()):
        return 0
    none = np.zeros(len(left), np.int64)
    shares = allocate(np.array([-due], np.int64), np.array(list(left.values()), np.int64), none, 1, none[:1])
    back = 0
    for row, share in zip(left, shares.tolist(), strict=True):
        known = [part.part for part in parts.get(row, ()) if part.since_on <= on]
        part = Fraction(1) if row in waiting else known[-1] if known else Fraction(0)
        back += round_fraction(min(share, left[row]) * part)
    return back


def _owed(book: Priced, postings: t.Postings, grown: np.ndarray, row: int) -> int:
    """Rights to the price of an obligation so far."""
    tracks = book.tables.tracks
    mine = (tracks.obligation == row) & (tracks.debit == t.DUE) & (tracks.credit == t.POSITION)
    dated = (postings.obligation == row) & (postings.debit == t.DUE) & (postings.credit == t.POSITION)
    return int(grown[mine].sum() + postings.amount[dated].sum())


@cites("606-10-32-10", ifrs15=("55",))
def beyond_price(ruling: Ruling) -> None:
    """After an amendment, what was billed or paid beyond the whole price is a refund liability. What is kept after an
    early end is price."""
    drafts = ruling.drafts
    changed = [max(f.on, drafts.exists_on) for terms in ruling.group for f in terms.happened if takes_effect(f)]
    if not changed or drafts.kind == t.CANCELLABLE or drafts.exists_on == t.NEVER:
        return
    book = priced(prepared(stack([drafts]).tables))
    days = {p.on for p in drafts.postings} | {r.on for r in drafts.readings} | {x.since_on for x in drafts.tranches}
    days |= {*changed, *_month_ends(drafts)}
    booked = 0
    for some in days_at_once(book, (day for day in days if day >= min(changed))):
        for day, beyond in zip(some.tolist(), _beyond(book, some).tolist(), strict=True):
            now = max(beyond, 0)
            if now != booked:
                step = t.STEP["billing"]
                drafts.postings.append(of_contract(day, t.POSITION, _LIABILITY, now - booked, step))
                booked = now


def _month_ends(drafts: Drafts) -> Iterator[int]:
    """The ends of the months in which something grows by time beside dated rights: both may pass the price on no day of
    its own."""
    if any((p.debit, p.credit) == (t.DUE, t.POSITION) for p in drafts.postings):
        for from_on, until in {(x.from_on, x.until) for x in drafts.tranches}:
            yield from dates.month_ends(from_on, until)


def _beyond(book: Priced, days: Ints) -> Ints:
    """Rights and advances at the end of each day, less the whole price in force."""
    tables = book.tables
    tracks, p = tables.tracks, tables.postings
    rows = force_by_day(book, days)
    earns, by_use = tracks.credit == t.REVENUE, tables.tranches.measure[rows] == t.AS_PRICED
    # What a fixed price earns adds to revenue what it takes from the position: its progress is not looked at.
    asked = np.flatnonzero(by_use.any(axis=0) | ~earns | (tracks.debit != t.POSITION))
    grown = np.zeros(rows.shape, np.int64)
    grown[:, asked] = position_by_day(book, days, asked)
    after = np.searchsorted(p.on, days, side="right")

    def net(role: int) -> Ints:
        sides = (p.debit == role).astype(np.int64) - (p.credit == role)
        dated = np.concatenate(([0], np.cumsum(p.amount * sides)))[after]
        column: Ints = dated + grown @ ((tracks.debit == role).astype(np.int64) - (tracks.credit == role))
        return column

    price = np.where(by_use, grown, (book.price + book.base)[rows])[:, earns].sum(axis=1)
    revenue = grown[:, earns].sum(axis=1)
    column: Ints = -net(t.POSITION) + revenue + np.maximum(-net(t.DUE), 0) - price
    return column
