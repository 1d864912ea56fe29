"""W(n) in full: the contracts of `workload.generate`, 10 % of them amended, a quarter kept in another currency.

5 % of the contracts change prospectively (what is left is distinct) and 5 % by a cumulative catch-up (it is not), each
once, on the first day of a month of service between 30 % and 70 % of the term, by +20 %, +10 % or -5 % of the price.
The amendment states the SSP of what is left of each obligation, up to 30 % away from that of inception. Bills issued
before it stand, later ones share what is left to be billed; where none comes, what is added is billed on the day. The
functional currency of an entity is another than that of every fourth contract; each pair of currencies has one rate a
day.
"""

from __future__ import annotations

import numpy as np

from bench import workload as w
from duly.ground.columns import Ints

PROSPECTIVE, CATCH_UP = 1, 2
AMENDED_SHARE, FOREIGN_SHARE = 0.05, 0.25
RATE_UNIT = 10_000
SMALL_DECREASE = 5  # a price falls only where the SSP left is at least a fifth of all, so that nothing goes below zero


def in_full(n: int, seed: int, large_share: float = 0.0) -> w.Raw:
    """W(n) with amendments and two currencies: the contracts of `workload.generate` with the same seed, changed."""
    raw = w.generate(n, seed, large_share)
    g = np.random.default_rng([seed, 1])
    contracts = raw.contracts | {"functional": _functional(g, raw.contracts["currency"])}
    kind = np.select(list(_chosen(g.random(n))), [PROSPECTIVE, CATCH_UP], 0)
    months = (contracts["months"] * (0.3 + 0.4 * g.random(n))).astype(np.int64)
    on = contracts["start"] - w.FIRST[contracts["cohort"]] + w.FIRST[contracts["cohort"] + months]
    percent = g.choice(np.array([20, 10, -5]), n)
    rows = np.flatnonzero(kind)
    raw = raw._replace(contracts=contracts)
    left, done = _left(raw, on, kind > 0)
    first, ssp = contracts["ptr"][:-1], raw.obligations["ssp"]
    enough = np.add.reduceat(left, first) * SMALL_DECREASE >= np.add.reduceat(ssp, first)
    left = np.where(left > 0, np.maximum(left * g.integers(700, 1301, len(left)) // 1000, 1), 0)
    later = np.bincount(raw.invoices["contract"], raw.invoices["on"] >= on[raw.invoices["contract"]], n) > 0
    change = contracts["price"] * np.where(enough & later, percent, np.abs(percent)) // 100 * (kind > 0)
    amendments = {"contract": rows, "on": on[rows], "kind": kind[rows], "change": change[rows], "months": months[rows]}
    return raw._replace(
        obligations=raw.obligations | {"ssp_left": left, "done_before": done},
        invoices=_billed_anew(raw, on, change, kind > 0, later),
        amendments=amendments,
        rates=_rates(g),
    )


def _chosen(chance: Ints) -> tuple[Ints, Ints]:
    return chance < AMENDED_SHARE, chance < 2 * AMENDED_SHARE


def _functional(g: np.random.Generator, currency: Ints) -> Ints:
    other = (currency + g.integers(1, w.CURRENCIES, len(currency))) % w.CURRENCIES
    return np.where(g.random(len(currency)) < FOREIGN_SHARE, other, currency)


def _rates(g: np.random.Generator) -> dict[str, Ints]:
    """A walk of up to 0.4 % a day for each pair, from between one half and two."""
    days = int(w.FIRST[-1] - w.FIRST[0])
    steps = g.integers(-4, 5, (w.CURRENCIES**2, days))
    steps[:, 0] = 0
    rate = g.integers(RATE_UNIT // 2, 2 * RATE_UNIT, (w.CURRENCIES**2, 1)) + np.cumsum(steps * 10, axis=1)
    return {"first_on": w.FIRST[:1], "count": np.maximum(rate, RATE_UNIT // 10)}


def _left(raw: w.Raw, on: Ints, amended: Ints) -> tuple[Ints, Ints]:
    """SSP of what is left of each obligation on the day of the amendment, and what its meter showed the evening
    before."""
    c, o, e = raw.contracts, raw.obligations, raw.events
    contract, owner = o["contract"], e["obligation"]
    before = (e["on"] < on[contract[owner]]) * e["done"]
    running = np.concatenate(([0], np.cumsum(before)))
    done = running[o["ptr"][1:]] - running[o["ptr"][:-1]]
    total = o["first_expected"].copy()
    new = np.flatnonzero((e["expected"] >= 0) & (e["on"] < on[contract[owner]]))
    total[owner[new]] = e["expected"][new]
    timed = o["kind"] < w.AT_ONCE
    length = (c["until"] - c["start"])[contract]
    of_time, of_units = (c["until"] - on)[contract] * 1000 // length, (total - done) * 1000 // np.maximum(total, 1)
    thousandths = np.where(timed, of_time, of_units)
    ssp = np.maximum(o["ssp"] * thousandths // 1000, 1)
    unfinished = amended[contract] & (timed | (done < total))
    return np.where(unfinished, ssp, 0), np.where(timed, 0, done)


def _billed_anew(raw: w.Raw, on: Ints, change: Ints, amended: Ints, later: Ints) -> dict[str, Ints]:
    v, c = raw.invoices, raw.contracts
    contract = v["contract"]
    follows = amended[contract] & (v["on"] >= on[contract])
    counts = np.add.reduceat(follows.astype(np.int64), c["invoice_ptr"][:-1])
    rest = change + np.add.reduceat(np.where(follows, v["amount"], 0), c["invoice_ptr"][:-1])
    place = w.within(c["invoice_ptr"]) - (np.diff(c["invoice_ptr"]) - counts)[contract]
    parts, whole = np.maximum(counts, 1)[contract], rest[contract]
    amount = np.where(follows, _even(whole, place + 1, parts) - _even(whole, place, parts), v["amount"])
    extra = np.flatnonzero(amended & ~later & (change > 0))
    month = np.searchsorted(w.FIRST, on[extra], side="right")
    columns = {
        "contract": np.concatenate((contract, extra)),
        "on": np.concatenate((v["on"], on[extra])),
        "paid_on": np.concatenate((v["paid_on"], w.FIRST[month])),
        "amount": np.concatenate((amount, change[extra])),
    }
    order = np.lexsort((columns["on"], columns["contract"]))
    c["invoice_ptr"] = w.starts(np.bincount(columns["contract"], minlength=len(on)))
    return {name: column[order] for name, column in columns.items()}


def _even(whole: Ints, done: Ints, parts: Ints) -> Ints:
    return (2 * whole * done + parts) // (2 * parts)
