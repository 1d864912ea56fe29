"""The right to payment: what makes money owed whatever happens, invoiced or not (606-10-45-4, IFRS 15.108).

A right is booked from DUE to POSITION. A right that follows performance is a track with the measure of its obligation;
a right that arises on a day is a posting. Recognition is not seen from here: prices and deliveries are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.billing.billed import Billed, all_complete, complete_on, own_span, span_of
from duly.engine.billing.plan import Repriced, replanned
from duly.engine.billing.proration import prorated_bills
from duly.engine.billing.royalties import royalty_right
from duly.engine.contracts.instalments import Instalment, instalments
from duly.engine.contracts.terms import BillLine, Fact, Quantity
from duly.engine.delivery.progress import (
    Measure,
    add_meter,
    by_line,
    complete_from,
    fill,
    new_quantity,
    place_of,
    requantified,
    so_far,
)
from duly.engine.delivery.progress import amount as money
from duly.engine.drafts import Drafts, Posting, Track, Tranche
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import allocate_fractions, round_fraction

_BILLING = t.STEP["billing"]


class BillHasNoAmount(DulyError):
    """A billing line whose amount nothing says."""


@cites("606-10-45-4", ifrs15=("108",))
def rights(billed: Sequence[Billed], drafts: Drafts) -> dict[int, Fraction]:
    """Add the rights of all billing lines to the drafts; gives the obligations whose right arises on invoice, each with
    the part that is retained.

    A contract without billing lines has its right on delivery; one with billing lines, on invoice.
    """
    on_invoice: dict[int, Fraction] = {}
    if drafts.exists_on == t.NEVER:
        return on_invoice
    for terms in dict.fromkeys(b.terms.ref for b in billed):
        mine = [b for b in billed if b.terms.ref == terms]
        left, named = list(mine), set[int]()
        royal = [b for b in mine if b.obligation.royalty is not None and not b.by_use]
        for line in mine[0].terms.billing:
            covered = [b for b in left if not line.of or b.obligation.ref in line.of]
            taken = {b.row for b in covered}
            named |= taken
            left = [b for b in left if b.row not in taken] + still_owed(line, covered)
            if not covered:
                drafts.notes.append(f"{line.place}: bills nothing, for the rows before it bill all of what it names")
            if line.right == "on invoice":
                on_invoice |= {b.row: line.retention for b in covered}
                _release_invoiced(line, covered, drafts)
            elif covered:
                _RULES[line.right](*_shared_out(line, covered), mine, drafts)
        if mine[0].terms.billing:
            on_invoice |= {b.row: Fraction(0) for b in mine if b.row not in named}
        else:
            _on_delivery(BillLine((), right="on delivery"), left, mine, drafts)
        for b in royal:
            if b.row not in on_invoice:
                royalty_right(b.obligation, b.terms, b.row, b.start, drafts)
    return on_invoice


def still_owed(line: BillLine, covered: Sequence[Billed]) -> list[Billed]:
    """What a line that states its amounts leaves for the lines after it: a part at the signing, the rest later."""
    fixed = [b for b in covered if b.owed and not b.by_use]
    if not fixed or (line.amount is None and not line.instalments):
        return []
    start, until = span_of(fixed) if line.every != "one sum" else (0, 1)
    known = [b.taken_over.on for b in fixed if b.taken_over is not None]
    bills = instalments(line, line.amount or 0, start, until)
    # What another system billed is taken off as a whole.
    taken = sum(bill.amount for bill in bills if not known or line.right != "when due" or bill.due_on > min(known))
    parts = allocate_fractions(taken, [Fraction(b.owed) for b in fixed])
    return [_less(b, part) for b, part in zip(fixed, parts, strict=True) if part < b.owed]


def _less(b: Billed, part: int) -> Billed:
    """An obligation of which other lines bill a part; of that, changes of its price reprice what is not performed."""
    changes, whole, taken = list[Repriced](), Fraction(b.owed), Fraction(part)
    for change in b.changes:
        taken = taken * change.old / whole if whole else taken
        old, new = (round_fraction(amount - taken) for amount in (change.old, change.new))
        changes.append(change._replace(old=old, new=new))
        whole = Fraction(change.new)
    rest = b.owed - part
    return b._replace(owed=rest, pieces=((b.measure, rest),), changes=tuple(changes))


def _shared_out(line: BillLine, covered: Sequence[Billed]) -> tuple[BillLine, Sequence[Billed]]:
    """An amount billed for several obligations as each is performed: shared out over them by what is owed for each."""
    if line.amount is None or len(covered) < 2 or line.right not in ("on delivery", "on acceptance"):
        return line, covered
    parts = allocate_fractions(line.amount, [Fraction(b.owed) for b in covered])
    split = [b._replace(owed=part, pieces=((b.measure, part),)) for b, part in zip(covered, parts, strict=True)]
    return replace(line, amount=None), split


def _on_delivery(line: BillLine, covered: Sequence[Billed], all_of: Sequence[Billed], drafts: Drafts) -> None:
    for b in covered:
        _follow(b, line, _set_up(b, drafts) if b.obligation.setup else b.measure, drafts)
    _release(line, covered, drafts)


@cites("606-10-25-17", "606-10-55-50", ifrs15=("25", "B48"))
def _set_up(b: Billed, drafts: Drafts) -> Measure:
    """A fee for what transfers nothing waits for no delivery: it is owed from the first day, unless the contract says
    when the set-up was done."""
    if b.obligation.earn != "on delivery" or drafts.readings.places(b.measure.meter):
        return b.measure
    first = b.start if b.start is not None else b.terms.signed_on
    return complete_from(b.obligation, first, drafts)


def _on_acceptance(line: BillLine, covered: Sequence[Billed], all_of: Sequence[Billed], drafts: Drafts) -> None:
    for b in covered:
        _follow(b, line, b.measure if b.obligation.earn == "on acceptance" else _acceptance(b, drafts), drafts)
    _release(line, covered, drafts)


def _acceptance(b: Billed, drafts: Drafts) -> Measure:
    """What was accepted of what is promised; an amendment of the quantity speaks at the start of its day."""
    o = replace(b.obligation, earn="on acceptance")
    accepted = [f for f in b.terms.happened if o.ref in f.subjects and f.verb == "accepted"]
    counted = any("quantity" in f.fields for f in accepted)
    promised = [
        replace(f, verb="estimate", fields={"expected quantity": Quantity(new_quantity(f, o), "")})
        for f in (requantified(o, b.terms) if counted else [])
    ]
    facts = sorted([*promised, *accepted], key=lambda f: f.on)
    return Measure(t.BY_METER, meter=fill(o, ("accepted",), facts, drafts))


def _when_delivered(line: BillLine, covered: Sequence[Billed], all_of: Sequence[Billed], drafts: Drafts) -> None:
    waits = [b for b in all_of if b.obligation.ref in line.right_of] if line.right_of else list(all_of)
    whole = all_complete(waits, drafts)
    if line.amount is not None:
        days = [reading.on for reading in drafts.readings.of(whole.meter)]
        _owe(drafts, [(on, line.amount) for on in days], _dated(line, covered, drafts), _together(covered))
        return
    for b in covered:
        _follow(b, line, whole, drafts)
    _release(line, covered, drafts, not_before=complete_on(waits, drafts))


def _when_due(line: BillLine, covered: Sequence[Billed], all_of: Sequence[Billed], drafts: Drafts) -> None:
    dated = _dated(line, covered, drafts)
    if line.instalments or line.amount is not None:
        start, until = span_of(covered)
        bills = _still_billed(instalments(line, line.amount or 0, start, until), covered)
        _owe(drafts, [(bill.due_on, bill.amount) for bill in bills], dated, _together(covered))
        return
    for b in covered:
        if b.by_use:
            raise _no_amount(line, b)
        key = (id(line), b.row, _amount(b, line))
        if key not in b.plans:
            b.plans[key] = _planned(b, line)
        planned = b.plans[key]
        bills = replanned(line, planned, own_span(b)[1], b.changes) if b.changes else planned
        _owe(drafts, [(bill.due_on, bill.amount) for bill in bills], dated, b.row)


def _planned(b: Billed, line: BillLine) -> list[Instalment]:
    """The bills of an obligation before any change of its price."""
    start, until = own_span(b)
    steps = tuple(round_fraction(s) for s in b.obligation.price.steps)
    bills = prorated_bills(b.obligation, b.terms, line, _amount(b, line))
    return bills or instalments(line, _amount(b, line), start, until, steps)


def _on_date(line: BillLine, covered: Sequence[Billed], all_of: Sequence[Billed], drafts: Drafts) -> None:
    assert line.right_on is not None
    if line.amount is not None:
        _owe(drafts, [(line.right_on, line.amount)], _dated(line, covered, drafts), _together(covered))
        return
    on = Fact("date", line.right_on, line.right_on, place=line.place)
    meter = add_meter(Fraction(1), [(on, Fraction(1), None)], drafts)
    for b in covered:
        _follow(b, line, Measure(t.BY_METER, meter=meter), drafts)
    _release(line, covered, drafts, not_before=line.right_on)


_RULES: dict[str, Callable[[BillLine, Sequence[Billed], Sequence[Billed], Drafts], None]] = {
    "on delivery": _on_delivery,
    "on acceptance": _on_acceptance,
    "when delivered": _when_delivered,
    "when due": _when_due,
    "on date": _on_date,
}


def _follow(b: Billed, line: BillLine, m: Measure, drafts: Drafts) -> None:
    """A right that grows with a measure, for what is owed less what is retained. What is priced by use is owed as it is
    used: before that there is no amount to wait with."""
    m = b.measure if b.by_use else m
    added = [change.new - change.old for change in b.changes]
    if m is b.measure and len(b.pieces) > 1 and line.amount is None:
        for number, (measured, amount) in enumerate(b.pieces):
            _track(b, measured, [amount, *(added if not number else [0] * len(added))], line, drafts)
    else:
        _track(b, m, [_amount(b, line), *added], line, drafts)


def _track(b: Billed, m: Measure, amounts: Sequence[int], line: BillLine, drafts: Drafts) -> None:
    """One track from DUE to POSITION: what is owed at first and what each change adds, less what is retained; of an
    obligation priced by use, its measure counts the money."""
    # A right that arises as the obligation is performed is booked in the step of its revenue: nothing passes through
    # a contract liability that never existed.
    performed = m in (b.measure, *(piece for piece, _ in b.pieces))
    drafts.tracks.append(Track(0, b.row, t.DUE, t.POSITION, t.STEP["revenue"] if performed else _BILLING))
    number, place = len(drafts.tracks) - 1, drafts.at(place_of(b.obligation, "price"))
    first, *added = (amount - _part(amount, line) for amount in amounts)

    def tranche(since: int, price: int) -> Tranche:
        return Tranche(number, since, -1, price, 0, 0, m.kind, m.from_on, m.until, m.meter, m.option, b.digits, place)

    # What an amendment adds was not owed before it, though the date or the acceptance that its right waits for was.
    begins = max(drafts.exists_on, b.added_on)
    if begins > -t.NEVER:
        drafts.tranches.append(tranche(-t.NEVER, 0))
    drafts.tranches.append(tranche(begins, 1 if b.by_use else max(first - b.before, 0)))
    for change, amount in zip(b.changes, added, strict=True):
        rest = change.measure if performed else _left_alone(m, change.since_on, drafts)
        drafts.tranches.append(_repriced(change, amount, rest, drafts))


def _left_alone(m: Measure, on: int, drafts: Drafts) -> Measure:
    """The measure of what is left of it from a day on."""
    return m._replace(option=m.option + so_far(m, drafts, on - 1)[0])


def _repriced(change: Repriced, amount: int, m: Measure | None, drafts: Drafts) -> Tranche:
    """The right goes on from where it was: with what was left of it and what the change adds, or no further."""
    last, number = drafts.tranches[-1], len(drafts.tranches) - 1
    if change.measure is None or m is None:
        return last._replace(since_on=change.since_on, price=0, base=0, after=number, whole=2)
    return last._replace(
        since_on=change.since_on,
        price=amount,
        base=0,
        measure=m.kind,
        from_on=m.from_on,
        until=m.until,
        meter=m.meter,
        done_before=m.option,
        after=number,
        whole=t.LEFT,
    )


def _release(line: BillLine, covered: Sequence[Billed], drafts: Drafts, not_before: int = -t.NEVER) -> None:
    """What was retained becomes owed when everything billed together is complete."""
    if not line.retention:
        return
    whole = all_complete(covered, drafts, not_before)
    for b in covered:
        drafts.tracks.append(Track(0, b.row, t.DUE, t.POSITION, _BILLING))
        held = _part(_amount(b, line), line)
        number, place = len(drafts.tracks) - 1, drafts.at(line.place)
        drafts.tranches.append(Tranche(number, -t.NEVER, -1, held, 0, 0, t.BY_METER, 0, 0, whole.meter, 0, -1, place))
        for change in b.changes:
            more, rest = _part(change.new - change.old, line), _left_alone(whole, change.since_on, drafts)
            drafts.tranches.append(_repriced(change, more, rest, drafts))


def _release_invoiced(line: BillLine, covered: Sequence[Billed], drafts: Drafts) -> None:
    """What invoices held back becomes owed when everything billed together is complete."""
    if not line.retention or not covered:
        return
    released, place = complete_on(covered, drafts), drafts.at(line.place)
    for b in covered:
        invoices = [fact for fact in b.terms.happened if fact.verb == "invoice" and released < t.NEVER]
        for fact in invoices:
            held = _part(by_line(fact).get(b.obligation.ref, 0), line)
            _post(drafts, [(max(released, fact.on), held)], place, b.row)
    for fact in covered[0].terms.happened:
        if fact.verb == "invoice" and released < t.NEVER and not by_line(fact) and not line.of:
            _post(drafts, [(max(released, fact.on), _part(money(fact, "amount"), line))], place, -1)


class _Dated(NamedTuple):
    """What rights of a line that arise on days have in common. billed_on: the last day by which another system billed
    all of it · released_on: the day from which what is retained is owed · place: of the line, among the drafts."""

    line: BillLine
    billed_on: int
    released_on: int
    place: int


def _dated(line: BillLine, covered: Sequence[Billed], drafts: Drafts) -> _Dated:
    """Found once for all bills of a line: everything that is billed together counts."""
    taken_over = [b.taken_over.on for b in covered if b.taken_over is not None]
    billed_on = min(taken_over) if len(taken_over) == len(covered) else -t.NEVER
    released_on = complete_on(covered, drafts) if line.retention else t.NEVER
    return _Dated(line, billed_on, released_on, drafts.at(line.place))


def _owe(drafts: Drafts, bills: Sequence[tuple[int, int]], dated: _Dated, row: int) -> None:
    """Rights that arise on days, less what is retained until everything billed together is complete."""
    ours = [(on, amount) for on, amount in bills if on > dated.billed_on]
    if not dated.line.retention:
        _post(drafts, ours, dated.place, row)
    for on, amount in ours if dated.line.retention else ():
        held = _part(amount, dated.line)
        _post(drafts, [(on, amount - held)], dated.place, row)
        if dated.released_on < t.NEVER:
            _post(drafts, [(max(on, dated.released_on), held)], dated.place, row)


def _together(covered: Sequence[Billed]) -> int:
    """The obligation that an amount for all of these belongs to; -1 where they are several."""
    return covered[0].row if len(covered) == 1 else -1


def _amount(b: Billed, line: BillLine) -> int:
    """What the customer owes for an obligation by this line, minor units."""
    return b.owed if line.amount is None else line.amount + b.more


def _part(amount: int, line: BillLine) -> int:
    """What is retained of an amount."""
    return round_fraction(amount * line.retention) if line.retention else 0


def _no_amount(line: BillLine, b: Billed) -> BillHasNoAmount:
    return BillHasNoAmount(
        f"the billing line of {b.obligation.ref} has no amount",
        place=line.place,
        why="neither the obligation's price and span nor the line say how much is billed when",
        fix="add `amount:` or `instalments:` to the line, or a price to the obligation",
    )


def _post(drafts: Drafts, rights: Sequence[tuple[int, int]], place: int, obligation: int) -> None:
    """Amounts that are owed from a day on."""
    exists = drafts.exists_on
    drafts.postings += [
        Posting(0, obligation, max(on, exists), t.DUE, t.POSITION, amount, _BILLING, place)
        for on, amount in rights
        if amount
    ]


def _still_billed(bills: Sequence[Instalment], covered: Sequence[Billed]) -> list[Instalment]:
    """The bills of a plan until all that it bills has ended."""
    ends = [next((c.since_on for c in b.changes if c.measure is None), t.NEVER) for b in covered]
    return [bill for bill in bills if bill.billed_on <= max(ends)]
