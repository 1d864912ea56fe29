"""Copies of a ledger while it is in use, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from duly.ground.errors import DulyError
from duly.store.analyst import make_views


class CannotCopy(DulyError):
    """A backup that cannot be made or put back."""


def backup_ledger(file: str) -> str:
    """Copy the ledger to a file, whole and consistent, while others work on it."""
    if connection.vendor != "sqlite":
        raise CannotCopy(
            "a PostgreSQL ledger is copied by PostgreSQL", fix="pg_dump --format=custom, or base backups with WAL"
        )
    if os.path.exists(file):
        raise CannotCopy(f"{file} is there already", fix="name a file that is not there yet")
    connection.ensure_connection()
    try:
        target = sqlite3.connect(file)
    except sqlite3.Error as error:
        raise CannotCopy(
            f"{file} cannot be written", why=str(error), fix="name a file in a folder you may write"
        ) from None
    try:
        connection.connection.backup(target)
    finally:
        target.close()
    return f"{file}: {Path(file).stat().st_size:,} bytes"


def restore_ledger(file: str) -> str:
    """Put a backup where there is no ledger yet, and check that it is one."""
    name = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite":
        raise CannotCopy("a PostgreSQL ledger is restored by PostgreSQL", fix="pg_restore into an empty database")
    if os.path.exists(name):
        raise CannotCopy(f"there is a ledger in {name}", fix="name an empty folder with DULY_DATA")
    if not os.path.exists(file):
        raise CannotCopy(f"there is no file {file}", fix="check the path; it is taken from the folder you are in")
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, name)
    return f"restored from {file}; `duly verify` proves it"


def upgrade_ledger() -> str:
    """Bring the tables and the views for analysts to this version."""
    call_command("migrate", verbosity=0, interactive=False)
    make_views()
    return "done"
