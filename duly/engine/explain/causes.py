"""The revenue of a window split by cause: what changes moved at once, each with its fact, and what is progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.explain.amounts import summed
from duly.engine.explain.measured import Reading, done_so_far, readings_of, total_then
from duly.engine.explain.shares import changes_on
from duly.engine.explain.tranches import amount_of, position_step, price_step, rows_in_force
from duly.engine.explain.transaction import version_changes
from duly.engine.explain.view import View
from duly.engine.recognition.catch_up import moved_at_once
from duly.ground.columns import ints
from duly.ground.dates import iso
from duly.ground.reports import Step
from duly.ground.rounding import share


class Cause(NamedTuple):
    """What one change moved: its name, the amount in minor units, and how it came about."""

    name: str
    amount: int
    step: Step


def causes_of(view: View, obligation: int, before: int, on: int) -> list[Cause]:
    """What the changes of the days after `before` through `on` moved at once, in the order of their days.

    Where the single changes do not add up to what the journal books for a cause, the cause stands as one amount."""
    tables = view.tables
    tracks = np.flatnonzero((tables.tracks.obligation == obligation) & (tables.tracks.credit == t.REVENUE))
    moved = moved_at_once(view.book, before, on)
    booked: dict[int, int] = {}
    for track, amount, cause in zip(moved.track.tolist(), moved.amount.tolist(), moved.cause.tolist(), strict=True):
        if track in tracks:
            booked[cause] = booked.get(cause, 0) + amount
    found = [
        one
        for track in tracks.tolist()
        for one in (*_begun(view, track, before, on), *_totals(view, track, before, on))
    ]
    singly: dict[int, int] = {}
    for one in found:
        singly[t.CAUSE[one.name]] = singly.get(t.CAUSE[one.name], 0) + one.amount
    kept = [one for one in found if singly[t.CAUSE[one.name]] == booked.get(t.CAUSE[one.name], 0)]
    whole = {cause for cause, amount in booked.items() if amount and singly.get(cause, 0) != amount}
    singles = {cause: [one.step for one in found if t.CAUSE[one.name] == cause] for cause in whole}
    return kept + [_whole(view, cause, booked[cause], (before, on), singles[cause]) for cause in sorted(whole)]


def _whole(view: View, cause: int, amount: int, window: tuple[int, int], singles: Sequence[Step]) -> Cause:
    """All that one cause moved."""
    name = t.CAUSES[cause]
    if singles:
        how = f"= {summed([one.value for one in singles])}"
        return Cause(name, amount, view.step(name, view.money(amount), how, children=singles))
    days = range(window[0] + 1, window[1] + 1)
    facts = [fact for terms in view.ruling.group for fact in terms.happened if fact.on in days]
    leaves = [view.of_fact(fact, "") for fact in facts if fact.verb in ("estimate", "amendment", "price element")]
    source = "" if leaves else str(view.ruling.group[0].place)
    return Cause(name, amount, view.step(name, view.money(amount), "moved at once", source=source, children=leaves))


def _begun(view: View, track: int, before: int, on: int) -> Iterator[Cause]:
    """Tranches of a track that begin with a cause: position of the new one less that of the old, the evening before."""
    tranches = view.tables.tranches
    for row in np.flatnonzero(tranches.track == track).tolist():
        since, cause = int(tranches.since_on[row]), int(tranches.cause[row])
        if not cause or not before < since <= on or row == 0 or int(tranches.track[row - 1]) != track:
            continue
        new, old = amount_of(view, row, since - 1), amount_of(view, row - 1, since - 1)
        if new != old:
            yield Cause(t.CAUSES[cause], new - old, _turn(view, row, since, new, old))


def _turn(view: View, row: int, since: int, new: int, old: int) -> Step:
    """What a new price or new terms make of what was recognized by the evening before."""
    name = t.CAUSES[int(view.tables.tranches.cause[row])]
    after = position_step(view, row, since - 1, "as changed, ")
    until = position_step(view, row - 1, since - 1)
    changed, priced = changes_on(view, since), version_changes(view, since)
    facts = changed or priced if name == "amendment" else priced or changed
    how = f"= {view.money(new)} - {view.money(old)}"
    cite = "606-10-25-13(b)" if name == "amendment" else "606-10-32-43"
    label = f"{name} of {iso(since)}"
    return view.step(label, view.money(new - old), how, cite=cite, children=(after, until, *facts))


def _totals(view: View, track: int, before: int, on: int) -> Iterator[Cause]:
    """New totals of the meters of a track: what was done before each, over the new total less over the old one."""
    tables = view.tables
    obligation = int(tables.tracks.obligation[track])
    mine = np.flatnonzero(tables.tranches.track == track)
    for meter in (meter for meter in dict.fromkeys(tables.tranches.meter[mine].tolist()) if meter >= 0):
        rows: list[Reading] = []
        for one in readings_of(view, meter, on):
            if one.expected >= 0 and one.on > before:
                (row,) = (r for r in rows_in_force(view, obligation, one.on) if int(tables.tranches.track[r]) == track)
                by_meter = int(tables.tranches.measure[row]) == t.BY_METER
                if by_meter and int(tables.tranches.meter[row]) == meter:
                    yield from _new_total(view, row, meter, rows, one)
            rows.append(one)


def _new_total(view: View, row: int, meter: int, rows: Sequence[Reading], stated: Reading) -> Iterator[Cause]:
    """One new total after these rows; nothing where it moves nothing."""
    tranches = view.tables.tranches
    p = view.promise_of_track(int(tranches.track[row]))
    before, done = int(tranches.done_before[row]), sum(one.done for one in rows)
    old, then = total_then(view, p, meter, rows)
    whole = int(view.book.price[row])
    made = [_share(whole, done - before, max(total - before, 0)) for total in (stated.expected, old)]
    if made[0] == made[1] or int(tranches.digits[row]) >= 0:
        return
    price, so_far = price_step(view, row), done_so_far(view, p, meter, rows)
    _, now = total_then(view, p, meter, [stated])
    ratios = [f"round({price.value} x {so_far.value} of {total.value})" for total in (now, then)]
    plain = not before and done <= min(stated.expected, old)
    how = f"= {ratios[0]} - {ratios[1]}" if plain else "what was done before, over the new total less over the old one"
    begins = tranches.cause[row] == t.CAUSE["amendment"] and tranches.since_on[row] == stated.on
    of_amendment = begins and not any(one.on == stated.on for one in rows)
    name, cite = ("amendment", "606-10-25-13(b)") if of_amendment else ("estimate", "250-10-45-17")
    amount, below = made[0] - made[1], (price, so_far, now, then)
    label = f"{name} of {iso(stated.on)}"
    yield Cause(name, amount, view.step(label, view.money(amount), how, cite=cite, children=below))


def _share(amount: int, done: int, total: int) -> int:
    return int(share(ints([amount]), ints([min(max(done, 0), total)]), ints([total]))[0])
