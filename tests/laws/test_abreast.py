"""Walking many contracts abreast gives the numbers of walking each alone, to the last unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bench import amended, columns, full, oracle, workload
from bench.amended import in_full
from duly.engine import tables as t
from duly.engine.contracts.terms import Company, Entity, Terms
from duly.engine.fx.rates import daily
from duly.engine.journal import ordinary
from duly.engine.journal.abreast import Abreast
from duly.engine.journal.abreast_days import chosen
from duly.engine.journal.abreast_lines import KINDS, walked_lines
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.carrying import STEPS
from duly.engine.journal.entries import Ledger, close, posted
from duly.engine.journal.functional import lines_of
from duly.engine.journal.movements import Chronicle, Days, Moved, chronicles
from duly.engine.journal.walk import Walk, walked
from duly.engine.journal.worlds import World
from duly.engine.recognition.position import prepared, priced
from duly.ground.columns import Ints
from tests.laws.test_fx import LONG_AGO, Rates, walk_of
from tests.laws.test_oracle import as_terms

Line = tuple[int, str, int, int, str, int]  # end of the window, step, obligation, account, kind, amount
LAST = int(workload.FIRST[-1]) - 1


def abreast(ledger: Ledger, found: ordinary.Abroad, ends: list[int]) -> set[Line]:
    """All lines of all periods of one contract of an ordinary shape."""
    walk = Abreast(chosen(ledger.priced.tables, found.contract), found.pair, found.rates, ends[0] - 31)
    lines: set[Line] = set()
    for end in ends:
        made = walked_lines(walk, ledger, end, [end])
        for _, o, account, step, kind, amount in zip(*(column.tolist() for column in made), strict=True):
            lines.add((end, STEPS[step], o, account, KINDS[kind], amount))
    assert not walk.strange.any()
    return lines


def alone(walk: Walk, ends: list[int]) -> set[Line]:
    """The same of its walk."""
    windows = zip([ends[0] - 31, *ends[:-1]], ends, strict=True)
    return {(end, *line) for before, end in windows for line in lines_of(walk, before, end)}


def shaped(books: Books) -> tuple[World, ordinary.Abroad, int]:
    """The only contract of some books, with its rates as columns, and why it cannot be walked abreast."""
    view = books.functional
    world = view.worlds.at(t.NEVER, [0])
    ends = view.ends("main", books.functional.through)
    none, tables = np.zeros(1, np.int64), world.stacked.tables
    found = ordinary.Abroad(none, none, none > 0, daily([view.rate_of(0)], LONG_AGO, ends[-1]))
    return world, found, int(ordinary.reasons(tables, found)[0])


def kept(terms: Terms, functional: str, rows: Rates) -> Books:
    """The books of a contract of the workload."""
    company = Company(entities=(Entity("main", currency=functional),), rates=rows)
    return keep_books([terms], company, through=LAST)


def written(raw: workload.Raw) -> list[oracle.Contract]:
    """Contracts of the workload that are amended, and some others."""
    chosen_ones = set(raw.amendments["contract"].tolist()) | set(range(0, len(raw.contracts["price"]), 10))
    return list(oracle.contracts(raw, sorted(chosen_ones)))


@pytest.mark.parametrize(("seed", "large_share"), [(5, 0.0), (6, 0.3)])
def test_a_contract_of_the_workload_walks_abreast_as_its_ruling_alone(seed: int, large_share: float) -> None:
    raw = in_full(50, seed, large_share)
    # A ruling also posts costs, which columns do not walk.
    made = [one for one in written(raw) if all(o.kind != workload.COST for o in one.obligations)]
    rows = tuple(("USD", "GBP", int(on), full.rate_of(raw, 0)(int(on))) for on in workload.FIRST[:-1])
    for one in made:
        books = kept(as_terms(one), "GBP", (("USD", "GBP", LONG_AGO, rows[0][3]), *rows))
        world, found, reason = shaped(books)
        assert ordinary.REASONS[reason] == ""
        ends = books.functional.ends("main", LAST)
        assert abreast(world.ledger, found, ends) == alone(walk_of(books), ends)


@pytest.mark.parametrize("large_share", [0.0, 0.2])
def test_the_workload_walks_abreast_as_each_of_its_contracts_alone(
    large_share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an amendment of each, so that revenue is taken back and consideration moves between obligations."""
    monkeypatch.setattr(amended, "AMENDED_SHARE", 0.5)
    raw = in_full(160, 9, large_share)
    tables = columns.tables(raw)
    facts = full.indexed(raw, tables)
    ledger = Ledger(priced(facts.book), facts.posted)
    walk = Abreast(facts.own, facts.abroad.pair, facts.abroad.rates, full.START)
    together: list[tuple[int, Line]] = []
    for end in full.ENDS:
        for contract, o, account, step, kind, amount in zip(*walked_lines(walk, ledger, end, [end]), strict=True):
            together.append((int(contract), (end, STEPS[step], int(o), int(account), KINDS[kind], int(amount))))
    for contract, chronicle in lives(raw, tables, ledger):
        rate = full.rate_of(raw, contract)
        single = walked(chronicle, Days(full.ENDS, LAST), rate, partial(spot, rate))
        assert {line for of, line in together if of == contract} == alone(single, full.ENDS)


