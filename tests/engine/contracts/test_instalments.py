"""The bills of a plan: how much of a price each has."""

from __future__ import annotations

import pytest

from duly.engine.contracts.instalments import instalments
from duly.engine.contracts.terms import BillLine
from duly.ground.dates import day


@pytest.mark.parametrize(
    ("every", "first", "until", "parts"),
    [
        ("quarter", "2025-01-31", "2026-01-31", [300] * 4),
        ("half year", "2025-08-30", "2026-08-30", [600, 600]),
        ("quarter", "2025-01-31", "2025-06-29", [720, 480]),
    ],
)
def test_months_are_counted_from_the_first_day_of_the_span(every, first, until, parts):
    bills = instalments(BillLine((), every=every), 1200, day(first), day(until))
    assert [bill.amount for bill in bills] == parts
