"""Asks an endpoint that speaks chat completions. What is sent leaves this machine: it is off unless it is configured.

`DULY_EXTRACTOR_URL` is the address (https, or http on this machine), `DULY_EXTRACTOR_MODEL` the model,
`DULY_EXTRACTOR_KEY` the key, where one is needed.
"""

from __future__ import annotations

import http.client
import json
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from duly.ground.errors import DulyError

ANSWER_BYTES = 1 << 20
SECONDS = 60
_HERE = ("localhost", "127.0.0.1", "::1")


class ExtractorFails(DulyError):
    """The configured extractor cannot be used, or its answer cannot."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """Where to ask and what for."""

    url: str
    model: str
    key: str = ""
    seconds: float = SECONDS


def configured() -> Extractor | None:
    """The extractor of the environment; None where none is named, which is the default."""
    url, model = os.environ.get("DULY_EXTRACTOR_URL", ""), os.environ.get("DULY_EXTRACTOR_MODEL", "")
    if not url:
        return None
    if not model:
        raise ExtractorFails("DULY_EXTRACTOR_URL is set and DULY_EXTRACTOR_MODEL is not", fix="name the model")
    return Extractor(url, model, os.environ.get("DULY_EXTRACTOR_KEY", ""))


def ask(extractor: Extractor, body: dict[str, object]) -> object:
    """The answer to one request, as JSON. No redirect is followed, and a large answer is refused."""
    address = urlsplit(extractor.url)
    host = address.hostname or ""
    if address.scheme != "https" and not (address.scheme == "http" and host in _HERE):
        raise ExtractorFails(
            f"{extractor.url} is no address to send contracts to",
            why="they would cross the network in the clear",
            fix="use https, or http on this machine",
        )
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, address.port, timeout=extractor.seconds)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if extractor.key:
        headers["Authorization"] = f"Bearer {extractor.key}"
    try:
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, json.dumps(body).encode(), headers)
        reply = connection.getresponse()
        data = reply.read(ANSWER_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise ExtractorFails(f"{host} does not answer", why=f"{type(error).__name__}: {error}"[:200]) from None
    finally:
        connection.close()
    return _read(host, reply.status, data)


def _read(host: str, status: int, data: bytes) -> object:
    if status != 200:
        raise ExtractorFails(f"{host} answers {status}", why=data[:200].decode("utf-8", "replace"))
    if len(data) > ANSWER_BYTES:
        raise ExtractorFails(f"the answer of {host} is larger than {ANSWER_BYTES:,} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ExtractorFails(f"{host} answers no JSON", why=data[:200].decode("utf-8", "replace")) from None
