"""What became known after the close of a period: that period as known now less as it was known when it was booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.amendments import promised_in_all
from duly.engine.journal.entries import close
from duly.engine.journal.rows import Row, rows_of
from duly.engine.journal.worlds import Group, World, Worlds
from duly.engine.periods.posting import Booked
from duly.ground.cites import cites
from duly.ground.columns import Ints


@cites("250-10-45-17", "250-10-45-23")
def late_rows(
    worlds: Worlds, booked: Sequence[Booked], number: int, groups: Sequence[int], through: int
) -> Iterable[Row]:
    """What a period books for earlier ones: each earlier period as known now less as it was booked before.

    A contract that cannot be decided now keeps what was booked of it; once it can be again, it is compared with the
    last booking at which it could."""
    now = booked[number].known_on
    since: dict[int, list[int]] = {}
    for group in groups:
        if worlds.version(group, now):
            since.setdefault(_last_decided(worlds, booked, number, group), []).append(group)
    for last, some in sorted(since.items()):
        then = booked[last].known_on
        changed = [g for g in some if last < number - 1 or worlds.version(g, now) != worlds.version(g, then)]
        if changed:
            yield from _late(worlds, booked, number, last, changed, through)


def _last_decided(worlds: Worlds, booked: Sequence[Booked], number: int, group: int) -> int:
    """The last booking before this one at which a contract could be decided; the one before, where there is none."""
    earlier = range(number - 1, -1, -1)
    return next((place for place in earlier if worlds.version(group, booked[place].known_on)), number - 1)


def _late(
    worlds: Worlds, booked: Sequence[Booked], number: int, last: int, groups: Sequence[int], through: int
) -> Iterable[Row]:
    """What contracts that were booked last at one moment book late now."""
    now, then = booked[number].known_on, booked[last].known_on
    new, old = worlds.at(now, groups), worlds.at(then, groups)
    of = {ref: g for world in (old, new) for ref, g in zip(_refs(world), world.groups, strict=True)}
    # A contract that was combined with another since is booked under the name of both from now on.
    name = dict(zip(new.groups, _refs(new), strict=True))
    for place, one in enumerate(booked[:number]):
        before, on = one.period.start - 1, min(one.period.until - 1, through)
        # Periods after the last booking at which it was decided have nothing of it.
        was = close(old.ledger, before, on if place <= last else before)
        moved: dict[tuple[str, int, str, str], Row] = {}
        for world, some, sign in _moved((new, close(new.ledger, before, on)), (old, was)):
            for row in rows_of(world, some, booked[number].period.name, one.period.name):
                group = of[row.contract]
                key = (row.step, group, row.obligation, row.account)
                so_far = moved[key].amount if key in moved else 0
                cause = _cause(worlds.groups[group], row.obligation, then, now)
                amount = so_far + sign * row.amount
                moved[key] = row._replace(contract=name[group], amount=amount, cause=cause)
        yield from (row for row in moved.values() if row.amount)


def _refs(world: World) -> tuple[str, ...]:
    return world.stacked.tables.contracts.ref


def _cause(group: Group, obligation: str, then: int, now: int) -> str:
    """Why an earlier period moved: a contract not known then, an error mended, or a late fact."""
    for terms in group:
        if terms.known_on > then and (
            len(group) == 1 or not obligation or obligation in {o.ref for o in promised_in_all(terms)}
        ):
            return "new contract"
        rows = [f for f in terms.happened + terms.judged if then < f.known_on <= now and f.corrects]
        if any(not f.subjects or obligation in f.subjects for f in rows):
            return "correction of an error"
    return "late fact"


def _moved(new: tuple[World, t.Lines], old: tuple[World, t.Lines]) -> Iterable[tuple[World, t.Lines, int]]:
    """The lines of the contracts whose lines differ, with the sign they count with."""
    sides = [_by_group(*new), _by_group(*old)]
    differ = np.array(sorted(_differing(*sides)), np.int64)
    for (world, lines), side, sign in zip((new, old), sides, (1, -1), strict=True):
        yield world, lines.take(np.isin(side.group, differ)), sign


def groups_that_moved(new: World, old: World, days: Iterable[tuple[int, int]]) -> set[int]:
    """The groups of two worlds whose lines differ in any of these windows (the day before, last day)."""
    found: set[int] = set()
    for before, on in days:
        sides = ((world, close(world.ledger, before, on)) for world in (new, old))
        found |= _differing(*(_by_group(*side) for side in sides))
    return found


class _Side:
    """The lines of a world by group, in an order that two worlds share: rows of obligations count within a contract."""

    def __init__(self, group: Ints, rows: Ints, known: Ints) -> None:
        self.group, self.known = group, known
        self.order = np.argsort(group, kind="stable")
        self.sorted, self.rows = group[self.order], rows[self.order]


def _by_group(world: World, lines: t.Lines) -> _Side:
    obligations = world.stacked.tables.obligations
    first = np.searchsorted(obligations.contract, np.arange(len(world.groups)))
    known = np.array(world.groups, np.int64)
    inside = np.where(lines.obligation < 0, -1, lines.obligation - first[lines.contract]) if len(lines) else lines.step
    columns = (lines.step, inside, lines.account, lines.cause, lines.amount)
    return _Side(known[lines.contract] if len(lines) else lines.step, np.stack(columns, axis=-1), known)


def _differing(new: _Side, old: _Side) -> set[int]:
    """The groups that have other lines in one world than in the other. A contract whose obligations have other rows
    counts as one that differs: nothing is lost by looking at it."""
    every = np.union1d(new.known, old.known)
    counts = [np.searchsorted(s.sorted, every, side="right") - np.searchsorted(s.sorted, every) for s in (new, old)]
    same = counts[0] == counts[1]
    differ = set(every[~same].tolist())
    both = [np.isin(s.sorted, every[same]) for s in (new, old)]
    unlike = (new.rows[both[0]] != old.rows[both[1]]).any(axis=1)
    return differ | set(new.sorted[both[0]][unlike].tolist())
