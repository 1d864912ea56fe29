"""A treatment against the terms or the rule: with a reason, agreed to by another person, told wherever it counts."""

from __future__ import annotations

import json

import pytest

from duly.actions import evidence
from duly.actions.drafts import draft_of
from duly.actions.errors import NotAllowed, OverrideNeedsReason, ProposalIsStale, UnknownOverride
from duly.actions.verification import verify
from duly.ground.errors import SeveralErrors
from duly.store.contracts import Contract, Fact
from duly.store.journal import Line
from duly.store.judgements import Override
from duly.store.periods import Certificate
from duly.writers import table
from tests.store.ledger import Ledger, clock, files_of, tree_of

AGENT = """
contract: CT-7
entity: US01
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  hosting: {price: 12000.00, gross: 60000.00, role: agent, earn: over time by month}
"""
CONTROLS = "{controls: hosting, date: 2026-01-01}"


def override(ledger: Ledger, *checkers: str, why: str = "we bear the risk of the capacity", row: str = CONTROLS):
    return ledger.agreed("override_treatment", "rae", *checkers, contract="CT-7", row=tree_of(row), why=why)


def revenue(month: str) -> int:
    lines = Line.objects.filter(account="revenue", entry__period=month)
    return -sum(lines.values_list("books_amount", flat=True))


def sound() -> bool:
    return not [fault for _, faults in verify() for fault in faults]


def test_an_override_takes_effect_when_those_its_contract_asks_for_agree_and_stands_in_the_certificate(ledger: Ledger):
    ledger.take_in(AGENT)
    ledger.close("2026-01")
    waiting = ledger.do("override_treatment", "rae", contract="CT-7", row=tree_of(CONTROLS), why="we bear the risk")
    assert waiting.effect["effect"]["moves revenue"] == {f"2026-{month:02} USD": "400000" for month in range(1, 13)}
    with pytest.raises(NotAllowed):
        ledger.do("approve", "rob", proposal=waiting.proposal)
    assert not Override.objects.exists()
    ledger.do("approve", "ben", proposal=waiting.proposal)
    ledger.close("2026-02")
    assert (revenue("2026-01"), revenue("2026-02")) == (100_000, 900_000)
    first, second = (json.loads(one.body)["overrides"] for one in Certificate.objects.order_by("id"))
    row = {"controls": "hosting", "date": "2026-01-01", "by": "rae", "why": "we bear the risk"}
    assert first == [] and [(one["override"], one["row"]) for one in second] == [("CT-7/judged/0", row)]
    assert sound()


def test_a_lifted_override_counts_no_more_from_then_on_and_what_it_closed_stays(ledger: Ledger):
    ledger.take_in(AGENT)
    override(ledger, "ben")
    ledger.close("2026-01")
    with pytest.raises(OverrideNeedsReason):
        ledger.do("lift_override", "rae", override="CT-7/judged/0")
    done = ledger.agreed("lift_override", "rae", "ben", override="CT-7/judged/0", why="the supplier bears it after all")
    assert done.effect["effect"]["moves revenue"]["2026-03 USD"] == "-400000"
    with pytest.raises(UnknownOverride):
        ledger.do("lift_override", "rae", override="CT-7/judged/0", why="again")
    ledger.close("2026-02")
    # 1,000.00 of February, and of January what it was booked too much: 5,000.00 less 1,000.00.
    assert (revenue("2026-01"), revenue("2026-02")) == (500_000, 100_000 - 400_000)
    assert [len(json.loads(one.body)["overrides"]) for one in Certificate.objects.order_by("id")] == [1, 0]
    assert sound()


