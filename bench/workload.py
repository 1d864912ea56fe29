"""The reference workload W(n) without amendments: the same random contracts as raw columns and as tables of the engine.

Per contract 1-4 obligations (by day, even months, at once, milestones, usage, cost with one new estimate half-way),
terms of 12 to 36 months, yearly, quarterly or monthly invoices due when issued, cash one month after each. Everything
follows from the seed. `Raw` is what the oracle reads; `tables` is the same for the engine.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from duly.engine import tables as t
from duly.ground.columns import Ints

PERIODS, COHORTS = 76, 36
_FIRST_DAY = (dt.date(2023, 1, 1) - dt.date(1970, 1, 1)).days
FIRST: Ints = np.array(
    [(dt.date(2023 + p // 12, p % 12 + 1, 1) - dt.date(1970, 1, 1)).days for p in range(PERIODS + 1)], np.int64
)
DAILY, MONTHLY, AT_ONCE, MILESTONES, USAGE, COST = range(6)
LARGE = 10**13


class Raw(NamedTuple):
    """Columns by name: of contracts, obligations, events and invoices. `ptr`: where the children of each row start."""

    contracts: dict[str, Ints]
    obligations: dict[str, Ints]
    events: dict[str, Ints]
    invoices: dict[str, Ints]


def generate(n: int, seed: int, large_share: float = 0.0) -> Raw:
    """W(n). A `large_share` of the contracts has a price of 10**13 minor units and more."""
    g = np.random.default_rng(seed)
    contracts = _contracts(g, n, large_share)
    obligations = _obligations(g, contracts)
    events = _events(g, contracts, obligations)
    return Raw(contracts, obligations, events, _invoices(contracts))


def _contracts(g: np.random.Generator, n: int, large_share: float) -> dict[str, Ints]:
    currency = g.integers(0, 4, n)
    cohort = g.integers(0, COHORTS, n)
    offset = np.where(g.random(n) < 0.6, 0, g.integers(0, 28, n))
    months = g.choice(np.array([12, 12, 18, 24, 24, 36, 36]), n)
    price = np.exp(g.normal(14, 1.4, n)).astype(np.int64) + 1000
    large = g.permutation(n) < int(n * large_share)
    price = np.where(large, LARGE + g.integers(0, LARGE, n), price)
    return {
        "currency": currency,
        "cohort": cohort,
        "start": FIRST[cohort] + offset,
        "until": FIRST[cohort + months] + offset,
        "months": months,
        "price": price,
        "every": g.choice(np.array([12, 12, 3, 1]), n),
        "ptr": _starts(g.integers(1, 5, n)),
    }


def _obligations(g: np.random.Generator, c: dict[str, Ints]) -> dict[str, Ints]:
    contract = np.repeat(np.arange(len(c["price"])), np.diff(c["ptr"]))
    count = len(contract)
    rest = g.choice(6, count, p=[0.2, 0.2, 0.25, 0.12, 0.13, 0.10])
    kind = np.where(_within(c["ptr"]) == 0, (g.random(count) < 0.4).astype(np.int64), rest)
    ssp = np.maximum(100, (c["price"][contract] * (0.1 + 1.2 * g.random(count))).astype(np.int64))
    months = c["months"][contract]
    choices = [kind == AT_ONCE, kind == MILESTONES, kind == USAGE, kind == COST]
    events = np.select(choices, [1, g.integers(3, 6, count), months, months // 2 + 2], 0)
    return {"contract": contract, "kind": kind, "ssp": ssp, "ptr": _starts(events)}


def _events(g: np.random.Generator, c: dict[str, Ints], o: dict[str, Ints]) -> dict[str, Ints]:
    """done: increment · expected: the total from this event on, -1 where it stays (before it `first_expected`)."""
    counts = np.diff(o["ptr"])
    owner, place = np.repeat(np.arange(len(counts)), counts), _within(o["ptr"])
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
    ptr = _starts(counts)
    contract, place = np.repeat(np.arange(len(counts)), counts), _within(ptr)
    price, parts = c["price"][contract], counts[contract]

    def running(done: Ints) -> Ints:
        return (2 * price * done + parts) // (2 * parts)

    c["invoice_ptr"] = ptr
    period = c["cohort"][contract] + place * c["every"][contract]
    return {"contract": contract, "period": period, "amount": running(place + 1) - running(place)}


def _starts(counts: Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _within(starts: Ints) -> Ints:
    """0, 1, 2 ... among the children of each parent."""
    return np.arange(starts[-1]) - np.repeat(starts[:-1], np.diff(starts))


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


def tables(raw: Raw) -> t.Tables:
    """The workload as the engine keeps it: obligations with one tranche each, postings for invoices and cash."""
    c, o, e = raw.contracts, raw.obligations, raw.events
    n, m = len(c["price"]), len(o["ssp"])
    some, contract = np.arange(m), o["contract"]
    measure = np.select([o["kind"] == DAILY, o["kind"] == MONTHLY], [t.BY_DAY, t.BY_MONTH], t.BY_METER)
    metered = np.flatnonzero(measure == t.BY_METER)
    meter = np.full(m, -1, np.int64)
    meter[metered] = np.arange(len(metered))
    refs, names = tuple(f"W{i}" for i in range(n)), tuple(f"P{i}" for i in range(m))
    origins = tuple(refs[i] for i in contract)
    return t.Tables(
        contracts=t.Contracts(refs, *_columns(n, 0), c["currency"], *_columns(n, t.FIRM, 0, -t.NEVER)),
        obligations=t.Obligations(names, origins, contract, _within(c["ptr"]), o["ssp"], o["ssp"]),
        slots=t.Slots(some, *_columns(m, -t.NEVER, 0)),
        pools=t.Pools(np.arange(n), c["price"], *_columns(n, 0, 0)),
        shares=t.Shares(contract, some, o["ssp"]),
        carried=t.Carried(*_columns(0, 0, 0, 0)),
        tracks=t.Tracks(contract, some, *_columns(m, t.POSITION, t.REVENUE, t.STEP["revenue"])),
        tranches=_tranches(raw, measure, meter),
        meters=t.Meters(o["first_expected"][metered]),
        readings=t.Readings(meter[e["obligation"]], e["on"], e["done"], e["expected"], *_columns(len(e["on"]), -1)),
        postings=_postings(raw),
    )


def _tranches(raw: Raw, measure: Ints, meter: Ints) -> t.Tranches:
    """One tranche an obligation, in force from the beginning of time, for its allocated price."""
    c, contract = raw.contracts, raw.obligations["contract"]
    some = np.arange(len(contract))
    constant = dict.fromkeys(("price", "less", "base", "done_before", "whole", "cause"), 0)
    constant |= {"since_on": -t.NEVER, "digits": -1, "place": -1, "after": -1}
    return t.Tranches(
        track=some,
        slot=some,
        measure=measure,
        from_on=c["start"][contract],
        until=c["until"][contract],
        meter=meter,
        **{name: np.full(len(some), value, np.int64) for name, value in constant.items()},
    )


def _postings(raw: Raw) -> t.Postings:
    """A right on the first day of its period, cash on the first day of the next."""
    v = raw.invoices
    rows = len(v["amount"])
    contract = np.concatenate((v["contract"], v["contract"]))
    on = np.concatenate((FIRST[v["period"]], FIRST[v["period"] + 1]))
    order = np.lexsort((on, contract))
    two = [np.repeat([invoiced, paid], rows) for invoiced, paid in ((t.DUE, t.CASH), (t.POSITION, t.DUE))]
    step = np.repeat([t.STEP["billing"], t.STEP["cash"]], rows)
    amount = np.concatenate((v["amount"], v["amount"]))
    none = np.full(2 * rows, -1, np.int64)
    return t.Postings(contract, none, on, two[0], two[1], amount, step, none).take(order)


def _columns(rows: int, *values: int) -> list[Ints]:
    return [np.full(rows, value, np.int64) for value in values]
