"""The reference pages say what the command and its JSON are today."""

from __future__ import annotations

import importlib.util
import json

import pytest

from duly.doors.cli.main import main
from tests.doors.command import ROOT

spec = importlib.util.spec_from_file_location("docs_make_reference", ROOT / "docs" / "make_reference.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)


@pytest.mark.parametrize(("page", "text"), [("command.md", make.command_page), ("json.md", make.json_page)])
def test_a_reference_page_is_up_to_date(page, text):
    assert (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8") == text(), "run `make docs`"


def test_every_key_that_is_written_is_documented(capsys):
    assert main(["recognize", str(ROOT / "examples" / "subscription-inr.yaml"), "--format", "json"]) == 0
    got, page = json.loads(capsys.readouterr().out), make.json_page()
    for report, rows in got["reports"].items():
        part = page.partition(f"## `reports.{report}`")[2].partition("\n## ")[0]
        assert all(f"| `{key}` |" in part for row in rows for key in row), report
    assert set(got) == {"control", "errors", "reports"}
