"""Samples for an audit, and numbers of the ledger back to the lines they rest on."""

from __future__ import annotations

import json

from duly.actions import evidence
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
