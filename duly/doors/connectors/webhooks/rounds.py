"""A round of sending: what is due goes out; a receiver that fails again and again is left alone until the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

from duly.actions import gate
from duly.actions.deliveries import Message, claim, is_gone, let_go, plan, settle
from duly.actions.verbs import perform
from duly.actions.webhooks import secrets_of
from duly.doors.connectors.webhooks.sender import Sender
from duly.doors.connectors.webhooks.signing import signed
from duly.engine.access.receivers import Answer
from duly.ground.errors import DulyError

_FAILURES = 3


class Sent(NamedTuple):
    """What came of a message, and an error that is to be mended here."""

    message: Message
    said: str
    error: DulyError | None = None


def deliver(actor: str, sender: Sender | None = None, only: str = "") -> Iterator[Sent]:
    """Send what is due, to one endpoint only if it is named. actor: who disables an endpoint that is gone."""
    sender = sender or Sender(settings.WEBHOOK_ALLOW)
    plan()
    failures: Counter[str] = Counter()
    left_alone: set[str] = set()
    while message := claim(left_alone, only):
        ref = message.endpoint.ref
        try:
            answer = attempt(message, sender)
        except DulyError as error:
            let_go(message)
            left_alone.add(ref)
            yield Sent(message, "waits", error)
            continue
        said = settle(message, answer)
        failures[ref] = 0 if said == "delivered" else failures[ref] + 1
        if failures[ref] >= _FAILURES:
            left_alone.add(ref)
        yield Sent(message, said)
        if failures[ref] and is_gone(ref, answer):
            left_alone.add(ref)
            yield _disabled(actor, message)


def attempt(message: Message, sender: Sender) -> Answer:
    """Sign a message and send it."""
    now = gate.clock()
    content = message.content.encode()
    secrets = secrets_of(message.endpoint.ref, now.isoformat(timespec="microseconds"))
    return sender.send(message.endpoint.url, signed(message.id, int(now.timestamp()), content, secrets), content)


def _disabled(actor: str, message: Message) -> Sent:
    ref = message.endpoint.ref
    try:
        perform("disable_endpoint", actor, {"endpoint": ref}, why="nothing arrived for days")
    except DulyError as error:
        return Sent(message, "should be disabled", error)
    return Sent(message, "disabled: nothing arrived for days; `duly webhook resume` sends what waits")
