"""What is sent to endpoints: made from the outbox, claimed by one worker at a time, settled by what came of it.

These rows are no facts of the ledger and change without a command. Nothing is lost by that: they are made again from
the outbox, which forgets nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, F, Max, QuerySet

from duly.actions import gate
from duly.actions.webhooks import SET, STOP, known_endpoint, may_be_told, wants
from duly.engine.access.receivers import Answer
from duly.engine.access.roles import may
from duly.store.access import roles_of
from duly.store.audit import NOW, moment_of
from duly.store.canonical import canonical
from duly.store.mail import Outbox
from duly.store.webhooks import (
    ACTIVE,
    DELIVERED,
    GIVEN_UP,
    REMOVED,
    WAITS,
    Delivery,
    Endpoint,
    Progress,
    endpoints,
)

# Seconds until the next attempt: four days and more in all.
BACK_OFF = (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400)
DAYS_UNTIL_DISABLED = 5
DAYS_KEPT = 90
# A worker that died in the middle is waited for so long; sending takes much less.
_LEASE = timedelta(seconds=60)
_AT_ONCE = 1_000
_ATTEMPTS_KEPT = 20
_SHOWN = 500
_A_DAY = 86_400


class Message(NamedTuple):
    """An event as it goes to an endpoint. claim: what the worker holds it by · content: the body as it is sent."""

    number: int
    claim: str
    endpoint: Endpoint
    name: str
    id: str
    content: str


def plan() -> None:
    """Make deliveries of what happened since the last round, for every endpoint that may be told."""
    last = Outbox.objects.aggregate(last=Max("pk"))["last"] or 0
    for endpoint in endpoints().values():
        if endpoint.state == ACTIVE and may_be_told(endpoint):
            while _planned(endpoint, last):
                pass
    Delivery.objects.filter(state__in=(DELIVERED, GIVEN_UP), due_at__lt=_later(-DAYS_KEPT * _A_DAY)).delete()


def _planned(endpoint: Endpoint, last: int) -> bool:
    """Make some deliveries; whether more are left. Two workers that do it at once make each of them once."""
    progress, _ = Progress.objects.get_or_create(endpoint=endpoint.ref, defaults={"upto": _begun(endpoint)})
    rows = list(Outbox.objects.filter(pk__gt=progress.upto, pk__lte=last).order_by("pk")[:_AT_ONCE])
    if not rows:
        return False
    now = _later(0)
    new = [
        Delivery(endpoint=endpoint.ref, event=row.pk, name=row.event, state=WAITS, due_at=now)
        for row in rows
        if wants(endpoint, row.event, json.loads(row.body))
    ]
    with transaction.atomic():
        Delivery.objects.bulk_create(new, ignore_conflicts=True)
        Progress.objects.filter(endpoint=endpoint.ref, upto=progress.upto).update(upto=rows[-1].pk)
    return len(rows) == _AT_ONCE


def _begun(endpoint: Endpoint) -> int:
    """The last event before there was an endpoint: it is told of those after it."""
    first = Endpoint.objects.filter(ref=endpoint.ref).order_by("pk").values_list("seq", flat=True)[0]
    return Outbox.objects.filter(seq__lte=first).aggregate(last=Max("pk"))["last"] or 0


def claim(left_alone: Collection[str] = (), only: str = "") -> Message | None:
    """The next message that is due, for this worker alone; not to these endpoints, or to this one only."""
    able = {ref: one for ref, one in endpoints().items() if one.state == ACTIVE and may_be_told(one)}
    wanted = (able.keys() & {only} if only else able.keys()) - set(left_alone)
    while wanted:
        now = _later(0)
        free = Delivery.objects.filter(endpoint__in=wanted, state=WAITS, due_at__lte=now, claimed_until__lte=now)
        first = free.order_by("due_at", "pk").first()
        if first is None:
            return None
        until = (gate.clock().astimezone(UTC) + _LEASE).isoformat(timespec="microseconds")
        if free.filter(pk=first.pk).update(claimed_until=until):
            return _message(first, until, able[first.endpoint])
    return None


def _message(row: Delivery, claim: str, endpoint: Endpoint) -> Message:
    event = Outbox.objects.get(pk=row.event)
    at = moment_of(event.seq)
    content = {"type": event.event, "timestamp": at, "data": {**json.loads(event.body), "version": event.seq}}
    return Message(row.pk, claim, endpoint, event.event, f"msg_{event.pk}", canonical(content))


def settle(message: Message, answer: Answer) -> str:
    """Keep what came of an attempt. Returns what is to be said of it."""
    row = Delivery.objects.get(pk=message.number)
    attempt = [_later(0), answer.status, answer.took, answer.wrong]
    log = canonical([*json.loads(row.log), attempt][-_ATTEMPTS_KEPT:])
    mine = Delivery.objects.filter(pk=row.pk, claimed_until=message.claim)
    done = {"log": log, "claimed_until": "", "tries": F("tries") + 1}
    failing = Progress.objects.filter(endpoint=message.endpoint.ref)
    if 200 <= answer.status < 300:
        mine.update(state=DELIVERED, due_at=_later(0), **done)
        failing.exclude(failing_since="").update(failing_since="")
        return DELIVERED
    failing.filter(failing_since="").update(failing_since=_later(0))
    if row.tries >= len(BACK_OFF):
        mine.update(state=GIVEN_UP, due_at=_later(0), **done)
        return f"given up after {row.tries + 1} attempts: {answer.wrong}"
    mine.update(due_at=_later(max(BACK_OFF[row.tries], min(answer.wait, _A_DAY))), **done)
    return f"waits: {answer.wrong}"


def let_go(message: Message) -> None:
    """Leave a message as it was, for the next round: nothing was sent."""
    Delivery.objects.filter(pk=message.number, claimed_until=message.claim).update(claimed_until="")


def is_gone(endpoint: str, answer: Answer) -> bool:
    """Whether an endpoint is to be disabled: it says that it is gone, or nothing arrived for days."""
    since = Progress.objects.values_list("failing_since", flat=True).get(endpoint=endpoint)
    return answer.status == 410 or bool(since) and since <= _later(-DAYS_UNTIL_DISABLED * _A_DAY)


def shown_endpoints(by: str, seq: int = NOW) -> Iterator[dict[str, Any]]:
    """The endpoints a person may set or stop, as of a command; how the messages of each fare, now."""
    roles = roles_of(by)
    failing = dict(Progress.objects.values_list("endpoint", "failing_since"))
    for one in endpoints(seq).values():
        if one.state == REMOVED or not _may_look(roles, one.entity):
            continue
        states = Delivery.objects.filter(endpoint=one.ref).values_list("state").annotate(Count("pk"))
        yield {
            "endpoint": one.ref, "url": one.url, "events": json.loads(one.events), "entity": one.entity,
            "state": one.state, "owner": one.owner, "failing since": failing.get(one.ref, ""),
            "stopped": "" if may_be_told(one) else f"{one.owner} may not be told any more: whoever changes it owns it",
            **dict.fromkeys((WAITS, DELIVERED, GIVEN_UP), 0), **dict(states),
        }  # fmt: skip


def _may_look(roles: set[tuple[str, str]], entity: str) -> bool:
    rights = [may(roles, action, entity) for action in (SET, STOP)]
    return any(right.makes or right.drafts for right in rights)


def delivery_log(by: str, endpoint: str, limit: int) -> Iterator[dict[str, Any]]:
    """The last messages to an endpoint, the newest first, each with its attempts; five hundred at most."""
    for row in messages(by, endpoint).order_by("-event")[: max(1, min(limit, _SHOWN))]:
        yield message_shown(row)


def messages(by: str, endpoint: str, seq: int = NOW) -> QuerySet[Delivery]:
    """The messages to an endpoint about what happened as of a command."""
    known = known_endpoint(None, endpoint)
    if not _may_look(roles_of(by), known.entity):
        raise gate.not_allowed(by, SET, known.entity)
    last = Outbox.objects.filter(seq__lte=seq).aggregate(last=Max("pk"))["last"] or 0
    return Delivery.objects.filter(endpoint=endpoint, event__lte=last)


def message_shown(row: Delivery) -> dict[str, Any]:
    """A message with its last attempts, for people."""
    attempts = [dict(zip(("at", "status", "ms", "wrong"), one, strict=True)) for one in json.loads(row.log)]
    due = row.due_at if row.state == WAITS else ""
    return {"message": f"msg_{row.event}", "event": row.name, "state": row.state, "due": due, "attempts": attempts}


def _later(seconds: float) -> str:
    moment: datetime = gate.clock().astimezone(UTC) + timedelta(seconds=seconds)
    return moment.isoformat(timespec="microseconds")
