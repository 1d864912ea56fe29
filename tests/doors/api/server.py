"""A server of its own process, as one serves the API, over a socket in a folder; and requests to it."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from tests.store.ledger import Ledger  # isort: skip - it sets Django up, and what a power cut loses matters to no test
from duly.site.wsgi import application

ROOT = Path(__file__).resolve().parents[3]
__all__ = ["Server", "application"]


class Server:
    """Gunicorn with some workers on a ledger. up: it listens."""

    def __init__(self, ledger: Ledger, workers: int = 2) -> None:
        self.ledger, self.workers = ledger, workers
        self.folder = tempfile.mkdtemp(prefix="duly-api-")
        self.socket = f"{self.folder}/s"
        self.up = threading.Event()
        self.start()

    def start(self) -> None:
        """Start it and wait until it listens."""
        words = [
            sys.executable,
            "-m",
            "gunicorn",
            "tests.doors.api.server:application",
            "--bind",
            f"unix:{self.socket}",
        ]
        words += [
            "--workers",
            str(self.workers),
            "--threads",
            "4",
            "--worker-class",
            "gthread",
            "--log-level",
            "info",
            "--preload",
        ]
        is_file = self.ledger.vendor == "sqlite"
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DULY_API_BURST": "1000000",
            "DULY_API_RATE": "100000",
            "DULY_HOSTS": "duly",
        }
        env |= (
            {"DULY_DATA": str(Path(self.ledger.address).parent)} if is_file else {"DULY_DATABASE": self.ledger.address}
        )
        self.process = subprocess.Popen(
            words, cwd=self.folder, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            if "Listening at" in line:
                break
        else:
            raise AssertionError("".join(said))
        # Whoever does not read what it says stops it when the pipe is full.
        threading.Thread(target=self._listen, args=(self.process.stderr,), daemon=True).start()
        self.up.set()

    @staticmethod
    def _listen(stream: object) -> None:
        for _ in stream:  # type: ignore[attr-defined]
            pass

    def kill(self) -> None:
        """Kill it with all its workers at once."""
        self.up.clear()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Kill it and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Send a request; while the server is down it waits, and one that got no answer is sent again."""
        while True:
            assert self.up.wait(60), "the server did not come back"
            line = _Line("duly", self.socket)
            try:
                line.request(method, path, body, headers)
                found = line.getresponse()
                return found.status, found.read().decode()
            except (OSError, http.client.HTTPException):
                continue
            finally:
                line.close()


class _Line(http.client.HTTPConnection):
    """HTTP over a socket of the file system."""

    def __init__(self, host: str, path: str) -> None:
        super().__init__(host, timeout=120)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)
