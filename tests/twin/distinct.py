"""The plain twin: what of an amendment is distinct, and what of a contract takes part in it."""

from __future__ import annotations

from fractions import Fraction

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


def fitting(fact, changes, added, named, lump):
    """The row of the table that fits an amendment."""
    grown = [c for c in changes if c.ssp_grown]
    distinct = [flag for _, flag in named]
    distinct += [said(fact, "distinct", c.promised.obligation.ref, True) for c in grown]
    price = sum((one.agreed for one in added), Fraction(lump)) + sum(c.delta for c in changes)
    worth_alone = sum((one.ssp for one in added), Fraction(0)) + sum(c.ssp_grown for c in grown)
    lines = len(added) + len(grown)
    alone = abs(price - worth_alone) <= lines and lines > 0 and not any(c.beside for c in changes if c not in grown)
    if distinct and all(distinct) and alone:
        return "separate"
    taking = concerned(changes, bool(named), lump) if named or any(not c.finished for c in changes) else []
    flags = {remaining(fact, c) for c in taking} | {flag for _, flag in named}
    return "mixed" if len(flags) > 1 else "prospective" if True in flags else "catch-up"
