"""Who administers sees no amount on the command line and approves nothing: every word of it is tried."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from duly.actions import invariants
from duly.doors.cli.ledger_words import LEDGER
from duly.doors.cli.main import main
from duly.store.audit import Approval, head, pending
from tests.store import papers
from tests.store.ledger import PLAIN, Ledger
from tests.store.test_attacks import lived_in
from tests.store.test_comparing import PLANNED

# An amount with decimals (no version of a program), a currency with a number, or minor units of five digits and more.
AMOUNT = re.compile(r"(?<!\d\.)\d\.\d\d\b(?!\.\d)|\b[A-Z]{3}\s+-?\d|(?<![\w.,-])-?\d{5,}\b|\d,\d{3}\b(?! bytes)")
QUESTIONS = """
run 2026-03 --entity US01
trial-balance --entity US01
tie-out gl.csv --entity US01
changes --between 2026-01 2026-03 --entity US01
prior 2026-02 --entity US01
misstatements --entity US01
restatements --entity US01
explain CT-1/platform/2026-01 --ledger
compare --books main,main --ledger --entity US01
simulate --policy 'losses=all contracts' --ledger --entity US01
simulate CT-1/A-9 --ledger --draft draft.yml
sample 3 --seed x --out evidence --entity US01
opening template --date 2026-01-31 --entity US01
opening compare positions.csv gl.csv --date 2026-01-31 --entity US01
document show DOC-1
document draft DOC-1
approvals
"""
OTHERS = """
overrides --entity US01
periods --entity US01
verify
doctor --deploy
backup copy.sqlite3
restore copy.sqlite3
upgrade
init ann=SA ben=CT
access grant dee AU
access revoke dee AU
access name rae 'Rachel Adams'
access erase rae
company set company.yaml
contract import contract.yaml
contract hold CT-1
document receive order.txt --entity US01
document read DOC-1
document queue --entity US01
document confirm DOC-1 wrong.yaml
document reject DOC-1 1 --why so
opening import positions.csv gl.csv --date 2026-01-31 --entity DE01
opening tolerance 100.00 --entity DE01 --why so
document limit US01 100.00 --currency USD --why so
contract release CT-2
fact record CT-1 'paid: 5.00' 'date: 2026-03-05' 'invoice: I-1'
post 2026-02 --entity US01
close 2026-02 --entity US01
soft-close 2026-02 --entity US01
reopen 2026-01 --entity US01 --why again
export 2026-01 --entity US01
enter 2026-02 cash=5.00 opening=-5.00 --currency USD --entity US01 --why fee
reverse JE-US01/main/1 2026-02
override CT-1 'significant financing: no' 'date: 2026-01-01' --why so
lift CT-2/judged/0 --why so
class CT-1 2026-02 error --entity US01 --why so
materiality 100.00 --entity US01 --why so
restate 2026-02 --entity US01 --why so
job submit contract.yaml
job list
job show JOB-1
job results JOB-1
job cancel JOB-1
webhook list
webhook log WH-1
webhook pause WH-1
approve {proposal}
reject {proposal}
"""


def asked(line: str, who: str, capsys: pytest.CaptureFixture[str]) -> str:
    """All that a command prints for somebody."""
    main([*shlex.split(line), "--by", who] if line.split()[0] not in NAMELESS else shlex.split(line))
    said = capsys.readouterr()
    assert "a fault of the program" not in said.err and "usage:" not in said.err, (line, said.err)
    return said.out + said.err


NAMELESS = ("periods", "doctor", "backup", "restore", "upgrade", "init")


@pytest.fixture
def place(sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger with something to see in every answer, and a proposal of an amount that waits."""
    lived_in(sqlite_ledger)
    sqlite_ledger.record("CT-1", "{date: 2026-01-25, write off: 700.00, invoice: I-1}", who="rob")
    monkeypatch.chdir(tmp_path)
    Path("gl.csv").write_text("account,balance\ncash,0.00\n", encoding="utf-8")
    Path("positions.csv").write_text("contract,account,amount\nCT-1,cash,5.00\n", encoding="utf-8")
    Path("company.yaml").write_text("company: Acme\nentities: {US01: {currency: USD}}\n", encoding="utf-8")
    Path("contract.yaml").write_text(PLAIN, encoding="utf-8")
    Path("draft.yml").write_text(PLANNED, encoding="utf-8")
    Path("order.txt").write_text("order form", encoding="utf-8")
    wrong = papers.contract(platform="7000.00").replace('"USD 7,000.00"', '"USD 1.00"')
    Path("wrong.yaml").write_text(wrong, encoding="utf-8")
    return sqlite_ledger


def test_who_administers_is_told_no_amount_by_any_word(place: Ledger, capsys):
    lines = (QUESTIONS.strip() + OTHERS.format(proposal=pending()[-1].ref)).strip().splitlines()
    assert {line.split()[0] for line in lines} == {*LEDGER, "explain", "compare", "simulate"}
    before = Approval.objects.count()
    for line in lines:
        told = asked(line, "ann", capsys)
        assert told and not AMOUNT.search(told), (line, told)
    assert Approval.objects.count() == before and not Path("evidence").exists()


def test_the_same_is_told_to_who_may_read_the_books_and_to_nobody_else(place: Ledger, capsys, monkeypatch):
    place.agreed("grant_role", "ann", "ben", person="dan", role="AU", entity="DE01")
    seq = head()[0]
    for line in QUESTIONS.strip().splitlines():
        for who in ("dan", "nobody"):
            assert not AMOUNT.search(asked(line, who, capsys)), (line, who)
        assert AMOUNT.search(asked(line, "aud", capsys)), line
    assert head()[0] == seq
    _whoever_asks_without_a_name_is_told_how_to_say_it(capsys, monkeypatch)


def _whoever_asks_without_a_name_is_told_how_to_say_it(capsys, monkeypatch):
    assert main(["trial-balance", "--entity", "US01"]) == 1
    assert "DULY_BY" in capsys.readouterr().err
    monkeypatch.setenv("DULY_BY", "aud")
    assert main(["trial-balance", "--entity", "US01"]) == 0
    assert AMOUNT.search(capsys.readouterr().out)


def test_what_verification_finds_is_shown_to_those_who_may_read_and_counted_for_others(
    place: Ledger, capsys, monkeypatch
):
    found = ["US01/main/2026-01: CT-1: receivable of 0.00 USD, but 123000.00 USD by what was recorded"]
    monkeypatch.setattr(invariants, "of_closed_books", lambda: [found for _ in invariants.QUESTIONS])
    for who in ("ann", "nobody"):
        told = asked("verify", who, capsys)
        assert "1 found, shown to those" in told and not AMOUNT.search(told)
    assert found[0] in asked("verify", "aud", capsys)
