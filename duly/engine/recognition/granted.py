"""Credits that only grant a reduction which the price expects already: to which obligation, and of which kind."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.drafts import Drafts, Tranche
from duly.engine.pricing.credits import Credit
from duly.engine.recognition.price import IMPLICIT, VARIABLE, PriceElement, grants
from duly.engine.recognition.promises import Promise, Ruling
from duly.engine.recognition.rates import given_back
from duly.ground.cites import cites
from duly.ground.rounding import allocate_fractions, round_fraction

BY_USE = "by use"


class Granted(NamedTuple):
    """What a credit grants of the reductions of one obligation, minor units. kind: VARIABLE, IMPLICIT, or BY_USE."""

    credit: Credit
    row: int
    kind: str
    amount: int


@cites("606-10-32-10", "606-10-32-44", ifrs15=("55", "89"))
def granted(ruling: Ruling) -> list[Granted]:
    """What the credits of a contract grant, in their order: in proportion to what is still expected of each
    obligation."""
    found: list[Granted] = []
    for credit, amount in grants(ruling.elements, ruling.credits):
        left = {
            (p.row, kind): _expected(kind, p.row, credit.on, ruling) - _so_far(p.row, kind, found)
            for p in ruling.promises
            for kind in (VARIABLE, IMPLICIT)
            if ruling.slots[p.row]
        }
        found += _shared(credit, amount, left)
    for credit in ruling.credits:
        # A refund that nothing else explains may be for what was used, too.
        shown = credit.shown - sum(one.amount for one in found if one.credit is credit)
        for name, amount in (*credit.by_use, ("", shown)):
            of = [p for p in ruling.promises if given_back(p) and name in ("", p.obligation.ref)]
            below = {p.row: below_list(p, credit.on, ruling.drafts) for p in of}
            left = {(row, BY_USE): size - _so_far(row, BY_USE, found) for row, size in below.items()}
            found += _shared(credit, amount, left)
    return found


def _shared(credit: Credit, amount: int, left: dict[tuple[int, str], int]) -> list[Granted]:
    """An amount by what is left of each, and never more than that."""
    sizes = [max(size, 0) for size in left.values()]
    amount = max(min(amount, sum(sizes)), 0)
    parts = allocate_fractions(amount, [Fraction(size) for size in sizes]) if sizes else []
    return [Granted(credit, *key, part) for key, part in zip(left, parts, strict=True) if part]


def _so_far(row: int, kind: str, found: list[Granted]) -> int:
    return sum(one.amount for one in found if (one.row, one.kind) == (row, kind))


def _expected(kind: str, row: int, on: int, ruling: Ruling) -> int:
    """The reductions of one obligation that the price expects on a day, minor units above zero."""
    elements = [e for e in ruling.elements if e.kind == kind]
    return -sum(part_of(e, min(e.included(on), 0), row, ruling) for e in elements)


def part_of(e: PriceElement, amount: int, row: int, ruling: Ruling) -> int:
    """The part of an amount of an element that belongs to one obligation, minor units."""
    first = [p for p in ruling.promises if ruling.slots[p.row]]
    of = [p for p in first if (p.row in e.rows if e.rows else p.shares)]
    return split(amount, of, ruling).get(row, 0)


def split(total: int, promises: list[Promise], ruling: Ruling) -> dict[int, int]:
    """An amount over obligations by standalone selling price."""
    parts = allocate_fractions(total, [ruling.ssp[p.obligation.ref] for p in promises]) if promises else []
    return dict(zip([p.row for p in promises], parts, strict=True))


def below_list(p: Promise, on: int, drafts: Drafts) -> int:
    """What everything used by a day costs at its list price, less what it costs at the rate expected then."""
    in_force = [x for x in use_tranches(p, drafts) if x.since_on <= on]
    return money(p.measure.meter, on, drafts) - money(in_force[-1].meter, on, drafts) if in_force else 0


def use_tranches(p: Promise, drafts: Drafts) -> list[Tranche]:
    """The tranches of the revenue of a price by use, in the order of their days: one a rate."""
    tracks = {i for i, x in enumerate(drafts.tracks) if (x.obligation, x.credit) == (p.row, t.REVENUE)}
    mine = [x for x in drafts.tranches if x.track in tracks and x.measure == t.AS_PRICED and x.price]
    return sorted(mine, key=lambda x: x.since_on)


def money(meter: int, on: int, drafts: Drafts) -> int:
    """What a meter of money shows at the end of a day, rounded."""
    done = sum(r.done for r in drafts.readings if r.meter == meter and r.on <= on)
    return round_fraction(Fraction(done, drafts.meters[meter]))
