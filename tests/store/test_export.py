"""Batches for the general ledger, and whether what arrived there is what stands here."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from duly.actions.errors import NothingToDo
from duly.actions.export import tie_out
from duly.actions.verification import verify
from duly.store.journal import Batch, BatchEntry, Entry
from tests.store.ledger import PLAIN, Ledger

FOREVER = 1 << 30


def test_a_batch_holds_every_entry_once_and_a_later_one_amends_it(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    first = ledger.do("export_batch", "rae", entity="US01", period="2026-01").effect
    rows = first["rows"]
    assert sum(int(r["books debit"]) for r in rows) == sum(int(r["books credit"]) for r in rows) > 0
    with pytest.raises(NothingToDo):
        ledger.do("export_batch", "rae", entity="US01", period="2026-01")
    ledger.record("CT-1", "{date: 2026-01-25, paid: 123000.00, invoice: I-1}")
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    second = ledger.do("export_batch", "rae", entity="US01", period="2026-01").effect
    assert second["amends"] == first["batch"] and not set(first["entries"]) & set(second["entries"])
    assert BatchEntry.objects.count() == Entry.objects.count()
    assert not [fault for _, faults in verify() for fault in faults]


def test_no_entry_is_in_two_batches(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    ledger.do("export_batch", "rae", entity="US01", period="2026-01")
    with pytest.raises(IntegrityError):
        BatchEntry(batch=Batch.objects.get(), entry=Entry.objects.first()).save()


def test_a_difference_is_drilled_down_to_its_entries(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")
    there = {"contract_liability": -11_000_000, "receivable": 12_300_000, "revenue": -1_300_000}
    assert not list(tie_out("US01", "main", FOREVER, there))
    (one,) = tie_out("US01", "main", FOREVER, {**there, "revenue": -1_000_000})
    assert (one.account, one.here, one.there) == ("revenue", -1_300_000, -1_000_000)
    assert one.entries == ["JE-US01/main/2 (not handed over): -13,000.00 USD"]
