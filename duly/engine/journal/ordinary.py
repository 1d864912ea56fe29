"""Which contracts in a foreign currency are of the ordinary shape, that columns can walk abreast.

All others are walked one by one. This is the one place that decides it; every reason is read off the facts, so it holds
whatever prices come to.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.engine.fx.rates import Daily
from duly.engine.policies import Policies
from duly.ground.columns import Bools, Ints

# Why a contract is not of the ordinary shape; the first reason that fits counts.
REASONS = (
    "",
    "the customer may cancel it, or money paid ahead is given back",
    "a posting is neither a right nor its payment",
    "money came in before there was a contract",
    "an amount that grows is no revenue of an obligation of its own",
    "a price follows use",
    "something moves before the first rate",
)
CANCELLABLE, OTHER_POSTING, BEFORE, OTHER_TRACK, BY_USE, EARLY = range(1, len(REASONS))
_FITS = 1 << 61
_RIGHT, _PAID = (t.DUE, t.POSITION, t.STEP["billing"]), (t.CASH, t.DUE, t.STEP["cash"])


class Abroad(NamedTuple):
    """Contracts with rates, one row each, in the order of their rows. contract: row of `Contracts` · pair: row of
    `rates` · averaged: whether what time earns has the mean rate of its days · rates."""

    contract: Ints
    pair: Ints
    averaged: Bools
    rates: Daily


def reasons(tables: t.Tables, abroad: Abroad) -> Ints:
    """Why each contract of `abroad` cannot be walked abreast, index into REASONS; 0 where it can."""
    count = len(tables.contracts)
    own = abroad.contract
    found = np.zeros(len(own), np.int64)
    contracts = tables.contracts
    checks = (
        (CANCELLABLE, (contracts.kind[own] == t.CANCELLABLE) | (contracts.refundable[own] == 1)),
        (OTHER_POSTING, _marked(count, tables.postings.contract, _other_postings(tables.postings))[own]),
        (BEFORE, _marked(count, tables.postings.contract, _before_contract(tables))[own]),
        (OTHER_TRACK, _other_tracks(tables)[own]),
        (
            BY_USE,
            _marked(count, tables.tracks.contract[tables.tranches.track], tables.tranches.measure == t.AS_PRICED)[own],
        ),
        (EARLY, first_days(tables)[own] < abroad.rates.begins[abroad.pair]),
    )
    for number, fits in reversed(checks):
        found[fits] = number
    return found


def _marked(count: int, owner: Ints, rows: Bools) -> Bools:
    """Contracts of which any row is marked."""
    marked = np.zeros(count, np.bool_)
    marked[owner[rows]] = True
    return marked


def _other_postings(p: t.Postings) -> Bools:
    fits = np.zeros(len(p), np.bool_)
    for debit, credit, step in (_RIGHT, _PAID):
        fits |= (p.debit == debit) & (p.credit == credit) & (p.step == step)
    other: Bools = ~fits | (p.amount <= 0) | ((p.obligation >= 0) & (p.debit == t.CASH))
    return other


def _before_contract(tables: t.Tables) -> Bools:
    """Postings of a day before there was a contract."""
    before: Bools = tables.postings.on < tables.contracts.exists_on[tables.postings.contract]
    return before


def _other_tracks(tables: t.Tables) -> Bools:
    """Contracts without obligations, with a track that is no revenue, with an obligation that has not just one, or with
    a meter that two tracks share."""
    tracks, tranches, count = tables.tracks, tables.tranches, len(tables.contracts)
    other = (tracks.debit != t.POSITION) | (tracks.credit != t.REVENUE) | (tracks.step != t.STEP["revenue"])
    marked = _marked(count, tracks.contract, other | (tracks.obligation < 0))
    each = np.bincount(tracks.obligation[tracks.obligation >= 0], minlength=len(tables.obligations))
    marked |= _marked(count, tables.obligations.contract, each != 1)
    marked |= np.bincount(tables.obligations.contract, minlength=count) == 0
    metered = np.flatnonzero(tranches.meter >= 0)
    owner = np.full(len(tables.meters), -1, np.int64)
    owner[tranches.meter[metered]] = tranches.track[metered]
    shared = owner[tranches.meter[metered]] != tranches.track[metered]
    return marked | _marked(count, tracks.contract, _marked(len(tracks), tranches.track[metered], shared))


def first_days(tables: t.Tables) -> Ints:
    """The first day on which anything of each contract may move; what stood there before all time counts as such a
    day."""
    tracks, tranches, readings, p = tables.tracks, tables.tranches, tables.readings, tables.postings
    of_tranche = tracks.contract[tranches.track]
    of_meter = np.full(len(tables.meters), -1, np.int64)
    metered = tranches.meter >= 0
    of_meter[tranches.meter[metered]] = of_tranche[metered]
    owner = of_meter[readings.meter]
    timed, later = tranches.measure < t.BY_METER, tranches.since_on > -t.NEVER
    stood = ~later & (tranches.base != 0)
    first = np.full(len(tables.contracts), t.NEVER)
    for contract, on in (
        (p.contract, p.on),
        (owner[owner >= 0], readings.on[owner >= 0]),
        (of_tranche[timed], tranches.from_on[timed]),
        (of_tranche[later], tranches.since_on[later]),
        (of_tranche[stood], tranches.since_on[stood]),
    ):
        np.minimum.at(first, contract, on)
    return first


def counted(tables: t.Tables, abroad: Abroad) -> Bools:
    """Contracts whose values 64 bits can count: the rates have a unit and are of one day, and rights and prices, all at
    the highest rate, stay inside. Sizes are taken in thousands upwards, so that the check itself stays inside."""
    size = np.zeros(len(tables.contracts), np.int64)
    for owner, amount in (
        (tables.postings.contract, tables.postings.amount),
        (tables.pools.contract, tables.pools.amount),
        (tables.obligations.contract[tables.slots.obligation], tables.slots.fixed),
        (tables.tracks.contract[tables.tranches.track], tables.tranches.price),
    ):
        np.add.at(size, owner, np.abs(amount) // 1000 + 1)
    highest = np.maximum(abroad.rates.counts.max(axis=1, initial=0), 1)[abroad.pair]
    fits: Bools = (size[abroad.contract] <= _FITS // 1000 // highest) & (abroad.rates.unit[abroad.pair] > 0)
    return fits & ~abroad.averaged


def by_mean_rates(policies: Policies) -> bool:
    """Whether what time earns has the mean rate of its days."""
    return policies["revenue rate"] == "average"
