"""In which order contracts that changed are priced: inception first, then the first change of every contract, then the
second. None of it depends on a price, so it is found once and serves every pricing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.ground.columns import Ints


class Round(NamedTuple):
    """What one round of pricing does: add to pools what tranches carry on, share the pools out, begin tranches.

    carried_pool, carried, carried_done, carried_total: a pool, a tranche, and the progress after which its rest joins
    the pool · pools, largest: what is shared out, and how · owner, weight, slot: the shares, by place in `pools` ·
    once: whether no slot comes twice · slotted, slot_of, less: tranches whose price is that of a slot, less an amount ·
    after, before, done, total, whole: tranches that go on from another, which, from what progress, and whether the
    whole is measured from inception · alone_done, alone_total: the progress since when it is measured alone."""

    carried_pool: Ints
    carried: Ints
    carried_done: Ints
    carried_total: Ints
    pools: Ints
    largest: Ints
    owner: Ints
    weight: Ints
    slot: Ints
    once: bool
    slotted: Ints
    slot_of: Ints
    less: Ints
    after: Ints
    before: Ints
    done: Ints
    total: Ints
    alone_done: Ints
    alone_total: Ints
    whole: Ints


Progress = Callable[[Ints, Ints], tuple[Ints, Ints]]


def rounds(tables: t.Tables, progress: Progress) -> tuple[Round, ...]:
    """The rounds of these tables; none where nothing changed, as all is priced at once then. progress: of tranches,
    each at the end of its own day."""
    if not (len(tables.carried) or tables.pools.stage.any() or (tables.tranches.after != t.NO_ROW).any()):
        return ()
    turn = _turns(tables)
    numbers = np.unique(np.concatenate((tables.pools.stage, turn))).tolist()
    return tuple(_round(tables, turn, number, progress) for number in numbers)


def _round(tables: t.Tables, turn: Ints, number: int, progress: Progress) -> Round:
    pools, shares, carried, tranches = tables.pools, tables.shares, tables.carried, tables.tranches
    joins = np.flatnonzero(pools.stage[carried.pool] == number)
    mine, which = np.flatnonzero(pools.stage[shares.pool] == number), np.flatnonzero(pools.stage == number)
    index = np.zeros(len(pools), np.int64)
    index[which] = np.arange(len(which))
    slot, rows = shares.slot[mine], np.flatnonzero(turn == number)
    slotted, after = rows[tranches.slot[rows] != t.NO_ROW], rows[tranches.after[rows] != t.NO_ROW]
    before, evening = tranches.after[after], tranches.since_on[after] - np.where(tranches.whole[after] == 2, 0, 1)
    carried_done, carried_total = progress(carried.tranche[joins], carried.on[joins])
    done, total = progress(before, evening)
    alone = progress(before, np.where(tranches.whole[after] == 3, tranches.from_on[after] - 1, evening))
    return Round(
        carried_pool=carried.pool[joins],
        carried=carried.tranche[joins],
        carried_done=carried_done,
        carried_total=carried_total,
        pools=which,
        largest=pools.largest[which],
        owner=index[shares.pool[mine]],
        weight=shares.weight[mine],
        slot=slot,
        once=not len(slot) or int(np.bincount(slot).max()) == 1,
        slotted=slotted,
        slot_of=tranches.slot[slotted],
        less=tranches.less[slotted],
        after=after,
        before=before,
        done=done,
        total=total,
        alone_done=alone[0],
        alone_total=alone[1],
        whole=tranches.whole[after],
    )


def _turns(tables: t.Tables) -> Ints:
    """The round in which each tranche gets its price: that of its slot's pool, and one after the tranche it goes on
    from."""
    tranches = tables.tranches
    # A tranche without a slot finds the last place, which is of none.
    by_slot = np.zeros(len(tables.slots) + 1, np.int64)
    np.maximum.at(by_slot, tables.shares.slot, tables.pools.stage[tables.shares.pool])
    turn = by_slot[tranches.slot]
    rows = np.flatnonzero(tranches.after != t.NO_ROW)
    before = tranches.after[rows]
    while (late := turn[rows] <= turn[before]).any():
        turn[rows[late]] = turn[before[late]] + 1
    return turn
