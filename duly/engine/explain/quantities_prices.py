"""Quantities of the price: its elements, what financing makes of it, and revenue by the cause that moved it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.explain.asked import (
    Asked,
    Quantity,
    UnknownQuantity,
    Value,
    amount_in,
    day_before,
    row_of,
    rulings_of,
    sum_of,
)
from duly.engine.journal.entries import close
from duly.engine.recognition.financing import Financed
from duly.engine.recognition.interest import effective_rate_of, loans_of, months_of, table
from duly.engine.recognition.position import in_force, position, position_of
from duly.engine.recognition.price import ADVANCE, NONCASH, PriceElement
from duly.engine.recognition.promises import Promise, Ruling
from duly.engine.recognition.rates import rated_elements
from duly.ground.rounding import round_fraction


def transaction_price(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """The price in force at the end of the window: what is allocated to all obligations, what was used so far at its
    price, and the interest that advances have borne."""
    allocated = sum_of(asked, asked.books.allocation_at(asked.through, asked.known), ())
    return allocated + amount_in(asked, sum(_beside(asked, ruling) for ruling in rulings_of(asked)))


def _beside(asked: Asked, ruling: Ruling) -> int:
    """What a price holds beside what is allocated, minor units."""
    as_earned = {row for e in ruling.elements if e.kind == NONCASH for row in e.rows if ruling.promises[row].by_use}
    used = _positions(asked, lambda p: p.row not in as_earned, ruling)
    noncash = sum(e.included(asked.through) for e in ruling.elements if e.kind == NONCASH and set(e.rows) & as_earned)
    advances = [e for e in ruling.elements if e.kind == ADVANCE]
    grown = sum(_element(asked, ruling, e) - e.included(asked.through) for e in advances)
    return used + noncash + grown


def _positions(asked: Asked, chosen: Callable[[Promise], bool], ruling: Ruling) -> int:
    """Revenue so far of what is priced by use, minor units."""
    tables, book = asked.world.stacked.tables, asked.world.ledger.priced
    rows = [_row(asked, p) for p in ruling.promises if chosen(p) and _asked_for(asked, p)]
    force = in_force(tables.tranches, len(tables.tracks), asked.through)
    measure = tables.tranches.measure if force is None else tables.tranches.measure[force]
    mine = np.isin(tables.tracks.obligation, rows) & (tables.tracks.credit == t.REVENUE) & (measure == t.AS_PRICED)
    return int(position(book, asked.through)[mine].sum())


def _asked_for(asked: Asked, p: Promise) -> bool:
    return not asked.contract or p.terms.ref == asked.contract


def _row(asked: Asked, p: Promise) -> int:
    """Row of an obligation in the tables of the books."""
    obligations = asked.world.stacked.tables.obligations
    keys = zip(obligations.origin, obligations.ref, strict=True)
    return next(i for i, key in enumerate(keys) if key == (p.terms.ref, p.obligation.ref))


def elements(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What of an element of the price is in it at the end of the window."""
    found = [_element(asked, ruling, e) for ruling in rulings_of(asked) for e in ruling.elements if e.name == args[0]]
    found += [
        _rated(p, asked.through, ruling)
        for ruling in rulings_of(asked)
        for p in ruling.promises
        if any(e.name == args[0] for e in rated_elements(p))
    ]
    said = {e.name for ruling in rulings_of(asked) for terms in ruling.group for e in terms.elements}
    if not found and args[0] not in said:
        raise UnknownQuantity(f"there is no element {args[0]!r}", fix=f"one of: {', '.join(sorted(said)) or 'none'}")
    return amount_in(asked, sum(found))


def _element(asked: Asked, ruling: Ruling, e: PriceElement) -> int:
    """What of an element is in the price: of an advance, the interest it has borne so far."""
    if e.kind != ADVANCE:
        return e.included(asked.through)
    tables = asked.world.stacked.tables
    rows = [_row(asked, p) for p in ruling.promises if p.row in e.rows]
    expense = tables.tracks.debit == t.ROLE["interest_expense"]
    mine = np.isin(tables.tracks.obligation, rows) & expense & (tables.tracks.credit == t.POSITION)
    return int(position(asked.world.ledger.priced, asked.through)[mine].sum())


def _rated(p: Promise, on: int, ruling: Ruling) -> int:
    """What the rate in force makes of everything delivered so far, less the price stated per unit."""
    drafts = ruling.drafts
    tracks = {i for i, x in enumerate(drafts.tracks) if x.obligation == p.row and x.credit == t.REVENUE}
    force = max(
        (x for x in drafts.tranches if x.track in tracks and x.measure == t.AS_PRICED and x.since_on <= on),
        key=lambda x: x.since_on,
    )

    def money(meter: int) -> int:
        done = sum(r.done for r in drafts.readings if r.meter == meter and r.on <= on)
        return round_fraction(Fraction(done, drafts.meters[meter]))

    return money(force.meter) - money(p.measure.meter)


