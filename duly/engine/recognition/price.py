"""Step 3: the transaction price of the contract from a day on: what was agreed, and what of its elements is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.pricing.credits import Credit
from duly.engine.tables import NEVER
from duly.ground.cites import cites
from duly.ground.errors import NOWHERE, Place

# What an element is, for the rows it makes. Every other kind is a plain variable amount.
VARIABLE, IMPLICIT, RETURNS, RETURNED, NONCASH, FINANCING, ADVANCE, ACCRETED, PAYABLE = (
    "variable",
    "implicit",
    "returns",
    "returned",
    "noncash",
    "financing",
    "advance",
    "accreted",
    "payable",
)


class Included(NamedTuple):
    """What of an element is in the price from a day on, minor units. cause: why it begins, index into CAUSES."""

    since_on: int
    amount: int
    cause: int = t.CAUSE["estimate"]


class PriceElement(NamedTuple):
    """An element of the price as decided. rows: the obligations it belongs to (empty: the whole contract) · apart: it
    is split over these alone (606-10-32-40) · versions: sorted by day, the first from the beginning of time ·
    settled_on: the day from which its amount is certain, NEVER where it is an estimate."""

    name: str
    kind: str
    rows: tuple[int, ...]
    apart: bool
    versions: tuple[Included, ...]
    settled_on: int = NEVER
    place: Place = NOWHERE

    def included(self, on: int) -> int:
        """What of it is in the price at the end of a day."""
        return [v.amount for v in self.versions if v.since_on <= on][-1]


class PriceVersion(NamedTuple):
    """The price from a day on, minor units. amount: what all obligations share · apart: amounts that some obligations
    share alone, by their rows · fixed: what was agreed, without elements · cause: why it begins."""

    since_on: int
    amount: int
    apart: tuple[tuple[tuple[int, ...], int], ...] = ()
    fixed: int = 0
    cause: int = 0


@cites("606-10-32-2", "606-10-32-14", "606-10-32-42", "606-10-32-43", ifrs15=("47", "59", "87", "88"))
def price_versions(
    agreed: int, elements: Sequence[PriceElement] = (), credits: Sequence[Credit] = ()
) -> list[PriceVersion]:
    """The price from inception, then after each credit on the price and each change of an element.

    A change of the price is allocated on the same basis as at inception, and what falls on satisfied promises is
    revenue at once. A credit that grants a reduction which the price already expects changes nothing.
    """
    moved = lowered(elements, credits)
    days = {-NEVER, *(credit.on for credit, _ in moved), *(v.since_on for e in elements for v in e.versions)}
    return [_version(day, agreed, moved, elements) for day in sorted(days)]


def _version(
    on: int, agreed: int, moved: Sequence[tuple[Credit, int]], elements: Sequence[PriceElement]
) -> PriceVersion:
    fixed = agreed - sum(amount for credit, amount in moved if credit.on <= on)
    shared = sum(e.included(on) for e in elements if not e.apart)
    apart: dict[tuple[int, ...], int] = {}
    for e in elements:
        if e.apart:
            apart[e.rows] = apart.get(e.rows, 0) + e.included(on)
    causes = [v.cause for e in elements for v in e.versions if v.since_on == on > -NEVER]
    return PriceVersion(on, fixed + shared, tuple(apart.items()), fixed, max(causes, default=0))


def lowered(elements: Sequence[PriceElement], credits: Sequence[Credit]) -> list[tuple[Credit, int]]:
    """The credits that lower the price which the obligations share, each with what it takes off beyond what the price
    leaves out already."""
    granted = {id(credit): amount for credit, amount in grants(elements, credits)}
    amounts = [(credit, credit.lowers - granted.get(id(credit), 0)) for credit in credits if credit.lowers]
    return [(credit, amount) for credit, amount in amounts if amount]


@cites("606-10-32-10", ifrs15=("55",))
def grants(elements: Sequence[PriceElement], credits: Sequence[Credit]) -> list[tuple[Credit, int]]:
    """The credits on the price that grant an expected reduction, each with the amount it grants.

    As long as the reductions that the price expects exceed what was granted before, they are what is granted."""
    expected = [e for e in elements if e.kind in (VARIABLE, IMPLICIT)]
    found, so_far = [], 0
    for credit in credits if expected else ():
        left = -sum(min(e.included(credit.on), 0) for e in expected) - so_far
        granted = max(min(credit.lowers + credit.shown, left), 0)
        if granted:
            found.append((credit, granted))
        so_far += granted
    return found
