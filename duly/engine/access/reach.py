"""How far a key reaches: never further than the person it belongs to, and no further than it was made for."""

from __future__ import annotations

from typing import NamedTuple

from duly.engine.access.roles import RIGHTS

READ = "read"
# What is only looked at needs one scope for all of it.
_LOOKED_AT = frozenset({"access.read", "audit.read", "books.read"})
# What a key may be made for.
SCOPES = (READ, *(action for action in RIGHTS if action not in _LOOKED_AT))


class Reach(NamedTuple):
    """scopes: the actions a key is good for, and `read` · entities: those it is for; none where it is for all of the
    person's."""

    scopes: frozenset[str]
    entities: frozenset[str] = frozenset()

    def covers(self, action: str) -> bool:
        """Whether it is good for an action.

        >>> Reach(frozenset(["read"])).covers("books.read"), Reach(frozenset(["read"])).covers("fact.record")
        (True, False)
        """
        return scope_of(action) in self.scopes

    def narrowed(self, roles: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """The (role, entity) of a person as far as they are for its entities.

        >>> sorted(Reach(frozenset(), frozenset(["US01"])).narrowed({("RA", ""), ("SP", "DE01")}))
        [('RA', 'US01')]
        """
        if not self.entities:
            return roles
        return {(role, of) for role, held in roles for of in self.entities if held in ("", of)}


def scope_of(action: str) -> str:
    """The scope that an action needs: its own name, or `read`."""
    return READ if action in _LOOKED_AT else action
