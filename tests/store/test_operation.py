"""Running it: what the doctor finds, what machines ask, logs in which nobody's words stand, a server and a worker that
stop when they are told to."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from duly.actions import gate, watching
from duly.actions.doctor import FAULT, NOTE, WELL, examine
from duly.doors.cli.main import main
from duly.site import logs, watch
from duly.site.serving import CannotServe, serve
from tests.store.cluster import Cluster
from tests.store.hooks import Clock, hook
from tests.store.ledger import PLAIN, Ledger, use, use_nothing

ROOT = Path(__file__).resolve().parents[2]
SERVED = {"TLS": True, "PROXY": "127.0.0.1", "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000,
          "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "CSRF_COOKIE_SECURE": True, "ALLOWED_HOSTS": ["books.example.com"],
          "SECRET_IS_KEPT": True, "SECRET_KEY": "a" * 20 + "bcdefghijklmnopqrstuvwxyz0123456789"}  # fmt: skip


def found(**more: bool) -> dict[str, tuple[str, str, str]]:
    """What the doctor says by what it is about; of several about one thing the worst."""
    worst: dict[str, tuple[str, str, str]] = {}
    for one in examine(**more):
        if one.about not in worst or one.state == FAULT:
            worst[one.about] = one[1:]
    return worst


def test_a_ledger_that_is_well_has_no_fault(ledger: Ledger):
    said = found()
    assert {
        "versions",
        "database",
        "durability",
        "tables",
        "guards",
        "clock",
        "disk",
        "rights",
        "worker",
        "secret",
    } == (set(said))
    assert not [one for one in said.values() if one[0] == FAULT]


def test_each_fault_is_found_and_says_how_to_mend_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    ledger.take_in(PLAIN)
    real = watching.migrations_pending
    monkeypatch.setattr("duly.actions.doctor.migrations_pending", lambda: ["0099_more"])
    assert found()["tables"][0] == FAULT and "upgrade" in found()["tables"][2]
    monkeypatch.setattr("duly.actions.doctor.migrations_pending", real)
    early = gate.clock() - timedelta(days=400)
    monkeypatch.setattr(gate, "clock", lambda: early)
    assert found()["clock"][0] == FAULT
    monkeypatch.undo()
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    assert found()["disk"][0] == FAULT
    monkeypatch.undo()
    trigger = "period_event_way" if ledger.vendor == "sqlite" else "way ON period_event"
    ledger.sql(f"DROP TRIGGER {trigger}")
    assert found()["guards"][0] == FAULT
    ledger.sql("PRAGMA synchronous=OFF" if ledger.vendor == "sqlite" else "SET synchronous_commit = off")
    state, said, fix = found()["durability"]
    assert state == FAULT and "synchronous" in said and fix
    with override_settings(SECRET_IS_KEPT=True, SECRET_KEY="short"):
        assert found()["secret"][0] == FAULT
    assert all(fix for state, _, fix in found().values() if state == FAULT)


def test_a_worker_that_is_missed_is_found_and_one_that_was_seen_is_well(ledger: Ledger):
    with Clock().ticking() as clock, hook() as receiver:
        ledger.do("add_endpoint", "rae", url=receiver.origin)
        assert found()["worker"][0] == FAULT
        watching.seen("here:1")
        assert found()["worker"][0] == WELL
        clock.move(minutes=6)
        assert found()["worker"][0] == FAULT
        clock.move(days=2)
        watching.seen("here:2")
        assert "duly_worker_age_seconds 0\n" in watching.as_text(watching.measures())
    assert found()["secret"][0] == FAULT


def test_who_may_reach_the_file_or_do_more_in_the_database_is_said(ledger: Ledger, cluster: Cluster):
    if ledger.vendor == "postgresql":
        assert found()["rights"][0] == NOTE and "superuser" in found()["rights"][1]
        return
    os.chmod(ledger.address, 0o666)
    os.chmod(Path(ledger.address).parent, 0o755)
    assert found()["rights"][0] == FAULT
    os.chmod(ledger.address, 0o600)
    assert found()["rights"][0] == WELL


def test_where_no_ledger_is_the_doctor_says_so_and_makes_none(tmp_path: Path, cluster: Cluster, capsys):
    use(str(tmp_path / "duly.sqlite3"))
    assert main(["doctor"]) == 1 and "there is none" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    use(cluster.url("nowhere"))
    assert main(["doctor"]) == 1 and "does not answer" in capsys.readouterr().out
    use_nothing()


def test_what_is_served_to_others_passes_the_checks_of_deployment(sqlite_ledger: Ledger, monkeypatch):
    monkeypatch.setenv("DULY_HOSTS", "books.example.com")
    assert found(deploy=True)["deploy"][0] == FAULT
    with override_settings(**SERVED):
        assert found(deploy=True)["deploy"][0] == WELL
        with override_settings(SECURE_HSTS_SECONDS=0):
            assert "W004" in found(deploy=True)["deploy"][1]
        monkeypatch.delenv("DULY_HOSTS")
        assert "DULY_HOSTS" in found(deploy=True)["deploy"][1]


def test_settings_of_a_served_process_are_clean(tmp_path: Path):
    own = {"DULY_DATA": str(tmp_path), "DULY_PROXY": "127.0.0.1", "DULY_HOSTS": "books.example.com"}
    secret = {"DULY_SECRET": str(SERVED["SECRET_KEY"]), "DJANGO_SETTINGS_MODULE": "duly.site.settings"}
    env = os.environ | own | secret
    words = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_machines_are_told_whether_it_lives_and_can_work(ledger: Ledger, monkeypatch):
    client = Client(HTTP_HOST="localhost")
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "faults": []}
    monkeypatch.setattr(watching, "migrations_pending", lambda: ["0099_more"])
    reply = client.get("/readyz")
    assert reply.status_code == 503 and reply.json()["faults"] == ["tables are of another version"]
    monkeypatch.undo()
    ledger.sql("PRAGMA synchronous=OFF" if ledger.vendor == "sqlite" else "SET synchronous_commit = off")
    assert client.get("/readyz").status_code == 503 and client.get("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_numbers_are_for_this_machine_or_for_the_token_and_hold_no_amount(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    client = Client(HTTP_HOST="localhost")
    text = client.get("/metrics").content.decode()
    assert re.search(r"^duly_contracts 1$", text, re.M) and 'duly_webhook_messages{state="given_up"} 0' in text
    for line in text.splitlines():
        assert line.startswith("# ") or re.fullmatch(r'[a-z_]+(\{([a-z]+="[\w. ]+",?)+\})? [\d.e+]+', line), line
    assert not re.search(r"12300000|120000|13000|1300000", text) and "US01" not in text and "CT-1" not in text
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 404
    with override_settings(PROXY="127.0.0.1"):
        assert client.get("/metrics").status_code == 404
    with override_settings(METRICS_TOKEN="t0ken"):
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
        right = {"Authorization": "Bearer t0ken"}
        assert client.get("/metrics", headers=right, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_programs_that_come_in_the_clear_are_refused_and_led_nowhere(sqlite_ledger: Ledger):
    client = Client(HTTP_HOST="books.example.com")
    with override_settings(**SERVED):
        reply = client.get("/api/v1/openapi.json")
        assert reply.status_code == 403 and b"https alone" in reply.content
        assert client.get("/api/v1/openapi.json", secure=True).status_code == 200
        assert client.get("/elsewhere").status_code == 301 and client.get("/healthz").status_code == 200
        assert "max-age=31536000" in client.get("/healthz", secure=True).headers["Strict-Transport-Security"]


# What must not stand in a log, wherever it came in.
CANARIES = (
    "canary-query",
    "canary-header",
    "canary-body",
    "canary-path",
    "canary-error",
    "canary-person",
    "canary-key",
)


def _fails(request, name: str) -> HttpResponse:
    logging.getLogger("somebody.else").warning("asked by %s", request.headers["X-Canary"])
    raise ValueError(f"canary-error {request.body!r} {name}")


urlpatterns = [*watch.urlpatterns, path("failing/<str:name>", _fails)]


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, as it is written."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    kept = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(kept)


def test_no_log_holds_what_somebody_else_said(ledger: Ledger):
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    headers = {"X-Canary": "canary-header", "Authorization": "Bearer canary-key"}
    with logged() as stream, override_settings(ROOT_URLCONF=__name__):
        address = "/failing/canary-path?x=canary-query"
        assert client.post(address, "canary-body", content_type="text/plain", headers=headers).status_code == 500
        assert client.get("/nothing/canary-path?x=canary-query").status_code == 404
        with suppress(Exception):
            ledger.sql("INSERT INTO person (ref, seq) VALUES ('canary-person', 'canary-person')")
        ledger.do("name_person", "ann", person="rae", name="canary-person")
        with hook("canary-key") as receiver:
            ledger.do("add_endpoint", "rae", url=f"{receiver.origin}/canary-path")
            logs.tell("work", about="WH-1 msg_1 contract.signed", said="delivered", error="")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert not [one for one in CANARIES if one in stream.getvalue()], stream.getvalue()
    requests = [line for line in lines if line["logger"] == "duly.request"]
    assert [(one["route"], one["status"]) for one in requests][:2] == [("failing/<str:name>", 500), ("", 404)]
    errors = [line for line in lines if line.get("error") == "ValueError"]
    assert errors and any("_fails" in frame for frame in errors[0]["where"])
    assert all({"at", "level", "logger", "event"} <= set(line) for line in lines)


def test_nothing_is_served_in_the_clear_to_others_nor_on_a_ledger_that_cannot_work(sqlite_ledger, monkeypatch):
    for bind in ("0.0.0.0:8060", "10.0.0.5:8060", "[::]:8060", "books.example.com:80", ":8060"):
        with override_settings(BIND=bind), pytest.raises(CannotServe, match="in the clear"):
            serve()
    monkeypatch.setattr("duly.site.serving.not_ready", lambda: ["the database does not answer"])
    with pytest.raises(CannotServe, match="cannot work"):
        serve()


def _started(ledger: Ledger, *words: str, **more: str) -> subprocess.Popen[str]:
    folder = Path(ledger.address).parent
    where = {"DULY_DATA": str(folder)} if ledger.vendor == "sqlite" else {"DULY_DATABASE": ledger.address}
    code = (
        "import sys; from duly.store.guards import durability; durability.WANTED['postgresql'].pop('fsync', None); "
        "from duly.site.main import main; sys.exit(main())"
    )
    env = os.environ | where | more | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=folder if ledger.vendor == "sqlite" else ROOT, env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _line_with(stream, words: str, process: subprocess.Popen[str]) -> dict[str, object]:
    """The first line of a log that holds some words; fails when the process ends before."""
    timer = threading.Timer(60, process.kill)
    timer.start()
    seen = []
    try:
        for line in stream:
            seen.append(line)
            if words in line:
                return json.loads(line)
    finally:
        timer.cancel()
    raise AssertionError("".join(seen))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_server_answers_in_lines_of_json_and_ends_when_it_is_told_to(ledger: Ledger):
    port = _free_port()
    server = _started(ledger, "serve", DULY_BIND=f"127.0.0.1:{port}", DULY_PROCESSES="1")
    try:
        _line_with(server.stderr, "Booting worker", server)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz?canary-query", timeout=30) as reply:
            assert json.loads(reply.read())["status"] == "ok" and reply.headers["X-Frame-Options"] == "DENY"
        line = _line_with(server.stderr, '"route": "readyz"', server)
        assert line["status"] == 200 and "canary" not in json.dumps(line)
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        assert "canary" not in server.stderr.read()
    finally:
        server.kill()
        server.communicate()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)


def test_a_worker_sends_what_comes_and_ends_when_it_is_told_to(ledger: Ledger):
    with hook("a secret of this machine that is long enough") as receiver:
        ref = ledger.do("add_endpoint", "rae", url=receiver.origin).effect["endpoint"]
        ledger.take_in(PLAIN)
        worker = _started(ledger, "work", "--by", "rae", DULY_WEBHOOK_ALLOW=receiver.origin,
                          DULY_SECRET="a secret of this machine that is long enough")  # fmt: skip
        try:
            line = _line_with(worker.stderr, "import.completed", worker)
            assert line["said"] == "delivered" and str(line["about"]).startswith(ref)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(60) == 0
        finally:
            worker.kill()
            worker.communicate()
        assert len(receiver.ids) == len(set(receiver.ids)) > 4
    assert watching.worker_age() is not None


def test_every_setting_that_the_code_names_stands_in_the_page():
    named: set[str] = set()
    for file in [*(ROOT / "duly").rglob("*.py"), *(ROOT / "deploy").rglob("*")]:
        if file.is_file():
            named |= set(re.findall(r"\bDULY_[A-Z_]+[A-Z]\b", file.read_text(encoding="utf-8")))
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `(DULY_[A-Z_]+)` \|", page, re.M))
    assert named == table


def test_the_page_and_the_files_under_deploy_name_words_that_there_are():
    from duly.doors.cli.arguments import parser

    rooms = next(one for one in parser()._actions if one.dest == "room").choices
    for file in [ROOT / "docs" / "operation.md", *(ROOT / "deploy").iterdir()]:
        text = file.read_text(encoding="utf-8")
        assert {word for word in re.findall(r"\bduly ([a-z-]+)\b", text) if word in VERBS} <= set(rooms), file


VERBS = {"serve", "work", "backup", "restore", "upgrade", "doctor", "init", "verify", "webhook"}
assert connection is not None
