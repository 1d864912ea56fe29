"""Stores to test on: an empty ledger with its people, on SQLite and on PostgreSQL, a fresh one for each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.cluster import Cluster
from tests.store.ledger import Ledger, use, use_nothing

VENDORS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server a test process."""
    made = Cluster()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def templates(cluster: Cluster) -> Iterator[dict[str, str]]:
    """A ledger with its first people on each database, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="duly-store-"))
    made = {"sqlite": str(folder / "template.sqlite3"), "postgresql": cluster.create("template")}
    for address in made.values():
        use(address)
        Ledger.begun()
        use_nothing()
    yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=VENDORS)
def ledger(
    request: pytest.FixtureRequest, templates: dict[str, str], cluster: Cluster, tmp_path: Path
) -> Iterator[Ledger]:
    """A fresh ledger on each database."""
    yield from fresh(request.param, templates, cluster, tmp_path)


@pytest.fixture
def sqlite_ledger(templates: dict[str, str], cluster: Cluster, tmp_path: Path) -> Iterator[Ledger]:
    """A fresh ledger on SQLite alone."""
    yield from fresh("sqlite", templates, cluster, tmp_path)


@pytest.fixture
def postgresql_ledger(templates: dict[str, str], cluster: Cluster, tmp_path: Path) -> Iterator[Ledger]:
    """A fresh ledger on PostgreSQL alone."""
    yield from fresh("postgresql", templates, cluster, tmp_path)


def fresh(vendor: str, templates: dict[str, str], cluster: Cluster, folder: Path) -> Iterator[Ledger]:
    """A copy of a template."""
    if vendor == "sqlite":
        address = str(folder / "duly.sqlite3")
        shutil.copyfile(templates[vendor], address)
    else:
        address = cluster.create(template="template")
    use(address)
    yield Ledger(vendor, address)
    use_nothing()
    if vendor == "postgresql":
        cluster.drop(address)
