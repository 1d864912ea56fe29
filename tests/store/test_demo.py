"""The demo company is built, closed and proved; the same each time; and nowhere where the books count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.ledger import use, use_nothing

from django.conf import settings  # isort: skip - Django is set up by the line above
from duly.actions import demo, gate
from duly.actions.errors import NoDemo
from duly.actions.periods import balances
from duly.actions.verification import verify
from duly.site.settings import ScriptedClock, clock
from duly.store.audit import head
from duly.store.journal import chain_head
from duly.store.periods import Certificate, states_of
from tests.store.disclosed import untied

CHAINS = [(entity, book) for entity in demo.ENTITIES for book in demo.BOOKS]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """An empty place for a company."""
    use(str(tmp_path / "duly.sqlite3"))
    yield tmp_path
    use_nothing()


def heads() -> list[object]:
    """The heads of the audit trail and of every journal."""
    return [head(), *(chain_head(f"{entity}/{book}") for entity, book in CHAINS)]


def test_the_first_half_year_is_closed_and_proved(place: Path):
    told: list[str] = []
    demo.build(told.append, 6)
    assert [line[:17] for line in told] == [f"2024-{month:02} is closed" for month in range(1, 7)]
    assert [fault for _, faults in verify() for fault in faults] == []
    assert untied() == []
    for entity, book in CHAINS:
        states = [state for _, state in states_of(entity, book)]
        assert states[:6] == ["closed"] * 6
        assert Certificate.objects.filter(period__entity=entity, period__book=book).count() == 6
        sums: dict[str, int] = {}
        for amounts in balances(entity, book, 1 << 30).values():
            for code, minor in amounts.items():
                sums[code] = sums.get(code, 0) + int(minor)
        assert set(sums.values()) == {0}


def test_the_company_is_the_same_each_time(place: Path):
    demo.build(lambda line: None, 2)
    first = heads()
    use(str(place / "again.sqlite3"))
    demo.build(lambda line: None, 2)
    assert heads() == first


def test_the_clock_of_the_gate_is_the_machines_again(place: Path, monkeypatch: pytest.MonkeyPatch):
    kept = gate.clock
    monkeypatch.setattr(settings, "ENVIRONMENT", "production")
    with pytest.raises(NoDemo, match="no clock may be told"):
        demo.build(lambda line: None, 1)
    monkeypatch.setattr(settings, "ENVIRONMENT", "")
    demo.build(lambda line: None, 1)
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
