"""A PostgreSQL ledger in one file, by what the driver alone can do: every table as it stands in one snapshot, copied
while others work, and put back into an empty database with its guards on.

The file is a zip: `manifest.json` (version, migrations, and of each table its columns, rows and digest) and a member a
table, as COPY writes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from duly import __version__
from duly.actions.errors import CannotCopy

FORMAT = 1
_MANIFEST = "manifest.json"
_PIECE = 1 << 20
# Which entries have lines follows from the entries; it is not copied.
_FOLLOWS = "journal_begun"


def dump(file: str) -> None:
    """Write the ledger that is in use to a file, as it is at one moment."""
    with transaction.atomic(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            there = set(connection.introspection.table_names(cursor))
            applied = _applied(cursor)
            tables = [_copied(cursor, bundle, name, columns) for name, columns in _tables(cursor) if name in there]
        said = {"format": FORMAT, "duly": __version__, "migrations": applied, "tables": tables}
        bundle.writestr(_MANIFEST, json.dumps(said, indent=1))


def _applied(cursor: Any) -> list[str]:
    cursor.execute("SELECT name FROM django_migrations WHERE app = 'store' ORDER BY name")
    return [str(name) for (name,) in cursor.fetchall()]


def _tables(cursor: Any) -> Iterator[tuple[str, list[str]]]:
    """The tables of the store with their columns as they are in the database, which may be of an earlier version."""
    for model in apps.get_app_config("store").get_models():
        name = model._meta.db_table
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
            "ORDER BY ordinal_position",
            [name],
        )
        yield name, [str(column) for (column,) in cursor.fetchall()]


def _copied(cursor: Any, bundle: zipfile.ZipFile, name: str, columns: list[str]) -> dict[str, object]:
    mark = hashlib.sha256()
    statement = f"COPY {_quoted(name)} ({', '.join(map(_quoted, columns))}) TO STDOUT"
    with bundle.open(name, "w", force_zip64=True) as member, cursor.copy(statement) as rows:
        for piece in rows:
            mark.update(piece)
            member.write(piece)
    cursor.execute(f"SELECT count(*) FROM {_quoted(name)}")
    return {"name": name, "columns": columns, "rows": cursor.fetchone()[0], "sha256": mark.hexdigest()}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def load(file: str) -> None:
    """Put a file back into the database that is in use, which must be empty, and bring it to this version."""
    with zipfile.ZipFile(file) as bundle:
        said = _manifest(file, bundle)
        call_command("migrate", "store", said["migrations"][-1], verbosity=0, interactive=False)
        names = [*(str(one["name"]) for one in said["tables"]), _FOLLOWS]
        with transaction.atomic(), connection.cursor() as cursor:
            _guards(cursor, names, on=False)
            for one in said["tables"]:
                _put_back(cursor, bundle, one)
            cursor.execute(f"INSERT INTO {_FOLLOWS} SELECT ref FROM journal_entry")
            # Every key is looked at now: guards cannot be put up while some wait to be.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _guards(cursor, names, on=True)


def _manifest(file: str, bundle: zipfile.ZipFile) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(bundle.read(_MANIFEST))
        if said["format"] != FORMAT:
            raise ValueError
    except (KeyError, ValueError):
        raise CannotCopy(f"{file} is no backup of a ledger", fix="name a file that `duly backup` wrote") from None
    known = {name for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations if app == "store"}
    later = [name for name in said["migrations"] if name not in known]
    if later:
        raise CannotCopy(
            f"{file} was written by duly {said['duly']}, which is later than this one",
            why=f"its tables are of {later[-1]}, which this version does not know",
            fix=f"install duly {said['duly']} or later",
        )
    return said


def _put_back(cursor: Any, bundle: zipfile.ZipFile, one: dict[str, Any]) -> None:
    name = str(one["name"])
    mark = hashlib.sha256()
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {_quoted(name)})")
    if cursor.fetchone()[0]:
        raise CannotCopy(f"there is something in {name} already", fix="restore into an empty database")
    statement = f"COPY {_quoted(name)} ({', '.join(map(_quoted, one['columns']))}) FROM STDIN"
    with bundle.open(name) as member, cursor.copy(statement) as rows:
        for piece in _pieces(member):
            mark.update(piece)
            rows.write(piece)
    cursor.execute(f"SELECT count(*) FROM {_quoted(name)}")
    if (cursor.fetchone()[0], mark.hexdigest()) != (one["rows"], one["sha256"]):
        raise CannotCopy(f"{name} is not what was written: the backup was altered or damaged", fix="take another one")
    if "id" in one["columns"]:
        sequence = f"pg_get_serial_sequence('{name}', 'id')"
        cursor.execute(f"SELECT setval({sequence}, greatest(max(id), 1), max(id) IS NOT NULL) FROM {_quoted(name)}")


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    while piece := member.read(_PIECE):
        yield piece


def _guards(cursor: Any, names: list[str], *, on: bool) -> None:
    """Let the rows of a backup in: the guards are off while they come, which the owner of the tables alone can say, and
    on when the transaction ends. Keys hold all the while."""
    word = "ENABLE ALWAYS" if on else "DISABLE"
    for name in names:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [name])
        for (trigger,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {_quoted(name)} {word} TRIGGER {_quoted(trigger)}")


def is_dump(file: str) -> bool:
    """Whether a file looks like one that `dump` wrote."""
    return os.path.exists(file) and zipfile.is_zipfile(file)
