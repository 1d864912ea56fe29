"""Journal and balances are two answers of the engine; Beancount compares them for the contracts of every case."""

from __future__ import annotations

from pathlib import Path

import pytest
from beancount import loader

from duly.doors.cli.cases import case_files
from duly.doors.cli.main import main
from tests.doors.command import ROOT

FILES = case_files(str(ROOT / "tests" / "cases"))


@pytest.mark.parametrize("file", FILES, ids=[Path(file).stem for file in FILES])
def test_the_journal_of_a_case_adds_up_to_its_balances_after_every_period(file, capsys):
    assert main(["recognize", file, "--format", "beancount"]) in (0, 1)
    _, errors, _ = loader.load_string(capsys.readouterr().out)
    assert [error.message for error in errors] == []
