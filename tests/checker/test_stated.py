"""What a case states by hand is held against its books by `duly verify`, beside the proof of its derivations."""

from __future__ import annotations

from pathlib import Path

from duly.site.main import main

CASE = Path(__file__).resolve().parents[1] / "cases/asc606-ex08-modification-cumulative-catch-up.yaml"


def test_a_statement_that_the_books_do_not_show_is_a_fault(tmp_path, capsys):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(CASE.read_text().replace("revenue: 91463.41", "revenue: 91463.40", 1))
    status, said = main(["verify", str(wrong)]), capsys.readouterr().out
    assert (status, said.count("FAULT")) == (1, 1)
    assert "expect[9].revenue: 91463.40 is stated, 91463.41 is derived" in said


def test_a_case_whose_statements_hold_has_no_fault(capsys):
    status, said = main(["verify", str(CASE)]), capsys.readouterr().out
    assert (status, "14 values stated by hand in cases, held against the books" in said) == (0, True)
