"""Rows of one contract while they are decided, before they are stacked into tables.

Deciding runs contract by contract and is written to be read; its result is regular rows, with indexes that count
within the contract. `stack` puts many drafts together and shifts the indexes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.grouped import Grouped
from duly.ground.columns import Table, columns_of
from duly.ground.errors import NOWHERE, Place


class Obligation(NamedTuple):
    ref: str
    origin: str
    contract: int
    number: int
    price: int
    ssp: int


class Slot(NamedTuple):
    obligation: int
    since_on: int
    fixed: int


class Pool(NamedTuple):
    contract: int
    amount: int
    largest: int
    stage: int = 0


class Carried(NamedTuple):
    pool: int
    tranche: int
    on: int


class Share(NamedTuple):
    pool: int
    slot: int
    weight: int


class Track(NamedTuple):
    contract: int
    obligation: int
    debit: int
    credit: int
    step: int


class Tranche(NamedTuple):
    track: int
    since_on: int
    slot: int
    price: int
    less: int
    base: int
    measure: int
    from_on: int
    until: int
    meter: int
    done_before: int
    digits: int
    place: int
    after: int = -1
    whole: int = 0
    cause: int = 0

    def bare(self) -> Tranche:
        """The same measure without a price, from nothing on."""
        return self._replace(slot=-1, price=0, less=0, base=0, after=-1, whole=0, cause=0)


class Reading(NamedTuple):
    meter: int
    on: int
    done: int
    expected: int = -1
    place: int = -1


class Posting(NamedTuple):
    contract: int
    obligation: int
    on: int
    debit: int
    credit: int
    amount: int
    step: int
    place: int
    bill: int = -1


def of_contract(on: int, debit: int, credit: int, amount: int, step: int, place: int = -1) -> Posting:
    """A posting that names no obligation."""
    return Posting(0, -1, on, debit, credit, amount, step, place)


@dataclass(slots=True)
class Drafts:
    """The rows of one contract; every index counts within it. `places` are what `place` columns point to, `bills` the
    names of the invoices.

    restated: how many of the readings, at their beginning, are totals that amendments restate: they speak at the start
    of their day, one after the other.

    What explanations need beside the rows: `scales`, by meter, how many of its counts are one unit of what it counts
    (one where it is not said); `worth`, by slot, the exact standalone price it is weighed with (minor units)."""

    ref: str
    entity: str
    currency: str
    digits: int
    kind: int = t.FIRM
    refundable: int = 0
    exists_on: int = -t.NEVER
    obligations: list[Obligation] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    tranches: Grouped[Tranche] = field(default_factory=Grouped)
    meters: list[int] = field(default_factory=list)
    scales: dict[int, int] = field(default_factory=dict)
    worth: dict[int, Fraction] = field(default_factory=dict)
    readings: Grouped[Reading] = field(default_factory=Grouped)
    restated: int = 0
    postings: list[Posting] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    bills: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def at(self, place: Place) -> int:
        """Index of a place among the places of this contract; -1 for none."""
        if place is NOWHERE:
            return -1
        self.places.append(place)
        return len(self.places) - 1


# Which table each index column points to.
POINTS = {
    "contract": "contracts",
    "obligation": "obligations",
    "slot": "slots",
    "pool": "pools",
    "track": "tracks",
    "tranche": "tranches",
    "after": "tranches",
    "meter": "meters",
    "place": "places",
}


# The tables that the rows of a contract are stacked into, by the names they have in `Drafts`.
KINDS: dict[str, type[Table]] = {
    "obligations": t.Obligations,
    "slots": t.Slots,
    "pools": t.Pools,
    "shares": t.Shares,
    "carried": t.Carried,
    "tracks": t.Tracks,
    "tranches": t.Tranches,
    "readings": t.Readings,
    "postings": t.Postings,
}


class Stacked(NamedTuple):
    """Tables of many contracts with the labels and places their indexes point to."""

    tables: t.Tables
    entities: tuple[str, ...]
    currencies: tuple[tuple[str, int], ...]
    places: tuple[Place, ...]


def stack(drafts: Sequence[Drafts]) -> Stacked:
    """Put the drafts of many contracts together, in their order."""
    for one in drafts:
        tranches_in_order(one)
    sizes = {
        name: [len(getattr(d, name)) for d in drafts]
        for name in (*POINTS.values(), "shares", "carried", "readings", "postings")
        if name != "contracts"
    }
    sizes["contracts"] = [1] * len(drafts)
    starts = {name: np.concatenate(([0], np.cumsum(counts))).astype(np.int64)[:-1] for name, counts in sizes.items()}
    entities = tuple(dict.fromkeys(d.entity for d in drafts))
    currencies = tuple(dict.fromkeys((d.currency, d.digits) for d in drafts))
    contracts = t.Contracts.of(
        ref=[d.ref for d in drafts],
        entity=[entities.index(d.entity) for d in drafts],
        currency=[currencies.index((d.currency, d.digits)) for d in drafts],
        kind=[d.kind for d in drafts],
        refundable=[d.refundable for d in drafts],
        exists_on=[d.exists_on for d in drafts],
    )
    made: dict[str, Any] = {name: _stacked(kind, name, drafts, starts) for name, kind in KINDS.items()}
    meters = t.Meters.of(expected=[m for d in drafts for m in d.meters])
    places = tuple(place for d in drafts for place in d.places)
    return Stacked(t.Tables(contracts=contracts, meters=meters, **made), entities, currencies, places)


def _stacked(kind: type[Table], name: str, drafts: Sequence[Drafts], starts: dict[str, Any]) -> Table:
    rows = [row for d in drafts for row in in_order(name, getattr(d, name))]
    owner = np.repeat(np.arange(len(drafts)), [len(getattr(d, name)) for d in drafts])
    declared = columns_of(kind)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(declared)
    made: dict[str, Any] = {}
    for column, values in zip(declared, columns, strict=True):
        made[column.name] = values
        if column.name in POINTS:
            local = np.array(values, dtype=np.int64)
            made[column.name] = np.where(local < 0, local, local + starts[POINTS[column.name]][owner])
    return kind.of(**made)


def in_order(name: str, rows: list[Any]) -> list[Any]:
    """The order each table promises; sorting is stable, so a day keeps its order of recording."""
    if name == "readings":
        return sorted(rows, key=lambda r: (r.meter, r.on))
    if name == "postings":
        return sorted(rows, key=lambda r: r.on)
    if name == "shares":
        return sorted(rows, key=lambda r: r.pool)
    return rows


def tranches_in_order(drafts: Drafts) -> None:
    """Sort the tranches by track and day, and let what points to them follow."""
    rows = drafts.tranches
    order = sorted(range(len(rows)), key=lambda i: (rows[i].track, rows[i].since_on))
    if order == list(range(len(rows))):
        return
    moved = {old: new for new, old in enumerate(order)}
    after = [moved.get(rows[i].after, -1) for i in order]
    drafts.tranches = Grouped(
        rows[i] if rows[i].after == now else rows[i]._replace(after=now) for i, now in zip(order, after, strict=True)
    )
    drafts.carried = [c._replace(tranche=moved[c.tranche]) for c in drafts.carried]
