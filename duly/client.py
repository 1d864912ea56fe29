"""A thin client of the API, of the standard library alone: questions, lists over all their pages, commands that are
sent again under their own key until they are answered, and problems as errors.

    duly = Duly("https://books.example.com", "duly_…")
    for contract in duly.each("/contracts", entity="US01"):
        print(contract["contract"])
    done = duly.send("/contracts/CT-1/facts", {"rows": [...]}, key="bank-17")
    print(done.proposal or done.effect)
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

_TRIES, _WAIT = 8, 0.5


class Reply(NamedTuple):
    """What a server answered: status, headers by their names in small letters, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Asked(NamedTuple):
    """A request as it is sent."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


class Outcome(NamedTuple):
    """What came of a command: its number in the audit trail (None in a dry run), what it did or will do, and the
    proposal that waits for another person (empty: it took effect)."""

    command: int | None
    effect: Any
    proposal: str


class Problem(Exception):
    """A request that was refused: its type, status, and all that the server says of it."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        super().__init__(f"{said.get('detail', '')} {said.get('fix', '')}".strip())
        self.type, self.status, self.said = str(said.get("type", "")), int(said.get("status", 0)), said


def over_http(asked: Asked) -> Reply:
    """Send a request. OSError where no answer came."""
    made = urllib.request.Request(asked.url, asked.body, dict(asked.headers), method=asked.method)
    try:
        with urllib.request.urlopen(made, timeout=60) as found:
            return Reply(found.status, {k.lower(): v for k, v in found.headers.items()}, found.read())
    except urllib.error.HTTPError as refused:
        return Reply(refused.code, {k.lower(): v for k, v in refused.headers.items()}, refused.read())


class Duly:
    """A ledger, by its address and a key. transport, wait: how requests are sent, and how time passes between tries."""

    def __init__(
        self,
        address: str,
        key: str,
        *,
        transport: Callable[[Asked], Reply] = over_http,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address, self.key, self.transport, self.wait = address.rstrip("/"), key, transport, wait

    def get(self, path: str, **query: str | int) -> Any:
        """The answer to a question."""
        return self._sent("GET", path, query, None, {})

    def each(self, path: str, **query: str | int) -> Iterator[Any]:
        """All items of a list, over all its pages; they belong to one moment."""
        while True:
            page = self.get(path, **query)
            yield from page["items"]
            if not page.get("next"):
                return
            query["cursor"] = page["next"]

    def send(
        self,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        dry_run: bool = False,
        version: int = 0,
        method: str = "POST",
    ) -> Outcome:
        """Carry out a command, once: give it a key of your own, so that it is done once whatever happens to you too.
        version: of the contract as you have seen it."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        headers |= {"If-Match": f'"{version}"'} if version else {}
        query = {"dry_run": "true"} if dry_run else {}
        said = self._sent(method, path, query, {} if body is None else body, headers)
        waits = said["proposal"] or {}
        return Outcome(said["command"], said["effect"], str(waits.get("proposal") or ""))

    def _sent(self, method: str, path: str, query: Mapping[str, Any], body: Any, headers: Mapping[str, str]) -> Any:
        url = f"{self.address}/api/v1{path}" + (f"?{urlencode(query)}" if query else "")
        own = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        asked = Asked(method, url, own, None if body is None else json.dumps(body).encode())
        for left in range(_TRIES - 1, -1, -1):
            try:
                reply = self.transport(asked)
            except OSError:
                if not left:
                    raise
                self.wait(_WAIT)
                continue
            if reply.status in (429, 503) and left:
                self.wait(float(reply.headers.get("retry-after", _WAIT)))
                continue
            if reply.status >= 400:
                raise Problem(json.loads(reply.body))
            return json.loads(reply.body)
        raise AssertionError("a last try is answered or raises")
