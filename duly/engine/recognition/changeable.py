"""What an amendment can change of a promise: what would move nothing or has no price is refused, not passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from duly.engine.contracts.amendments import changed_by
from duly.engine.contracts.terms import Fact, Price
from duly.engine.recognition.changes import Change, Live, work_left
from duly.engine.recognition.promises import Promise
from duly.ground.cites import cites
from duly.ground.errors import DulyError
from duly.ground.money import plain
from duly.ground.rounding import round_fraction


class ChangeWithoutEffect(DulyError):
    """An amendment changes what is over, or how much is used: what it agrees has to be added anew."""


class LessThanDelivered(DulyError):
    """An amendment leaves fewer units of an obligation than were delivered before it."""


class NothingAdded(DulyError):
    """An amendment is judged a contract of its own, and changes the price or the extent of what was agreed before."""


class NothingLeft(DulyError):
    """An amendment changes the price of the contract when nothing is left to share it."""


class NoPriceOfWhatIsLeft(DulyError):
    """An amendment changes a price to or from one by use, which says nothing of what is left."""


def require_prices(amendment: Fact, promises: Sequence[Promise]) -> None:
    """A rate by use says nothing of what is left, and what is left has no rate by use: such a change is not one of
    price, so it is refused rather than passed over."""
    by_use = {p.obligation.ref for p in promises if p.by_use}
    for ref, said in changed_by(amendment).items():
        price: Price | None = said.get("price")
        turned = price is not None and price.form in ("tiers", "share", "none")
        if turned or (ref in by_use and {"price", "remaining_price"} & set(said)):
            raise NoPriceOfWhatIsLeft(
                f"amendment {amendment.ref} changes the price of {ref}, which is priced by use"
                f"{' from then on' if ref not in by_use else ''}",
                place=amendment.place,
                why="a change of price is one of what is left, and what is priced by use is not known beforehand",
                fix=f"remove {ref} and add it anew, under another name, at its new price",
                cite="606-10-25-13, 606-10-55-18",
            )


@cites("606-10-25-10", "606-10-25-12", ifrs15=("18", "20"))
def see_that_it_matters(
    fact: Fact, promises: Sequence[Promise], lives: Sequence[Live], changes: Sequence[Change]
) -> None:
    """Refuse an amendment that says something of a promise that can no longer become true of it."""
    for change in changes:
        _require_room(change, fact)
    for ref, why in _without_effect(changed_by(fact), promises, lives, changes):
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
        longer = change.live.measure.timed and change.until != change.live.until
        if change.finished and (longer or change.quantity != change.live.quantity):
            yield change.live.ref, "which is performed to its end"
    for p in promises:
        if p.by_use and "quantity" in named.get(p.obligation.ref, {}):
            yield p.obligation.ref, "which is priced by use"


def _require_room(c: Change, amendment: Fact) -> None:
    """What was delivered stays delivered: of counted units no fewer can be agreed."""
    live = c.live
    if live.measure.timed or c.quantity is None or not live.quantity:
        return
    delivered = live.delivered + live.units * (1 - work_left(live, c.done, c.total, amendment.on))
    if c.quantity < min(delivered, live.quantity):
        raise LessThanDelivered(
            f"amendment {amendment.ref} leaves {_count(c.quantity)} of {live.ref}, "
            f"and {_count(delivered)} were delivered",
            place=amendment.place,
            why="what was delivered before an amendment is not undone by it; what comes back is a return",
            fix="state the quantity in all, what was delivered included, or record what was `returned`",
            cite="606-10-25-13",
        )


def _count(exact: Fraction) -> str:
    """A count as people write it: whole, or with two decimals."""
    return str(exact) if exact.denominator == 1 else plain(round_fraction(exact * 100), 2)


def nothing_added(fact: Fact) -> NothingAdded:
    return NothingAdded(
        f"amendment {fact.ref} is judged a contract of its own, and changes what was agreed before",
        place=fact.place,
        why="a separate contract holds what is added and its price; it leaves everything before as it was",
        fix="judge another treatment, or write what is added and what is changed as two amendments",
        cite="606-10-25-12",
    )


def nothing_left(fact: Fact) -> NothingLeft:
    return NothingLeft(
        f"amendment {fact.ref} changes the price of the contract, and nothing is left to share it",
        place=fact.place,
        why="the price of what is satisfied is revenue at once, and nothing says of which obligation",
        fix="state the new price of each obligation: `changes: {name: {price: N}}`",
    )
