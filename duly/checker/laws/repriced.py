"""What a contract costs in all after its amendments, worked out anew from its words and rows: whatever the treatment of
a change, what is allocated comes to the price before it and what the change says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from duly.checker import time
from duly.checker.laws.agreed import PERIODS, PRICE, Promise, Unsaid, first_number, periods, promise
from duly.checker.laws.earned import Contract, amends, changes, contract, done_by, elements
from duly.checker.plans import names_of
from duly.checker.words import NOTHING, number, rounded

Row = Mapping[str, Any]
# What an amendment may say beside its changes.
_BESIDE = "date amendment signed known why by note source ref approved distinct changes adds removes price ssp".split()
_KEYS = {*_BESIDE, "remaining distinct"}


class _Change(NamedTuple):
    """What an amendment makes of an obligation: its row, the new last day and quantity, the parts of its price,
    of its work and of its time that were left."""

    row: Row
    on: date
    until: date | None
    quantity: Fraction | None
    left: Fraction
    work: Fraction
    time: Fraction


def price(said: Row, digits: int, policies: Mapping[str, str], on: date) -> Fraction | None:
    """The price of a contract that was amended by a day; None where its words do not say it plainly."""
    try:
        rows = sorted(said.get("happened", ()), key=lambda row: row["date"])
        amended = [row for row in rows if amends(row) and row["date"] <= str(on)]
        if not amended or any(changes(row) for row in rows if not amends(row)):
            return None
        of = contract(said, digits, policies, on)
        if of.agreed.said.get("collect", "probable") != "probable":
            return None
        return _price(of, amended, on)
    except (Unsaid, KeyError, ValueError):
        return None


def _price(of: Contract, amended: Sequence[Row], on: date) -> Fraction:
    total = of.agreed.fixed + sum((worth for _, worth in elements(of, on)), NOTHING)
    live, term, changed = dict(of.agreed.promises), dict(of.agreed.said.get("term", {})), set[str]()
    for row in amended:
        told = row.get("changes", {})
        if not set(row) <= _KEYS or ("total" in of.agreed.said and (set(told) or "removes" in row)):
            raise Unsaid
        term |= told.get("term", {})
        ends = names_of(row.get("removes", []))
        follows = "to" in told.get("term", {}) and not row.get("adds")
        for name, one in live.items():
            moved = follows and not {"to", "months"} & one.said.keys() and one.span is not None
            if name in ends or name in told or moved:
                if name in changed or one.use or one.said.get("setup") == "yes":
                    raise Unsaid
                changed.add(name)
                total += rounded(_moved(of, name, one, row, ends, term if moved else {}), of.agreed.digits)
        for name, one in row.get("adds", {}).items():
            live[name] = promise({"from": row["date"], **one}, term, of.agreed.digits)
            changed.add(name)
            total += NOTHING if live[name].use else live[name].price or NOTHING
        total += number(row.get("price", "0"))
    return total


def _moved(of: Contract, name: str, one: Promise, row: Row, ends: set[str], term: Row) -> Fraction:
    """By what the stated price of what is left of an obligation changes."""
    said, on, stated = row.get("changes", {}).get(name, {}), date.fromisoformat(row["date"]), one.price
    form = PRICE.match(str(one.said.get("price", "")))
    if stated is None or not form or "months" in said:
        raise Unsaid
    done, whole = done_by(of, name, one, on - time.DAY)
    work = 1 - min(done / whole, Fraction(1)) if whole else Fraction(1)
    paid_by_time = bool(_period(form, one))
    span = one.span or (on, on)
    gone = _left_in_time(*span, on, _period(form, one)) if one.span else work
    left = gone if paid_by_time else work
    if name in ends:
        return -stated * left
    until = said.get("to") or term.get("to")
    quantity = first_number(said["quantity"]) if "quantity" in said else one.quantity
    change = _Change(said, on, date.fromisoformat(until) if until else None, quantity, left, work, gone)
    return _left_price(one, change, stated, form) - stated * left


def _period(form: Any, one: Promise) -> str:
    """The period of a price that has one."""
    return str(form[3] or (form[2] if form[2] in PERIODS else "") or "")


def _left_in_time(first: date, last: date, on: date, period: str) -> Fraction:
    if on <= first or on > last:
        return Fraction(on <= first)
    return 1 - time.gone("days" if period in ("day", "week") else "months", first, last, on)


def _left_price(one: Promise, change: _Change, stated: Fraction, form: Any) -> Fraction:
    """The stated price of what is left after a change."""
    said, old = change.row, stated * change.left
    if "remaining price" in said:
        return number(said["remaining price"])
    timed = str(one.said.get("earn", "")).startswith("over time")
    ratio = change.quantity / one.quantity if one.quantity and change.quantity else Fraction(1)
    longer = _longer(one, change)
    if "price" not in said:
        if form[2] and not _period(form, one):
            return old * ratio if timed else old + stated * (ratio - 1)
        return old * (longer if _period(form, one) else 1) * (ratio if form[2] and form[3] else 1)
    if isinstance(said["price"], list):
        return sum(map(number, said["price"]), NOTHING) - stated + old
    new = PRICE.match(said["price"])
    if not new:
        raise Unsaid
    period = _period(new, one)
    if not new[2]:
        return number(new[1]) - stated + old
    if not period:
        had = one.quantity or Fraction(1)
        have = change.quantity or had
        return number(new[1]) * (have * change.left if timed else have - had * (1 - change.work))
    if one.span is None:
        raise Unsaid
    count = (change.quantity or Fraction(1)) if new[3] else Fraction(1)
    return number(new[1]) * periods(period, *one.span) * change.time * longer * count


def _longer(one: Promise, change: _Change) -> Fraction:
    """How many times as much time is left as before a change."""
    if change.until is None or one.span is None or change.until == one.span[1] or not change.time:
        return Fraction(1)
    first, last = one.span
    before = time.months_started(first, last) * change.time
    more = time.months_started(first, change.until) - time.months_started(first, last)
    return max(before + more, NOTHING) / before
