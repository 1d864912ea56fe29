"""The four treatments of a contract change, as a decision table (606-10-25-12, 25-13).

separate     what is added is distinct and costs what it costs alone: a contract of its own, the old one untouched
prospective  what is left is distinct: the price not yet recognized and the change are shared over what is left
catch-up     what is left is not distinct: revenue to date is brought to the new price and measure at once
mixed        some is, some is not: each obligation its own way
"""

from __future__ import annotations

from typing import NamedTuple

from duly.engine.contracts.terms import Fact
from duly.engine.recognition.promises import Signs
from duly.ground.cites import cites
from duly.ground.errors import DulyError

TREATMENTS = ("separate", "prospective", "catch-up", "mixed")


class NoSingleTreatment(DulyError):
    """The facts of an amendment fit no row of the decision table, or more than one."""


class MissingJudgement(DulyError):
    """A decision that only a person can take was not recorded."""


class Row(NamedTuple):
    """A row of the table: None fits anything."""

    treatment: str
    separate: bool
    remaining: str
    cite: str


TABLE = (
    Row("separate", True, "any", "606-10-25-12"),
    Row("prospective", False, "all", "606-10-25-13(a)"),
    Row("catch-up", False, "none", "606-10-25-13(b)"),
    Row("mixed", False, "some", "606-10-25-13(c)"),
    Row("catch-up", False, "nothing left", "606-10-32-43"),
)


@cites("606-10-25-12", "606-10-25-13", ifrs15=("20", "21"))
def treatment(signs: Signs, amendment: Fact) -> Row:
    """The one row of the table that fits; none or two is an error that shows the rows."""
    kinds = {True: "all", False: "none"}
    found = set(signs.remaining)
    remaining = "nothing left" if not found else "some" if len(found) > 1 else kinds[found.pop()]
    fits = [row for row in TABLE if row.separate == signs.separate and row.remaining in ("any", remaining)]
    if len(fits) != 1:
        raise NoSingleTreatment(
            f"{len(fits)} treatments fit amendment {amendment.ref}: "
            f"{', '.join(row.treatment for row in fits) or 'none'}",
            place=amendment.place,
            why="; ".join(f"{row.treatment} ({row.cite})" for row in TABLE),
            fix="state `distinct`, `remaining distinct` and `ssp`, or decide with `judged: treatment`",
            cite="606-10-25-12, 606-10-25-13",
        )
    return fits[0]


def why_not(name: str, signs: Signs) -> str:
    """Why the table does not give a treatment; empty where it does."""
    if name == "separate":
        if not signs.adds:
            return "nothing is added"
        if not signs.all_distinct:
            return "what is added is not distinct from what was promised before"
        return "" if signs.at_standalone else "what is added does not cost what it costs alone"
    if signs.separate:
        return "what is added is distinct and costs what it costs alone: it is a contract of its own"
    if not signs.remaining:
        return "" if name == "catch-up" else "nothing is left to perform"
    kinds = set(signs.remaining)
    found = "mixed" if len(kinds) > 1 else "prospective" if kinds == {True} else "catch-up"
    if name == found:
        return ""
    return {
        "mixed": "some of what is left is distinct from what was transferred, and some is not",
        "prospective": "all of what is left is distinct from what was transferred",
        "catch-up": "nothing of what is left is distinct from what was transferred",
    }[found]
