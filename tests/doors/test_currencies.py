"""Contracts in a foreign currency from the files to the reports: whose rates they get, and what is shown of them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction

from duly.doors.cli.main import main
from tests.doors.command import ROOT

EURO = """
contract: E
currency: EUR
signed: 2024-06-28
obligations:
  product: {price: 1000.00}
happened:
  - {date: 2024-06-30, delivered: product}
  - {date: 2024-08-15, paid: 1000.00}
"""
DOLLAR = EURO.replace("contract: E", "contract: D").replace("EUR", "USD")
COMPANY = "company: Northwind\nentities: {US: {currency: USD}}\n"
AMOUNTS = ("debit", "credit", "functional debit", "functional credit")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs `duly recognize` on files of these texts, in their folder; gives what was printed on both."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, company: str = COMPANY, contract: str = EURO, status: int = 0):
        Path("contract.yaml").write_text(contract, encoding="utf-8")
        if company:
            Path("company.yaml").write_text(company, encoding="utf-8")
        assert main(["recognize", "contract.yaml", *words]) == status
        return capsys.readouterr()

    return run


def journal(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(printed.splitlines()))


def amounts(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    return [(row["account"], *(row[name] for name in AMOUNTS)) for row in rows]


def test_a_company_without_rates_gets_those_of_the_central_bank_and_is_told_so(run):
    printed = run("--report", "journal", "--format", "csv")
    # 1.0705 on Friday 28 June holds on Sunday; 1.0828 at the end of July.
    assert amounts(journal(printed.out))[:4] == [
        ("receivable", "1000.00", "", "1070.50", ""),
        ("revenue", "", "1000.00", "", "1070.50"),
        ("receivable", "", "", "12.30", ""),
        ("fx_gain_loss", "", "", "", "12.30"),
    ]
    assert "note: exchange rates are reference rates of the European Central Bank, for information" in printed.err


def test_days_after_the_last_reference_rate_are_told(run):
    printed = run(contract=EURO.replace("2024-08-15", "2199-01-01"))
    assert "the last known rates stand for later days: USD of 20" in printed.err


def test_own_rates_stand_alone(run):
    rates = "rates: [{from: EUR, to: USD, date: 2024-06-30, rate: 1.5}]\n"
    printed = run("--report", "journal", "--format", "csv", company=COMPANY + rates)
    assert amounts(journal(printed.out))[0] == ("receivable", "1000.00", "", "1500.00", "")
    assert "Central Bank" not in printed.err
    late = rates.replace("06-30", "07-01")
    assert "MissingRate: there is no rate from EUR to USD on 2024-06-30" in run(company=COMPANY + late, status=1).err


def test_rates_may_stand_in_a_file_beside_the_company(run):
    Path("daily.csv").write_text("from,to,date,rate\nEUR,USD,2024-06-30,1.25\n", encoding="utf-8")
    printed = run("--report", "journal", "--format", "csv", company=COMPANY + "rates: daily.csv\n")
    assert amounts(journal(printed.out))[0] == ("receivable", "1000.00", "", "1250.00", "")
    Path("daily.csv").write_text("from,to,date,rate\nEUR,USD,2024-06-30,much\n", encoding="utf-8")
    refused = run(company=COMPANY + "rates: daily.csv\n", status=1).err
    assert "daily.csv" in refused and "row 2" in refused


def test_a_contract_that_lacks_a_rate_waits_and_the_others_go_on(run):
    rates = "rates: [{from: GBP, to: USD, date: 2024-06-30, rate: 1.5}]\n"
    printed = run(company=COMPANY + rates, contract=f"{EURO}\n---\n{DOLLAR}", status=1)
    assert "contract E" in printed.err and "1 contract recognized, 1 set aside" in printed.err


def test_the_columns_of_two_currencies_stand_only_where_a_contract_needs_them(run):
    plain = journal(run("--report", "journal", "--format", "csv", contract=DOLLAR).out)
    assert "functional debit" not in plain[0] and "currency" in plain[0]
    both = journal(run("--report", "journal", "--format", "csv", contract=f"{EURO}\n---\n{DOLLAR}").out)
    of_dollars = [row for row in both if row["contract"] == "D"]
    assert all(row["debit"] == row["functional debit"] for row in of_dollars)
    assert all(row["credit"] == row["functional credit"] for row in of_dollars)
    assert {(row["currency"], row["functional currency"]) for row in both} == {("EUR", "USD"), ("USD", "USD")}


def test_what_kind_a_difference_is_stands_beside_it(run):
    rows = journal(run("--report", "journal", "--format", "csv").out)
    kinds = [(row["step"], row["exchange difference"]) for row in rows if row["account"] == "fx_gain_loss"]
    assert kinds == [("currency", "unrealized"), ("cash", "realized")]
    assert all(not row["exchange difference"] for row in rows if row["account"] != "fx_gain_loss")


def test_balances_are_shown_in_both_currencies(run):
    made = json.loads(run("--report", "balances", "--format", "json").out)["reports"]["balances"]
    assert [(row["receivable"]["amount"], row["functional_receivable"]["amount"]) for row in made] == [
        ("1000.00", "1070.50"),
        ("1000.00", "1082.80"),
        ("0.00", "0.00"),
    ]
    assert made[0]["functional_receivable"]["currency"] == made[0]["functional_currency"] == "USD"


def test_the_ledger_is_kept_in_the_functional_currency_and_tells_the_other(run):
    entries, errors, _ = loader.load_string(run("--format", "beancount", contract=f"{EURO}\n---\n{DOLLAR}").out)
    assert errors == []
    postings = [posting for entry in entries if isinstance(entry, Transaction) for posting in entry.postings]
    assert {posting.units.currency for posting in postings} == {"USD"}
    foreign = {posting.meta.get("amount") for posting in postings if posting.meta["contract"] == "E"}
    assert foreign == {"1000.00 EUR", "-1000.00 EUR", None}
    assert not {posting.meta.get("amount") for posting in postings if posting.meta["contract"] == "D"} - {None}


def test_companies_with_and_without_foreign_contracts_stand_in_one_report(tmp_path, capsys):
    for name, text in (("one", EURO), ("two", DOLLAR)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "contract.yaml").write_text(text, encoding="utf-8")
        (folder / "company.yaml").write_text(COMPANY.replace("US", f"US-{name}", 1), encoding="utf-8")
    assert main(["recognize", str(tmp_path), "--report", "journal", "--format", "csv"]) == 0
    rows = journal(capsys.readouterr().out)
    assert {row["contract"] for row in rows if row["functional debit"]} == {"D", "E"}


def test_a_case_may_take_its_rates_from_a_file(tmp_path, capsys):
    case = ROOT / "tests" / "cases" / "stripe-fx-loss-late-payment.yaml"
    text = case.read_text(encoding="utf-8")
    head, _, rest = text.partition("  rates:\n")
    rows = [line for line in rest.splitlines() if line.startswith("    - {from:")]
    (tmp_path / "case.yaml").write_text(f"{head}  rates: r.csv\n{rest.partition(rows[-1])[2]}", encoding="utf-8")
    cells = [line.strip(" -{}").replace(": ", ",").split(", ") for line in rows]
    table = "\n".join(",".join(cell.split(",")[1] for cell in row) for row in cells)
    (tmp_path / "r.csv").write_text(f"from,to,date,rate\n{table}\n", encoding="utf-8")
    assert main(["case", "run", str(tmp_path / "case.yaml")]) == 0, capsys.readouterr().out
    (tmp_path / "r.csv").unlink()
    assert main(["case", "run", str(tmp_path / "case.yaml")]) == 1
    assert "FileIsMissing" in capsys.readouterr().out
    shutil.rmtree(tmp_path)
