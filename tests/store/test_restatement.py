"""Errors carried back beside the journal: in a chain of its own, and in one place alone."""

from __future__ import annotations

import pytest

from duly.actions.errors import CannotClose, NotAllowed, NotClassed, NothingToDo, PeriodIsClosed, ProposalIsStale
from duly.actions.periods import balances
from duly.actions.restatement import restated
from duly.actions.verification import verify
from duly.store.audit import AuditLine, head
from duly.store.journal import Entry, Line
from duly.store.periods import Certificate
from tests.store.disclosed import untied
from tests.store.ledger import PLAIN, Ledger, clock, tree_of
from tests.store.test_prior_periods import BARE, MARCH, SETUP, classed, closed_in_january, material, priors, reported

FOREVER = 1 << 30
JANUARY = 20_485  # the first day after it


def restate(ledger: Ledger, *checkers: str, period: str = "2026-02", why: str = "material to January"):
    return ledger.agreed("restate_periods", "rob", *checkers, entity="US01", period=period, why=why)


def an_error(ledger: Ledger) -> None:
    """A delivery of January that was overlooked, and is classed as an error."""
    closed_in_january(ledger)
    ledger.record("CT-1", SETUP)
    classed(ledger, "error", "rob", why="the delivery note lay in the warehouse")


def everything_closed() -> tuple[list[str], list[str]]:
    """The journal as it was closed and its certificates, by their digests."""
    own = Entry.objects.filter(taken_from="").order_by("number").values_list("hash", flat=True)
    return [*own], [*Certificate.objects.order_by("id").values_list("digest", flat=True)]


def revenue(month: str) -> int:
    lines = Line.objects.filter(account="revenue", entry__period=month)
    return -sum(lines.values_list("books_amount", flat=True))


def sound() -> bool:
    return not [fault for _, faults in verify() for fault in faults]


def test_an_error_is_carried_back_by_two_others_and_booked_in_no_other_place(ledger: Ledger):
    an_error(ledger)
    material(ledger, 100_000)
    before = everything_closed()
    waiting = ledger.do("restate_periods", "rob", entity="US01", period="2026-02", why="material to January")
    with pytest.raises(NotAllowed):
        ledger.do("approve", "rae", proposal=waiting.proposal)
    ledger.do("approve", "ben", proposal=waiting.proposal)
    assert not Entry.objects.exclude(taken_from="").exists()
    ledger.do("approve", "con", proposal=waiting.proposal)
    entries = Entry.objects.exclude(taken_from="")
    assert {(one.chain, one.period, one.taken_from, one.kind) for one in entries} == {
        ("US01/main/R1", "2026-01", "2026-02", "restatement")
    }
    assert everything_closed() == before
    ledger.close("2026-02")
    assert (revenue("2026-01"), revenue("2026-02")) == (1_300_000, 1_000_000)
    assert not reported("2026-03") and sound()


def test_what_was_posted_by_an_open_period_is_taken_out_of_it(ledger: Ledger):
    an_error(ledger)
    ledger.do("post_period", "rae", entity="US01", period="2026-02")
    assert revenue("2026-02") == 1_300_000
    restate(ledger, "ben", "con")
    ledger.close("2026-02", "2026-03")
    assert [revenue(f"2026-0{month}") for month in (1, 2, 3)] == [1_300_000, 1_000_000, 1_000_000] and sound()


def test_what_a_closed_period_booked_is_taken_out_beside_its_journal(ledger: Ledger):
    closed_in_january(ledger)
    with clock(MARCH):
        ledger.record("CT-1", SETUP)
        ledger.close("2026-02")
    classed(ledger, "error", "rob")
    restate(ledger, "ben", "con", period="2026-03")
    ledger.close("2026-03")
    assert [revenue(f"2026-0{month}") for month in (1, 2, 3)] == [1_300_000, 1_000_000, 1_000_000]
    own = Line.objects.filter(account="revenue", entry__taken_from="")
    assert -sum(own.filter(entry__period="2026-02").values_list("books_amount", flat=True)) == 1_300_000
    assert not reported("2026-04") and sound()


def test_balances_are_told_as_reported_and_as_restated(sqlite_ledger: Ledger):
    an_error(sqlite_ledger)
    reported_then = balances("US01", "main", JANUARY)
    restate(sqlite_ledger, "ben", "con")
    assert balances("US01", "main", JANUARY, as_reported=True) == reported_then
    assert reported_then["revenue"] == {"USD": "-1000000"}
    assert balances("US01", "main", JANUARY)["revenue"] == {"USD": "-1300000"}
    learned = AuditLine.objects.get(verb="record_facts").seq
    assert balances("US01", "main", JANUARY, learned) == reported_then
    assert not untied() and not untied(as_reported=True)


