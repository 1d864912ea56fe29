"""What an amendment can change of a promise: a change that would move nothing is refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from duly.engine.contracts.terms import Fact
from duly.engine.recognition.changes import Change, Live
from duly.engine.recognition.promises import Promise
from duly.ground.cites import cites
from duly.ground.errors import DulyError

_OF_USE = {"price", "remaining_price", "quantity"}


class ChangeWithoutEffect(DulyError):
    """An amendment changes what is over, or a price by use: what it agrees has to be added anew."""


@cites("606-10-25-10", "606-10-25-12", ifrs15=("18", "20"))
def see_that_it_matters(
    fact: Fact, promises: Sequence[Promise], lives: Sequence[Live], changes: Sequence[Change]
) -> None:
    """Refuse an amendment that says something of a promise that can no longer become true of it."""
    named = cast("Mapping[str, Mapping[str, Any]]", fact.fields.get("changes", {}))
    for ref, why in _without_effect(named, promises, lives, changes):
        raise ChangeWithoutEffect(
            f"amendment {fact.ref} changes {ref}, {why}",
            place=fact.place,
            why="it would move nothing, though something was agreed",
            fix=f"add what is agreed anew under `adds:`, with another name than {ref}; "
            "a term that goes on after its end is `renewed:`",
            cite="606-10-25-10, 606-10-25-12",
        )


def _without_effect(
    named: Mapping[str, Mapping[str, Any]],
    promises: Sequence[Promise],
    lives: Sequence[Live],
    changes: Sequence[Change],
) -> Iterator[tuple[str, str]]:
    """The promises, and why nothing of them moves."""
    for live in lives:
        if live.ended and live.ref in named:
            yield live.ref, "which was removed, ended, or cut to what was delivered"
    for change in changes:
        longer = change.live.measure.meter < 0 and change.until != change.live.until
        if change.finished and (longer or change.quantity != change.live.quantity):
            yield change.live.ref, "which is performed to its end"
    for p in promises:
        if p.by_use and _OF_USE & set(named.get(p.obligation.ref, {})):
            yield p.obligation.ref, "which is priced by use"
