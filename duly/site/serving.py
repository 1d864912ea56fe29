"""`duly serve`: the application under gunicorn, with what the environment says."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from duly.actions.watching import not_ready
from duly.ground.errors import DulyError
from duly.site import logs


class CannotServe(DulyError):
    """The server cannot be started as it is told to."""


class _Server(BaseApplication):
    """gunicorn, told by a mapping instead of its own files and arguments."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from duly.site.wsgi import application

        return application


def serve() -> None:
    """Serve until the process is told to stop; requests that are under way are finished."""
    _require_safe_bind()
    faults = list(not_ready())
    if faults:
        raise CannotServe(f"the ledger cannot work: {faults[0]}", fix="`duly doctor` says how to mend it")
    _Server(options()).run()


def options() -> dict[str, Any]:
    """What gunicorn is told."""
    told: dict[str, Any] = {
        "bind": settings.BIND,
        "workers": settings.PROCESSES,
        "threads": settings.THREADS,
        "worker_class": "gthread",
        "timeout": 120,
        "graceful_timeout": 30,
        "keepalive": 5,
        # A name of the scheme is believed from the proxy alone.
        "forwarded_allow_ips": settings.PROXY or "",
        "logconfig_dict": logs.as_dict(),
        "control_socket_disable": True,
    }
    if settings.CERTIFICATE:
        told |= {"certfile": settings.CERTIFICATE, "keyfile": settings.CERTIFICATE_KEY}
    return told


def _require_safe_bind() -> None:
    host = settings.BIND.rpartition(":")[0].strip("[]")
    if settings.TLS or settings.BIND.startswith("unix:"):
        return
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise CannotServe(
            f"{settings.BIND} would be reached from outside in the clear",
            why="keys and amounts would cross the network unencrypted",
            fix="name the proxy that speaks TLS (DULY_PROXY) or a certificate (DULY_CERTIFICATE), or bind 127.0.0.1",
        )
