"""The API as tests use it: keys of people, requests, answers."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from tests.store.ledger import Ledger  # isort: skip - it sets Django up
from django.test import Client

from duly.actions import gate
from duly.actions.allowance import forget
from duly.actions.tokens import mark_of
from duly.engine.access.reach import SCOPES

PREFIX = "/api/v1"


def secret_of(name: str) -> str:
    """The secret of a key, by a name."""
    return f"duly_{name:_<43}"


def issue(ledger: Ledger, person: str, *scopes: str, name: str = "", entities: tuple[str, ...] = ()) -> str:
    """A key of a person, made and agreed to; its secret."""
    secret = secret_of(name or person)
    ends = (gate.clock() + timedelta(days=30)).date().isoformat()
    said = {"person": person, "mark": mark_of(secret), "scopes": list(scopes or SCOPES), "ends": ends}
    ledger.agreed("issue_token", "ann", "ben", entities=list(entities), **said)
    return secret


class Caller:
    """Requests with a key."""

    def __init__(self, secret: str) -> None:
        forget()
        self.secret = secret
        self.client = Client(raise_request_exception=False)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request; a command gets a key of its own where none is given. Headers are named with underscores."""
        given = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        if method != "GET":
            given["Idempotency-Key"] = str(uuid.uuid4())
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        media_type = given.pop("Content-Type", "application/json")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        found = self.client.generic(
            method, PREFIX + path, data, content_type=media_type, headers={k: v for k, v in given.items() if v}
        )
        return Answer(found)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask a question."""
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a command."""
        return self("POST", path, {} if body is None else body, **headers)


class Answer:
    """What came back."""

    def __init__(self, found: Any) -> None:
        self.status = found.status_code
        self.headers = found.headers
        self.text = found.content.decode()
        self.json = json.loads(self.text) if self.text and "json" in self.headers.get("Content-Type", "") else None

    def __repr__(self) -> str:
        return f"{self.status} {self.text[:2000]}"
