"""Significant financing: the price is what a cash sale would cost, the rest is interest and never revenue.

An advance grows until what it pays for passes (the seller pays interest); a payment that comes later is discounted (the
customer pays it). The rate is that of a separate loan between the two, set at inception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.contracts.instalments import instalments
from duly.engine.contracts.terms import BillLine, Element, Fact, Terms
from duly.engine.delivery.progress import amount, by_line
from duly.engine.drafts import Drafts
from duly.engine.recognition.loans import (
    MONTHS,
    PERIODS,
    Due,
    Portion,
    Rate,
    growth,
    level_payment,
    present_value,
)
from duly.engine.recognition.price import ACCRETED, ADVANCE, FINANCING, Included, PriceElement
from duly.engine.recognition.promises import Promise
from duly.ground import dates
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.rounding import round_fraction

_AHEAD = 120  # months that an advance grows beyond the last day on which its transfer is expected
_PASSED = ("delivered", "accepted", "held", "milestone", "cost", "progress", "hours", "usage")


class RateIsMissing(DulyError):
    """A financing component without the rate of a separate financing."""


@dataclass(frozen=True)
class Financed:
    """What is financed of one obligation.

    delivered_on, earned_on: when it is delivered, and from when its price is owed · dues: payments after delivery ·
    price: what it costs without interest, minor units · owed: the part of it that is paid by `dues` · portions: what
    grows until when · level: the exact equal payment, where there is one · even: it is transferred evenly over its
    span, so that price and interest follow it.
    """

    element: Element
    promise: Promise
    rate: Rate
    delivered_on: int
    earned_on: int
    dues: tuple[Due, ...]
    price: int
    owed: int
    portions: tuple[Portion, ...]
    level: Fraction | None = None
    even: bool = False

    @property
    def months(self) -> int:
        """Months of one period of equal payments."""
        return MONTHS[str(self.element.fields.get("every", "month"))]

    @property
    def each(self) -> Fraction:
        """Interest of one period of equal payments."""
        return self.rate.yearly * self.months / 12

    @property
    def in_advance(self) -> bool:
        return self.element.fields.get("in") == "advance"

    @property
    def interest(self) -> int:
        """Interest in all that the customer pays, minor units."""
        return round_fraction(sum((due.amount for due in self.dues), Fraction(0))) - self.owed


def is_financing(element: Element) -> bool:
    """Whether a row of `price` speaks of financing: by its name, or by a rate that is no fee's."""
    said = element.fields
    return element.name == "financing" or "contract rate" in said or ("rate" in said and "over" not in said)


@cites("606-10-32-17", "606-10-32-18", ifrs15=("62", "63"))
def no_financing(terms: Terms) -> Fact | None:
    """The judgement that there is no significant financing; None where there is none, or where it says yes."""
    rows = [f for f in terms.judged if f.verb == "significant financing"]
    last = max(rows, key=lambda f: (f.on, f.order), default=None)
    return last if last is not None and last.fields["significant financing"] is False else None


@cites("606-10-32-15", "606-10-32-16", "606-10-32-19", ifrs15=("60", "61", "64"))
def financing_elements(element: Element, terms: Terms, of: Sequence[Promise], drafts: Drafts) -> list[PriceElement]:
    """What financing takes off or adds to the price: the interest in payments that come later, which the whole contract
    shares, and the interest on advances, which belongs to what they pay for."""
    refused = no_financing(terms)
    if refused is not None:
        drafts.notes.append(f"{refused.place}: no financing: {refused.fields.get('why', 'as judged')}")
        return []
    found: list[PriceElement] = []
    for p in (p for p in of if not p.by_use and not p.setup):
        loan = financed(element, terms, p, drafts)
        rows, moved = (p.row,), loan.price - _nominal(p, loan)
        late = bool(loan.dues) and (moved <= 0 or not loan.even)
        if loan.dues and moved:
            once = (Included(-t.NEVER, moved, 0),)
            kind = FINANCING if late else ACCRETED
            found.append(PriceElement(element.name, kind, rows, not late, once, place=element.place))
        if loan.portions and not loan.even:
            versions = _passed_on(p, terms, loan, drafts)
            found.append(PriceElement(element.name, ADVANCE, rows, True, versions, place=element.place))
    return found


def _nominal(p: Promise, loan: Financed) -> int:
    """The price as stated, which holds the interest; where nothing is stated for the obligation, what is to be
    paid."""
    if p.stated is not None:
        return p.stated
    return p.terms.total if p.terms.total is not None else loan.owed + loan.interest


