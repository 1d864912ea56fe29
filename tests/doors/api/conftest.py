"""Ledgers for the API: those of the store."""

from tests.store.conftest import cluster, ledger, postgresql_ledger, sqlite_ledger, templates  # noqa: F401
