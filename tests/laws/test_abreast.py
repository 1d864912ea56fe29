"""Walking many contracts abreast gives the numbers of walking each alone, to the last unit."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from bench import columns, full, workload
from bench.amended import in_full
from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.engine.fx.rates import Daily, daily
from duly.engine.journal import ordinary
from duly.engine.journal.abreast import Abreast
from duly.engine.journal.abreast_days import chosen
from duly.engine.journal.abreast_lines import KINDS, walked_lines
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.entries import Ledger, posted
from duly.engine.journal.functional import lines_of
from duly.engine.journal.movements import Chronicle, Days, chronicles
from duly.engine.journal.walk import Walk, walked
from duly.engine.recognition.position import prepared, priced
from tests.laws.contracts import contract_groups
from tests.laws.test_fx import LONG_AGO, Rates, foreign, rates, walk_of

Line = tuple[int, int, str, int, int, str, int]  # end of the window, contract, step, obligation, account, kind, amount
seen: Counter[str] = Counter()


def abreast(ledger: Ledger, found: ordinary.Abroad, ends: list[int]) -> set[Line]:
    """All lines of all periods, of contracts of an ordinary shape."""
    walk = Abreast(chosen(ledger.priced.tables, found.contract), found.pair, found.rates, ends[0] - 31)
    lines: set[Line] = set()
    for end in ends:
        made = walked_lines(walk, ledger, end, [end])
        for contract, o, account, step, kind, amount in zip(*(column.tolist() for column in made), strict=True):
            lines.add((end, contract, STEPS[step], o, account, KINDS[kind], amount))
    assert not walk.strange.any()
    return lines


def alone(walk: Walk, contract: int, ends: list[int]) -> set[Line]:
    """The same of one walk."""
    windows = zip([ends[0] - 31, *ends], ends, strict=False)
    return {(end, contract, *line) for before, end in windows for line in lines_of(walk, before, end)}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(contract_groups(), rates())
def test_any_contract_of_an_ordinary_shape_walks_abreast_as_alone(group: list[Terms], rows: Rates) -> None:
    books = foreign(group, rows)
    view = books.functional
    world = view.worlds.at(t.NEVER, [0])
    tables = world.stacked.tables
    ends = view.ends("main", books.functional.through)
    one = daily([view.rate_of(0)], LONG_AGO, ends[-1])
    named = np.array([int(ordinary.names_bills(world.rulings[0]))])
    found = ordinary.Abroad(np.zeros(1, np.int64), np.zeros(1, np.int64), named, one)
    reason = int(ordinary.reasons(tables, posted(tables), found)[0])
    seen[ordinary.REASONS[reason]] += 1
    if not reason:
        assert abreast(world.ledger, found, ends) == alone(walk_of(books), 0, ends)


def test_zz() -> None:
    print(seen)
