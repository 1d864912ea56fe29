"""The plain twin: what of an amendment is distinct, and what of a contract takes part in it."""

from __future__ import annotations

from tests.twin.exact import Refused


def said(fact, key, ref, nature):
    """What an amendment says of distinctness, else what follows from the nature of the thing."""
    stated_so = fact.fields.get(key)
    if isinstance(stated_so, bool):
        return stated_so
    if isinstance(stated_so, dict) and ref in stated_so:
        return stated_so[ref]
    if nature is None:
        raise Refused("MissingJudgement")
    return nature


def by_nature(c):
    """A series, counted units, and what has not begun are distinct; of anything else a person must say."""
    o = c.promised.obligation
    return True if o.series or (c.promised.counts_units and c.total > 1) or c.done <= 0 else None


def remaining(fact, c):
    return said(fact, "remaining distinct", c.promised.obligation.ref, by_nature(c))


def concerned(changes, adds, lump):
    """What takes part: of what is left, what is named and what is distinct by nature; all of it where the price alone
    changes, or where nothing of what is named or distinct by nature goes on."""
    left = [c for c in changes if not c.finished]
    taking = [c for c in left if c.touched or by_nature(c)]
    named = any(c.touched for c in left)
    if not adds and ((lump and not named) or (named and not any(c.goes_on for c in taking))):
        return left
    return taking
