"""A ledger of the version before has the tables and guards of this one after `duly upgrade`, and works on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from duly.actions.backup import upgrade_ledger
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
