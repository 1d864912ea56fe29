"""How sure a money term is: by its field, and by how many points its role led over the next.

The table holds the share of right proposals on labelled contracts, four figures for leads under 2, 2 to 4, 5 to 8 and
more. No contract counts for more than four proposals of a figure; what was seen seldom is drawn towards the mean, and
all are cut by 8 % for contracts that nobody looked at while the rules were written.
"""

from __future__ import annotations

# Proposals that are less sure are shown as doubtful and count for nothing until a person takes them up.
THRESHOLD = 0.6
STEPS = (2, 5, 9)
CALIBRATED = {
    "bonus": (0.64, 0.75, 0.83, 0.85),
    "commission": (0.63, 0.75, 0.75, 0.79),
    "conflict": (0.63, 0.68, 0.74, 0.83),
    "expense_cap": (0.51, 0.71, 0.73, 0.75),
    "fee": (0.85, 0.87, 0.87, 0.89),
    "liability_cap": (0.77, 0.81, 0.89, 0.89),
    "liquidated_damages": (0.65, 0.67, 0.75, 0.78),
    "minimum_charge": (0.70, 0.70, 0.75, 0.85),
    "minimum_commitment": (0.65, 0.70, 0.85, 0.85),
    "noncash_consideration": (0.58, 0.77, 0.77, 0.79),
    "not_a_commitment": (0.29, 0.49, 0.54, 0.60),
    "not_a_contract_fee": (0.75, 0.75, 0.82, 0.89),
    "ocr": (0.70, 0.75, 0.81, 0.89),
    "payment": (0.74, 0.81, 0.89, 0.89),
    "payment_plan": (0.69, 0.78, 0.87, 0.87),
    "price_escalator": (0.62, 0.63, 0.79, 0.79),
    "price_tier": (0.68, 0.74, 0.86, 0.86),
    "rate": (0.71, 0.71, 0.83, 0.86),
    "rebate": (0.48, 0.61, 0.70, 0.72),
    "recurring_fee": (0.67, 0.73, 0.80, 0.86),
    "refund": (0.61, 0.66, 0.66, 0.73),
    "revenue_share": (0.71, 0.76, 0.76, 0.82),
    "royalty": (0.53, 0.63, 0.78, 0.84),
    "royalty_cap": (0.60, 0.69, 0.71, 0.76),
    "sla_credit": (0.60, 0.65, 0.74, 0.76),
    "total_fee": (0.68, 0.75, 0.79, 0.81),
    "usage_tier": (0.70, 0.75, 0.88, 0.88),
}
DEFAULT = (0.50, 0.60, 0.70, 0.75)


def confidence(field: str, lead: int) -> float:
    """The chance that a term is right."""
    return CALIBRATED.get(field, DEFAULT)[sum(lead >= step for step in STEPS)]
