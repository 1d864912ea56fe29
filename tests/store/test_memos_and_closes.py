"""Memos of the ledger, and what moved between two closes."""

from __future__ import annotations

from duly.site.main import main
from duly.store.periods import Certificate
from tests.store.ledger import PLAIN, Ledger
from tests.store.test_disclosures import three_months


def test_a_memo_of_the_ledger_says_who_recorded_and_what_was_posted(sqlite_ledger: Ledger, capsys):
    three_months(sqlite_ledger)
    assert main(["memo", "CT-1", "--ledger", "--book", "us", "--by", "aud"]) == 0
    told = capsys.readouterr().out
    for words in ("Who recorded it", "rae", "ben", "sold apart", "What was posted", "10,000.00"):
        assert words in told, words
    assert main(["memo", "CT-1", "--ledger", "--by", "ann"]) == 1


def test_two_closes_of_a_period_are_compared_by_cause(sqlite_ledger: Ledger, capsys):
    ledger = sqlite_ledger
    ledger.take_in(PLAIN.replace("  - {date: 2026-01-20, delivered: setup}\n", ""))
    ledger.close("2026-01")
    ledger.agreed("reopen_period", "rob", "ben", "con", entity="US01", period="2026-01", why="the set-up was forgotten")
    ledger.record("CT-1", "{date: 2026-01-20, delivered: setup}")
    ledger.close("2026-01")
    asked = ["changes", "--entity", "US01", "--by", "aud", "--between"]
    assert main([*asked, "2026-01#1", "2026-01#2"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "revenue -10,000.00 USD -13,000.00 USD -3,000.00 USD 0.00 USD" in lines
    assert "progress 3,000.00 USD" in lines and "revenue CT-1 -3,000.00 USD" in lines
    assert main([*asked, "2026-01#1", "2026-01#3"]) == 1
    assert "was closed 2 times" in capsys.readouterr().err


def test_two_versions_are_compared_by_the_closes_they_made(sqlite_ledger: Ledger, capsys, monkeypatch):
    ledger = sqlite_ledger
    ledger.take_in(PLAIN)
    monkeypatch.setattr("duly.actions.periods.__version__", "0.0.9")
    ledger.close("2026-01")
    monkeypatch.undo()
    ledger.close("2026-02")
    now = Certificate.objects.order_by("-id").first().body
    version = now.partition('"engine":"')[2].partition('"')[0]
    assert main(["changes", "--entity", "US01", "--by", "aud", "--between", "0.0.9", version]) == 0
    told = capsys.readouterr().out
    assert "with version 0.0.9" in told and f"with version {version}" in told and "10,000.00 USD" in told
