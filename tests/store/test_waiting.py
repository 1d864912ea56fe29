"""Writers on SQLite wait for each other, and each of them comes to its turn."""

from __future__ import annotations

import sqlite3

import pytest

from tests.store.ledger import Ledger

from django.db import OperationalError, connection, transaction  # isort: skip - Django is set up by the line above
from duly.store.sqlite import base


def test_a_writer_asks_as_often_as_others_until_its_time_is_over(sqlite_ledger: Ledger, monkeypatch):
    other = sqlite3.connect(sqlite_ledger.address, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asked = [0]

    def seconds() -> float:
        """A clock on which each try takes a second; at the fifth the other writer is done."""
        asked[0] += 1
        if asked[0] == 5:
            other.execute("COMMIT")
        return float(asked[0])

    monkeypatch.setattr(base, "monotonic", seconds)
    monkeypatch.setattr(base, "_AT_ONCE", 0)
    with transaction.atomic():
        assert asked[0] == 5
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        raise AssertionError("two write at once")
    assert 60 <= asked[0] - 5 <= 62
    other.close()
    with transaction.atomic():
        assert connection.connection.execute("PRAGMA busy_timeout").fetchone() == (60_000,)


def test_whoever_must_not_wait_does_not(sqlite_ledger: Ledger, monkeypatch):
    other = sqlite3.connect(sqlite_ledger.address, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(base, "monotonic", lambda: 1.0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        raise AssertionError("two write at once")
    other.close()
