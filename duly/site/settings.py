"""Settings of the store, from the environment.

DULY_DATA: the data folder (default ./data) · DULY_DATABASE: `postgresql://…` for PostgreSQL instead of the SQLite file
in the data folder · DULY_ENVIRONMENT: `production`, `demo` or `test` · DULY_CLOCK: the moment that every command takes
for now, for demonstrations and tests alone.
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from duly.ground.errors import DulyError

DATA = Path(os.environ.get("DULY_DATA", "data"))
# Whatever is still open of a transaction is on disk when it is acknowledged; writers wait for each other.
_SQLITE = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
    "PRAGMA trusted_schema=OFF;"
)


def database(url: str, file: str | Path = DATA / "duly.sqlite3") -> dict[str, Any]:
    """How Django reaches a database: PostgreSQL by its address, SQLite by its file where there is none."""
    if not url:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": _SQLITE}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": options}
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings: dict[str, Any] = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": parts, **settings}


class ScriptedClock(DulyError):
    """A clock that is told what time it is where the real one has to be asked."""


def clock(moment: str, environment: str) -> datetime | None:
    """The moment that stands for now; None where the clock of the machine says it. Only where the environment says that
    it is none that counts may the clock be told: whoever could tell it would date what was recorded."""
    if not moment:
        return None
    if environment not in _PRETENDED:
        raise ScriptedClock(
            f"DULY_CLOCK is {moment!r}, and DULY_ENVIRONMENT is {environment or 'not set'}",
            why="when something was recorded decides where it is booked, so only the machine's clock may say it",
            fix="take DULY_CLOCK away; in a demonstration or a test set DULY_ENVIRONMENT=demo",
        )
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ScriptedClock(f"DULY_CLOCK is {moment!r}", why="it is a moment with its zone: 2026-02-05T09:00:00+00:00")
    return found


_PRETENDED = ("demo", "test")
ENVIRONMENT = os.environ.get("DULY_ENVIRONMENT", "")
CLOCK = clock(os.environ.get("DULY_CLOCK", ""), ENVIRONMENT)
DATABASES = {"default": database(os.environ.get("DULY_DATABASE", ""))}
INSTALLED_APPS = ["duly.store"]
# Nothing is signed yet; a process that signs will name its own.
SECRET_KEY = os.environ.get("DULY_SECRET") or secrets.token_hex(32)
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
