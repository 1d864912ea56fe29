"""The reference workload W(n): random contracts as raw columns.

Per contract 1-4 obligations (by day, even months, at once, milestones, usage, cost with one new estimate half-way),
terms of 12 to 36 months, yearly, quarterly or monthly invoices due when issued, cash one month after each. In full
(`bench/amended.py`) the same contracts are amended, and some are in another currency than their books. Everything
follows from the seed. `Raw` is what the oracle reads; `bench/columns.py` gives the same to the engine.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from duly.ground.columns import Ints

PERIODS, COHORTS = 76, 36
_FIRST_DAY = (dt.date(2023, 1, 1) - dt.date(1970, 1, 1)).days
FIRST: Ints = np.array(
    [(dt.date(2023 + p // 12, p % 12 + 1, 1) - dt.date(1970, 1, 1)).days for p in range(PERIODS + 1)], np.int64
)
DAILY, MONTHLY, AT_ONCE, MILESTONES, USAGE, COST = range(6)
LARGE = 10**13
CURRENCIES = 4


class Raw(NamedTuple):
    """Columns by name: of contracts, obligations, events and invoices. `ptr`: where the children of each row start.

    amendments (none without them): contract, on, kind (PROSPECTIVE or CATCH_UP), change of the price, and of each
    obligation in `ssp_left` the SSP of what is left of it on that day (0: none) · rates: by pair of currencies
    (have x CURRENCIES + want) and day, counts of 1 / RATE_UNIT; empty where all books are in the currency of the
    contract."""

    contracts: dict[str, Ints]
    obligations: dict[str, Ints]
    events: dict[str, Ints]
    invoices: dict[str, Ints]
    amendments: dict[str, Ints]
    rates: dict[str, Ints]


def generate(n: int, seed: int, large_share: float = 0.0) -> Raw:
    """W(n). A `large_share` of the contracts has a price of 10**13 minor units and more."""
    g = np.random.default_rng(seed)
    contracts = _contracts(g, n, large_share)
    obligations = _obligations(g, contracts)
    events = _events(g, contracts, obligations)
    return Raw(contracts, obligations, events, _invoices(contracts), {}, {})


def _contracts(g: np.random.Generator, n: int, large_share: float) -> dict[str, Ints]:
    currency = g.integers(0, CURRENCIES, n)
    cohort = g.integers(0, COHORTS, n)
    offset = np.where(g.random(n) < 0.6, 0, g.integers(0, 28, n))
    months = g.choice(np.array([12, 12, 18, 24, 24, 36, 36]), n)
    price = np.exp(g.normal(14, 1.4, n)).astype(np.int64) + 1000
    large = g.permutation(n) < int(n * large_share)
    price = np.where(large, LARGE + g.integers(0, LARGE, n), price)
    return {
        "currency": currency,
        "functional": currency,
        "cohort": cohort,
        "start": FIRST[cohort] + offset,
        "until": FIRST[cohort + months] + offset,
        "months": months,
        "price": price,
        "every": g.choice(np.array([12, 12, 3, 1]), n),
        "ptr": starts(g.integers(1, 5, n)),
    }


def _obligations(g: np.random.Generator, c: dict[str, Ints]) -> dict[str, Ints]:
    contract = np.repeat(np.arange(len(c["price"])), np.diff(c["ptr"]))
    count = len(contract)
    rest = g.choice(6, count, p=[0.2, 0.2, 0.25, 0.12, 0.13, 0.10])
    kind = np.where(within(c["ptr"]) == 0, (g.random(count) < 0.4).astype(np.int64), rest)
    ssp = np.maximum(100, (c["price"][contract] * (0.1 + 1.2 * g.random(count))).astype(np.int64))
    months = c["months"][contract]
    choices = [kind == AT_ONCE, kind == MILESTONES, kind == USAGE, kind == COST]
    events = np.select(choices, [1, g.integers(3, 6, count), months, months // 2 + 2], 0)
    return {"contract": contract, "kind": kind, "ssp": ssp, "ptr": starts(events)}


def _events(g: np.random.Generator, c: dict[str, Ints], o: dict[str, Ints]) -> dict[str, Ints]:
    """done: increment · expected: the total from this event on, -1 where it stays (before it `first_expected`)."""
    counts = np.diff(o["ptr"])
    owner, place = np.repeat(np.arange(len(counts)), counts), within(o["ptr"])
    kind, count, contract = o["kind"][owner], counts[owner], o["contract"][owner]
    length = (c["until"] - c["start"])[contract]
    rows = len(owner)
    on = c["start"][contract] + np.where(
        kind == AT_ONCE, (g.random(rows) * length).astype(np.int64), ((place + 1) * length) // count - 1
    )
    done = np.where(
        kind == AT_ONCE, 1, np.where(kind == COST, g.integers(1, 10_000_000, rows), g.integers(1, 1000, rows))
    )
    running = np.concatenate(([0], np.cumsum(done)))
    total = running[o["ptr"][1:]] - running[o["ptr"][:-1]]
    o["first_expected"] = np.where(o["kind"] == COST, total * 11 // 10 + 1, total)
    expected = np.where((kind == COST) & (place == count // 2), total[owner], -1)
    return {"obligation": owner, "on": on, "done": done, "expected": expected}


def _invoices(c: dict[str, Ints]) -> dict[str, Ints]:
    counts = -(-c["months"] // c["every"])
    ptr = starts(counts)
    contract, place = np.repeat(np.arange(len(counts)), counts), within(ptr)
    price, parts = c["price"][contract], counts[contract]

    def running(done: Ints) -> Ints:
        return (2 * price * done + parts) // (2 * parts)

    c["invoice_ptr"] = ptr
    period = c["cohort"][contract] + place * c["every"][contract]
    amount = running(place + 1) - running(place)
    return {"contract": contract, "on": FIRST[period], "paid_on": FIRST[period + 1], "amount": amount}


def starts(counts: Ints) -> Ints:
    """Where the children of each parent start, and where the last ones end."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def within(first: Ints) -> Ints:
    """0, 1, 2 ... among the children of each parent."""
    return np.arange(first[-1]) - np.repeat(first[:-1], np.diff(first))


def save(raw: Raw, path: Path) -> None:
    """Keep the columns, so that a child process need not generate them again."""
    np.savez(
        path, **{f"{part}:{name}": column for part, group in raw._asdict().items() for name, column in group.items()}
    )


def load(path: Path) -> Raw:
    """What `save` kept."""
    parts: dict[str, dict[str, Ints]] = {part: {} for part in Raw._fields}
    with np.load(path) as kept:
        for key in kept.files:
            part, name = key.split(":")
            parts[part][name] = kept[key]
    return Raw(**parts)
