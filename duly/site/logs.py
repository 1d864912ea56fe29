"""Logs as lines of JSON, in which nothing stands that somebody else said: no value of a request, no words of an
exception, which may quote a row or a secret. What is logged is what duly itself writes, field by field.
"""

from __future__ import annotations

import json
import logging
import logging.config
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FRAMES = 12
_REQUESTS = logging.getLogger("duly.request")
# What a server says when it starts and stops: addresses and numbers of processes.
_STARTS = ("gunicorn.error", logging.INFO)


class JsonLines(logging.Formatter):
    """One line a record: the words of the program that stand in its text, never the arguments put into them, and the
    fields that duly itself gives."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        own = (record.name, record.levelno) == _STARTS
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if own else str(record.msg),
        }
        said |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])][
                -_FRAMES:
            ]
        return json.dumps(said, ensure_ascii=False, default=str)


def begin() -> None:
    """Write logs to stderr from now on, as a server or a worker does."""
    logging.config.dictConfig(as_dict())


def tell(event: str, **fields: object) -> None:
    """Log something of our own, field by field."""
    logging.getLogger(f"duly.{event}").info(event, extra={"fields": fields})


def as_dict() -> dict[str, object]:
    """How logs are written, for whoever configures them."""
    level = settings.LOG_LEVEL
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {
            **{name: {"level": level, "handlers": [], "propagate": True} for name in ("django", "gunicorn.error")},
            # A request has a line of our own already; theirs hold its address.
            **{name: {"level": "CRITICAL", "propagate": False} for name in ("gunicorn.access", "django.server")},
        },
    }


class Requests:
    """A line for every request: the route it took and not its address, which may name anybody."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request and log that it was."""
        begun, number = time.monotonic(), uuid.uuid4().hex
        request.META["duly.request"] = number
        reply = self.answer(request)
        reply.headers.setdefault("X-Request-Id", number)
        found = request.resolver_match
        fields = {
            "request": number,
            "method": request.method if request.method in _METHODS else "other",
            "route": found.route if found else "",
            "status": reply.status_code,
            "ms": round((time.monotonic() - begun) * 1000),
        }
        _REQUESTS.info("request", extra={"fields": fields})
        return reply


_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
