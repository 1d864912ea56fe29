"""Prices that are not allocated: rights to payment and what is expected to be taken off them, fees that are spread,
renewals, minimums."""

from __future__ import annotations

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.progress import opening
from duly.engine.explain.agreed import standalone_price, stated_price
from duly.engine.explain.amounts import difference, summed
from duly.engine.explain.elements import element_amount
from duly.engine.explain.financing import interest_to, is_interest
from duly.engine.explain.left import stated_left
from duly.engine.explain.planned import not_billed_yet
from duly.engine.explain.returned import cost_of_returns
from duly.engine.explain.rows import held_by, retained
from duly.engine.explain.shares import Chain, allocated_price, changes_on, shared_out
from duly.engine.explain.transaction import version_changes, version_price
from duly.engine.explain.view import View, of_obligation, of_terms
from duly.engine.recognition.changes import Change
from duly.engine.recognition.price import FINANCING, IMPLICIT, RETURNED, RETURNS, VARIABLE
from duly.engine.recognition.promises import Promise
from duly.engine.recognition.upfront import serves_renewals
from duly.ground.reports import Step
from duly.ground.rounding import allocate_fractions, round_fraction

# What is taken off a right, by the account on the other side of the position.
_OFF = {t.ROLE["refund_liability"]: ((VARIABLE, RETURNS),), t.DUE: ((IMPLICIT, RETURNED), (FINANCING,))}


def track_name(view: View, row: int) -> str:
    """What a track of several is called."""
    tranches, kinds = view.tables.tranches, view.ruling.kinds
    track = int(tranches.track[row])
    p = view.promise_of_track(track)
    if p.measure.part >= 0 and int(tranches.meter[row]) == p.measure.part:
        return "uninstalled material, "
    return f"{kinds[track]}, " if track in kinds else ""


def given_price(view: View, row: int, carried: Chain) -> Step:
    """A price that is not allocated: material at its cost, what was taken over, a fee that is spread, a renewal, a
    minimum."""
    tranches, price = view.tables.tranches, int(view.tables.tranches.price[row])
    track = int(tranches.track[row])
    p, value = view.promise_of_track(track), view.money(price)
    if track_name(view, row).startswith("uninstalled"):
        how = "" if price == p.obligation.uninstalled else "as estimated anew"
        return view.step("uninstalled material, at its cost", value, how, source=of_obligation(p, "uninstalled"))
    taken_over = opening(p.obligation, p.terms)
    rest = not_billed_yet(view, p, price) if _is_right(view, track) and int(tranches.after[row]) < 0 else None
    if rest is not None:
        return rest
    if taken_over is not None and "allocated" in taken_over.fields:
        follows = "" if price == taken_over.fields["allocated"] else "its part of the price"
        return view.of_fact(taken_over, value, "price at the opening", follows=follows)
    if price == p.stated and (serves_renewals(p.obligation, p.terms) or _is_right(view, track)):
        return stated_price(view, p._replace(apart=0))
    grown = _interest(view, row) if is_interest(view, track) else None
    if grown is not None:
        return grown
    made = _of_right(view, row, p, price, carried) if _is_right(view, track) else _beside(view, row, p, price)
    if made is not None:
        return made
    since = int(tranches.since_on[row])
    moved = version_changes(view, since) if any(v.since_on == since for v in view.ruling.versions[1:]) else []
    children = moved or changes_on(view, since) + _reports(view, p, since)
    label = "what the price moved by" if moved else view.ruling.kinds.get(track, "price")
    source, how = "" if children else _source(view, p, label), _why(p, label)
    stated = all(one.value.endswith(view.money.currency) for one in moved)
    if moved and stated and sum(view.minor(one) for one in moved) == price:
        how = f"= {summed([one.value for one in moved])}"
    elif moved and int(view.tables.tracks.credit[track]) == t.REVENUE:
        return _moved(view, p, since, price) or view.step(label, value, how, cite="606-10-32-43", children=moved)
    return view.step(label, value, how, source=source, cite="606-10-32-2", children=children)


