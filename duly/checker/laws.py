"""What is booked and allocated, held against what the words of each contract come to: laws that ask no derivation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from duly.checker.earned import revenue
from duly.checker.repriced import price
from duly.checker.sources import Document
from duly.checker.words import NOTHING, amount, decimals, net

Row = Mapping[str, Any]


def check(
    reports: Mapping[str, Sequence[Row]], documents: Sequence[Document], policies: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """What the words of contracts say otherwise: of revenue by the end of each period, of the price in the end."""
    named = {one.section("contract").partition(": ")[2].strip(" '\""): one for one in documents}
    ends, booked = defaultdict[str, set[str]](set), defaultdict[tuple[str, str], dict[str, Fraction]](dict)
    for row in reports["balances"]:
        ends[row["contract"]].add(row["date"])
    for row in (row for row in reports["journal"] if row["account"] == "revenue"):
        of = booked[row["contract"], row["obligation"]]
        of[row["date"]] = of.get(row["date"], NOTHING) - net(row)
    for contract, document in ((name, named[name]) for name in sorted(ends) if name in named):
        # What became known late is booked late.
        late = any(row.known != row.on for row in document.rows())
        said = document.said(), decimals(document.section("currency")), policies.get(contract, {})
        for on in sorted(ends[contract])[-1 if late else 0 :]:
            for name, right in revenue(*said, date.fromisoformat(on)):
                stands = sum((worth for day, worth in booked[contract, name].items() if day <= on), NOTHING)
                if stands != right:
                    yield f"{contract}: revenue of {name} of {stands} by {on}, where by its rows it is {right}"
        allocated = sum(
            (amount(row, "allocated") for row in reports["allocation"] if row["contract"] == contract), NOTHING
        )
        whole = price(*said, date.fromisoformat(max(ends[contract])))
        if whole not in (None, allocated):
            yield f"{contract}: a price of {allocated}, where by its rows it is {whole}"
