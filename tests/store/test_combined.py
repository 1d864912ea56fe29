"""Contracts that are accounted for as one (606-10-25-9) and come in one after the other."""

from __future__ import annotations

import pytest

from duly.actions.drafts import draft_of
from duly.actions.prior_periods import prior_amounts
from duly.actions.verification import verify
from duly.ground.errors import SeveralErrors
from duly.store.audit import head
from duly.store.contracts import Contract
from duly.store.journal import Line
from tests.store.disclosed import untied
from tests.store.ledger import Ledger, clock, files_of

FIRST = """
contract: CT-1
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  platform: {price: 120000.00, ssp: 120000.00, earn: over time by month}
billing:
  - {bill: all, every: year, right: on invoice}
happened:
  - {date: 2026-01-05, invoice: I-1, amount: 120000.00}
"""
# Together 123,000.00 over 120,000.00 and 30,000.00: 98,400.00 for the platform and 24,600.00 for the set-up.
SECOND = """
contract: CT-2
entity: US01
currency: USD
signed: 2026-01-15
combine: CT-1
obligations:
  setup: {price: 3000.00, ssp: 30000.00, earn: on delivery}
billing:
  - {bill: setup, on: 2026-01-20, right: on invoice}
happened:
  - {date: 2026-01-20, delivered: setup}
  - {date: 2026-01-25, invoice: I-2, amount: 3000.00}
"""
# The one that joins may stand before the first in the name of both.
NAMES = ("CT-2", "AA-2")


def of_month(account: str) -> dict[str, int]:
    """Posted amounts of an account by month, in cents."""
    found: dict[str, int] = {}
    for month, amount in Line.objects.filter(account=account).values_list("entry__period", "books_amount"):
        found[month] = found.get(month, 0) + amount
    return found


def of_contract(ref: str) -> dict[str, int]:
    """What stands under a name by account."""
    found: dict[str, int] = {}
    for account, amount in Line.objects.filter(contract=ref).values_list("account", "books_amount"):
        found[account] = found.get(account, 0) + amount
    return {account: amount for account, amount in found.items() if amount}


def whole(ledger: Ledger, name: str, *months: str) -> None:
    """Months are closed as they would be if every contract were read again; nothing stands under the one name alone."""
    both = "+".join(sorted(("CT-1", name)))
    for month in months:
        drafts = [draft_of(head()[0], "US01", "", month, read_all=read_all) for read_all in (False, True)]
        assert drafts[0].lines == drafts[1].lines and drafts[0].unusual == drafts[1].unusual
        ledger.close(month)
        assert not [fault for _, faults in verify() for fault in faults]
    assert not of_contract("CT-1") and not of_contract(name)
    assert of_contract(both)["receivable"] == 12_300_000


@pytest.mark.parametrize("name", NAMES)
def test_the_second_joins_what_was_not_posted_yet(sqlite_ledger: Ledger, name: str):
    sqlite_ledger.take_in(FIRST)
    sqlite_ledger.take_in(SECOND.replace("CT-2", name))
    whole(sqlite_ledger, name, "2026-01", "2026-02")
    assert of_month("revenue") == {"2026-01": -(2_460_000 + 820_000), "2026-02": -820_000}


def test_what_an_open_month_posted_of_the_first_alone_is_corrected_by_the_difference(ledger: Ledger):
    ledger.take_in(FIRST)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    assert of_month("revenue") == {"2026-01": -1_000_000}
    ledger.take_in(SECOND)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    whole(ledger, "CT-2", "2026-01", "2026-02")
    assert of_month("revenue") == {"2026-01": -(2_460_000 + 820_000), "2026-02": -820_000}


@pytest.mark.parametrize("name", NAMES)
def test_what_was_closed_of_the_first_alone_stays_and_the_next_close_books_the_difference(ledger: Ledger, name: str):
    with clock():
        ledger.take_in(FIRST)
        ledger.close("2026-01")
        asked = {"entity": "US01", "amount": "2500000", "currency": "USD"}
        ledger.agreed("set_materiality", "rob", "ben", why="a fifth of the year", **asked)
        ledger.take_in(SECOND.replace("CT-2", name))
        (late,) = prior_amounts(head()[0], draft_of(head()[0], "US01", "", "2026-02"), "US01", "main")
        # Moving the first under the name of both is no amount; less is earned of the platform and all of the set-up.
        assert late.contract == "+".join(sorted(("CT-1", name))) and late.whole["revenue"] == -2_280_000
        whole(ledger, name, "2026-02", "2026-03")
        assert of_month("revenue") == {"2026-01": -1_000_000, "2026-02": -(2_280_000 + 820_000), "2026-03": -820_000}
        ledger.record(name, "{date: 2026-04-02, paid: 3000.00, invoice: I-2}")
        ledger.record("CT-1", "{date: 2026-04-03, paid: 1.00, invoice: I-1}")
        ledger.close("2026-04")
        assert of_month("cash") == {"2026-04": 300_100} and not untied()
        assert not [fault for _, faults in verify() for fault in faults]


def test_who_is_combined_with_a_contract_nobody_knows_waits(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(FIRST)
    with pytest.raises(SeveralErrors, match="CombinesUnknown"):
        sqlite_ledger.do(
            "import_contracts", "cam", contracts=files_of(SECOND.replace("combine: CT-1", "combine: CT-9"))
        )
    assert [one.ref for one in Contract.objects.all()] == ["CT-1"]
