"""What a period books for earlier ones: which kind of amount it is, by the paragraph, and whether it is material.

event     arose after the earlier period had closed       booked when it arose
estimate  the same facts, judged anew                      booked now and later, never carried back
error     was there when the period closed, or was wrong   carried back where it is material
policy    another policy in force                          carried back
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from duly.ground.cites import cites
from duly.ground.dates import iso

EVENT, ESTIMATE, ERROR, POLICY = "event", "estimate", "error", "policy"
# Of each class its paragraphs, and whether it is carried back to the period it belongs to.
CLASSES = {
    EVENT: ("855-10-25-3, IAS 10.10", False),
    ESTIMATE: ("250-10-45-17, IAS 8.36", False),
    ERROR: ("250-10-45-23, IAS 8.42", True),
    POLICY: ("250-10-45-5, IAS 8.22", True),
}
_ESTIMATES = ("estimate", "held back", "included", "remote", "allowance", "collect")
_OF_SETTINGS = {
    "policy": (POLICY, "the policy was changed"),
    "ssp": (ERROR, "a standalone selling price is taken at inception; another one means that it was wrong"),
    "rate": (ERROR, "the rate of a day is one; another one means that it was wrong"),
    "engine version": (ERROR, "the program computes it otherwise"),
}


class Learned(NamedTuple):
    """What became known of a contract after an earlier period had closed. claimed_on: when a source says that it became
    known, if it does · words: how a person finds it."""

    verb: str
    on: int
    corrects: bool = False
    claimed_on: int | None = None
    words: str = ""

    def arose_after(self, closed_on: int) -> bool:
        """Whether it was not there yet when a period closed."""
        return max(self.on, self.on if self.claimed_on is None else self.claimed_on) > closed_on


class Proposal(NamedTuple):
    """A class, and the reason for it."""

    named: str
    why: str


@cites("250-10-45-5", "250-10-45-17", "250-10-45-23", "855-10-25-3")
def proposed(cause: str, learned: Sequence[Learned], closed_on: int) -> Proposal:
    """The class of an amount for an earlier period, from what moved it: a person confirms or changes it.

    cause: of a change beside the contract, else empty. Whatever was there when the period closed and was not used is
    an error, until somebody shows that it could not be known."""
    if cause in _OF_SETTINGS:
        return Proposal(*_OF_SETTINGS[cause])
    closed = f"when the period was closed on {iso(closed_on)}"
    mended = [one for one in learned if one.corrects]
    if mended:
        return Proposal(ERROR, f"{mended[0].words} mends an earlier row")
    others = [one for one in learned if one.verb not in _ESTIMATES]
    if learned and not others:
        return Proposal(ESTIMATE, f"{learned[0].words} judges anew")
    there = [one for one in others if not one.arose_after(closed_on)]
    if there:
        return Proposal(ERROR, f"{there[0].words} was there {closed}, and was not used")
    if others:
        return Proposal(EVENT, f"{others[0].words} was not there {closed}")
    return Proposal(ERROR, f"nothing was learned since: it was left out {closed}")


class Elsewhere(NamedTuple):
    """An amount of an account that stands in another period than the one it belongs to: periods by their number,
    minor units, debit positive."""

    contract: str
    account: str
    belongs: int
    stands: int
    amount: int


class Misstated(NamedTuple):
    """What is wrong with an account in a period. rollover: what the period itself should have more · iron_curtain: what
    has piled up at its end · contracts: (contract, its part of the rollover), the largest first."""

    period: int
    account: str
    rollover: int
    iron_curtain: int
    contracts: tuple[tuple[str, int], ...]

    @property
    def measure(self) -> int:
        """The larger of the two, by which materiality is judged."""
        return max(abs(self.rollover), abs(self.iron_curtain))


@cites("250-10-S99-2", "250-10-45-23")
def misstatements(rows: Sequence[Elsewhere], periods: int) -> list[Misstated]:
    """What is wrong with each account in each of so many periods, in their order, where anything is.

    rollover      what belongs to a period and stands elsewhere, less what stands in it and belongs elsewhere
    iron curtain  what belongs to it or before and stands after it
    """
    rollover: Counter[tuple[int, str]] = Counter()
    piled: Counter[tuple[int, str]] = Counter()
    parts: dict[tuple[int, str], Counter[str]] = {}
    for row in rows:
        for period, amount in ((row.belongs, row.amount), (row.stands, -row.amount)):
            rollover[period, row.account] += amount
            parts.setdefault((period, row.account), Counter())[row.contract] += amount
        for period in range(row.belongs, row.stands):
            piled[period, row.account] += row.amount
    found = []
    for period, account in sorted({key for key in (*rollover, *piled) if key[0] < periods}):
        amounts = rollover[period, account], piled[period, account]
        if any(amounts):
            mine = [one for one in parts.get((period, account), Counter()).items() if one[1]]
            largest = sorted(mine, key=lambda one: (-abs(one[1]), one[0]))
            found.append(Misstated(period, account, *amounts, tuple(largest)))
    return found
