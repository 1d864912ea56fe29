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
from duly.engine.contracts.terms import BillLine, Element, Fact, Obligation, Terms
from duly.engine.delivery.progress import amount, by_line, opening, so_far, span
from duly.engine.drafts import Drafts
from duly.engine.pricing.stated import priced_by_use, stated_minor
from duly.engine.recognition.loans import (
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
from duly.engine.recognition.returns import kept
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
    agreed: the price that a plan of payments is for, minor units; None where only what was invoiced or paid so far is
    known · price: what it costs without interest, minor units · owed: the part of it that is paid by `dues` · portions:
    what grows until when · parts: where it passes in parts, what each is worth on its day until it is paid, beside the
    part that has passed by then, None where all passes at once · level: the exact equal payment, where there is one ·
    even: it is transferred evenly over its span, so that price and interest follow it.
    """

    element: Element
    promise: Promise
    rate: Rate
    delivered_on: int
    earned_on: int
    dues: tuple[Due, ...]
    agreed: int | None
    price: int = 0
    owed: int = 0
    portions: tuple[Portion, ...] = ()
    parts: tuple[tuple[Portion, Fraction], ...] | None = None
    level: Fraction | None = None
    even: bool = False

    @property
    def months(self) -> int:
        """Months of one period of equal payments."""
        return dates.MONTHS[str(self.element.fields.get("every", "month"))]

    @property
    def each(self) -> Fraction:
        """Interest of one period of equal payments."""
        return self.rate.yearly * self.months / 12

    @property
    def in_advance(self) -> bool:
        return self.element.fields.get("in") == "advance"

    @property
    def interest(self) -> int:
        """Interest in all that the customer pays, or pays for the parts that have passed, minor units."""
        if self.parts is not None:
            return round_fraction(sum((interest_on(self.rate, portion) for portion, _ in self.parts), Fraction(0)))
        return round_fraction(sum((due.amount for due in self.dues), Fraction(0))) - self.owed

    @property
    def moved(self) -> int:
        """What financing adds to the price as agreed, below zero for what it takes off, minor units."""
        return -self.interest if self.agreed is None else self.price - self.agreed


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
        stages = [(since, financed(element, terms, p, drafts, part)) for since, part in kept(p)]
        loan = stages[-1][1]
        versions = tuple(Included(since, stage.moved if stage.dues else 0) for since, stage in stages)
        versions = versions if loan.parts is None else _discounted(loan, loan.parts, drafts)
        if any(version.amount for version in versions):
            # Who pays an even service ahead pays for it alone; interest taken off is taken off the whole contract.
            ahead = loan.even and loan.moved > 0
            kind = ACCRETED if ahead else FINANCING
            found.append(PriceElement(element.name, kind, (p.row,), ahead, versions, place=element.place))
        if loan.portions and not loan.even:
            passed = _passed_on(p, terms, loan, drafts)
            found.append(PriceElement(element.name, ADVANCE, (p.row,), True, passed, place=element.place))
    return found


def _agreed(p: Promise) -> int | None:
    """The price as agreed, minor units: its part of the total, or as stated; None where nothing is agreed."""
    if p.terms.total is None:
        return p.stated
    return round_fraction(p.terms.total * _part(p.terms, p.terms.obligations, p))


def _paid_for(p: Promise) -> Fraction:
    """The price as agreed, nothing where nothing is."""
    return Fraction(_agreed(p) or 0)


def _part(terms: Terms, covered: Sequence[Obligation], p: Promise) -> Fraction:
    """The part of an obligation in what is paid for several together: by stated prices, alike where none is stated."""
    prices = {o.ref: stated_minor(o, *span(o, terms)) or 0 for o in covered} | {p.obligation.ref: p.stated or 0}
    whole = sum(prices.values())
    if whole:
        return Fraction(prices[p.obligation.ref], whole)
    return Fraction(1, len({o.ref for o in covered if not o.setup and not priced_by_use(o)} | {p.obligation.ref}))


def financed(element: Element, terms: Terms, p: Promise, drafts: Drafts, stays: Fraction = Fraction(1)) -> Financed:
    """What is financed of an obligation, by the contract's plan of payments and the facts. stays: the part of it that
    the customer keeps; what comes back is not paid for, and lends nothing."""
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
    level, dues, planned = _planned(element, terms, p, delivered)
    level, dues = level and level * stays, tuple(Due(due.on, due.amount * stays) for due in dues)
    price = _agreed(p)
    agreed = round_fraction(price * stays) if planned and price is not None else None
    loan = Financed(element, p, rate, delivered, earned, dues, agreed, level=level)
    if level is not None:
        worth = round_fraction(_worth(dues, loan.each, loan.in_advance))
        return replace(loan, price=worth, owed=worth)
    if p.measure.meter < 0 and p.start is not None and p.until is not None:
        return _even(loan, dues or tuple(receipts(terms, p)), p.start, p.until)
    # What is due by the day the price is owed lends nothing to the customer.
    later = tuple(due for due in dues if due.on > earned)
    now = sum((due.amount for due in dues if due.on <= earned), Fraction(0))
    price = round_fraction(now + present_value(later, rate, delivered))
    if p.obligation.returns is None:
        loan = replace(loan, parts=_paid_later(loan, drafts))
    passed, waiting = advances(p, terms, drafts)
    portions = (*(grown for grown, _ in passed), *waiting)
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
    earned = [Portion(price / len(ends), end, last) for end in ends]
    paid = [Portion(-due.amount, due.on, last) for due in dues]
    whole = round_fraction(price)
    return replace(loan, dues=dues, price=whole, owed=whole, portions=(*earned, *paid), even=True)


def _worth(dues: Sequence[Due], each: Fraction, in_advance: bool) -> Fraction:
    """What level payments are worth at the beginning, period by period."""
    first = 0 if in_advance else 1
    return sum((due.amount / (1 + each) ** (k + first) for k, due in enumerate(dues)), Fraction(0))


def _delivered_on(p: Promise) -> int:
    """The day an obligation is delivered; before it is, the day it is to begin."""
    days = [f.on for f in p.terms.happened if f.verb in _PASSED and p.obligation.ref in f.subjects]
    return min(days) if days else p.start if p.start is not None else p.terms.signed_on


def _earned_on(p: Promise, drafts: Drafts) -> int:
    """The day from which its price is owed: that of the delivery, or the later one on which the customer can no longer
    return it."""
    return min((r.on for r in drafts.readings if r.meter == p.measure.meter and r.done), default=-t.NEVER)


def _planned(
    element: Element, terms: Terms, p: Promise, delivered: int
) -> tuple[Fraction | None, tuple[Due, ...], bool]:
    """The exact level payment, where there is one, all payments by their days, and whether a plan says them all."""
    said = element.fields
    if "payments" in said:
        count, given = cast("tuple[int, int | None]", said["payments"])
        months, first = dates.MONTHS[str(said.get("every", "month"))], 0 if said.get("in") == "advance" else 1
        each = cast(Fraction, said.get("contract rate", Fraction(0))) * months / 12
        payment = Fraction(given) if given is not None else level_payment(_paid_for(p), each, count, first == 0)
        days = [dates.add_months(delivered, months * (k + first)) for k in range(count)]
        return payment, tuple(Due(day, payment) for day in days), True
    lines = [line for line in terms.billing if not line.of or p.obligation.ref in line.of]
    if lines:
        return None, tuple(_by_lines(lines, terms, p, delivered)), True
    return None, tuple(_by_invoice(terms, p)), False


def _by_lines(lines: Sequence[BillLine], terms: Terms, p: Promise, delivered: int) -> list[Due]:
    """Payments of the billing lines of an obligation: those that state their amounts, and one for what is left."""
    left, dues = _paid_for(p), list[Due]()
    for line in lines:
        found = _by_line(line, terms, p, delivered, left) if left > 0 or not dues else []
        left -= sum(due.amount for due in found)
        dues += found
    return sorted(dues)


def _by_line(line: BillLine, terms: Terms, p: Promise, delivered: int, left: Fraction) -> list[Due]:
    """Payments of a billing line; what it bills together is shared by stated prices. left: what no row before bills."""
    covered = [o for o in terms.obligations if not line.of or o.ref in line.of]
    together = bool(line.instalments) or line.amount is not None
    part = _part(terms, covered, p) if together else Fraction(1)
    total = line.amount if line.amount is not None else round_fraction(left)
    if line.right_on is not None and not line.instalments:
        return [Due(line.right_on, total * part)]
    start = p.start if p.start is not None else delivered
    until = p.until if p.until is not None and line.every != "one sum" else start + 1
    return [Due(bill.due_on, bill.amount * part) for bill in instalments(line, total, start, until)]


def _by_invoice(terms: Terms, p: Promise) -> list[Due]:
    """Payments of a contract without billing lines: its invoices that say when they are due."""
    dues = []
    for fact in terms.happened:
        if fact.verb == "invoice" and "due" in fact.fields:
            dues.append(Due(cast(int, fact.fields["due"]), _invoiced(fact, terms, p)))
    return [due for due in dues if due.amount]


def _invoiced(invoice: Fact, terms: Terms, p: Promise) -> Fraction:
    """What an invoice says for an obligation, before tax: by its lines, else by stated prices."""
    lines = by_line(invoice)
    if lines:
        return Fraction(lines.get(p.obligation.ref, 0))
    return amount(invoice, "amount") * _part(terms, terms.obligations, p)


def receipts(terms: Terms, p: Promise) -> list[Due]:
    """Cash that was received for an obligation: by the lines of the invoice it pays, else by stated prices."""
    invoices = {str(f.fields["invoice"]): f for f in terms.happened if f.verb == "invoice"}
    found = []
    for fact in (f for f in terms.happened if f.verb == "paid"):
        part, invoice = _part(terms, terms.obligations, p), invoices.get(str(fact.fields.get("invoice", "")))
        if invoice is not None and by_line(invoice):
            gross = amount(invoice, "amount") + amount(invoice, "tax")
            part = _invoiced(invoice, terms, p) / (gross or 1)
        found.append(Due(fact.on, amount(fact, "paid") * part))
    return [due for due in found if due.amount]


def _paid_before(p: Promise, terms: Terms) -> list[Due]:
    """What another system had received ahead, by the day of the opening: billed and paid, and not recognized."""
    taken_over = opening(p.obligation, terms)
    if taken_over is None:
        return []
    unpaid = sum(amount(f, "receivable") for f in terms.opening) * _part(terms, terms.obligations, p)
    ahead = amount(taken_over, "billed") - amount(taken_over, "recognized") - unpaid
    return [Due(taken_over.on + 1, ahead)] if ahead > 0 else []


def transfers(p: Promise, drafts: Drafts) -> list[tuple[int, Fraction]]:
    """The days on which an obligation was transferred, each with the part of it that has passed by its end."""
    days = sorted({r.on for r in drafts.readings if r.meter == p.measure.meter and r.done})
    shown = [(day, so_far(p.measure._replace(option=0), drafts, day)) for day in days]
    return [(day, Fraction(min(done, total), total)) for day, (done, total) in shown if total]


@cites("606-10-32-15", "606-10-32-20", ifrs15=("60", "65"))
def advances(p: Promise, terms: Terms, drafts: Drafts) -> tuple[list[tuple[Portion, Fraction]], list[Portion]]:
    """Cash that came before what it pays for. What passes takes the first cash first: each portion grows until its
    transfer, beside the part that has passed by then. What is left for the rest grows on."""
    if p.measure.meter < 0:
        return [], []
    left = [*_paid_before(p, terms), *receipts(terms, p)]
    shown = transfers(p, drafts)
    # What another system had transferred was paid there.
    before = shown[0][1] if p.measure.option else Fraction(0)
    paid = _matched(shown, left, _paid_for(p), before)
    passed = [(Portion(amount, on, day), part) for on, amount, day, part in paid if on < day]
    if shown and shown[-1][1] >= 1:
        return passed, []
    waits = max([_delivered_on(p), *(due.on for due in left)])
    return passed, [Portion(due.amount, due.on, dates.add_months(waits, _AHEAD)) for due in left]


def _matched(
    passed: Sequence[tuple[int, Fraction]], left: list[Due], price: Fraction, before: Fraction = Fraction(0)
) -> list[tuple[int, Fraction, int, Fraction]]:
    """Each part that passes with the money that pays for it, first in first out: the day of the money, its amount, the
    day the part passed and what had passed by then. What is left of the money stays in `left`."""
    found = []
    for day, part in passed:
        needed, before = (part - before) * price, part
        while needed > 0 and left:
            on, have = left.pop(0)
            used = min(have, needed)
            needed -= used
            found.append((on, used, day, part))
            if have > used:
                left.insert(0, Due(on, have - used))
    return found


@cites("606-10-32-15", "606-10-32-20", ifrs15=("60", "65"))
def _paid_later(loan: Financed, drafts: Drafts) -> tuple[tuple[Portion, Fraction], ...] | None:
    """What passes in parts is lent from the day each part passes until it is paid; None, where all passes at once."""
    passed, dues = transfers(loan.promise, drafts), sorted(loan.dues)
    if not passed or passed[0][1] >= 1:
        return None
    planned = sum((due.amount for due in dues), Fraction(0)) if loan.agreed is not None else Fraction(0)
    paid = _matched(passed, dues, planned or _paid_for(loan.promise))
    return tuple((Portion(x / growth(loan.rate, day, on), day, on), part) for on, x, day, part in paid if on > day)


def _discounted(loan: Financed, parts: Sequence[tuple[Portion, Fraction]], drafts: Drafts) -> tuple[Included, ...]:
    """What the price loses to interest on later payments, from each transfer on: that of the parts which have passed,
    as a part of the price that is measured with them. What the plan says on top of the price is paid for it, too."""
    whole = round_fraction(sum((due.amount for due in loan.dues), Fraction(0))) + loan.price - loan.owed
    on_top = 0 if loan.agreed is None else whole - loan.agreed
    off = _as_it_passes(loan, [(portion.from_on, portion) for portion, _ in parts], drafts)
    first, *others = [version._replace(amount=on_top - version.amount) for version in off]
    return (first._replace(since_on=-t.NEVER), *others)


def interest_on(rate: Rate, portion: Portion) -> Fraction:
    """What a portion grows by until its last day."""
    return portion.amount * (growth(rate, portion.from_on, portion.until) - 1)


def _passed_on(p: Promise, terms: Terms, loan: Financed, drafts: Drafts) -> tuple[Included, ...]:
    """What the price gains by interest on advances, from each transfer on: the interest on what has passed, as a part
    of the price that is measured with it."""
    passed, _ = advances(p, terms, drafts)
    return (
        Included(-t.NEVER, 0),
        *_as_it_passes(loan, [(portion.until, portion) for portion, _ in passed], drafts),
    )


def _as_it_passes(loan: Financed, grown: Sequence[tuple[int, Portion]], drafts: Drafts) -> list[Included]:
    """The interest on portions, each from the day on which its part passed: of a price that is measured with what has
    passed, as much as makes the interest so far.

    included = interest so far / the part that has passed"""
    versions, interest = list[Included](), Fraction(0)
    for day, part in transfers(loan.promise, drafts):
        interest += sum((interest_on(loan.rate, portion) for on, portion in grown if on == day), Fraction(0))
        versions.append(Included(day, round_fraction(interest / (part or 1)), t.CAUSE["progress"]))
    return versions
