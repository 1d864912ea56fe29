"""`rates: ecb` in a ledger: the reference rates it needs, written out and sealed as rows of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duly.actions.drafts import draft_of
from duly.actions.verification import verify
from duly.doors.cli import rates
from duly.doors.cli.main import main
from duly.ground.dates import day, iso
from duly.readers.rates import ecb_rates
from duly.store import lift
from duly.store.audit import AuditLine, head, pending
from duly.store.journal import Line
from tests.store.ledger import PLAIN, Ledger

ABROAD = PLAIN.replace("2026", "2024").replace("currency: USD", "currency: EUR")


def set_company(ledger: Ledger, words: str, *checkers: str) -> None:
    Path("company.yaml").write_text(words, encoding="utf-8")
    assert main(["company", "set", "company.yaml", "--by", "rob"]) == 0
    for checker in checkers:
        ledger.do("approve", checker, proposal=pending()[-1].ref)


def test_a_missing_rate_says_how_rates_are_added_and_what_is_added_stays(
    sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.chdir(tmp_path)
    set_company(sqlite_ledger, "company: Acme\nrates: []\nentities: {US01: {currency: USD}}\n", "ben")
    sqlite_ledger.take_in(ABROAD)
    assert main(["close", "2024-01", "--by", "rob"]) == 1
    told = capsys.readouterr().err
    assert "CT-1: MissingRate: there is no rate from EUR to USD on 2024-01-05" in told
    assert "`rates: ecb` brings those of the European Central Bank" in told
    set_company(sqlite_ledger, "company: Acme\nrates: ecb\n")
    kept = lift.company_at(head()[0]).rates
    # From the month before the contract was signed to the last day that is known here, as the bank quotes them.
    assert kept == tuple(one for one in ecb_rates(frozenset(("USD",))) if iso(one[2]) > "2023-11-30")
    sqlite_ledger.close("2024-01")
    assert {one.books_currency for one in Line.objects.filter(currency="EUR")} == {"USD"}
    # The bank's later rates, or other ones, move nothing that is sealed.
    monkeypatch.setattr(rates, "ecb_rates", lambda codes: (("EUR", "USD", day("2020-01-01"), 2),))
    assert lift.company_at(head()[0]).rates == kept
    assert not draft_of(head()[0], "US01", "", "2024-01").unusual
    assert not [fault for _, faults in verify() for fault in faults]
    set_lines = json.loads(AuditLine.objects.filter(verb="set_company").latest("seq").effect)["changed"]["rates"]
    assert set_lines[0] == {"from": "EUR", "to": "USD", "date": iso(kept[0][2]), "rate": "1.0875"}


def test_rates_of_our_own_stand(sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    before = lift.company_at(head()[0]).rates
    set_company(sqlite_ledger, "company: Acme\nentities: {US01: {currency: USD}, DE01: {currency: EUR}}\n", "ben")
    assert lift.company_at(head()[0]).rates == before and len(before) == 5
