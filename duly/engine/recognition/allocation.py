"""Step 4: split the transaction price over the obligations by standalone selling price."""

from __future__ import annotations

import numpy as np

from duly.engine.tables import Pools, Shares, Slots
from duly.ground import rounding
from duly.ground.cites import cites
from duly.ground.columns import Ints


@cites("606-10-32-28", "606-10-32-29", "606-10-32-31", ifrs15=("73", "74", "76"))
def allocation(slots: Slots, pools: Pools, shares: Shares) -> Ints:
    """Allocated price of each slot, in minor units; the shares of a pool add up to its amount, to the minor unit.

    allocated = fixed + sum over pools of amount x weight / sum of weights
    """
    if not len(shares):
        return slots.fixed.copy()
    parts = rounding.allocate(pools.amount, shares.weight, owner=shares.pool, count=len(pools), largest=pools.largest)
    prices = slots.fixed.copy()
    np.add.at(prices, shares.slot, parts)
    return prices
