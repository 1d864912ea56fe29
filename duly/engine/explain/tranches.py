"""Cumulative revenue at the end of a day: base + round(price x progress) of each tranche, back to the first price."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.progress import opening
from duly.engine.explain.amounts import difference, summed
from duly.engine.explain.financing import interest_to, is_interest
from duly.engine.explain.given import given_price, track_name
from duly.engine.explain.measured import done_of, progress_of, readings_of
from duly.engine.explain.shares import allocated_price, changes_on
from duly.engine.explain.used import is_used, used_by
from duly.engine.explain.view import View, of_obligation, of_terms
from duly.engine.recognition.position import in_force, position_of
from duly.ground.columns import ints
from duly.ground.dates import iso
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

_CITE = "606-10-25-31"


def recognized(view: View, obligation: int, on: int) -> tuple[int, Step]:
    """Revenue of an obligation to the end of a day, and how it came about: tranche by tranche."""
    _from_the_first(view)
    rows = [row for row in rows_in_force(view, obligation, on) if amount_of(view, row, on) or _was_used(view, row, on)]
    label, p = f"recognized to the end of {iso(on)}", view.promise(obligation)
    if not rows and view.ruling.drafts.exists_on > on:
        since = view.ruling.drafts.exists_on
        until = f"before {iso(since)}" if since < t.NEVER else "yet"
        how, source = f"no contract {until}", of_terms(p.terms, "collect", "signed")
        return 0, view.step(label, view.money(0), how, source=source, cite="606-10-25-1")
    if not rows:
        # What is done at a price of nothing earns nothing.
        rows = [row for row in rows_in_force(view, obligation, on) if _is_free(view, row, on)][:1]
    if not rows:
        return 0, view.step(label, view.money(0), "nothing yet", source=of_obligation(p, "earn"), cite=_CITE)
    if len(rows) == 1:
        return amount_of(view, rows[0], on), position_step(view, rows[0], on)
    total = sum(amount_of(view, row, on) for row in rows)
    steps = [position_step(view, row, on, track_name(view, row)) for row in rows]
    how = f"= {summed([step.value for step in steps])}"
    return total, view.step(label, view.money(total), how, cite=_CITE, children=steps)


def _from_the_first(view: View) -> None:
    """Derive what later tranches go on from, the earliest first: many changes make no deep recursion."""
    if ("from the first",) in view.memo:
        return
    view.memo["from the first",] = view.step("", "")
    tranches, carried = view.tables.tranches, view.tables.carried
    of_revenue = view.tables.tracks.credit[tranches.track] == t.REVENUE
    after = np.flatnonzero((tranches.after >= 0) & of_revenue).tolist()
    turns = [(_evening(view, row), 0, int(tranches.after[row])) for row in after]
    turns += [(on, 1, row) for row, on in zip(carried.tranche.tolist(), carried.on.tolist(), strict=True)]
    for on, joins, row in sorted(turns):
        if joins:
            carried_on(view, row, on)
        else:
            position_step(view, row, on)


def rows_in_force(view: View, obligation: int, on: int) -> list[int]:
    """The tranches of the revenue of an obligation that are in force on a day."""
    tables = view.tables
    mine = np.flatnonzero((tables.tracks.obligation == obligation) & (tables.tracks.credit == t.REVENUE))
    rows = in_force(tables.tranches, len(tables.tracks), on)
    return [int(row) for row in (mine if rows is None else rows[mine])]


def amount_of(view: View, row: int, on: int) -> int:
    """Cumulative amount of a tranche at the end of a day."""
    return int(position_of(view.book, ints([row]), ints([on]))[0])


def _was_used(view: View, row: int, on: int) -> bool:
    """Whether something was used, be it for nothing."""
    meter = int(view.tables.tranches.meter[row])
    exists = view.ruling.drafts.exists_on <= on
    return exists and is_used(view, row) and any(readings_of(view, meter, on))


def _is_free(view: View, row: int, on: int) -> bool:
    """Whether something is done of what costs nothing."""
    nothing = not (view.book.price[row] or view.book.base[row] or is_used(view, row))
    return nothing and view.ruling.drafts.exists_on <= on and done_of(view, row, on)[0] > 0


def position_step(view: View, row: int, on: int, name: str = "") -> Step:
    """The position of a tranche at the end of a day."""
    key = ("position", row, on, name)
    if key not in view.memo:
        view.memo[key] = _position(view, row, on, f"{name}recognized to the end of {iso(on)}")
    return view.memo[key]


def _position(view: View, row: int, on: int, label: str) -> Step:
    amount, base = amount_of(view, row, on), int(view.book.base[row])
    if is_used(view, row):
        return used_by(view, row, on, amount, label)
    done, price = done_of(view, row, on)[0], int(view.book.price[row])
    bases = _bases(view, row) if base else []
    if not done or (not price and not _is_free(view, row, on)):
        if bases:
            how = f"= {bases[0].value}; nothing more is earned"
            ended = changes_on(view, _stood_since(view, row))
            return view.step(label, view.money(amount), how, cite=_CITE, children=(*bases, *ended))
        source = of_obligation(view.promise_of_track(int(view.tables.tranches.track[row])), "earn")
        return view.step(label, view.money(amount), "nothing yet", source=source, cite=_CITE)
    cost, progress = price_step(view, row), progress_of(view, row, on)
    earned = f"round({cost.value} x {progress.value})"
    how = " + ".join([*(one.value for one in bases), earned])
    children = (*bases, cost, progress)
    return view.step(label, view.money(amount), f"= {how}; half away from zero", cite=_CITE, children=children)


def is_derived(view: View, row: int, on: int) -> bool:
    """Whether a position comes out of what is told of its base, price and progress, and so do those before it; a rule
    of its topic may move each."""
    p = view.promise_of_track(int(view.tables.tranches.track[row]))
    before = int(view.tables.tranches.after[row])
    track = int(view.tables.tranches.track[row])
    is_right = int(view.tables.tracks.debit[track]) == t.DUE and int(view.tables.tracks.credit[track]) == t.POSITION
    taken_over = opening(p.obligation, p.terms) is not None and not is_right
    if taken_over or before >= 0 and not is_derived(view, before, _evening(view, row)):
        return False
    base, price = int(view.book.base[row]), price_step(view, row)
    bases = _bases(view, row) if base else []
    if price.value != view.money(int(view.book.price[row])) or any(o.value != view.money(base) for o in bases):
        return False
    done, total = done_of(view, row, on)
    return amount_of(view, row, on) == base + round_fraction(Fraction(int(view.book.price[row]) * done, total or 1))


def _bases(view: View, row: int) -> list[Step]:
    """What a tranche begins with: the position of the one before it, or what that one began with where the whole is
    measured from inception; or what was taken over."""
    tranches = view.tables.tranches
    after = int(tranches.after[row])
    whole, eve = int(tranches.whole[row]), int(tranches.from_on[row]) - 1
    if after >= 0 and whole == 1:
        return _bases(view, after) if view.book.base[after] else []
    if after >= 0 and whole == 3:
        return [position_step(view, after, eve)] if amount_of(view, after, eve) else []
    if after >= 0:
        return [position_step(view, after, _evening(view, row))]
    p = view.promise_of_track(int(tranches.track[row]))
    taken_over = opening(p.obligation, p.terms)
    value = view.money(int(view.book.base[row]))
    if is_interest(view, int(tranches.track[row])):
        grown = interest_to(view, row, int(tranches.from_on[row]), int(view.book.base[row]))
        if grown is not None:
            return [grown]
    if taken_over is None:
        how = "" if int(view.tables.tracks.credit[tranches.track[row]]) == t.REVENUE else "by the rule of its topic"
        return [view.step("recognized before", value, how, source=of_obligation(p, "earn"))]
    return [view.of_fact(taken_over, value, "recognized at the opening")]


def _stood_since(view: View, row: int) -> int:
    """The day of the change since which what a tranche begins with stands: of the first that measures what it does."""
    tranches = view.tables.tranches
    while int(tranches.whole[row]) == 1 and tranches.after[row] >= 0:
        row = int(tranches.after[row])
    return int((tranches.from_on if int(tranches.whole[row]) == 3 else tranches.since_on)[row])


def _evening(view: View, row: int) -> int:
    """The day at whose end a tranche takes over from the one before it."""
    tranches = view.tables.tranches
    return int(tranches.since_on[row]) - (0 if int(tranches.whole[row]) == 2 else 1)


def price_step(view: View, row: int) -> Step:
    """The price that a tranche measures: allocated or given, with what was recognized before where the whole is
    measured from inception, without what is earned apart."""
    return _without(view, row, _whole_price(view, row))


def _whole_price(view: View, row: int) -> Step:
    tranches = view.tables.tranches
    slot = int(tranches.slot[row])
    own = given_price(view, row, carried_on) if slot < 0 else allocated_price(view, slot, carried_on)
    after = int(tranches.after[row])
    if after >= 0 and int(tranches.whole[row]) == t.LEFT:
        return _with_what_is_left(view, row, own, after)
    if after < 0 or int(tranches.whole[row]) not in (1, 3):
        return own
    before = position_step(view, after, _evening(view, row))
    begun = _bases(view, row) if view.book.base[row] else []
    p = view.promise_of_track(int(tranches.track[row]))
    value = view.money(int(view.book.price[row]) + int(tranches.less[row]))
    label = f"whole price of {p.obligation.ref} from {iso(int(tranches.since_on[row]))}"
    how = f"{own.value} + {before.value}"
    for one in begun:
        how = difference(how, one.value)
    children = (own, before, *begun)
    return view.step(label, value, f"= {how}; measured from inception", cite="606-10-25-13(b)", children=children)


def _with_what_is_left(view: View, row: int, own: Step, after: int) -> Step:
    """A right that goes on from another: what was left of that one, and what the change adds."""
    left = carried_on(view, after, _evening(view, row))
    parts = [left, own] if int(view.tables.tranches.price[row]) else [left]
    value = view.money(int(view.book.price[row]) + int(view.tables.tranches.less[row]))
    how = f"= {summed([one.value for one in parts])}"
    label = f"price that is left from {iso(int(view.tables.tranches.since_on[row]))}"
    return view.step(label, value, how, cite="606-10-45-4", children=parts)


def _without(view: View, row: int, whole: Step) -> Step:
    """A price less uninstalled material, or less what another system recognized."""
    less = int(view.tables.tranches.less[row])
    if not less:
        return whole
    p = view.promise_of_track(int(view.tables.tranches.track[row]))
    taken_over = opening(p.obligation, p.terms)
    if taken_over is not None:
        apart = view.of_fact(taken_over, view.money(less), "recognized at the opening")
    else:
        how = "" if less == p.obligation.uninstalled else "as estimated anew"
        apart = view.step("uninstalled material", view.money(less), how, source=of_obligation(p, "uninstalled"))
    value, how = view.money(int(view.book.price[row])), f"= {difference(whole.value, apart.value)}"
    return view.step("price that follows progress", value, how, cite="606-10-55-21", children=(whole, apart))


def carried_on(view: View, row: int, on: int) -> Step:
    """What of the price of a tranche was not recognized at the end of a day."""
    key = ("carried", row, on)
    if key not in view.memo:
        p = view.promise_of_track(int(view.tables.tranches.track[row]))
        price, base = price_step(view, row), int(view.book.base[row])
        parts = [price, *(_bases(view, row) if base else [])]
        upto = amount_of(view, row, on)
        left = int(view.book.price[row]) + base - upto
        how, children = summed([step.value for step in parts]), parts
        if upto:
            children = [*parts, position_step(view, row, on)]
            how = difference(how, children[-1].value)
        label = f"not yet recognized of {p.obligation.ref}"
        view.memo[key] = view.step(label, view.money(left), f"= {how}", cite="606-10-25-13", children=children)
    return view.memo[key]
