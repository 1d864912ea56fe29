"""The second reader over the wire: a stub that answers well, badly, slowly and with malice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from duly.doors.connectors.extractor import client
from duly.doors.connectors.extractor.client import Extractor, ExtractorFails, ask, configured

GOOD = b'{"choices": [{"message": {"content": "{\\"terms\\": []}"}}]}'


class Stub(BaseHTTPRequestHandler):
    """Answers as the path says."""

    seen: ClassVar[list[tuple[str, str, dict]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((self.path, self.headers.get("Authorization", ""), body))
        status, data = {
            "/good": (200, GOOD),
            "/html": (200, b"<html>sign in</html>"),
            "/deep": (200, b"[" * 200_000),
            "/large": (200, b'"' + b"x" * (client.ANSWER_BYTES + 10) + b'"'),
            "/busy": (429, b'{"error": "slow down"}'),
            "/elsewhere": (307, b""),
        }.get(self.path, (200, b""))
        if self.path == "/silent":
            self.server.silence.wait(30)
            return
        self.send_response(status)
        self.send_header("Location", "/good")
        self.send_header("Content-Length", str(len(data) + (10 if self.path == "/cut" else 0)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Stub)
    server.silence = threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.silence.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_good_answer_comes_back_and_the_key_goes_with_the_request(address):
    told = ask(Extractor(f"{address}/good", "m", "secret"), {"model": "m"})
    assert told["choices"][0]["message"]["content"] == '{"terms": []}'
    assert Stub.seen[-1] == ("/good", "Bearer secret", {"model": "m"})


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("html", "no JSON"),
        ("deep", "no JSON"),
        ("large", "larger than"),
        ("busy", "answers 429"),
        ("elsewhere", "answers 307"),
        ("cut", "no JSON"),
        ("silent", "does not answer"),
    ],
)
def test_a_bad_answer_is_an_error_that_says_so(address, path, says):
    with pytest.raises(ExtractorFails, match=says):
        ask(Extractor(f"{address}/{path}", "m", seconds=0.5), {})


@pytest.mark.parametrize(
    "url",
    ["http://models.example/v1", "ftp://localhost/x", "file:///etc/passwd", "localhost", "http://127.0.0.1.evil/x"],
)
def test_contracts_are_sent_over_https_or_nowhere(url):
    with pytest.raises(ExtractorFails, match="no address"):
        ask(Extractor(url, "m"), {})


def test_it_is_off_unless_it_is_configured(monkeypatch):
    monkeypatch.delenv("DULY_EXTRACTOR_URL", raising=False)
    assert configured() is None
    monkeypatch.setenv("DULY_EXTRACTOR_URL", "https://models.example/v1/chat/completions")
    monkeypatch.delenv("DULY_EXTRACTOR_MODEL", raising=False)
    with pytest.raises(ExtractorFails, match="MODEL"):
        configured()
    monkeypatch.setenv("DULY_EXTRACTOR_MODEL", "a-model")
    assert configured() == Extractor("https://models.example/v1/chat/completions", "a-model")
