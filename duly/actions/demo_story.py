"""What happens to the demo company beside its contracts, and how its people put right what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from duly.ground.dates import day

if TYPE_CHECKING:
    from duly.actions.demo import Demo


def before_close(demo: Demo, month: str) -> None:
    """What people do in a month once its facts are told."""
    for what in _BEFORE.get(month, ()):
        what(demo, month)
    if month[5:] in ("03", "06", "09", "12"):
        demo.accrue(month)


def after_close(demo: Demo, month: str) -> None:
    """What turns up when a month has been closed."""
    for what in _AFTER.get(month, ()):
        what(demo, month)


def _delivery_note_turns_up(demo: Demo, month: str) -> None:
    """The year is opened again: an analyzer left on 19 December, and nobody in accounting knew."""
    if "MF-3006" not in demo.known:
        return
    demo.clock.day(day("2025-01-09"))
    why = "an analyzer of MF-3006 left on 19 December; the forwarder found the delivery note"
    for book in ("us", "ifrs"):
        demo.office.agreed("reopen_period", "rob", why, entity="IE01", period=month, book=book)
    demo.tell("rae", "2025-01", known_by=day("2025-01-09"), ref="MF-3006")
    demo.close(month, ("IE01",))


def _counted_twice(demo: Demo, month: str) -> None:
    """Six patients of another study were counted in February: an error, found in May, too small to restate."""
    if "CT-4002" not in demo.known:
        return
    why = "six patients of another study were counted twice; below our materiality, so it is put right in May"
    for book in ("us", "ifrs"):
        said = {"entity": "US01", "period": month, "contract": "CT-4002", "named": "error", "book": book}
        demo.office.agreed("class_amounts", "rae", why, **said)


_What = Callable[["Demo", str], None]
_BEFORE: dict[str, tuple[_What, ...]] = {"2025-05": (_counted_twice,)}
_AFTER: dict[str, tuple[_What, ...]] = {"2024-12": (_delivery_note_turns_up,)}
