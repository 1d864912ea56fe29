"""Numbers of the ledger explained, proved by the checker, and posted otherwise: found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duly.actions import proving
from duly.actions.explained import address
from duly.checker.proof import prove
from duly.checker.trees import every, read
from duly.site.main import main
from duly.store.journal import Line
from tests.store.ledger import Ledger
from tests.store.test_disclosures import three_months
from tests.store.test_invariants import forge

ROOT = Path(__file__).resolve().parents[2]
ALONE = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("duly.engine"):
            raise ImportError(f"{name} is out of reach")

sys.meta_path.insert(0, Refused())
from duly.doors.cli.main import main
sys.exit(main(["verify", *sys.argv[1:]]))
"""


def test_every_posted_number_is_derived_and_proved(ledger: Ledger):
    three_months(ledger)
    found = dict(proving.proofs(lambda period: None))
    assert set(found) == {*(f"US01/us/2026-0{n}" for n in (1, 2, 3)), "US01/ifrs/2026-01", "US01/ifrs/2026-02"}
    assert [fault for verdict in found.values() for fault in verdict.faults] == []
    assert sum(verdict.numbers for verdict in found.values()) > 20
    assert sum(verdict.steps["read at its source"] for verdict in found.values()) > 50


def test_a_number_that_was_posted_and_follows_from_nothing_is_found(sqlite_ledger: Ledger, monkeypatch):
    three_months(sqlite_ledger)
    lines = (("revenue", -500, "progress", ""), ("contract_liability", 500, "progress", ""))
    forge(monkeypatch, lines, "CT-1", "2026-04")
    sqlite_ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-04", book="us")
    faults = [fault for _, verdict in proving.proofs(lambda period: None) for fault in verdict.faults]
    assert any("CT-1" in fault and "was posted" in fault for fault in faults)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words, "--ledger", "--by", "aud", "--book", "us"]) == 0
    return capsys.readouterr().out


def test_every_line_of_the_journal_is_explained_and_adds_up(sqlite_ledger: Ledger, capsys):
    three_months(sqlite_ledger)
    derived = 0
    for line in Line.objects.filter(entry__book="us", entry__period="2026-02").select_related("entry"):
        (tree,) = read(told(capsys, address(line), "--format", "json"))
        assert prove([tree], lambda file: None, together=False).faults == [], address(line)
        derived += bool(tree.below)
        assert tree.source.startswith(f"{line.entry.kind} entry of command {line.entry.seq} by")
    assert derived > 3


def test_cells_of_a_note_lead_to_the_lines_of_the_journal(sqlite_ledger: Ledger, capsys):
    three_months(sqlite_ledger)
    (tree,) = read(told(capsys, "US01/contract liability, earlier periods/2026-02", "--format", "json"))
    (leaf,) = {one.source for one in every(tree) if not one.below}
    assert leaf.startswith("journal line JE-US01/us/") and "setup" in told(capsys, leaf.removeprefix("journal line "))
    for column in ("opening", "closing", "exchange rates"):
        (tree,) = read(told(capsys, f"US01/receivable, {column}/2026-03", "--format", "json"))
        assert prove([tree], lambda file: None, together=False).faults == []
    assert "<html" in told(capsys, "CT-2/functional receivable/2026-01", "--format", "html")
    assert main(["explain", "US01/receivable, colour/2026-03", "--ledger", "--by", "aud", "--book", "us"]) == 1
    assert main(["explain", "JE-US01/us/1/99", "--ledger", "--by", "aud"]) == 1
    assert "its lines are JE-US01/us/1/0" in capsys.readouterr().err


def test_an_exported_number_is_proved_where_the_engine_is_out_of_reach(sqlite_ledger: Ledger, capsys, tmp_path: Path):
    three_months(sqlite_ledger)
    file = tmp_path / "tree.json"
    file.write_text(told(capsys, "CT-1/platform/2026-02", "--format", "json"), encoding="utf-8")
    command = [sys.executable, "-c", ALONE, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 faults"), done.stderr
    tree = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**tree, "value": "10,000.01 USD"}), encoding="utf-8")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "10,000.01 USD is not" in done.stdout


def test_the_store_is_proved_by_one_word(sqlite_ledger: Ledger, capsys):
    three_months(sqlite_ledger)
    assert main(["verify", "--proofs", "--by", "aud"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 faults"
    assert main(["verify", "--proofs", "--by", "ann"]) == 1
