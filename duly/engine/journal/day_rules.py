"""Which rule of a day books a movement, and how far the rights of a contract that may be cancelled are due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from duly.engine import tables as t
from duly.engine.journal.movements import Moved

# What comes into the position as consideration; from any other account it is revenue that is taken back.
_CONSIDERATION = frozenset(
    t.ROLE[name]
    for name in (
        *t.ASSETS,
        "opening",
        "interest_expense",
        "deposit_liability",
        "customer_credit_balance",
        "tax_payable",
    )
)
# Out of the position they go as revenue does: what another system earned, and what the customer was paid ahead.
_EARNED = frozenset((t.ROLE["opening"], t.ROLE["prepaid_consideration_to_customer"]))
RULES = ("unearn", "right", "owe", "credit", "pay", "consider", "withdraw", "earn", "other")


def rule_of(row: Moved) -> str:
    """The rule that books a movement."""
    if row.debit == t.DUE:
        return "right" if row.credit == t.POSITION else "owe"
    if row.credit == t.DUE:
        return "credit" if row.debit == t.POSITION else "pay"
    if row.credit == t.POSITION:
        return "consider" if row.debit in _CONSIDERATION else "unearn"
    if row.debit == t.POSITION:
        return "earn" if row.credit not in _CONSIDERATION or row.credit in _EARNED else "withdraw"
    return "other"


class Totals(NamedTuple):
    """Sums so far of a contract that the customer may cancel: rights by bills, other consideration, revenue, and what
    of the rights is due."""

    rights: int = 0
    others: int = 0
    earned: int = 0
    due: int = 0

    def plus(self, moved: Iterable[Moved]) -> Totals:
        """With the movements of a day."""
        sums = dict.fromkeys(RULES, 0)
        for row in moved:
            sums[rule_of(row)] += row.amount
        return self._replace(
            rights=self.rights + sums["right"] - sums["credit"],
            others=self.others + sums["consider"] - sums["withdraw"],
            earned=self.earned + sums["earn"] - sums["unearn"],
        )

    def cut(self) -> int:
        """The rights as far as they are performed."""
        return self.rights - max(self.rights + self.others - self.earned, 0)
