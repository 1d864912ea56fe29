"""The examples run in every format, their ledgers pass bean-check, and their numbers are those worked out by hand."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from beancount import loader
from beancount.core.data import Balance, Transaction

from duly.site.main import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LATE = EXAMPLES / "late-delivery"
FAST = ("--company", str(LATE / "company-fast-close.yaml"))
REPORTS = ("allocation", "schedule", "journal", "balances", "rollforward", "remaining")
INR = (str(EXAMPLES / "subscription-inr.yaml"),)
RUNS = {path.stem: (str(path),) for path in sorted(EXAMPLES.glob("*.yaml"))} | {
    "late-delivery": (str(LATE / "machine.yaml"),),
    "late-delivery-fast-close": (str(LATE / "machine.yaml"), *FAST),
}
FILINGS = ("consulting", "maintenance", "sponsorship")
YEAR = [f"2024-{month:02}" for month in range(4, 13)] + [f"2025-{month:02}" for month in range(1, 4)]


@pytest.fixture
def duly(capsys):
    """Runs `duly recognize` and gives what it printed; it must succeed and have nothing to complain of."""

    def run(*words: str) -> str:
        status = main(["recognize", *words])
        printed = capsys.readouterr()
        assert (status, printed.err.count("\n")) == (0, 1), printed.err
        assert printed.err.endswith(" 0 set aside\n")
        return printed.out

    return run


@pytest.fixture
def told(duly):
    """The rows of one report, each amount as a Decimal."""

    def rows(report: str, *words: str) -> list[dict]:
        document = json.loads(duly(*words, "--report", report, "--format", "json"))
        return [{k: _plain(v) for k, v in row.items()} for row in document["reports"][report]]

    return rows


def _plain(value):
    return Decimal(value["amount"]) if isinstance(value, dict) and "amount" in value else value


def test_there_are_the_examples_that_the_pages_name():
    assert {"subscription-inr", "bundle", *FILINGS} <= set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_an_example_has_all_reports_in_every_format(name, duly, tmp_path):
    words = RUNS[name]
    table, document = duly(*words), json.loads(duly(*words, "--format", "json"))
    assert len(re.findall(r"^(?:Allocation|Revenue sch|Journal|Contract bal|Roll-forward|Remaining)", table, re.M)) == 6
    assert document["control"]["set_aside"] == 0 and document["errors"] == []
    duly(*words, "--format", "csv", "--out", str(tmp_path))
    for report in REPORTS:
        with open(tmp_path / f"{report}.csv", encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(document["reports"][report])


@pytest.mark.parametrize("name", RUNS)
def test_the_journal_of_an_example_balances_in_every_entry(name, told):
    sums: dict[tuple[str, str, str], Decimal] = {}
    for row in told("journal", *RUNS[name]):
        entry = (row["entity"], row["period"], row["step"])
        sums[entry] = sums.get(entry, Decimal(0)) + (row["debit"] or 0) - (row["credit"] or 0)
    assert sums and not any(sums.values())


@pytest.mark.parametrize("name", RUNS)
def test_the_ledger_of_an_example_passes_bean_check(name, duly, told, tmp_path):
    ledger = tmp_path / "books.beancount"
    ledger.write_text(duly(*RUNS[name], "--format", "beancount"), encoding="utf-8")
    entries, errors, _ = loader.load_file(str(ledger))
    assert errors == []
    assert sum(isinstance(entry, Transaction) for entry in entries) > 1
    asserted = {(e.date, e.account.rpartition(":")[2]) for e in entries if isinstance(e, Balance)}
    ends = {date.fromisoformat(row["date"]).toordinal() + 1 for row in told("balances", *RUNS[name])}
    accounts = ("Receivable", "ContractAsset", "ContractLiability")
    assert asserted >= {(date.fromordinal(day), account) for day in ends for account in accounts}


def test_all_examples_together_pass_bean_check(duly, tmp_path):
    ledger = tmp_path / "books.beancount"
    files = [words[0] for name, words in RUNS.items() if not name.startswith("late")]
    ledger.write_text(duly(*files, "--format", "beancount"), encoding="utf-8")
    assert loader.load_file(str(ledger))[1] == []


def test_bean_check_finds_a_cent_that_the_journal_lost(duly, tmp_path):
    ledger = tmp_path / "books.beancount"
    wrong = duly(*INR, "--format", "beancount").replace(" 10000.00 INR", " 9999.99 INR", 1)
    ledger.write_text(wrong.replace(" -10000.00 INR", " -9999.99 INR", 1), encoding="utf-8")
    assert any("Balance failed" in error.message for error in loader.load_file(str(ledger))[1])


def test_the_subscription_earns_ten_thousand_rupees_in_each_of_twelve_months(told):
    rows = told("schedule", *INR)
    assert [(row["period"], row["revenue"]) for row in rows] == [(month, Decimal("10000.00")) for month in YEAR]


def test_the_liability_of_the_subscription_is_what_is_not_yet_earned(told):
    rows = told("balances", *INR)
    assert [row["period"] for row in rows] == YEAR
    for months, row in enumerate(rows, start=1):
        assert row["contract_liability"] == Decimal("120000.00") - months * Decimal("10000.00")
        assert row["receivable"] == row["contract_asset"] == 0


def test_the_subscription_has_the_same_numbers_in_table_and_json(duly, told):
    table = duly(*INR, "--report", "schedule")
    shown = dict(re.findall(r"^(\d{4}-\d{2}) +([\d,.]+) ", table, re.M))
    assert {month: Decimal(amount.replace(",", "")) for month, amount in shown.items()} == {
        row["period"]: row["revenue"] for row in told("schedule", *INR)
    }
    table = duly(*INR, "--report", "balances")
    shown = re.findall(r"^(\d{4}-\d{2})  \S+ +([\d,.]+) +([\d,.]+) +([\d,.]+)", table, re.M)
    assert [[Decimal(cell.replace(",", "")) for cell in row[1:]] for row in shown] == [
        [row["receivable"], row["contract_asset"], row["contract_liability"]] for row in told("balances", *INR)
    ]


def test_the_discount_of_the_bundle_is_split_by_standalone_selling_price(told):
    rows = told("allocation", *RUNS["bundle"])
    assert {row["obligation"]: (row["allocated"], row["carve"]) for row in rows} == {
        "platform": (Decimal("60000.00"), Decimal("-6000.00")),
        "setup": (Decimal("10000.00"), Decimal("4000.00")),
        "build": (Decimal("50000.00"), Decimal("2000.00")),
    }


def test_the_new_estimate_of_the_bundle_takes_revenue_back_in_april(told):
    rows = [row for row in told("schedule", *RUNS["bundle"]) if row["obligation"] == "build"]
    april = {row["cause"]: row["revenue"] for row in rows if row["period"] == "2026-04"}
    assert april == {"progress": Decimal("9000.00"), "estimate": Decimal("-4000.00")}
    assert sum(row["revenue"] for row in rows) == Decimal("50000.00")


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ((), ("2026-06", "2026-06", "progress")),
        (FAST, ("2026-07", "2026-06", "late fact")),
        (("--as-of", "2026-07-03"), ("2026-06", "2026-06", "progress")),
        (("--as-of", "2026-07-02"), None),
        ((*FAST, "--as-of", "2026-07-02"), None),
        ((*FAST, "--as-of", "2026-07-03"), ("2026-07", "2026-06", "late fact")),
    ],
)
def test_a_late_delivery_is_booked_by_what_was_known_when_june_was_closed(words, row, told):
    machine = str(LATE / "machine.yaml")
    rows = told("schedule", machine, *words)
    booked = [(r["period"], r["economic_period"], r["cause"], r["revenue"]) for r in rows]
    assert booked == ([(*row, Decimal("90000.00"))] if row else [])


def test_the_maintenance_earns_a_year_by_day_and_the_hours_beyond_forty(told):
    earned: dict[str, Decimal] = {}
    rows = told("schedule", *RUNS["maintenance"])
    for row in rows:
        earned[row["obligation"]] = earned.get(row["obligation"], Decimal(0)) + row["revenue"]
    assert earned == {
        "maintenance": Decimal("24502.00"),
        "telephone": Decimal("550.00"),
        "visits": Decimal("2500.00"),
    }
    assert rows[0]["revenue"] == (Decimal("24502.00") * 22 / 365).quantize(Decimal("0.01"))


def test_the_sponsor_owes_what_is_due_and_not_paid(told):
    rows = {row["period"]: row for row in told("balances", *RUNS["sponsorship"])}
    assert {month for month, row in rows.items() if row["receivable"]} == {"1998-07"}
    assert rows["1998-07"]["receivable"] == Decimal("5000.00")
    earned = (Decimal("80000.00") * (5 + 31 + 30 + 31 + 30 + 31) / 280).quantize(Decimal("0.01"))
    assert rows["1998-07"]["contract_liability"] == Decimal("65000.00") - earned


def test_hours_of_advice_are_owed_when_they_are_worked(told):
    hours = {"07": "31.5", "08": "12.25", "09": "40", "10": "22.5", "11": "16", "12": "9.75"}
    rows = told("schedule", *RUNS["consulting"])
    assert {row["period"][5:]: row["revenue"] for row in rows} == {m: 500 * Decimal(h) for m, h in hours.items()}
    balances = {row["period"]: row for row in told("balances", *RUNS["consulting"])}
    assert balances["2020-07"]["receivable"] == Decimal("15750.00")
    assert not any(row["contract_asset"] or row["contract_liability"] for row in balances.values())


@pytest.mark.parametrize("name", FILINGS)
def test_an_agreement_names_its_clauses_and_what_happened_is_marked_as_assumed(name):
    contract = yaml.load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert contract["documents"]["agreement"]
    for part in (contract["signed"], contract["term"], contract["cancel"], *contract["billing"]):
        assert re.match(r"agreement(?: §|, )", part["source"])
    assert all(o["price"]["source"].startswith("agreement §") for o in contract["obligations"].values())
    assert all(row["note"].startswith("assumed") for row in contract["happened"])
    assert {"invoice", "paid"} <= {key for row in contract["happened"] for key in row}


def test_an_invoice_without_a_billing_line_is_told_that_it_gives_no_right(capsys, tmp_path):
    contract = (
        "contract: A\ncurrency: USD\nsigned: 2026-01-01\nobligations:\n  goods: {price: 10.00, earn: on delivery}\n"
    )
    invoice = "happened:\n  - {date: 2026-01-01, invoice: I, amount: 10.00}\n"
    (tmp_path / "a.yaml").write_text(contract + invoice, encoding="utf-8")
    main(["recognize", str(tmp_path / "a.yaml")])
    assert "line 7: this invoice gives no right to payment" in capsys.readouterr().err
    plan = "billing:\n  - {bill: goods, in: one sum, right: on 2026-02-01}\n"
    (tmp_path / "a.yaml").write_text(contract + plan + invoice, encoding="utf-8")
    main(["recognize", str(tmp_path / "a.yaml")])
    assert "note" not in capsys.readouterr().err
