"""What the database must do so that a command that was acknowledged is never lost: asked before every write.

What `duly.site.settings` tells a connection may have been refused, or told otherwise since: a share of the network
cannot have a write-ahead log, and a role of PostgreSQL can have settings of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class Wanted(NamedTuple):
    """What a setting may be, what is lost otherwise, and how to mend it."""

    values: frozenset[str]
    why: str
    fix: str


class Unsafe(NamedTuple):
    """A setting that is something else."""

    name: str
    value: str
    wanted: Wanted


_OURS = "let `duly` open the database, with `duly.site.settings`, and nobody change the setting on its connection"
_RELOAD = "ALTER SYSTEM SET {} = on; SELECT pg_reload_conf(); and look whether the role or the database sets it"
FSYNC = Wanted(frozenset(("on",)), "a crash can destroy the whole database", _RELOAD.format("fsync"))
WANTED: dict[str, dict[str, Wanted]] = {
    "sqlite": {
        "journal_mode": Wanted(
            frozenset(("wal",)),
            "a crash in the middle of a write is undone from the write-ahead log alone",
            "put the data folder on a disk of this machine: a share of the network cannot have one",
        ),
        "synchronous": Wanted(frozenset("23"), "what was acknowledged is lost when the power fails", _OURS),
        "foreign_keys": Wanted(frozenset("1"), "rows of no command could be committed", _OURS),
        "recursive_triggers": Wanted(frozenset("1"), "REPLACE would walk past the guards", _OURS),
    },
    "postgresql": {
        "fsync": FSYNC,
        "full_page_writes": Wanted(
            frozenset(("on",)), "a crash can leave torn pages", _RELOAD.format("full_page_writes")
        ),
        "synchronous_commit": Wanted(
            frozenset(("on", "local", "remote_write", "remote_apply")),
            "commands that were acknowledged are lost in a crash",
            _RELOAD.format("synchronous_commit"),
        ),
    },
}


def unsafe(connection: BaseDatabaseWrapper) -> Iterator[Unsafe]:
    """The settings under which nothing may be written."""
    wanted = WANTED[connection.vendor]
    for name, value in _settings(connection, wanted).items():
        if value not in wanted[name].values:
            yield Unsafe(name, value, wanted[name])


def notes(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What is worth doing and stands against nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = 'audit_line'::regclass")
            if cursor.fetchall() == [(True,)]:
                yield "whoever is connected owns its tables: let the application connect as a role of `--database-role`"
            cursor.execute("SELECT current_setting('data_checksums')")
            if cursor.fetchall() != [("on",)]:
                yield "pages of the database have no checksums, decay of a disk goes unnoticed: pg_checksums --enable"


def _settings(connection: BaseDatabaseWrapper, wanted: Mapping[str, Wanted]) -> dict[str, str]:
    """The settings as they are, by one question."""
    ask = "(SELECT * FROM pragma_{})" if connection.vendor == "sqlite" else "current_setting('{}')"
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(map(ask.format, wanted)))
        return dict(zip(wanted, map(str, cursor.fetchall()[0]), strict=True))
