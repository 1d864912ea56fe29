"""Who is told of events: endpoints with their secrets, which are rows like any other; and, beside the ledger, what was
sent, which is no fact of it: those rows change, and go."""

from __future__ import annotations

from django.db import models

from duly.store.audit import NOW
from duly.store.texts import Digest, Json, Name, Seq

ACTIVE, PAUSED, DISABLED, REMOVED = "active", "paused", "disabled", "removed"
WAITS, DELIVERED, GIVEN_UP = "waits", "delivered", "given up"


class Endpoint(models.Model):
    """An endpoint as it is from a command on; its last row counts. entity: events of this one alone (empty: of all) ·
    events: names that are sent (none: all of them) · owner: the person who must have the right to be told."""

    ref = Name()
    url = Name()
    events = Json()
    entity = Name(blank=True)
    owner = Name()
    state = Name()
    seq = Seq()

    class Meta:
        db_table = "webhook_endpoint"


class SecretMade(models.Model):
    """That an endpoint has a secret from a command on. The secret itself is kept nowhere: it follows from the secret of
    the machine and the salt. mark: the beginning of its digest, by which a changed secret of the machine is noticed ·
    both_until: the one before signs too until then."""

    endpoint = Name()
    salt = Digest()
    mark = Name()
    both_until = Name()
    seq = Seq()

    class Meta:
        db_table = "webhook_secret"


class Progress(models.Model):
    """Up to which row of the outbox deliveries of an endpoint were made, and since when nothing arrives (empty: it
    does)."""

    endpoint = Name(primary_key=True)
    upto = models.BigIntegerField()
    failing_since = Name(blank=True)

    class Meta:
        db_table = "webhook_progress"


class Delivery(models.Model):
    """An event for an endpoint. event: its row of the outbox · due_at: when it is sent next · claimed_until: until then
    one worker has it · tries: since it was last asked for · log: the last attempts, each with moment, status,
    milliseconds and what was wrong."""

    endpoint = Name()
    event = models.BigIntegerField()
    name = Name()
    state = Name()
    due_at = Name()
    claimed_until = Name(blank=True)
    tries = models.IntegerField(default=0)
    log = Json(default="[]")

    class Meta:
        db_table = "webhook_delivery"
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="event_once_an_endpoint")]
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]


def endpoints(seq: int = NOW) -> dict[str, Endpoint]:
    """Every endpoint as it is, or was as of a command, by its reference."""
    return {one.ref: one for one in Endpoint.objects.filter(seq__lte=seq).order_by("pk")}
