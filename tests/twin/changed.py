"""The plain twin of a changed contract: positions, prices in force and bookings, as those of one without changes."""

from __future__ import annotations

from tests.twin.amended import World
from tests.twin.books import first_day, months
from tests.twin.earned import as_priced
from tests.twin.measures import rows
from tests.twin.prices import is_variable


def world_of(deal, known):
    """The world as known on a day, remembered by what was known."""
    facts = tuple((t.ref, tuple(map(id, rows(t, 10**9, known)))) for t in deal.contracts if t.known_on <= known)
    judged = tuple(id(f) for t in deal.contracts for f in t.judged if f.known_on <= known)
    if ("world", facts, judged) not in deal.memory:
        deal.memory["world", facts, judged] = World(deal, known)
    return deal.memory["world", facts, judged]


def position(deal, on, known):
    """Revenue of every obligation at the end of a day, those that amendments added included."""
    result, world = {key: revenue for key, (revenue, _) in world_of(deal, known).at(on).items()}, world_of(deal, known)
    for terms in world.contracts:
        for o in [*terms.obligations, *added_by(terms, on, known)]:
            if is_variable(o):
                result[terms.ref, o.ref] = as_priced(o, until_it_ends(o, rows(terms, on, known)))
    return result


def until_it_ends(o, facts):
    """What is used after the end is not paid for: an end takes effect with its day, an amendment before it."""
    ends = [f.on for f in facts if f.verb == "terminated" and (not f.subjects or o.ref in f.subjects)]
    changes = [f for f in facts if f.verb == "amendment" and f.fields.get("approved") is not False]
    ends += [f.on - 1 for f in changes if o.ref in f.fields.get("removes", ())]
    return [f for f in facts if f.on <= min(ends, default=f.on)]


def added_by(terms, on, known):
    """What amendments in force by a day added."""
    for f in rows(terms, on, known):
        if f.verb == "amendment" and f.fields.get("approved") is not False:
            yield from f.fields.get("adds", ())


def allocated_at(deal, on, known):
    """The price in force of every obligation that shares one, at the end of a day."""
    return {key: price for key, (_, price) in world_of(deal, known).at(on).items()}


def bookings(deal, through, closes):
    """What each period books: {(last day of the period, of the economic period, obligation): amount}."""
    every = months(first_day(deal), through, closes, 10**9)
    found = {}

    def moved(number, known):
        start = position(deal, every[number - 1].end, known) if number else {}
        return {key: amount - start.get(key, 0) for key, amount in position(deal, every[number].end, known).items()}

    for number, period in enumerate(every):
        before = every[number - 1].known if number else period.known
        for q in range(number + 1) if before != period.known else [number]:
            now, then = moved(q, period.known), moved(q, before) if q < number else {}
            for key in {*now, *then}:
                row = (period.end, every[q].end, key[1])
                found[row] = found.get(row, 0) + now.get(key, 0) - then.get(key, 0)
    return {row: amount for row, amount in found.items() if amount}
