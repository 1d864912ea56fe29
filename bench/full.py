"""W(n) in full: what is timed of it, and how it is compared with the oracle."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from bench import columns, oracle, oracle_abroad, workload
from bench.amended import RATE_UNIT
from duly.engine import tables as t
from duly.engine.fx.rates import Daily
from duly.engine.journal import abreast_lines
from duly.engine.journal.abreast import Abreast
from duly.engine.journal.abreast_days import Chosen, chosen
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.entries import Ledger, Posted, lines_between, posted
from duly.engine.journal.ordinary import REASONS, Abroad, counted, reasons
from duly.engine.recognition.position import Prepared, positions, prepared, priced

ENDS = [int(day) - 1 for day in workload.FIRST[1:]]
START = int(workload.FIRST[0]) - 1


class Facts(NamedTuple):
    """What is known of the contracts, indexed; none of it depends on a price."""

    book: Prepared
    posted: Posted
    abroad: Abroad
    own: Chosen


class Closed(NamedTuple):
    """What a close makes: allocated prices, lines in the contract's currency, lines in the functional one."""

    allocated: Any
    lines: t.Lines
    functional: abreast_lines.FunctionalLines


def abroad(raw: workload.Raw) -> Abroad:
    """The contracts in another currency than their books. No bill of the workload names anything."""
    currency, functional = raw.contracts["currency"], raw.contracts["functional"]
    foreign = np.flatnonzero(currency != functional)
    count = raw.rates["count"]
    first, none = int(raw.rates["first_on"][0]), np.zeros(len(count), np.int64)
    rates = Daily(first, count, none + RATE_UNIT, none, none + first)
    pair = currency[foreign] * workload.CURRENCIES + functional[foreign]
    return Abroad(foreign, pair, np.zeros(len(foreign), np.bool_), rates)


def indexed(raw: workload.Raw, tables: t.Tables) -> Facts:
    """Look-up indexes of the facts, and which contracts can be walked abreast: in W(n) all."""
    book, rows, found = prepared(tables), posted(tables), abroad(raw)
    why = reasons(tables, found)
    if why.any() or not counted(tables, found).all():
        raise ValueError(f"a contract of the workload cannot be walked abreast: {REASONS[int(why.max(initial=0))]}")
    return Facts(book, rows, found, chosen(tables, found.contract))


def opened(facts: Facts, before: int) -> Abreast:
    """The walk of the foreign contracts at the end of a day, period by period from the first: what the close before
    hands on."""
    walk = Abreast(facts.own, facts.abroad.pair, facts.abroad.rates, START)
    ledger = Ledger(priced(facts.book), facts.posted)
    for end in ENDS:
        if end <= before:
            walk.through(ledger, end, [end])
    return walk


def close_in_full(facts: Facts, walk: Abreast, before: int, on: int) -> Closed:
    """Allocation with what amendments share out anew, and the journal of one period in both currencies."""
    ledger = Ledger(priced(facts.book), facts.posted)
    opening, closing = positions(ledger.priced, before, on)
    lines = lines_between(ledger, opening, closing, before, on)
    functional = abreast_lines.walked_lines(walk, ledger, on, [on], closing)
    return Closed(ledger.priced.allocated, lines, functional)


def differences(raw: workload.Raw, sample: list[int], before: int, on: int) -> list[str]:
    """Every functional line in which engine and oracle differ, and every contract and step that does not balance."""
    facts = indexed(raw, columns.tables(raw))
    walk = opened(facts, before)
    lines = close_in_full(facts, walk, before, on).functional
    found = [f"contract {facts.own.contracts[i]}: to be walked alone" for i in np.flatnonzero(walk.strange)]
    foreign = [i for i in sample if raw.contracts["currency"][i] != raw.contracts["functional"][i]]
    made = list(oracle.contracts(raw, foreign))
    oracle.price_and_close(made, before, on)
    theirs = {row for one in made for row in oracle_abroad.close(one, rate_of(raw, one.number), ENDS, before, on)}
    mine = set(as_rows(lines, set(foreign)))
    found += [f"only the engine has {row}" for row in sorted(mine - theirs)]
    found += [f"only the oracle has {row}" for row in sorted(theirs - mine)]
    balance = np.zeros((len(raw.contracts["price"]), len(STEPS)), np.int64)
    np.add.at(balance, (lines.contract, lines.step), lines.amount)
    return found + [f"contract {i}: {STEPS[s]} does not balance" for i, s in zip(*np.nonzero(balance), strict=True)]


def rate_of(raw: workload.Raw, contract: int) -> Callable[[int], Fraction]:
    """The rate of a contract's currency to that of its books, by day."""
    currency, functional = (int(raw.contracts[name][contract]) for name in ("currency", "functional"))
    first, count = int(raw.rates["first_on"][0]), raw.rates["count"][currency * workload.CURRENCIES + functional]
    return lambda on: Fraction(int(count[on - first]), RATE_UNIT)


def as_rows(lines: abreast_lines.FunctionalLines, chosen_ones: set[int]) -> list[oracle_abroad.Line]:
    """Functional lines of the engine as the oracle writes them."""
    return [
        (contract, o, t.ROLES[account], STEPS[step], abreast_lines.KINDS[kind], amount)
        for contract, o, account, step, kind, amount in zip(*(column.tolist() for column in lines), strict=True)
        if contract in chosen_ones
    ]


def again(walk: Abreast) -> Abreast:
    """The same walk once more: a close moves it on."""
    return deepcopy(walk)
