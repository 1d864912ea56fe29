"""What is booked and allocated, held against what the words of each contract come to: laws that ask no derivation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from duly.checker.laws.agreed import plain
from duly.checker.laws.earned import remaining, revenue
from duly.checker.laws.repriced import price
from duly.checker.sources import Document
from duly.checker.words import NOTHING, amount, decimals, net

Row = Mapping[str, Any]


def check(
    reports: Mapping[str, Sequence[Row]], documents: Sequence[Document], policies: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """What the words of contracts say otherwise: of revenue by the end of each period, of what is left of each price,
    and of all of it in the end."""
    named = {one.name: one for one in documents}
    ends = defaultdict[str, set[str]](set)
    for row in reports["balances"]:
        ends[row["contract"]].add(row["date"])
    for contract, document in ((name, named[name]) for name in sorted(ends) if name in named):
        # What became known late is booked late.
        late = any(row.known != row.on for row in document.rows())
        days = [date.fromisoformat(on) for on in sorted(ends[contract])[-1 if late else 0 :]]
        mine = {name: [row for row in rows if row.get("contract") == contract] for name, rows in reports.items()}
        of = plain(document.said()), decimals(document.section("currency")), policies.get(contract, {})
        for what, stands, right in (*_revenue(of, mine, days), *_remaining(of, mine, days), *_price(of, mine, days)):
            if stands != right:
                yield f"{contract}: {what} of {stands}, where by its rows it is {right}"


# What a contract says, the decimals of its currency, and the policies that hold for it; its reports.
_Of = tuple[Row, int, Mapping[str, str]]
_Held = Iterator[tuple[str, Fraction, Fraction]]
_Shown = Mapping[str, Sequence[Row]]


def _revenue(of: _Of, mine: _Shown, days: Sequence[date]) -> _Held:
    booked = defaultdict[str, dict[str, Fraction]](dict)
    for row in (row for row in mine["journal"] if row["account"] == "revenue"):
        sums = booked[row["obligation"]]
        sums[row["date"]] = sums.get(row["date"], NOTHING) - net(row)
    for on in days:
        for name, right in revenue(*of, on):
            stands = sum((worth for day, worth in booked[name].items() if day <= str(on)), NOTHING)
            yield f"revenue of {name} by {on}", stands, right


def _remaining(of: _Of, mine: _Shown, days: Sequence[date]) -> _Held:
    """Of the ends of years what is left is told."""
    left = defaultdict[tuple[str, str], dict[str, Fraction]](dict)
    for row in mine["remaining"]:
        left[row["date"], row["obligation"]][row["expected_in"]] = amount(row, "remaining")
    for on in (on for on in days if any(row["date"] == str(on) for row in mine["remaining"])):
        for name, right, years in remaining(*of, on):
            stands = left[str(on), name]
            yield f"what is left of {name} on {on}", sum(stands.values(), NOTHING), right
            yield from (
                (f"what is left of {name} on {on} for {year}", stands.get(year, NOTHING), worth)
                for year, worth in years.items()
            )


def _price(of: _Of, mine: _Shown, days: Sequence[date]) -> _Held:
    right = price(*of, days[-1])
    if right is not None:
        allocated = sum((amount(row, "allocated") for row in mine["allocation"]), NOTHING)
        yield f"what is allocated by {days[-1]}", allocated, right
