"""Rights that customers use or leave, and units that they bring back, read in the rows of a contract alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from duly.checker.laws.agreed import Agreed, Promise, Unsaid, first_number
from duly.checker.words import NOTHING, number, rounded

Row = Mapping[str, Any]


def redeemed(one: Promise, rows: Sequence[Row], digits: int) -> tuple[Fraction, Fraction]:
    """What was used of a right, of what is expected to be: the rest earns in the same proportion (606-10-55-48)."""
    ssp, left = one.said.get("ssp"), one.said.get("breakage", {})
    if any({"expired", "remote"} & set(row) for row in rows):
        raise Unsaid
    money = any("amount" in row for row in rows if "redeemed" in row)
    kept = left.get("escheat") == "yes" or left.get("remote") == "yes"
    if isinstance(ssp, dict):
        units, broken = number(ssp["units"]), NOTHING
        total = number(ssp["expected"]) if "expected" in ssp else units * number(ssp["likely"])
    else:
        money = money or one.quantity is None
        units = (one.price if money else one.quantity) or NOTHING
        broken = NOTHING if kept else number(left.get("expected", "0"))
        total = _expected(units, broken, money, digits)
    for row in rows if left.get("escheat") != "yes" else ():
        if "expected redeemed" in row:
            total = first_number(row["expected redeemed"])
        elif "expected breakage" in row:
            total = _expected(units, number(row["expected breakage"]), money, digits)
    done = sum((first_number(row["amount" if money else "quantity"]) for row in rows if "redeemed" in row), NOTHING)
    return done, total


def _expected(units: Fraction, broken: Fraction, money: bool, digits: int) -> Fraction:
    return rounded(units * (1 - broken), digits) if money else units * (1 - broken)


def exercised(one: Promise, rows: Sequence[Row], on: date) -> tuple[Fraction, Fraction]:
    """What was used of an option; by the end of its last day all of it has passed (606-10-55-42)."""
    total = Fraction(1) if one.quantity is None else one.quantity
    done, last = NOTHING, one.said.get("expires", "9999-12-31")
    if any("expired" in row for row in rows):
        raise Unsaid
    for row in (row for row in rows if "exercised" in row and row["date"] <= last):
        done += first_number(row["quantity"]) if "quantity" in row else max(total - done, NOTHING)
    return (total if last <= str(on) else done), total


def brought_back(of: Agreed, rows: Sequence[Row]) -> Iterator[tuple[str, Fraction]]:
    """By how much the price of each obligation is lower for the units expected back: what was said last, no more than
    may still come back, no less than came (606-10-55-25)."""
    for name, one in of.promises.items():
        said = one.said.get("returns")
        if said is None:
            continue
        units = number(one.said.get("parts", "1")) if one.quantity is None else one.quantity
        if one.price is None or one.use or "total" in of.said:
            raise Unsaid
        expected = units - first_number(said["kept"]) if "kept" in said else first_number(said["expected"])
        came, ended = NOTHING, NOTHING
        for row in rows:
            if row.get("returned") == name:
                came += first_number(row["quantity"])
            elif row.get("return right lapsed") == name:
                ended = ended + first_number(row["quantity"]) if "quantity" in row else units
            elif row.get("estimate") == name and "expected returned" in row:
                expected = first_number(row["expected returned"])
        yield name, -rounded(one.price / units * max(min(expected, units - ended), came), of.digits)
