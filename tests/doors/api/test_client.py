"""The thin client: pages, commands that are sent again until they are answered, and problems as errors."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from duly.actions import allowance
from duly.actions.allowance import forget
from duly.client import Asked, Duly, Problem, Reply
from duly.store.contracts import Fact
from tests.doors.api.client import issue
from tests.store.ledger import PLAIN, Ledger

PAID = {"rows": [{"date": "2026-02-03", "paid": "100.00", "invoice": "I-1"}]}


def through_django(asked: Asked) -> Reply:
    """Send a request to the application in this process."""
    parts = urlsplit(asked.url)
    headers = {name: value for name, value in asked.headers.items() if name != "Content-Type"}
    found = Client().generic(
        asked.method, f"{parts.path}?{parts.query}", asked.body or b"", content_type="application/json", headers=headers
    )
    return Reply(found.status_code, {name.lower(): value for name, value in found.headers.items()}, found.content)


@pytest.fixture
def connected(sqlite_ledger: Ledger) -> Callable[..., Duly]:
    """A client of rae, over any transport."""
    sqlite_ledger.take_in(PLAIN)
    secret = issue(sqlite_ledger, "rae")
    forget()
    return lambda transport=through_django, wait=None: Duly(
        "https://books.example.com/", secret, transport=transport, wait=wait or (lambda seconds: None)
    )


def test_lists_come_whole_and_commands_give_their_outcome(connected):
    duly = connected()
    done = duly.send("/contracts/CT-1/facts", PAID, key="k")
    assert done.command and not done.proposal
    assert [one["fact"] for one in duly.each("/facts", limit=1)] == [f"CT-1/happened/{n}" for n in range(3)]
    version = duly.get("/contracts/CT-1")["version"]
    row = {"date": "2026-06-01", "amendment": "A-1", "changes": {"platform": {"price": "130000.00"}}}
    amended = {"rows": [{**row, "remaining distinct": "yes"}]}
    assert duly.send("/contracts/CT-1/amendments", amended, dry_run=True).command is None
    assert duly.send("/contracts/CT-1/amendments", amended, version=version).proposal.startswith("P-")
    with pytest.raises(Problem) as refused:
        duly.send("/contracts/CT-1/facts", PAID, version=version - 1)
    assert refused.value.status == 412 and refused.value.type == "urn:duly:problem:has-moved"


def test_a_command_whose_answer_was_lost_is_done_once(connected):
    lost = [True, True]

    def flaky(asked: Asked) -> Reply:
        reply = through_django(asked)
        if lost and asked.method == "POST":
            lost.pop()
            raise ConnectionResetError
        return reply

    done = connected(flaky).send("/contracts/CT-1/facts", PAID)
    assert done.command and not lost and Fact.objects.filter(part="happened").count() == 3
    with pytest.raises(OSError):
        connected(lambda asked: (_ for _ in ()).throw(ConnectionRefusedError())).get("/contracts")


def test_the_client_waits_as_long_as_it_is_told(connected, monkeypatch):
    monkeypatch.setattr(allowance, "milliseconds", lambda: 0)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        forget()

    with override_settings(API_BURST=2, API_RATE=1):
        duly = connected(wait=wait)
        with pytest.raises(Problem, match="too many"):
            for _ in range(4):
                duly.get("/me")
    assert len(waited) == 7 and set(waited) == {1.0}
