"""Jobs in bulk: a file in parts, what came of each part, and what became of the whole."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from duly.store.audit import NOW
from duly.store.texts import Bytes, Digest, Json, Name, Seq

EACH, WHOLE = "each", "whole"
# What is asked of a part: what would come in, and then to bring it in.
CHECK, RUN = "check", "run"
AGREED, CANCELLED, FINISHED, REFUSED = "agreed", "cancelled", "finished", "refused"


class Job(models.Model):
    """A file that is taken in part by part. mode: whether one wrong row waits alone or stops all of it · maker: who
    sent it."""

    ref = Name(primary_key=True)
    kind = Name()
    name = Name()
    source = Name()
    mode = Name()
    sha256 = Digest()
    parts = models.IntegerField()
    maker = Name()
    seq = Seq()

    class Meta:
        db_table = "job"


class JobPart(models.Model):
    """A part of the file of a job. n: from 1 · line: of its first line in the file."""

    job = models.ForeignKey(Job, models.PROTECT)
    n = models.IntegerField()
    line = models.IntegerField()
    body = Bytes()
    seq = Seq()

    class Meta:
        db_table = "job_part"
        constraints = [models.UniqueConstraint(fields=["job", "n"], name="job_part_once")]


class JobResult(models.Model):
    """What came of a part when it was checked, or run."""

    job = models.ForeignKey(Job, models.PROTECT)
    n = models.IntegerField()
    step = Name()
    body = Json()
    seq = Seq()

    class Meta:
        db_table = "job_result"
        constraints = [models.UniqueConstraint(fields=["job", "n", "step"], name="job_result_once")]


class JobEvent(models.Model):
    """A job was agreed to, cancelled, finished, or refused as a whole. body: to what was agreed."""

    job = models.ForeignKey(Job, models.PROTECT)
    event = Name()
    body = Json()
    seq = Seq()

    class Meta:
        db_table = "job_event"
        constraints = [models.UniqueConstraint(fields=["job", "event"], name="job_event_once")]


def events_of(job: Job, seq: int = NOW) -> dict[str, Any]:
    """What became of a job: each event with what stands beside it."""
    rows = JobEvent.objects.filter(job=job, seq__lte=seq).order_by("id")
    return {one.event: json.loads(one.body) for one in rows}


def done(job: Job, step: str, seq: int = NOW) -> int:
    """How many parts were checked, or run."""
    return JobResult.objects.filter(job=job, step=step, seq__lte=seq).count()


def next_part(job: Job, step: str) -> int:
    """The first part that was not checked, or run, yet; 0 where there is none."""
    have = set(JobResult.objects.filter(job=job, step=step).values_list("n", flat=True))
    return next((n for n in range(1, job.parts + 1) if n not in have), 0)


def unended() -> list[Job]:
    """The jobs that are neither finished nor cancelled nor refused, the oldest first."""
    over = JobEvent.objects.filter(event__in=(CANCELLED, FINISHED, REFUSED)).values("job")
    return list(Job.objects.exclude(ref__in=over).order_by("seq"))
