"""The plain twin of a changed contract: positions, prices in force and bookings, as those of one without changes."""

from __future__ import annotations

from collections import Counter

from tests.twin import owed
from tests.twin.amended import World
from tests.twin.books import cause_of_late, first_day, months
from tests.twin.earned import exists
from tests.twin.measures import rows


def world_of(deal, known):
    """The world as known on a day, remembered by what was known."""
    facts = tuple((t.ref, tuple(map(id, rows(t, 10**9, known)))) for t in deal.contracts if t.known_on <= known)
    judged = tuple(id(f) for t in deal.contracts for f in t.judged if f.known_on <= known)
    if ("world", facts, judged) not in deal.memory:
        deal.memory["world", facts, judged] = World(deal, known)
    return deal.memory["world", facts, judged]


def position(deal, on, known):
    """Revenue of every obligation at the end of a day, those that amendments added included."""
    return owed.position(deal, world_of(deal, known), on)


def balances(deal, on, known):
    """What stands on each account at the end of a day."""
    return owed.balances(deal, world_of(deal, known), on)


def allocated_at(deal, on, known):
    """The price in force of every obligation that shares one, at the end of a day; what is kept is price."""
    world = world_of(deal, known)
    prices = {key: price for key, (_, price) in world.at(on).items()}
    for day, key, amount in owed.what_is_kept(deal, world):
        if day <= on:
            prices[key] = prices.get(key, 0) + amount
    return prices


def bookings(deal, through, closes):
    """What each period books: {(last day of the period, of the economic period, obligation, cause): amount}."""
    every = months(first_day(deal), through, closes, 10**9)
    found = Counter()

    def moved(number, known):
        start = position(deal, every[number - 1].end, known) if number else {}
        return {key: amount - start.get(key, 0) for key, amount in position(deal, every[number].end, known).items()}

    for number, period in enumerate(every):
        own = moved(number, period.known)
        for key, amount in own.items():
            changed = at_once(world_of(deal, period.known), key, period)
            for cause, part in {**changed, "progress": amount - sum(changed.values())}.items():
                found[period.end, period.end, key[1], cause] += part
        before = every[number - 1].known if number else period.known
        for q in range(number) if before != period.known else []:
            now, then = moved(q, period.known), moved(q, before)
            for key in {*now, *then}:
                row = (period.end, every[q].end, key[1], cause_of_late(deal, key, period.known, before))
                found[row] += now.get(key, 0) - then.get(key, 0)
    return {row: amount for row, amount in found.items() if amount}


def at_once(world, key, period):
    """What amendments and new estimates of a period moved at once, of revenue that shares a price."""
    if key not in world.live or not exists(world.deal, period.end, world.known):
        return {}
    mine = [amount for on, moved, amount in world.moved_at_once if moved == key and period.start <= on <= period.end]
    return {"amendment": sum(mine), "estimate": world.by_estimates(key, period.start, period.end)}
