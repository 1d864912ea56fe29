"""Who may approve how much: bands of an amount, in whole units of its currency."""

from __future__ import annotations

from typing import NamedTuple


class Band(NamedTuple):
    """Amounts below `below` (None: all others): the roles that may approve them, and how many people have to."""

    below: int | None
    roles: frozenset[str]
    needs: int


BANDS = (
    Band(10_000, frozenset(("RM", "CT")), 1),
    Band(250_000, frozenset(("CT",)), 1),
    Band(None, frozenset(("CT",)), 2),
)


def band(minor: int, digits: int) -> Band:
    """The band of an amount in minor units.

    >>> band(-999_999, 2).below, band(1_000_000, 2).below, band(25_000_000, 2).needs
    (10000, 250000, 2)
    """
    return next(one for one in BANDS if one.below is None or abs(minor) < one.below * 10**digits)
