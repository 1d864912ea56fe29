"""Any account of a contract at the end of a day: the rows that were booked to it, and what grows as it is performed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from duly.engine import tables as t
from duly.engine.explain.amounts import summed
from duly.engine.explain.cost_assets import ASSET, written_off
from duly.engine.explain.returned import came_back
from duly.engine.explain.standing import postings_of
from duly.engine.explain.tranches import amount_of, is_derived, position_step
from duly.engine.explain.used import is_used
from duly.engine.explain.view import View
from duly.engine.journal.entries import close
from duly.engine.recognition.position import in_force
from duly.engine.recognition.returns import waits
from duly.ground.dates import iso
from duly.ground.reports import Step

_OTHERS = (t.ROLES[t.DUE], t.ROLES[t.POSITION], t.ROLES[t.REVENUE])
ACCOUNTS = tuple(name.replace("_", " ") for name in t.ROLES if name not in _OTHERS)
RETURN_ASSET = "return asset"
_TOPIC = "by the rule of its topic"


def account(view: View, name: str, on: int, where: str) -> Step:
    """What stands on an account of a contract at the end of a day, on its normal side."""
    role = t.ROLE[name.replace(" ", "_")]
    side = -1 if t.ROLES[role] in t.CREDIT_NORMAL else 1
    lines = close(view.world.ledger, -t.NEVER, on)
    shown = side * int(lines.amount[lines.account == role].sum())
    estimated = role == t.ROLE[RETURN_ASSET.replace(" ", "_")] and not any(
        waits(p.obligation) for p in view.ruling.promises
    )
    rows = came_back(view, on) if estimated else postings_of(view, role, side, on)
    parts = [*rows, *_growing(view, role, side, on)]
    label = f"{name} of {view.tables.contracts.ref[0]} at the end of {iso(on)}"
    if not parts:
        return view.step(label, view.money(shown), _TOPIC if shown else "nothing yet", source=where)
    steps = [step for _, step in parts]
    whole = sum(minor for minor, _ in parts) == shown
    how = f"= {summed([step.value for step in steps])}" if whole else _TOPIC
    return view.step(label, view.money(shown), how, source=where, children=steps)


def _growing(view: View, role: int, side: int, on: int) -> Iterator[tuple[int, Step]]:
    """What grows: costs that are written off, what follows the performance of an obligation."""
    tracks = view.tables.tracks
    rows = in_force(view.tables.tranches, len(tracks), on)
    for track in np.flatnonzero((tracks.debit == role) | (tracks.credit == role)).tolist():
        sign = side * ((int(tracks.debit[track]) == role) - (int(tracks.credit[track]) == role))
        row = track if rows is None else int(rows[track])
        minor = sign * amount_of(view, row, on)
        if not minor:
            continue
        label = f"{t.STEPS[int(tracks.step[track])]} by the end of {iso(on)}"
        if int(tracks.credit[track]) == t.ROLE[ASSET.replace(" ", "_")]:
            below = written_off(view, row, on)
        elif not is_used(view, row) and is_derived(view, row, on):
            below = position_step(view, row, on)
        else:
            source = str(view.promise_of_track(track).obligation.place)
            yield minor, view.step(label, view.money(minor), _TOPIC, source=source)
            continue
        how = f"= {below.value}" if sign > 0 else f"= -({below.value})"
        yield minor, view.step(label, view.money(minor), how, children=(below,))
