"""Settings, all from the environment: docs/operation.md says what each means."""

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
        return {"ENGINE": "duly.store.sqlite", "NAME": file, "OPTIONS": options, **_KEPT}
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
# Where it is served: names it answers to, the address it binds, and who speaks TLS for it (a proxy, or itself).
ALLOWED_HOSTS = os.environ.get("DULY_HOSTS", "localhost 127.0.0.1 [::1]").split()
BIND = os.environ.get("DULY_BIND", "127.0.0.1:8060")
PROCESSES = int(os.environ.get("DULY_PROCESSES", "2"))
THREADS = int(os.environ.get("DULY_THREADS", "4"))
PROXY = os.environ.get("DULY_PROXY", "")
CERTIFICATE = os.environ.get("DULY_CERTIFICATE", "")
CERTIFICATE_KEY = os.environ.get("DULY_CERTIFICATE_KEY", "")
TLS = bool(PROXY or CERTIFICATE)
METRICS_TOKEN = os.environ.get("DULY_METRICS_TOKEN", "")
LOG_LEVEL = os.environ.get("DULY_LOG_LEVEL", "INFO").upper()
ROOT_URLCONF = "duly.site.urls"
WSGI_APPLICATION = "duly.site.wsgi.application"
MIDDLEWARE = [
    "duly.site.logs.Requests",
    "duly.doors.api.boundary.Boundary",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Pages are led to https; programs that come in the clear are not led anywhere.
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = ["^api/", "^healthz$", "^readyz$", "^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
X_FRAME_OPTIONS = "DENY"
# Whether browsers keep a list of this domain is for its owner to say, and cannot be taken back for a year.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
LOGGING_CONFIG = None
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

APPEND_SLASH = False
# A document of 25 MB in base64, and what is said of it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 36_000_000
API_RATE = int(os.environ.get("DULY_API_RATE", "100"))
API_BURST = int(os.environ.get("DULY_API_BURST", "400"))
