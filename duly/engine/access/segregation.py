"""Which two duties one person may not hold: refused when a role is given, and again when it is used."""

from __future__ import annotations

from collections.abc import Iterator

# Each pair with what one person could do who held both.
CONFLICTS = {
    ("CM", "RM"): "bring a contract into the books and approve it",
    ("CM", "CT"): "bring a contract into the books and approve it",
    ("SP", "RM"): "set a standalone price and approve it",
    ("SP", "CT"): "set a standalone price and approve it",
    ("RA", "CT"): "write a manual entry and approve it, post and close",
    ("RA", "RM"): "write a manual entry and approve it",
    ("RM", "CT"): "propose a close, a policy or a write-off and approve it",
    ("BI", "RM"): "bill a customer and write the bill off",
    ("IN", "RM"): "approve as a person what came in by a key",
    ("IN", "CT"): "approve as a person what came in by a key",
} | {(role, "SA"): "give rights and use them on money" for role in ("BI", "CM", "CT", "IN", "RA", "RM", "SP")}


def conflicts(roles: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(one role, the other, what they could do together) for roles of one person whose entities meet."""
    for (one, other), why in sorted(CONFLICTS.items()):
        first = {entity for role, entity in roles if role == one}
        second = {entity for role, entity in roles if role == other}
        if first & second or ("" in first and second) or ("" in second and first):
            yield one, other, why
