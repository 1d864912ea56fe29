"""Bulk jobs: checked, agreed to, taken in part by part; wrong rows wait alone, and nothing comes in twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.actions import jobs
from duly.actions.errors import JobIsOver, JobIsThere, NotAllowed, NothingToDo
from duly.actions.verification import verify
from duly.doors.cli.main import main
from duly.doors.connectors.jobs import steps
from duly.readers import bulk
from duly.readers.errors import FileKindUnknown
from duly.store.contracts import Contract, Fact
from duly.store.jobs import JobResult
from tests.store.ledger import PLAIN, Ledger, clock


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PART_LINES", 3)


def line(number: int, **more: object) -> str:
    """A contract as a line of JSON."""
    told = {
        "contract": f"B-{number}",
        "entity": "US01",
        "currency": "USD",
        "signed": "2026-01-01",
        "term": {"from": "2026-01-01", "to": "2026-12-31"},
        "obligations": {"platform": {"price": "1200.00", "earn": "over time by month"}, "setup": {"price": "100.00"}},
    }
    told["obligations"]["setup"]["earn"] = "on delivery"
    return json.dumps({**told, **more})


def submitted(ledger: Ledger, folder: Path, text: str, who: str = "cam", name: str = "in.jsonl", **more: object) -> str:
    """A job of a file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    args = {"kind": "contracts", "name": name, "sha256": jobs.staged(file), **more}
    return str(ledger.do("submit_job", who, **args).effect["job"])


def worked() -> list[str]:
    """What the worker says in one round."""
    with clock():
        return [said for _, said in steps()]


def state(job: str) -> dict[str, object]:
    return jobs.state_of(jobs.known_job(job))


def approve(ledger: Ledger, job: str, who: str = "rob") -> None:
    ledger.do("approve", who, proposal=state(job)["proposal"])


def test_a_job_is_checked_agreed_to_and_taken_in(ledger: Ledger, tmp_path: Path):
    job = submitted(ledger, tmp_path, "\n".join(map(line, range(7))) + "\n")
    assert worked()[:3] == ["checked 1 of 3 parts", "checked 2 of 3 parts", "checked 3 of 3 parts"]
    assert not Contract.objects.exists() and state(job)["state"] == "waits for approval"
    assert worked() == []
    approve(ledger, job)
    assert worked()[-1] == "finished"
    told = state(job)
    assert (told["state"], told["imported"], told["set aside"]) == ("finished", 7, 0)
    assert told["stated prices"] == {"USD": "910000"}
    assert Contract.objects.count() == 7
    assert [row["state"] for row in jobs.results(jobs.known_job(job))] == ["imported"] * 7
    assert not [fault for _, faults in verify() for fault in faults]


def test_one_wrong_line_waits_alone_and_says_where(sqlite_ledger: Ledger, tmp_path: Path):
    lines = [line(0), "{nonsense", line(2, currency="XXQ"), line(3), line(4)]
    job = submitted(sqlite_ledger, tmp_path, "\n".join(lines))
    worked()
    approve(sqlite_ledger, job)
    worked()
    rows = {(row["state"], row.get("where", "")): row for row in jobs.results(jobs.known_job(job))}
    assert state(job)["imported"] == 3 and state(job)["set aside"] == 2
    assert ("set aside", "in.jsonl, line 2") in rows and ("set aside", "in.jsonl, line 3") in rows
    assert all(row["mend"] for row in rows.values() if row["state"] == "set aside")


def test_a_whole_job_takes_nothing_in_where_anything_waits(sqlite_ledger: Ledger, tmp_path: Path):
    job = submitted(sqlite_ledger, tmp_path, f"{line(0)}\n{{nonsense\n", whole=True)
    worked()
    assert state(job)["state"] == "refused" and not Contract.objects.exists()


def test_the_same_file_is_taken_in_once(sqlite_ledger: Ledger, tmp_path: Path):
    job = submitted(sqlite_ledger, tmp_path, line(0))
    with pytest.raises(JobIsThere, match=job):
        submitted(sqlite_ledger, tmp_path, line(0))
    sqlite_ledger.do("cancel_job", "cam", job=job)
    assert submitted(sqlite_ledger, tmp_path, line(0)) != job


def test_what_came_in_stays_when_a_job_is_cancelled(sqlite_ledger: Ledger, tmp_path: Path):
    job = submitted(sqlite_ledger, tmp_path, "\n".join(map(line, range(7))))
    worked()
    approve(sqlite_ledger, job)
    with clock():
        next(iter(steps()))
    with pytest.raises(NotAllowed):
        sqlite_ledger.do("cancel_job", "rae", job=job)
    sqlite_ledger.do("cancel_job", "cam", job=job)
    assert worked() == [] and Contract.objects.count() == 3 and state(job)["state"] == "cancelled"
    with pytest.raises(JobIsOver):
        sqlite_ledger.do("run_part", "cam", job=job, n=2)


