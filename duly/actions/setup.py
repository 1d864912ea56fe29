"""An empty store becomes a ledger with its first people."""

from __future__ import annotations

from django.core.management import call_command
from django.db import transaction

from duly.actions import gate
from duly.actions.access import first_people
from duly.actions.gate import Done, Step
from duly.store.audit import head
from duly.store.canonical import digest


def initialize(people: dict[str, str]) -> Done:
    """Make the tables and guards, and add the first people: nobody is asked, since nobody is there."""
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        at = gate.clock().isoformat(timespec="microseconds")
        step = Step("access.grant", "duly init", head()[0] + 1, at, "the first people", set())
        done = Done(first_people(step, people), step.seq)
        gate.record(step, "initialize", done, "initialize", digest(people))
    return done
