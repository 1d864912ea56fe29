"""What came in and what must go out: rows instead of a broker."""

from __future__ import annotations

from django.db import models

from duly.store.texts import Json, Name, Seq


class Outbox(models.Model):
    """An event, written in the transaction of its cause. seq: the command."""

    event = Name()
    body = Json()
    seq = Seq()

    class Meta:
        db_table = "outbox"


class Inbox(models.Model):
    """A message from outside, once a source and number."""

    source = Name()
    external = Name()
    body = Json()
    seq = Seq()

    class Meta:
        db_table = "inbox"
        constraints = [models.UniqueConstraint(fields=["source", "external"], name="message_once")]


class Worker(models.Model):
    """A worker that was here, and when last. It stands beside the ledger: the row changes."""

    name = Name(primary_key=True)
    at = Name()

    class Meta:
        db_table = "worker_seen"
