"""The foreign contracts of an entity, period by period: those of the ordinary shape walk abreast, the others alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from duly.engine.contracts.terms import Entity
from duly.engine.journal.abreast_lines import KINDS, FunctionalLines
from duly.engine.journal.balances import SHOWN
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.functional import Functional, accounts_at, lines_of
from duly.engine.journal.ordinary import by_mean_rates
from duly.engine.journal.together import Together, together
from duly.engine.journal.worlds import World
from duly.ground.columns import Ints

# Fewer contracts are walked sooner one by one: a day of one costs about as much as a day of a thousand.
FEW = 16
_STEP = {name: number for number, name in enumerate(STEPS)}


@dataclass
class Course:
    """The contracts of an entity in a world of its books. abreast: contracts walk together where their shape is
    ordinary; without it each walks alone, to the same numbers."""

    view: Functional
    world: World
    entity: str
    abreast: bool = True

    @cached_property
    def foreign(self) -> Ints:
        """Rows of the contracts in another currency than the books."""
        groups, foreign = self.view.worlds.groups, set(self.view.foreign)
        rows = [row for row, g in enumerate(self.world.groups) if g in foreign and groups[g][0].entity == self.entity]
        return np.array(rows, np.int64)

    @cached_property
    def together(self) -> Together | None:
        """The foreign contracts as they walk abreast; None where too few of them do."""
        if not self.abreast or len(self.foreign) < FEW:
            return None
        view, world = self.view, self.world
        mean = np.zeros(len(world.groups), np.bool_)
        for row in self.foreign.tolist():
            mean[row] = by_mean_rates(view.worlds.policies(view.worlds.groups[world.groups[row]]))
        entity = next((e for e in view.company.entities if e.ref == self.entity), Entity(self.entity))
        days = view.calendars[self.entity], view.through
        found = together(world.stacked, world.ledger, mean, view.company, entity, *days)
        return found if found.ordinary >= FEW else None

    def lines(self, before: int, on: int, groups: Sequence[int] | None = None) -> FunctionalLines:
        """The functional lines of the days after `before` through `on`, in no order; of some groups, where they are
        named. `before` is the day before a period begins."""
        asked = np.isin(self.world.groups, self.world.groups if groups is None else groups)
        parts, alone = [], self.foreign
        if self.together is not None:
            abreast = self.together.lines(before, on)
            parts, alone = [abreast.take(asked[abreast.contract])], self.together.alone
        return FunctionalLines.joined([*parts, *self._alone(alone[asked[alone]], before, on)])

    def shown(self, on: int) -> Ints:
        """What the accounts of `SHOWN` (columns) of the foreign contracts (rows) are carried at at the end of a day of
        the books, each on its normal side."""
        found, alone = np.zeros((len(self.foreign), len(SHOWN)), np.int64), self.foreign
        if self.together is not None:
            rows, amounts = self.together.shown(on)
            signs = np.array([sign for _, sign in SHOWN[: len(amounts)]])
            found[np.searchsorted(self.foreign, rows), : len(amounts)] = amounts.T * signs
            alone = self.together.alone
        groups = [self.world.groups[row] for row in alone.tolist()]
        walks = self.view.booked(groups, self.world.known_on)
        for row, g in zip(np.searchsorted(self.foreign, alone).tolist(), groups, strict=True):
            of = accounts_at(walks[g].walk, on)
            found[row] = [sign * of.get(account, 0) for account, sign in SHOWN]
        return found

    def _alone(self, rows: Ints, before: int, on: int) -> Iterator[FunctionalLines]:
        """The lines of contracts each of which walks alone."""
        view, known = self.view, self.world.known_on
        groups = [self.world.groups[row] for row in rows.tolist()]
        whole = on == view.through or on in view.ends(self.entity, view.through)
        found = view.booked(groups, known) if whole else view.walk(groups, known, on, reached=True)
        first = np.searchsorted(self.world.stacked.tables.obligations.contract, rows).tolist()
        for row, g, begin in zip(rows.tolist(), groups, first, strict=True):
            own = found[g]
            # A walk counts the rows of the world in which it was made.
            shift = begin - min(own.obligations, default=0)
            yield FunctionalLines.of(
                (row, o + shift if o >= 0 else -1, account, _STEP[step], KINDS.index(kind), amount)
                for step, o, account, kind, amount in lines_of(own.walk, before, on)
            )


def course_of(view: Functional, world: World, entity: str, abreast: bool = True) -> Course:
    """The course of the foreign contracts of an entity in a world; the same world is walked once."""
    key = (id(world), entity, abreast)
    found = view.courses.get(key)
    if not isinstance(found, Course):
        found = view.courses[key] = Course(view, world, entity, abreast)
    return found
