"""The rules that the database itself keeps: nothing is changed or taken away, an entry is sealed balanced and in an
open period, and closed periods stay closed.

The same rules stand in SQLite's words and in PostgreSQL's; `tests/store/attacks.py` tries each of them on both.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from duly.store.guards import postgresql, sqlite

# The tables of the first version, and those that came with documents, with jobs and with the cut-over.
FIRST = (
    "person grant_line audit_line command proposal approval setting contract fact hold override_line classed "
    "materiality decided journal_entry journal_line batch batch_entry period period_event certificate inbox outbox"
).split()
DOCUMENTS = "document reading proposed_term term_answer confirmation_limit contract_source".split()
# Those that came with the API: keys to it, and what things are called elsewhere; with jobs; with webhooks; with the
# cut-over.
SERVED = "token token_end external_name".split()
JOBS = "job job_part job_result job_event".split()
HOOKS = "webhook_endpoint webhook_secret".split()
OPENING = ["opening_tolerance"]
# Every table of the store that only ever grows.
TABLES = [*FIRST, *DOCUMENTS, *SERVED, *JOBS, *HOOKS, *OPENING]


def install(vendor: str) -> list[str]:
    """The statements that put the guards of the first tables in place."""
    return (sqlite if vendor == "sqlite" else postgresql).statements(FIRST)


def install_for(vendor: str, tables: Sequence[str]) -> list[str]:
    """The statements that put the guards of further tables in place."""
    return (sqlite if vendor == "sqlite" else postgresql).of_tables(tables)


def of_openings(vendor: str) -> list[str]:
    """The statements that guard the cut-over: its table, and its entries in the journal."""
    return [*install_for(vendor, OPENING), *(sqlite if vendor == "sqlite" else postgresql).OPENING]


def wanted(vendor: str) -> dict[str, str]:
    """The guards that must stand, by name, each with its text."""
    return (sqlite if vendor == "sqlite" else postgresql).wanted(TABLES)


def standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The guards that stand and are switched on, by name, each with its text."""
    query = (sqlite if connection.vendor == "sqlite" else postgresql).STANDING
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {str(name): str(text) for name, text in cursor.fetchall()}
