"""A close fails at each of its statements in turn, before it, after it and at the commit: all of it stays, or none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connections

from duly.actions.verification import verify
from tests.store.insider import Insider
from tests.store.ledger import PLAIN, Ledger, plain

Statement = Callable[..., object]


class Broken(OperationalError):
    """What a machine does that fails."""


class Breaks:
    """Lets so many statements pass and fails at the next: before it is carried out, or right after."""

    def __init__(self, passing: int, after: bool) -> None:
        self.left, self.after = passing, after

    def __call__(self, execute: Statement, *told: object) -> object:
        self.left -= 1
        if self.left == -1 and not self.after:
            raise Broken
        done = execute(*told)
        if self.left == -1:
            raise Broken
        return done


def test_a_close_that_fails_at_any_statement_leaves_nothing(ledger: Ledger, record_property):
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    waiting = ledger.do("close_period", "rob", entity="US01", period="2026-02")
    eve = Insider(ledger.address, "plain" if ledger.vendor == "sqlite" else "postgres")
    before, failed, passing, done = eve.everything(), 0, 0, None
    while done is None:
        for after in (False, True):
            try:
                with connections["default"].execute_wrapper(Breaks(passing, after)):
                    done = ledger.do("approve", "ben", key="close", proposal=waiting.proposal)
            except Broken:
                failed += 1
                # Whoever met it is gone: of a transaction that has only begun, its connection knows nothing.
                connections["default"].close()
                assert eve.everything() == before, f"something stayed of a close that failed at statement {passing}"
        passing += 1
    assert failed == 2 * (passing - 1) > 40
    record_property("say", f"{ledger.vendor}: a close failed before and after each of its {passing - 1} statements")
    assert plain(ledger.do("approve", "ben", key="close", proposal=waiting.proposal).effect) == plain(done.effect)
    assert not [fault for _, faults in verify() for fault in faults]
    eve.close()


def test_a_close_that_fails_at_its_commit_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    waiting = ledger.do("close_period", "rob", entity="US01", period="2026-02")
    eve = Insider(ledger.address, "plain" if ledger.vendor == "sqlite" else "postgres")
    before = eve.everything()

    def fails() -> None:
        raise OperationalError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(connections["default"], "_commit", fails)
        with pytest.raises(OperationalError):
            ledger.do("approve", "ben", key="close", proposal=waiting.proposal)
    assert eve.everything() == before
    ledger.do("approve", "ben", key="close", proposal=waiting.proposal)
    assert not [fault for _, faults in verify() for fault in faults]
    eve.close()
