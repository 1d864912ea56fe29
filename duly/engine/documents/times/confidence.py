"""How sure we are of a term of time: by its field, how often a proposal with so many points met a label.

The tables were fitted on contracts whose payment terms people had labelled: the share of right proposals in steps of
ten points, neighbours joined until more points never mean less, drawn toward one half where there were few. All the
labels at hand were used and none held back; 28 contracts that came later kept the threshold and lowered what they
showed to be worse than thought.
"""

from __future__ import annotations

# At this confidence and above a term is proposed; below, it is shown to whoever asks for all. Chosen so that more than
# four in five of what is proposed are right: a person reads each, and what is not proposed nobody sees.
THRESHOLD = 0.4

Steps = tuple[tuple[int, float], ...]
_TABLES: dict[str, Steps] = {
    "contract_date": ((0, 0.3), (28, 0.75), (60, 0.8), (80, 0.95)),
    "effective_date": ((0, 0.15), (20, 0.2), (45, 0.6), (60, 0.87), (80, 0.96)),
    "initial_term": ((0, 0.04), (20, 0.08), (30, 0.2), (40, 0.6), (60, 0.95)),
    "renewal": ((0, 0.1), (40, 0.22), (60, 0.8), (80, 0.96)),
    "renewal_notice": ((0, 0.15), (60, 0.35), (75, 0.95)),
    "net_days": ((0, 0.05), (20, 0.12), (30, 0.5), (40, 0.6), (50, 0.92)),
    "late_fee": ((0, 0.2), (50, 0.35), (75, 0.95)),
    "billing_frequency": ((0, 0.03), (30, 0.22), (70, 0.75), (80, 0.85)),
    "price_change_notice": ((0, 0.35), (50, 0.8)),
    "termination_convenience": ((0, 0.07), (45, 0.45), (60, 0.85), (70, 0.92)),
    "audit_right": ((0, 0.4), (50, 0.7)),
    "sla_target": ((0, 0.3), (50, 0.5)),
}


def trust(field: str, points: int) -> float:
    """The chance that a term of a field with these points is right.

    >>> trust("late_fee", 80) > THRESHOLD > trust("late_fee", 40)
    True
    """
    return max((sure for least, sure in _TABLES[field] if points >= least), default=0.0)
