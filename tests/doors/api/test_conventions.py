"""What holds for all operations: problems, keys, dry runs, versions, pages, moments, limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import override_settings

from duly.actions import allowance
from duly.doors.api.problems import MEDIA_TYPE, STATUS, type_of
from duly.doors.connectors.jobs import steps
from duly.readers.tree import read_tree
from duly.store.audit import AuditLine, head
from duly.store.contracts import Fact
from duly.store.trees import plain
from tests.doors.api.client import Answer, Caller, issue, secret_of
from tests.store import papers
from tests.store.ledger import PLAIN, Ledger, clock

PAID = {"rows": [{"date": "2026-02-03", "paid": "100.00", "invoice": "I-1"}]}
FACTS = "/contracts/CT-1/facts"


@pytest.fixture
def rae(ledger: Ledger) -> Caller:
    """An accountant with a key that is good for everything, and a contract."""
    ledger.take_in(PLAIN)
    return Caller(issue(ledger, "rae"))


@pytest.fixture
def ray(sqlite_ledger: Ledger) -> Caller:
    """The same on SQLite alone."""
    sqlite_ledger.take_in(PLAIN)
    return Caller(issue(sqlite_ledger, "rae"))


def is_problem(answer: Answer, status: int, name: str) -> bool:
    """Whether an answer is a problem of this type, whole."""
    said = answer.json
    assert answer.status == status and answer.headers["Content-Type"] == MEDIA_TYPE, answer
    assert said["status"] == status and said["title"] and said["detail"], answer
    return said["type"] == f"urn:duly:problem:{name}"


def test_every_failure_is_a_problem_with_its_type(ray: Caller):
    assert is_problem(Caller("").get("/contracts"), 401, "unauthenticated")
    assert Caller("").get("/contracts").headers["WWW-Authenticate"].startswith("Bearer")
    assert is_problem(Caller(secret_of("nobody")).get("/contracts"), 401, "unauthenticated")
    assert is_problem(ray.get("/contracts/CT-9"), 404, "unknown-contract")
    assert is_problem(ray.get("/nothing"), 404, "no-such-place")
    gone = ray("DELETE", "/contracts")
    assert is_problem(gone, 405, "not-this-method") and gone.headers["Allow"] == "GET, POST"
    assert is_problem(ray.post(FACTS, b"{", Content_Type="application/json"), 400, "malformed")
    assert is_problem(ray.post(FACTS, b'{"rows": [], "rows": []}'), 400, "malformed")
    assert is_problem(ray.post(FACTS, {"rows": [], "row": 1}), 400, "several-errors")
    assert is_problem(ray.post(FACTS, b"a=1", Content_Type="text/plain"), 415, "not-this-media-type")
    assert is_problem(ray.get("/contracts?limit=0"), 400, "malformed")
    assert is_problem(ray.get("/contracts?as_off=1"), 400, "malformed")
    assert is_problem(ray.get("/contracts?as_of=yesterday"), 422, "unknown-moment")
    assert is_problem(ray.post(FACTS, {"rows": [{"date": "2026-02-30", "paid": "1.00"}]}), 422, "no-such-day")
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        assert is_problem(ray.post(FACTS, PAID), 413, "too-large")


def test_a_problem_says_where_why_and_how_to_mend_it(ray: Caller):
    said = ray.post(FACTS, b'{\n"rows": [\n{"date": "2026-02-03",\n "payed": "1.00"}]}').json
    assert said["where"].startswith("body.json, line 3") and said["fix"], said
    said = ray.post("/contracts", {"contracts": [{"contract": "CT-2"}]}).json
    assert {one["contract"] for one in said["errors"]} == {"CT-2"}, said


def test_a_fault_of_the_program_tells_nothing_of_itself(ray: Caller, monkeypatch):
    def broken(*given: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("duly.doors.api.contracts.contracts_listed", broken)
    found = ray.get("/contracts")
    assert is_problem(found, 500, "unexpected") and "secret" not in found.text


def test_types_and_statuses_stay_as_they_are():
    assert {type_of(error): status for error, status in STATUS.items()} == json.loads(
        Path(__file__).with_name("problems.json").read_text("utf-8")
    )


def test_a_command_is_done_once_by_its_key(rae: Caller):
    assert is_problem(rae.post(FACTS, PAID, Idempotency_Key=""), 400, "key-is-missing")
    first = rae.post(FACTS, PAID, Idempotency_Key="bank-1")
    again = rae.post(FACTS, PAID, Idempotency_Key="bank-1")
    assert first.status == again.status == 200 and first.text == again.text
    other = {"rows": [{"date": "2026-02-03", "paid": "200.00", "invoice": "I-1"}]}
    assert is_problem(rae.post(FACTS, other, Idempotency_Key="bank-1"), 409, "key-is-taken")
    assert Fact.objects.filter(part="happened").count() == 3


def test_a_key_of_one_person_is_none_of_another(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    rae, aud = (Caller(issue(sqlite_ledger, who)) for who in ("rae", "aud"))
    assert rae.post(FACTS, PAID, Idempotency_Key="1").status == 200
    assert is_problem(aud.post(FACTS, PAID, Idempotency_Key="1"), 403, "not-allowed")
    assert rae.post(FACTS, PAID, Idempotency_Key="1").status == 200


def test_a_dry_run_shows_the_whole_effect_and_changes_nothing(rae: Caller):
    before = head()
    shown = rae.post(f"{FACTS}?dry_run=true", PAID, Idempotency_Key="k").json
    assert shown["dry_run"] is True and shown["command"] is None and head() == before
    done = rae.post(FACTS, PAID, Idempotency_Key="k").json
    assert done["effect"] == shown["effect"] and done["command"] == head()[0]
    assert is_problem(rae.post(f"{FACTS}?dry_run=yes", PAID), 400, "malformed")


def test_what_waits_for_another_person_is_accepted_with_its_proposal(rae: Caller):
    amended = {
        "rows": [
            {
                "date": "2026-06-01",
                "amendment": "A-1",
                "changes": {"platform": {"price": "130000.00"}},
                "remaining distinct": "yes",
            }
        ]
    }
    shown = rae.post("/contracts/CT-1/amendments?dry_run=true", amended)
    assert shown.status == 200 and shown.json["proposal"]["proposal"] is None, shown
    found = rae.post("/contracts/CT-1/amendments", amended, Idempotency_Key="a")
    assert found.status == 202 and found.json["proposal"]["proposal"] == f"P-{head()[0]}"
    assert rae.post("/contracts/CT-1/amendments", amended, Idempotency_Key="a").status == 202
    listed = rae.get("/approvals").json["items"]
    assert [one["proposal"] for one in listed] == [found.json["proposal"]["proposal"]] and listed[0]["effect"]


def test_a_contract_has_a_version_and_is_not_changed_by_who_saw_another(rae: Caller):
    seen = rae.get("/contracts/CT-1")
    mark = seen.headers["ETag"]
    assert rae.get("/contracts/CT-1", If_None_Match=mark).status == 304
    assert rae.post(FACTS, PAID, If_Match=mark).status == 200
    now = rae.get("/contracts/CT-1")
    assert now.headers["ETag"] != mark and now.json["version"] == head()[0]
    more = {"rows": [{"date": "2026-02-04", "paid": "1.00", "invoice": "I-1"}]}
    assert is_problem(rae.post(FACTS, more, If_Match=mark), 412, "has-moved")
    assert rae.post(FACTS, more, If_Match=now.headers["ETag"]).status == 200
    assert rae.get("/contracts/CT-1", If_None_Match=now.headers["ETag"]).status == 200


def test_a_list_that_did_not_change_is_not_sent_again(ray: Caller):
    found = ray.get("/facts")
    assert ray.get("/facts", If_None_Match=found.headers["ETag"]).status == 304


def test_pages_follow_each_other_and_know_what_the_first_knew(ray: Caller):
    for day in range(1, 6):
        ray.post(FACTS, {"rows": [{"date": f"2026-02-0{day}", "paid": "1.00", "invoice": "I-1"}]})
    whole = [one["fact"] for one in ray.get("/facts").json["items"]]
    found, cursor = [], ""
    while cursor is not None:
        page = ray.get(f"/facts?limit=2&cursor={cursor}").json
        found += [one["fact"] for one in page["items"]]
        cursor = page["next"]
        # What comes in meanwhile is on no later page.
        ray.post(FACTS, {"rows": [{"date": "2026-02-10", "paid": f"{len(found)}.00", "invoice": "I-1"}]})
    assert found == whole and len(found) == 7
    cursor = ray.get("/facts?limit=2").json["next"]
    for path in ("/facts?part=judged&cursor=" + cursor, "/facts?cursor=AAAA", "/contracts?cursor=" + cursor):
        assert is_problem(ray.get(path), 422, "cursor-is-wrong")


def test_an_answer_is_of_the_moment_that_was_named(sqlite_ledger: Ledger):
    with clock():
        sqlite_ledger.take_in(PLAIN)
        then = head()[0]
        at = AuditLine.objects.get(seq=then).at
        sqlite_ledger.record("CT-1", "{date: 2026-02-03, paid: 1.00, invoice: I-1}")
        sqlite_ledger.do("hold_contract", "rae", contract="CT-1", why="looked at")
    aud = Caller(issue(sqlite_ledger, "aud", "read"))
    for moment in (str(then), at.replace("+", "%2B"), at.replace("+00:00", "Z")):
        known = aud.get(f"/contracts/CT-1?as_of={moment}").json
        assert len(known["facts"]) == 2 and not known["held"] and known["version"] == then
    now = aud.get("/contracts/CT-1").json
    assert len(now["facts"]) == 3 and now["held"]
    assert [one["contract"] for one in aud.get(f"/contracts?updated_since={then}").json["items"]] == ["CT-1"]
    assert aud.get(f"/contracts?updated_since={now['version']}").json["items"] == []
    assert is_problem(aud.get("/contracts?as_of=999"), 422, "unknown-moment")
    # Before there was an entity there was no period of it either, also where it was posted to since.
    sqlite_ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-01", why="month end")
    assert is_problem(aud.get("/periods/2026-01/draft?entity=US01&as_of=2"), 422, "unknown-entity")
    assert is_problem(aud.get("/contracts?as_of=2026-01-01T00:00:00"), 422, "unknown-moment")


def test_an_object_is_found_by_the_name_another_system_has_for_it(rae: Caller):
    sent = {**PAID, "source": "bank", "external_ids": ["pay-1"]}
    assert rae.post(FACTS, sent).status == 200
    twice = rae.post(FACTS, sent)
    assert is_problem(twice, 409, "name-is-taken") and "CT-1/happened/2" in twice.text
    (found,) = rae.get("/facts?source=bank&external_id=pay-1").json["items"]
    assert found["fact"] == "CT-1/happened/2" and found["external_names"][0]["external_id"] == "pay-1"
    assert rae.get("/facts?source=bank&external_id=pay-2").json["items"] == []
    assert is_problem(rae.post(FACTS, {**PAID, "external_ids": ["x"]}), 409, "name-is-taken")
    assert is_problem(rae.post(FACTS, {**PAID, "source": "bank", "external_ids": ["x", "y"]}), 422, "does-not-add-up")


def test_a_key_sends_no_more_than_its_share(ledger: Ledger, monkeypatch):
    now = [0]
    monkeypatch.setattr(allowance, "milliseconds", lambda: now[0])
    with override_settings(API_BURST=5, API_RATE=1):
        aud, rob = (Caller(issue(ledger, who, "read")) for who in ("aud", "rob"))
        answers = [aud.get("/approvals") for _ in range(7)]
        assert [one.status for one in answers[:5]] == [200] * 5
        assert is_problem(answers[-1], 429, "too-many") and int(answers[-1].headers["Retry-After"]) >= 1
        allowance.forget()  # another process knows of it
        assert aud.get("/approvals").status == 429
        assert rob.get("/approvals").status == 200
        now[0] += 2_000
        assert [aud.get("/approvals").status for _ in range(3)] == [200, 200, 429]


def test_scopes_and_entities_of_a_key_bind_its_person(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    reads = Caller(issue(sqlite_ledger, "rae", "read", name="reads"))
    assert reads.get("/contracts/CT-1").status == 200
    refused = reads.post(FACTS, PAID)
    assert is_problem(refused, 403, "out-of-scope") and "fact.record" in refused.text
    assert "insufficient_scope" in refused.headers["WWW-Authenticate"]
    writes = Caller(issue(sqlite_ledger, "rae", "fact.record", name="writes"))
    assert writes.post(FACTS, PAID).status == 200 and writes.get("/contracts").status == 403
    other = Caller(issue(sqlite_ledger, "rae", name="other", entities=("DE01",)))
    assert other.get("/contracts/CT-1").status == 403 and other.post(FACTS, PAID).status == 403
    assert other.get("/contracts").json["items"] == [] and other.get("/contracts?entity=US01").status == 403


def test_contracts_come_in_together_or_not_at_all(sqlite_ledger: Ledger):
    cam = Caller(issue(sqlite_ledger, "cam"))
    good = {"contract": "CT-7", "entity": "US01", "currency": "USD", "signed": "2026-01-01",
            "term": {"from": "2026-01-01", "to": "2026-12-31"},
            "obligations": {"platform": {"price": 1200.00, "earn": "over time by month"}}}  # fmt: skip
    found = cam.post("/contracts", {"contracts": [good, {"contract": "CT-8"}]})
    assert found.status == 422 and "CT-8" in found.text
    sent = {"contracts": [good], "source": "crm", "external_ids": {"CT-7": "006"}}
    found = cam.post("/contracts", sent)
    assert found.status == 202 and found.json["effect"]["stated_prices"] == [{"amount": "1200.00", "currency": "USD"}]
    sqlite_ledger.do("approve", "rob", proposal=found.json["proposal"]["proposal"])
    aud = Caller(issue(sqlite_ledger, "aud", "read"))
    assert aud.get("/contracts?source=crm&external_id=006").json["items"][0]["contract"] == "CT-7"
    text = PLAIN.replace("currency: USD", "currency: USD\nnames: {crm: 007}", 1).encode()
    found = cam.post("/contract-files?name=plain.yaml", text, Content_Type="application/yaml")
    assert found.status == 202 and found.json["effect"]["imported"] == ["CT-1"], found
    sqlite_ledger.do("approve", "rob", proposal=found.json["proposal"]["proposal"])
    assert aud.get("/contracts?source=crm&external_id=007").json["items"][0]["contract"] == "CT-1"


def test_a_command_that_changed_what_it_follows_from_is_still_answered_as_before(sqlite_ledger: Ledger):
    """What is confirmed of a document follows from the terms that are open: none of them is when it is sent again."""
    sqlite_ledger.do("receive_document", "cam", name="order.pdf", content=papers.content(), entity="US01")
    sqlite_ledger.do("set_confirmation_limit", "ben", entity="US01", amount="1000001", currency="USD", why="small")
    sqlite_ledger.do("read_document", "cam", document="DOC-1", reading=papers.reading("7000.00"))
    cam = Caller(issue(sqlite_ledger, "cam"))
    draft = read_tree(papers.contract(platform="7000.00").encode(), "draft.yaml").documents[0]
    sent = {"contract": plain(draft)}
    first = cam.post("/documents/DOC-1/confirmations", sent, Idempotency_Key="c-1")
    assert first.status == 200 and first.json["proposal"] is None, first
    assert cam.post("/documents/DOC-1/confirmations", sent, Idempotency_Key="c-1").text == first.text
    assert is_problem(cam.post("/documents/DOC-1/rejections", sent, Idempotency_Key="c-1"), 400, "several-errors")
    refused = cam.post("/documents/DOC-1/rejections", {"term": "4"}, Idempotency_Key="c-1")
    assert is_problem(refused, 409, "key-is-taken")


def test_what_waits_is_shown_to_those_who_may_read_the_books_it_is_about(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.do("close_period", "rob", entity="US01", period="2026-01", why="month end")
    ann, aud = (Caller(issue(sqlite_ledger, who, "read")) for who in ("ann", "aud"))
    other = Caller(issue(sqlite_ledger, "aud", "read", name="other", entities=("DE01",)))
    (seen,) = aud.get("/approvals").json["items"]
    assert "-13000.00" in json.dumps(seen) and seen["why"] == "month end"
    for hidden in (ann, other):
        (one,) = hidden.get("/approvals").json["items"]
        assert one["effect"] is None and one["why"] == "" and one["proposal"] == seen["proposal"]
        assert hidden.get(f"/approvals/{one['proposal']}").json["effect"] is None


def test_numbers_of_a_body_are_exact_however_they_are_written(ray: Caller):
    row = b'{"date": "2026-02-03", "invoice": "I-1", "paid": %s}'
    told = ray.post(FACTS, b'{"rows": [' + row % b"100.00" + b"]}").json["effect"]["rows"][0]
    assert told["paid"] == "100.00"
    for wrong in (b"1e999999999", b"NaN", b"0.1e-2"):
        assert 400 <= ray.post(FACTS, b'{"rows": [' + row % wrong + b"]}").status < 500
    assert is_problem(ray.post("/webhooks/WH-1/rotate", b'{"overlap_hours": 24.0}'), 404, "unknown-endpoint")
    assert is_problem(ray.post("/webhooks/WH-1/rotate", b'{"overlap_hours": 24.5}'), 400, "malformed")


def test_a_file_of_any_size_comes_in_as_a_job_and_is_not_held_in_memory(sqlite_ledger: Ledger):
    cam = Caller(issue(sqlite_ledger, "cam"))
    text = PLAIN.replace("CT-1", "CT-5").encode()
    kind = {"Content_Type": "application/octet-stream"}
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        first = cam("POST", "/jobs?name=more.yaml", text, Idempotency_Key="j", **kind)
        assert first.status == 200 and first.json["effect"]["parts"] == 1, first
        assert cam("POST", "/jobs?name=more.yaml", text, Idempotency_Key="j", **kind).text == first.text
        other = cam("POST", "/jobs?name=more.yaml", text + b"#", Idempotency_Key="j", **kind)
        assert is_problem(other, 409, "key-is-taken")
    job = first.json["effect"]["job"]
    assert [said for _, said in steps()][-1].startswith("needs approval")
    found = cam.get(f"/jobs/{job}").json
    assert found["state"] == "waits for approval" and found["checked"] == 1
    sqlite_ledger.do("approve", "rob", proposal=found["proposal"])
    list(steps())
    assert cam.get(f"/jobs/{job}").json["state"] == "finished"
    (row,) = cam.get(f"/jobs/{job}/results").json["items"]
    assert row["contract"] == "CT-5" and cam.get("/contracts/CT-5").status == 200
    narrow = Caller(issue(sqlite_ledger, "cam", "job.submit", name="narrow"))
    assert is_problem(narrow("POST", "/jobs?name=more.yaml", text + b"#", **kind), 403, "out-of-scope")