def _interest(view: View, row: int) -> Step | None:
    """The interest of a span: what has grown by its end less what had by its beginning."""
    tranches, adds, before = view.tables.tranches, int(view.tables.tranches.price[row]), int(view.book.base[row])
    end = interest_to(view, row, int(tranches.until[row]), before + adds)
    begun = interest_to(view, row, int(tranches.from_on[row]), before) if before else None
    if end is None or (before and begun is None):
        return None
    parts = [end] if begun is None else [end, begun]
    how = f"= {' - '.join(one.value for one in parts)}"
    return view.step("interest of the span", view.money(adds), how, cite="606-10-32-20", children=parts)


def _is_right(view: View, track: int) -> bool:
    """Whether a track is a right to payment: it follows the price as agreed, not as allocated."""
    return int(view.tables.tracks.debit[track]) == t.DUE and int(view.tables.tracks.credit[track]) == t.POSITION


def _of_right(view: View, row: int, p: Promise, price: int, carried: Chain) -> Step | None:
    """What is owed for an obligation: less what is retained, its share of a total, or what an amendment adds."""
    if int(view.tables.tranches.after[row]) < 0:
        first = stated_price(view, p._replace(stated=p.due, due=None)) if p.due == price else None
        return first or _less_retained(view, p, price) or _of_total(view, p, price, carried)
    since = int(view.tables.tranches.since_on[row])
    changes = [one for one in view.ruling.changes if (one.row, one.since_on) == (p.row, since)]
    tranches, track = view.tables.tranches, int(view.tables.tranches.track[row])
    if track != _first_right(view, p):
        return None
    of_day = np.flatnonzero((tranches.track == track) & (tranches.since_on == since)).tolist()
    # Of several changes of a day each goes on from the one before it.
    changes = [changes[of_day.index(row)]] if len(of_day) == len(changes) else changes
    parts = [stated_left(view, one.by) for one in changes if isinstance(one.by, Change) and one.by.moved]
    # A part of an amount for the whole contract comes with it, and what other rows bill or retain of it goes off.
    moved = sum(map(view.minor, parts))
    alone = held_by(p) is None and len(view.ruling.group) == 1
    plain = alone and sum(one.added for one in changes) == moved
    if not parts or not (plain or moved == price):
        return None
    how = f"= {summed([one.value for one in parts])}"
    return view.step(f"added to what is owed for {p.obligation.ref}", view.money(price), how, children=parts)


def _first_right(view: View, p: Promise) -> int:
    """The track of the right to the price of an obligation; those after it are rights to elements beside it."""
    tracks = view.tables.tracks
    mine = (tracks.obligation == p.row) & (tracks.debit == t.DUE) & (tracks.credit == t.POSITION)
    return int(np.flatnonzero(mine)[0])


def _beside(view: View, row: int, p: Promise, price: int) -> Step | None:
    """What of a right is expected to be given back, or is interest: the elements that lower the price of an obligation
    that was not changed; the cost of what is expected to come back."""
    tables, track = view.tables, int(view.tables.tranches.track[row])
    debit, credit, on = (
        int(tables.tracks.debit[track]),
        int(tables.tracks.credit[track]),
        int(tables.tranches.since_on[row]),
    )
    if debit == t.ROLE["return_asset"]:
        return cost_of_returns(view, p, on, price)
    changed = int(tables.tranches.after[row]) >= 0 or any(one.row == p.row for one in view.ruling.changes)
    if debit != t.POSITION or credit not in _OFF or changed:
        return None
    made = [_lowered(view, p, kinds, on) for kinds in _OFF[credit]]
    found = [one for one in made if one]
    # A bill of another amount, and a credit that was granted, leave less to take off.
    billed = any(line.retention or line.amount is not None or line.instalments for line in p.terms.billing)
    if billed or view.ruling.credits or len(found) > 1:
        found = [one for one in found if -sum(map(view.minor, one)) == price][:1]
    if not found:
        return None
    how = f"= -({summed([one.value for one in found[0]])})"
    return view.step(f"taken off what is owed for {p.obligation.ref}", view.money(price), how, children=found[0])


