"""Events: the table, the design's list and the code agree; each is told in the transaction of its fact, and thinly."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from docs import make_events
from duly.actions.errors import NothingToDo
from duly.actions.events import EVENTS, INTERNAL, OFFERED, NoSuchEvent, checked
from duly.actions.verbs import perform
from duly.store.audit import head
from duly.store.mail import Outbox
from tests.store import test_jobs
from tests.store.ledger import COMPANY, PLAIN, Ledger, tree_of

ROOT = Path(__file__).resolve().parents[2]
# What integrators were promised, by hand.
PROMISED = """
customer.created contract.signed contract.amended contract.renewal_due contract.notice_deadline contract.terminated
obligation.created obligation.satisfied allocation.changed estimate.reassessed ssp_book.approved fulfilment.recorded
usage.recorded billing.due invoice.drafted invoice.finalized invoice.overdue invoice.paid credit_note.issued
payment.received payment.applied revenue.recognized revenue.reversed journal.drafted journal.posted journal.exported
period.soft_closed period.closed period.reopened alert.raised alert.resolved leakage.detected approval.requested
approval.granted approval.rejected import.completed
""".split()
OURS = {"period.restated", "opening.imported", "webhook.disabled", "webhook.tested", "document.second_reading_asked"}
ROWS = {
    "{date: 2026-02-02, paid: 100.00, invoice: I-1}": "payment.received",
    "{date: 2026-02-03, credit note: C-1, amount: 10.00, invoice: I-1, reason: price}": "credit_note.issued",
    "{date: 2026-02-04, delivered: setup}": "fulfilment.recorded",
    "{date: 2026-02-05, invoice: I-2, amount: 20.00}": "invoice.finalized",
    "{date: 2026-02-06, refund: 1.00, reason: goodwill}": "nothing",
}
USED = """
contract: CT-U
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  calls: {price: 0.10 per call, earn: as invoiced}
"""


def told(since: int = 0) -> list[tuple[str, dict[str, object]]]:
    rows = Outbox.objects.filter(seq__gt=since).order_by("pk")
    return [(row.event, json.loads(row.body)) for row in rows]


def names(since: int = 0) -> list[str]:
    return [name for name, _ in told(since)]


def test_the_table_has_what_was_promised_and_our_own():
    assert set(EVENTS) == {*PROMISED, *OURS} and len(set(PROMISED)) == len(PROMISED)
    assert all(event.meaning for event in EVENTS.values())
    assert set(OFFERED).isdisjoint(INTERNAL) and all(EVENTS[name].told for name in OFFERED)


def test_every_event_that_is_told_is_told_somewhere_and_no_other_is():
    spoken = set()
    for path in (ROOT / "duly" / "actions").glob("*.py"):
        if path.name == "events.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in EVENTS:
                spoken.add(node.value)
    assert spoken == {name for name, event in EVENTS.items() if event.told}


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("no.such", {}),
        ("alert.raised", {}),
        ("contract.signed", {}),
        ("contract.signed", {"contract": "CT-1", "amount": "5"}),
    ],
)
def test_what_the_table_does_not_name_is_told_by_nobody(event, body):
    with pytest.raises(NoSuchEvent):
        checked(event, body)


def test_the_page_of_events_is_up_to_date():
    assert make_events.PAGE.read_text(encoding="utf-8") == make_events.page(), "run `make docs`"


def test_a_contract_tells_what_came_with_it(ledger: Ledger):
    since = head()[0]
    ledger.take_in(PLAIN)
    assert names(since) == [
        "approval.requested", "approval.granted", "contract.signed", "obligation.created", "invoice.finalized",
        "fulfilment.recorded", "import.completed",
    ]  # fmt: skip
    bodies = dict(told(since))
    assert bodies["contract.signed"] == {"entity": "US01", "contract": "CT-1"}
    assert bodies["obligation.created"]["obligations"] == ["platform", "setup"]
    assert bodies["invoice.finalized"] == {
        "entity": "US01", "contract": "CT-1", "date": "2026-01-05", "invoice": "I-1"
    }  # fmt: skip
    assert bodies["import.completed"] == {"entity": "US01", "contracts": 1, "rows": 2}
    assert bodies["approval.requested"] == {"entity": "US01", "proposal": f"P-{since + 1}", "verb": "import_contracts"}


@pytest.mark.parametrize(("row", "event"), ROWS.items())
def test_a_row_tells_its_event(sqlite_ledger: Ledger, row: str, event: str):
    sqlite_ledger.take_in(PLAIN)
    since = head()[0]
    sqlite_ledger.record("CT-1", row)
    assert names(since) == ([] if event == "nothing" else [event])


def test_rows_of_use_and_of_estimates_tell_theirs(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(USED)
    since = head()[0]
    sqlite_ledger.record("CT-U", "{date: 2026-02-01, usage: calls, quantity: 40}")
    assert told(since) == [
        ("usage.recorded", {"entity": "US01", "contract": "CT-U", "date": "2026-02-01", "of": "calls"})
    ]


def test_an_amendment_and_an_end_tell_what_changed_when_another_agreed(ledger: Ledger):
    ledger.take_in(PLAIN)
    since = head()[0]
    row = (
        "{date: 2026-03-01, amendment: A-1, signed: 2026-03-01, adds: {support: {price: 900.00, "
        "earn: over time by month, from: 2026-03-01, to: 2026-12-31}}, distinct: yes, remaining distinct: yes}"
    )
    done = ledger.record("CT-1", row)
    assert names(since) == ["approval.requested"]
    ledger.do("approve", "rob", proposal=done.proposal)
    assert told(since)[2:] == [
        ("contract.amended", {"entity": "US01", "contract": "CT-1", "date": "2026-03-01", "change": "A-1"}),
        ("obligation.created", {"entity": "US01", "contract": "CT-1", "obligations": ["support"]}),
    ]
    done = ledger.record("CT-1", "{date: 2026-06-30, terminated: all}")
    ledger.do("approve", "rob", proposal=done.proposal)
    assert names(since)[-1] == "contract.terminated"


def test_the_books_tell_what_was_earned_and_taken_back_without_an_amount(ledger: Ledger):
    ledger.take_in(PLAIN)
    since = head()[0]
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    place = {"entity": "US01", "book": "main", "period": "2026-01"}
    posted = told(since)
    assert [name for name, _ in posted] == ["journal.posted", "revenue.recognized"]
    assert posted[1][1] == place | {"contracts": 1}
    ledger.close("2026-01")
    done = ledger.record("CT-1", "{date: 2026-02-01, credit note: C-1, amount: 100000.00, invoice: I-1, reason: price}")
    assert not done.proposal
    since = head()[0]
    ledger.close("2026-02")
    assert {"period.closed", "journal.posted", "revenue.reversed"} <= set(names(since))
    ledger.do("export_batch", "rae", entity="US01", period="2026-01")
    assert names()[-1] == "journal.exported"
    lines = [{"account": a, "amount": m, "currency": "USD"} for a, m in (("cash", "500"), ("revenue", "-500"))]
    since = head()[0]
    ledger.agreed("enter_manually", "rae", "rob", entity="US01", period="2026-03", lines=lines, why="found")
    assert names(since)[-2:] == ["journal.posted", "revenue.recognized"]


def test_prices_that_come_into_force_are_told_when_another_agreed(ledger: Ledger):
    since = head()[0]
    text = COMPANY + "ssp:\n  - {product: seat, price: 10.00, currency: USD, from: 2026-01-01}\n"
    done = ledger.do("set_company", "sue", file="company.yaml", tree=tree_of(text))
    assert names(since) == ["approval.requested"]
    ledger.do("approve", "ben", proposal=done.proposal)
    assert names(since)[-1] == "ssp_book.approved"


def test_what_is_undone_or_refused_tells_nothing(ledger: Ledger):
    ledger.take_in(PLAIN)
    before = Outbox.objects.count()
    perform("post_period", "rae", {"entity": "US01", "period": "2026-01"}, dry_run=True)
    with pytest.raises(NothingToDo):
        ledger.do("hold_contract", "rae", contract="CT-1", held=False)
    assert Outbox.objects.count() == before


def test_a_job_tells_what_came_in_when_it_came_in_and_not_when_it_was_tried(sqlite_ledger: Ledger, tmp_path: Path):
    since = head()[0]
    job = test_jobs.submitted(sqlite_ledger, tmp_path, f"{test_jobs.line(1)}\n{test_jobs.line(2)}")
    test_jobs.worked()
    assert names(since) == ["approval.requested"]
    test_jobs.approve(sqlite_ledger, job)
    test_jobs.worked()
    assert sorted(names(since)[2:]) == [
        "contract.signed", "contract.signed", "import.completed", "obligation.created", "obligation.created",
    ]  # fmt: skip
    assert told(since)[-1][1]["contracts"] == 2