def financed(element: Element, terms: Terms, p: Promise, drafts: Drafts) -> Financed:
    """What is financed of an obligation, by the contract's plan of payments and the facts."""
    said = element.fields
    if "rate" not in said:
        raise RateIsMissing(
            f"{element.name} has no rate",
            place=element.place,
            why="the price is discounted at the rate of a separate loan between the two",
            fix="add `rate:`, or `none: yes` with the reason",
            cite="606-10-32-19, IFRS 15.64",
        )
    rate = Rate(cast(Fraction, said["rate"]), PERIODS[str(said.get("compounded", "yearly"))])
    delivered = _delivered_on(p)
    earned = max(_earned_on(p, drafts), delivered)
    level, dues = _planned(element, terms, p, delivered)
    loan = Financed(element, p, rate, delivered, earned, dues, 0, 0, (), level)
    if level is not None:
        worth = round_fraction(_worth(dues, loan.each, loan.in_advance))
        return replace(loan, price=worth, owed=worth)
    if p.measure.meter < 0 and p.start is not None and p.until is not None:
        return _even(loan, dues or tuple(receipts(terms, p)), p.start, p.until)
    # What is due by the day the price is owed lends nothing to the customer.
    later = tuple(due for due in dues if due.on > earned)
    now = sum((due.amount for due in dues if due.on <= earned), Fraction(0))
    price = round_fraction(now + present_value(later, rate, delivered)) if dues else p.stated or 0
    portions = tuple(grown for grown, _ in advances(p, terms, rate, drafts))
    return replace(loan, dues=later, price=price, owed=price - round_fraction(now), portions=portions)


def _even(loan: Financed, dues: tuple[Due, ...], start: int, until: int) -> Financed:
    """A service transferred evenly: the price whose equal monthly parts are worth what the payments are worth.

    price = worth of the payments / worth of one unit transferred evenly"""
    if not dues:
        return loan
    ends = [*(dates.add_months(start, k) for k in range(1, dates.months_started(start, until))), until]
    first = min([start, *(due.on for due in dues)])
    worth = present_value(dues, loan.rate, first)
    unit = sum((Fraction(1, len(ends)) / growth(loan.rate, first, end) for end in ends), Fraction(0))
    price, last = worth / unit, max(ends[-1], max(due.on for due in dues))
    earned = [Portion(price / len(ends), end, last) for end in ends if end < last]
    paid = [Portion(-due.amount, due.on, last) for due in dues if due.on < last]
    whole = round_fraction(price)
    return replace(loan, dues=dues, price=whole, owed=whole, portions=(*earned, *paid), even=True)


def _worth(dues: Sequence[Due], each: Fraction, in_advance: bool) -> Fraction:
    """What level payments are worth at the beginning, period by period."""
    first = 0 if in_advance else 1
    return sum((due.amount / (1 + each) ** (k + first) for k, due in enumerate(dues)), Fraction(0))


def _delivered_on(p: Promise) -> int:
    """The day an obligation is delivered; before it is, the day it is to begin."""
    days = [f.on for f in p.terms.happened if f.verb in _PASSED and p.obligation.ref in f.subjects]
    planned = p.obligation.from_on if p.obligation.from_on is not None else p.start
    if p.measure.kind == t.BY_METER and days:
        return min(days)
    return planned if planned is not None else p.terms.signed_on


def _earned_on(p: Promise, drafts: Drafts) -> int:
    """The day from which its price is owed: that of the delivery, or the later one on which the customer can no longer
    return it."""
    days = [r.on for r in drafts.readings if r.meter == p.measure.meter and r.done > 0]
    return min(days) if p.measure.kind == t.BY_METER and days else -t.NEVER


def _planned(element: Element, terms: Terms, p: Promise, delivered: int) -> tuple[Fraction | None, tuple[Due, ...]]:
    """The exact level payment, where there is one, and all payments by their days."""
    said = element.fields
    if "payments" in said:
        count, given = cast("tuple[int, int | None]", said["payments"])
        months, first = MONTHS[str(said.get("every", "month"))], 0 if said.get("in") == "advance" else 1
        each = cast(Fraction, said.get("contract rate", Fraction(0))) * months / 12
        payment = (
            Fraction(given) if given is not None else level_payment(Fraction(p.stated or 0), each, count, first == 0)
        )
        days = [dates.add_months(delivered, months * (k + first)) for k in range(count)]
        return payment, tuple(Due(day, payment) for day in days)
    for line in terms.billing:
        if not line.of or p.obligation.ref in line.of:
            return None, tuple(_by_line(line, terms, p, delivered))
    return None, tuple(_by_invoice(terms, p))


