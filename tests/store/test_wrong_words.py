"""Commands of the ledger that are wrong say what is wrong with them, and none of them is a fault of the program."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from duly.doors.cli.main import main
from tests.store.ledger import PLAIN, Ledger

WRONG = {
    "enter 2026-01 cash=5.00 revenue=-4.00 --currency USD --entity US01 --by rae --why fee": "add up to 1.00 USD",
    "enter 2026-01 cash=5.00 revenue=-5.00 --currency EUR --entity US01 --by rae --why fee": "kept in USD, not in EUR",
    "enter 2026-01 cash=5.00 revenue=-5.00 --currency USD --entity US01 --by rae --why fee --attachment no.pdf": (
        "FileIsMissing: there is no file no.pdf"
    ),
    "enter 2026-01 cash --currency USD --entity US01 --by rae --why fee": "as in ann=SA, or receivable=100.00",
    "tie-out no.csv --entity US01 --by aud": "FileIsMissing: there is no file no.csv",
    "tie-out odd.csv --entity US01 --by aud": "no columns account and balance",
    "changes --between 2026-02 2026-01 --entity US01 --by aud": "2026-01 does not follow 2026-02",
    "sample 0 --seed x --out evidence --entity US01 --by aud": "0 lines cannot be drawn",
    "sample -1 --seed x --out evidence --entity US01 --by aud": "-1 lines cannot be drawn",
    "sample 1 --seed x --out evidence --period 2026-07 --entity US01 --by aud": "nothing was posted to 2026-07",
    "materiality 5.00 --entity US01 --by rob": "needs a reason",
    "materiality -5.00 --entity US01 --by rob --why low": "-5.00 USD is no materiality of US01",
    "opening tolerance 5.00 --entity DE01 --by ben": "needs a reason",
    "opening import odd.csv odd.csv --date 2026-03-31 --entity DE01 --by rob": "there is no column 'konto'",
    "opening import p.csv gl.csv --date 2026-03-31 --entity US01 --by rob": "has posted to its periods",
    "opening import p.csv gl.csv --date 2026-03-30 --entity DE01 --by rob": "is not the last day of a period of DE01",
    "opening compare p.csv gl.csv --date 2026-03-31 --entity DE01 --by rob": "row 2: there is no account 'debtors'",
    "opening template --date 2026-13-31 --entity DE01 --by rob": "'2026-13-31' is no date",
    "opening template --date 2026-03-31 --entity DE01 --by rob --out p.pdf": "write to a .csv or .xlsx file",
    "opening template --date 2026-03-31 --entity XX01 --by ben": "there is no entity 'XX01'",
    "access grant dee AU --entity XX01 --by ann": "there is no entity 'XX01'",
    "access grant dee XX --by ann": "CT (controller)",
    "export banana --entity US01 --by rae": "US01 has no period 'banana'",
    "export 2026-07 --entity US01 --by rae": "nothing was posted to 2026-07 of US01",
    "contract release CT-1 --by rae": "CT-1 is not on hold",
    "reverse banana 2026-01 --by rae": "JE-US01/main/7",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_says_what_is_wrong(sqlite_ledger: Ledger, capsys, tmp_path: Path, monkeypatch, line: str):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "odd.csv").write_text("konto,saldo\ncash,5.00\n", "utf-8")
    (tmp_path / "gl.csv").write_text("account,balance\ncash,5.00\n", "utf-8")
    (tmp_path / "p.csv").write_text("contract,account,amount\nCT-1,debtors,5.00\n", "utf-8")
    sqlite_ledger.take_in(PLAIN)
    for period in ("2026-01", "2026-02"):
        sqlite_ledger.do("post_period", "rae", entity="US01", period=period)
    assert main(shlex.split(line)) == 1
    told = capsys.readouterr()
    assert WRONG[line] in told.err and not told.out


def test_a_backup_to_a_folder_that_is_not_there_says_so(sqlite_ledger: Ledger, capsys, tmp_path: Path):
    assert main(["backup", str(tmp_path / "none" / "b.sqlite3")]) == 1
    assert "CannotCopy" in capsys.readouterr().err


def test_a_row_that_waits_is_shown_with_its_keys(sqlite_ledger: Ledger, capsys):
    """What is held back must not look like what is included, and an amendment is written as in a file."""
    sqlite_ledger.take_in(PLAIN)
    row = ("amendment: A-1", "date: 2026-02-01", "changes: {platform: {price: 130000.00}}")
    assert main(["fact", "record", "CT-1", *row, "--by", "cam"]) == 0
    assert "amendment: A-1, date: 2026-02-01, changes: {platform: {price: 130000.00}}" in capsys.readouterr().out
