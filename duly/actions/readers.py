"""Who may read the books: questions about amounts ask for it, so that who administers sees none."""

from __future__ import annotations

import json

from duly.actions.errors import NotAllowed
from duly.actions.gate import not_allowed
from duly.engine.access.roles import may
from duly.store.access import roles_of
from duly.store.audit import Proposal

READ = "books.read"


def may_read(person: str, entity: str) -> bool:
    """Whether a person may read the books of an entity (empty: of all)."""
    return may(roles_of(person), READ, entity).makes


def require_reader(person: str, entity: str) -> None:
    """Refuse whoever may not read the books of an entity."""
    if not person:
        raise NotAllowed(
            "nobody says who asks",
            why="amounts are shown to those who may read the books",
            fix="name yourself with --by, or once in the environment: DULY_BY",
        )
    if not may_read(person, entity):
        raise not_allowed(person, READ, entity)


def may_see(person: str, waiting: Proposal) -> bool:
    """Whether a person may see what a proposal would do: who has which role is no secret of the books."""
    entities = {entity for _, entity in json.loads(waiting.entities)}
    return waiting.verb in ("grant_role", "revoke_role") or all(may_read(person, entity) for entity in entities)
