"""The billing plan of a contract after changes of its price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from duly.engine.contracts.instalments import Instalment, instalments
from duly.engine.contracts.terms import BillLine
from duly.engine.delivery.progress import Measure
from duly.engine.pricing.stated import periods
from duly.ground import dates
from duly.ground.rounding import round_fraction


class Repriced(NamedTuple):
    """A change of what an obligation costs: from `since_on` what is left costs `new` instead of `old` (minor units)
    and is
    measured by `measure`; with None nothing more is performed after `since_on`."""

    since_on: int
    measure: Measure | None
    old: int
    new: int


def replanned(
    line: BillLine, planned: Sequence[Instalment], until: int, changes: Sequence[Repriced]
) -> list[Instalment]:
    """A plan after changes of the price: bills already issued stand, the difference for the time they cover is billed
    on the day of the change, the bills of what is left follow the new price, a longer term is billed on. Nothing is
    billed after a termination."""
    bills = list(planned)
    for change in changes:
        first = change.since_on if line.advance and change.measure else change.since_on + 1
        kept = [bill for bill in bills if bill.billed_on < first]
        later = [bill for bill in bills if bill.billed_on >= first]
        if change.measure is None:
            bills = kept
            continue
        longer, within = _longer(line, change, until)
        scaled = _at_new_price(later, change.old, within)
        moved = sum(bill.amount for bill in scaled) - sum(bill.amount for bill in later)
        difference = within - change.old - moved
        now = [_bill_on(line, change.since_on, difference)] if difference else []
        bills = kept + now + scaled + longer
        until = max(until, change.measure.until)
    return bills


def _at_new_price(bills: Sequence[Instalment], old: int, new: int) -> list[Instalment]:
    """What is left is billed last: so much of the bills as it cost follows its new price, the part before it stands. Of
    a rest that costs less than nothing no bill is left."""
    found, left, ratio = [], max(old, 0), Fraction(max(new, 0), old or 1)
    if ratio == 1:
        return list(bills)
    for bill in reversed(bills):
        part = min(max(bill.amount, 0), left)
        left -= part
        found.append(bill._replace(amount=bill.amount - part + round_fraction(part * ratio)) if part else bill)
    return found[::-1]


def _longer(line: BillLine, change: Repriced, until: int) -> tuple[list[Instalment], int]:
    """The bills of the time a term grew by, and what of the new price is left for the time before."""
    m = change.measure
    if m is None or m.meter >= 0 or m.until <= until:
        return [], change.new
    grown = periods("month", until, m.until)
    part = round_fraction(change.new * grown / periods("month", m.from_on, m.until))
    return instalments(replace(line, first_on=None), part, until, m.until), change.new - part


def _bill_on(line: BillLine, on: int, amount: int) -> Instalment:
    due = dates.add(on, line.net) if line.net else on
    return Instalment(on, due, amount)
