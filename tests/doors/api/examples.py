"""What each operation answers to the request the tests have for it, as the description shows it; long lists are cut."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from itertools import count
from typing import Any
from unittest.mock import patch

from django.test import override_settings

from tests.doors.api.client import Caller, issue
from tests.doors.api.requests import prepared, send
from tests.store.ledger import Ledger, clock

_MOST_ROWS = 2
_SERVED: dict[str, Any] = {"API_BURST": 1_000_000, "ALLOWED_HOSTS": ["*"], "SECRET_IS_KEPT": True}
# Who holds roles enough for all operations, one after the other.
_WHO = ("rae", "rob", "ben", "ann", "cam", "aud")
# What the ledger of the tests has nothing for, or what nobody should copy.
WITHOUT = {
    "release_contract": "nothing is on hold",
    "restate_periods": "nothing is classed to be restated",
    "read_document": "the document was read already",
    "confirm_terms": "what is confirmed depends on the document",
    "resume_endpoint": "nothing is paused",
    "replay_events": "nothing was sent",
    "import_opening": "something was posted already",
    "get_secret": "a secret, be it of a test, is no example",
}


def told() -> str:
    """The examples as text; the store in use must be empty."""
    numbers = count()
    with patch("uuid.uuid4", lambda: uuid.UUID(int=next(numbers))), override_settings(**_SERVED):
        Ledger.begun()
        with clock(datetime(2026, 2, 2, 9, tzinfo=UTC)):
            return _told()


def _told() -> str:
    requests = prepared(Ledger("", ""))
    callers = [Caller(issue(Ledger("", ""), who)) for who in _WHO]
    found = {}
    for name, sent in requests.items():
        answers = (send(caller, sent) for caller in callers)
        answer = next((one for one in answers if one.status in (200, 202)), None)
        if answer is not None and name not in WITHOUT:
            found[name] = _cut(answer.json)
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cut(value: Any) -> Any:
    """A value with the first rows of each list."""
    if isinstance(value, list):
        return [_cut(one) for one in value[:_MOST_ROWS]]
    return {key: _cut(one) for key, one in value.items()} if isinstance(value, dict) else value
