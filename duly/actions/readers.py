"""Who may read the books: questions about amounts ask for it, so that who administers sees none."""

from __future__ import annotations

import json

from duly.actions.errors import NotAllowed
from duly.actions.gate import not_allowed, out_of_scope
from duly.engine.access.reach import Reach
from duly.engine.access.roles import may
from duly.store.access import roles_of
from duly.store.audit import Proposal

READ = "books.read"


def may_read(person: str, entity: str, *, reach: Reach | None = None, action: str = READ) -> bool:
    """Whether a person may read the books of an entity (empty: of all), or look at something else."""
    return may(_roles(person, reach), action, entity).makes


def may_read_some(person: str, *, reach: Reach | None = None, action: str = READ) -> bool:
    """Whether a person may read the books of any entity."""
    return any(may(_roles(person, reach), action, of).makes for _, of in _roles(person, reach))


def _roles(person: str, reach: Reach | None) -> set[tuple[str, str]]:
    return reach.narrowed(roles_of(person)) if reach else roles_of(person)


def require_reader(person: str, entity: str, *, reach: Reach | None = None, action: str = READ) -> None:
    """Refuse whoever may not read the books of an entity, or whose key is not made for it."""
    if not person:
        raise NotAllowed(
            "nobody says who asks",
            why="amounts are shown to those who may read the books",
            fix="name yourself with --by, or once in the environment: DULY_BY",
        )
    if not may_read(person, entity, reach=reach, action=action):
        raise not_allowed(person, action, entity)
    if reach is not None and not reach.covers(action):
        raise out_of_scope(action)


def may_see(person: str, waiting: Proposal, *, reach: Reach | None = None) -> bool:
    """Whether a person may see what a proposal would do: who has which role is no secret of the books."""
    entities = {entity for _, entity in json.loads(waiting.entities)}
    of_access = waiting.verb in ("grant_role", "revoke_role", "issue_token")
    return of_access or all(may_read(person, entity, reach=reach) for entity in entities)
