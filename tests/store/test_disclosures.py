"""Notes of the ledger: what was posted is the truth, told again from what each close knew, in every book."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from duly.actions.disclosures import PostedBook
from duly.engine.disclosure.note import note
from duly.site.main import main
from duly.store.audit import head
from tests.engine.disclosure.test_note import apart
from tests.store.disclosed import every_note, untied
from tests.store.ledger import COMPANY, PLAIN, Ledger, clock, tree_of

BOOKS = (
    COMPANY
    + """
books:
  us: {standard: ASC 606}
  ifrs: {standard: IFRS 15}
"""
)
ONE, DELIVERED = "  setup: {price: 3000.00, earn: on delivery}\n", "  - {date: 2026-01-20, delivered: setup}\n"
EUROS = (
    PLAIN.replace("CT-1", "CT-2").replace("USD", "EUR").replace(ONE, "").replace(DELIVERED, "").replace("I-1", "I-2")
)
EUROS += "  - {date: 2026-02-05, paid: 123000.00, invoice: I-2}\n"
EUROS += "costs:\n  - {date: 2026-01-01, commission: 2400.00, over: platform}\n"


def three_months(ledger: Ledger) -> None:
    """Two entities' worth of what moves balances: euros in dollar books, a late delivery, a hold, an entry by hand."""
    with clock():
        ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(BOOKS))
        ledger.take_in(PLAIN.replace(DELIVERED, ""))
        ledger.take_in(EUROS)
        row = "{date: 2026-01-01, distinct: [platform, setup], by: kay, why: sold apart}"
        said = {"contract": "CT-1", "part": "judged", "rows": [tree_of(row)], "file": "by hand", "why": "sold apart"}
        ledger.agreed("record_facts", "rae", "ben", **said)
        for book in ("us", "ifrs"):
            ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-01", book=book)
        ledger.record("CT-1", "{date: 2026-01-20, delivered: setup}")
        lines = [
            {"account": "contract_liability", "amount": "700", "currency": "USD", "contract": "CT-1"},
            {"account": "revenue", "amount": "-700", "currency": "USD", "contract": "CT-1"},
        ]
        said = {"entity": "US01", "period": "2026-02", "book": "us", "lines": lines, "why": "found in the paper books"}
        ledger.agreed("enter_manually", "rae", "ben", **said)
        ledger.do("hold_contract", "rae", contract="CT-2", held=True, why="a side letter is in question")
        for book in ("us", "ifrs"):
            ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-02", book=book)
        ledger.do("hold_contract", "rae", contract="CT-2", held=False, why="it is none")
        ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-03", book="us")


def test_every_cell_of_every_note_ties_in_each_period_and_book(ledger: Ledger):
    three_months(ledger)
    made = list(every_note())
    assert {(entity, book, period) for entity, book, period, _ in made} >= {
        ("US01", "us", "2026-03..2026-03"),
        ("US01", "ifrs", "2026-01..2026-02"),
    }
    assert not untied()
    assert {tie.name for *_, one in made for tie in one.ties if tie.disclosed} >= {
        "contract_liability, by hand",
        "contract_liability, earlier periods",
        "receivable, exchange rates",
        "contract_cost_asset, closing",
        "revenue earned in EUR",
        "revenue by currency",
        "price of what was promised in USD",
        "what remains in EUR",
    }


def test_what_people_decided_and_what_was_held_is_told(sqlite_ledger: Ledger):
    three_months(sqlite_ledger)
    (*_, february) = [one for entity, book, period, one in every_note() if (book, period) == ("us", "2026-02..2026-02")]
    by_name = {report.name: report.rows for report in february.reports}
    (judged,) = by_name["judgements"]
    assert judged[4:6] == ("kay, recorded by rae, agreed to by ben", "sold apart") and "command" in str(judged[7])
    assert by_name["as posted"] == (("US01", "CT-2", "on hold"),)


