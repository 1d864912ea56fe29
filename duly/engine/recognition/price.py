"""Step 3: the fixed transaction price of the contract, and how it changes by a credit on the price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duly.engine.contracts.terms import Fact, Terms
from duly.engine.delivery.progress import amount, by_line
from duly.engine.tables import NEVER
from duly.ground.cites import cites


class PriceVersion(NamedTuple):
    """The fixed price (minor units) from a day on."""

    since_on: int
    amount: int


@cites("606-10-32-2", "606-10-32-42", "606-10-32-43", ifrs15=("47", "87", "88"))
def price_versions(group: Sequence[Terms], stated: int) -> list[PriceVersion]:
    """The fixed price from inception, then after each credit note on the price.

    `stated` is the sum of stated prices of the contracts that give no `total`. A change of the price is
    allocated on the same basis as at inception, and what falls on satisfied promises is revenue at once.
    """
    price = stated + sum(terms.total for terms in group if terms.total is not None)
    versions = [PriceVersion(-NEVER, price)]
    credits = [
        f for terms in group for f in terms.happened if f.verb == "credit note" and f.fields.get("reason") == "price"
    ]
    for fact in sorted(credits, key=lambda f: f.on):
        price -= credited(fact)
        versions.append(PriceVersion(fact.on, price))
    last = {version.since_on: version for version in versions}
    return [last[day] for day in sorted(last)]


def credited(fact: Fact) -> int:
    """Net amount of a credit note, minor units."""
    return sum(by_line(fact).values()) or amount(fact, "amount")
