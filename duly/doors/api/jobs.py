"""Contracts and rows in bulk: a file of any size comes in as a job, which the worker takes in part by part."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from duly.actions import jobs
from duly.actions.gate import not_allowed
from duly.actions.job_parts import CONTRACTS
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import ANYBODY, FILE, Room
from duly.doors.api.paging import page, place_of
from duly.doors.api.shapes import Asking, Commanded, OptionalRef, Page, Paged, Ref, Told, Why
from duly.doors.api.telling import effect_told
from duly.store.jobs import Job

room = Room("jobs")


class JobRow(Told):
    """A job and where it stands: checking, waits for approval, running, finished, cancelled or refused. `totals`: what
    came of it, when it is over."""

    job: str
    kind: str
    name: str
    by: str
    state: str
    parts: int
    checked: int
    taken_in: int
    proposal: str | None
    totals: Any


class Results(Told):
    """What came of the contracts or rows of a part so far; those that wait say where, why and how to mend it."""

    items: list[Any]
    part: int
    next_part: int | None


class JobAsked(BaseModel):
    """The query of a file that is to come in."""

    name: Ref = Field(description="What the file is called; its ending says what it is: .jsonl, .ndjson, .yaml, .yml.")
    kind: Literal["contracts", "rows"] = "contracts"
    whole: bool = Field(False, description="Nothing comes in where anything waits.")
    source: OptionalRef = ""
    why: Why = ""


class ResultsAsked(Asking):
    """The query of results."""

    part: int = Field(1, ge=1, le=10_000_000, description="A part of the file, from 1.")


@room.question("/jobs", ANYBODY)
def list_jobs(asked: Asked, q: Paged) -> Page[JobRow]:
    """List jobs. The newest first: your own, and all of them for those who may read all books."""
    place = place_of(q)
    rows = jobs.jobs(place.seq)
    rows = rows if asked.may_read("") else rows.filter(maker=asked.person)
    return page(q, place, rows, ["-seq"], lambda found: [_row(one, place.seq) for one in found])


@room.question("/jobs/{job}", ANYBODY)
def get_job(asked: Asked, job: Ref, q: Asking) -> JobRow:
    """Get a job. How far it is, and what came of it."""
    seq = asked.at(q.as_of)
    return _row(_seen(asked, job, seq), seq)


@room.question("/jobs/{job}/results", ANYBODY)
def list_job_results(asked: Asked, job: Ref, q: ResultsAsked) -> Results:
    """List results. What came of each contract or row, a part of the file at a time."""
    seq = asked.at(q.as_of)
    found = _seen(asked, job, seq)
    rows = [effect_told(one) for one in jobs.results(found, q.part, q.part, seq)]
    return Results(items=rows, part=q.part, next_part=q.part + 1 if q.part < found.parts else None)


@room.command("/jobs", "submit_job", jobs.SUBMIT, media_type=FILE)
def submit_job(asked: Asked, q: JobAsked) -> dict[str, Any]:
    """Submit a file. Of any size, as the body of the request; the key needs the scope contract.import or fact.record
    too."""
    asked.require_scope("contract.import" if q.kind == CONTRACTS else "fact.record")
    said = {"kind": q.kind, "name": q.name, "sha256": jobs.staged(asked.file), "whole": q.whole}
    return {**said, "source": q.source or "api"}


@room.command("/jobs/{job}/cancel", "cancel_job", jobs.SUBMIT)
def cancel_job(asked: Asked, job: Ref, body: Commanded) -> dict[str, Any]:
    """Cancel a job. What came in stays; whoever submitted it may do that."""
    return {"job": job}


def _seen(asked: Asked, ref: str, seq: int) -> Job:
    """A job, for whoever submitted it or may read all books."""
    found = jobs.known_job(ref, seq=seq)
    if found.maker != asked.person and not asked.may_read(""):
        raise not_allowed(asked.person, READ, "")
    return found


def _row(one: Job, seq: int) -> JobRow:
    told = jobs.state_of(one, seq)
    same = {name: told.pop(name) for name in ("job", "kind", "name", "by", "state", "parts", "checked")}
    return JobRow(
        **same,  # type: ignore[arg-type]
        taken_in=told.pop("taken in"),
        proposal=told.pop("proposal", None),
        totals=effect_told(told),
    )
