"""Which knowledge each period is booked with: a closed period with what was known at its close, an open one with what
is known now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duly.engine.contracts.terms import Close
from duly.ground.calendar import Period
from duly.ground.cites import cites


class Booked(NamedTuple):
    """A period with the day whose knowledge it is booked with, and whether it is closed."""

    period: Period
    known_on: int
    closed: bool


def late_until(rows: Sequence[tuple[int, int]], closes: Sequence[Close], as_of: int) -> int | None:
    """The first open day, where something became known after a close that covers its day; None where nothing did.

    rows: (day it took effect, day it became known). What is late is booked in the first open period, so books that are
    to hold it must reach that day.
    """
    happened = [c for c in closes if c.at_on <= as_of]
    late = any(on < c.open_from and c.at_on < known <= as_of for on, known in rows for c in happened)
    return max(c.open_from for c in happened) if late else None


@cites("250-10-45-17", "250-10-45-23")
def booked_with(periods: Sequence[Period], closes: Sequence[Close], as_of: int) -> list[Booked]:
    """The knowledge of each period: the earliest close that covers it and had happened by `as_of`, else `as_of`.

    Knowledge never goes back: a period is booked with at least what the period before it was booked with.
    """
    booked, least = [], -(1 << 62)
    for period in periods:
        days = [c.at_on for c in closes if period.until <= c.open_from and c.at_on <= as_of]
        known = max(min(days), least) if days else as_of
        booked.append(Booked(period, known, bool(days)))
        least = known
    return booked
