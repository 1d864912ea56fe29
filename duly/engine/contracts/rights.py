"""What makes money owed unconditionally (606-10-45-4, IFRS 15.108): the forms of `right`."""

from __future__ import annotations

import re
from typing import NamedTuple

from duly.engine.contracts import days as d
from duly.engine.contracts import errors as e
from duly.engine.contracts import grammar as g
from duly.engine.contracts.forms import Scalar
from duly.engine.contracts.prices import NAMES, names_in
from duly.engine.contracts.reader import Reader
from duly.ground.tree import Text

RIGHT_TEXT = (
    r"on (?:invoice|delivery|acceptance)|when due|on ([0-9]{4}-[0-9]{2}-[0-9]{2})"
    f"|when (all|both|{NAMES}) (?:are|is) delivered"
)


class Right(NamedTuple):
    """What makes money owed unconditionally, as a `BillLine` keeps it; `both` means those the line bills."""

    right: str
    of: tuple[str, ...] = ()
    on: int | None = None
    both: bool = False


def _right(match: re.Match[str], reader: Reader) -> Right:
    text, day, of = match[0], match[1], match[2]
    if day is not None:
        return Right("on date", on=d.DATE.read(Text(day), "", reader))
    if of is None:
        return Right(text)
    if of in ("all", "both"):
        return Right("when delivered", both=of == "both")
    return Right("when delivered", names_in(of))


RIGHT = Scalar(
    "right",
    "a right to payment: on invoice, on delivery, on acceptance, when due, on DATE, when [NAMES] are delivered, "
    "when all are delivered",
    RIGHT_TEXT,
    _right,
    g.refusal(e.NotARight),
    ("on invoice", "when both are delivered", "when [setup, build] are delivered", "on 2026-03-31"),
    ("string",),
    "obligation",
    lambda right: right.of,
)
