"""What is changed behind the back of the database is found by `duly verify`: every column of every table, one byte."""

from __future__ import annotations

from random import Random

from duly.actions.verification import verify
from tests.store.ledger import Ledger
from tests.store.tampering import Tamperer
from tests.store.test_attacks import lived_in


def found() -> list[str]:
    return [fault for _, faults in verify() for fault in faults]


def test_one_byte_of_any_column_is_found(ledger: Ledger, record_property):
    lived_in(ledger)
    assert found() == []
    tamperer = Tamperer(ledger, Random(20260331))
    columns, missed = list(tamperer.columns()), []
    for table, column in columns:
        change = tamperer.change(table, column)
        if not found():
            missed.append(change)
        tamperer.put_back(change)
    tamperer.close()
    assert missed == [] and found() == []
    record_property("say", f"{ledger.vendor}: one byte changed in each of {len(columns)} columns, all found")
