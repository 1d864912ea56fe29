"""One amendment in every way it could be treated: each worked out on a copy of what was decided before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import NamedTuple, TypeVar

from duly.engine.contracts.terms import Fact, Terms
from duly.engine.recognition.changes import Change, Live, twin
from duly.engine.recognition.promises import Ruling, Signs
from duly.engine.recognition.treatments import TREATMENTS, Row
from duly.ground.errors import DulyError

Rows = TypeVar("Rows")


class Amended(NamedTuple):
    """An amendment before it is carried out: what it changes and adds, and the row of the table that fits; none before
    there is a contract."""

    fact: Fact
    terms: Terms
    changes: Sequence[Change]
    new: Sequence[Live]
    lump: Fraction
    lives: list[Live]
    ruling: Ruling
    signs: Signs | None = None
    row: Row | None = None


@dataclass
class Tried:
    """The amendment that is asked about, by contract and number, and what the contract would be under each treatment
    that is tried; an error where one cannot be carried out. leave_out: treatments of which the outcome is
    known · given: the amendment as it was found, with the treatment that the table gives."""

    amendment: tuple[str, str]
    leave_out: Callable[[Amended], Sequence[str]]
    found: dict[str, Ruling | DulyError] = field(default_factory=dict)
    given: Amended | None = None

    def ways(self, amended: Amended) -> Sequence[str]:
        """The treatments to try of an amendment; of another one, or before there is a contract, none. What is decided
        of an earlier close comes later and is not asked about."""
        if amended.row is None or self.given or (amended.terms.ref, amended.fact.ref) != self.amendment:
            return ()
        self.given = amended
        left_out = {amended.row.treatment, *self.leave_out(amended)}
        return [name for name in TREATMENTS if name not in left_out]

    def each(self, finish: Callable[[Ruling], None]) -> None:
        """Go on with every treatment that could be carried out."""
        for name, ruling in self.found.items():
            if isinstance(ruling, Ruling):
                try:
                    finish(ruling)
                except DulyError as error:
                    self.found[name] = error


def copied(amended: Amended) -> Amended:
    """The same amendment on a state of its own. Rows never change, the lists of them do."""
    lives = {id(live): _own_live(live) for live in (*amended.lives, *amended.new)}
    return amended._replace(
        changes=[twin(c, live=lives[id(c.live)]) for c in amended.changes],
        new=[lives[id(live)] for live in amended.new],
        lives=[lives[id(live)] for live in amended.lives],
        ruling=_own_ruling(amended.ruling),
    )


def _own_live(live: Live) -> Live:
    return twin(live, tracks=list(live.tracks), blends=dict(live.blends))


def _own_ruling(ruling: Ruling) -> Ruling:
    made = replace(ruling, **{one.name: _own(getattr(ruling, one.name)) for one in fields(ruling)})
    drafts = ruling.drafts
    made.drafts = replace(drafts, **{one.name: _own(getattr(drafts, one.name)) for one in fields(drafts)})
    made.slots = [[list(piece) for piece in of_promise] for of_promise in ruling.slots]
    return made


def _own(value: Rows) -> Rows:
    return type(value)(value) if isinstance(value, (list, dict)) else value
