"""Endpoints that are told of events, and how their messages fare."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from duly.actions.deliveries import message_shown, messages, shown_endpoints
from duly.actions.events import OFFERED
from duly.actions.webhooks import OVERLAP_HOURS, SET, STOP, known_endpoint, secret_shown
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.paging import page, page_of_list, place_of
from duly.doors.api.shapes import Commanded, OptionalRef, Page, Paged, Ref, Told

room = Room("webhooks")
_EVENTS = Field([], max_length=100, examples=[["period.closed"]], description=f"Of: {', '.join(OFFERED)}. None: all.")


class EndpointRow(Told):
    """An endpoint and how its messages fare. `events`: those it is told of (none: all), `entity`: of this one alone
    (empty: of all)."""

    endpoint: str
    url: str
    events: list[str]
    entity: str
    owner: str
    state: str
    waits: int
    delivered: int
    given_up: int
    failing_since: str
    stopped: str


class MessageRow(Told):
    """A message to an endpoint with its last attempts."""

    message: str
    event: str
    state: str
    due: str
    attempts: list[Any]


class Secret(Told):
    """The secret that messages to an endpoint are signed with, as a receiver needs it."""

    secret: str


class EndpointTaken(Commanded):
    """An address that is to be told of events."""

    url: str = Field(
        min_length=1, max_length=2000, pattern=r"^[^\x00-\x20\x7f]+$", examples=["https://erp.example.com/in"]
    )
    events: list[Ref] = _EVENTS
    entity: OptionalRef = ""


class EndpointChanged(Commanded):
    """What is to be another than it is; the rest stays."""

    url: str = Field("", max_length=2000, pattern=r"^[^\x00-\x20\x7f]*$")
    events: list[Ref] | None = Field(None, max_length=100)
    entity: OptionalRef | None = None


class RotationTaken(Commanded):
    """A new secret. For `overlap_hours` both sign; 0 where the old one is in wrong hands."""

    overlap_hours: int = Field(OVERLAP_HOURS, ge=0, le=720)


class ReplayTaken(Commanded):
    """What is to be sent again: one `message`, or all since an instant."""

    message: OptionalRef = ""
    since: OptionalRef = Field("", examples=["2026-03-31T17:00:00Z"])


@room.question("/webhooks", STOP)
def list_endpoints(asked: Asked, q: Paged) -> Page[EndpointRow]:
    """List endpoints. Those you may set or stop; how their messages fare is told as of now."""
    within, place = asked.holder.reach.entities, place_of(q)
    rows = [
        EndpointRow(**{name.replace(" ", "_"): value for name, value in one.items()})
        for one in shown_endpoints(asked.person, place.seq)
        if not within or one["entity"] in within
    ]
    return page_of_list(q, place, rows, lambda one: one.endpoint)


@room.question("/webhooks/{endpoint}/messages", STOP)
def list_messages(asked: Asked, endpoint: Ref, q: Paged) -> Page[MessageRow]:
    """List messages. Those to an endpoint, the newest first, each with its attempts as of now."""
    asked.require_right(STOP, known_endpoint(None, endpoint).entity)
    place = place_of(q)
    rows = messages(asked.person, endpoint, place.seq)
    return page(q, place, rows, ["-event"], lambda found: [MessageRow(**message_shown(one)) for one in found])


@room.question("/webhooks/{endpoint}/secret", SET)
def get_secret(asked: Asked, endpoint: Ref) -> Secret:
    """Get the secret of an endpoint. For its owner and those who may set it."""
    asked.require_right(SET, known_endpoint(None, endpoint).entity)
    return Secret(secret=secret_shown(asked.person, endpoint))


@room.command("/webhooks", "add_endpoint", SET)
def add_endpoint(asked: Asked, body: EndpointTaken) -> dict[str, Any]:
    """Add an endpoint. It is told of events from now on; docs/webhooks.md says how they are signed."""
    return {"url": body.url, "events": body.events, "entity": body.entity}


@room.command("/webhooks/{endpoint}/change", "change_endpoint", SET)
def change_endpoint(asked: Asked, endpoint: Ref, body: EndpointChanged) -> dict[str, Any]:
    """Change an endpoint. Whoever changes it is its owner from then on."""
    said = {"url": body.url or None, "events": body.events, "entity": body.entity}
    return {"endpoint": endpoint, **{name: value for name, value in said.items() if value is not None}}


@room.command("/webhooks/{endpoint}/pause", "pause_endpoint", STOP)
def pause_endpoint(asked: Asked, endpoint: Ref, body: Commanded) -> dict[str, Any]:
    """Pause an endpoint. What happens meanwhile waits."""
    return {"endpoint": endpoint}


@room.command("/webhooks/{endpoint}/resume", "resume_endpoint", SET)
def resume_endpoint(asked: Asked, endpoint: Ref, body: Commanded) -> dict[str, Any]:
    """Resume an endpoint. All that waits is sent first."""
    return {"endpoint": endpoint}


@room.command("/webhooks/{endpoint}/remove", "remove_endpoint", STOP)
def remove_endpoint(asked: Asked, endpoint: Ref, body: Commanded) -> dict[str, Any]:
    """Remove an endpoint. Nothing is sent to it any more."""
    return {"endpoint": endpoint}


@room.command("/webhooks/{endpoint}/rotate", "rotate_secret", SET)
def rotate_secret(asked: Asked, endpoint: Ref, body: RotationTaken) -> dict[str, Any]:
    """Give an endpoint a new secret. For some hours both sign."""
    return {"endpoint": endpoint, "overlap_hours": body.overlap_hours}


@room.command("/webhooks/{endpoint}/replay", "replay_events", SET)
def replay_events(asked: Asked, endpoint: Ref, body: ReplayTaken) -> dict[str, Any]:
    """Send again. One message, or all since a moment."""
    return {"endpoint": endpoint, "message": body.message, "since": body.since}


@room.command("/webhooks/{endpoint}/test", "test_endpoint", SET)
def test_endpoint(asked: Asked, endpoint: Ref, body: Commanded) -> dict[str, Any]:
    """Try an endpoint. It alone is told that somebody tries it."""
    return {"endpoint": endpoint}