def revenue_by_cause(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Revenue of the window that one cause moved, of all obligations or (before the cause) of one."""
    cause = args[-1].replace("-", " ")
    if cause not in t.CAUSE:
        raise UnknownQuantity(f"there is no cause {args[-1]!r}", fix=f"one of: {', '.join(t.CAUSES)}")
    lines = close(asked.world.ledger, day_before(asked), asked.through)
    mine = (lines.account == t.REVENUE) & (lines.cause == t.CAUSE[cause])
    if len(args) > 1:
        mine &= lines.obligation == row_of(asked, args[0])
    rulings_of(asked)
    refs = asked.world.stacked.tables.contracts.ref
    mine &= np.array([asked.concerns(refs[int(c)]) for c in lines.contract], dtype=bool)
    return amount_in(asked, -int(lines.amount[mine].sum()))


def revenue_at_start(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Revenue to the start of a day: performance up to the evening before, terms of the day."""
    return sum_of(asked, _at_start(asked), args)


def remaining_at_start(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What is left of the price at the start of a day, by the terms of that day."""
    allocated, done = asked.books.allocation_at(asked.through, asked.known), _at_start(asked)
    return sum_of(asked, {key: price - done.get(key, 0) for key, price in allocated.items()}, args)


def _at_start(asked: Asked) -> dict[tuple[str, str], int]:
    tables, book = asked.world.stacked.tables, asked.world.ledger.priced
    force = in_force(tables.tranches, len(tables.tracks), asked.through)
    rows = np.arange(len(tables.tracks)) if force is None else force
    fixed = np.flatnonzero((tables.tracks.credit == t.REVENUE) & (tables.tranches.measure[rows] != t.AS_PRICED))
    amounts = position_of(book, rows[fixed], np.full(len(fixed), asked.through - 1)).tolist()
    names = list(zip(tables.obligations.origin, tables.obligations.ref, strict=True))
    found = dict.fromkeys(names, 0)
    for track, amount in zip(fixed.tolist(), amounts, strict=True):
        found[names[int(tables.tracks.obligation[track])]] += amount
    return found


def loan_of(asked: Asked, name: str) -> Financed | None:
    """What a financing element finances; None where there is no such element."""
    found = [one for ruling in rulings_of(asked) for one in loans_of(ruling) if one.element.name == name]
    return found[0] if found else None


def _loan(asked: Asked, name: str) -> Financed:
    found = loan_of(asked, name)
    if found is None:
        raise UnknownQuantity(f"there is no financing {name!r}", fix="name the element of the price")
    return found


def amortization(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """A number of an amortization table: element, number of the payment, and what is asked of it."""
    name, number, what = args
    rows = table(_loan(asked, name))
    if not number.isdigit() or not 1 <= int(number) <= len(rows):
        raise UnknownQuantity(f"{name} has no payment {number}", fix=f"1 to {len(rows)}")
    row = rows[int(number) - 1]
    amounts = {"payment": row.payment, "interest": row.interest, "principal": row.principal, "balance": row.balance}
    if what not in amounts:
        raise UnknownQuantity(f"an amortization table has no {what!r}", fix=f"one of: {', '.join(amounts)}")
    return amount_in(asked, amounts[what])


def payment(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """The exact equal payment of a financing."""
    loan = _loan(asked, args[0])
    if loan.level is None:
        raise UnknownQuantity(f"{args[0]} has no equal payments", fix="state `payments:`")
    digits = rulings_of(asked)[0].drafts.digits
    return loan.level / Fraction(10**digits)


def effective_rate(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """The yearly rate at which the price of a financing is owed."""
    return effective_rate_of(_loan(asked, args[0]))


def months_of_loan(asked: Asked, name: str) -> Fraction:
    """Months from the day a financed price is owed to the last payment."""
    return months_of(_loan(asked, name))


PRICE_QUANTITIES: Mapping[str, Quantity] = {
    "transaction price": Quantity(transaction_price, (0,)),
    "elements": Quantity(elements, (1,)),
    "amortization": Quantity(amortization, (3,)),
    "revenue by cause": Quantity(revenue_by_cause, (1, 2)),
}
AT_START: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    "revenue": revenue_at_start,
    "remaining": remaining_at_start,
}
PRICE_FIGURES: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    "transaction_price": transaction_price,
    "payment": payment,
    "effective_rate": effective_rate,
}
