"""From a contract file to closed periods, on both databases."""

from __future__ import annotations

import pytest

from duly.actions.drafts import draft_of
from duly.actions.errors import (
    CannotClose,
    EntryIsComputed,
    EntryIsReversed,
    KeyIsTaken,
    NotAllowed,
    NothingToDo,
    OwnProposal,
    PeriodIsClosed,
    ProposalIsStale,
    UnknownContract,
    UnknownProposal,
)
from duly.actions.periods import balances
from duly.actions.verification import verify
from duly.ground.errors import SeveralErrors
from duly.store.audit import AuditLine, head, pending
from duly.store.journal import Entry, Line
from tests.store.ledger import COMPANY, PLAIN, Ledger, files_of, tree_of

FOREVER = 1 << 30


def sound() -> bool:
    return not [fault for _, faults in verify() for fault in faults]


def test_a_contract_is_posted_and_closed_month_by_month(ledger: Ledger):
    ledger.take_in(PLAIN)
    first = ledger.do("post_period", "rae", entity="US01", period="2026-01")
    assert first.effect["revenue by cause"] == {"progress USD": "1300000"}
    ledger.close("2026-01", "2026-02")
    assert balances("US01", "main", FOREVER) == {
        "contract_liability": {"USD": "-10000000"},
        "receivable": {"USD": "12300000"},
        "revenue": {"USD": "-2300000"},
    }
    assert sound()


