"""Nothing is written where a crash could lose what was acknowledged."""

from __future__ import annotations

import pytest
from django.db import connection

from duly.actions.verification import notes, verify
from duly.doors.cli.main import main
from duly.ground.errors import SeveralErrors
from duly.store.audit import AuditLine
from duly.store.guards import durability
from tests.store.ledger import PLAIN, Ledger, files_of

TURNED = {
    "sqlite": (
        "PRAGMA journal_mode=DELETE",
        "PRAGMA synchronous=NORMAL",
        "PRAGMA foreign_keys=OFF",
        "PRAGMA recursive_triggers=OFF",
    ),
    "postgresql": ("SET synchronous_commit = off",),
}


@pytest.mark.parametrize(("vendor", "turned"), [(vendor, text) for vendor, all_ in TURNED.items() for text in all_])
def test_a_setting_that_loses_something_is_refused(
    vendor: str, turned: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
):
    ledger: Ledger = request.getfixturevalue(f"{vendor}_ledger")
    name = turned.replace("=", " ").split()[1]
    ledger.take_in(PLAIN)
    begun = AuditLine.objects.count()
    ledger.sql(turned)
    with pytest.raises(SeveralErrors, match=rf"NotDurable: the database has {name} = [\s\S]*why  [\s\S]*fix  "):
        ledger.do("hold_contract", "rae", contract="CT-1")
    assert main(["verify"]) == 1 and f"{name} is " in capsys.readouterr().out
    assert AuditLine.objects.count() == begun
    ledger.use()
    ledger.do("hold_contract", "rae", contract="CT-1")


def test_a_server_without_fsync_is_refused(postgresql_ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(durability.WANTED["postgresql"], "fsync", durability.FSYNC)
    with pytest.raises(SeveralErrors, match="ALTER SYSTEM SET fsync = on"):
        postgresql_ledger.do("import_contracts", "cam", contracts=files_of(PLAIN))
    (faults,) = (faults for check, faults in verify() if "loses nothing" in check.says)
    assert faults == ["fsync is off: a crash can destroy the whole database"]


def test_every_setting_is_asked_for(ledger: Ledger):
    assert not list(durability.unsafe(connection))
    names = {"sqlite": {"journal_mode", "synchronous", "foreign_keys", "recursive_triggers"}}
    names["postgresql"] = {"full_page_writes", "synchronous_commit"}
    assert set(durability.WANTED[ledger.vendor]) == names[ledger.vendor]


def test_checksums_of_pages_are_noted(postgresql_ledger: Ledger):
    on = postgresql_ledger.sql("SHOW data_checksums") == [("on",)]
    assert any("checksums" in note for note in notes()) != on
