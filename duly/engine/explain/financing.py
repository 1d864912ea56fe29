"""What financing makes of a price, and the interest it bears: payments that come later are worth less when the price is
owed, and what was paid ahead grows until what it pays for passes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from duly.engine import tables as t
from duly.engine.explain.agreed import stated_price, total_price
from duly.engine.explain.amounts import difference, percent
from duly.engine.explain.view import View
from duly.engine.recognition.financing import Financed, advances
from duly.engine.recognition.interest import stages_of
from duly.engine.recognition.loans import Portion, grows_from
from duly.engine.recognition.price import ACCRETED, ADVANCE, FINANCING, PriceElement
from duly.ground.dates import iso
from duly.ground.errors import said_at
from duly.ground.reports import Step

_CITE = "606-10-32-15"
_WORDS = {1: "yearly", 2: "half yearly", 4: "quarterly", 12: "monthly", 365: "daily", 0: "never"}
_INTEREST = {t.ROLE["interest_income"], t.ROLE["interest_expense"]}


def financed_amount(view: View, e: PriceElement, on: int) -> tuple[str, Sequence[Step]] | None:
    """The formula of an element of financing, and what stands below it; None where parts pass one by one."""
    loan = _loan(view, e.place, e.rows[0], on) if e.rows else None
    if loan is None or (loan.even and e.kind == ADVANCE):
        return None
    if e.kind == ADVANCE:
        return _grown_ahead(view, loan, on)
    if e.kind not in (FINANCING, ACCRETED) or loan.parts is not None or not loan.dues:
        return None
    worth = _worth(view, loan)
    if loan.agreed is None:
        dues = [one for one in worth.children if one.label.startswith("payment")]
        # Its part of a payment need not be whole units; the interest in all of them is.
        word = "" if sum((view.exactly(one) for one in dues), Fraction(0)).denominator == 1 else "round"
        return f"= {worth.value} - {word}({' + '.join(one.value for one in dues)})", [worth, *dues]
    agreed = _agreed(view, loan, loan.agreed)
    return f"= {difference(worth.value, agreed.value)}", [worth, agreed]


def _agreed(view: View, loan: Financed, minor: int) -> Step:
    """The price as agreed, of one that is financed."""
    p = loan.promise
    if p.terms.total is None and minor == p.stated:
        return stated_price(view, p._replace(apart=0))
    if p.terms.total == minor and len(p.terms.obligations) == 1:
        return total_price(view)[0]
    return view.step("price that is agreed", view.money(minor), _PART, source=str(p.obligation.place))


_PART = "its part of what is agreed, as far as it stays with the customer"


def _loan(view: View, place: object, row: int, on: int) -> Financed | None:
    """What is financed by an element of an obligation, as it is on a day."""
    for stages in stages_of(view.ruling):
        loan = stages[0][1]
        if loan.element.place == place and loan.promise.row == row:
            return [one for since, one in stages if since <= on][-1]
    return None


def _rate(view: View, loan: Financed, key: str = "rate") -> Step:
    fields, source = loan.element.fields, said_at(loan.element.place, loan.element.source)
    rate = cast(Fraction, fields.get(key, Fraction(0)))
    value = percent(rate) if key != "rate" else f"{percent(rate)}, added {_WORDS[loan.rate.periods]}"
    return view.step(key, value, source=source, cite="606-10-32-19")


def _worth(view: View, loan: Financed) -> Step:
    """What a price is without interest: what its payments are worth on the day of the delivery."""
    label = f"price of {loan.promise.obligation.ref} without interest"
    value, rate = view.money(loan.owed if loan.agreed is None else loan.price), _rate(view, loan)
    p = loan.promise
    if loan.even and p.start is not None and p.until is not None:
        how = f"price of even months from {iso(p.start)} to {iso(p.until - 1)}, worth what is paid"
        return view.step(label, value, how, cite=_CITE, children=[rate, *_dues(view, loan, with_now=False)])
    if loan.level is None:
        days = f"{iso(loan.delivered_on)}, owed on {iso(max(loan.earned_on, loan.delivered_on))}"
        below = [rate, *_dues(view, loan, with_now=loan.agreed is not None)]
        return view.step(label, value, f"worth on {days}, of what is paid", cite=_CITE, children=below)
    count, given = cast("tuple[int, int | None]", loan.element.fields["payments"])
    when = "in advance" if loan.in_advance else "at the end"
    how = f"worth of {count} equal payments, {12 // loan.months} a year, {when}"
    source = said_at(loan.element.place, loan.element.source)
    if given is not None:
        below = [rate, view.step("payment", view.money(given), source=source)]
    else:
        whole = loan.promise.terms.total if loan.promise.stated is None else loan.promise.stated
        below = [rate, _agreed(view, loan, whole or 0), _rate(view, loan, "contract rate")]
    return view.step(label, value, how, cite=_CITE, children=below)


def _dues(view: View, loan: Financed, *, with_now: bool) -> list[Step]:
    """Each payment with its day; what was due by the delivery is one sum."""
    lines, found = loan.promise.terms.billing, []
    how = f"payment of {loan.promise.obligation.ref} by its plan"
    now = loan.price - loan.owed
    if now and with_now:
        label, source = f"payment due on {iso(loan.delivered_on)}, or before", str(loan.element.place)
        found.append(view.step(label, view.money(now), how, source=source))
    for due in loan.dues:
        stated = [row.place for row in lines if due.amount in (row.amount, *dict(row.instalments).values())]
        source = str(stated[0] if stated else loan.element.place)
        found.append(view.step(f"payment due on {iso(due.on)}", view.money(due.amount), how, source=source))
    return found


def _grown_ahead(view: View, loan: Financed, on: int) -> tuple[str, Sequence[Step]] | None:
    """The interest on cash that came before what it pays for, over the part that has passed."""
    passed, _ = advances(loan.promise, loan.promise.terms, view.ruling.drafts)
    mine = [portion for portion, part in passed if portion.until <= on]
    if not mine or [part for portion, part in passed if portion.until <= on][-1] != 1:
        return None
    return "interest on what was paid ahead, until it passed", [_rate(view, loan), *_cash(view, loan, mine)]


def _cash(view: View, loan: Financed, portions: Sequence[Portion]) -> list[Step]:
    """Cash that came ahead, each until what it pays for passes."""
    found = []
    for portion in portions:
        facts = [f for f in loan.promise.terms.happened if f.verb == "paid" and f.on == portion.from_on]
        whole = any(f.fields.get("paid") == portion.amount for f in facts)
        source = str(facts[0].place if facts else loan.element.place)
        label = f"cash of {iso(portion.from_on)}, until {iso(portion.until)}"
        found.append(view.step(label, view.money(portion.amount), "" if whole else _PART, source=source))
    return found


def is_interest(view: View, track: int) -> bool:
    """Whether a track grows by interest."""
    tracks = view.tables.tracks
    return bool({int(tracks.debit[track]), int(tracks.credit[track])} & _INTEREST)


def interest_to(view: View, row: int, day: int, amount: int) -> Step | None:
    """The interest that has grown before a day begins, as a tranche of it counts."""
    tranches, track = view.tables.tranches, int(view.tables.tranches.track[row])
    p = view.promise_of_track(track)
    loan = _loan(view, view.place(int(tranches.place[row])), p.row, int(tranches.since_on[row]))
    expense = int(view.tables.tracks.debit[track]) == t.ROLE["interest_expense"]
    if loan is None or loan.even or loan.level is not None or (loan.parts is not None and not expense):
        return None
    if loan.earned_on > loan.delivered_on and not expense:
        return None
    if expense:
        below, days = _cash(view, loan, loan.portions), [portion.from_on for portion in loan.portions]
        days += [portion.until for portion in loan.portions]
    else:
        below, days = _dues(view, loan, with_now=False), [loan.earned_on, *(due.on for due in loan.dues)]
    # On a day on which an amount begins or ceases to grow the balance is shown as it is then.
    if day - 1 in {grows_from(one) for one in days}:
        return None
    since = "" if expense else f", of what is worth less on {iso(loan.earned_on)}"
    how, label = f"interest before {iso(day)}{since}", f"interest of {p.obligation.ref} before {iso(day)}"
    return view.step(label, view.money(amount), how, cite="606-10-32-20", children=[_rate(view, loan), *below])