def test_what_is_posted_is_not_posted_again(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    with pytest.raises(NothingToDo):
        ledger.do("post_period", "rae", entity="US01", period="2026-01")
    ledger.close("2026-01")
    with pytest.raises(NothingToDo):
        ledger.do("close_period", "rob", entity="US01", period="2026-01")
    with pytest.raises(PeriodIsClosed):
        ledger.do("post_period", "rae", entity="US01", period="2026-01")


def test_a_fact_learned_after_the_close_is_posted_late_in_the_first_open_period(ledger: Ledger):
    ledger.take_in(PLAIN.replace("  - {date: 2026-01-20, delivered: setup}\n", ""))
    ledger.close("2026-01")
    ledger.record("CT-1", "{date: 2026-01-20, known: 2026-01-20, delivered: setup}")
    done = ledger.do("post_period", "rae", entity="US01", period="2026-02")
    assert done.effect["revenue by cause"] == {"late fact USD": "300000", "progress USD": "1000000"}
    late = Line.objects.filter(cause="late fact", account="revenue").get()
    assert (late.economic, late.books_amount) == ("2026-01", -300_000)
    ledger.close("2026-02")
    assert sound()


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds_its_rows(ledger: Ledger):
    ledger.take_in(PLAIN)
    with pytest.raises(NothingToDo):
        ledger.do("import_contracts", "cam", contracts=files_of(PLAIN))
    longer = PLAIN + "  - {date: 2026-01-25, paid: 123000.00, invoice: I-1}\n"
    assert ledger.do("import_contracts", "rae", contracts=files_of(longer)).effect["with new rows"] == {"CT-1": 1}
    shorter = PLAIN.replace("  - {date: 2026-01-20, delivered: setup}\n", "")
    with pytest.raises(SeveralErrors, match="2 recorded rows of CT-1|1 recorded row"):
        ledger.do("import_contracts", "cam", contracts=files_of(shorter))
    other = PLAIN.replace("120000.00", "130000.00")
    with pytest.raises(SeveralErrors, match="is different from what was recorded"):
        ledger.do("import_contracts", "cam", contracts=files_of(other))


def test_bad_contracts_of_a_file_wait_and_the_others_come_in(ledger: Ledger):
    texts = [PLAIN.replace("CT-1", f"N-{i}").replace("I-1", f"I-{i}") for i in range(20)]
    for bad in (3, 11):
        texts[bad] = texts[bad].replace("120000.00", "12O000.00")
    done = ledger.do("import_contracts", "cam", contracts=files_of("---".join(texts)))
    effect = done.effect["effect"]
    assert effect["found"] == 20 and len(effect["imported"]) == 18
    assert [one["contract"] for one in effect["set aside"]] == ["N-3", "N-11"]


def test_a_contract_that_is_not_there_is_named(sqlite_ledger: Ledger):
    with pytest.raises(UnknownContract, match="CT-9"):
        sqlite_ledger.record("CT-9", "{date: 2026-01-25, paid: 100.00, invoice: I-1}")
    with pytest.raises(UnknownContract, match="CT-9"):
        sqlite_ledger.do("hold_contract", "rae", contract="CT-9")


def test_one_key_stands_for_one_request(ledger: Ledger):
    ledger.take_in(PLAIN)
    row = "{date: 2026-01-25, paid: 100.00, invoice: I-1}"
    first = ledger.record("CT-1", row, key="bank-77")
    again = ledger.record("CT-1", row, key="bank-77")
    assert first == again and AuditLine.objects.filter(request="bank-77").count() == 1
    with pytest.raises(KeyIsTaken):
        ledger.record("CT-1", row.replace("100.00", "101.00"), key="bank-77")


def test_nobody_approves_what_they_made_and_nobody_without_the_right(ledger: Ledger):
    done = ledger.do("import_contracts", "cam", contracts=files_of(PLAIN))
    with pytest.raises(OwnProposal):
        ledger.do("approve", "cam", proposal=done.proposal)
    for other in ("ann", "rae", "bob", "aud"):
        with pytest.raises(NotAllowed):
            ledger.do("approve", other, proposal=done.proposal)
    with pytest.raises(ProposalIsStale):
        ledger.do("approve", "rob", proposal=done.proposal, content="0" * 64)
    ledger.do("approve", "rob", proposal=done.proposal, content=done.effect["content"])
    with pytest.raises(UnknownProposal):
        ledger.do("approve", "con", proposal=done.proposal)


def test_a_proposal_that_would_do_something_else_by_now_is_stale(ledger: Ledger):
    ledger.take_in(PLAIN)
    waiting = ledger.do("close_period", "rob", entity="US01", period="2026-01")
    ledger.record("CT-1", "{date: 2026-01-25, paid: 100.00, invoice: I-1}")
    with pytest.raises(ProposalIsStale):
        ledger.do("approve", "ben", proposal=waiting.proposal)


def test_reopening_takes_two_people_and_closing_again_posts_only_what_is_new(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    waiting = ledger.do("reopen_period", "rob", entity="US01", period="2026-01", why="a delivery note was missing")
    ledger.do("approve", "ben", proposal=waiting.proposal)
    with pytest.raises(PeriodIsClosed):
        ledger.do("post_period", "rae", entity="US01", period="2026-01")
    ledger.do("approve", "con", proposal=waiting.proposal)
    with pytest.raises(NothingToDo):
        ledger.do("post_period", "rae", entity="US01", period="2026-01")
    before = Entry.objects.count()
    ledger.close("2026-01")
    assert Entry.objects.count() == before and sound()


def test_a_close_needs_the_one_before_it_and_contracts_that_can_be_decided(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    ledger.do("post_period", "rae", entity="US01", period="2026-02")
    with pytest.raises(CannotClose, match="2026-02"):
        ledger.do("close_period", "rob", entity="US01", period="2026-02")


def test_a_contract_on_hold_posts_nothing_and_all_of_it_when_released(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("hold_contract", "rae", contract="CT-1", why="side letter")
    draft = ledger.agreed("close_period", "rob", "ben", entity="US01", period="2026-01")
    assert draft.effect["effect"]["held"] == {"progress USD": "1300000"} and not Line.objects.exists()
    ledger.do("hold_contract", "rae", contract="CT-1", held=False)
    ledger.close("2026-02")
    assert balances("US01", "main", FOREVER)["revenue"] == {"USD": "-2300000"}
    assert {line.economic for line in Line.objects.filter(account="revenue")} == {"2026-01", "2026-02"}


def test_what_a_hold_kept_back_is_no_wrong_rate_because_a_rate_of_a_later_day_came_in(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(PLAIN)
    asked = {"entity": "US01", "period": "2026-01"}
    sqlite_ledger.do("hold_contract", "rae", contract="CT-1", why="a side letter")
    sqlite_ledger.agreed("close_period", "rob", "ben", **asked)
    sqlite_ledger.do("hold_contract", "rae", contract="CT-1", held=False)
    for rate, cause in (("date: 2026-02-28, rate: 1.25", "late fact"), ("date: 2026-01-15, rate: 1.25", "rate")):
        rates = tree_of(COMPANY + f"  - {{from: EUR, to: USD, {rate}}}\n")
        sqlite_ledger.do("set_company", "rob", file="company.yaml", tree=rates)
        draft = draft_of(head()[0], "US01", "", "2026-02")
        assert {key.cause for key in draft.unusual} == {cause}


def test_a_contract_on_hold_that_cannot_be_decided_does_not_stand_against_a_close(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.take_in(PLAIN.replace("CT-1", "CT-2").replace("I-1", "I-2").replace("currency: USD", "currency: CHF"))
    asked = {"entity": "US01", "period": "2026-01"}
    with pytest.raises(CannotClose, match="CT-2: MissingRate"):
        ledger.do("close_period", "rob", **asked)
    ledger.do("hold_contract", "rae", contract="CT-2", why="no rate of the franc yet")
    ledger.agreed("close_period", "rob", "ben", **asked)
    assert set(Line.objects.values_list("contract", flat=True)) == {"CT-1"} and sound()


def test_what_was_posted_of_a_contract_stays_while_it_cannot_be_decided(ledger: Ledger):
    ledger.take_in(PLAIN)
    asked = {"entity": "US01", "period": "2026-01"}
    ledger.do("post_period", "rae", **asked)
    ledger.record("CT-1", "{date: 2026-01-21, amendment: A-1, changes: {platform: {price: 130000.00}}}", who="cam")
    ledger.do("approve", "rob", proposal=pending()[-1].ref)
    with pytest.raises(NothingToDo):
        ledger.do("post_period", "rae", **asked)


def test_a_soft_closed_period_is_closed_when_nothing_is_left_to_post(ledger: Ledger):
    ledger.take_in(PLAIN)
    asked = {"entity": "US01", "period": "2026-01"}
    ledger.do("post_period", "rae", **asked)
    ledger.do("soft_close_period", "rae", **asked)
    with pytest.raises(PeriodIsClosed, match="soft closed"):
        ledger.do("post_period", "rae", **asked)
    ledger.record("CT-1", "{date: 2026-01-22, invoice: I-2, amount: 5.00}")
    with pytest.raises(CannotClose, match="soft closed, and 2 lines of facts recorded since wait"):
        ledger.do("close_period", "rob", **asked)
    ledger.agreed("reopen_period", "rob", "ben", "con", why="an invoice came in", **asked)
    ledger.do("post_period", "rae", **asked)
    ledger.do("soft_close_period", "rae", **asked)
    ledger.close("2026-01")
    assert sound()


def test_a_manual_entry_is_approved_and_reversed_once(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    lines = [
        {"account": "other_expense", "amount": "500", "currency": "USD"},
        {"account": "cash", "amount": "-500", "currency": "USD"},
    ]
    made = ledger.agreed("enter_manually", "rae", "ben", entity="US01", period="2026-01", lines=lines, why="bank fee")
    entry = made.effect["effect"]["entry"]
    ledger.agreed("reverse_entry", "rae", "rob", entry=entry, period="2026-01")
    assert "other_expense" not in {a for a, v in balances("US01", "main", FOREVER).items() if v["USD"] != "0"}
    assert sound()
    computed = Entry.objects.filter(kind="computed").first().ref
    with pytest.raises(EntryIsComputed):
        ledger.do("reverse_entry", "rae", entry=computed, period="2026-01")
    with pytest.raises(EntryIsReversed):
        ledger.do("reverse_entry", "rae", entry=entry, period="2026-01")


def test_two_entries_that_wait_at_once_are_agreed_to_one_after_the_other(ledger: Ledger):
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    lines = [
        {"account": "other_expense", "amount": "500", "currency": "USD"},
        {"account": "cash", "amount": "-500", "currency": "USD"},
    ]
    asked = {"entity": "US01", "period": "2026-01", "lines": lines}
    waiting = [ledger.do("enter_manually", "rae", why=why, **asked) for why in ("bank fee", "postage")]
    done = [ledger.do("approve", "ben", proposal=one.proposal) for one in waiting]
    assert [one.effect["effect"]["entry"] for one in done] == ["JE-US01/main/3", "JE-US01/main/4"] and sound()


def test_a_changed_policy_moves_closed_periods_only_with_the_close(ledger: Ledger):
    text = PLAIN.replace("over time by month", "over time by month prorated").replace(
        "2026-01-01, to", "2026-01-16, to"
    )
    ledger.take_in(text)
    ledger.close("2026-01")
    tree = tree_of("company: Acme\npolicies: {start day: excluded}\n")
    ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    done = ledger.do("post_period", "rae", entity="US01", period="2026-02")
    assert list(done.effect["revenue by cause"]) == ["progress USD"] and done.effect["moves closed periods"]
    ledger.close("2026-02")
    assert Line.objects.filter(cause="policy", account="revenue", economic="2026-01").exists() and sound()
