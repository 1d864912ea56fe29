"""Periods: what they would post, posting, closing and reopening them."""

from __future__ import annotations

import json
from typing import Any

from duly.actions import drafts
from duly.actions.asking import book_named
from duly.actions.errors import UnknownPeriod
from duly.actions.journal import shown
from duly.actions.periods import blockers
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.shapes import Asking, Commanded, Listed, OptionalRef, Ref, Told
from duly.doors.api.telling import effect_told
from duly.ground.dates import iso
from duly.store.periods import Certificate, states_of

room = Room("periods")


class PeriodRow(Told):
    """A period of an entity in a book. `start` and `end` are ISO dates, both in it; `state`: open, soft closed or
    closed."""

    entity: str
    book: str
    period: str
    start: str
    end: str
    state: str


class PeriodDraft(Told):
    """What a period would post with everything recorded so far. `effect`: lines, totals, revenue by cause, what moves
    closed periods, what is held, and the contracts that cannot be decided; `against_close`: what stands against it."""

    entity: str
    book: str
    period: str
    effect: Any
    against_close: list[str]
    as_of: int


class CertificateShown(Told):
    """What a close certified: digests of inputs and settings, engine version, totals, the head of the chain."""

    entity: str
    book: str
    period: str
    command: int
    digest: str
    certificate: Any


class OfEntity(Asking):
    """The query of a question about an entity in a book (empty: the first)."""

    entity: Ref
    book: OptionalRef = ""


class OfEntityTaken(Commanded):
    """The entity and book (empty: the first) a command is for."""

    entity: Ref
    book: OptionalRef = ""


@room.question("/periods", READ)
def list_periods(asked: Asked, q: OfEntity) -> Listed[PeriodRow]:
    """List periods. Those anything was posted to, with their states."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    book = book_named(q.book, seq)
    rows = [
        PeriodRow(
            entity=q.entity, book=book, period=one.name, start=iso(one.start), end=iso(one.until - 1), state=state
        )
        for one, state in states_of(q.entity, book, seq)
    ]
    return Listed(items=rows, as_of=seq)


@room.question("/periods/{period}/draft", READ)
def get_period_draft(asked: Asked, period: Ref, q: OfEntity) -> PeriodDraft:
    """See what a period would post. By cause, and what stands against a close; nothing is changed."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    draft = drafts.draft_of(seq, q.entity, q.book, period)
    return PeriodDraft(
        entity=q.entity,
        book=draft.period.book,
        period=period,
        effect=effect_told(shown(draft)),
        against_close=list(blockers(draft)),
        as_of=seq,
    )


@room.question("/periods/{period}/certificate", READ)
def get_certificate(asked: Asked, period: Ref, q: OfEntity) -> CertificateShown:
    """Get the certificate of a close. The last one; those before it stand in the audit trail."""
    asked.require(q.entity)
    seq = asked.at(q.as_of)
    book = book_named(q.book, seq)
    rows = Certificate.objects.filter(period__entity=q.entity, period__book=book, period__name=period, seq__lte=seq)
    found = rows.order_by("-id").first()
    if found is None:
        raise UnknownPeriod(f"{period} of {q.entity} was not closed")
    body = json.loads(found.body)
    return CertificateShown(
        entity=q.entity, book=book, period=period, command=found.seq, digest=found.digest, certificate=body
    )


@room.command("/periods/{period}/post", "post_period", "journal.post")
def post_period(asked: Asked, period: Ref, body: OfEntityTaken) -> dict[str, Any]:
    """Post a period. What it has so far; what would move closed periods is left for the close."""
    return _of(period, body)


@room.command("/periods/{period}/soft-close", "soft_close_period", "period.soft_close")
def soft_close_period(asked: Asked, period: Ref, body: OfEntityTaken) -> dict[str, Any]:
    """Close a period softly. From now on it takes manual entries alone."""
    return _of(period, body)


@room.command("/periods/{period}/close", "close_period", "period.close")
def close_period(asked: Asked, period: Ref, body: OfEntityTaken) -> dict[str, Any]:
    """Close a period. Posts the rest and certifies it, when another person has agreed (202)."""
    return _of(period, body)


@room.command("/periods/{period}/reopen", "reopen_period", "period.reopen")
def reopen_period(asked: Asked, period: Ref, body: OfEntityTaken) -> dict[str, Any]:
    """Open a closed period again. Two others agree; it needs a reason."""
    return _of(period, body)


@room.command("/periods/{period}/restate", "restate_periods", "period.restate")
def restate_periods(asked: Asked, period: Ref, body: OfEntityTaken) -> dict[str, Any]:
    """Carry errors back to the periods they belong to. What an open period would book for closed ones and was classed
    so that it is carried back; two others agree, and it needs a reason."""
    return _of(period, body)


def _of(period: str, body: OfEntityTaken) -> dict[str, Any]:
    return {"entity": body.entity, "period": period, "book": body.book}