def _by_line(line: BillLine, terms: Terms, p: Promise, delivered: int) -> list[Due]:
    """Payments of a billing line; what it bills together is shared by stated prices."""
    covered = [o for o in terms.obligations if not line.of or o.ref in line.of]
    part = Fraction(1)
    if len(covered) > 1 and (line.instalments or line.amount is not None):
        part = Fraction(p.stated or 0, sum(_stated(terms, o.ref, p) for o in covered) or 1)
    if line.right_on is not None and not line.instalments:
        return [Due(line.right_on, Fraction(line.amount if line.amount is not None else p.stated or 0) * part)]
    start = p.start if p.start is not None else delivered
    until = p.until if p.until is not None else start + 1
    if line.every == "one sum" and line.first_on is None:
        until = start + 1
    total = line.amount if line.amount is not None else p.stated or 0
    return [Due(bill.due_on, bill.amount * part) for bill in instalments(line, total, start, until)]


def _stated(terms: Terms, ref: str, p: Promise) -> int:
    """Stated price of another obligation of the contract, as far as it is one sum."""
    if ref == p.obligation.ref:
        return p.stated or 0
    other = next(o for o in terms.obligations if o.ref == ref)
    count = other.quantity.count if other.quantity and other.price.form == "unit" else Fraction(1)
    return round_fraction(other.price.amount * count)


def _by_invoice(terms: Terms, p: Promise) -> list[Due]:
    """Payments of a contract without billing lines: its invoices that say when they are due."""
    dues = []
    for fact in terms.happened:
        if fact.verb == "invoice" and "due" in fact.fields:
            part = by_line(fact).get(p.obligation.ref, amount(fact, "amount") if len(terms.obligations) == 1 else 0)
            dues.append(Due(cast(int, fact.fields["due"]), Fraction(part)))
    return dues


def receipts(terms: Terms, p: Promise) -> list[Due]:
    """Cash that was received for an obligation: by the lines of the invoice it pays, else by stated prices."""
    invoices = {str(f.fields["invoice"]): f for f in terms.happened if f.verb == "invoice"}
    whole = sum(_stated(terms, o.ref, p) for o in terms.obligations)
    found = []
    for fact in (f for f in terms.happened if f.verb == "paid"):
        part = Fraction(p.stated or 0, whole) if whole else Fraction(1, len(terms.obligations))
        invoice = invoices.get(str(fact.fields.get("invoice", "")))
        if invoice is not None and by_line(invoice):
            gross = sum(by_line(invoice).values()) + amount(invoice, "tax")
            part = Fraction(by_line(invoice).get(p.obligation.ref, 0), gross or 1)
        found.append(Due(fact.on, amount(fact, "paid") * part))
    return [due for due in found if due.amount > 0]


def transfers(p: Promise, drafts: Drafts) -> list[tuple[int, Fraction]]:
    """The days on which an obligation was transferred, each with the part of it that has passed by then."""
    done, total, found = 0, drafts.meters[p.measure.meter], []
    rows = sorted((r for r in drafts.readings if r.meter == p.measure.meter), key=lambda r: r.on)
    for row in rows:
        done, total = done + row.done, row.expected if row.expected >= 0 else total
        if row.done and total:
            found.append((row.on, Fraction(min(done, total), total)))
    return found


@cites("606-10-32-15", "606-10-32-20", ifrs15=("60", "65"))
def advances(p: Promise, terms: Terms, rate: Rate, drafts: Drafts) -> list[tuple[Portion, Fraction]]:
    """Cash that came before what it pays for, first in first out: each portion grows until its transfer, by which the
    part given beside it had passed; what has not passed grows on."""
    if p.measure.meter < 0:
        return []
    left = [(due.on, due.amount) for due in receipts(terms, p)]
    found: list[tuple[Portion, Fraction]] = []
    before = Fraction(0)
    for day, part in transfers(p, drafts):
        needed, before = (part - before) * (p.stated or 0), part
        while needed > 0 and left and left[0][0] < day:
            on, have = left.pop(0)
            used = min(have, needed)
            found.append((Portion(used, on, day), part))
            needed -= used
            if have > used:
                left.insert(0, (on, have - used))
    if before < 1:
        waits = max([_delivered_on(p), *(on for on, _ in left)])
        found += [(Portion(have, on, dates.add_months(waits, _AHEAD)), Fraction(0)) for on, have in left]
    return found


def _passed_on(p: Promise, terms: Terms, loan: Financed, drafts: Drafts) -> tuple[Included, ...]:
    """What the price gains by interest on advances, from each transfer on: the interest on what has passed, as a part
    of the price that is measured with it."""
    versions, passed = [Included(-t.NEVER, 0, 0)], Fraction(0)
    rows = [(portion, part) for portion, part in advances(p, terms, loan.rate, drafts) if part]
    for day in sorted({portion.until for portion, _ in rows}):
        mine = [(portion, part) for portion, part in rows if portion.until == day]
        passed += sum((x.amount * (growth(loan.rate, x.from_on, day) - 1) for x, _ in mine), Fraction(0))
        versions.append(Included(day, round_fraction(passed / mine[0][1]), 0))
    return tuple(versions)
