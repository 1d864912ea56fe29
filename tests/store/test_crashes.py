"""A posting process killed at random statements, and the server under it: nothing is lost, doubled or half done."""

from __future__ import annotations

from random import Random

from tests.store.cluster import Cluster
from tests.store.crashes import Toll, besiege, crash_of
from tests.store.ledger import PLAIN, Ledger

KILLS, SERVER_CRASHES = 50, 6


def opened(ledger: Ledger) -> Ledger:
    """A ledger with a closed and an open period."""
    ledger.take_in(PLAIN)
    ledger.close("2026-01")
    ledger.do("post_period", "rae", entity="US01", period="2026-02")
    return ledger


def sound(toll: Toll, kills: int) -> bool:
    assert not toll.wrong, toll.wrong
    return toll.kills == kills and toll.caught > kills / 2


def test_a_posting_process_is_killed(ledger: Ledger, record_property):
    toll = besiege(opened(ledger), KILLS, Random(606))
    record_property("say", f"{ledger.vendor}: {toll}")
    assert sound(toll, KILLS) and toll.unheard


def test_the_server_is_killed(postgresql_ledger: Ledger, cluster: Cluster, record_property):
    toll = besiege(opened(postgresql_ledger), SERVER_CRASHES, Random(15), crash_of(cluster))
    record_property("say", f"PostgreSQL itself: {toll}")
    assert sound(toll, SERVER_CRASHES)
