"""A row that measures nothing of the obligation it names is said in a note, for nothing is earned by it."""

from __future__ import annotations

import pytest

from tests.engine.recognition.kept import Kept

CONTRACT = """term: {{from: 2024-01-01, to: 2024-12-31}}
obligations: {{A: {{price: 100.00, quantity: 10 units, {how}}}}}
happened: [{{date: 2024-06-30, {row}}}]
"""


@pytest.mark.parametrize(
    ("how", "row", "says"),
    [
        ("earn: by units", "hours: A, quantity: 2", "A is earned by units, by `delivered` or `usage`"),
        ("earn: over time by month", "progress: A, done: 50%", "A is earned over time by month"),
        ("earn: by units", "expired: A", "what may be left unused is earned `as redeemed`"),
        ("earn: on delivery", "sales: A, amount: 5.00", "A has no `royalty`"),
        ("earn: on delivery", "warranty claim: A, amount: 5.00", "A has no `warranty`"),
        ("earn: on delivery", "returned: A, quantity: 1", "A has no `returns`"),
    ],
)
def test_a_row_that_measures_nothing_is_noted(how: str, row: str, says: str) -> None:
    (note,) = Kept(CONTRACT.format(how=how, row=row)).notes
    assert says in note


@pytest.mark.parametrize(
    ("how", "row"),
    [
        ("earn: by units", "usage: A, quantity: 2"),
        ("earn: as redeemed", "expired: A"),
        ("earn: on delivery, returns: {expected: 1}", "returned: A, quantity: 1"),
        ("earn: on delivery, warranty: {kind: assurance, expected cost: 5.00}", "warranty claim: A, amount: 5.00"),
        ("earn: on acceptance", "delivered: A"),
    ],
)
def test_a_row_that_is_written_for_it_is_not(how: str, row: str) -> None:
    assert Kept(CONTRACT.format(how=how, row=row)).notes == []
