"""The workload as the engine keeps it: what the rulings of such contracts would make, written as columns at once."""

from __future__ import annotations

import numpy as np

from bench import amended as a
from bench import workload as w
from duly.engine import tables as t
from duly.ground.columns import Ints


def tables(raw: w.Raw) -> t.Tables:
    """Obligations with one tranche each and a second from an amendment on; postings for invoices and cash."""
    c, o, e = raw.contracts, raw.obligations, raw.events
    n, m = len(c["price"]), len(o["ssp"])
    some, contract = np.arange(m), o["contract"]
    measure = np.select([o["kind"] == w.DAILY, o["kind"] == w.MONTHLY], [t.BY_DAY, t.BY_MONTH], t.BY_METER)
    metered = np.flatnonzero(measure == t.BY_METER)
    meter = np.full(m, -1, np.int64)
    meter[metered] = np.arange(len(metered))
    refs, names = tuple(f"W{i}" for i in range(n)), tuple(f"P{i}" for i in range(m))
    origins = tuple(refs[i] for i in contract)
    first = _first(raw)
    return t.Tables(
        contracts=t.Contracts(refs, *_columns(n, 0), c["currency"], *_columns(n, t.FIRM, 0, -t.NEVER)),
        obligations=t.Obligations(names, origins, contract, w.within(c["ptr"]), o["ssp"], o["ssp"]),
        tracks=t.Tracks(contract, some, *_columns(m, t.POSITION, t.REVENUE, t.STEP["revenue"])),
        **_pricing(raw, first),
        tranches=_amended(raw, _tranches(raw, measure, meter), first),
        meters=t.Meters(o["first_expected"][metered]),
        readings=t.Readings(meter[e["obligation"]], e["on"], e["done"], e["expected"], *_columns(len(e["on"]), -1)),
        postings=_postings(raw),
    )


def _left(raw: w.Raw) -> Ints:
    """Obligations that an amendment shares out anew."""
    return np.flatnonzero(raw.obligations.get("ssp_left", np.zeros(0, np.int64)))


def _first(raw: w.Raw) -> Ints:
    """Row of the first slot, and of the first tranche, of each obligation: a second one follows where it changed."""
    count = np.ones(len(raw.obligations["ssp"]), np.int64)
    count[_left(raw)] = 2
    return w.starts(count)[:-1]


def _pricing(raw: w.Raw, first: Ints) -> dict[str, t.Table]:
    """One pool a contract for its price, and one for what an amendment shares out: its change and what is left."""
    o, n, left = raw.obligations, len(raw.contracts["price"]), _left(raw)
    m, contract, since = len(first), raw.obligations["contract"], _on(raw)
    rows = m + len(left)
    obligation = np.zeros(rows, np.int64)
    obligation[first], obligation[first[left] + 1] = np.arange(m), left
    slot_since = np.full(rows, -t.NEVER, np.int64)
    slot_since[first[left] + 1] = since[contract[left]]
    own = raw.amendments.get("contract", np.zeros(0, np.int64))
    count = np.ones(n, np.int64)
    count[own] = 2
    pool = w.starts(count)[:-1]
    amount, owner, stage = np.zeros(n + len(own), np.int64), np.repeat(np.arange(n), count), np.zeros(n + len(own), int)
    amount[pool], stage[pool[own] + 1] = raw.contracts["price"], 1
    amount[pool[own] + 1] = raw.amendments.get("change", own)
    of = np.concatenate((pool[contract], pool[contract[left]] + 1))
    slot = np.concatenate((first, first[left] + 1))
    weight = np.concatenate((o["ssp"], o.get("ssp_left", o["ssp"][:0])[left]))
    order = np.argsort(of, kind="stable")
    return {
        "slots": t.Slots(obligation, slot_since, np.zeros(rows, np.int64)),
        "pools": t.Pools(owner, amount, np.zeros(len(amount), np.int64), stage),
        "shares": t.Shares(of[order], slot[order], weight[order]),
        "carried": t.Carried(pool[contract[left]] + 1, first[left], since[contract[left]] - 1),
    }


def _on(raw: w.Raw) -> Ints:
    """Day of the amendment of each contract; a day after every day where there is none."""
    on = np.full(len(raw.contracts["price"]), t.NEVER, np.int64)
    if raw.amendments:
        on[raw.amendments["contract"]] = raw.amendments["on"]
    return on


def _tranches(raw: w.Raw, measure: Ints, meter: Ints) -> t.Tranches:
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


def _amended(raw: w.Raw, one: t.Tranches, first: Ints) -> t.Tranches:
    """With a second tranche where an obligation goes on: what is left by itself, or the whole from inception."""
    left, contract = _left(raw), raw.obligations["contract"]
    if not len(left):
        return one
    kind = np.zeros(len(raw.contracts["price"]), np.int64)
    kind[raw.amendments["contract"]] = raw.amendments["kind"]
    alone, on, next_one = kind[contract[left]] == a.PROSPECTIVE, _on(raw)[contract[left]], first[left] + 1
    columns = {
        name: np.repeat(getattr(one, name), np.diff(first, append=len(first) + len(left))) for name in _names(one)
    }
    columns["slot"] = np.arange(len(first) + len(left))
    columns["since_on"][next_one], columns["cause"][next_one] = on, t.CAUSE["amendment"]
    columns["after"][next_one], columns["whole"][next_one] = first[left], np.where(alone, 0, 1)
    columns["from_on"][next_one] = np.where(alone, on, one.from_on[left])
    columns["done_before"][next_one] = np.where(alone, raw.obligations["done_before"][left], 0)
    return t.Tranches(**columns)


def _names(table: t.Table) -> list[str]:
    return list(table.__dataclass_fields__)


def _postings(raw: w.Raw) -> t.Postings:
    """A right on the day of each invoice, cash when it is paid."""
    v = raw.invoices
    rows = len(v["amount"])
    contract = np.concatenate((v["contract"], v["contract"]))
    on = np.concatenate((v["on"], v["paid_on"]))
    order = np.lexsort((on, contract))
    two = [np.repeat([invoiced, paid], rows) for invoiced, paid in ((t.DUE, t.CASH), (t.POSITION, t.DUE))]
    step = np.repeat([t.STEP["billing"], t.STEP["cash"]], rows)
    amount = np.concatenate((v["amount"], v["amount"]))
    none = np.full(2 * rows, -1, np.int64)
    return t.Postings(contract, none, on, two[0], two[1], amount, step, none, none).take(order)


def _columns(rows: int, *values: int) -> list[Ints]:
    return [np.full(rows, value, np.int64) for value in values]
