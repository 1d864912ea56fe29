"""`duly simulate`: an amendment that is only thought of, under every treatment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.doors.cli import simulate
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


LOSES = """contract: LOSES
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-03-31}
obligations: {s: {price: 100.00 per month, cost: 360.00, earn: over time by month}}
"""


def test_all_contracts_under_another_policy(tmp_path, capsys):
    path = tmp_path / "contracts.yaml"
    path.write_text(LOSES)
    assert main(["simulate", "--policy", "losses=all contracts", "--in", str(path), "--format", "json"]) == 0
    out = capsys.readouterr()
    periods, largest = rows(out.out)
    losses = [one["difference"]["amount"] for one in periods if one["figure"] == "loss on onerous contract"]
    assert losses == ["40.00", "-20.00", "-20.00"]
    assert [one["contract"] for one in largest] == ["LOSES"]
    assert "1 contract worked out, 0 set aside" in out.err


def test_who_stops_it_has_what_is_finished(tmp_path, capsys, monkeypatch):
    path = tmp_path / "contracts.yaml"
    path.write_text(f"{LOSES}---\n{LOSES.replace('LOSES', 'MORE')}")
    real = simulate.batches

    def stopped(terms):
        yield list(next(iter(real(terms))))[:1]
        raise KeyboardInterrupt

    monkeypatch.setattr(simulate, "batches", stopped)
    assert main(["simulate", "--policy", "losses=all contracts", "--in", str(path)]) == 130
    out = capsys.readouterr()
    assert "1 contract, of which 1 move" in out.out
    assert "stopped after 1 of 2 contracts" in out.err


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [([], 1, "nothing is asked"), (["--policy", "losses"], 2, "KEY=VALUE"), (["--policy", "l=x"], 1, "no policy 'l'")],
)
def test_what_is_wrong_with_the_question_is_said(words, status, says, capsys):
    assert main(["simulate", *words, "--in", BUNDLE]) == status
    assert says in capsys.readouterr().err
