"""`duly disclose`: the note of a period on stdout and as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyarrow import parquet

from duly.site.main import main
from tests.doors.command import ROOT
from tests.writers.recomputed import recomputed

BUNDLE = str(ROOT / "examples" / "bundle.yaml")
MARCH = ("disclose", BUNDLE, "--period", "2026-03")


def test_the_note_says_that_everything_ties(capsys):
    assert main([*MARCH]) == 0
    said = capsys.readouterr()
    assert "Remaining performance obligations" in said.out
    ties, _, of = said.err.partition(" of ")
    assert ties == of.partition(" ")[0] != "0"


def test_a_stretch_of_periods_is_the_sum_of_them(capsys):
    def revenue(period: str) -> float:
        assert main(["disclose", BUNDLE, "--period", period, "--format", "json"]) == 0
        rows = json.loads(capsys.readouterr().out)["revenue_sources"]
        return sum(float(row["revenue"]["amount"]) for row in rows)

    assert revenue("2026-01..2026-03") == sum(map(revenue, ("2026-01", "2026-02", "2026-03"))) > 0


def test_revenue_is_split_by_the_dimensions_that_are_asked_for(capsys):
    assert main([*MARCH, "--split-by", "region", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["disaggregation"]
    assert {row["dimension"] for row in rows} == {"region"}


def test_a_workbook_has_formulas_and_csv_a_file_a_report(tmp_path: Path):
    path = tmp_path / "note.xlsx"
    assert main([*MARCH, "--format", "xlsx", "--out", str(path)]) == 0
    book = load_workbook(path)
    rows = list(book["ties"].values)
    assert rows[1:] and all(recomputed(book, "ties", number, 6) == 0 for number in range(2, len(rows) + 1))
    assert any(recomputed(book, "ties", number, 5) for number in range(2, len(rows) + 1))
    assert main([*MARCH, "--format", "csv", "--out", str(tmp_path / "csv")]) == 0
    assert (tmp_path / "csv" / "contract-balances.csv").read_text().startswith("entity,account,currency,opening")


def test_a_snapshot_is_a_folder_of_parquet_and_the_same_again(tmp_path: Path):
    for name in ("one", "again"):
        assert main([*MARCH, "--format", "parquet", "--out", str(tmp_path / name)]) == 0
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert {"contract-balances.parquet", "remaining.parquet", "ties.parquet"} <= set(files)
    assert [(tmp_path / "one" / f).read_bytes() for f in files] == [
        (tmp_path / "again" / f).read_bytes() for f in files
    ]
    assert set(parquet.read_table(tmp_path / "one" / "ties.parquet")["difference"].to_pylist()) == {0}


def test_without_the_extra_a_snapshot_says_how_to_get_it(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr("duly.doors.cli.disclosing.find_spec", lambda name: None)
    assert main([*MARCH, "--format", "parquet", "--out", str(tmp_path)]) == 1
    assert "duly[parquet]" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_files_need_a_name(form, capsys):
    assert main([*MARCH, "--format", form]) == 2
    assert "--out" in capsys.readouterr().err


def test_a_period_or_entity_that_is_not_there_is_named(capsys):
    assert main(["disclose", BUNDLE, "--period", "2031-03"]) == 1
    assert "NoSuchPeriod" in capsys.readouterr().err
    assert main([*MARCH, "--entity", "DE01"]) == 1
    assert "of DE01" in capsys.readouterr().err
