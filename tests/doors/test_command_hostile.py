"""Broken and hostile files through the command: an error of its own for each, and the good file beside it goes on."""

from __future__ import annotations

import json

import pytest

from tests.doors.command import duly
from tests.doors.hostile import FILES, GOOD


@pytest.mark.parametrize(("file", "make", "error", "set_aside"), FILES, ids=[row[0] for row in FILES])
def test_a_hostile_file_ends_in_its_own_error_and_the_good_one_goes_on(tmp_path, file, make, error, set_aside):
    (tmp_path / "good.yaml").write_bytes(GOOD)
    (tmp_path / file).write_bytes(make())
    ended = duly(tmp_path, "recognize", file, "good.yaml", "--format", "json", seconds=10)
    assert ended.status == 1
    assert ended.err.startswith(f"{error}: ")
    assert file in ended.err and "  fix  " in ended.err
    assert "Traceback" not in ended.err + ended.out
    assert ended.err.endswith(f"1 contract recognized, {set_aside} set aside\n")
    assert ended.megabytes < 500
    shown = json.loads(ended.out)
    assert shown["control"] == {"found": 1 + set_aside, "recognized": 1, "set_aside": set_aside}
    assert [row["contract"] for row in shown["reports"]["allocation"]] == ["GOOD"]


def test_there_are_twenty_and_no_two_say_the_same():
    assert len(FILES) >= 20


def test_all_together_are_reported_in_one_run(tmp_path):
    (tmp_path / "good.yaml").write_bytes(GOOD)
    light = [row for row in FILES if row[0] not in ("long_line.yaml", "bomb.xlsx")]
    for file, make, _, _ in light:
        (tmp_path / file).write_bytes(make())
    ended = duly(tmp_path, "recognize", ".", "--report", "schedule")
    assert ended.status == 1
    # Bad contracts that share a name are reported as such too; every file has its error all the same.
    assert all(file in ended.err for file, _, _, _ in light)
    assert "1,200.00" in ended.out and "Traceback" not in ended.err
