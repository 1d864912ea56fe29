"""A closed period gives the same bytes again, whatever was recorded, set or installed since."""

from __future__ import annotations

import json

import pytest

from duly.actions import drafts, periods, steady
from duly.actions.drafts import draft_of
from duly.actions.periods import certified
from duly.actions.verification import verify
from duly.store import decided
from duly.store.canonical import canonical, digest
from duly.store.periods import Certificate
from tests.store.ledger import PLAIN, Ledger, tree_of
from tests.store.test_attacks import judged


def again(one: Certificate) -> str:
    """What a certificate says, worked out from what is stored with the versions it names."""
    return canonical(certified(one.seq, one.period, json.loads(one.body)["engine"]))


def posts(one: Certificate) -> int:
    """How many lines the period would post with what was known when it was closed, every contract read again or not."""
    of = one.seq, one.period.entity, one.period.book, one.period.name
    found = [draft_of(*of), draft_of(*of, read_all=True)]
    return sum(len(draft.lines) + len(draft.unusual) for draft in found)


def changed_since(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late facts, an override, a restatement, other policies and rates, and another engine."""
    judged(ledger)
    ledger.take_in(PLAIN.replace("CT-1", "CT-9").replace("I-1", "I-9"))
    ledger.record("CT-1", "{date: 2026-01-10, credit note: C-1, invoice: I-1, amount: 1000.00, reason: error}")
    rates = "[{from: EUR, to: USD, date: 2020-01-01, rate: 1.3}]"
    text = f"company: Acme\npolicies: {{start day: excluded}}\nrates: {rates}\n"
    ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(text))
    asked = {"entity": "US01", "amount": "1000000000", "currency": "USD"}
    ledger.agreed("set_materiality", "rob", "ben", why="so that nothing is", **asked)
    for module in (drafts, periods, steady, decided):
        monkeypatch.setattr(module, "__version__", "9.9.9")


def test_a_closed_period_computed_again_with_its_stored_versions_gives_the_same_bytes(ledger: Ledger, monkeypatch):
    ledger.take_in(PLAIN.replace("over time by month", "over time by month prorated").replace("01-01, to", "01-16, to"))
    ledger.take_in(PLAIN.replace("CT-1", "CT-2").replace("I-1", "I-2"))
    ledger.close("2026-01")
    (first,) = Certificate.objects.all()
    assert json.loads(first.body)["engine"] != "9.9.9"
    changed_since(ledger, monkeypatch)
    ledger.close("2026-02")
    second = Certificate.objects.exclude(pk=first.pk).get()
    assert json.loads(second.body)["engine"] == "9.9.9"
    for one in (first, second):
        assert again(one) == one.body and digest(again(one)) == one.digest
        assert posts(one) == 0
    assert not [fault for _, faults in verify() for fault in faults]


def test_a_certificate_of_another_moment_has_other_bytes(sqlite_ledger: Ledger):
    """What the test above compares does differ where it should."""
    sqlite_ledger.take_in(PLAIN)
    sqlite_ledger.close("2026-01")
    (one,) = Certificate.objects.all()
    assert canonical(certified(one.seq, one.period, "9.9.9")) != one.body
    assert canonical(certified(one.seq - 1, one.period, json.loads(one.body)["engine"])) != one.body
