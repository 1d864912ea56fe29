"""`duly case run`: one line a case, what differs under it, and a last line that counts."""

from __future__ import annotations

import pytest

from duly.doors.cli.main import main

CASE = """case: {name}
title: A service
contract: C
currency: USD
signed: 2026-01-01
obligations:
  service: {{price: 120.00, earn: over time by month, from: 2026-01-01, to: 2026-12-31}}
expect:
  - {{through: 2026-01-31, revenue: {{service: {amount}}}, from: somewhere}}
left_out:
  - {{path: elsewhere, why: printed rounding}}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "right.yaml").write_text(CASE.format(name="right", amount="10.00"))
    (tmp_path / "inner" / "wrong.yaml").write_text(CASE.format(name="wrong", amount="10.01"))
    return tmp_path


def test_folders_are_searched_and_the_last_line_counts(folder, capsys):
    assert main(["case", "run", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("FAIL  wrong  A service")
    assert lines[1].strip() == "expect[0].revenue.service: expected 10.01, got 10.00"
    assert lines[2] == "pass  right  A service"
    assert lines[-2:] == ["expected numbers carried 2 of 4", "1 passed, 1 failed"]


def test_all_passed_ends_with_0(folder, capsys):
    assert main(["case", "run", str(folder / "right.yaml")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed"


def test_a_path_to_nothing_is_an_error_and_the_others_run(folder, capsys):
    assert main(["case", "run", str(folder / "none"), str(folder / "right.yaml")]) == 1
    got = capsys.readouterr()
    assert "FileIsMissing" in got.err and got.out.endswith("1 passed, 0 failed\n")


def test_a_folder_without_cases_is_an_error(tmp_path, capsys):
    assert main(["case", "run", str(tmp_path)]) == 1
    got = capsys.readouterr()
    assert "NoCases" in got.err and got.out.endswith("0 passed, 0 failed\n")


def test_a_contract_that_expects_nothing_is_no_passing_case(tmp_path, capsys):
    text = CASE.format(name="x", amount="10.00").partition("expect:")[0].partition("contract:")
    (tmp_path / "contract.yaml").write_text(text[1] + text[2])
    assert main(["case", "run", str(tmp_path)]) == 1
    assert "nothing is expected" in capsys.readouterr().out
