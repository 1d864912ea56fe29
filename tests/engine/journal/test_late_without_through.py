"""Books without a last day reach the period in which late facts are booked: nothing that was learned is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duly.engine.contracts.terms import Close, Company
from duly.engine.journal.books import keep_books
from duly.ground.dates import day
from tests.engine.contracts.texts import contracts_of

TEXT = """
contract: L-1
currency: USD
signed: 2026-06-01
obligations:
  box: {price: 90.00, earn: on delivery}
happened:
  - {date: 2026-06-30, delivered: box, known: 2026-07-03}
"""


@pytest.mark.parametrize(
    ("closed_on", "as_of", "booked"),
    [
        ("2026-07-02", None, [("2026-07", "2026-06", "late fact")]),
        ("2026-07-08", None, [("2026-06", "2026-06", "progress")]),
        ("2026-07-03", None, [("2026-06", "2026-06", "progress")]),
        ("2026-07-02", "2026-07-02", []),
        ("2026-07-02", "2026-07-03", [("2026-07", "2026-06", "late fact")]),
    ],
)
def test_a_delivery_is_booked_whenever_it_became_known(closed_on, as_of, booked):
    company = replace(Company(), closes=(Close("main", day("2026-07-01"), day(closed_on)),))
    books = keep_books(contracts_of(TEXT).terms, company, as_of=day(as_of) if as_of else None)
    revenue = [row for row in books.journal() if row.account == "revenue"]
    assert [(row.period, row.economic, row.cause) for row in revenue] == booked
    assert sum(row.amount for row in revenue) == (-9_000 if booked else 0)
