"""How sure a term is: a table per field from the points of its words to how often so many points were right."""

from __future__ import annotations


def trust(field: str, points: int) -> float:
    return points / 100
