"""How sure a money term is: by its field and by how many points its role won."""

from __future__ import annotations

THRESHOLD = 0.5
# For each field, the share of right proposals by the lead of the winning role: under 2, 2 to 4, 5 to 8, more.
STEPS = (2, 5, 9)
CALIBRATED: dict[str, tuple[float, float, float, float]] = {}
DEFAULT = (0.45, 0.6, 0.75, 0.85)


def confidence(field: str, lead: int) -> float:
    """The chance that a term is right."""
    steps = CALIBRATED.get(field, DEFAULT)
    return steps[sum(lead >= step for step in STEPS)]