def test_a_cent_that_was_posted_and_is_known_of_nowhere_ties_to_nothing(sqlite_ledger: Ledger):
    three_months(sqlite_ledger)
    one = PostedBook("US01", "us").window("2026-03", "2026-03")
    assert not apart(note([one]))
    for account in ("receivable", "contract_liability", "revenue", "contract_cost_asset"):
        of_march = (n for n, line in enumerate(one.lines) if line.row[1] == "2026-03" and line.row.account == account)
        number = next(of_march)
        lines = list(one.lines)
        row = lines[number].row._replace(amount=lines[number].row.amount + 1)
        lines[number] = lines[number]._replace(row=row)
        assert apart(note([replace(one, lines=lines, rows=[line.row for line in lines])])), account


def test_a_note_as_of_a_command_is_the_one_that_was_given_then(sqlite_ledger: Ledger):
    three_months(sqlite_ledger)
    seq, march = head()[0], ("2026-03", "2026-03")
    then = note([PostedBook("US01", "us").window(*march)])
    sqlite_ledger.agreed("reopen_period", "rob", "ben", "con", entity="US01", period="2026-03", book="us", why="late")
    sqlite_ledger.record("CT-1", "{date: 2026-03-20, paid: 123000.00, invoice: I-1}")
    sqlite_ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-03", book="us")
    assert note([PostedBook("US01", "us").window(*march)]).reports != then.reports
    again = note([PostedBook("US01", "us", seq=seq).window(*march)])
    assert (again.reports, again.ties) == (then.reports, then.ties)


def test_the_price_of_a_contract_names_what_was_posted_otherwise(sqlite_ledger: Ledger):
    three_months(sqlite_ledger)
    one = PostedBook("US01", "us").window("2026-03", "2026-03")
    (report,) = [each for each in note([one]).reports if each.name == "price"]
    names = [column.name for column in report.columns]
    found = {row[1]: dict(zip(names, row, strict=True)) for row in report.rows}
    # 7.00 were written by hand on CT-1; nine months of the platform are left.
    assert found["CT-1"]["posted otherwise"].minor == -700 and found["CT-1"]["remaining"].minor == 90_000_00
    assert found["CT-1"]["revenue"].minor == 33_007_00 and found["CT-1"]["price"].minor == 123_000_00
    number = next(
        n for n, line in enumerate(one.lines) if line.row.account == "revenue" and line.row.contract == "CT-2"
    )
    lines = [*one.lines]
    lines[number] = lines[number]._replace(amount=lines[number].amount - 1)
    ties = {tie.name: tie.difference for tie in note([replace(one, lines=lines)]).ties if tie.difference}
    assert ties["price of CT-2"] == -1 == ties["price of what was promised in EUR"]


def test_the_note_is_asked_by_those_who_may_read_the_books(sqlite_ledger: Ledger, capsys, tmp_path: Path):
    three_months(sqlite_ledger)
    asked = ["disclose", "--ledger", "--entity", "US01", "--by"]
    assert main([*asked, "ann", "--period", "2026-02"]) == 1
    assert "NotAllowed" in capsys.readouterr().err
    assert main([*asked, "aud", "--between", "2026-01", "2026-02", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(float(row["difference"]["amount"]) == 0 for row in rows["ties"]) and rows["moves"]
    assert main([*asked, "aud", "--check", "--format", "json"]) == 0
    ties = json.loads(capsys.readouterr().out)
    assert {(row["book"], row["period"]) for row in ties} == {
        *(("us", f"2026-0{month}") for month in (1, 2, 3)),
        *(("ifrs", f"2026-0{month}") for month in (1, 2)),
    }
    assert main([*asked, "aud", "--period", "2025-02"]) == 1
    assert "nothing was posted to 2025-02" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--ledger"], [], ["--check", "x.yaml"], ["x.yaml", "--period", "2026-01", "--ledger"]]
)
def test_what_cannot_be_meant_is_said(words, sqlite_ledger: Ledger, capsys):
    assert main(["disclose", *words, "--by", "aud"]) == 2
    assert "duly disclose:" in capsys.readouterr().err
