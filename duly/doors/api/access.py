"""People, their roles and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from duly.actions.tokens import tokens_at
from duly.doors.api.admission import Asked
from duly.doors.api.operations import ANYBODY, BY_THE_GATE, Room
from duly.doors.api.paging import page, page_of_list, place_of
from duly.doors.api.shapes import Commanded, Day, OptionalRef, Page, Paged, Ref, Told, Words
from duly.engine.access.roles import ROLES
from duly.store.access import Person, roles_of

room = Room("access")
LOOK = "access.read"


class RoleHeld(Told):
    """A role, for one entity or for all (empty)."""

    role: str
    entity: str


class PersonRow(Told):
    """Somebody who acts, by the name they act under."""

    person: str
    roles: list[RoleHeld]
    command: int


class Me(Told):
    """Who asks, and how far the key that is used reaches."""

    person: str
    roles: list[RoleHeld]
    token: str
    scopes: list[str]
    entities: list[str]


class TokenRow(Told):
    """A key: whom it acts for, what it is good for, since when, through which day. Its secret is kept nowhere."""

    token: str
    person: str
    scopes: list[str]
    entities: list[str]
    since: str
    ends: str
    revoked: bool


class RoleTaken(Commanded):
    """A role that is given or taken back, for one entity or for all (empty)."""

    person: Ref
    role: str = Field(pattern=f"^({'|'.join(ROLES)})$", examples=["RA"])
    entity: OptionalRef = ""


class NameTaken(Commanded):
    """Who a person is. It stands beside the ledger, and can be erased."""

    name: Words = Field(min_length=1)
    contact: Words = ""


class TokenTaken(Commanded):
    """A key. You make its secret, `duly_` and 43 or more characters of base64url by chance, and send the SHA-256 of all
    of it in hexadecimal; the ledger never sees the secret but in requests that use it."""

    person: Ref
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    scopes: list[Ref] = Field(min_length=1, max_length=100, examples=[["read", "fact.record"]])
    entities: list[Ref] = Field([], max_length=1000)
    ends: Day = Field(description="The last day it works on, a year from now at most.")


@room.question("/me", ANYBODY)
def get_me(asked: Asked) -> Me:
    """See who asks. The person, their roles, and how far the key reaches."""
    reach = asked.holder.reach
    return Me(
        person=asked.person,
        roles=_roles(asked.person),
        token=asked.holder.ref,
        scopes=sorted(reach.scopes),
        entities=sorted(reach.entities),
    )


def _roles(person: str, seq: int | None = None) -> list[RoleHeld]:
    return [RoleHeld(role=role, entity=entity) for role, entity in sorted(roles_of(person, seq))]


@room.question("/people", LOOK)
def list_people(asked: Asked, q: Paged) -> Page[PersonRow]:
    """List people. With their roles; who they are beyond their short names is not told."""
    asked.require("", LOOK)
    place = place_of(q)
    return page(q, place, Person.objects.filter(seq__lte=place.seq), ["ref"], lambda found: _people(found, place.seq))


def _people(found: Sequence[Person], seq: int) -> list[PersonRow]:
    return [PersonRow(person=one.ref, roles=_roles(one.ref, seq), command=one.seq) for one in found]


@room.command("/roles/grant", "grant_role", "access.grant")
def grant_role(asked: Asked, body: RoleTaken) -> dict[str, Any]:
    """Give a person a role. A new person is added by it; another one agrees."""
    return {"person": body.person, "role": body.role, "entity": body.entity}


@room.command("/roles/revoke", "revoke_role", "access.grant")
def revoke_role(asked: Asked, body: RoleTaken) -> dict[str, Any]:
    """Take a role back. Another person agrees."""
    return {"person": body.person, "role": body.role, "entity": body.entity}


@room.command("/people/{person}/name", "name_person", "access.person")
def name_person(asked: Asked, person: Ref, body: NameTaken) -> dict[str, Any]:
    """Say who a person is. It stands beside the ledger and not in its audit trail."""
    return {"person": person, "name": body.name, "contact": body.contact}


@room.command("/people/{person}/erase", "name_person", "access.person")
def erase_person(asked: Asked, person: Ref, body: Commanded) -> dict[str, Any]:
    """Erase who a person is. What they did under their short name stays."""
    return {"person": person}


@room.question("/tokens", LOOK)
def list_tokens(asked: Asked, q: Paged) -> Page[TokenRow]:
    """List keys. Without their secrets, which are kept nowhere."""
    asked.require("", LOOK)
    place = place_of(q)
    rows = [TokenRow(**one) for one in tokens_at(place.seq)]  # type: ignore[arg-type]
    return page_of_list(q, place, rows, lambda one: one.token)


@room.command("/tokens", "issue_token", "access.token")
def issue_token(asked: Asked, body: TokenTaken) -> dict[str, Any]:
    """Make a key. It works when another person has agreed (202)."""
    said = {"person": body.person, "mark": body.sha256, "scopes": body.scopes, "ends": body.ends}
    return {**said, "entities": body.entities}


@room.command("/tokens/{token}/revoke", "revoke_token", BY_THE_GATE)
def revoke_token(asked: Asked, token: Ref, body: Commanded) -> dict[str, Any]:
    """Take a key back at once. Whoever it belongs to may do that too."""
    return {"token": token}
