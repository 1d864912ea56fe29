"""What is changed behind the back of the database is found by `duly verify`: every column of every table, one byte."""

from __future__ import annotations

from random import Random

from duly.actions.verification import _certified_again, verify
from tests.store.insider import Insider
from tests.store.ledger import Ledger
from tests.store.tampering import Tamperer
from tests.store.test_attacks import lived_in


def found() -> list[str]:
    return [fault for _, faults in verify() for fault in faults]


def test_what_a_certificate_says_is_worked_out_again(sqlite_ledger: Ledger):
    lived_in(sqlite_ledger)
    assert list(_certified_again()) == []
    for (name,) in sqlite_ledger.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        sqlite_ledger.sql(f"DROP TRIGGER {name}")
    for change, differs in (
        ("audit_line SET hash = seq", "inputs"),
        ("setting SET digest = 'x' WHERE section = 'rates'", "settings"),
        ("journal_entry SET totals = '{}' WHERE number = 1", "totals"),
        ("journal_entry SET hash = ref", "chain"),
    ):
        assert not any(differs in fault for fault in _certified_again())
        sqlite_ledger.sql(f"UPDATE {change}")
        assert any(differs in fault for fault in _certified_again())


def test_what_nobody_else_agreed_to_is_found(ledger: Ledger):
    lived_in(ledger)
    eve = Insider(ledger.address, "plain" if ledger.vendor == "sqlite" else "app")
    eve.add("setting", section="policies", file="x", tree="{}", digest="0" * 64)
    eve.add("contract", **(eve.first("contract") | {"ref": "X", "external": "X", "seq": eve.seq + 1}))
    eve.close()
    (faults,) = (faults for check, faults in verify() if "agreed to by another" in check.says)
    assert [fault.partition(" ")[0] for fault in faults] == ["X", "policies"]


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


def test_a_contract_that_one_person_confirmed_needs_its_limit(ledger: Ledger):
    """A contract from a document that nobody else agreed to, and that names no limit."""
    lived_in(ledger)
    eve = Insider(ledger.address, "plain" if ledger.vendor == "sqlite" else "app")
    seq = eve.seq = eve.run("SELECT max(seq) + 1 FROM audit_line")[0][0]
    eve.run("BEGIN")
    eve.insert("contract", **(eve.first("contract") | {"ref": "X", "external": "X", "seq": seq}))
    source = eve.first("contract_source") | {"id": 900, "contract_id": "X", "under_id": None, "seq": seq}
    eve.insert("contract_source", **source)
    eve.audit()
    eve.run("COMMIT")
    eve.close()
    (faults,) = (faults for check, faults in verify() if "agreed to by another" in check.says)
    assert [fault.partition(" ")[0] for fault in faults] == ["X"]
