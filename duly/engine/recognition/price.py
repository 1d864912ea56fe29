"""Step 3: the transaction price of the contract from a day on: what was agreed, and what of its elements is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.progress import amount, by_line
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

    @property
    def total(self) -> int:
        """The whole price, without what is priced by use."""
        return self.amount + sum(amount for _, amount in self.apart)


@cites("606-10-32-2", "606-10-32-14", "606-10-32-42", "606-10-32-43", ifrs15=("47", "59", "87", "88"))
def price_versions(group: Sequence[Terms], stated: int, elements: Sequence[PriceElement] = ()) -> list[PriceVersion]:
    """The price from inception, then after each credit note on the price and each change of an element.

    `stated` is the sum of stated prices of the contracts that give no `total`. A change of the price is allocated on
    the same basis as at inception, and what falls on satisfied promises is revenue at once. A credit note that grants
    a reduction which the price already expects changes nothing.
    """
    agreed = stated + sum(terms.total for terms in group if terms.total is not None)
    credits = _credits(group, elements)
    days = {-NEVER, *(fact.on for fact, _ in credits), *(v.since_on for e in elements for v in e.versions)}
    return [_version(day, agreed, credits, elements) for day in sorted(days)]


def _version(
    on: int, agreed: int, credits: Sequence[tuple[Fact, int]], elements: Sequence[PriceElement]
) -> PriceVersion:
    fixed = agreed - sum(credited(fact) - granted for fact, granted in credits if fact.on <= on)
    shared = sum(e.included(on) for e in elements if not e.apart)
    apart: dict[tuple[int, ...], int] = {}
    for e in elements:
        if e.apart:
            apart[e.rows] = apart.get(e.rows, 0) + e.included(on)
    causes = [v.cause for e in elements for v in e.versions if v.since_on == on > -NEVER]
    return PriceVersion(on, fixed + shared, tuple(apart.items()), fixed, max(causes, default=0))


def _credits(group: Sequence[Terms], elements: Sequence[PriceElement]) -> list[tuple[Fact, int]]:
    """The credit notes on the price in order, each with the part that only grants what the price already leaves out."""
    granted = dict(grants(group, elements))
    facts = [f for terms in group for f in terms.happened if _on_price(f, "credit note")]
    return [(fact, granted.get(fact, 0)) for fact in sorted(facts, key=lambda f: f.on)]


@cites("606-10-32-10", ifrs15=("55",))
def grants(group: Sequence[Terms], elements: Sequence[PriceElement]) -> list[tuple[Fact, int]]:
    """The credit notes and refunds on the price that grant an expected reduction, each with the amount it grants.

    As long as the reductions that the price expects exceed what was granted before, they are what is granted."""
    expected = [e for e in elements if e.kind in (VARIABLE, IMPLICIT)]
    facts = [f for terms in group for f in terms.happened if _on_price(f, "credit note") or _on_price(f, "refund")]
    found, so_far = [], 0
    for fact in sorted(facts, key=lambda f: (f.on, f.order)):
        left = -sum(min(e.included(fact.on), 0) for e in expected) - so_far
        granted = max(min(credited(fact), left), 0)
        if granted:
            found.append((fact, granted))
        so_far += granted
    return found


def _on_price(fact: Fact, verb: str) -> bool:
    return fact.verb == verb and fact.fields.get("reason") == "price"


def credited(fact: Fact) -> int:
    """Net amount of a credit note or refund, minor units."""
    return sum(by_line(fact).values()) or amount(fact, "amount") or amount(fact, "refund")
