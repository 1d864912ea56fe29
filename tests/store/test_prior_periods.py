"""What a period books for earlier ones: classed by people, against a materiality, and what stands against a close."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from duly.actions.drafts import draft_of
from duly.actions.errors import CannotClose, NoMateriality, NotAllowed, NotClassed, NothingToDo, ProposalIsStale
from duly.actions.misstatements import misstated
from duly.actions.prior_periods import prior_amounts
from duly.actions.verification import verify
from duly.store.audit import head
from duly.store.judgements import Classed
from tests.store.ledger import PLAIN, Ledger, clock, tree_of

BARE = PLAIN.replace("  - {date: 2026-01-20, delivered: setup}\n", "")
SETUP = "{date: 2026-01-20, delivered: setup}"
FEBRUARY, MARCH = datetime(2026, 2, 3, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)


def priors(period: str = "2026-02", entity: str = "US01"):
    """What a period and those before it book for earlier ones."""
    return prior_amounts(head()[0], draft_of(head()[0], entity, "", period), entity, "main")


def reported(period: str = "2026-02"):
    return misstated(head()[0], "US01", "main", priors(period))


def closed_in_january(ledger: Ledger, text: str = BARE) -> None:
    """January, closed on the third of February."""
    with clock():
        ledger.take_in(text)
    with clock(FEBRUARY):
        ledger.close("2026-01")


def material(ledger: Ledger, amount: int) -> None:
    asked = {"entity": "US01", "amount": str(amount), "currency": "USD"}
    ledger.agreed("set_materiality", "rob", "ben", why="half a percent of revenue", **asked)


def classed(ledger: Ledger, named: str, *checkers: str, why: str = "as we see it", **more: str):
    asked = {"entity": "US01", "period": "2026-02", "contract": "CT-1", "named": named}
    return ledger.agreed("class_amounts", "rae", *checkers, why=why, **asked | more)


def sound() -> bool:
    return not [fault for _, faults in verify() for fault in faults]


@pytest.mark.parametrize(
    ("row", "part", "named", "why"),
    [
        (SETUP, "happened", "error", "CT-1/happened/1: delivered on 2026-01-20 was there when the period was closed"),
        ("{date: 2026-01-20, known: 2026-02-05, delivered: setup}", "happened", "event", "was not there"),
        ("{date: 2026-01-20, known: 2026-02-05, delivered: setup, corrects: yes}", "happened", "error", "mends"),
        ("{date: 2026-01-20, known: 2026-02-03, delivered: setup}", "happened", "error", "known 2026-02-03 was there"),
    ],
)
def test_a_class_is_proposed_from_what_moved_the_amount(sqlite_ledger: Ledger, row, part, named, why):
    closed_in_january(sqlite_ledger)
    sqlite_ledger.record("CT-1", row, part=part)
    (one,) = priors()
    assert (one.economic, one.whole["revenue"], one.proposal.named) == ("2026-01", -300_000, named)
    assert why in one.proposal.why and not one.named


def test_a_new_estimate_and_a_changed_policy_are_what_they_are(sqlite_ledger: Ledger):
    text = PLAIN.replace("over time by month", "over time by month prorated").replace(
        "2026-01-01, to", "2026-01-16, to"
    )
    work = BARE.replace("CT-1", "CT-2").replace("I-1", "I-2")
    work = work.replace("earn: on delivery", "earn: by cost, from: 2026-01-01, to: 2026-06-30, expected cost: 1000.00")
    work += "  - {date: 2026-01-31, cost: setup, amount: 500.00}\n"
    closed_in_january(sqlite_ledger, text + "---" + work)
    sqlite_ledger.record("CT-2", "{date: 2026-01-31, estimate: setup, expected cost: 1500.00}")
    tree = tree_of("company: Acme\npolicies: {start day: excluded}\n")
    sqlite_ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree)
    found = {(one.contract, one.cause): one.proposal.named for one in priors()}
    assert found == {("CT-1", "policy"): "policy", ("CT-2", ""): "estimate"}


def test_a_contract_learned_of_late_is_an_event_only_if_it_was_signed_after_the_close(ledger: Ledger):
    closed_in_january(ledger)
    for ref, signed in (("CT-8", "2026-01-31"), ("CT-9", "2026-02-04")):
        ledger.take_in(
            BARE.replace("CT-1", ref).replace("I-1", f"I-{ref}").replace("signed: 2026-01-01", f"signed: {signed}")
        )
    assert {one.contract: one.proposal.named for one in priors()} == {"CT-8": "error", "CT-9": "event"}


def test_a_person_classes_an_amount_with_a_reason_and_another_agrees(ledger: Ledger):
    closed_in_january(ledger)
    ledger.record("CT-1", SETUP)
    with pytest.raises(NotClassed, match="reason"):
        classed(ledger, "event", why="")
    with pytest.raises(NotClassed, match="one of: event, estimate, error, policy"):
        classed(ledger, "mistake")
    with pytest.raises(NothingToDo):
        classed(ledger, "event", contract="CT-2")
    for other in ("cam", "bob", "rob", "ben", "aud"):
        with pytest.raises(NotAllowed):
            ledger.do("class_amounts", other, entity="US01", period="2026-02", contract="CT-1", named="event", why="so")
    classed(ledger, "event", "rob")
    (one,) = priors()
    assert (one.named, one.why, one.proposal.named) == ("event", "as we see it", "error") and sound()


def test_a_class_holds_for_the_amounts_it_was_given_to(ledger: Ledger):
    closed_in_january(ledger, BARE.replace("  setup:", "  course: {price: 500.00, earn: on delivery}\n  setup:"))
    ledger.record("CT-1", SETUP)
    classed(ledger, "event", "rob")
    asked = {"entity": "US01", "period": "2026-02", "contract": "CT-1", "named": "error"}
    waiting = ledger.do("class_amounts", "rae", why="overlooked", **asked)
    assert priors()[0].named == "event"
    ledger.record("CT-1", "{date: 2026-01-21, delivered: course}")
    assert priors()[0].named == ""
    with pytest.raises(ProposalIsStale):
        ledger.do("approve", "rob", proposal=waiting.proposal)
    ledger.do("post_period", "rae", entity="US01", period="2026-02")
    classed(ledger, "error", "rob")
    ledger.close("2026-02")
    assert [(one.booked, one.named) for one in priors("2026-03")] == [("2026-02", "error")] and sound()


def test_misstatements_are_measured_by_the_period_and_by_what_has_piled_up(ledger: Ledger):
    closed_in_january(ledger)
    with clock(MARCH):
        ledger.close("2026-02")
        ledger.record("CT-1", SETUP)
        ledger.close("2026-03")
    found = {(one.period, one.row.account): one for one in reported("2026-04")}
    revenue = [found[period, "revenue"] for period in ("2026-01", "2026-02", "2026-03") if (period, "revenue") in found]
    # 3,000.00 belongs to January and stands in March; January and February ended with it missing.
    assert [(one.row.rollover, one.row.iron_curtain) for one in revenue] == [
        (-300_000, -300_000),
        (0, -300_000),
        (300_000, 0),
    ]
    assert [one.share for one in revenue] == [3_000, 0, 2_308]  # of 10,000.00, 10,000.00 and 13,000.00
    assert revenue[0].row.contracts == (("CT-1", -300_000),) and revenue[0].is_material is None
    material(ledger, 300_000)
    assert [one.is_material for one in reported("2026-04") if one.row.account == "revenue"] == [True, True, True]
    material(ledger, 300_001)
    assert [one.is_material for one in reported("2026-04") if one.row.account == "revenue"] == [False, False, False]


def test_an_error_that_is_material_stands_against_the_close_until_it_is_judged_to_be_none(ledger: Ledger):
    closed_in_january(ledger)
    material(ledger, 300_000)
    ledger.record("CT-1", SETUP)
    with pytest.raises(CannotClose, match=r"CT-1: 3,000.00 USD for 2026-01 is proposed as an error that is material"):
        ledger.do("close_period", "rob", entity="US01", period="2026-02")
    ledger.do("post_period", "rae", entity="US01", period="2026-02")
    classed(ledger, "error", "rob")
    with pytest.raises(CannotClose, match="is an error that is material: restate, or reopen 2026-01"):
        ledger.do("close_period", "rob", entity="US01", period="2026-02")
    classed(ledger, "event", "rob", why="the customer told us of it on 5 February")
    ledger.close("2026-02")
    assert not reported("2026-03") and sound()


def test_an_error_below_the_materiality_is_booked_where_it_was_found(ledger: Ledger):
    closed_in_january(ledger)
    material(ledger, 300_001)
    ledger.record("CT-1", SETUP)
    ledger.close("2026-02")
    assert not Classed.objects.exists() and sound()


@pytest.mark.parametrize(("amount", "currency", "why"), [("0", "USD", "so"), ("5", "EUR", "so"), ("5", "USD", "")])
def test_a_materiality_is_an_amount_of_the_books_with_a_reason(sqlite_ledger: Ledger, amount, currency, why):
    with pytest.raises(NoMateriality):
        sqlite_ledger.do("set_materiality", "rob", entity="US01", amount=amount, currency=currency, why=why)