def test_nobody_takes_a_part_in_that_nobody_agreed_to(sqlite_ledger: Ledger, tmp_path: Path):
    job = submitted(sqlite_ledger, tmp_path, line(0))
    worked()
    with pytest.raises(JobIsOver, match="nobody has agreed"):
        sqlite_ledger.do("run_part", "cam", job=job, n=1)
    sqlite_ledger.do("reject", "rob", proposal=state(job)["proposal"])
    assert state(job)["state"] == "refused" and worked() == []


def test_a_part_that_would_do_something_else_now_is_left_out(sqlite_ledger: Ledger, tmp_path: Path):
    job = submitted(sqlite_ledger, tmp_path, "\n".join(map(line, range(5))))
    worked()
    sqlite_ledger.take_in(line(4))
    approve(sqlite_ledger, job)
    worked()
    assert state(job)["imported"] == 3
    stale = [row for row in jobs.results(jobs.known_job(job)) if row["state"] == "set aside"]
    assert [row["contract"] for row in stale] == ["B-3", "B-4"] and "JobPartIsStale" in str(stale[0]["error"])


def test_a_job_that_was_interrupted_goes_on_and_does_nothing_twice(ledger: Ledger, tmp_path: Path):
    job = submitted(ledger, tmp_path, "\n".join(map(line, range(7))))
    with clock():
        next(iter(steps()))
    worked()
    approve(ledger, job)
    with clock():
        next(iter(steps()))
    assert worked()[0] == "taken in 2 of 3 parts"
    assert JobResult.objects.count() == 6 and Contract.objects.count() == 7


def test_rows_of_known_contracts_come_in_bulk(sqlite_ledger: Ledger, tmp_path: Path):
    sqlite_ledger.take_in("---\n".join(PLAIN.replace("CT-1", f"CT-{n}").replace("I-1", f"I-{n}") for n in (1, 2)))
    rows = [
        {"contract": "CT-1", "happened": [{"date": "2026-02-10", "paid": "100.00"}]},
        {"contract": "CT-9", "happened": [{"date": "2026-02-10", "paid": "100.00"}]},
        {"contract": "CT-2", "happened": [{"date": "2026-02-10", "paid": "1e3"}]},
        {"contract": "CT-2", "obligations": {}},
        {"contract": "CT-2", "happened": [{"date": "2026-02-11", "paid": "250.00"}]},
    ]
    before = Fact.objects.count()
    job = submitted(sqlite_ledger, tmp_path, "\n".join(map(json.dumps, rows)), "rae", kind="rows")
    assert worked()[-1] == "finished"
    told = state(job)
    assert (told["with new rows"], told["set aside"], Fact.objects.count() - before) == (2, 3, 2)


def test_yaml_is_cut_where_a_contract_begins_and_keeps_its_lines(tmp_path: Path, sqlite_ledger: Ledger):
    text = "---\n".join(f"contract: B-{n}\nentity: US01\ncurency: USD\n" for n in range(4))
    job = submitted(sqlite_ledger, tmp_path, text, name="in.yaml")
    worked()
    assert state(job)["state"] == "finished" and state(job)["imported"] == 0
    places = {str(row["where"]) for row in jobs.results(jobs.known_job(job))}
    assert {"in.yaml, line 3", "in.yaml, line 15"} <= places


def test_files_of_other_kinds_and_empty_ones_are_refused(sqlite_ledger: Ledger, tmp_path: Path):
    with pytest.raises(FileKindUnknown):
        submitted(sqlite_ledger, tmp_path, line(0), name="in.csv")
    with pytest.raises(NothingToDo):
        submitted(sqlite_ledger, tmp_path, "")


def test_the_words_of_the_command(sqlite_ledger: Ledger, tmp_path: Path, capsys):
    file = tmp_path / "bulk.jsonl"
    file.write_text(f"{line(1)}\n{{\n", encoding="utf-8")
    assert main(["job", "submit", str(file), "--by", "cam"]) == 0
    job = jobs.jobs()[0].ref
    worked()
    assert main(["job", "show", job, "--by", "rob"]) == 0
    assert "waits for approval" in capsys.readouterr().out
    assert main(["job", "results", job, "--by", "cam"]) == 1
    assert '"state": "would be imported"' in capsys.readouterr().out
    assert main(["job", "list", "--by", "cam"]) == 0
    assert main(["job", "show", job, "--by", "ann"]) == 1


def test_a_job_whose_sender_lost_the_right_waits_and_holds_up_no_other(sqlite_ledger: Ledger, tmp_path: Path):
    sqlite_ledger.agreed("grant_role", "ann", "ben", person="dee", role="CM")
    first = submitted(sqlite_ledger, tmp_path, line(1), who="dee", name="a.jsonl")
    second = submitted(sqlite_ledger, tmp_path, line(2), name="b.jsonl")
    sqlite_ledger.agreed("revoke_role", "ann", "ben", person="dee", role="CM")
    assert worked()[0] == "waits: NotAllowed"
    assert state(first)["state"] == "checking" and state(second)["state"] == "waits for approval"
