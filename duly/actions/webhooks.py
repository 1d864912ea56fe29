"""Endpoints: who is told of events, and with which secret. An endpoint belongs to a person, and is told what concerns
its entity for as long as that person may be told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from duly.actions.errors import CannotSign, NothingToDo, UnknownEndpoint
from duly.actions.events import OFFERED
from duly.actions.gate import Json, Step, not_allowed, verb
from duly.engine.access.receivers import receiver
from duly.engine.access.roles import Right, may
from duly.store.access import roles_of
from duly.store.audit import AuditLine
from duly.store.canonical import canonical
from duly.store.mail import Outbox
from duly.store.webhooks import (
    ACTIVE,
    DISABLED,
    PAUSED,
    REMOVED,
    WAITS,
    Delivery,
    Endpoint,
    Progress,
    SecretMade,
    endpoints,
)

SET, STOP = "webhook.set", "webhook.stop"
OVERLAP_HOURS = 24


@verb(SET)
def add_endpoint(step: Step, url: str, events: Sequence[str] = (), entity: str = "") -> Json:
    """Tell an address of events: those that are named (none: all) of an entity (none: of all of them)."""
    step.touch(entity)
    receiver(url, settings.WEBHOOK_ALLOW)
    _offered(events)
    ref = f"WH-{step.seq}"
    _keep(step, Endpoint(ref=ref, url=url, events=canonical(list(events)), entity=entity), ACTIVE)
    _make_secret(step, ref)
    return {"endpoint": ref, "url": url, "events": list(events), "entity": entity}


@verb(SET)
def change_endpoint(
    step: Step, endpoint: str, url: str = "", events: Sequence[str] | None = None, entity: str | None = None
) -> Json:
    """Change what is said; the rest stays. Whoever changes an endpoint is its owner from then on."""
    known = known_endpoint(step, endpoint)
    now = {"url": known.url, "events": json.loads(known.events), "entity": known.entity}
    said = {"url": url or None, "events": list(events) if events is not None else None, "entity": entity}
    new = now | {key: value for key, value in said.items() if value is not None}
    if new == now and known.owner == step.actor:
        raise NothingToDo(f"{endpoint} is so already")
    step.touch(str(new["entity"]))
    receiver(str(new["url"]), settings.WEBHOOK_ALLOW)
    _offered(new["events"])
    changed = {"url": new["url"], "events": canonical(new["events"]), "entity": new["entity"]}
    _keep(step, Endpoint(ref=endpoint, **changed), known.state)
    return {"endpoint": endpoint, "before": now, "after": new}


@verb(STOP)
def pause_endpoint(step: Step, endpoint: str) -> Json:
    """Send nothing until it is resumed; what happens meanwhile waits."""
    return _turn(step, endpoint, PAUSED)


@verb(SET)
def resume_endpoint(step: Step, endpoint: str) -> Json:
    """Send again, all that waits first."""
    Progress.objects.filter(endpoint=endpoint).update(failing_since="")
    return _turn(step, endpoint, ACTIVE)


@verb(STOP)
def remove_endpoint(step: Step, endpoint: str) -> Json:
    """Send nothing any more."""
    return _turn(step, endpoint, REMOVED)


@verb(STOP)
def disable_endpoint(step: Step, endpoint: str) -> Json:
    """Stop sending to an endpoint that has not answered for days; what happens meanwhile waits for its return."""
    done = _turn(step, endpoint, DISABLED)
    step.tell("webhook.disabled", entity=known_endpoint(step, endpoint).entity, endpoint=endpoint)
    return done


@verb(SET)
def rotate_secret(step: Step, endpoint: str, overlap_hours: int = OVERLAP_HOURS) -> Json:
    """Give an endpoint a new secret; for some hours both sign. None, where the old one is in wrong hands."""
    known_endpoint(step, endpoint)
    _make_secret(step, endpoint, overlap_hours)
    step.subject = endpoint
    return {"endpoint": endpoint, "both secrets sign for hours": overlap_hours}


@verb(SET)
def replay_events(step: Step, endpoint: str, message: str = "", since: str = "") -> Json:
    """Send again what was sent, or given up: one message, or all since a moment."""
    known_endpoint(step, endpoint)
    chosen = Delivery.objects.filter(endpoint=endpoint).exclude(state=WAITS)
    if message:
        number = message.removeprefix("msg_")
        chosen = chosen.filter(event=int(number) if number.isdecimal() else -1)
    else:
        first = AuditLine.objects.filter(at__gte=since).order_by("seq").values_list("seq", flat=True).first()
        chosen = chosen.filter(event__in=Outbox.objects.filter(seq__gte=first or step.seq).values("pk"))
    count = chosen.update(state=WAITS, due_at=step.at, claimed_until="", tries=0)
    if not count:
        raise NothingToDo(
            f"nothing of that kind was sent to {endpoint}", fix=f"`duly webhook log {endpoint}` lists messages"
        )
    step.subject = endpoint
    return {"endpoint": endpoint, "sent again": count}


@verb(SET)
def test_endpoint(step: Step, endpoint: str) -> Json:
    """Tell an endpoint, and it alone, that somebody tries it."""
    known = known_endpoint(step, endpoint)
    step.subject = endpoint
    step.tell("webhook.tested", entity=known.entity, endpoint=endpoint)
    return {"endpoint": endpoint, "sent": "webhook.tested"}


def known_endpoint(step: Step | None, ref: str) -> Endpoint:
    """An endpoint that is not removed, and the right to it."""
    found = endpoints().get(ref)
    if found is None or found.state == REMOVED:
        raise UnknownEndpoint(f"there is no endpoint {ref!r}", fix="`duly webhook list` shows them")
    if step is not None:
        step.touch(found.entity)
    return found


def _turn(step: Step, ref: str, state: str) -> Json:
    known = known_endpoint(step, ref)
    if known.state == state:
        raise NothingToDo(f"{ref} is {state} already")
    now = Endpoint(ref=ref, url=known.url, events=known.events, entity=known.entity, owner=known.owner)
    _keep(step, now, state)
    return {"endpoint": ref, "before": known.state, "after": state}


def _keep(step: Step, endpoint: Endpoint, state: str) -> None:
    endpoint.owner, endpoint.state, endpoint.seq = endpoint.owner or step.actor, state, step.seq
    endpoint.save(force_insert=True)
    step.subject = endpoint.ref


def _offered(events: object) -> None:
    unknown = sorted(set(events) - set(OFFERED)) if isinstance(events, list | tuple) else [str(events)]
    if unknown:
        raise UnknownEndpoint(f"no event is called {unknown[0]!r}", fix=f"one of: {', '.join(OFFERED)}")


def _make_secret(step: Step, endpoint: str, overlap_hours: int = 0) -> None:
    """A secret from now on. Its salt is drawn: no two have the same, whatever is restored from a backup."""
    if not settings.SECRET_IS_KEPT:
        raise CannotSign(
            "there is no secret to sign with",
            why="the secrets of endpoints follow from the one of this machine, and it has none that lasts",
            fix="set DULY_SECRET to 32 random bytes as text, for `duly serve` and `duly work` alike, and keep it safe",
        )
    ends = _instant(step.at) + timedelta(hours=overlap_hours)
    salt = secrets.token_hex(32)
    made = SecretMade(endpoint=endpoint, salt=salt, mark=_mark(_derived(endpoint, salt)), seq=step.seq)
    made.both_until = ends.isoformat(timespec="microseconds")
    made.save(force_insert=True)


def _instant(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _derived(endpoint: str, salt: str) -> bytes:
    told = f"duly webhook {endpoint} {salt}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()


def _mark(secret: bytes) -> str:
    return hashlib.sha256(secret).hexdigest()[:16]


def secrets_of(endpoint: str, at: str) -> Iterator[bytes]:
    """The secrets that sign at a moment, the newest first."""
    last, *before = SecretMade.objects.filter(endpoint=endpoint).order_by("-pk")[:2]
    for made in (last, *(one for one in before if at < last.both_until)):
        secret = _derived(endpoint, made.salt)
        if _mark(secret) != made.mark:
            raise CannotSign(
                f"the secret of {endpoint} cannot be worked out",
                why="DULY_SECRET is not what it was when the secret was made, or is not set here",
                fix=f"set it as it was, or give the endpoint a new one: `duly webhook rotate {endpoint}`",
            )
        yield secret


def secret_shown(by: str, endpoint: str) -> str:
    """The secret of an endpoint as its receiver needs it, for its owner and those who may set it."""
    known = known_endpoint(None, endpoint)
    right = may(roles_of(by), SET, known.entity)
    if not (right.makes or (by == known.owner and right.drafts)):
        raise not_allowed(by, SET, known.entity)
    return "whsec_" + base64.b64encode(next(secrets_of(endpoint, ""))).decode()


def may_be_told(endpoint: Endpoint) -> bool:
    """Whether the owner of an endpoint still has the right to what it is told."""
    right: Right = may(roles_of(endpoint.owner), SET, endpoint.entity)
    return right.makes or right.drafts


def wants(endpoint: Endpoint, event: str, body: Json) -> bool:
    """Whether an endpoint is told of an event: of its entity, by its filter; a trial and its end always."""
    if event.startswith("webhook.") and body["endpoint"] == endpoint.ref:
        return True
    named = json.loads(endpoint.events) or OFFERED
    return event in named and endpoint.entity in ("", body["entity"])
