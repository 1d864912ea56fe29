"""Engine and plain twin agree on random contracts with random chains of amendments: every price in force, position and
booking of each period by cause, and where no right waits for others every balance; what one of the two refuses, the
other refuses for the same reason."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from duly.engine.contracts.terms import Terms
from duly.engine.recognition.treatments import TREATMENTS
from duly.ground.dates import day
from tests.laws.contracts import contract_group
from tests.laws.figures import CLOSES, THROUGH, balances, booked, cumulative, kept, name_of
from tests.laws.test_twin import FAR, MOMENTS, unequal
from tests.twin import changed, owed, plain

CONTRACTS, BATCHES = 800, 4
ALL = [*MOMENTS, (FAR, plain.FOREVER)]
# Ends of months: of some years, and long after.
FIRSTS = ("2023-04-01", "2023-12-01", "2024-06-01", "2025-02-01", "2026-01-01")
ENDS = [(day(first) - 1, plain.FOREVER) for first in FIRSTS]
ENDS += [(day("2024-03-01") - 1, day("2024-03-05")), (day("2024-10-01") - 1, day("2024-09-10")), (FAR, plain.FOREVER)]
KNOWN = {*(known for _, known in [*MOMENTS, *ENDS]), *(close.at_on for close in CLOSES)}


def group_of(number: int) -> list[Terms]:
    return contract_group(random.Random(f"twin amended {number}"), number, amended=True)


def left_to_the_engine(group: list[Terms]) -> str:
    """What the twin knows nothing of: ends before there is a contract; and what is kept of one of which all ends,
    where a right waits for others or is retained."""
    deal = plain.Deal(group)
    ended = [f.on for terms in group for f in terms.happened if f.verb == "terminated"]
    if any(not plain.exists(deal, on - 1, plain.FOREVER) for on in ended):
        return "ended before it was a contract"
    waits = not owed.is_simple(deal) and any(ends(deal, known) for known in (*KNOWN, plain.FOREVER))
    return "ended while rights wait for others" if waits else ""


def ends(deal: plain.Deal, known: int) -> bool:
    try:
        return any(not ending.shared for ending in changed.world_of(deal, known).endings)
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
    shown = {moment: balances(books, *moment) for moment in ENDS}
    allocated, journal = books.allocation_at(FAR), booked(books, books.journal())
    differences: list[str] = []
    met: Counter[str] = Counter()
    for group in groups:
        deal, name = plain.Deal(group), name_of(group)
        met[refusal := refused.get(group[0].ref, "compared")] += 1
        if refusal != "compared":
            differences += [] if refusal in refusals(deal) else [f"{name}: only the engine refuses it: {refusal}"]
            continue
        # What never becomes a contract has no price.
        prices = changed.allocated_at(deal, FAR, plain.FOREVER) if plain.exists(deal, FAR, plain.FOREVER) else {}
        differences += unequal(f"{name} allocated", prices, allocated)
        nothing = {(terms.ref, o.ref): 0 for terms in group for o in terms.obligations}
        for moment in ALL:
            position = nothing | changed.position(deal, *moment)
            differences += unequal(f"{name} position {moment}", position, figures[moment])
        if owed.is_simple(deal):
            met["with balances"] += 1
            differences += unequal_balances(deal, name, shown)
        closes = [(close.open_from, close.at_on) for close in CLOSES]
        expected, mine = changed.bookings(deal, THROUGH, closes), journal.get(name, {})
        differences += unequal(f"{name} booked", {**dict.fromkeys(mine, 0), **expected}, mine)
        met.update(changed.world_of(deal, plain.FOREVER).treatments.values())
    with capsys.disabled():
        print(f"\n  batch {batch}: {dict(met)}; not compared: {dict(left)}", file=sys.stderr)
    assert all(met[treatment] >= 10 for treatment in TREATMENTS)
    assert met["compared"] >= 0.7 * each and met["with balances"] >= 0.5 * each
    assert not differences, f"{len(differences)} differences, the first:\n" + "\n".join(differences[:10])


def unequal_balances(
    deal: plain.Deal, name: str, shown: dict[tuple[int, int], dict[str, dict[str, int]]]
) -> Iterator[str]:
    for moment, accounts in shown.items():
        found = accounts.get(name, {})
        yield from unequal(f"{name} balances {moment}", changed.balances(deal, *moment), found)


def refusals(deal: plain.Deal) -> Iterator[str]:
    """Why the twin refuses a contract, as known at each close and now; it has numbers of any size."""
    yield "WeightTooFine"
    for known in [*(close.at_on for close in CLOSES), plain.FOREVER]:
        try:
            changed.world_of(deal, known)
        except plain.Refused as refused:
            yield refused.args[0]
