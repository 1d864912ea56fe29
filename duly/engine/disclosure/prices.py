"""What became of the price allocated to what was promised: booked by the journal, or left (606-10-50-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.disclosure.bands import NOTHING_LEFT, exemptions, left_by_band
from duly.engine.disclosure.remaining import by_use, of_fixed_price
from duly.engine.disclosure.window import Currency, Window, credited, currencies_of, money
from duly.engine.journal.books import allocated_of
from duly.engine.journal.worlds import World
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.reports import Column, Report

# The price of a contract is the sum of these.
BECAME = (
    Column("revenue", "money", "revenue to date, as the journal has it"),
    Column("of an earlier system", "money", "what an earlier system had recognized of it"),
    Column("without a fixed price", "money", "of that revenue: use, royalties and the like; less than nothing"),
    Column("posted otherwise", "money", "of that revenue: by hand, restated since, or not as it is known; taken off"),
    Column("remaining", "money", "what is left and disclosed"),
    Column("not disclosed", "money", "what is left and an exemption leaves out"),
)
_COLUMNS = (
    Column("entity", "text", "legal entity"),
    Column("contract", "text", "contract; combined contracts are joined by +"),
    Column("currency", "text", "currency of the contract"),
    Column("price", "money", "price allocated to its obligations, without what is priced by use"),
    *BECAME,
)


class Became(NamedTuple):
    """The price of a contract and its parts in the order of `BECAME`, minor units."""

    contract: str
    currency: Currency
    price: int
    parts: tuple[int, ...]

    @property
    def difference(self) -> int:
        """What of the price is nowhere."""
        return self.price - sum(self.parts)


@cites("606-10-50-13", "606-10-50-14", ifrs15=("120", "121"))
def prices_allocated(windows: Sequence[Window]) -> Report:
    """One row a contract of which something is left, or whose price does not tie; the others of an entity are one row
    together."""
    rows = [
        (one.entity, each.contract, each.currency[0], *(money(x, each.currency) for x in (each.price, *each.parts)))
        for one in windows
        for each in _shown(one)
    ]
    return Report("price", "Allocated price and what became of it", _COLUMNS, tuple(rows))


def _shown(one: Window) -> Iterator[Became]:
    together: dict[Currency, Became] = {}
    for each in _each(one):
        if any(each.parts[-2:]) or each.difference:
            yield each
            continue
        so_far = together.get(each.currency, Became(NOTHING_LEFT, each.currency, 0, (0,) * len(BECAME)))
        parts = tuple(a + b for a, b in zip(so_far.parts, each.parts, strict=True))
        together[each.currency] = so_far._replace(price=so_far.price + each.price, parts=parts)
    yield from (together[currency] for currency in sorted(together))


def _each(one: Window) -> Iterator[Became]:
    """Every contract of which anything is known or was posted."""
    world, booked, otherwise = one.world, *one.revenue_booked()
    owner, refs = world.stacked.tables.obligations.contract, world.stacked.tables.contracts.ref
    left, out = np.array(left_by_band(one)).sum(axis=0), np.zeros(len(owner), np.bool_)
    out[list(exemptions(one, by_use(world.stacked.tables)))] = True
    columns = [
        _by_contract(world, amounts)
        for amounts in (
            allocated_of(world, one.on),
            of_fixed_price(world, -t.NEVER),
            of_fixed_price(world, one.on) - of_fixed_price(world, -t.NEVER),
            np.where(out, 0, left),
            np.where(out, left, 0),
        )
    ]
    told = credited(world, t.REVENUE, one.on) - credited(world, t.REVENUE, -t.NEVER)
    rows = zip(refs, currencies_of(world), told.tolist(), *(column.tolist() for column in columns), strict=True)
    for ref, currency, known, price, earlier, fixed, shown, hidden in rows:
        posted, apart = booked.pop((ref, currency), 0), otherwise.pop((ref, currency), 0)
        # A contract that stands as it was posted counts by its lines, and nothing that is known of it.
        apart -= known if one.stands(ref) else 0
        parts = (posted, earlier, fixed - known, -apart, shown, hidden)
        if any((price, *parts)):
            yield Became(ref, currency, price, parts)
    for ref, currency in dict.fromkeys((*booked, *otherwise)):
        yield Became(ref, currency, 0, (booked[ref, currency], 0, 0, -otherwise[ref, currency], 0, 0))


def _by_contract(world: World, amounts: Ints) -> Ints:
    found = np.zeros(len(world.stacked.tables.contracts), np.int64)
    np.add.at(found, world.stacked.tables.obligations.contract, amounts)
    return found
