"""Samples for an audit, and numbers of the ledger back to the lines they rest on."""

from __future__ import annotations

import json

from duly.actions import evidence
from duly.doors.cli.main import main
from duly.writers import table
from tests.store.ledger import PLAIN, Ledger, clock


def test_a_sample_is_drawn_again_as_it_was_and_each_item_has_its_papers(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.close("2026-01", "2026-02", "2026-03")
    found = evidence.population("US01", "main", ["2026-01", "2026-02", "2026-03"])
    assert found.totals == {"USD": 3_300_000} and len(found.lines) == 4
    drawn = evidence.sample(found.lines, 2, "FY26 test of details")
    assert [line.pk for line in drawn] == [
        line.pk for line in evidence.sample(found.lines[::-1], 2, "FY26 test of details")
    ]
    assert {len({line.pk for line in evidence.sample(found.lines, 2, str(seed))}) for seed in range(5)} == {2}
    papers = dict(evidence.folder_of(drawn[0]))
    assert {"line.json", "contract-CT-1.json", "approvals.json", "derivation.json"} == set(papers)
    assert "cam" in {row.get("proposed by") for row in json.loads(papers["approvals.json"])}


def test_a_number_of_the_ledger_is_explained_with_the_commands_that_recorded_it(ledger: Ledger):
    with clock():
        ledger.take_in(PLAIN.replace("  - {date: 2026-01-20, delivered: setup}\n", ""))
        ledger.close("2026-01")
        ledger.record("CT-1", "{date: 2026-01-20, delivered: setup}")
    step = evidence.derivation("", "main", "CT-1", "setup", "2026-02", evidence.latest())
    lines = "\n".join(table.tree(step))
    assert "late for 2026-01: 3,000.00 USD" in lines
    assert f"known on 2026-01-01 by command {evidence.latest()}: learned after 2026-01-01 by command" in lines


def test_a_number_is_explained_by_the_row_it_comes_from(sqlite_ledger: Ledger, capsys):
    """Rows by hand have no file, and rows of a file may share a line."""
    shared = "\nhappened: [{date: 2026-01-20, delivered: setup}, {date: 2026-01-22, invoice: I-9, amount: 5.00}]\n"
    sqlite_ledger.take_in(PLAIN.replace("CT-1", "CT-2").partition("\nhappened:")[0] + shared)
    sqlite_ledger.take_in(PLAIN.rpartition("\n  - ")[0] + "\n")
    sqlite_ledger.record("CT-1", "{date: 2026-01-21, delivered: setup}")
    sqlite_ledger.record("CT-1", "{date: 2026-01-23, invoice: I-8, amount: 5.00}")
    sqlite_ledger.record("CT-1", "{date: 2026-01-23, commission: 240.00}", part="costs")
    sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")
    for contract, day in (("CT-1", 21), ("CT-2", 20)):
        assert main(["explain", f"{contract}/setup/2026-01", "--ledger", "--by", "aud"]) == 0
        told = capsys.readouterr().out
        assert f"delivered on 2026-01-{day}" in told and "invoice on" not in told and "commission on" not in told
        assert contract == "CT-2" or "from CT-1/happened/1 by hand" in told
