"""The asset of the costs of a contract at the end of a day: what was paid, what of it is written off, what was lost.

Of each cost: left = amount - round(amount x progress), from one change to the next; a loss is what the assets exceed
what is still to come by, tested at the end of each month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.explain.amounts import difference, exact, summed
from duly.engine.explain.measured import done_of, progress_of, time_in_words
from duly.engine.explain.still_to_come import costs_to_come, price_to_come, prices, whole_costs
from duly.engine.explain.tranches import amount_of
from duly.engine.explain.view import View
from duly.engine.recognition.impairment import open_ended
from duly.ground import dates
from duly.ground.dates import iso
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

ASSET = "contract cost asset"
_ROLE = t.ROLE["contract_cost_asset"]
_CITE, _LOSS = "340-40-35-1", "340-40-35-3"
_UNTESTED = "it is no end of a month, or use or sales decide what comes, or nothing has a span"
_CHANGES = ("amendment", "terminated")


def cost_asset(view: View, shown: int, on: int, where: str) -> Step:
    """What is left of the costs of a contract at the end of a day. shown: what the books carry, minor units."""
    label = f"{ASSET} of {view.tables.contracts.ref[0]} at the end of {iso(on)}"
    tracks = list(_tracks(view, on))
    parts = [_left(view, row, on) for row in (_in_force(view, track, on) for track in tracks)]
    tested = _test(view, tracks, on) if parts and _is_month_end(on) else None
    untested = [view.step("no test of a loss", _UNTESTED, source="policy", cite=_LOSS)] if tested is None else []
    if tested is not None:
        lost = view.money(-view.minor(tested))
        parts.append(view.step("the test takes off", lost, f"= -({tested.value})", cite=_LOSS, children=(tested,)))
    expensed = [*_expensed(view, on), view.policy("cost expedient")]
    if not parts:
        source = str(view.ruling.group[0].place)
        return view.step(label, view.money(shown), "nothing yet", source=source, cite=_CITE, children=expensed)
    how = f"= {summed([part.value for part in parts])}"
    return view.step(label, view.money(shown), how, source=where, cite=_CITE, children=(*parts, *untested, *expensed))


def _tracks(view: View, on: int) -> Iterator[int]:
    """The write-offs of the costs that came in by the end of a day."""
    tables = view.tables
    for track in np.flatnonzero(tables.tracks.credit == _ROLE).tolist():
        if _cost(view, track).on <= on:
            yield track


def _cost(view: View, track: int) -> Fact:
    """The row of the file that says a cost."""
    tranches = view.tables.tranches
    first = int(np.flatnonzero(tranches.track == track)[0])
    return view.facts[view.place(int(tranches.place[first]))]


def _in_force(view: View, track: int, on: int) -> int:
    tranches = view.tables.tranches
    return int(np.flatnonzero((tranches.track == track) & (tranches.since_on <= on))[-1])


def _left(view: View, row: int, on: int) -> Step:
    """What is left of a cost at the end of a day. Kept, since a loss rests on all before it."""
    key = ("left of a cost", row, on)
    if key not in view.memo:
        view.memo[key] = _left_then(view, row, on)
    return view.memo[key]


def _left_then(view: View, row: int, on: int) -> Step:
    tranches, track = view.tables.tranches, int(view.tables.tranches.track[row])
    fact, price = _cost(view, track), int(view.book.price[row])
    whole = view.of_fact(fact, view.money(price), cite=_CITE) if _is_first(view, row) else _taken_on(view, row)
    left = price + int(view.book.base[row]) - amount_of(view, row, on)
    label = f"left of the {fact.verb} of {iso(fact.on)} at the end of {iso(on)}"
    if int(tranches.from_on[row]) >= t.NEVER:
        how, source = "not written off: nothing says how long it lasts", str(fact.place)
        return view.step(label, view.money(left), how, source=source, cite=_CITE, children=(whole,))
    progress = _progress(view, row, on)
    how = f"= {whole.value} - round({whole.value} x {progress.value})"
    return view.step(label, view.money(left), how, cite=_CITE, children=(whole, progress))


def written_off(view: View, row: int, on: int) -> Step:
    """What of a cost was written off by the end of a day: all of it, less what is left and what was lost."""
    tranches, track = view.tables.tranches, int(view.tables.tranches.track[row])
    fact, rows = _cost(view, track), np.flatnonzero(tranches.track == track)
    whole, left = view.of_fact(fact, view.money(int(view.book.price[rows[0]]))), _left(view, row, on)
    amount = amount_of(view, row, on)
    lost = view.minor(whole) - view.minor(left) - amount
    below = [whole, left]
    if lost:
        days = ", ".join(iso(int(day) - 1) for day in tranches.since_on[rows[1:]] if day <= on)
        below.append(view.step("lost of it", view.money(lost), f"by the tests of {days}", cite=_LOSS))
    how = f"= {whole.value}" + "".join(f" - {one.value}" for one in below[1:])
    label = f"written off of the {fact.verb} of {iso(fact.on)} by the end of {iso(on)}"
    return view.step(label, view.money(amount), how, cite=_CITE, children=below)


def _is_first(view: View, row: int) -> bool:
    return row == 0 or view.tables.tranches.track[row - 1] != view.tables.tranches.track[row]


def _taken_on(view: View, row: int) -> Step:
    """What a later stage begins with: what the one before it left, less what was lost."""
    eve = int(view.tables.tranches.since_on[row]) - 1
    before, price = _left(view, row - 1, eve), int(view.book.price[row])
    lost = view.minor(before) - price
    if not lost:
        return before
    track = int(view.tables.tranches.track[row])
    tested = _test(view, list(_tracks(view, eve)), eve)
    assert tested is not None  # a loss comes of a test
    part = tested
    if view.minor(tested) != lost or len(list(_tracks(view, eve))) > 1:
        label, how = f"its part of the loss of {iso(eve)}", "by what is carried of each"
        part = view.step(label, view.money(lost), how, cite=_LOSS, children=(tested,))
    label = f"left of the {_cost(view, track).verb} after the loss of {iso(eve)}"
    how = f"= {difference(before.value, part.value)}"
    return view.step(label, view.money(price), how, cite=_LOSS, children=(before, part))


def _progress(view: View, row: int, on: int) -> Step:
    """How much of a write-off is done: as its obligation goes, or by time."""
    tranches, kind = view.tables.tranches, int(view.tables.tranches.measure[row])
    if kind == t.BY_METER:
        return progress_of(view, row, on)
    value, counted = time_in_words(view, row, kind, *done_of(view, row, on))
    start, until = int(tranches.from_on[row]), int(tranches.until[row])
    fact, since = _cost(view, int(tranches.track[row])), int(tranches.since_on[row])
    own, changed = str(fact.place), _changed(view, since)
    label = "span of the write-off" if _is_first(view, row) else "span of what is left"
    said = f"{iso(start)} to {iso(until - 1)}"
    span = view.step(label, said, source=changed or own, cite=_CITE)
    measure = view.step("measure", t.MEASURES[kind], source=own, cite=_CITE)
    below = [span, measure, *([view.policy("start day")] if int(tranches.done_before[row]) else [])]
    how = f"{counted} at the end of {iso(on)}"
    return view.step("progress", value, how, cite=_CITE, children=below)


def _changed(view: View, on: int) -> str:
    """Where the change of a day stands; empty where there is none."""
    return next((str(fact.place) for fact in view.facts.values() if fact.on == on and fact.verb in _CHANGES), "")


def _is_month_end(on: int) -> bool:
    return dates.month_start(on + 1) == on + 1


def _test(view: View, tracks: Sequence[int], on: int) -> Step | None:
    """The loss of the end of a month: what the assets exceed what is still to come by; None where use or sales decide
    what comes, or nothing has a span."""
    spans = [
        (p.start, p.until) for p in view.ruling.promises if p.shares and p.start is not None and p.until is not None
    ]
    if not spans or any(open_ended(p) for p in view.ruling.promises):
        return None
    assets = [_left(view, _in_force(view, track, on), on) for track in tracks]
    how = f"= {summed([asset.value for asset in assets])}"
    carried = view.step("carried before it", view.money(sum(map(view.minor, assets))), how, children=assets)
    come = _to_come(view, on, min(start for start, _ in spans), max(until for _, until in spans))
    how = f"= above zero ({come.value})"
    worth = view.step("worth at least nothing", view.money(max(view.minor(come), 0)), how, children=(come,))
    lost, label = _lost(view, on), f"loss at the end of {iso(on)}"
    reversal = view.policy("impairment reversal")
    how = f"= above zero ({carried.value} - {worth.value})"
    if lost < 0 and reversal.value == "allowed":
        how = "what was lost before comes back, as far as the assets would stand without it"
    return view.step(label, view.money(lost), how, cite=_LOSS, children=(carried, worth, reversal))


def _lost(view: View, on: int) -> int:
    """What the books take off the assets on a day, minor units."""
    rows = view.tables.postings
    mine = (rows.debit == t.ROLE["impairment_loss"]) & (rows.credit == _ROLE) & (rows.on == on)
    return int(rows.amount[mine].sum())


def _to_come(view: View, on: int, begins: int, ends: int) -> Step:
    """Price not yet recognized less costs not yet spent, with those of the renewals over which assets are written
    off."""
    left, costs = price_to_come(view, on), costs_to_come(view, view.ruling.promises, on)
    label, exactly = "consideration still to come, less its costs", view.exactly(left) - view.exactly(costs)
    how, children = difference(left.value, costs.value), [left, costs]
    life, later = _life(view, ends), max(on + 1, ends)
    if life > later:
        times = dates.months_between(later, life) / dates.months_between(begins, ends)
        price, cost = prices(view, on), whole_costs(view, on)
        of = f"months from {iso(later)} to {iso(life - 1)}, of those from {iso(begins)} to {iso(ends - 1)}"
        renewals = view.step("renewals until the assets are written off", exact(times), of, cite="340-40-35-5")
        how += f" + {renewals.value} x ({difference(price.value, cost.value)})"
        exactly += times * (view.exactly(price) - view.exactly(cost))
        children += [renewals, price, cost]
    value = view.money(round_fraction(exactly))
    return view.step(label, value, f"= round({how})", cite="340-40-35-4", children=children)


def _life(view: View, ends: int) -> int:
    """The end of the contract's time and of that over which its costs are written off."""
    tables = view.tables
    mine = tables.tracks.credit[tables.tranches.track] == _ROLE
    until: list[int] = tables.tranches.until[mine & (tables.tranches.until <= t.NEVER)].tolist()
    return max([ends, *until])


def _expensed(view: View, on: int) -> Iterator[Step]:
    """The costs that never were an asset, by the end of a day."""
    assets = {_cost(view, track).place for track in _tracks(view, on)}
    for terms in view.ruling.group:
        for fact in terms.costs:
            if fact.on <= on and fact.place not in assets and fact.verb != "expense":
                yield view.of_fact(fact, "expense of its day", cite="340-40-25-4", follows=_why(view, fact))


def _why(view: View, fact: Fact) -> str:
    """Why a cost is no asset."""
    if fact.verb == "obtaining" and not fact.fields.get("incremental") and not fact.fields.get("chargeable"):
        return "it would have been spent without the contract"
    return "no contract yet" if fact.on < view.ruling.drafts.exists_on else "its asset would last a year or less"
