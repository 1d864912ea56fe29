"""The demo company is built, closed and proved; the same each time; what it says to look at is there to see."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.ledger import use, use_nothing

from django.conf import settings  # isort: skip - Django is set up by the line above
from duly.actions import demo, demo_company, gate
from duly.actions.demo_files import leave
from duly.actions.demo_people import PEOPLE
from duly.actions.errors import NoDemo
from duly.actions.periods import balances
from duly.actions.verification import verify
from duly.doors.cli.demo import LedgerIsThere, hints
from duly.doors.cli.demo import demo as room
from duly.site.main import main as duly
from duly.site.settings import ScriptedClock, clock
from duly.store.audit import Approval, AuditLine, Proposal, head
from duly.store.contracts import Contract, Fact, Hold
from duly.store.documents import ContractSource
from duly.store.journal import Batch, Entry, Line, chain_head
from duly.store.judgements import Classed
from duly.store.periods import CLOSED, OPEN, Certificate, PeriodEvent, states_of
from tests.store.demo_walk import missing
from tests.store.disclosed import untied

CHAINS = [(entity, book) for entity in demo_company.ENTITIES for book in demo_company.BOOKS]
# The contracts of which something is told in the hints, or goes wrong.
FEW = frozenset("CL-1001 CL-1005 CL-1009 SV-2006 SV-2009 MF-3006 MF-3009 CT-4002".split())
SEEN = {
    "CL-1001/platform": "8,333.33 USD",
    "CL-1009/training": r"DOC-1 CL-1009.pdf, page 1: .*\$12,000.00",
    "simulate": "prospective",
    "2025-03 2025-04": r"loss_on_onerous_contract +SV-2006 ",
    "MF-3006": "46,500.00 EUR",
    "prior": r"CT-4002 for 2025-02: classed as error(.*\n)*.* 44,400.00 USD",
    "compare": r"license renewal .*when agreed",
    "--check": r"(?i)tie",
    "disclose": r"(?i)remaining performance obligations",
    "trial-balance": r"together +0.00 USD",
    "run": "may be closed",
    "verify": " 0 failed",
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """An empty place for a company."""
    use(str(tmp_path / "duly.sqlite3"))
    yield tmp_path
    use_nothing()


def heads() -> list[object]:
    """The heads of the audit trail and of every journal."""
    return [head(), *(chain_head(f"{entity}/{book}") for entity, book in CHAINS)]


def require_sound(months: int) -> None:
    """Every month of every book is closed with its certificate, and the books add up to nothing."""
    for entity, book in CHAINS:
        assert [state for _, state in states_of(entity, book)][:months] == [CLOSED] * months
        kept = Certificate.objects.filter(period__entity=entity, period__book=book)
        assert len({one.period_id for one in kept}) == months
        sums: dict[str, int] = {}
        for amounts in balances(entity, book, 1 << 30).values():
            for code, minor in amounts.items():
                sums[code] = sums.get(code, 0) + int(minor)
        assert set(sums.values()) == {0}


def test_the_first_quarter_of_all_contracts_is_closed_and_proved(place: Path):
    told: list[str] = []
    demo.build(told.append, 3)
    assert [line[:17] for line in told] == [f"2024-{month:02} is closed" for month in range(1, 4)]
    assert [fault for _, faults in verify() for fault in faults] == [] and untied() == []
    require_sound(3)


def test_the_company_is_the_same_each_time(place: Path):
    demo.build(lambda line: None, 9, frozenset(("CL-1001", "CL-1009", "CT-4007")))
    first = heads()
    use(str(place / "again.sqlite3"))
    demo.build(lambda line: None, 9, frozenset(("CL-1001", "CL-1009", "CT-4007")))
    assert heads() == first


def test_two_years_are_closed_what_went_wrong_is_put_right_and_the_hints_work(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    demo.build(lambda line: None, only=FEW)
    leave(place / "contracts")
    require_sound(24)
    require_put_right()
    require_separate_duties()
    monkeypatch.setenv("DULY_BY", "rob")
    for line in hints(place):
        words = line.removeprefix("duly ").partition(" | ")[0]
        # What takes long is done with the first quarter above, and with the whole company in `make soak`.
        if line.startswith("duly ") and words not in ("verify", "disclose --ledger --check"):
            assert duly(words.split()) == 0, line
            wanted = next(seen for some, seen in SEEN.items() if some in words)
            assert re.search(wanted, capsys.readouterr().out), line
    keep_few(place / "contracts")
    assert list(missing(place)) == []


def keep_few(folder: Path) -> None:
    """Leave of the files what is of the contracts that were built."""
    for path in folder.glob("*.yaml"):
        parts = path.read_text(encoding="utf-8").split("---\n")
        kept = [part for part in parts if path.stem == "company" or any(f"contract: {ref}\n" in part for ref in FEW)]
        path.write_text("---\n".join(kept), encoding="utf-8")


def require_put_right() -> None:
    """The year was opened again for an analyzer, an error is classed as one and what came late as an event, a hold was
    lifted, a contract came in on paper, accruals were undone and the general ledger was served."""
    assert Contract.objects.count() == len(FEW)
    reopened = PeriodEvent.objects.filter(state=OPEN).values_list("period__entity", "period__book", "period__name")
    assert set(reopened) == {("IE01", book, "2024-12") for book in demo_company.BOOKS}
    for book in demo_company.BOOKS:
        named = {"period__entity": "IE01", "period__book": book, "period__name": "2024-12"}
        bodies = [json.loads(one.body) for one in Certificate.objects.filter(**named).order_by("id")]
        was, now = (int(body["totals"]["revenue"]["EUR"]) for body in bodies)
        assert was - now == 4_650_000
    late = Line.objects.filter(account="revenue").values_list("contract", "economic", "entry__period")
    told = {("SV-2009", "2024-09", "2024-10"), ("CT-4002", "2025-02", "2025-05"), ("MF-3009", "2024-09", "2024-10")}
    assert told <= set(late)
    classes = Classed.objects.values_list("contract", "named").distinct()
    assert set(classes) == {("SV-2009", "event"), ("MF-3009", "event"), ("CT-4002", "error")}
    assert [one.held for one in Hold.objects.order_by("id")] == [True, False]
    assert ContractSource.objects.filter(contract_id="CL-1009").exists()
    assert Batch.objects.exists() and Entry.objects.exclude(reverses=None).exists()


def require_separate_duties() -> None:
    """Seven people do it, and nobody agrees to what they made."""
    assert len(PEOPLE) == 7 and set(AuditLine.objects.values_list("actor", flat=True)) <= {"duly init", *PEOPLE}
    makers = dict(Proposal.objects.values_list("ref", "maker"))
    assert all(makers[ref] != person for ref, person in Approval.objects.values_list("proposal_id", "person"))
    told = dict(Fact.objects.filter(contract_id="CL-1001").values_list("seq", "part"))
    assert {line.actor for line in AuditLine.objects.filter(seq__in=told)} == {"rob", "bob"}  # rob agreed to cam's


def test_it_is_built_where_there_is_no_ledger_alone(place: Path, monkeypatch: pytest.MonkeyPatch):
    (place / "duly.sqlite3").touch()
    with pytest.raises(LedgerIsThere, match="there is a ledger"):
        room(duly_given(monkeypatch))


def test_half_a_company_says_how_to_begin_again(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "build", interrupted)
    monkeypatch.setattr(settings, "DATA", place)
    assert room(duly_given(monkeypatch)) == 130
    assert f"rm -r {place}, then `duly demo --data {place}` begins again" in capsys.readouterr().err


def duly_given(monkeypatch: pytest.MonkeyPatch):
    """`duly demo` as it is read; the environment is left as it is."""
    from duly.doors.cli.arguments import parser

    monkeypatch.setattr(os, "environ", dict(os.environ))
    return parser().parse_args(["demo"])


def test_the_clock_of_the_gate_is_the_machines_again(place: Path, monkeypatch: pytest.MonkeyPatch):
    kept = gate.clock
    monkeypatch.setattr(settings, "ENVIRONMENT", "production")
    with pytest.raises(NoDemo, match="no clock may be told"):
        demo.build(lambda line: None, 1)
    monkeypatch.setattr(settings, "ENVIRONMENT", "")
    demo.build(lambda line: None, 1, frozenset(("CL-1001",)))
    assert gate.clock is kept


@pytest.mark.parametrize("environment", ["production", "", "staging"])
def test_a_scripted_clock_does_not_start_where_the_books_count(environment: str):
    with pytest.raises(ScriptedClock, match="DULY_CLOCK"):
        clock("2026-02-05T09:00:00+00:00", environment)
    assert clock("", environment) is None


def test_a_demonstration_may_say_what_time_it_is(monkeypatch: pytest.MonkeyPatch):
    moment = clock("2026-02-05T09:00:00+00:00", "demo")
    assert moment == datetime(2026, 2, 5, 9, tzinfo=UTC)
    monkeypatch.setattr(settings, "CLOCK", moment)
    assert gate.clock() == moment
    for wrong in ("yesterday", "2026-02-05", "2026-02-05T09:00:00"):
        with pytest.raises(ScriptedClock, match="with its zone"):
            clock(wrong, "demo")
