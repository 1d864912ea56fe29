"""The audit trail, and the proof that nothing of the ledger was altered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from duly.actions import verification
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.paging import page, place_of, since_of
from duly.doors.api.shapes import Listed, OptionalRef, Page, Paged, Since, Told
from duly.doors.api.telling import effect_told
from duly.store.audit import AuditLine, head

room = Room("audit")
LOOK = "audit.read"


class AuditRow(Told):
    """A command that took effect. `hash` seals it with all rows that came in by it and the line before."""

    command: int
    at: str
    by: str
    verb: str
    subject: str
    why: str
    effect: Any
    request: str
    prev: str
    hash: str


class CheckRow(Told):
    """Something that must hold, by its number among the invariants, and what was found against it."""

    number: str
    says: str
    holds: bool
    faults: list[str]


class AuditAsked(Paged, Since):
    """The query of the audit trail."""

    by: OptionalRef = ""
    verb: OptionalRef = ""
    subject: OptionalRef = ""


@room.question("/audit", LOOK)
def list_audit(asked: Asked, q: AuditAsked) -> Page[AuditRow]:
    """List the audit trail. Every command that took effect, in its order."""
    asked.require("", LOOK)
    place = place_of(q)
    rows = AuditLine.objects.filter(seq__lte=place.seq)
    rows = rows.filter(seq__gt=since_of(q))
    wanted = {"actor": q.by, "verb": q.verb, "subject": q.subject}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return page(q, place, rows, ["seq"], _rows)


def _rows(found: Sequence[AuditLine]) -> list[AuditRow]:
    same = ("at", "verb", "subject", "why", "request", "prev", "hash")
    return [
        AuditRow(
            command=one.seq,
            by=one.actor,
            effect=effect_told(json.loads(one.effect)),
            **{name: getattr(one, name) for name in same},
        )
        for one in found
    ]


@room.question("/verification", LOOK)
def verify(asked: Asked) -> Listed[CheckRow]:
    """Verify the ledger. Walks both chains, adds up every entry and computes closed periods again: it may take long."""
    asked.require("", LOOK)
    rows = [
        CheckRow(number=check.number, says=check.says, holds=not faults, faults=faults)
        for check, faults in verification.verify()
    ]
    return Listed(items=rows, as_of=head()[0])
