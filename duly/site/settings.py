"""Settings of the store, from the environment.

DULY_DATA: the data folder (default ./data) · DULY_DATABASE: `postgresql://…` for PostgreSQL instead of the SQLite file
in the data folder.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

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


DATABASES = {"default": database(os.environ.get("DULY_DATABASE", ""))}
INSTALLED_APPS = ["duly.store"]
# Nothing is signed yet; a process that signs will name its own.
SECRET_KEY = os.environ.get("DULY_SECRET") or secrets.token_hex(32)
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
