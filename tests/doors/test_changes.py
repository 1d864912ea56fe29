"""`duly changes --in`: what moved between periods, days of knowledge and books, with sums that tie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.site.main import main

COMPANY = "company: Two books\nbooks:\n  us: {standard: ASC 606}\n  ifrs: {standard: IFRS 15}\n"
CONTRACTS = """contract: STEADY
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-04-30}
obligations: {s: {price: 100.00 per month, earn: over time by month}}
---
contract: UNSURE
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-04-30}
collect: 65%
obligations: {s: {price: 200.00 per month, earn: over time by month}}
judged: [{date: 2025-03-01, collect: probable, by: M. Rao, why: paid}]
---
contract: GOODS
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-04-30}
obligations: {g: {price: 50.00, earn: on delivery}}
happened: [{date: 2025-02-10, delivered: g, known: 2025-03-05}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "company.yaml").write_text(COMPANY)
    (tmp_path / "contracts.yaml").write_text(CONTRACTS)
    return str(tmp_path)


def revenue(capsys, *words: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """The sum of revenue, and its changes, of a run."""
    assert main(["changes", "--format", "json", *words]) == 0
    text = capsys.readouterr().out
    sums, changes = (json.loads(part + "\n]") for part in text.rstrip().removesuffix("]").split("\n]\n", 1))
    assert {one["not_explained"]["amount"] for one in sums} == {"0.00"}
    total = next(one for one in sums if one["account"] == "revenue")
    mine = [one for one in changes if one["account"] == "revenue"]
    made = [(one["cause"], one["contract"], one["change"]["amount"]) for one in mine]
    return {name: total[name]["amount"] for name in ("first", "second", "difference")}, made


def test_between_periods_the_largest_change_comes_first(folder, capsys):
    total, changes = revenue(capsys, "--between", "2025-02", "2025-03", "--in", folder)
    assert total == {"first": "150.00", "second": "700.00", "difference": "550.00"}
    assert changes == [("progress", "UNSURE", "600.00"), ("progress", "GOODS", "-50.00")]


def test_between_days_what_was_learned_is_told(folder, capsys):
    total, changes = revenue(capsys, "--between", "2025-03-04", "2025-03-05", "--in", folder)
    assert total["difference"] == "50.00"
    assert changes == [("progress", "GOODS", "50.00")]


def test_between_books_the_policy_is_the_cause(folder, capsys):
    through = ("--through", "2025-02-28")
    total, changes = revenue(capsys, "--between", "us", "ifrs", "--in", folder, *through)
    assert total == {"first": "250.00", "second": "650.00", "difference": "400.00"}
    assert changes == [("collectibility", "UNSURE", "400.00")]


@pytest.mark.parametrize(
    ("between", "says"),
    [(("2025-03", "2025-02"), "does not follow"), (("2025-03", "2031-02"), "nothing is booked in 2031-02")],
)
def test_periods_that_are_not_there_are_named(folder, capsys, between, says):
    assert main(["changes", "--between", *between, "--in", folder]) == 1
    assert says in capsys.readouterr().err
