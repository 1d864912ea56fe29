"""The larger the amount, the higher who has to agree."""

from __future__ import annotations

import pytest

from duly.actions.errors import NotAllowed, ProposalIsStale
from duly.doors.cli.main import main
from duly.ground.money import UnknownCurrency
from duly.store.journal import Entry, Line
from duly.store.judgements import Override
from tests.store.ledger import PLAIN, Ledger, files_of, tree_of
from tests.store.test_overrides import AGENT, CONTROLS


def entry(amount: int) -> list[dict[str, str]]:
    sides = (("other_expense", amount), ("cash", -amount))
    return [{"account": account, "amount": str(minor), "currency": "USD"} for account, minor in sides]


@pytest.mark.parametrize(
    ("amount", "refused", "checkers"),
    [
        (999_999, (), ("rob",)),
        (1_000_000, ("rob",), ("ben",)),
        (24_999_999, ("rob",), ("con",)),
        (25_000_000, ("rob",), ("ben", "con")),
    ],
)
def test_a_manual_entry_is_approved_by_those_its_amount_asks_for(sqlite_ledger: Ledger, amount, refused, checkers):
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")
    args = {"entity": "US01", "period": "2026-01", "lines": entry(amount)}
    waiting = sqlite_ledger.do("enter_manually", "rae", why="accrued", **args)
    for person in refused:
        with pytest.raises(NotAllowed):
            sqlite_ledger.do("approve", person, proposal=waiting.proposal)
    for person in checkers:
        assert not Entry.objects.filter(kind="manual").exists()
        sqlite_ledger.do("approve", person, proposal=waiting.proposal)
    assert Entry.objects.filter(kind="manual").count() == 1


def test_an_amount_that_is_written_in_parts_is_weighed_whole(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.do("post_period", "rae", entity="US01", period="2026-01")
    lines = [line for _ in range(26) for line in entry(999_999)]
    waiting = sqlite_ledger.do("enter_manually", "rae", why="accrued", entity="US01", period="2026-01", lines=lines)
    assert waiting.effect["needs"] == 2


def test_amounts_have_the_decimals_of_the_units_of_the_company(sqlite_ledger: Ledger, capsys):
    tree = tree_of("company: Acme\ncurrencies: {LOY: 3}\nentities: {US01: {currency: LOY}}\n")
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    sqlite_ledger.take_in(PLAIN.replace("USD", "LOY"))
    args = {"entity": "US01", "period": "2026-01"}
    sqlite_ledger.do("post_period", "rae", **args)
    lines = [line | {"currency": "LOY"} for line in entry(9_999_999)]
    waiting = sqlite_ledger.do("enter_manually", "rae", why="accrued", lines=lines, **args)
    assert waiting.effect["needs"] == 1 and sqlite_ledger.do("approve", "rob", proposal=waiting.proposal)
    main(["trial-balance", "--entity", "US01", "--by", "aud"])
    assert "123,000.000 LOY" in capsys.readouterr().out
    with pytest.raises(UnknownCurrency):
        sqlite_ledger.do(
            "enter_manually", "rae", why="x", lines=[one | {"currency": "LOX"} for one in entry(5)], **args
        )


@pytest.mark.parametrize(("written", "needs"), [("249999.99", 1), ("250000.00", 2)])
def test_a_large_write_off_is_agreed_to_by_two_by_hand_and_from_a_file(sqlite_ledger: Ledger, written, needs):
    text = PLAIN.replace("123000.00", "400000.00")
    sqlite_ledger.take_in(text)
    row = f"{{date: 2026-01-25, write off: {written}, invoice: I-1}}"
    assert sqlite_ledger.record("CT-1", row, who="rob").effect["needs"] == needs
    imported = sqlite_ledger.do("import_contracts", "rob", contracts=files_of(f"{text}  - {row}\n"))
    assert imported.effect["needs"] == needs


def test_a_write_off_is_proposed_by_one_and_approved_by_another_and_is_no_revenue(ledger: Ledger):
    ledger.take_in(PLAIN)
    row = "{date: 2026-01-25, write off: 2000.00, invoice: I-1}"
    with pytest.raises(NotAllowed):
        ledger.record("CT-1", row, who="bob")
    waiting = ledger.record("CT-1", row, who="rob")
    ledger.do("approve", "ben", proposal=waiting.proposal)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    sums: dict[str, int] = {}
    for line in Line.objects.all():
        sums[line.account] = sums.get(line.account, 0) + line.amount
    assert sums["receivable"] == 12_100_000 and sums["bad_debt_expense"] == 200_000 and sums["revenue"] == -1_300_000


@pytest.mark.parametrize(
    ("price", "gross", "needs", "refused"),
    [
        ("5000.00", "9999.99", 1, False),
        ("5000.00", "10000.00", 1, True),
        ("10000.00", "10500.00", 1, True),
        ("200000.00", "249999.99", 1, True),
        ("200000.00", "250000.00", 2, True),
    ],
)
def test_an_override_is_agreed_to_by_those_the_dearer_price_asks_for(
    sqlite_ledger: Ledger, price, gross, needs, refused
):
    """Before and after it are not added up."""
    sqlite_ledger.take_in(AGENT.replace("12000.00", price).replace("60000.00", gross))
    waiting = sqlite_ledger.do("override_treatment", "rae", contract="CT-7", row=tree_of(CONTROLS), why="our risk")
    assert waiting.effect["needs"] == needs
    if refused:
        with pytest.raises(NotAllowed):
            sqlite_ledger.do("approve", "rob", proposal=waiting.proposal)
    for person in ("ben", "con")[:needs] if refused else ("rob",):
        sqlite_ledger.do("approve", person, proposal=waiting.proposal)
    assert Override.objects.count() == 1


def test_what_became_dearer_since_it_was_proposed_needs_those_its_amount_asks_for(sqlite_ledger: Ledger):
    """Its effect is as it was shown, and would be agreed to by somebody who may not agree to so much."""
    sqlite_ledger.take_in(AGENT.replace("12000.00", "500.00").replace("60000.00", "900.00"))
    row = tree_of("{significant financing: no, date: 2026-01-01}")
    waiting = sqlite_ledger.do("override_treatment", "rae", contract="CT-7", row=row, why="short")
    dearer = "{date: 2026-02-01, amendment: A-1, changes: {hosting: {price: 300000.00}}, remaining distinct: yes}"
    sqlite_ledger.do("approve", "rob", proposal=sqlite_ledger.record("CT-7", dearer, who="cam").proposal)
    with pytest.raises(ProposalIsStale):
        sqlite_ledger.do("approve", "rob", proposal=waiting.proposal)
    assert not Override.objects.exists()
