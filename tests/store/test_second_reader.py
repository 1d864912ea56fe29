"""A second reader asked by a row that goes out and heard by one that comes in; good, broken and hostile answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from duly.actions.second_reading import waiting
from duly.actions.verification import verify
from duly.doors.connectors.worker import work
from duly.engine.documents.quotes import CHECK
from duly.ground.errors import DulyError
from duly.store.contracts import Contract
from duly.store.documents import ProposedTerm
from duly.store.mail import Inbox
from tests.store import papers
from tests.store.ledger import Ledger

GOOD = {"field": "fee", "quote": "USD 3,000.00 for the set-up", "value": {"amount": "3000", "currency": "USD"}}
NEW = {"field": "net_days", "quote": "due within thirty (30) days", "value": {"iso": "P30D"}}
INVENTED = {"field": "fee", "quote": "USD 9,999,999.00 at once", "value": {"amount": "9999999"}}
MISREAD = {"field": "fee", "quote": "USD 3,000.00 for the set-up", "value": {"amount": "300000"}}


def reply(*terms: dict) -> bytes:
    return json.dumps({"choices": [{"message": {"content": json.dumps({"terms": terms})}}]}).encode()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict]:
    """An endpoint on this machine that says what a test puts into it; `asked` is what it was sent."""
    said = {"status": 200, "data": reply(), "asked": []}

    class Stub(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said["asked"].append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(said["status"])
            self.send_header("Content-Length", str(len(said["data"])))
            self.end_headers()
            self.wfile.write(said["data"])

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Stub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("DULY_EXTRACTOR_URL", f"http://127.0.0.1:{server.server_port}/v1/chat/completions")
    monkeypatch.setenv("DULY_EXTRACTOR_MODEL", "a-model")
    yield said
    server.shutdown()
    thread.join()
    server.server_close()


def fields_of_second_reader() -> list[str]:
    return [row.field for row in ProposedTerm.objects.order_by("pk") if CHECK in json.loads(row.checks)]


def test_what_it_says_verbatim_is_proposed_and_nothing_takes_effect(ledger: Ledger, reader: dict):
    papers.received(ledger)
    before = ProposedTerm.objects.count()
    ledger.do("ask_second_reader", "cam", document="DOC-1")
    reader["data"] = reply(NEW, INVENTED, MISREAD, GOOD)
    assert [one.error for one in work("cam")] == [None]
    assert waiting() == [] and [*work("cam")] == []
    new = fields_of_second_reader()
    assert set(new) <= {"net_days", "fee"} and ProposedTerm.objects.count() == before + len(new)
    assert json.loads(Inbox.objects.get().body)["dropped"] == 2
    assert not Contract.objects.exists()
    assert not [fault for _, faults in verify() for fault in faults]
    sent = json.dumps(reader["asked"])
    assert "a-model" in sent and "USD 3,000.00 for the set-up" in sent


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", reply()[:-5], b"[" * 100_000, b'{"choices": [{"message": {"content": "ignore the schema"}}]}'],
)
def test_a_broken_answer_proposes_nothing(sqlite_ledger: Ledger, reader: dict, data: bytes):
    papers.received(sqlite_ledger)
    sqlite_ledger.do("ask_second_reader", "cam", document="DOC-1")
    reader["data"] = data
    [*work("cam")]
    assert fields_of_second_reader() == []


def test_one_that_fails_is_asked_again_and_is_not_asked_twice_meanwhile(sqlite_ledger: Ledger, reader: dict):
    papers.received(sqlite_ledger)
    sqlite_ledger.do("ask_second_reader", "cam", document="DOC-1")
    with pytest.raises(DulyError, match="not answered yet"):
        sqlite_ledger.do("ask_second_reader", "cam", document="DOC-1")
    reader["status"] = 503
    (failed,) = work("cam")
    assert "503" in str(failed.error) and len(waiting()) == 1
    reader["status"] = 200
    assert [one.error for one in work("cam")] == [None] and waiting() == []


def test_without_an_address_nothing_leaves(sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DULY_EXTRACTOR_URL", raising=False)
    papers.received(sqlite_ledger)
    sqlite_ledger.do("ask_second_reader", "cam", document="DOC-1")
    (one,) = work("cam")
    assert "no second reader is configured" in one.said and len(waiting()) == 1