def _lowered(view: View, p: Promise, kinds: tuple[str, ...], on: int) -> list[Step]:
    """The elements of some kinds that lower the price of an obligation, each as far as it belongs to it."""
    first, found = [one for one in view.ruling.promises if view.ruling.slots[one.row]], []
    for e in view.ruling.elements:
        amount, of = e.included(on), [one for one in first if (one.row in e.rows if e.rows else one.shares)]
        if e.kind in kinds and p in of and (amount < 0 or (e.kind == FINANCING and amount)):
            found.append(_its_share(view, element_amount(view, e, on), amount, p, of))
    return [one for one in found if one is not None]


def _its_share(view: View, whole: Step, minor: int, p: Promise, of: list[Promise]) -> Step | None:
    """The part of an amount that belongs to one of several obligations, by standalone selling price."""
    if len(of) < 2:
        return whole
    if view.policies["allocation remainder"] == "largest":
        return None
    worth = [view.ruling.ssp[one.obligation.ref] for one in of]
    weights, names = [standalone_price(view, one) for one in of], [one.obligation.ref for one in of]
    return shared_out(view, whole, of.index(p), allocate_fractions(minor, worth), worth, weights, names)


def _moved(view: View, p: Promise, since: int, price: int) -> Step | None:
    """What the price moved by after the contract was changed: its share, as at inception (606-10-32-44)."""
    versions = view.ruling.versions
    at = next(number for number, one in enumerate(versions) if number and one.since_on == since)
    now, then = versions[at], versions[at - 1]
    if now.apart != then.apart:
        return None
    steps = version_price(view, now), version_price(view, then)
    amount = now.amount - then.amount
    how = f"= {difference(steps[0].value, steps[1].value)}"
    whole = view.step("what the price moved by", view.money(amount), how, cite="606-10-32-43", children=steps)
    of = [one for one in view.ruling.promises if one.shares and view.ruling.slots[one.row]]
    made = _its_share(view, whole, amount, p, of) if p in of else None
    return made if made is not None and view.minor(made) == price else None


def _less_retained(view: View, p: Promise, price: int) -> Step | None:
    """What is owed for an obligation at once, or what of it is retained until all is complete."""
    line, stated = held_by(p), p.stated or 0
    held = round_fraction(stated * line.retention) if line is not None else 0
    if line is None or not held or price not in (held, stated - held):
        return None
    whole = stated_price(view, p._replace(apart=0))
    if price == held:
        return retained(view, line, whole, held)
    apart = retained(view, line, whole, -held)
    how, label = f"= {summed([whole.value, apart.value])}", "price without what is retained"
    return view.step(label, view.money(price), how, cite="606-10-45-4", children=(whole, apart))


def _of_total(view: View, p: Promise, price: int, carried: Chain) -> Step | None:
    """What is owed for an obligation of a contract with one price for all: its share of that price."""
    tables = view.tables
    mine = np.flatnonzero((tables.tracks.obligation == p.row) & (tables.tracks.credit == t.REVENUE))
    rows = np.flatnonzero(np.isin(tables.tranches.track, mine) & (tables.tranches.slot >= 0)).tolist()
    if p.terms.total is None or not rows:
        return None
    share = allocated_price(view, int(tables.tranches.slot[rows[0]]), carried)
    if share.value != view.money(price):
        return None
    how, label = f"= {share.value}", "owed as its share of the total"
    return view.step(label, view.money(price), how, cite="606-10-45-4", children=(share,))


def _source(view: View, p: Promise, label: str) -> str:
    if label in ("minimum", "royalty"):
        return of_obligation(p, "royalty")
    return of_obligation(p, "price") if "price" in p.obligation.places else of_terms(p.terms, "total")


def _why(p: Promise, label: str) -> str:
    royalties = label == "minimum" and p.obligation.royalty
    return "minimum and royalties so far or expected" if royalties else "by the rule of its topic"


def _reports(view: View, p: Promise, on: int) -> list[Step]:
    """Sales and estimates of a day that give a price anew."""
    rows = [f for f in p.terms.happened if f.on == on and p.obligation.ref in f.subjects]
    return [view.of_fact(fact, _amount(view, fact.fields)) for fact in rows if fact.verb in ("sales", "estimate")]


def _amount(view: View, fields: object) -> str:
    assert isinstance(fields, dict)
    found = [value for key, value in fields.items() if key in ("amount", "expected royalty")]
    return view.money(found[0]) if found else ""
