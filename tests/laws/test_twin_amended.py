"""Engine and plain twin agree on random contracts with random chains of amendments: every price in force, position and
booking of each period; what one of the two refuses, the other refuses for the same reason."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from duly.engine.contracts.terms import Terms
from duly.engine.recognition.modifications import TREATMENTS
from tests.laws.contracts import contract_group
from tests.laws.figures import CLOSES, THROUGH, booked, cumulative, kept, name_of
from tests.laws.test_twin import FAR, MOMENTS, unequal
from tests.twin import changed, plain

CONTRACTS, BATCHES = 800, 4
ALL = [*MOMENTS, (FAR, plain.FOREVER)]
KNOWN = {*(known for _, known in MOMENTS), *(close.at_on for close in CLOSES)}


def group_of(number: int) -> list[Terms]:
    return contract_group(random.Random(f"twin amended {number}"), number, amended=True)


def left_to_the_engine(group: list[Terms]) -> str:
    """What the twin knows nothing of: a contract that does not exist yet, and what is kept of one that ends early."""
    if any(terms.collect != "probable" for terms in group):
        return "not a contract yet"
    deal = plain.Deal(group)
    return "ended as a whole" if any(ended(deal, known) for known in (*KNOWN, plain.FOREVER)) else ""


def ended(deal: plain.Deal, known: int) -> bool:
    try:
        return changed.world_of(deal, known).over
    except plain.Refused:
        return False


@pytest.mark.parametrize("batch", range(BATCHES))
def test_engine_and_twin_agree_on_amended_contracts(batch: int, capsys: pytest.CaptureFixture[str]) -> None:
    each = CONTRACTS // BATCHES
    groups = [group_of(number) for number in range(batch * each, (batch + 1) * each)]
    left = Counter(left_to_the_engine(group) for group in groups)
    groups = [group for group in groups if not left_to_the_engine(group)]
    books = kept(groups)
    refused = {ref: error.name for error in books.errors for ref in error.contract.split("+")}
    figures = {moment: cumulative(books, *moment) for moment in ALL}
    allocated, journal = books.allocation_at(FAR), booked(books, books.journal())
    differences: list[str] = []
    met: Counter[str] = Counter()
    for group in groups:
        deal, name = plain.Deal(group), name_of(group)
        met[refusal := refused.get(group[0].ref, "")] += 1
        if refusal:
            differences += [] if refusal in refusals(deal) else [f"{name}: only the engine refuses it: {refusal}"]
            continue
        prices = changed.allocated_at(deal, FAR, plain.FOREVER)
        differences += unequal(f"{name} allocated", prices, allocated)
        for moment in ALL:
            differences += unequal(f"{name} position {moment}", changed.position(deal, *moment), figures[moment])
        closes = [(close.open_from, close.at_on) for close in CLOSES]
        expected, mine = changed.bookings(deal, THROUGH, closes), whatever_the_cause(journal.get(name, {}))
        differences += unequal(f"{name} booked", {**dict.fromkeys(mine, 0), **expected}, mine)
        met.update(changed.world_of(deal, plain.FOREVER).treatments.values())
    with capsys.disabled():
        print(f"\n  batch {batch}: {dict(met)}; not compared: {dict(left)}", file=sys.stderr)
    assert all(met[treatment] >= 10 for treatment in TREATMENTS) and met[""] >= 0.6 * each
    assert not differences, f"{len(differences)} differences, the first:\n" + "\n".join(differences[:10])


def refusals(deal: plain.Deal) -> Iterator[str]:
    """Why the twin refuses a contract, as known at each close and now; it has numbers of any size."""
    yield "WeightTooFine"
    for known in [*(close.at_on for close in CLOSES), plain.FOREVER]:
        try:
            changed.world_of(deal, known)
        except plain.Refused as refused:
            yield refused.args[0]


def whatever_the_cause(rows: dict[tuple[int, int, str, str], int]) -> dict[tuple[int, int, str], int]:
    found: Counter[tuple[int, int, str]] = Counter()
    for (period, economic, obligation, _), amount in rows.items():
        found[period, economic, obligation] += amount
    return dict(found)
