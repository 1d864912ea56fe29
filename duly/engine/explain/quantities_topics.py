"""Quantities of special topics: revenue by what it pays for, royalties, variable amounts, what will be redeemed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.delivery.redemption import expected_by
from duly.engine.delivery.royalties import accrued, minimum_of
from duly.engine.explain.asked import (
    Asked,
    Quantity,
    UnknownQuantity,
    Value,
    amount_in,
    day_before,
    promise_of,
    promises_of,
    row_of,
    rulings_of,
)
from duly.engine.recognition.breakage import redeemed_part
from duly.engine.recognition.licenses import OCCUR
from duly.engine.recognition.position import position
from duly.engine.recognition.promises import Promise

KINDS = ("price", "minimum", "royalty", "redeemed", "breakage")


def revenue_by_kind(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Revenue of an obligation in the window by what it pays for: its fixed price, a guaranteed minimum, royalties
    beyond it; what was redeemed, and breakage."""
    name, kind = args
    if kind not in KINDS:
        raise UnknownQuantity(f"there is no kind of revenue {kind!r}", fix=f"one of: {', '.join(KINDS)}")
    upto, before = _kinds(asked, name, asked.through), _kinds(asked, name, day_before(asked))
    return amount_in(asked, upto[kind] - before[kind])


def _kinds(asked: Asked, name: str, on: int) -> dict[str, int]:
    """Revenue to the end of a day by kind, minor units."""
    p, found = promise_of(asked, name), dict.fromkeys(KINDS, 0)
    tables, book = asked.world.stacked.tables, asked.world.ledger.priced
    tracks = np.flatnonzero((tables.tracks.obligation == row_of(asked, name)) & (tables.tracks.credit == t.REVENUE))
    kinds = _track_kinds(asked)
    for track, amount in zip(tracks.tolist(), position(book, on)[tracks].tolist(), strict=True):
        found[kinds.get(track, "price")] += amount
    if p.obligation.earn == "as redeemed":
        allocated = whole_price(asked, name, on)
        found["redeemed"] = redeemed_part(p, found["price"], allocated, on)
        found["breakage"] = found["price"] - found["redeemed"]
        found["price"] = 0
    elif found["minimum"] and decision(asked, f"minimum royalty of {name}") == OCCUR:
        # Royalties within the minimum are earned as they occur; only what it tops up at the end is the minimum's.
        upto = min(on, p.until - 1) if p.until is not None else on
        occurred = sum(one.royalty - one.beyond for one in accrued(p.obligation, p.terms, p.start, upto))
        occurred = min(occurred, found["minimum"])
        found["minimum"], found["royalty"] = found["minimum"] - occurred, found["royalty"] + occurred
    elif found["minimum"]:
        least = min(minimum_of(p.obligation, p.start, p.until), found["minimum"])
        found["minimum"], found["royalty"] = least, found["royalty"] + found["minimum"] - least
    return found


def _track_kinds(asked: Asked) -> dict[int, str]:
    """What the revenue of a track of the books pays for, where that is not a fixed price."""
    found: dict[int, str] = {}
    first = 0
    for ruling in asked.world.rulings:
        found |= {first + track: kind for track, kind in ruling.kinds.items()}
        first += len(ruling.drafts.tracks)
    return found


def whole_price(asked: Asked, name: str, on: int) -> int:
    """The price of an obligation at the end of a day, minor units."""
    return asked.books.allocation_at(on, asked.known).get((promise_of(asked, name).terms.ref, name), 0)


def decision(asked: Asked, name: str) -> str:
    """A decision by name; empty where there is none."""
    return next((r.decisions[name] for r in rulings_of(asked) if name in r.decisions), "")


def royalties(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What the sales of the window come to at the rate, within a minimum or not."""
    promises = [promise_of(asked, args[0])] if args else list(promises_of(asked))
    return amount_in(asked, sum(_sold(p, asked.through) - _sold(p, day_before(asked)) for p in promises))


def _sold(p: Promise, on: int) -> int:
    return sum(one.royalty for one in accrued(p.obligation, p.terms, p.start, on)) if p.obligation.royalty else 0


def variable(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Variable amounts expected beside the fixed price, of one obligation or of all (606-10-32-39, 32-40)."""
    if args:
        promise_of(asked, args[0])
    rulings = rulings_of(asked)
    return amount_in(asked, sum(r.variable.get(args[0], 0) if args else sum(r.variable.values()) for r in rulings))


def expected_redeemed(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What customers are expected to use in all of a right, as seen at the end of the window: units, or an amount."""
    p = promise_of(asked, args[0])
    rights = expected_by(p.obligation, p.terms, asked.through, p.start, p.until)
    return rights.expected / 10**p.terms.digits if rights.money else rights.expected


TOPIC_QUANTITIES: Mapping[str, Quantity] = {
    "royalties": Quantity(royalties, (0, 1)),
    "variable": Quantity(variable, (0, 1)),
}
TOPIC_FIGURES: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    "royalties": royalties,
    "variable": variable,
    "expected_redeemed": expected_redeemed,
}
