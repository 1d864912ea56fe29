"""Contracts of which nothing reaches back: their period is closed from the rows kept as decided, by columns, without
reading a word of the language.

A contract is steady for a period where all periods before it are closed, no setting changed since, and what became
known since says the same of every day before the period. All others are read again whole; both ways make the same
lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from duly import __version__
from duly.actions.drawing import NOTHING_DRAWN, Asked, Drawn, draw, world_of
from duly.engine import tables as t
from duly.engine.contracts.terms import Company
from duly.engine.journal.books import calendar_of
from duly.engine.journal.late import groups_that_moved
from duly.engine.journal.worlds import World
from duly.engine.packed import Packed, same_before, unpacked
from duly.engine.periods.posting import Booked, booked_with
from duly.engine.recognition.position import position, prepared, priced
from duly.ground.columns import Bools
from duly.store import lift
from duly.store.contracts import ever_held
from duly.store.decided import Kept, Standing, basis_at, standing
from duly.store.journal import opened_otherwise
from duly.store.periods import changed_sections, last_certificate


class Steady(NamedTuple):
    """Contracts that are closed by columns, with their lines, and the references of all others (None: not even looked
    for) · unkept: those that are not kept as decided with what is known now."""

    drawn: Drawn
    others: Sequence[str] | None
    unkept: frozenset[str]

    def without(self, refs: set[str]) -> Steady:
        """The same with these among the others."""
        return self._replace(drawn=self.drawn.without(refs), others=[*(self.others or ()), *sorted(refs)])


def asked_of(company: Company, entity: str, book: str, on: int, seq: int) -> Asked:
    """The period of a day, as asked about by a command."""
    own = next(one for one in company.entities if one.ref == entity)
    return Asked(company, own, book, calendar_of(own).period_of(on), basis_at(seq), seq)


def steady_contracts(asked: Asked) -> Steady:
    """Which contracts of an entity are steady; all others are read again whole."""
    before, now = _moments(asked)
    every = list(_standing(asked, now.known_on))
    unkept = frozenset(one.ref for one in every if one.kept is None)
    if before is None or not _settled(asked):
        return Steady(NOTHING_DRAWN, [one.ref for one in every], unkept)
    told = (before.known_on, now.known_on)
    older = {one.ref: one for one in _standing(asked, before.known_on, told)}
    same_rates = rates_hold(asked)
    held = ever_held(asked.seq) | opened_otherwise(asked.entity.ref, asked.book, asked.seq)
    chosen = [one for one in every if one.kept and one.ref not in held and (same_rates or _at_home(one.kept, asked))]
    quiet = set(_begin_later([one for one in chosen if one.first > before.known_on], asked.period.start))
    quiet |= _as_before([one for one in chosen if one.first <= before.known_on], older, asked)
    drawn = draw([one.kept for one in chosen if one.kept and one.ref in quiet], asked)
    return Steady(drawn, [one.ref for one in every if one.ref not in drawn.refs], unkept)


def _standing(asked: Asked, known: int, told: tuple[int, int] | None = None) -> Iterator[Standing]:
    return standing(asked.entity.ref, asked.book, asked.basis, known, told)


def _settled(asked: Asked) -> bool:
    """Whether the engine and every setting but rates are as at the last close."""
    last = last_certificate(asked.entity.ref, asked.book, asked.seq)
    return last is None or (last["engine"] == __version__ and changed_sections(last, asked.seq) <= {"rates"})


def rates_hold(asked: Asked) -> bool:
    """Whether the rates of all days before the period are as at the last close."""
    last = last_certificate(asked.entity.ref, asked.book, asked.seq)
    if last is None or "rates" not in changed_sections(last, asked.seq):
        return True
    now, then = (
        {rate for rate in rates if rate[2] < asked.period.start}
        for rates in (asked.company.rates, lift.company_at(last["known"]).rates)
    )
    return now == then


def _moments(asked: Asked) -> tuple[Booked | None, Booked]:
    """With which knowledge the period before is booked, None where that one is open, and the period itself."""
    closes = [one for one in asked.company.closes if one.entity == asked.entity.ref]
    last = calendar_of(asked.entity).period_of(asked.period.start - 1)
    before, now = booked_with([last, asked.period], closes, asked.seq)
    if not closes:
        # Where nothing was closed yet, only what has nothing before the period can be steady.
        return before._replace(known_on=-1), now
    return (before if before.closed else None), now


def _at_home(kept: Kept, asked: Asked) -> bool:
    """Whether a contract is in the currency of its books."""
    return asked.entity.currency in ("", kept.packed.labels.currency)


def _as_before(many: Sequence[Standing], older: Mapping[str, Standing], asked: Asked) -> set[str]:
    """The contracts of which what became known since the last close says the same of every day before the period: that
    is plain where only later readings and postings came; where more is new, the lines of each period are compared. In
    another currency days count, not periods."""
    quiet, changed = set(), []
    for one in many:
        was = older.get(one.ref)
        if was is None or was.kept and one.kept and same_before(was.kept.packed, one.kept.packed, asked.period.start):
            quiet.add(one.ref)
        elif was.kept and one.kept and _at_home(one.kept, asked):
            changed.append((one.kept.packed, was.kept.packed))
    moved = _moved(changed, asked) if changed else set()
    return quiet | {new.labels.ref for number, (new, _) in enumerate(changed) if number not in moved}


def _moved(changed: Sequence[tuple[Packed, Packed]], asked: Asked) -> set[int]:
    """Which of the pairs have other lines in any period before the one asked about."""
    worlds = [world_of(side) for side in zip(*changed, strict=True)]
    first = min(_first_day(world) for world in worlds)
    periods = calendar_of(asked.entity).periods(min(first, asked.period.start - 1), asked.period.start)
    days = [(one.start - 1, one.until - 1) for one in periods]
    return groups_that_moved(*worlds, [(-t.NEVER, days[0][0]), *days])


def _first_day(world: World) -> int:
    """The first day on which a period can have lines of its own."""
    tables = world.stacked.tables
    timed = tables.tranches.measure < t.BY_METER
    days = np.concatenate((tables.postings.on, tables.readings.on, tables.tranches.from_on[timed]))
    return int(days.min(initial=t.NEVER))


def _begin_later(many: Sequence[Standing], on: int) -> list[str]:
    """Those of the contracts of which nothing is booked before a day."""
    kept = [one.kept.packed for one in many if one.kept]
    return [one.ref for one, fits in zip(many, _nothing_before(kept, on).tolist(), strict=True) if fits]


def _nothing_before(many: Sequence[Packed], on: int) -> Bools:
    tables = unpacked(many).tables
    tracks, tranches = tables.tracks, tables.tranches
    found = np.ones(len(many), np.bool_)
    found[tables.postings.contract[tables.postings.on < on]] = False
    metered = np.zeros(len(tables.meters) + 1, np.bool_)
    metered[tables.readings.meter[tables.readings.on < on]] = True
    timed = tranches.measure < t.BY_METER
    early = np.where(timed, tranches.from_on < on, metered[tranches.meter])
    found[tracks.contract[tranches.track[early]]] = False
    found[tracks.contract[position(priced(prepared(tables)), on - 1) != 0]] = False
    return found
