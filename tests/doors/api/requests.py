"""One request for each operation, about objects of US01 that a ledger of the tests has."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from typing import Any, NamedTuple

from django.test import override_settings

from duly.actions import gate
from duly.actions.jobs import staged
from duly.doors.api.operations import FILE
from duly.store.audit import pending
from duly.store.jobs import Job
from tests.doors.api.client import Caller, issue
from tests.store import papers
from tests.store.ledger import PLAIN, Ledger, tree_of

US = "entity=US01"
OF = {"entity": "US01"}
_CONTRACTS = PLAIN.replace("CT-1", "CT-79").replace("I-1", "I-79").encode()
NEW = {
    "contract": "CT-77",
    "entity": "US01",
    "currency": "USD",
    "signed": "2026-02-01",
    "term": {"from": "2026-02-01", "to": "2026-12-31"},
    "obligations": {"platform": {"price": "1100.00", "earn": "over time by month"}},
}
USD = {"currency": "USD"}


class Sent(NamedTuple):
    """A request of an operation."""

    method: str
    path: str
    body: Any = None
    media_type: str = "application/json"


def prepared(ledger: Ledger) -> dict[str, Sent]:
    """Put something into a ledger for every operation to be about; the requests."""
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    ledger.do("export_batch", "rae", entity="US01", period="2026-01")
    line = {"contract": "CT-1", "currency": "USD"}
    lines = [{**line, "account": "other_expense", "amount": "500"}, {**line, "account": "cash", "amount": "-500"}]
    made = ledger.agreed("enter_manually", "rae", "ben", entity="US01", period="2026-02", lines=lines, why="fee")
    row = tree_of("{significant financing: no, date: 2026-01-01}")
    ledger.agreed("override_treatment", "rae", "ben", contract="CT-1", row=row, why="paid at once")
    ledger.record("CT-1", "{date: 2026-01-30, paid: 50.00, invoice: I-1}")
    ledger.do("receive_document", "cam", name="order.pdf", content=papers.content(), entity="US01")
    ledger.do("read_document", "cam", document="DOC-1", reading=papers.reading("7000.00"))
    issue(ledger, "aud", "read", name="target")
    ledger.do("close_period", "rob", entity="US01", period="2026-02")
    waits = pending()[-1].ref
    with tempfile.NamedTemporaryFile() as file:
        file.write(_CONTRACTS.replace(b"CT-79", b"CT-80"))
        file.flush()
        sent = {"kind": "contracts", "name": "some.yaml", "sha256": staged(file.name)}
        ledger.do("submit_job", "cam", **sent)
    with override_settings(SECRET_IS_KEPT=True):
        told = ledger.do("add_endpoint", "rae", url="https://erp.example.com/in", entity="US01")
    return requests(waits, made.effect["effect"]["entry"], str(told.effect["endpoint"]))


def openings() -> dict[str, Sent]:
    """The requests about an opening."""
    position = {"contract": "CT-1", "account": "receivable", "amount": {"amount": "1.00", **USD}}
    stated = {"positions": [position], "trial_balance": [{"account": "receivable", "balance": "1.00"}]}
    said = {**OF, "date": "2026-01-31", **stated}
    return {
        "list_positions": Sent("GET", f"/openings/positions?{US}&date=2026-01-31"),
        "compare_opening": Sent("POST", "/openings/compare", said),
        "import_opening": Sent("POST", "/openings", said),
        "set_opening_tolerance": Sent(
            "POST", "/openings/tolerance", {**OF, "why": "small", "up_to": {"amount": "1.00", **USD}}
        ),
    }


def bulk() -> dict[str, Sent]:
    """The requests about jobs."""
    job = Job.objects.get().ref
    return {
        "list_jobs": Sent("GET", "/jobs"),
        "get_job": Sent("GET", f"/jobs/{job}"),
        "list_job_results": Sent("GET", f"/jobs/{job}/results"),
        "submit_job": Sent("POST", "/jobs?name=more.yaml", _CONTRACTS, FILE),
        "cancel_job": Sent("POST", f"/jobs/{job}/cancel"),
    }


def webhooks(endpoint: str) -> dict[str, Sent]:
    """The requests about endpoints."""
    at = f"/webhooks/{endpoint}"
    short = ("pause", "resume", "remove", "test")
    return {
        "list_endpoints": Sent("GET", "/webhooks"),
        "list_messages": Sent("GET", f"{at}/messages"),
        "get_secret": Sent("GET", f"{at}/secret"),
        "add_endpoint": Sent("POST", "/webhooks", {**OF, "url": "https://erp.example.com/in"}),
        "change_endpoint": Sent("POST", f"{at}/change", {"url": "https://erp.example.com/other"}),
        **{f"{name}_endpoint": Sent("POST", f"{at}/{name}") for name in short},
        "rotate_secret": Sent("POST", f"{at}/rotate"),
        "replay_events": Sent("POST", f"{at}/replay", {"since": "2026-01-01T00:00:00Z"}),
    }


def requests(proposal: str, entry: str, endpoint: str) -> dict[str, Sent]:
    """The requests by operation."""
    batch = batch_ref()
    text = PLAIN.replace("CT-1", "CT-78").replace("I-1", "I-78").encode()
    lines = [
        {"account": "other_expense", "amount": {"amount": "5.00", **USD}},
        {"account": "cash", "amount": {"amount": "-5.00", **USD}},
    ]
    why = {"why": "looked at"}
    amendment = {
        "date": "2026-06-01",
        "amendment": "A-1",
        "changes": {"platform": {"price": "130000.00"}},
        "remaining distinct": "yes",
    }
    judged = {"date": "2026-02-01", "collect": "not probable"}
    written_off = {"date": "2026-02-20", "write off": "10.00", "invoice": "I-1"}
    return {
        "get_company": Sent("GET", "/company"),
        "put_company": Sent("PUT", "/company", {"company": {"policies": {"start day": "excluded"}}}),
        "list_contracts": Sent("GET", f"/contracts?{US}"),
        "get_contract": Sent("GET", "/contracts/CT-1"),
        "import_contracts": Sent("POST", "/contracts", {"contracts": [NEW]}),
        "import_contract_file": Sent("POST", "/contract-files", text, "application/yaml"),
        "list_facts": Sent("GET", f"/facts?{US}"),
        "record_facts": Sent(
            "POST", "/contracts/CT-1/facts", {"rows": [{"date": "2026-02-03", "paid": "1.00", "invoice": "I-1"}]}
        ),
        "amend_contract": Sent("POST", "/contracts/CT-1/amendments", {"rows": [amendment]}),
        "record_judgements": Sent("POST", "/contracts/CT-1/judgements", {"rows": [judged]}),
        "write_off": Sent("POST", "/contracts/CT-1/write-offs", {"rows": [written_off]}),
        "hold_contract": Sent("POST", "/contracts/CT-1/hold", why),
        "release_contract": Sent("POST", "/contracts/CT-1/release", why),
        "list_overrides": Sent("GET", f"/overrides?{US}"),
        "override_treatment": Sent(
            "POST", "/contracts/CT-1/overrides", {**why, "row": {"significant financing": "yes", "date": "2026-02-01"}}
        ),
        "lift_override": Sent("POST", "/overrides/lift", {**why, "override": "CT-1/judged/0"}),
        "list_documents": Sent("GET", f"/documents?{US}"),
        "get_document": Sent("GET", "/documents/DOC-1"),
        "list_terms": Sent("GET", "/documents/DOC-1/terms"),
        "list_review_queue": Sent("GET", f"/review-queue?{US}"),
        "get_document_draft": Sent("GET", "/documents/DOC-1/draft"),
        "receive_document": Sent("POST", "/documents", {**OF, "name": "a.pdf", "content": "JVBERi0xLjQK"}),
        "read_document": Sent("POST", "/documents/DOC-1/readings"),
        "confirm_terms": Sent("POST", "/documents/DOC-1/confirmations", {"contract": {"contract": "CT-9"}}),
        "reject_term": Sent("POST", "/documents/DOC-1/rejections", {**why, "term": "1"}),
        "ask_second_reader": Sent("POST", "/documents/DOC-1/second-readings"),
        "set_confirmation_limit": Sent(
            "POST", "/confirmation-limits", {**why, **OF, "below": {"amount": "100.00", **USD}}
        ),
        "list_approvals": Sent("GET", "/approvals"),
        "get_approval": Sent("GET", f"/approvals/{proposal}"),
        "approve": Sent("POST", f"/approvals/{proposal}/approve"),
        "reject": Sent("POST", f"/approvals/{proposal}/reject"),
        "list_periods": Sent("GET", f"/periods?{US}"),
        "get_period_draft": Sent("GET", f"/periods/2026-02/draft?{US}"),
        "get_certificate": Sent("GET", f"/periods/2026-01/certificate?{US}"),
        **{
            f"{name}_period": Sent("POST", f"/periods/2026-02/{name.replace('_', '-')}", OF)
            for name in ("post", "soft_close", "close")
        },
        "reopen_period": Sent("POST", "/periods/2026-01/reopen", {**OF, **why}),
        "restate_periods": Sent("POST", "/periods/2026-02/restate", {**OF, **why}),
        "list_prior_amounts": Sent("GET", f"/periods/2026-02/prior?{US}"),
        "class_amounts": Sent("POST", "/periods/2026-02/classes", {**OF, **why, "contract": "CT-1", "named": "error"}),
        "set_materiality": Sent("POST", "/materiality", {**OF, **why, "from": {"amount": "50.00", **USD}}),
        "list_misstatements": Sent("GET", f"/misstatements?{US}"),
        "list_restatements": Sent("GET", f"/restatements?{US}"),
        "list_entries": Sent("GET", f"/journal/entries?{US}"),
        "get_entry": Sent("GET", f"/journal/entries/{entry}"),
        "list_lines": Sent("GET", f"/journal/lines?{US}"),
        "get_trial_balance": Sent("GET", f"/trial-balance?{US}"),
        "enter_manually": Sent("POST", "/journal/entries", {**OF, **why, "period": "2026-02", "lines": lines}),
        "reverse_entry": Sent("POST", "/journal/reversals", {"entry": entry, "period": "2026-02"}),
        "list_batches": Sent("GET", f"/journal/batches?{US}"),
        "get_batch": Sent("GET", f"/journal/batches/{batch}"),
        "export_batch": Sent("POST", "/journal/batches", {**OF, "period": "2026-02"}),
        "tie_out": Sent("POST", "/journal/tie-out", {**OF, "balances": [{"account": "cash", "balance": "1.00"}]}),
        "list_revenue": Sent("GET", f"/revenue?{US}"),
        "list_balances": Sent("GET", f"/balances?{US}"),
        "get_changes": Sent("GET", f"/changes?{US}&first=2026-01&last=2026-02"),
        "get_explanation": Sent("GET", "/explanations?contract=CT-1&obligation=platform&period=2026-01"),
        "get_disclosures": Sent("GET", f"/disclosures?{US}&first=2026-01"),
        "compare_books": Sent("GET", f"/comparisons?{US}&first=main&second=main"),
        "simulate_amendment": Sent("POST", "/contracts/CT-1/simulations", {"amendment": "A-1", "rows": [amendment]}),
        "simulate_policies": Sent(
            "POST", "/simulations", {**OF, "policies": [{"policy": "losses", "value": "all contracts"}]}
        ),
        "get_me": Sent("GET", "/me"),
        "list_people": Sent("GET", "/people"),
        "grant_role": Sent("POST", "/roles/grant", {"person": "new", "role": "VW"}),
        "revoke_role": Sent("POST", "/roles/revoke", {"person": "aud", "role": "AU"}),
        "name_person": Sent("POST", "/people/aud/name", {"name": "Audrey"}),
        "erase_person": Sent("POST", "/people/aud/erase"),
        "list_tokens": Sent("GET", "/tokens"),
        "issue_token": Sent(
            "POST", "/tokens", {"person": "aud", "sha256": "c" * 64, "scopes": ["read"], "ends": ends()}
        ),
        "revoke_token": Sent("POST", "/tokens/T-1/revoke"),
        "list_audit": Sent("GET", "/audit"),
        "verify": Sent("GET", "/verification"),
        **webhooks(endpoint),
        **openings(),
        **bulk(),
    }


def ends() -> str:
    """A day on which a key may end."""
    return (gate.clock() + timedelta(days=20)).date().isoformat()


def batch_ref() -> str:
    """The batch there is."""
    from duly.store.journal import Batch

    return Batch.objects.get().ref


# They are sent with a body, and change nothing.
_QUESTIONS = ("/journal/tie-out", "/openings/compare", "/simulations", "/contracts/CT-1/simulations")


def send(caller: Caller, sent: Sent, *, dry_run: bool = True) -> Any:
    """Send a request; a command as a dry run, so that the next one finds all as it was."""
    is_command = sent.method != "GET" and sent.path not in _QUESTIONS
    mark = "&" if "?" in sent.path else "?"
    path = sent.path + (f"{mark}dry_run=true" if is_command and dry_run else "")
    body = {} if sent.body is None and sent.method != "GET" else sent.body
    return caller(sent.method, path, body, Content_Type=sent.media_type)
