"""`duly simulate`: an amendment that is only thought of, under every treatment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.site.main import main

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = str(ROOT / "examples" / "bundle.yaml")
PLANNED = """date: 2026-07-01
amendment: A-9
signed: 2026-06-20
changes: {platform: {quantity: 80 seats}}
distinct: {platform: yes}
remaining distinct: {platform: no}
ssp: {platform: 120.00 per seat and month}
"""


@pytest.fixture
def planned(tmp_path: Path) -> str:
    path = tmp_path / "amendment.yaml"
    path.write_text(PLANNED)
    return str(path)


def rows(text: str) -> list[list[dict]]:
    return [json.loads(part + "]") for part in text.strip().split("]")[:-1]]


def test_every_treatment_is_shown_with_why_and_its_figures(planned, capsys):
    assert main(["simulate", "HRB-7/A-9", "--in", BUNDLE, "--draft", planned, "--format", "json"]) == 0
    treatments, figures, revenue = rows(capsys.readouterr().out)
    assert [one["treatment"] for one in treatments] == ["separate", "prospective", "catch-up", "mixed"]
    assert [one["treatment"] for one in treatments if one["supported"] == "yes"] == ["catch-up"]
    assert all(one["why"] for one in treatments)
    in_the_end = next(one for one in figures if one["figure"] == "revenue in the end")
    assert len({str(in_the_end[name]) for name in ("prospective", "catch_up", "mixed")}) == 1
    july = next(one for one in revenue if one["period"] == "2026-07")
    assert july["prospective"] != july["catch_up"]


def test_what_is_not_there_is_named(planned, capsys):
    assert main(["simulate", "HRB-7/A-8", "--in", BUNDLE, "--draft", planned]) == 1
    assert "name one of A-9" in capsys.readouterr().err
    assert main(["simulate", "HRB-8/A-9", "--in", BUNDLE]) == 1
    assert "there is no contract 'HRB-8'" in capsys.readouterr().err
