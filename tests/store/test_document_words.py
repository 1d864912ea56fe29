"""The words for documents as people type them, from a file to a contract that two people agreed to."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from duly.actions import papers as kept
from duly.doors.cli.main import main
from tests.store import papers
from tests.store.ledger import Ledger


@pytest.fixture
def desk(sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A folder with an order form; readers and engine are not asked."""
    monkeypatch.chdir(tmp_path)
    Path("order.pdf").write_bytes(b"order form")
    of = papers.paper()
    monkeypatch.setattr(
        kept, "read", lambda content, name, with_: kept.as_json(of, papers.proposal(of), "duly test, weights 1")
    )
    return sqlite_ledger


def said(capsys: pytest.CaptureFixture[str], line: str, status: int = 0) -> str:
    """What a command prints, with its errors."""
    assert main(shlex.split(line)) == status
    told = capsys.readouterr()
    return told.out + told.err


def test_an_order_form_becomes_a_contract_word_by_word(desk: Ledger, capsys: pytest.CaptureFixture[str]):
    assert "received  DOC-1" in said(capsys, "document receive order.pdf --entity US01 --by cam")
    assert "DOC-1  order.pdf  not read yet" in said(capsys, "document queue --entity US01 --by aud")
    assert "missing: nothing is said of renewal" in said(capsys, "document read DOC-1 --by cam")
    queue = said(capsys, "document queue --entity US01 --by aud")
    assert "DOC-1  order.pdf  120,000.00 USD  4 terms to answer, 1 with failed checks" in queue
    shown = said(capsys, "document show DOC-1 --by aud")
    assert 'DOC-1/1/2  fee  {"amount": "3000.00", "currency": "USD"}  (84 % sure)' in shown
    assert 'page 2, 143-155  "USD 3,000.00"\n    fails  sum' in shown
    draft = said(capsys, "document draft DOC-1 --by cam")
    assert "entity: US01" in draft and "documents: {d: DOC-1 order.pdf}" in draft
    # The words say no last day: the one that is assumed is written over.
    assumed = re.search(r"^  to: (.*)$", draft, re.M)
    assert assumed and f"{assumed[1]} is assumed" in " ".join(draft.replace("#", " ").split())
    edited = draft.replace("30 days", "45 days").replace(assumed[0], "  to: 2026-12-31")
    Path("draft.yaml").write_text(edited, "utf-8")
    waits = said(capsys, "document confirm DOC-1 draft.yaml --by cam")
    assert "proposed: P30D" in waits and "value: 45 days" in waits and "which waits for another person" in waits
    assert "USD  123000.00" in waits
    proposal = waits.rpartition("duly approve ")[2].split()[0]
    assert "approved  1" in said(capsys, f"approve {proposal} --by rob")
    assert "3 terms" not in said(capsys, "document queue --entity US01 --by aud")
    assert "sure, corrected)" in said(capsys, "document show DOC-1 --by aud")
    # Two words for the same.
    assert "TermIsAnswered" in said(capsys, "document reject DOC-1 4 --by cam --why 'printed'", 1)


def test_a_limit_and_a_small_order(desk: Ledger, capsys: pytest.CaptureFixture[str]):
    limit = said(capsys, "document limit US01 123,000.01 --currency USD --by ben --why 'small orders'")
    assert "USD  123000.01" in limit
    for words in ("receive order.pdf --entity US01", "read DOC-1"):
        said(capsys, f"document {words} --by cam")
    Path("draft.yaml").write_text(papers.contract(), "utf-8")
    told = said(capsys, "document confirm DOC-1 draft.yaml --by cam")
    assert "all that DOC-1 states is less than 123,000.01 USD" in told and "waits" not in told


WRONG = {
    "document receive none.pdf --entity US01 --by cam": "FileIsMissing",
    "document receive order.pdf --by cam": "which entity?",
    "document receive order.pdf --entity US01 --by aud": "aud may not do document.receive",
    "document read DOC-7 --by cam": "there is no document 'DOC-7'",
    "document show DOC-1 --by cam": "DOC-1 was not read yet",
    "document queue --entity US01 --by ann": "ann may not do books.read",
    "document draft DOC-1 --by ann": "ann may not do books.read",
    "document limit US01 5.00 --currency USD --by ben": "needs a reason",
    "document limit US01 5.00 --currency XXY --by ben --why x": "XXY",
    "document confirm DOC-1 two.yaml --by cam": "holds 2 contracts",
    "document confirm DOC-1 none.yaml --by cam": "FileIsMissing",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_word_says_what_is_wrong(desk: Ledger, capsys: pytest.CaptureFixture[str], line: str):
    said(capsys, "document receive order.pdf --entity US01 --by cam")
    Path("two.yaml").write_text("contract: A\n---\ncontract: B\n", "utf-8")
    assert WRONG[line] in said(capsys, line, 1)


ORDER = """Order form

This Agreement is made as of March 1, 2026 (the "Effective Date").
1. Term. The initial term of this Agreement is twelve (12) months from the Effective Date.
2. Fees. Customer shall pay Supplier a subscription fee of USD 24,000.00 per year.
3. Payment. All invoices are due within thirty (30) days of the invoice date.
"""


def test_a_text_is_read_and_its_draft_taken_in_as_it_is(
    sqlite_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """With the readers and the engine themselves: what nobody changed in a draft is never a correction."""
    monkeypatch.chdir(tmp_path)
    Path("order.txt").write_text(ORDER, "utf-8")
    said(capsys, "document receive order.txt --entity US01 --by cam")
    said(capsys, "document read DOC-1 --by cam")
    assert "24,000.00 USD" in said(capsys, "document queue --entity US01 --by cam")
    draft = said(capsys, "document draft DOC-1 --by cam")
    Path("draft.yaml").write_text(draft, "utf-8")
    told = said(capsys, "document confirm DOC-1 draft.yaml --by cam")
    assert "confirmed" in told and "corrected" not in told and "added" not in told
    proposal = told.rpartition("duly approve ")[2].split()[0]
    said(capsys, f"approve {proposal} --by rob")
    said(capsys, "post 2026-03 --entity US01 --by rae")
    ref, promise = draft.partition("contract: ")[2].split()[0], draft.partition("obligations:\n  ")[2].partition(":")[0]
    derived = said(capsys, f"explain {ref}/{promise}/2026-03 --ledger --by rae")
    assert 'DOC-1 order.txt, page 1: "' in derived and "verbatim; characters" in derived
