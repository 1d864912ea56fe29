"""The plain twin of the engine: one contract at a time, exact fractions, slow and obvious.

An independent reading of docs/how-numbers-are-made.md, by the names the engine uses. It takes `Terms` and reads their
attributes, and imports nothing of duly, so that a fault of the engine cannot hide here. Contracts that are accounted
for as one are a `Deal`:

    deal = Deal([terms], policies={})
    allocation(deal)                      allocated price by (contract, obligation)
    position(deal, day, known)            cumulative revenue by (contract, obligation)
    balances(deal, day, known)            by account
    schedule(deal, through, closes)       what each period books, by economic period and cause
"""

from tests.twin.books import FOREVER, balances, rights, schedule
from tests.twin.earned import allocated_at, exists, position
from tests.twin.exact import Refused, allocate, share, spread
from tests.twin.measures import progress
from tests.twin.prices import Deal, allocation, is_variable, price

__all__ = [
    "FOREVER",
    "Deal",
    "Refused",
    "allocate",
    "allocated_at",
    "allocation",
    "balances",
    "exists",
    "is_variable",
    "position",
    "price",
    "progress",
    "rights",
    "schedule",
    "share",
    "spread",
]
