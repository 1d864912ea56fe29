"""A ledger of the version before has the tables and guards of this one after `duly upgrade`, and works on."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from duly.actions import dump
from duly.actions.backup import restore_ledger, upgrade_ledger
from duly.actions.periods import balances
from duly.actions.verification import verify
from duly.store import guards
from tests.store import papers
from tests.store.cluster import Cluster
from tests.store.conftest import VENDORS
from tests.store.ledger import Ledger, use, use_nothing


@pytest.mark.parametrize("vendor", VENDORS)
def test_tables_that_came_later_are_guarded(vendor: str, cluster: Cluster, tmp_path: Path):
    address = str(tmp_path / "older.sqlite3") if vendor == "sqlite" else cluster.create()
    use(address)
    call_command("migrate", "store", "0003_guards", verbosity=0, interactive=False)
    assert "document" not in connection.introspection.table_names()
    assert upgrade_ledger() == "done"
    assert guards.wanted(vendor).items() <= guards.standing(connection).items()
    Ledger.begun()
    papers.received(Ledger(vendor, address))
    assert not [fault for _, faults in verify() for fault in faults]
    use_nothing()
    if vendor == "postgresql":
        cluster.drop(address)


BEFORE = Path(__file__).with_name("release_before")
FAR = 1 << 40


def columns_of(names: list[str]) -> dict[str, list[str]]:
    """The columns of some tables."""
    with connection.cursor() as cursor:
        return {name: [c.name for c in connection.introspection.get_table_description(cursor, name)] for name in names}


def rows_of(columns: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """Every row of some tables, by the columns they had before."""
    with connection.cursor() as cursor:
        found = {}
        for name, heads in columns.items():
            cursor.execute(f"SELECT {', '.join(heads)} FROM {name}")
            found[name] = sorted([_text(value) for value in row] for row in cursor.fetchall())
    return found


def _text(value: object) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def books() -> list[object]:
    return [balances(entity, "main", FAR, as_reported=so) for entity in ("US01", "DE01") for so in (False, True)]


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_posted_number_and_no_row_moves_when_a_ledger_of_the_release_before_is_upgraded(
    vendor: str, cluster: Cluster, tmp_path: Path
):
    if vendor == "sqlite":
        address = str(tmp_path / "older.sqlite3")
        Path(address).write_bytes(lzma.decompress((BEFORE / "ledger.sqlite3.xz").read_bytes()))
        use(address)
    else:
        address = cluster.create()
        use(address)
        dump.load(str(BEFORE / "ledger.backup"))
    names = [name for name in connection.introspection.table_names() if name in guards.TABLES]
    assert "webhook_endpoint" not in names and "journal_line" in names
    columns = columns_of(names)
    rows, balanced = rows_of(columns), books()
    assert all(rows[name] for name in ("journal_line", "certificate", "term_answer", "override_line", "batch_entry"))
    upgrade_ledger()
    assert rows_of(columns) == rows and books() == balanced
    assert guards.wanted(vendor).items() <= guards.standing(connection).items()
    ledger = Ledger(vendor, address)
    assert not [fault for _, faults in verify() for fault in faults]
    ledger.record("CT-1", "{date: 2026-04-02, paid: 100.00, invoice: I-1}")
    ledger.do("post_period", "rae", entity="US01", period="2026-04")
    assert not [fault for _, faults in verify() for fault in faults]
    use_nothing()
    if vendor == "postgresql":
        cluster.drop(address)


def test_a_backup_of_the_release_before_is_brought_to_this_version(cluster: Cluster):
    address = cluster.create()
    use(address)
    restore_ledger(str(BEFORE / "ledger.backup"))
    assert guards.wanted("postgresql").items() <= guards.standing(connection).items()
    assert not [fault for _, faults in verify() for fault in faults]
    use_nothing()
    cluster.drop(address)
