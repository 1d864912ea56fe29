"""Nothing is done twice, however often it is sent and whenever the server dies."""

from __future__ import annotations

from random import Random

from duly.actions.verification import verify
from tests.doors.api.storm import storm
from tests.store.ledger import Ledger

# How many requests each database gets; both get a thousand in `make soak`.
REQUESTS = {"sqlite": 60, "postgresql": 400}


def test_a_storm_of_duplicates_is_done_once(ledger: Ledger, record_property):
    told = storm(ledger, REQUESTS[ledger.vendor], Random(606))
    assert told[1:] == (0, 0, 0, []), told
    assert not [fault for check, faults in verify() for fault in faults]
    record_property("say", f"{ledger.vendor}: {told.sent:,} requests for {REQUESTS[ledger.vendor]} facts, none doubled")
