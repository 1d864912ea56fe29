"""A folder of contracts surveyed by the command: resumable, one bad file set aside, copies found."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from duly.doors.cli.survey_run import found_files, records_of

AGREEMENT = """SERVICES AGREEMENT

This Services Agreement is made as of May 1, 2024 by and between Harbor Lane LLC ("Client") and Quill Works Inc.

1. Fees. Client shall pay Quill Works a fee of ${fee} within thirty (30) days of receipt of each invoice.
2. Term. This Agreement begins on May 1, 2024 and continues until April 30, 2025. {more}
"""
CLI = [sys.executable, "-c", "import sys; from duly.site.main import main; sys.exit(main())"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "contracts"
    made.mkdir()
    for number in range(6):
        more = " ".join(f"Item {number * word * 7919 % 9973} is delivered." for word in range(1, 200))
        (made / f"a{number}.txt").write_text(AGREEMENT.format(fee=f"{number + 1},000.00", more=more), "utf-8")
    (made / "copy.txt").write_text((made / "a3.txt").read_text("utf-8").replace("4,000.00", "4,500.00"), "utf-8")
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 this is no PDF")
    return made


def survey(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CLI, "survey", str(folder), "--on", "2026-01-01", "--jobs", "2", *more],
        capture_output=True, text=True, cwd=folder.parent,
    )  # fmt: skip


def test_every_document_is_told_of_and_one_bad_file_is_set_aside(folder):
    done = survey(folder, "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert "8 documents, 7 read, 1 set aside" in done.stderr
    assert [one["file"].endswith("broken.pdf") for one in told["contracts"] if one["error"]] == [True]
    assert {Path(one["file"]).name: Path(one["copy"]).name for one in told["copies"]}["a3.txt"] == "copy.txt"


def test_what_was_read_is_not_read_twice_and_a_line_that_was_cut_off_is_read_again(folder, monkeypatch):
    state = folder.parent / "survey.jsonl"
    survey(folder)
    lines = state.read_bytes().splitlines(keepends=True)
    state.write_bytes(b"".join(lines[:5]) + lines[5][:40])
    read = []
    monkeypatch.setattr("duly.doors.cli.survey_run._read", lambda left, jobs: read.extend(left) or iter(()))
    known = list(records_of(found_files(str(folder)), str(state), 1))
    assert len(known) == 5 and len(read) == 3
    assert state.read_bytes() == b"".join(lines[:5])


def test_a_survey_that_is_killed_goes_on_where_it_was(folder):
    for number in range(40):
        source = folder / f"a{number % 6}.txt"
        (folder / f"more{number}.txt").write_text(source.read_text("utf-8") + f"\nCounterpart {number}.", "utf-8")
    state = folder.parent / "survey.jsonl"
    command = [*CLI, "survey", str(folder), "--on", "2026-01-01", "--jobs", "1"]
    with subprocess.Popen(
        command, cwd=folder.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        while not (state.exists() and state.read_bytes().count(b"\n") > 3):
            assert running.poll() is None
        os.killpg(running.pid, signal.SIGKILL)
    before = state.read_bytes()
    whole = before[: before.rfind(b"\n") + 1]
    survey(folder)
    after = state.read_bytes()
    assert after.startswith(whole)
    assert sorted(json.loads(line)["sha256"] for line in after.splitlines()) == sorted(
        {json.loads(line)["sha256"] for line in after.splitlines()}
    )
    assert len(after.splitlines()) == 48


def test_a_workbook_has_a_sheet_for_each_report(folder):
    survey(folder, "--format", "xlsx", "--out", "survey.xlsx")
    book = openpyxl.load_workbook(folder.parent / "survey.xlsx")
    assert book.sheetnames == ["contracts", "look at", "copies", "families", "fields", "stated"]
    assert book["contracts"].max_row == 8
