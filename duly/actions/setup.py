"""An empty store becomes a ledger with its first people, and lets the role of the application in."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management import call_command
from django.db import connection, transaction

from duly.actions import gate
from duly.actions.access import first_people
from duly.actions.errors import RoleIsUnfit
from duly.actions.gate import Done, Step
from duly.store import analyst
from duly.store.analyst import make_views
from duly.store.audit import head
from duly.store.canonical import digest
from duly.store.guards import TABLES, postgresql


def initialize(people: dict[str, str]) -> Done:
    """Make the tables and guards, and add the first people: nobody is asked, since nobody is there."""
    gate.require_durable()
    call_command("migrate", verbosity=0, interactive=False)
    make_views()
    with transaction.atomic():
        at = gate.clock().isoformat(timespec="microseconds")
        step = Step("access.grant", "duly init", head()[0] + 1, at, "the first people", set())
        done = Done(first_people(step, people), step.seq)
        gate.record(step, "initialize", done, "initialize", digest(people))
    return done


def let_in(role: str) -> None:
    """Give the database role of the application the right to read and to add, and none beyond."""
    _require_postgresql(
        why="whoever may write the file may do anything to it",
        fix="leave --database-role out, let nobody write the file, and keep the head of the audit trail elsewhere",
    )
    with transaction.atomic():
        beyond = _granted(role, postgresql.grants(TABLES, connection.ops.quote_name(role)), postgresql.BEYOND)
        if beyond:
            raise RoleIsUnfit(
                f"{beyond[0]}{_and_more(beyond)}",
                why="the database refuses to change what was recorded to whoever may only read and add",
                fix="make a role of its own for the application, part of no other",
            )


def let_analyst_in(role: str) -> None:
    """Give a database role the right to read the views for analysts, and nothing else."""
    _require_postgresql(
        why="whoever may read the file may read all of it",
        fix="give analysts a copy (`duly backup`), or let them read the views of the file itself",
    )
    with transaction.atomic():
        readable = _granted(role, analyst.grants(connection.ops.quote_name(role)), postgresql.READABLE)
        if readable:
            raise RoleIsUnfit(
                f"{role} may read {readable[0]}{_and_more(readable)}",
                why="an analyst reads the views, which tell no more than the journal and its contracts",
                fix="make a role of its own for analysts, part of no other",
            )


def _require_postgresql(*, why: str, fix: str) -> None:
    if connection.vendor != "postgresql":
        raise RoleIsUnfit("a SQLite file has no roles", why=why, fix=fix)


def _granted(role: str, grants: Sequence[str], too_much: str) -> list[str]:
    """Give a role what it needs; what it can do beyond that, by the answer to a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchall():
            raise RoleIsUnfit(f"there is no database role {role!r}", fix=f"CREATE ROLE {role} LOGIN PASSWORD '…'")
        for statement in grants:
            cursor.execute(statement)
        cursor.execute(too_much, {"role": role, "tables": TABLES})
        return [str(what) for (what,) in cursor.fetchall()]


def _and_more(found: Sequence[str]) -> str:
    return f", and {len(found) - 1} more" if found[1:] else ""
