"""Settings of the store, from the environment.

DULY_DATA: the data folder (default ./data) · DULY_DATABASE: `postgresql://…` for PostgreSQL instead of the SQLite file
in the data folder · DULY_ENVIRONMENT: `production`, `demo` or `test` · DULY_CLOCK: the moment that every command takes
for now, for demonstrations and tests alone · DULY_HOSTS: the names under which it is served, with spaces between ·
DULY_API_RATE and DULY_API_BURST: how many requests a second each key to the API may send in the long run, and how many
at once.
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
# A connection serves many requests, and is asked whether it still lives.
_KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def database(url: str, file: str | Path = DATA / "duly.sqlite3") -> dict[str, Any]:
    """How Django reaches a database: PostgreSQL by its address, SQLite by its file where there is none."""
    if not url:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": _SQLITE}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": options, **_KEPT}
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings: dict[str, Any] = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": parts, **settings, **_KEPT}


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
# What a process signs without one of its own holds for that process alone.
SECRET_IS_KEPT = bool(os.environ.get("DULY_SECRET"))
SECRET_KEY = os.environ.get("DULY_SECRET") or secrets.token_hex(32)
# Origins (https://hooks.inside:8443) events may be sent to though they are no public ones.
WEBHOOK_ALLOW = os.environ.get("DULY_WEBHOOK_ALLOW", "").split()
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "duly.site.urls"
WSGI_APPLICATION = "duly.site.wsgi.application"
ALLOWED_HOSTS = os.environ.get("DULY_HOSTS", "localhost 127.0.0.1 [::1]").split()
MIDDLEWARE = ["duly.doors.api.boundary.Boundary", "django.middleware.security.SecurityMiddleware"]
APPEND_SLASH = False
# A document of 25 MB in base64, and what is said of it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 36_000_000
API_RATE = int(os.environ.get("DULY_API_RATE", "100"))
API_BURST = int(os.environ.get("DULY_API_BURST", "400"))