def test_what_was_decided_is_decided_again_when_an_override_comes_or_goes(ledger: Ledger):
    """A close that takes contracts as they were decided posts what one that reads them again would."""
    ledger.take_in(AGENT.replace("from: 2026-01-01", "from: 2026-03-01") + "---" + AGENT.replace("CT-7", "CT-8"))

    def drafts(month: str) -> None:
        of = evidence.latest(), "US01", "", month
        assert draft_of(*of).lines == draft_of(*of, read_all=True).lines

    override(ledger, "ben", row=CONTROLS.replace("2026-01-01", "2026-03-01"))
    drafts("2026-01")
    ledger.close("2026-01")
    assert sound()
    ledger.agreed("lift_override", "rae", "ben", override="CT-7/judged/0", why="the supplier bears it after all")
    for month in ("2026-02", "2026-03", "2026-04"):
        drafts(month)
        ledger.close(month)
        assert sound()


def test_an_override_needs_a_reason_a_right_and_a_row_that_overrides(sqlite_ledger: Ledger):
    sqlite_ledger.take_in(AGENT)
    with pytest.raises(OverrideNeedsReason):
        override(sqlite_ledger, why="")
    for other in ("cam", "rob", "ben", "bob", "sue"):
        with pytest.raises(NotAllowed):
            sqlite_ledger.do("override_treatment", other, contract="CT-7", row=tree_of(CONTROLS), why="so")
    with pytest.raises(UnknownOverride):
        override(sqlite_ledger, row="{collect: probable, date: 2026-01-01}")


def test_rows_that_override_come_in_by_no_other_door_with_less(ledger: Ledger):
    """An imported or recorded row needs the right, the reason and the band of an override, for new contracts too."""
    why = ", why: we bear the risk}"
    judged = AGENT + f"judged:\n  - {CONTROLS[:-1]}{why}\n"
    with pytest.raises(SeveralErrors, match="cam may not do treatment.override"):
        ledger.do("import_contracts", "cam", contracts=files_of(judged))
    with pytest.raises(SeveralErrors, match="OverrideNeedsReason"):
        ledger.do("import_contracts", "rae", contracts=files_of(judged.replace(why, "}")))
    with pytest.raises(SeveralErrors, match="cam may not do judgement.record"):
        ledger.do(
            "import_contracts", "cam", contracts=files_of(AGENT + "judged: [{remote: hosting, date: 2026-01-01}]\n")
        )
    assert not Contract.objects.exists() and not Fact.objects.exists()
    waiting = [ledger.do("import_contracts", "rae", contracts=files_of(judged))]
    ledger.take_in(AGENT)
    waiting.append(ledger.do("import_contracts", "rae", contracts=files_of(judged)))
    waiting.append(ledger.record("CT-7", CONTROLS[:-1] + why, part="judged"))
    for one in waiting:
        with pytest.raises(NotAllowed):
            ledger.do("approve", "rob", proposal=one.proposal)
    with pytest.raises(ProposalIsStale):
        ledger.do("approve", "ben", proposal=waiting[0].proposal)
    ledger.do("approve", "ben", proposal=waiting[1].proposal)
    assert Override.objects.count() == 1 and sound()


def test_the_rows_of_a_contract_that_waits_are_not_half_taken_in(ledger: Ledger):
    ledger.take_in(AGENT)
    more = AGENT + "happened: [{date: 2026-01-05, invoice: I-7, amount: 60000.00}]\n"
    more += f"judged: [{CONTROLS[:-1]}, why: we bear the risk}}]\n"
    with pytest.raises(SeveralErrors, match="cam may not do treatment.override"):
        ledger.do("import_contracts", "cam", contracts=files_of(more))
    other = AGENT.replace("CT-7", "CT-8")
    ledger.agreed("import_contracts", "cam", "rob", contracts=files_of(more + "---" + other))
    assert not Fact.objects.exists() and Contract.objects.count() == 2


def test_an_override_is_told_where_a_number_is_explained(ledger: Ledger):
    with clock():
        ledger.take_in(AGENT)
        override(ledger, "ben")
        ledger.close("2026-01")
        ledger.agreed("lift_override", "rae", "ben", override="CT-7/judged/0", why="the supplier bears it")

    def told(period: str) -> str:
        step = evidence.derivation("", "main", "CT-7", "hosting", period, evidence.latest())
        return "\n".join(table.tree(step))

    assert "by: rae; why: we bear the risk of the capacity" in told("2026-01")
    assert "the override was lifted" in told("2026-02")
