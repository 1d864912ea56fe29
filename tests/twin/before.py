"""The plain twin: what is amended before there is a contract is part of what is assessed, and no change of it."""

from __future__ import annotations

from tests.twin.changes import Measured
from tests.twin.credits import exists_from
from tests.twin.exact import Refused, allocate, nearest
from tests.twin.streams import Stream


def begins(deal, known):
    """The first day of the contract; after every day where there is none."""
    first = exists_from(deal, 10**9, known)
    return 10**9 if first is None else first


def agree_before(world, fact, changes, added, lump):
    """One price over all that is promised, measured as a whole."""
    lives = [*world.live.values(), *added]
    if lump and not any(not one.obligation.setup for one in lives):
        raise Refused("NothingLeft")
    price = sum(s.base + s.price + s.spent for one in world.live.values() for s in one.streams)
    price += lump + sum(c.moved for c in changes) + sum(int(one.agreed) for one in added)
    lumps = lumps_of(world, changes, added, lump)
    for c in changes:
        agree(c, fact, lumps.get(c.promised, nearest(c.lump)) - nearest(c.lump))
        world.new_total(c, fact)
        take_terms(c)
    for one in added:
        one.more, one.since = lumps[one], fact.on
    parts = world.split(price, [one.ssp for one in lives]) if lives else []
    for one, part in zip(lives, parts, strict=True):
        less = 0 if one.ended else world.material(one, 10**9)[1]
        one.streams = [Stream(-(10**9), 0, part, None if one.ended else one.measured, less)]
        one.blends = {len(world.history): one.ssp}
    world.first_amended = min(world.first_amended, fact.on)
    world.live |= {(one.terms.ref, one.obligation.ref): one for one in added}


def lumps_of(world, changes, added, lump):
    """What is owed of a price agreed for the whole falls on what is left."""
    left = [c for c in changes if not c.finished]
    shared = [c for c in left if c.goes_on]
    parts = allocate(int(lump), [max(c.old, 0) for c in left]) if left and not (shared or added) else []
    return world.lumps(left, shared, added, lump, dict(zip(left, parts, strict=False)))


def agree(c, fact, lump):
    """What was performed weighs what it weighed, what is left what it sells for now; its stated price, where that is
    what it sells for."""
    one = c.promised
    one.ssp = one.ssp * (1 - c.work) + c.ssp_left
    one.agreed += c.delta
    if one.obligation.ssp.form == "none" and one.obligation.ref not in fact.fields.get("ssp", {}):
        one.ssp = one.agreed
    one.lump += lump
    one.more += c.moved + lump


def take_terms(c):
    """The span or the count of an obligation as it is then; what is removed is complete."""
    one, m = c.promised, c.promised.measured
    one.quantity, one.until, one.price, one.ended = c.quantity, c.until, c.price, c.removed
    one.measured = Measured(m.start, c.until if one.timed else m.until, m.skip, None, m.counts_first_day, m.broken)
    if c.touched:
        one.first_measured = c.on if c.removed else one.measured
    one.material_stops = -(10**9) if c.removed else one.material_stops
