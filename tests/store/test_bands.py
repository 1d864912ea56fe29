"""The larger the amount, the higher who has to agree."""

from __future__ import annotations

import pytest

from duly.actions.errors import NotAllowed
from duly.store.journal import Entry, Line
from tests.store.ledger import PLAIN, Ledger


def entry(amount: int) -> list[dict[str, str]]:
    sides = (("other_expense", amount), ("cash", -amount))
    return [{"account": account, "amount": str(minor), "currency": "USD"} for account, minor in sides]


@pytest.mark.parametrize(
    ("amount", "refused", "checkers"),
    [
        (999_999, (), ("rob",)),
        (1_000_000, ("rob",), ("ben",)),
        (24_999_999, ("rob",), ("con",)),
        (25_000_000, ("rob",), ("ben", "con")),
    ],
)
def test_a_manual_entry_is_approved_by_those_its_amount_asks_for(sqlite_ledger: Ledger, amount, refused, checkers):
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")
    args = {"entity": "US01", "period": "2026-01", "lines": entry(amount)}
    waiting = sqlite_ledger.do("enter_manually", "rae", why="accrued", **args)
    for person in refused:
        with pytest.raises(NotAllowed):
            sqlite_ledger.do("approve", person, proposal=waiting.proposal)
    for person in checkers:
        assert not Entry.objects.filter(kind="manual").exists()
        sqlite_ledger.do("approve", person, proposal=waiting.proposal)
    assert Entry.objects.filter(kind="manual").count() == 1


def test_a_write_off_is_proposed_by_one_and_approved_by_another_and_is_no_revenue(ledger: Ledger):
    ledger.take_in(PLAIN)
    row = "{date: 2026-01-25, write off: 2000.00, invoice: I-1}"
    with pytest.raises(NotAllowed):
        ledger.record("CT-1", row, who="bob")
    waiting = ledger.record("CT-1", row, who="rob")
    ledger.do("approve", "ben", proposal=waiting.proposal)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    sums: dict[str, int] = {}
    for line in Line.objects.all():
        sums[line.account] = sums.get(line.account, 0) + line.amount
    assert sums["receivable"] == 12_100_000 and sums["bad_debt_expense"] == 200_000 and sums["revenue"] == -1_300_000
