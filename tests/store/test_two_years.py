"""Two entities, three currencies, two years of closes on a scripted clock, with what goes wrong in them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta

import pytest

from duly.actions.drafts import draft_of
from duly.actions.errors import NothingToDo
from duly.actions.periods import balances
from duly.actions.verification import verify
from duly.store.journal import Entry, Line
from duly.store.periods import Certificate, Period
from tests.store.disclosed import untied
from tests.store.ledger import Ledger, clock, tree_of

MONTHS = [f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)]
CONTRACTS = """
contract: US-1
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2027-12-31}
obligations:
  platform: {price: 240000.00, earn: over time by month}
  setup: {price: 12000.00, earn: on delivery}
billing:
  - {bill: all, every: year, right: on invoice}
happened:
  - {date: 2026-01-05, invoice: U-1, amount: 132000.00}
  - {date: 2026-02-20, delivered: setup}
  - {date: 2026-03-05, paid: 132000.00, invoice: U-1}
---
contract: US-2
entity: US01
currency: EUR
signed: 2026-02-01
term: {from: 2026-02-01, to: 2027-01-31}
obligations:
  licence: {price: 36000.00, earn: over time by day}
billing:
  - {bill: all, every: year, right: on invoice}
happened:
  - {date: 2026-02-03, invoice: U-2, amount: 36000.00}
  - {date: 2026-05-20, paid: 36000.00, invoice: U-2}
---
contract: DE-1
entity: DE01
currency: GBP
signed: 2026-01-10
obligations:
  machine: {price: 90000.00, earn: by cost, from: 2026-01-10, to: 2027-06-30, expected cost: 60000.00}
billing:
  - {bill: all, every: quarter, right: on invoice}
happened:
  - {date: 2026-03-31, cost: machine, amount: 12000.00}
  - {date: 2026-03-31, invoice: D-1, amount: 30000.00}
  - {date: 2026-06-30, cost: machine, amount: 18000.00}
"""


def told(ledger: Ledger, month: str) -> None:
    """What becomes known in the course of a month."""
    if month == "2026-05":
        ledger.record("US-1", "{date: 2026-03-31, credit note: C-1, invoice: U-1, amount: 1000.00, reason: error}")
    if month == "2026-08":
        row = "{date: 2026-08-01, amendment: A-1, changes: {licence: {price: 30000.00}}, remaining distinct: yes}"
        ledger.agreed("record_facts", "cam", "rob", **_rows("US-2", row))
    if month == "2026-09":
        ledger.record("DE-1", "{date: 2026-05-15, cost: machine, amount: 6000.00}")
        ledger.record("DE-1", "{date: 2026-09-10, estimate: machine, expected cost: 72000.00}")
    if month == "2027-01":
        ledger.record("US-1", "{date: 2027-01-05, invoice: U-3, amount: 121000.00}")
    if month == "2027-06":
        ledger.record("DE-1", "{date: 2027-06-20, cost: machine, amount: 36000.00}")


def _rows(contract: str, row: str) -> dict[str, object]:
    return {"contract": contract, "part": "happened", "rows": [tree_of(row)], "file": "by hand"}


def pass_two_years(ledger: Ledger) -> None:
    """Two years of closes with a reopened period and a manual entry in it."""
    with clock(pace=timedelta(hours=1)):
        ledger.take_in(CONTRACTS)
        for month in MONTHS:
            told(ledger, month)
            for entity in ("US01", "DE01"):
                with suppress(NothingToDo):
                    ledger.do("post_period", "rae", entity=entity, period=month)
                ledger.close(month, entity=entity)
            if month == "2026-06":
                _opened_again(ledger, month)


def _opened_again(ledger: Ledger, month: str) -> None:
    why = "a bank fee was missing"
    ledger.agreed("reopen_period", "rob", "ben", "con", entity="US01", period=month, why=why)
    lines = [
        {"account": "other_expense", "amount": "2500", "currency": "USD"},
        {"account": "cash", "amount": "-2500", "currency": "USD"},
    ]
    ledger.agreed("enter_manually", "rae", "ben", entity="US01", period=month, lines=lines, why=why)
    ledger.close(month, entity="US01")


def test_two_years_hold_in_every_respect(ledger: Ledger):
    pass_two_years(ledger)
    _all_is_proved(ledger)
    _certificates_are_answered_again()
    _late_facts_stand_in_the_month_they_were_learned_in()


def _all_is_proved(ledger: Ledger) -> None:
    assert [fault for _, faults in verify() for fault in faults] == []
    assert untied() == []
    assert Certificate.objects.count() == 2 * len(MONTHS) + 1
    for entity, code in (("US01", "USD"), ("DE01", "EUR")):
        whole = balances(entity, "main", 1 << 30)
        assert sum(int(amounts[code]) for amounts in whole.values()) == 0
        for month in MONTHS:
            with pytest.raises(NothingToDo):
                ledger.do("close_period", "rob", entity=entity, period=month)
    # 240,000.00 and 12,000.00; the credit note took back what was billed in error, which is no revenue.
    own = Line.objects.filter(contract="US-1", account="revenue")
    assert -sum(own.values_list("books_amount", flat=True)) == 25_200_000
    # 90,000.00 in whole: 12, 6, 18 and 36 of 72 thousand.
    machine = Line.objects.filter(contract="DE-1", account="revenue")
    assert -sum(machine.values_list("amount", flat=True)) == 9_000_000


def _certificates_are_answered_again() -> None:
    """What was posted by a certificate's command adds up to its totals, and nothing would be added to it."""
    for one in Certificate.objects.select_related("period"):
        body = json.loads(one.body)
        known = Entry.objects.filter(entity=one.period.entity, seq__lte=one.seq).values("ref")
        periods = Period.objects.filter(entity=one.period.entity, until__lte=one.period.until).values("name")
        sums: dict[str, int] = {}
        for line in Line.objects.filter(entry_id__in=known, entry__period__in=periods):
            sums[line.account] = sums.get(line.account, 0) + line.books_amount
        stated = {account: int(amount) for account, by in body["totals"].items() for amount in by.values()}
        assert stated == sums
        draft = draft_of(one.seq, one.period.entity, "main", one.period.name)
        assert not draft.lines and not draft.unusual


def _late_facts_stand_in_the_month_they_were_learned_in() -> None:
    late = Line.objects.filter(cause="late fact", contract="DE-1", account="revenue")
    assert {line.entry.period for line in late} == {"2026-09"} and {line.economic for line in late} == {"2026-05"}
