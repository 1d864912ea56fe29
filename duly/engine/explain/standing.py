"""What stands at the end of a period: a contract balance, the price allocated to an obligation, what remains of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.explain.amounts import difference, summed
from duly.engine.explain.planned import is_billed_by, planned_bill
from duly.engine.explain.rows import Moved, released, row_step
from duly.engine.explain.tranches import amount_of, is_derived, position_step, price_step, recognized, rows_in_force
from duly.engine.explain.used import is_used
from duly.engine.explain.view import View
from duly.engine.recognition.position import in_force
from duly.ground.dates import iso
from duly.ground.reports import Step

_CITE = "606-10-45-1"
_REFUND, _BILLING = t.ROLE["refund_liability"], t.STEP["billing"]
_FOLLOWS = "by the rule of rights to payment"


class _At(NamedTuple):
    """Postings that are told as one. back: whether they are held against what is expected to be given back."""

    place: int
    day: int
    step: int
    back: bool
    obligation: int


def balance(view: View, account: str, shown: int, on: int, where: str) -> Step:
    """A contract balance at the end of a day: what is owed and what is earned, and how the standard shows the rest.
    shown: what the books show, minor units · account: its name, as the report of balances has it."""
    due, net = _due(view, on), _position(view, on)
    below, how = _shown(view, due, net, on)[account]
    label = f"{account} of {view.tables.contracts.ref[0]} at the end of {iso(on)}"
    return view.step(label, view.money(shown), how, source=where, cite=_CITE, children=below)


def _above(step: Step, sign: str = "") -> str:
    return f"above zero ({sign}{step.value})"


Made = tuple[tuple[Step, ...], str]


def _shown(view: View, due: Step, net: Step, on: int) -> Mapping[str, Made]:
    """The steps and the formula of each balance."""
    contracts = view.tables.contracts
    if int(contracts.kind[0]) == t.CANCELLABLE:
        due, net = _as_far_as_performed(view, due, net)
    amount = view.money(max(-view.minor(due), 0))
    how = f"= above zero (-({due.value}))"
    advance = view.step("paid before it was owed", amount, how, cite="606-10-45-2", children=(due,))
    receivable: Made = ((due,), f"= {_above(due)}")
    if int(contracts.exists_on[0]) > on:
        asset, liability = f"= above zero (-({net.value}))", f"= {_above(net)}"
        deposit: Made = ((advance,), f"= {advance.value}")
        names = {"contract asset": ((net,), asset), "contract liability": ((net,), liability)}
        return {
            "receivable": receivable,
            **names,
            "refund liability": ((), "nothing yet"),
            "deposit liability": deposit,
        }
    amount = view.money(view.minor(net) + view.minor(advance))
    how = f"= {summed([net.value, advance.value])}"
    whole = view.step("rights and advances less revenue", amount, how, cite=_CITE, children=(net, advance))
    return {
        "receivable": receivable,
        "contract asset": ((whole,), f"= above zero (-({whole.value}))"),
        "deposit liability": ((), "nothing: there is a contract"),
        **_liabilities(view, advance, whole, on),
    }


def _as_far_as_performed(view: View, due: Step, net: Step) -> tuple[Step, Step]:
    """A contract the customer may cancel gives no right before performance."""
    amount = view.money(max(view.minor(net), 0))
    not_yet = view.step("no right before performance", amount, f"= {_above(net)}", cite=_CITE, children=(net,))

    def less(one: Step) -> Step:
        left = view.money(view.minor(one) - view.minor(not_yet))
        how = f"= {difference(one.value, not_yet.value)}"
        return view.step(f"{one.label}, as far as performed", left, how, children=(one, not_yet))

    return less(due), less(net)


def _liabilities(view: View, advance: Step, whole: Step, on: int) -> Mapping[str, Made]:
    """Contract liability and refund liability: an advance that is refundable is shown apart."""
    liability: Made = ((whole,), f"= {_above(whole)}")
    expected = _expected(view, on)
    if not int(view.tables.contracts.refundable[0]):
        return {"contract liability": liability, "refund liability": ((expected,), f"= {expected.value}")}
    amount = view.money(min(view.minor(advance), max(view.minor(whole), 0)))
    how = f"= {advance.value} - above zero ({advance.value} - above zero ({whole.value}))"
    apart = view.step("advance that is refundable", amount, how, cite="606-10-32-10", children=(advance, whole))
    return {
        "contract liability": ((whole, apart), f"= {_above(whole)} - {apart.value}"),
        "refund liability": ((apart, expected), f"= {summed([apart.value, expected.value])}"),
    }


def _expected(view: View, on: int) -> Step:
    """Refunds that are expected: what is held back of rights and of what was paid."""
    return _account(view, _REFUND, -1, on, "expected to be refunded", "606-10-32-10")


def _due(view: View, on: int) -> Step:
    """What is owed by an unconditional right less what was paid."""
    return _account(view, t.DUE, 1, on, "owed without condition, less what was paid", "606-10-45-4")


def _position(view: View, on: int) -> Step:
    """Rights to consideration less revenue."""
    return _account(view, t.POSITION, -1, on, "rights less revenue", _CITE)


def _account(view: View, role: int, side: int, on: int, label: str, cite: str) -> Step:
    parts = [*postings_of(view, role, side, on), *_tracks(view, role, side, on)]
    if not parts:
        return view.step(label, view.money(0), "nothing yet", source=str(view.ruling.group[0].place), cite=cite)
    value = view.money(sum(minor for minor, _ in parts))
    steps = [step for _, step in parts]
    how = f"= {summed([step.value for step in steps])}"
    return view.step(label, value, how, cite=cite, children=steps)


def postings_of(view: View, role: int, side: int, on: int) -> Iterator[tuple[int, Step]]:
    """Amounts of single days: invoices, payments, credits, each with its fact."""
    rows = view.tables.postings
    found: dict[_At, dict[tuple[int, int], int]] = {}
    for row in np.flatnonzero(((rows.debit == role) | (rows.credit == role)) & (rows.on <= on)).tolist():
        debit, credit, obligation = int(rows.debit[row]), int(rows.credit[row]), int(rows.obligation[row])
        sign, other = side * ((debit == role) - (credit == role)), credit if debit == role else debit
        day, place = max(int(rows.on[row]), -t.NEVER), int(rows.place[row])
        fact = view.fact_at(place)
        back = _REFUND in (other, role if fact is None else -1)
        back = back or (debit == t.POSITION and fact is not None and fact.verb == "invoice")
        at = _At(place, day, int(rows.step[row]), back, -1 if fact is not None else obligation)
        moved = found.setdefault(at, {})
        moved[other, obligation] = moved.get((other, obligation), 0) + sign * int(rows.amount[row])
    for at, moved in found.items():
        minor = sum(moved.values())
        if minor:
            yield minor, _posting(view, at, [Moved(*key, amount) for key, amount in moved.items() if amount])


def _posting(view: View, at: _At, moved: Sequence[Moved]) -> Step:
    fact, minor = view.fact_at(at.place), sum(one.minor for one in moved)
    when = f" on {iso(at.day)}" if at.day > -t.NEVER else ""
    if at.back:
        named = f"{fact.verb} {fact.ref}".rstrip() if fact is not None else t.STEPS[at.step]
        source = str(view.place(at.place))
        return view.step(f"expected to be given back of {named}{when}", view.money(minor), _FOLLOWS, source=source)
    if fact is not None:
        return row_step(view, fact, moved, "" if at.step == t.STEP["cost"] else "606-10-45-4")
    place, planned = view.place(at.place), None
    if at.step == _BILLING:
        planned = planned_bill(view, place, at.day, minor, at.obligation)
        planned = planned or released(view, place, at.day, at.obligation, minor)
    if planned is not None:
        return planned
    label, how, source = f"{t.STEPS[at.step]}{when}", _FOLLOWS, str(view.place(at.place))
    if at.step == _BILLING and at.obligation >= 0 and is_billed_by(view, place):
        label, how = (
            f"bill of {view.promise(at.obligation).obligation.ref}{when}",
            "by its plan, as its price was changed",
        )
    return view.step(label, view.money(minor), how, source=source, cite="606-10-45-4")


def _tracks(view: View, role: int, side: int, on: int) -> Iterator[tuple[int, Step]]:
    """What grows: revenue obligation by obligation, and rights that follow performance."""
    tracks, told = view.tables.tracks, set[int]()
    rows = in_force(view.tables.tranches, len(tracks), on)
    for track in np.flatnonzero((tracks.debit == role) | (tracks.credit == role)).tolist():
        sign = side * ((int(tracks.debit[track]) == role) - (int(tracks.credit[track]) == role))
        obligation = int(tracks.obligation[track])
        if int(tracks.credit[track]) == t.REVENUE and int(tracks.debit[track]) == role:
            if obligation not in told:
                told.add(obligation)
                yield from _signed(
                    view,
                    sign,
                    *recognized(view, obligation, on),
                    f"revenue of {view.tables.obligations.ref[obligation]}",
                )
            continue
        row = track if rows is None else int(rows[track])
        amount, o = amount_of(view, row, on), view.promise(obligation).obligation
        label = f"{t.STEPS[int(tracks.step[track])]} of {o.ref}, as it is performed"
        # What is expected back of a use is a part of its price, and not that price.
        used = is_used(view, row) and _REFUND not in (int(tracks.debit[track]), int(tracks.credit[track]))
        if amount and (used or (not is_used(view, row) and is_derived(view, row, on))):
            yield from _signed(view, sign, amount, position_step(view, row, on), label)
        elif amount:
            value = view.money(sign * amount)
            yield sign * amount, view.step(label, value, _FOLLOWS, source=str(o.place), cite="606-10-45-4")


def _signed(view: View, sign: int, amount: int, step: Step, label: str) -> Iterator[tuple[int, Step]]:
    """An amount with its side."""
    if not amount:
        return
    how = f"= {step.value}" if sign > 0 else f"= -({step.value})"
    yield sign * amount, view.step(label, view.money(sign * amount), how, children=(step,))


def allocated(view: View, obligation: int, shown: int, on: int) -> Step:
    """The price allocated to an obligation at the end of a day."""
    # A contract that does not exist yet has the price it will have.
    then = max(on, int(view.tables.contracts.exists_on[0]))
    rows = [row for row in rows_in_force(view, obligation, then) if not is_used(view, row)]
    steps: list[Step] = []
    for row in rows:
        steps.append(price_step(view, row))
        base = int(view.book.base[row])
        if base:
            steps.append(
                view.step(
                    "recognized before it was changed",
                    view.money(base),
                    _FOLLOWS,
                    source=str(view.promise(obligation).obligation.place),
                )
            )
    name = view.promise(obligation).obligation.ref
    label = f"allocated to {name} at the end of {iso(on)}"
    if not steps:
        source = str(view.promise(obligation).obligation.place)
        return view.step(label, view.money(shown), "nothing is agreed", source=source, cite="606-10-32-28")
    how = f"= {summed([step.value for step in steps])}"
    return view.step(label, view.money(shown), how, cite="606-10-32-28", children=steps)


def remaining(view: View, obligation: int, shown: int, price: int, on: int) -> Step:
    """What is left of the price of an obligation at the end of a day."""
    whole, (_, done) = allocated(view, obligation, price, on), recognized(view, obligation, on)
    label = f"remaining of {view.promise(obligation).obligation.ref} at the end of {iso(on)}"
    how = f"= {difference(whole.value, done.value)}"
    if any(is_used(view, row) for row in rows_in_force(view, obligation, on)):
        how = "what is left of its fixed price, without what is priced by use"
    return view.step(label, view.money(shown), how, cite="606-10-50-13", children=(whole, done))
