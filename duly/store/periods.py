"""Fiscal periods of each entity and book, what became of them, and the certificates of their closes."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from duly.store.company import sections_at
from duly.store.texts import Digest, Json, Name, Seq

OPEN, SOFT, CLOSED = "open", "soft closed", "closed"
# What stands for all periods before the cut-over: one day, the last of them, on which positions are stated.
OPENING = "opening"


class Period(models.Model):
    """A period [start, until) of an entity in a book, in day numbers. seq: the command that first posted beyond it."""

    entity = Name()
    book = Name()
    name = Name()
    start = models.IntegerField()
    until = models.IntegerField()
    seq = Seq()

    class Meta:
        db_table = "period"
        constraints = [models.UniqueConstraint(fields=["entity", "book", "name"], name="period_once")]


class PeriodEvent(models.Model):
    """A period became open, soft closed or closed. proposal: by which it was reopened."""

    period = models.ForeignKey(Period, models.PROTECT)
    state = Name()
    proposal = Name(blank=True)
    seq = Seq()

    class Meta:
        db_table = "period_event"


class Certificate(models.Model):
    """What a close certifies: inputs, engine and totals by their digests, and the head of the chain. seq: what was
    known."""

    period = models.ForeignKey(Period, models.PROTECT)
    body = Json()
    digest = Digest()
    seq = Seq()

    class Meta:
        db_table = "certificate"


def state_of(period: Period) -> str:
    """The state of a period now."""
    last = PeriodEvent.objects.filter(period=period).order_by("-id").values_list("state", flat=True).first()
    return last or OPEN


def opening_of(entity: str, book: str, seq: int | None = None) -> Period | None:
    """The cut-over of an entity in a book, now or as of a command; None where it is kept from its beginning."""
    found = Period.objects.filter(entity=entity, book=book, name=OPENING)
    return (found if seq is None else found.filter(seq__lte=seq)).first()


def states_of(entity: str, book: str, seq: int = 1 << 62) -> list[tuple[Period, str]]:
    """The periods of an entity in a book by date, each with its state, now or as of a command."""
    events = PeriodEvent.objects.filter(period__entity=entity, seq__lte=seq).order_by("id")
    last = {event.period_id: event.state for event in events}
    rows = Period.objects.filter(entity=entity, book=book, seq__lte=seq).order_by("start")
    return [(period, last.get(period.id, OPEN)) for period in rows]


def closes_that_stand(seq: int, book: str) -> list[PeriodEvent]:
    """The closes of a book as of a command, by the end of their periods: one that was reopened stands no more."""
    last: dict[int, PeriodEvent] = {}
    for event in PeriodEvent.objects.filter(seq__lte=seq, period__book=book).select_related("period").order_by("id"):
        last[event.period_id] = event
    return sorted((one for one in last.values() if one.state == CLOSED), key=lambda one: one.period.until)


def last_certificate(entity: str, book: str, seq: int) -> dict[str, Any] | None:
    """What the last close of any period of an entity in a book certified, as of a command."""
    found = Certificate.objects.filter(period__entity=entity, period__book=book, seq__lt=seq).order_by("-id").first()
    return None if found is None else json.loads(found.body)


def changed_sections(certificate: dict[str, Any], seq: int) -> set[str]:
    """The sections of the company file that are others as of a command than when a certificate was made."""
    was, now = certificate["settings"], {section: row.digest for section, row in sections_at(seq).items()}
    return {section for section in was.keys() | now.keys() if was.get(section) != now.get(section)}
