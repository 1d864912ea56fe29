"""A receiver of webhooks on this machine, which is up, down or ill as a test says, and a scripted clock to wait by."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.test import override_settings

from duly.actions import gate

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Hook(ThreadingHTTPServer):
    """got: what arrived and was taken, as (headers, body) · status: what it answers · refused: how often it said no."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status, self.refused, self.ill_of = 204, 0, b"\0"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = 500 if self.server.ill_of in body else self.server.status
        if 200 <= status < 300:
            self.server.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
        else:
            self.server.refused += 1
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hook(secret: str = "a secret of this machine for tests") -> Iterator[Hook]:
    """A receiver that may be named though it stands on this machine."""
    server = Hook()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    with override_settings(WEBHOOK_ALLOW=[server.origin], SECRET_IS_KEPT=True, SECRET_KEY=secret):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = BEGIN

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)

    @contextmanager
    def ticking(self) -> Iterator[Clock]:
        kept, gate.clock = gate.clock, lambda: self.now
        try:
            yield self
        finally:
            gate.clock = kept
