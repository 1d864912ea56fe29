"""Contracts and rows in bulk: a file comes in as a job of many parts, which the worker checks and then takes in.

Every part is tried first and undone; what all of them would do is one proposal, which others agree to where the rows
need it. Then part after part comes in, each in a command of its own under a key of its own, so that a job that was
interrupted goes on where it was and does nothing twice. A part that would no longer do what was agreed to is left out
and named.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from duly.actions import job_parts
from duly.actions.errors import JobIsOver, JobIsThere, NotAllowed, NothingToDo, UnknownJob
from duly.actions.gate import Json, Step, verb
from duly.actions.readers import may_read
from duly.engine.access.limits import BANDS
from duly.readers.bulk import parts
from duly.store.audit import NOW, Approval, Command, Proposal
from duly.store.canonical import canonical, digest
from duly.store.jobs import (
    AGREED,
    CANCELLED,
    CHECK,
    EACH,
    FINISHED,
    REFUSED,
    RUN,
    WHOLE,
    Job,
    JobEvent,
    JobPart,
    JobResult,
    done,
    events_of,
    next_part,
    unended,
)

SUBMIT = "job.submit"
_OVER = {CANCELLED, FINISHED, REFUSED}
_PIECE = 1 << 20
# Files that stand beside a request, which names them by their digest: a request is small, whatever it brings.
_STAGED: dict[str, Path] = {}


def staged(file: str | os.PathLike[str]) -> str:
    """Put a file beside the next request, and return its digest for it."""
    found = hashlib.sha256()
    for piece in _pieces(Path(file)):
        found.update(piece)
    _STAGED[found.hexdigest()] = Path(file)
    return found.hexdigest()


@verb(SUBMIT)
def submit_job(step: Step, kind: str, name: str, sha256: str, source: str = "file", whole: bool = False) -> Json:
    """Keep a bulk file, in parts, to be taken in by the worker. kind: contracts, or rows of those that are known ·
    whole: nothing comes in where anything waits. Errors: JobIsThere, and those of `duly.readers.bulk`."""
    step.touch("")
    if kind not in job_parts.KINDS:
        raise UnknownJob(f"there are no jobs of {kind!r}", fix=f"name one of {', '.join(job_parts.KINDS)}")
    _require_new(sha256, kind)
    job = Job(ref=f"JOB-{step.seq}", kind=kind, name=name, source=source, sha256=sha256, seq=step.seq)
    job.maker, job.mode, job.parts = step.actor, WHOLE if whole else EACH, 0
    with transaction.atomic():
        for n, part in enumerate(parts(_pieces(_STAGED[sha256]), name), 1):
            JobPart(job_id=job.ref, n=n, line=part.line, body=part.body, seq=step.seq).save(force_insert=True)
            job.parts = n
        if not job.parts:
            raise NothingToDo(f"{name} is empty")
        job.save(force_insert=True)
    step.subject = job.ref
    return {"job": job.ref, "parts": job.parts, "sha256": sha256}


@verb(SUBMIT)
def check_part(step: Step, job: str, n: int) -> Json:
    """Find out what a part of a job would do, and undo it."""
    found = _going(step, job)
    part = JobPart.objects.get(job=found, n=n)
    with transaction.atomic():
        outcome = job_parts.outcome(job_parts.step_of(step, found), found, part)
        transaction.set_rollback(True)
    return _kept(step, found, n, CHECK, outcome)


@verb(SUBMIT)
def start_job(step: Step, job: str) -> Json:
    """Let the parts of a job come in: as all of them would do together, for others to agree to."""
    found = _going(step, job)
    outcomes = [json.loads(one.body) for one in JobResult.objects.filter(job=found, step=CHECK).order_by("n")]
    totals = job_parts.together(outcomes)
    stopped = found.mode == WHOLE and bool(totals["set aside"])
    if stopped or not totals["taken in"]:
        event = REFUSED if stopped else FINISHED
        _tell(step, found, event, totals)
        return {"job": found.ref, "state": event, **totals}
    asked = sorted({(action, entity) for one in outcomes for action, entity in one["asked"]})
    for action, entity in asked:
        step.touch(entity, action)
    for digits, minor in (pair for one in outcomes for pair in one["weight"].items()):
        step.weigh(minor, int(digits))
    step.band = max(step.band or BANDS[0], *(BANDS[one["band"]] for one in outcomes), key=BANDS.index)
    _tell(step, found, AGREED, {"asked": asked})
    return {"job": found.ref, **totals, "content": digest(outcomes)}


@verb(SUBMIT)
def run_part(step: Step, job: str, n: int) -> Json:
    """Take in a part of a job that was agreed to: what was shown of it, or nothing."""
    found = _going(step, job)
    agreed = events_of(found).get(AGREED)
    if agreed is None:
        raise JobIsOver(f"nobody has agreed to {job}", fix="`duly approvals` shows what waits")
    shown = json.loads(JobResult.objects.get(job=found, n=n, step=CHECK).body)
    part = JobPart.objects.get(job=found, n=n)
    inner = job_parts.step_of(step, found)
    with transaction.atomic():
        outcome = job_parts.outcome(inner, found, part, only=shown["right"])
        stale = not job_parts.same(outcome, shown) or not _covered(outcome, agreed["asked"])
        if stale:
            transaction.set_rollback(True)
    if stale:
        outcome = job_parts.stale(shown)
    else:
        step.events.extend(inner.events)
    return _kept(step, found, n, RUN, {**outcome, "set aside": [*shown["set aside"], *outcome["set aside"]]})


@verb(SUBMIT)
def finish_job(step: Step, job: str) -> Json:
    """Say what came of a job all of whose parts came in."""
    found = _going(step, job)
    outcomes = (json.loads(one.body) for one in JobResult.objects.filter(job=found, step=RUN).order_by("n"))
    totals = job_parts.together(outcomes)
    _tell(step, found, FINISHED, totals)
    step.tell("import.completed", entity="", contracts=totals["imported"], rows=sum(totals["rows"].values()))
    return {"job": found.ref, "state": FINISHED, **totals}


@verb(SUBMIT)
def cancel_job(step: Step, job: str) -> Json:
    """Take no further part of a job in; what came in stays."""
    found = _going(step, job)
    if step.actor != found.maker:
        raise NotAllowed(f"{found.ref} is of {found.maker}", why="who submitted a job cancels it", fix="ask them")
    _tell(step, found, CANCELLED, {"parts": done(found, RUN)})
    return {"job": found.ref, "state": CANCELLED, "parts taken in": done(found, RUN)}


def known_job(ref: str, by: str = "", seq: int = NOW) -> Job:
    """A job, for whoever submitted it or may read the books. by: empty where nobody asks."""
    found = Job.objects.filter(ref=ref, seq__lte=seq).first()
    if found is None:
        raise UnknownJob(f"there is no job {ref!r}", fix="`duly job list` shows them")
    if by and by != found.maker and not may_read(by, ""):
        raise NotAllowed(f"{by} may not see {ref}", why="it is somebody else's", fix="ask who submitted it")
    return found


def state_of(job: Job, seq: int = NOW) -> Json:
    """Where a job stands as of a command, for people: its state, how many parts are checked and taken in, what came of
    it so far."""
    events, checked, run = events_of(job, seq), done(job, CHECK, seq), done(job, RUN, seq)
    over = next((event for event in (CANCELLED, FINISHED, REFUSED) if event in events), "")
    proposal, refused = _proposed(job, seq)
    state = over or (REFUSED if refused else "")
    state = state or ("running" if AGREED in events else "waits for approval" if proposal else "checking")
    told: Json = {"job": job.ref, "kind": job.kind, "name": job.name, "by": job.maker, "state": state}
    told |= {"parts": job.parts, "checked": checked, "taken in": run}
    return {**told, **({"proposal": proposal} if proposal else {}), **(events.get(over) or {})}


def results(job: Job, first: int = 1, last: int = 0, seq: int = NOW) -> Iterator[Json]:
    """What came of each contract or row of a job so far, in the order of the file, from a part to another (0: all);
    those that wait say why."""
    known = JobResult.objects.filter(job=job, seq__lte=seq)
    ran = {one.n: one for one in known.filter(step=RUN).only("n")}
    for n in range(first, min(last or job.parts, job.parts) + 1):
        step = RUN if n in ran else CHECK
        found = known.filter(n=n, step=step).first()
        if found is not None:
            yield from job_parts.rows_of(json.loads(found.body), taken=step == RUN)


def next_step(job: Job) -> tuple[str, str, dict[str, object]] | None:
    """What the worker does next for a job: the verb, its key and what it is told; None where it waits or is over."""
    events = events_of(job)
    if events.keys() & _OVER:
        return None
    to_check = next_part(job, CHECK)
    if to_check:
        return "check_part", f"{job.ref}/check/{to_check}", {"job": job.ref, "n": to_check}
    if AGREED not in events:
        return None if _proposed(job)[0] else ("start_job", f"{job.ref}/start", {"job": job.ref})
    to_run = next_part(job, RUN)
    if to_run:
        return "run_part", f"{job.ref}/run/{to_run}", {"job": job.ref, "n": to_run}
    return "finish_job", f"{job.ref}/finish", {"job": job.ref}


def jobs(seq: int = NOW) -> QuerySet[Job]:
    """All jobs as of a command, the newest first."""
    return Job.objects.filter(seq__lte=seq).order_by("-seq")


def waiting() -> Sequence[Job]:
    """The jobs that are not over."""
    return [job for job in unended() if not _proposed(job)[1]]


def faults() -> Iterator[str]:
    """Jobs that took in something else than what was shown and agreed to."""
    for agreed in JobEvent.objects.filter(event=AGREED).select_related("job"):
        job = agreed.job
        proposal, _ = _proposed(job)
        shown = [json.loads(one.body) for one in JobResult.objects.filter(job=job, step=CHECK).order_by("n")]
        if proposal:
            effect = json.loads(Proposal.objects.get(ref=proposal).effect)
            if effect["content"] != digest(shown):
                yield f"{job.ref}: its parts were checked otherwise than was agreed to"
        for one in JobResult.objects.filter(job=job, step=RUN).order_by("n"):
            ran = json.loads(one.body)
            if ran["right"] and not job_parts.same(ran, shown[one.n - 1]):
                yield f"{job.ref}: part {one.n} took in something else than was agreed to"


def _proposed(job: Job, seq: int = NOW) -> tuple[str, bool]:
    """The proposal by which a job is to start, if there is one, and whether it was refused."""
    asked = Command.objects.filter(key=f"{job.ref}/start", seq__lte=seq).first()
    proposal = str(json.loads(asked.result)["proposal"]) if asked else ""
    refused = Approval.objects.filter(proposal=proposal, granted=False, seq__lte=seq)
    return proposal, bool(proposal) and refused.exists()


def _going(step: Step, ref: str) -> Job:
    """A job that is not over, as something is done for it."""
    job = known_job(ref)
    step.subject = job.ref
    over = events_of(job).keys() & _OVER
    if over:
        raise JobIsOver(f"{ref} is {over.pop()}", fix="submit what is left as a job of its own")
    step.touch("")
    return job


def _kept(step: Step, job: Job, n: int, of: str, outcome: Json) -> Json:
    JobResult(job=job, n=n, step=of, body=canonical(outcome), seq=step.seq).save(force_insert=True)
    return {"job": job.ref, "part": n, **job_parts.together([outcome])}


def _tell(step: Step, job: Job, event: str, body: Json) -> None:
    JobEvent(job=job, event=event, body=canonical(body), seq=step.seq).save(force_insert=True)


def _covered(outcome: Json, asked: Sequence[Sequence[str]]) -> bool:
    """Whether a part needs agreement to nothing but what was agreed to."""
    needed = outcome["asked"]
    assert isinstance(needed, list)
    return {tuple(one) for one in needed} <= {tuple(one) for one in asked}


def _require_new(sha256: str, kind: str) -> None:
    """The same file is not taken in twice: what waits of it is mended and sent in a file of its own."""
    for job in Job.objects.filter(sha256=sha256, kind=kind).order_by("seq"):
        if not events_of(job).keys() & {CANCELLED, REFUSED} and not _proposed(job)[1]:
            raise JobIsThere(
                f"this very file is {job.ref}",
                why="the same file sent twice would record its rows twice",
                fix=f"`duly job show {job.ref}` says what came of it",
            )


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