def spot(rate: Callable[[int], Fraction], row: Moved) -> Fraction:
    return rate(row.on)


def lives(raw: workload.Raw, tables: t.Tables, ledger: Ledger) -> Iterator[tuple[int, Chronicle]]:
    """The foreign contracts of the workload as a walk takes them; their rulings are made up."""
    first = raw.contracts["ptr"].tolist()
    rulings: list[Any] = []
    for begins, ends in pairwise(first):
        rows = [SimpleNamespace(ref=f"P{o}") for o in range(begins, ends)]
        promises = [SimpleNamespace(obligation=o, row=i, by_use=False, stated=0) for i, o in enumerate(rows)]
        rulings.append(SimpleNamespace(promises=promises, group=(), drafts=SimpleNamespace(bills=())))
    world: Any = SimpleNamespace(
        stacked=SimpleNamespace(tables=tables, places=()), rulings=tuple(rulings), ledger=ledger
    )
    found = chronicles(world, Days(full.ENDS, LAST))
    for contract in full.abroad(raw).contract.tolist():
        yield contract, found[contract]


def test_prices_beyond_64_bits_at_their_rates_are_not_counted_in_them() -> None:
    raw = in_full(40, 2)
    found, tables = full.abroad(raw), columns.tables(raw)
    amount = tables.pools.amount.copy()
    amount[int(np.searchsorted(tables.pools.contract, found.contract[0]))] = 1 << 60
    larger = replace(tables, pools=replace(tables.pools, amount=amount))
    assert ordinary.counted(tables, found).all()
    assert ordinary.counted(larger, found).tolist() == [False] + [True] * (len(found.contract) - 1)


@pytest.mark.parametrize("reason", range(1, len(ordinary.REASONS)))
def test_a_contract_of_another_shape_is_left_to_its_own_walk(reason: int) -> None:
    raw = in_full(40, 2)
    found, tables = full.abroad(raw), columns.tables(raw)
    contract = int(found.contract[0])
    posting, tranche = (int(np.searchsorted(owner, contract)) for owner in owners(tables))
    changed: dict[int, tuple[str, str, int, int]] = {
        ordinary.CANCELLABLE: ("contracts", "kind", contract, t.CANCELLABLE),
        ordinary.OTHER_POSTING: ("postings", "step", posting, t.STEP["other"]),
        ordinary.BEFORE: ("contracts", "exists_on", contract, t.NEVER),
        ordinary.OTHER_TRACK: ("tracks", "credit", int(tables.tranches.track[tranche]), t.ROLE["other_income"]),
        ordinary.BY_USE: ("tranches", "measure", tranche, t.AS_PRICED),
    }
    if reason in changed:
        name, column, row, value = changed[reason]
        values = getattr(getattr(tables, name), column).copy()
        values[row] = value
        tables = replace(tables, **{name: replace(getattr(tables, name), **{column: values})})
    else:
        found = found._replace(rates=found.rates._replace(begins=found.rates.begins + t.NEVER))
    assert int(ordinary.reasons(tables, found)[0]) == reason


def owners(tables: t.Tables) -> tuple[Ints, Ints]:
    """Contract of each posting, and of each tranche."""
    return tables.postings.contract, tables.tracks.contract[tables.tranches.track]


def test_the_columns_of_the_workload_are_what_the_rulings_make() -> None:
    raw = in_full(80, 5)
    tables = columns.tables(raw)
    ledger = Ledger(priced(prepared(tables)), posted(tables))
    first = raw.contracts["ptr"]
    for one in written(raw):
        world = kept(as_terms(one), "USD", ()).functional.worlds.at(t.NEVER, [0])
        for period in (5, 12, 20, 29, 33):
            before, on = int(workload.FIRST[period]) - 1, int(workload.FIRST[period + 1]) - 1
            ours, theirs = close(ledger, before, on), close(world.ledger, before, on)
            own = ours.take(ours.contract == one.number)
            assert rows_of(own, int(first[one.number])) == rows_of(theirs, 0)


def rows_of(lines: t.Lines, first: int) -> list[tuple[int, ...]]:
    """Lines of one contract, its obligations counted from 0."""
    obligation: Ints = np.where(lines.obligation < 0, -1, lines.obligation - first)
    columns_of = (obligation, lines.account, lines.step, lines.cause, lines.amount)
    rows = zip(*(column.tolist() for column in columns_of), strict=True)
    return sorted(row for row in rows if row[2] != t.STEP["cost"])
