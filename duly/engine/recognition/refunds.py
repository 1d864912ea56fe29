"""What is owed or was paid and will probably go back is a refund liability, not revenue and not a contract liability.

It follows the rights to payment: as a right grows, the part of it that is expected to be given up grows beside it.
Rights stay whole, except where the seller never expected to collect them (an implicit concession) or where they hold
interest that is still to be earned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.drafts import Drafts, Posting, Tranche, of_contract, stack
from duly.engine.recognition.advances import refundable_advances
from duly.engine.recognition.continued import at_once
from duly.engine.recognition.granted import BY_USE, Granted, granted, part_of, split, use_tranches
from duly.engine.recognition.interest import owed_with_performance
from duly.engine.recognition.position import prepared, priced
from duly.engine.recognition.price import FINANCING, IMPLICIT, RETURNED, RETURNS, VARIABLE, PriceElement
from duly.engine.recognition.promises import Changed, Promise, Ruling
from duly.engine.recognition.rates import given_back, rated_elements
from duly.engine.recognition.returns import waits
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_LIABILITY, _BILLING = t.ROLE["refund_liability"], t.STEP["billing"]


class Part(NamedTuple):
    """Of the right to the price of an obligation, the part that goes elsewhere: from a day on, as a fraction of it.
    amount: what that is of all that is owed, minor units · performed: of what ended, all that is owed of it: no more
    than the amount is taken off what was owed beyond that."""

    since_on: int
    part: Fraction
    amount: int = 0
    performed: int | None = None


class Taken(NamedTuple):
    """How much of the rights to an obligation is taken off, from each day on, and between which sides."""

    row: int
    parts: tuple[Part, ...]
    debit: int
    credit: int
    at_due_dates: bool = True


@cites("606-10-32-7", "606-10-32-10", "606-10-55-23", ifrs15=("52", "55", "B21"))
def expect_refunds(ruling: Ruling) -> None:
    """Add the refund liability to rights, advances, credit notes and refunds of a contract, where its price expects
    reductions."""
    if ruling.drafts.exists_on == t.NEVER:
        return
    if ruling.elements or any(rated_elements(p) or waits(p.obligation) for p in ruling.promises):
        _expect_reductions(ruling)


def _expect_reductions(ruling: Ruling) -> None:
    drafts, rates = ruling.drafts, [p for p in ruling.promises if rated_elements(p)]
    given = granted(ruling)
    taken = [one for one in _taken(ruling, given) if any(part.part for part in one.parts)]
    book = priced(prepared(stack([drafts]).tables)) if taken or rates else None
    rights = [p for p in drafts.postings if (p.debit, p.credit) == (t.DUE, t.POSITION)]
    for one in taken:
        assert book is not None
        _beside_tracks(one, book.price.tolist(), ruling)
        if one.at_due_dates and drafts.kind == t.CANCELLABLE:
            _beside_performance(one, rights, ruling)
        elif one.at_due_dates:
            _beside_postings(one, rights, drafts)
    for p in rates:
        _beside_use(p, rights, given, drafts)
    _granted(given, drafts)
    _returned(ruling)
    _owe_fees(ruling)
    parts = {one.row: one.parts for one in taken if one.credit == _LIABILITY and one.row >= 0}
    refundable_advances(ruling, parts, gross_prices(ruling))


def _taken(ruling: Ruling, given: Sequence[Granted]) -> list[Taken]:
    """What is taken off the rights to each obligation, by where it goes."""
    found: list[Taken] = []
    gross = {row: price for row, price in gross_prices(ruling).items() if price}
    for kinds, debit, credit, dated in (
        ((VARIABLE, RETURNS), t.POSITION, _LIABILITY, True),
        ((IMPLICIT, RETURNED), t.POSITION, t.DUE, True),
        ((FINANCING,), t.POSITION, t.DUE, False),
    ):
        elements = [e for e in ruling.elements if e.kind in kinds]
        if not elements:
            continue
        of_all: list[tuple[tuple[Part, ...], int]] = []
        for row, price in gross.items():
            p = ruling.promises[row]
            if not dated and not owed_with_performance(p.terms, p.obligation.ref):
                continue  # the interest joins what is not owed yet
            parts = _parts(elements, row, price, ruling, given)
            found.append(Taken(row, parts, debit, credit, dated))
            of_all.append((parts, price))
        if dated:
            found.append(Taken(-1, _together(of_all), debit, credit))
    for row, price in gross.items():
        found.append(Taken(row, _parts(_certain(ruling), row, price, ruling, gained=True), t.DUE, t.POSITION, False))
    return found


def _certain(ruling: Ruling) -> list[PriceElement]:
    """The elements of the price that are certain from a day on."""
    return [e for e in ruling.elements if e.settled_on < t.NEVER]


def _owe_fees(ruling: Ruling) -> None:
    """A fee beside one on a measured base is owed once it is certain, where the right follows performance."""
    for e in _certain(ruling):
        for p in (p for p in ruling.promises if e.rows == (p.row,) and p.by_use and p.obligation.price.form == "share"):
            fee = max(e.included(e.settled_on), 0)
            if fee and owed_with_performance(p.terms, p.obligation.ref):
                sides, place = (t.DUE, t.POSITION, fee, _BILLING), ruling.drafts.at(e.place)
                ruling.drafts.postings.append(Posting(0, p.row, e.settled_on, *sides, place))


def gross_prices(ruling: Ruling) -> dict[int, int]:
    """What the customer owes for each obligation before any reduction: its stated price, or its part of the total."""
    sharing = [p for p in ruling.promises if p.shares and ruling.slots[p.row]]
    found: dict[int, int] = {}
    for terms in ruling.group:
        mine = [p for p in sharing if p.terms is terms]
        stated = sum(p.stated or 0 for p in mine)
        if terms.total is None or stated == terms.total:
            found |= {p.row: p.stated or 0 for p in mine}
        else:
            found |= split(terms.total, mine, ruling)
    return {row: price + ruling.promises[row].more for row, price in found.items()}


def _parts(
    elements: Sequence[PriceElement],
    row: int,
    price: int,
    ruling: Ruling,
    given: Sequence[Granted] = (),
    gained: bool = False,
) -> tuple[Part, ...]:
    """The part of the right to one obligation that elements take off it (or add to it), from each day on; what was
    granted is taken off already."""
    mine = [one for one in given if one.row == row and any(one.kind == e.kind for e in elements)]
    days = {v.since_on for e in elements for v in e.versions} | {one.credit.on for one in mine}
    days |= {e.settled_on for e in elements} if gained else set()
    changes = _changes(row, ruling)
    parts = []
    for day in sorted(days | {c.since_on for c in changes}):
        # A change of the contract moves what is owed in all, not what is taken off it.
        so_far = [c for c in changes if c.since_on <= day]
        ended = next((c.new for c in so_far if c.measure is None), None)
        owed = price + sum(c.added for c in so_far) if ended is None else ended
        amounts = [(e, e.included(day) if not gained or e.settled_on <= day else 0) for e in elements]
        if gained:
            off = sum(part_of(e, max(x, 0), row, ruling) for e, x in amounts)
        else:
            off = -sum(part_of(e, x if e.kind == FINANCING else min(x, 0), row, ruling) for e, x in amounts)
            off = max(off - sum(one.amount for one in mine if one.credit.on <= day), min(off, 0))
        # Of what ended before anything of it was performed, nothing is owed: all that is taken off it goes back.
        part = Fraction(off, owed) if owed > 0 else Fraction(int(ended is not None and off != 0))
        parts.append(Part(day, part, off, ended))
    return tuple(parts)


def _changes(row: int, ruling: Ruling) -> list[Changed]:
    """The changes of the price of one obligation; its end too, where it has a price of its own."""
    ended = any(row in ending.rows for ending in ruling.endings)
    return [c for c in ruling.changes if c.row == row and (c.measure or ended)]


def _together(of_all: Sequence[tuple[tuple[Part, ...], int]]) -> tuple[Part, ...]:
    """The part of a right that is not tied to an obligation."""
    days = sorted({part.since_on for parts, _ in of_all for part in parts})
    return tuple(_of_all(day, [(_in_force(parts, day), price) for parts, price in of_all]) for day in days)


def _of_all(day: int, now: Sequence[tuple[Part, int]]) -> Part:
    owed = sum(price if part.performed is None else part.performed for part, price in now)
    taken = sum((part.part * of if part.performed is None else Fraction(part.amount) for part, of in now), Fraction(0))
    ended = any(part.performed is not None for part, _ in now)
    part = taken / owed if owed else Fraction(1)
    return Part(day, part, sum(part.amount for part, _ in now), owed if ended else None)


def at(parts: Sequence[Part], on: int) -> Fraction:
    """The part in force at the end of a day."""
    return _in_force(parts, on).part


def _in_force(parts: Sequence[Part], on: int) -> Part:
    return [part for part in parts if part.since_on <= on][-1]


def _beside_tracks(one: Taken, price: Sequence[int], ruling: Ruling) -> None:
    """Beside each right that grows with performance, what is taken off it, by the same measure."""
    drafts = ruling.drafts
    changes = {c.since_on: c for c in _changes(one.row, ruling) if c.owed_new or not c.measure}
    for number, track in enumerate(list(drafts.tracks)):
        if (track.obligation, track.debit, track.credit) == (one.row, t.DUE, t.POSITION):
            rows = [(i, drafts.tranches[i]) for i in drafts.tranches.places(number)]
            if rows[0][1].measure != t.AS_PRICED:
                _beside_track(one, rows, price, changes, drafts)


def _beside_track(
    one: Taken,
    rows: Sequence[tuple[int, Tranche]],
    price: Sequence[int],
    changes: Mapping[int, Changed],
    drafts: Drafts,
) -> None:
    """Where the contract was changed the right goes on with the new price of what is left; what is taken off it goes
    on with what was left of it then. Where the obligation ended, no right follows, and all of that is off at once."""
    mine, mirrored, held = len(drafts.tracks), {t.NO_ROW: t.NO_ROW}, None
    drafts.tracks.append(drafts.tracks[rows[0][1].track]._replace(debit=one.debit, credit=one.credit))
    untils = [x.since_on for _, x in rows[1:]] + [t.NEVER]
    for (i, x), until in zip(rows, untils, strict=True):
        change, taken = changes.get(x.since_on) if x.after != t.NO_ROW else None, None
        if change is not None:
            held = _held(one, held, change)
            taken = held.taken
            x = x if change.measure else _at_once(x, drafts)
        for day in [x.since_on] if x.after != t.NO_ROW else _days(one.parts, x.since_on, until):
            amount = price[i] * at(one.parts, day) if taken is None else taken
            after, mirrored[i] = mirrored[x.after], len(drafts.tranches)
            # What is taken off the rest is known: nothing of what was left before joins it.
            whole = 0 if x.whole == t.LEFT else x.whole
            drafts.tranches.append(
                x.bare()._replace(track=mine, since_on=day, price=round_fraction(amount), after=after, whole=whole)
            )
        if change is not None:
            _moved_later(one, x, until, drafts)


def _at_once(x: Tranche, drafts: Drafts) -> Tranche:
    """The same tranche, complete on its day."""
    m = at_once(x.since_on, t.NO_ROW, drafts)
    return x._replace(measure=m.kind, meter=m.meter, done_before=m.option)


class Held(NamedTuple):
    """What is taken off what is left after a change of the contract, exact minor units."""

    change: Changed
    taken: Fraction


def _held(one: Taken, before: Held | None, change: Changed) -> Held:
    """taken = what was taken off what was left, as it stands on the evening before, x old price of what is left now /
    price of what was left"""
    evening = change.since_on - 1
    if before is None:
        return Held(change, change.owed_old * at(one.parts, evening))
    moved = _in_force(one.parts, evening).amount - _in_force(one.parts, before.change.since_on).amount
    return Held(change, (before.taken + moved) * change.owed_old / before.change.owed_new)


def _moved_later(one: Taken, x: Tranche, until: int, drafts: Drafts) -> None:
    """Beside what is left after a change of the contract: what is taken off it moves by the same measure, until the
    contract is changed again."""
    days = [part for part in one.parts if x.since_on <= part.since_on < until]
    for before, now in pairwise(days):
        moved = now.amount - before.amount
        mine = x.bare()._replace(track=len(drafts.tracks), price=moved)
        drafts.tracks.append(drafts.tracks[x.track]._replace(debit=one.debit, credit=one.credit))
        drafts.tranches.append(mine._replace(since_on=-t.NEVER, price=0))
        drafts.tranches.append(mine._replace(since_on=now.since_on))
        if until < t.NEVER:
            after = len(drafts.tranches) - 1
            drafts.tranches.append(mine._replace(since_on=until, price=0, after=after))


def _days(parts: Sequence[Part], since: int, until: int) -> list[int]:
    return sorted({since, *(part.since_on for part in parts if since < part.since_on < until)})


def _beside_performance(one: Taken, rights: Sequence[Posting], ruling: Ruling) -> None:
    """A customer who may cancel owes nothing before performance, so what is taken off dated rights grows with it."""
    drafts = ruling.drafts
    tracks = [i for i, x in enumerate(drafts.tracks) if (x.obligation, x.credit) == (one.row, t.REVENUE)]
    if not tracks or not any(right.obligation in (one.row, -1) for right in rights):
        return
    gross = gross_prices(ruling)[one.row]
    first = next(x for x in drafts.tranches if x.track == tracks[0])
    drafts.tracks.append(drafts.tracks[tracks[0]]._replace(debit=one.debit, credit=one.credit))
    for day in _days(one.parts, first.since_on, t.NEVER):
        price = round_fraction(gross * at(one.parts, day))
        drafts.tranches.append(first.bare()._replace(track=len(drafts.tracks) - 1, since_on=day, price=price))


def _beside_postings(one: Taken, rights: Sequence[Posting], drafts: Drafts) -> None:
    """Beside rights that arise on a day, what is taken off all of them so far, on each day on which that changes."""
    mine, booked = [right for right in rights if right.obligation == one.row], 0
    for day in sorted({right.on for right in mine} | {part.since_on for part in one.parts}):
        so_far = [right for right in mine if right.on <= day]
        part = _in_force(one.parts, day)
        now = round_fraction(sum(right.amount for right in so_far) * part.part)
        now = now if part.performed is None else min(now, part.amount)
        if now != booked:
            place = so_far[-1].place
            drafts.postings.append(Posting(0, one.row, day, one.debit, one.credit, now - booked, _BILLING, place))
            booked = now


def _beside_use(p: Promise, rights: Sequence[Posting], given: Sequence[Granted], drafts: Drafts) -> None:
    """Beside the right to a price by use, what the expected rate is below it; where a rate only holds for later units,
    the right itself is lower."""
    side = _LIABILITY if given_back(p) else t.DUE
    rates, listed = use_tranches(p, drafts), _money(p.measure.meter, drafts)
    lower = [listed > _money(rate.meter, drafts) for rate in rates]
    right = (p.row, t.DUE, t.POSITION)
    tracks = [(i, x) for i, x in enumerate(drafts.tracks) if (x.obligation, x.debit, x.credit) == right]
    for number, track in tracks:
        first = next(x for x in drafts.tranches if x.track == number)
        for debit, credit, rated_side in ((t.POSITION, side, False), (side, t.POSITION, True)):
            drafts.tracks.append(track._replace(debit=debit, credit=credit))
            for rate, counts in zip(rates, lower, strict=True):
                meter = rate.meter if rated_side else first.meter
                drafts.tranches.append(
                    first.bare()._replace(
                        track=len(drafts.tracks) - 1, since_on=rate.since_on, meter=meter, price=int(counts)
                    )
                )
    if not tracks and listed and side == _LIABILITY:
        off = [one for one in given if one.row == p.row]
        parts = []
        for day in sorted({rate.since_on for rate in rates} | {one.credit.on for one in off}):
            rate = [rate for rate in rates if rate.since_on <= day][-1]
            left = listed - _money(rate.meter, drafts) - sum(one.amount for one in off if one.credit.on <= day)
            parts.append(Part(day, max(left / listed, Fraction(0))))
        _beside_postings(Taken(p.row, tuple(parts), t.POSITION, side), rights, drafts)


def _money(meter: int, drafts: Drafts) -> Fraction:
    """All that a meter of money ever counts."""
    return Fraction(sum(r.done for r in drafts.readings if r.meter == meter), drafts.meters[meter])


def _granted(given: Sequence[Granted], drafts: Drafts) -> None:
    """What was granted is off the part of rights that will go back; what was booked apart from the position joins it,
    and what was granted of a price by use that is owed as it is used comes out of the liability."""
    owed = {x.obligation for x in drafts.tracks if (x.debit, x.credit) == (t.DUE, t.POSITION)}
    for one in given:
        if one.kind == BY_USE and one.row in owed:
            _book(one, (_LIABILITY, t.POSITION), drafts)
        if one.credit.shown:
            _book(one, (t.POSITION, t.ROLE["refunds_contra_revenue"]), drafts)


def _book(one: Granted, sides: tuple[int, int], drafts: Drafts) -> None:
    place = drafts.at(one.credit.fact.place)
    drafts.postings.append(Posting(0, one.row, one.credit.on, *sides, one.amount, _BILLING, place))


def _returned(ruling: Ruling) -> None:
    """Money for goods that came back is paid out of the refund liability."""
    if not any(p.obligation.returns and not waits(p.obligation) for p in ruling.promises):
        return
    for given in ruling.credits:
        if given.fact.fields.get("reason") == "returned" and (amount := given.taken or given.cash):
            credit = t.POSITION if given.fact.verb == "credit note" else t.DUE
            place = ruling.drafts.at(given.fact.place)
            ruling.drafts.postings.append(of_contract(given.on, _LIABILITY, credit, amount, _BILLING, place))