def test_a_restatement_says_what_differs_and_because_of_what(sqlite_ledger: Ledger):
    an_error(sqlite_ledger)
    restate(sqlite_ledger, "ben", "con")
    ((line, effect),) = restated("US01", "main", head()[0])
    rows = {(row["account"], row["cause"]): row for row in effect["difference"]}
    row = rows["revenue", "late fact"]
    said = row["contract"], row["period"], row["taken from"], row["amount"]
    assert said == ("CT-1", "2026-01", "2026-02", "-300000")
    assert row["why"] == "the delivery note lay in the warehouse" and line.actor == "con"
    assert effect["because of"] == {"CT-1 2026-01": ["CT-1/happened/1: delivered on 2026-01-20"]}


def test_only_what_a_person_classed_as_an_error_or_a_policy_is_restated(sqlite_ledger: Ledger):
    closed_in_january(sqlite_ledger)
    sqlite_ledger.record("CT-1", SETUP)
    with pytest.raises(NothingToDo):
        restate(sqlite_ledger)
    for named in ("event", "estimate"):
        classed(sqlite_ledger, named, "rob")
        with pytest.raises(NothingToDo):
            restate(sqlite_ledger)
    classed(sqlite_ledger, "error", "rob")
    with pytest.raises(NotClassed):
        restate(sqlite_ledger, why="")
    with pytest.raises(PeriodIsClosed):
        restate(sqlite_ledger, period="2026-01")
    restate(sqlite_ledger, "ben", "con")
    with pytest.raises(NothingToDo):
        restate(sqlite_ledger)


def test_a_changed_policy_is_carried_back_and_no_close_books_it(sqlite_ledger: Ledger):
    text = PLAIN.replace("over time by month", "over time by month prorated").replace(
        "2026-01-01, to", "2026-01-16, to"
    )
    closed_in_january(sqlite_ledger, text)
    was = revenue("2026-01")
    tree = tree_of("company: Acme\npolicies: {start day: excluded}\n")
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    moved = -sum(one.whole["revenue"] for one in priors())
    classed(sqlite_ledger, "policy", "rob", why="as our auditors ask")
    restate(sqlite_ledger, "ben", "con")
    sqlite_ledger.close("2026-02", "2026-03")
    assert moved and revenue("2026-01") == was + moved and sound()
    assert {one.kind for one in Entry.objects.exclude(taken_from="")} == {"restated correction"}
    assert not Line.objects.filter(cause="policy", entry__taken_from="").exists()


def test_errors_found_later_are_restated_by_another_one_and_what_was_restated_is_not_reopened(ledger: Ledger):
    closed_in_january(ledger, BARE.replace("  setup:", "  course: {price: 500.00, earn: on delivery}\n  setup:"))
    ledger.record("CT-1", SETUP)
    classed(ledger, "error", "rob")
    waiting = ledger.do("restate_periods", "rob", entity="US01", period="2026-02", why="material")
    ledger.do("approve", "ben", proposal=waiting.proposal)
    ledger.record("CT-1", "{date: 2026-01-21, delivered: course}")
    with pytest.raises((ProposalIsStale, NothingToDo)):
        ledger.do("approve", "con", proposal=waiting.proposal)
    classed(ledger, "error", "rob")
    restate(ledger, "ben", "con")
    ledger.close("2026-02")
    ledger.record("CT-1", "{date: 2026-02-10, credit note: C-1, invoice: I-1, amount: 10.00, reason: error}")
    with pytest.raises(CannotClose, match="carry further errors back by another restatement"):
        ledger.do("reopen_period", "rob", entity="US01", period="2026-01", why="again")
    classed(ledger, "error", "rob", period="2026-03")
    restate(ledger, "ben", "con", period="2026-03")
    ledger.close("2026-03")
    assert [one["restatement"] for _, one in restated("US01", "main", head()[0])] == ["US01/main/R1", "US01/main/R2"]
    assert revenue("2026-01") == 1_350_000 and sound()


def test_costs_that_are_carried_back_are_told_as_what_caused_them_and_are_never_less_than_nothing(ledger: Ledger):
    closed_in_january(ledger)
    material(ledger, 10_000)
    ledger.record("CT-1", "{date: 2026-01-31, commission: 2400.00}", part="costs")
    classed(ledger, "error", "rob", why="the statement of the agent came late")
    done = restate(ledger, "ben", "con")
    assert done.effect["effect"]["because of"] == {"CT-1 2026-01": ["CT-1/costs/0: commission on 2026-01-31"]}
    ledger.close("2026-02")
    assert sound()
