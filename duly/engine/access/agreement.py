"""Who has to agree to a command, and who may: pure, so that every sequence of commands can be tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from duly.engine.access.limits import Band
from duly.engine.access.roles import CHECKED, Right, may

# An action for an entity; empty where it is for all of them.
Asked = tuple[str, str]


class Waiting(NamedTuple):
    """What waits for others. asked: what it needs rights for · high: the roles one of which its amount asks for (none:
    any) · answered: who has agreed so far."""

    maker: str
    asked: tuple[Asked, ...]
    high: frozenset[str]
    answered: frozenset[str]


def to_check(touched: Mapping[Asked, Right], band: Band | None) -> dict[Asked, int]:
    """What others have to agree to, and how many of them: what is always checked, and drafts of those who may make no
    more. The larger the amount, the more of them."""
    drafts = {one: int(right.drafts and not right.makes) for one, right in touched.items()}
    counts = {(action, entity): max(CHECKED.get(action, 0), n) for (action, entity), n in drafts.items()}
    return {one: max(n, band.needs if band else 1) for one, n in counts.items() if n}


def is_own(person: str, waiting: Waiting) -> bool:
    """Whether somebody made what waits, or has answered already."""
    return person == waiting.maker or person in waiting.answered


def not_theirs(roles: set[tuple[str, str]], waiting: Waiting) -> tuple[str, str, bool] | None:
    """The first (action, entity) somebody with these roles may not agree to, and whether it is for the amount."""
    for action, entity in waiting.asked:
        if waiting.high and not waiting.high & _held(roles, entity):
            return action, entity, True
        right = may(roles, action, entity)
        # Of what nobody has to check, whoever may make it agrees to the drafts of others.
        if not (right.checks or (action not in CHECKED and right.makes)):
            return action, entity, False
    return None


def _held(roles: Iterable[tuple[str, str]], entity: str) -> set[str]:
    return {role for role, of in roles if of in ("", entity)}
