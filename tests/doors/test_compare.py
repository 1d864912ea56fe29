"""`duly compare`: two books of one company, and the policy of each cent between them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.site.main import main

COMPANY = """company: Two books
books:
  us: {standard: ASC 606}
  ifrs: {standard: IFRS 15, policies: {license renewal: when agreed}}
  board: {standard: management, policies: {impairment reversal: allowed}}
"""
CONTRACTS = """contract: PLAIN
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-03-31}
obligations: {s: {price: 100.00 per month, earn: over time by month}}
---
contract: UNSURE
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-03-31}
collect: 65%
obligations: {s: {price: 100.00 per month, earn: over time by month}}
---
contract: LOSES
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-03-31}
obligations: {s: {price: 100.00 per month, cost: 360.00, earn: over time by month}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "company.yaml").write_text(COMPANY)
    (tmp_path / "contracts.yaml").write_text(CONTRACTS)
    return str(tmp_path)


def test_each_difference_has_its_policy_and_the_others_are_zero(folder, capsys):
    assert main(["compare", "--books", "us,ifrs", folder, "--format", "json"]) == 0
    out = capsys.readouterr()
    reports = json.loads(out.out)["reports"]
    differences = {one["contract"]: one for one in reports["contracts"]}
    assert differences["PLAIN"]["figures_that_differ"] == 0 and differences["PLAIN"]["difference"]["amount"] == "0.00"
    assert differences["UNSURE"]["difference"]["amount"] == "300.00"
    assert {one["not_explained"]["amount"] for one in reports["contracts"]} == {"0.00"}
    why = {(one["contract"], one["policy"]) for one in reports["causes"]}
    assert why == {("UNSURE", "collectibility"), ("LOSES", "losses")}
    loss = [one["amount"]["amount"] for one in reports["causes"] if one["figure"] == "loss on onerous contract"]
    assert loss == ["40.00", "-20.00", "-20.00"]
    assert "3 contracts compared, 0 set aside" in out.err


def test_a_book_of_management_takes_what_no_standard_allows(folder, capsys):
    assert main(["compare", "--books", "us,board", folder]) == 0
    assert "impairment reversal" in capsys.readouterr().out


@pytest.mark.parametrize(("books", "status", "says"), [("us", 2, "A,B"), ("us,uk", 1, "there is no book 'uk'")])
def test_what_is_wrong_is_said(folder, capsys, books, status, says):
    assert main(["compare", "--books", books, folder]) == status
    assert says in capsys.readouterr().err
