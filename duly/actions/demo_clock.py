"""A clock that is told what day it is: a demonstration lives through years in a minute."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.conf import settings

from duly.actions import gate
from duly.actions.errors import NoDemo
from duly.ground.dates import iso

_PACE = timedelta(minutes=1)


class Script:
    """Moments of a script: a day is set, and each look at the clock is a minute later than the one before."""

    def __init__(self) -> None:
        self.now = datetime(2000, 1, 1, tzinfo=UTC)

    def day(self, on: int) -> None:
        """The morning of a day, or later where it is later already: no clock goes back."""
        self.now = max(self.now, datetime.fromisoformat(iso(on) + "T08:00:00+00:00"))

    def __call__(self) -> datetime:
        """The next moment."""
        self.now += _PACE
        return self.now


@contextmanager
def scripted() -> Iterator[Script]:
    """The clock of the gate is a script, for as long as this lasts; never where the books count."""
    if settings.ENVIRONMENT == "production":
        raise NoDemo(
            "the demo company is not built here",
            why="DULY_ENVIRONMENT is production, where no clock may be told what time it is",
            fix="build it elsewhere, or take DULY_ENVIRONMENT away",
        )
    kept, script = gate.clock, Script()
    gate.clock = script
    try:
        yield script
    finally:
        gate.clock = kept
