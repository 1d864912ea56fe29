"""What stands against running this ledger as it is set up here, each with how to mend it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import django
from django.conf import settings
from django.core import checks
from django.db import Error, connection

from duly import __version__
from duly.actions import gate
from duly.actions.errors import CannotSign
from duly.actions.second_reading import waiting
from duly.actions.watching import WORKER_GONE, migrations_pending, worker_age
from duly.actions.webhooks import secrets_of
from duly.store import guards
from duly.store.audit import AuditLine
from duly.store.guards import durability, postgresql
from duly.store.webhooks import ACTIVE, REMOVED, endpoints

WELL, NOTE, FAULT = "ok", "note", "FAULT"
_SQLITE, _POSTGRESQL = (3, 37, 0), 150_000
_FREE = 1 << 30
_DRIFT = timedelta(seconds=30)
_SECRET = 32


class Finding(NamedTuple):
    """What was looked at, whether it is well, and how to mend it."""

    about: str
    state: str
    said: str
    fix: str = ""


def examine(*, deploy: bool = False) -> Iterator[Finding]:
    """Look at everything, as far as it can be looked at."""
    yield _versions()
    file = _file()
    if file and not file.exists():
        yield Finding("ledger", FAULT, f"there is none in {file.parent}", "DULY_DATA names its folder; or `duly init`")
        return
    try:
        yield _database_version()
        yield from _durability()
        pending = migrations_pending()
    except Error as error:
        said = str(error).strip().splitlines()[-1]
        yield Finding("database", FAULT, f"it does not answer: {said}", "start it, or correct DULY_DATABASE")
        return
    if pending:
        yield Finding("tables", FAULT, f"{len(pending)} changes are to be made, {pending[0]} first", "`duly upgrade`")
        return
    yield Finding("tables", WELL, "of this version")
    for look in (_guards, _clock, _disk, _rights, _worker, _secret):
        yield from look()
    if deploy:
        yield from _deploy()


def _file() -> Path | None:
    """The file of the ledger, where it is one."""
    return Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None


def _versions() -> Finding:
    told = f"duly {__version__}, Python {sys.version.split()[0]}, Django {django.__version__}"
    return Finding("versions", WELL, told)


def _database_version() -> Finding:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        old = sqlite3.sqlite_version_info < _SQLITE
        told = f"SQLite {sqlite3.sqlite_version}"
    else:
        number = connection.connection.info.server_version
        old, told = number < _POSTGRESQL, f"PostgreSQL {number // 10_000}"
    if old:
        return Finding("database", FAULT, f"{told} is too old", "SQLite 3.37 or PostgreSQL 15, or later")
    return Finding("database", WELL, told)


def _durability() -> Iterator[Finding]:
    faults = [Finding("durability", FAULT, f"{one.name} is {one.value}: {one.wanted.why}", one.wanted.fix)
              for one in durability.unsafe(connection)]  # fmt: skip
    yield from faults or [Finding("durability", WELL, "nothing acknowledged is lost in a crash")]
    yield from (Finding("durability", NOTE, one) for one in durability.notes(connection))


def _guards() -> Iterator[Finding]:
    standing, wanted = guards.standing(connection), guards.wanted(connection.vendor)
    wrong = sorted(name for name in wanted if standing.get(name) != wanted[name])
    if wrong:
        fix = "find out who changed them; put the last backup back that `duly verify` finds whole"
        yield Finding("guards", FAULT, f"{wrong[0]} is missing, off or different ({len(wrong)} in all)", fix)
    else:
        yield Finding("guards", WELL, f"{len(wanted)} stand")


def _clock() -> Iterator[Finding]:
    now = gate.clock().astimezone(UTC)
    last = AuditLine.objects.order_by("-seq").values_list("at", flat=True).first()
    fix = "set the clock of this machine and keep it by NTP (timedatectl set-ntp true)"
    if last and datetime.fromisoformat(last) > now:
        yield Finding("clock", FAULT, f"it says {now:%Y-%m-%d %H:%M} UTC, and the last command is of {last[:16]}", fix)
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchall()[0][0] - datetime.now(UTC))
        if apart > _DRIFT:
            yield Finding("clock", FAULT, f"this machine and the database are {apart.seconds} s apart", fix)
            return
    yield Finding("clock", WELL, f"{now:%Y-%m-%d %H:%M} UTC")


def _disk() -> Iterator[Finding]:
    file = _file()
    free = shutil.disk_usage(file.parent if file else Path.cwd()).free
    size = f"{free / (1 << 30):,.1f} GB are free"
    if free < _FREE:
        yield Finding("disk", FAULT, size, "make room: a full disk refuses commands, and loses none")
    else:
        where = "" if file else " here; of the server's disk ask the server"
        yield Finding("disk", WELL, size + where)


def _rights() -> Iterator[Finding]:
    file = _file()
    if file:
        yield _file_rights(file)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchall()[0]
        cursor.execute(postgresql.BEYOND, {"role": role, "tables": guards.TABLES})
        beyond = [str(what) for (what,) in cursor.fetchall()]
    if beyond:
        fix = "let in a role that may read and add (`duly upgrade --database-role NAME`), and name it in DULY_DATABASE"
        yield Finding("rights", NOTE, f"{beyond[0]}", fix)
    else:
        yield Finding("rights", WELL, f"{role} may read and add, and nothing else")


def _file_rights(file: Path) -> Finding:
    reached = file.parent.stat().st_mode & stat.S_IXOTH
    mode = file.stat().st_mode if reached else 0
    fix = f"chmod 700 {file.parent}; chmod 600 {file}*"
    if mode & stat.S_IWOTH:
        return Finding("rights", FAULT, f"{file} may be written by everybody", fix)
    if mode & stat.S_IROTH:
        return Finding("rights", NOTE, f"{file} may be read by everybody", fix)
    return Finding("rights", WELL, "the file is not everybody's")


def _worker() -> Iterator[Finding]:
    needed = any(one.state == ACTIVE for one in endpoints().values()) or bool(waiting())
    age = worker_age()
    fix = "start it, and let the machine keep it running: `duly work --by NAME`"
    if age is not None and age <= WORKER_GONE:
        yield Finding("worker", WELL, f"seen {age.seconds} s ago")
    elif needed:
        said = "none was ever seen" if age is None else f"none was seen for {str(age).split('.')[0]}"
        yield Finding("worker", FAULT, f"{said}, and something waits for it", fix)
    else:
        yield Finding("worker", WELL, "none is there, and nothing waits for one")


def _secret() -> Iterator[Finding]:
    fix = "DULY_SECRET: 32 random bytes as text, the same for every process; `openssl rand -base64 48` writes some"
    if not settings.SECRET_IS_KEPT:
        state = FAULT if any(one.state == ACTIVE for one in endpoints().values()) else NOTE
        yield Finding("secret", state, "DULY_SECRET is not set: nothing can be signed", fix)
    elif len(settings.SECRET_KEY) < _SECRET:
        yield Finding("secret", FAULT, f"DULY_SECRET has less than {_SECRET} signs", fix)
    else:
        yield from _secrets_of_endpoints()


def _secrets_of_endpoints() -> Iterator[Finding]:
    for one in endpoints().values():
        if one.state == REMOVED:
            continue
        try:
            list(secrets_of(one.ref, ""))
        except CannotSign as error:
            yield Finding("secret", FAULT, error.what, error.fix)
            return
    yield Finding("secret", WELL, "there is one, and it is that of every endpoint")


def _deploy() -> Iterator[Finding]:
    """Whether it may be served to others: what Django asks, and what only we know."""
    if not settings.TLS:
        fix = "DULY_PROXY: the address of the proxy that speaks TLS; or DULY_CERTIFICATE and DULY_CERTIFICATE_KEY"
        yield Finding("deploy", FAULT, "nobody speaks TLS", fix)
        return
    if not os.environ.get("DULY_HOSTS"):
        yield Finding("deploy", FAULT, "DULY_HOSTS is not set", "the names under which others reach it")
    found = checks.run_checks(include_deployment_checks=True)
    serious = [one for one in found if one.level >= checks.WARNING and not one.is_silenced()]
    for one in serious:
        yield Finding("deploy", FAULT, f"{one.id}: {one.msg.splitlines()[0]}", one.hint or "docs/operation.md")
    if not serious:
        yield Finding("deploy", WELL, "the checks of Django for deployment find nothing")
