"""Copies of a ledger while it is in use, and the way back; and the way to this version."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.core.management import call_command
from django.db import DataError, IntegrityError, connection

from duly.actions import dump
from duly.actions.errors import CannotCopy
from duly.store.analyst import make_views

_OURS = "name a file that `duly backup` wrote"


def backup_ledger(file: str) -> str:
    """Copy the ledger to a file, whole and consistent, while others work on it. It is its owner's to read alone."""
    if os.path.exists(file):
        raise CannotCopy(f"{file} is there already", fix="name a file that is not there yet")
    connection.ensure_connection()
    with _whole(file) as part:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(part)) as target:
                connection.connection.backup(target)
        else:
            dump.dump(part)
    return f"{file}: {Path(file).stat().st_size:,} bytes"


@contextmanager
def _whole(file: str) -> Iterator[str]:
    """A place to write to, which gets its name when all of it is on disk: half a backup looks like none."""
    part = f"{file}.part"
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        yield part
        with open(part, "rb") as written:
            os.fsync(written.fileno())
        os.rename(part, file)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            os.remove(part)
        raise CannotCopy(
            f"{file} cannot be written", why=str(error), fix="name a file in a folder you may write, with room for it"
        ) from None


def restore_ledger(file: str) -> str:
    """Put a backup where there is no ledger yet, and bring it to this version."""
    if not os.path.exists(file):
        raise CannotCopy(f"there is no file {file}", fix="check the path; it is taken from the folder you are in")
    if connection.vendor == "sqlite":
        _put_file(file)
    elif dump.is_dump(file):
        _load(file)
    else:
        raise CannotCopy(f"{file} is no backup of a PostgreSQL ledger", fix=_OURS)
    upgrade_ledger()
    return f"restored from {file}; `duly verify` proves it"


def _load(file: str) -> None:
    try:
        dump.load(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, DataError, IntegrityError) as error:
        raise CannotCopy(f"{file} is damaged", why=type(error).__name__, fix="take another backup") from None


def _put_file(file: str) -> None:
    name = str(connection.settings_dict["NAME"])
    if os.path.exists(name):
        raise CannotCopy(f"there is a ledger in {name}", fix="name an empty folder with DULY_DATA")
    _require_whole(file)
    Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _whole(name) as part:
        shutil.copyfile(file, part)


def _require_whole(file: str) -> None:
    """A file is a ledger of SQLite, and every page of it can be read."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as given:
            there = given.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_line'").fetchall()
            well = given.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.Error as error:
        raise CannotCopy(f"{file} is no backup of a SQLite ledger", why=str(error), fix=_OURS) from None
    if not there:
        raise CannotCopy(f"{file} holds no ledger", fix=_OURS)
    if not well:
        raise CannotCopy(f"{file} is damaged", fix="take another backup")


def upgrade_ledger() -> str:
    """Bring the tables and the views for analysts to this version."""
    call_command("migrate", verbosity=0, interactive=False)
    make_views()
    return "done"
