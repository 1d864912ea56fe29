"""What would be, of the contracts of a ledger: the same numbers as of the files that they came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.actions import comparing
from duly.engine.explain import what_if as module
from duly.engine.explain.what_if import Change
from duly.site.main import main
from duly.store import lift
from duly.store.audit import head
from tests.store.ledger import COMPANY, PLAIN, Ledger, tree_of
from tests.store.test_combined import FIRST, SECOND
from tests.store.test_disclosures import BOOKS

LOSES = """
contract: LOSES
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-03-31}
obligations: {care: {price: 100.00 per month, cost: 360.00, earn: over time by month}}
"""
PLANNED = """date: 2026-02-01
amendment: A-9
changes: {platform: {price: 132000.00}}
remaining distinct: {platform: yes}
"""
LOSSES = ["--policy", "losses=all contracts"]


def both(ledger: Ledger, folder: Path, *texts: str, company: str = BOOKS) -> str:
    """The same contracts in a ledger and in files, with the same company; the folder of the files."""
    ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(company))
    for text in texts:
        ledger.take_in(text)
    (folder / "company.yaml").write_text(company)
    (folder / "contracts.yaml").write_text("---".join(texts))
    return str(folder)


def told(capsys, *words: str) -> str:
    assert main([*words, "--format", "json"]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def of_ledger(capsys, *words: str) -> str:
    return told(capsys, *words, "--ledger", "--by", "aud")


def test_books_of_a_ledger_differ_as_those_of_its_files(sqlite_ledger: Ledger, tmp_path, capsys):
    folder = both(sqlite_ledger, tmp_path, PLAIN, LOSES)
    asked = ["compare", "--books", "us,ifrs"]
    ledger = of_ledger(capsys, *asked)
    assert ledger == told(capsys, *asked, folder)
    assert {one["policy"] for one in json.loads(ledger)["reports"]["causes"]} == {"losses"}
    of_one = json.loads(of_ledger(capsys, *asked, "--entity", "DE01"))
    assert of_one["reports"]["contracts"] == []


def test_contracts_that_are_accounted_for_as_one_are_counted_each(sqlite_ledger: Ledger, tmp_path, capsys):
    folder = both(sqlite_ledger, tmp_path, FIRST, SECOND)
    for asked in ([folder], ["--ledger", "--by", "aud"]):
        assert main(["compare", "--books", "us,ifrs", *asked]) == 0
        assert "2 contracts compared, 0 set aside" in capsys.readouterr().err


def test_books_are_compared_as_the_first_was_closed(sqlite_ledger: Ledger, tmp_path):
    """What came in after the close of January stands in February, in the second book too: policies alone differ."""
    unsure = PLAIN.replace("  - {date: 2026-01-20, delivered: setup}\n", "").replace("term:", "collect: 65%\nterm:")
    both(sqlite_ledger, tmp_path, unsure)
    sqlite_ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-01", book="us")
    sqlite_ledger.record("CT-1", "{date: 2026-01-20, delivered: setup}")
    found, errors = comparing.books_compared("US01", ("us", "ifrs"), head()[0])
    revenue = {one.figure.period: (one.first, one.second) for one in found.figures if one.figure.account == "revenue"}
    assert revenue["2026-01"] == (0, 1_000_000) and revenue["2026-02"] == (0, 1_300_000)
    assert not errors and not any(one.rest for one in found.figures)


def test_an_amendment_of_a_contract_of_the_ledger_is_worked_out_before_it_is_recorded(
    sqlite_ledger: Ledger, tmp_path, capsys
):
    folder = both(sqlite_ledger, tmp_path, PLAIN)
    draft = tmp_path / "draft.yml"
    draft.write_text(PLANNED)
    asked = ["simulate", "CT-1/A-9", "--draft", str(draft)]
    before = head()
    ledger = of_ledger(capsys, *asked)
    assert ledger == told(capsys, *asked, "--in", str(Path(folder) / "contracts.yaml"))
    assert "prospective" in ledger and head() == before
    sqlite_ledger.agreed(
        "record_facts", "rae", "ben", contract="CT-1", part="happened", rows=[tree_of(PLANNED)], file="x", why="agreed"
    )
    assert of_ledger(capsys, "simulate", "CT-1/A-9") == ledger


def test_an_amendment_counts_what_its_contract_is_combined_with(sqlite_ledger: Ledger, tmp_path, capsys):
    """The second names the first; the first is asked about."""
    folder = both(sqlite_ledger, tmp_path, FIRST, SECOND)
    draft = tmp_path / "draft.yml"
    draft.write_text(PLANNED)
    asked = ["simulate", "CT-1/A-9", "--draft", str(draft)]
    assert of_ledger(capsys, *asked) == told(capsys, *asked, "--in", str(Path(folder) / "contracts.yaml"))


def test_all_contracts_of_a_ledger_under_another_policy_in_parts(sqlite_ledger: Ledger, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(lift, "_AT_ONCE", 1)
    monkeypatch.setattr(module, "BATCH", 1)
    texts = [PLAIN.replace("CT-1", "CT-9").replace("I-1", "I-9"), LOSES, FIRST, SECOND]
    folder = both(sqlite_ledger, tmp_path, *texts, company=f"{COMPANY}policies: {{start day: excluded}}")
    ledger = of_ledger(capsys, "simulate", *LOSSES)
    assert ledger == told(capsys, "simulate", *LOSSES, "--in", folder)
    assert "loss on onerous contract" in ledger
    sums = list(comparing.policy_simulated("", Change((("losses", "all contracts"),)), "", head()[0]))
    assert len(sums) == 3 and sums[-1].contracts == 4
    assert main(["simulate", *LOSSES, "--ledger", "--by", "aud"]) == 0
    assert "4 contracts worked out, 0 set aside" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["compare", "--books", "us,ifrs", "--by", "ann"], "ann"),
        (["compare", "--books", "us,uk", "--by", "aud"], "there is no book 'uk'"),
        (["compare", "--books", "us,ifrs", "some.yaml", "--by", "aud"], "are of files"),
        (["simulate", *LOSSES, "--by", "ann"], "ann"),
        (["simulate", *LOSSES, "--by", "aud", "--entity", "XX"], "there is no entity 'XX'"),
        (["simulate", "CT-1/A-9", "--by", "ann"], "ann"),
        (["simulate", "CT-1/A-9", "--by", "aud"], "there is no amendment 'A-9'"),
        (["simulate", "CT-8/A-9", "--by", "aud"], "CT-8"),
        (["simulate", "--by", "aud"], "nothing is asked"),
    ],
)
def test_what_cannot_be_answered_is_said(sqlite_ledger: Ledger, tmp_path, capsys, words, says):
    both(sqlite_ledger, tmp_path, PLAIN)
    assert main([*words, "--ledger"]) == 1
    assert says in capsys.readouterr().err


def test_without_files_and_ledger_there_is_nothing_to_compare(capsys):
    assert main(["compare", "--books", "us,ifrs"]) == 2
    assert "--ledger" in capsys.readouterr().err
