"""An obligation as billing sees it: what is owed for it, its span, and when it is complete."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.billing.plan import Repriced
from duly.engine.contracts.instalments import Instalment
from duly.engine.contracts.terms import Fact, Obligation, Terms
from duly.engine.delivery.progress import Measure, add_meter, all_completed_on
from duly.engine.delivery.progress import amount as money
from duly.engine.drafts import Drafts


class Plans(dict[tuple[int, int, int], list[Instalment]]):
    """Bills before any change, by line, obligation and amount: they are the same however a change is treated."""


class Billed(NamedTuple):
    """An obligation as billing sees it. owed: what the customer owes for it in all, minor units (0 where it is priced
    by
    use) · pieces: measure and amount of each part with a measure of its own · by_use: priced by use · digits: decimals
    to
    which progress is rounded, -1 for exact · changes: of its price, in order · taken_over: its opening, where another
    system kept it before · added_on: the day of the amendment that added it ·
    more: what of `owed` amendments before there was a contract added · plans: those that are known.
    """

    obligation: Obligation
    terms: Terms
    row: int
    start: int | None
    until: int | None
    owed: int
    measure: Measure
    by_use: bool
    pieces: tuple[tuple[Measure, int], ...]
    plans: Plans
    digits: int = -1
    changes: tuple[Repriced, ...] = ()
    taken_over: Fact | None = None
    added_on: int = -t.NEVER
    more: int = 0

    @property
    def before(self) -> int:
        """What another system billed of it, minor units."""
        return money(self.taken_over, "billed") if self.taken_over is not None and not self.by_use else 0


def own_span(b: Billed) -> tuple[int, int]:
    """The span of an obligation; of one that has none, the day of its contract."""
    start = b.start if b.start is not None else b.terms.signed_on
    return start, b.until if b.until is not None and b.until > start else start + 1


def span_of(covered: Sequence[Billed]) -> tuple[int, int]:
    """From the first to the last day of what a line bills, with the time that amendments added."""
    starts = [b.start for b in covered if b.start is not None]
    untils = [b.until for b in covered if b.until is not None]
    untils += [c.measure.until for b in covered for c in b.changes if c.measure is not None and c.measure.meter < 0]
    return (min(starts, default=0), max(untils, default=1))


def complete_on(waits: Sequence[Billed], drafts: Drafts) -> int:
    """The first day all of these are complete. What transfers nothing is not waited for."""
    measures = [_in_the_end(b, drafts) for b in waits if not b.obligation.setup]
    return all_completed_on(measures, drafts) if measures else 1 - t.NEVER


def _in_the_end(b: Billed, drafts: Drafts) -> Measure:
    """What tells when it is complete: its measure after the changes made before it was."""
    m = b.measure
    for change in b.changes:
        if change.measure is not None and change.since_on <= all_completed_on([m], drafts):
            m = change.measure
    return m


def all_complete(waits: Sequence[Billed], drafts: Drafts, not_before: int = -t.NEVER) -> Measure:
    """A meter that jumps from nothing to one on the day the last of these is complete."""
    day = max(complete_on(waits, drafts), not_before)
    fact = Fact("complete", day, day, place=waits[0].obligation.place)
    rows = [(fact, Fraction(1), None)] if day < t.NEVER else []
    return Measure(t.BY_METER, meter=add_meter(Fraction(1), rows, drafts))
