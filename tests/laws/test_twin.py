"""Engine and plain twin agree on 2,000 random contracts: every allocated price, position, balance and booking."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from duly.engine.contracts.terms import Terms
from duly.ground.dates import day
from tests.laws.contracts import contract_group
from tests.laws.figures import CLOSES, THROUGH, balances, booked, cumulative, kept, name_of
from tests.laws.promised import EARN
from tests.twin import plain

CONTRACTS, BATCHES, SEED = 2000, 4, "duly"
FAR = day("2100-01-01")
# (day, known by): with all knowledge, with what was known a little later, with less than was known on the day.
MOMENTS = (
    (day("2023-06-30"), plain.FOREVER),
    (day("2024-02-29"), day("2024-03-05")),
    (day("2024-08-15"), day("2024-08-10")),
    (day("2025-06-30"), plain.FOREVER),
)


def batch_of(number: int) -> list[list[Terms]]:
    """One batch of the groups; which contract is which depends on the seed and its number alone."""
    each = CONTRACTS // BATCHES
    return [contract_group(random.Random(f"{SEED} {i}"), i) for i in range(number * each, (number + 1) * each)]


@pytest.mark.parametrize("number", range(BATCHES))
def test_engine_and_twin_agree(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    groups = batch_of(number)
    shuffled = list(groups)
    random.Random(f"{SEED} shuffled {number}").shuffle(shuffled)
    books = kept(shuffled)
    allocated = books.allocation_at(FAR)
    positions = {moment: cumulative(books, *moment) for moment in MOMENTS}
    shown = {moment: balances(books, *moment) for moment in MOMENTS}
    journal = booked(books, books.journal())
    differences: list[str] = []
    refused = {error.contract for error in books.errors}
    for group in groups:
        deal, name = plain.Deal(group), name_of(group)
        by_engine, by_twin = any(terms.ref in refused for terms in group), is_refused(deal)
        if by_engine or by_twin:
            differences += [] if by_engine and by_twin else [f"{name}: only one of the two refuses it"]
            continue
        expected = plain.allocated_at(deal, FAR, plain.FOREVER)
        # What is priced by use has no price beforehand, and what never becomes a contract has none at all.
        exists = plain.exists(deal, FAR, plain.FOREVER)
        fixed = {key: price for key, price in expected.items() if exists and not plain.is_variable(deal.home[key][1])}
        differences += unequal(f"{name} allocated", fixed, allocated)
        for moment in MOMENTS:
            differences += unequal(f"{name} position {moment}", plain.position(deal, *moment), positions[moment])
            differences += unequal(
                f"{name} balances {moment}", plain.balances(deal, *moment), shown[moment].get(name, {})
            )
        closes = [(close.open_from, close.at_on) for close in CLOSES]
        schedule = {(p, q, o, cause): x for (p, q, _, o, cause), x in plain.schedule(deal, THROUGH, closes).items()}
        mine = journal.get(name, {})
        differences += unequal(f"{name} booked", {**dict.fromkeys(mine, 0), **schedule}, mine)
    with capsys.disabled():
        print(f"\n  batch {number}: {what_was_met(groups)}", file=sys.stderr)
    assert not differences, f"{len(differences)} differences, the first:\n" + "\n".join(differences[:10])


def is_refused(deal: plain.Deal) -> bool:
    """Whether the twin refuses a contract: its residual lies outside the observed range."""
    try:
        plain.allocation(deal)
    except plain.Refused:
        return True
    return False


def unequal(what: str, twin: dict, engine: dict) -> Iterator[str]:
    for key, amount in twin.items():
        if engine.get(key, 0) != amount:
            yield f"{what} {key}: twin {amount}, engine {engine.get(key, 0)}"


def what_was_met(groups: list[list[Terms]]) -> str:
    """How many contracts of each number of decimals, and obligations of each measure."""
    contracts = [terms for group in groups for terms in group]
    digits = Counter(terms.digits for terms in contracts)
    measures = Counter(o.earn for terms in contracts for o in terms.obligations)
    assert set(digits) == {0, 2, 3} and set(measures) == set(EARN), "the generator leaves something out"
    decimals = ", ".join(f"{digits[d]} with {d} decimals" for d in sorted(digits))
    return f"{len(contracts)} contracts ({decimals}); " + ", ".join(f"{measures[earn]} {earn}" for earn in EARN)
