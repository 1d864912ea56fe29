"""An accrual that undoes itself, and who a person is, which can be erased."""

from __future__ import annotations

import pytest

from duly.actions.errors import EntryIsWrong, NotAllowed
from duly.actions.periods import balances
from duly.actions.verification import verify
from duly.store.access import Personal
from duly.store.audit import AuditLine, Command
from duly.store.journal import Line
from tests.store.ledger import PLAIN, Ledger, clock, tree_of

LINES = [
    {"contract": "CT-1", "account": "other_expense", "amount": "70000", "currency": "USD"},
    {"contract": "CT-1", "account": "accrued_liability", "amount": "-70000", "currency": "USD"},
]


def _accrue(ledger: Ledger, period: str, reverse_in: str) -> None:
    said = {"entity": "US01", "period": period, "lines": LINES, "reverse_in": reverse_in}
    ledger.agreed("enter_manually", "rae", "ben", why="costs of January that are not billed yet", **said)


def _accrued(until: int) -> str:
    return balances("US01", "main", until).get("accrued_liability", {}).get("USD", "0")


def test_an_accrual_is_undone_in_the_period_after(ledger: Ledger):
    with clock():
        ledger.take_in(PLAIN)
        _accrue(ledger, "2026-01", "2026-02")
        ledger.close("2026-01", "2026-02")
        assert _accrued(20_485) == "-70000"  # the end of January 2026
        assert _accrued(20_513) == "0"
        assert not [fault for _, faults in verify() for fault in faults]


def test_an_accrual_is_not_undone_before_it_is_made(sqlite_ledger: Ledger):
    with clock():
        sqlite_ledger.take_in(PLAIN)
        sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")
        with pytest.raises(EntryIsWrong, match="later period"):
            _accrue(sqlite_ledger, "2026-02", "2026-01")


def test_who_a_person_is_can_be_erased_and_stands_in_no_sealed_row(ledger: Ledger):
    with clock():
        ledger.do("name_person", "ann", person="rae", name="Rachel Adams", contact="rachel@acme.example")
        assert Personal.objects.get(person_id="rae").name == "Rachel Adams"
        ledger.do("name_person", "ann", person="rae")
        assert not Personal.objects.exists()
        with pytest.raises(NotAllowed):
            ledger.do("name_person", "rae", person="rae", name="R")
    texts = [*AuditLine.objects.values_list("effect", "subject", "why"), *Command.objects.values_list("result", "body")]
    assert not any("Rachel" in text or "@acme" in text for row in texts for text in row)
    assert not [fault for _, faults in verify() for fault in faults]


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([("receivable", 100, "USD", ""), ("revenue", -90, "USD", "")], "add up to 0.10 USD"),
        ([("receivable", 100, "USD", "CT-1"), ("revenue", -100, "USD", "")], "the lines of CT-1 add up to 1.00 USD"),
        ([("receivable", 100, "USD", "")], "add up to 1.00 USD|two lines"),
        ([("receivable", 0, "USD", ""), ("revenue", 0, "USD", "")], "is no amount"),
        ([("receivable", 100, "EUR", ""), ("revenue", -100, "EUR", "")], "kept in USD, not in EUR"),
        ([("receivable", 100, "USD", "ZZ"), ("revenue", -100, "USD", "ZZ")], "US01 has no contract 'ZZ'"),
    ],
)
def test_a_manual_entry_that_is_wrong_is_refused_by_what_is_wrong(sqlite_ledger: Ledger, lines, wrong):
    sqlite_ledger.take_in(PLAIN)
    keys = ("account", "amount", "currency", "contract")
    rows = [dict(zip(keys, (account, str(minor), *rest), strict=True)) for account, minor, *rest in lines]
    with pytest.raises(EntryIsWrong, match=wrong):
        sqlite_ledger.do("enter_manually", "rae", why="fee", entity="US01", period="2026-01", lines=rows)


def test_a_manual_entry_has_the_account_numbers_of_the_company(sqlite_ledger: Ledger):
    tree = tree_of("company: Acme\naccounts: {receivable: {number: 1200}, revenue: {number: 4000}}\n")
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    sqlite_ledger.take_in(PLAIN.replace("currency: USD", "currency: USD\ntags: {region: EMEA}"))
    sides = (("receivable", "100", ""), ("revenue", "-100", ""), ("receivable", "5", "CT-1"), ("revenue", "-5", "CT-1"))
    rows = [{"account": a, "amount": minor, "currency": "USD", "contract": ref} for a, minor, ref in sides]
    said = {"entity": "US01", "period": "2026-01", "lines": rows}
    sqlite_ledger.agreed("enter_manually", "rae", "rob", why="fee", **said)
    found = Line.objects.filter(cause="manual").order_by("n").values_list("number", "dimensions")
    own = '{"region":"EMEA"}'
    assert sorted(found) == sorted([("1200", ""), ("4000", ""), ("1200", own), ("4000", own)])
