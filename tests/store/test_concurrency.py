"""Many at once: nobody posts late, an entry is reversed once, a key takes effect once, and the chains stay whole."""

from __future__ import annotations

from random import Random

from duly.actions.verification import verify
from duly.store.audit import AuditLine
from duly.store.contracts import Fact
from tests.store.crowds import posted, race, reversed_twice, storm
from tests.store.ledger import Ledger
from tests.store.test_crashes import opened

POSTERS, ENTRIES, REVERSED, REQUESTS = 6, 30, 10, 40


def whole() -> bool:
    return not [fault for _, faults in verify() for fault in faults]


def test_nobody_posts_to_a_period_that_somebody_else_has_closed(postgresql_ledger: Ledger, record_property):
    count, late = race(opened(postgresql_ledger), POSTERS, ENTRIES)
    record_property(
        "say", f"PostgreSQL: {POSTERS} posters against a closer posted {count} entries, {late} of them late"
    )
    assert count >= ENTRIES and late == 0 and whole()


def test_an_entry_reversed_by_two_at_once_is_reversed_once(ledger: Ledger, record_property):
    opened(ledger)
    ledger.agreed("grant_role", "ann", "ben", person="roy", role="RA")
    done, refused = reversed_twice(ledger, [posted(ledger, f"fee {n}") for n in range(REVERSED)])
    record_property(
        "say", f"{ledger.vendor}: {REVERSED} entries reversed twice at once: {done} done, {refused} refused"
    )
    assert (done, refused) == (REVERSED, REVERSED) and whole()


def test_a_key_sent_many_times_at_once_takes_effect_once(ledger: Ledger, record_property):
    opened(ledger)
    facts = Fact.objects.count()
    answers = storm(ledger, REQUESTS, 8, Random(24))
    assert len(answers) == REQUESTS and all(len(same) == 1 for same in answers.values())
    assert AuditLine.objects.filter(request__startswith="bank-").count() == REQUESTS == Fact.objects.count() - facts
    assert whole()
    record_property("say", f"{ledger.vendor}: {REQUESTS} requests sent 2 to 5 times by 8 at once, each done once")
