"""The reports of `duly recognize --format json` held against each other and against the rows of what was paid."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from duly.checker.sources import Read, Sources
from duly.checker.trees import Node
from duly.checker.words import number, value

Row = Mapping[str, Any]
_RATE = re.compile(r"from: *([A-Z]{3}), *to: *([A-Z]{3}), *date: *[\d-]+, *rate: *([\d.]+)")
_SHOWN = {
    "receivable": 1,
    "contract_asset": 1,
    "contract_liability": -1,
    "refund_liability": -1,
    "deposit_liability": -1,
}


def check(reports: Mapping[str, Sequence[Row]], tops: Sequence[Node], read: Read) -> Iterator[str]:
    """What does not hold of the reports of a set of books."""
    yield from _entries(reports["journal"])
    yield from _balances(reports["journal"], reports["balances"])
    yield from _one_sided(reports["balances"])
    yield from _schedule(reports["journal"], reports["schedule"], tops)
    yield from _rollforward(reports["rollforward"], reports["balances"])
    yield from _allocation(reports["allocation"])
    abroad = [
        row for row in reports["journal"] if row.get("functional_currency", row.get("currency")) != row.get("currency")
    ]
    if abroad:
        yield from _at_rates(abroad, tops, Sources(read))


def _amount(row: Row, key: str) -> Fraction:
    cell = row.get(key)
    return number(cell["amount"]) if cell else Fraction(0)


def _net(row: Row, of: str = "") -> Fraction:
    return _amount(row, f"{of}debit") - _amount(row, f"{of}credit")


def _entries(journal: Sequence[Row]) -> Iterator[str]:
    """Each entry balances, in each currency."""
    for of, currency in (("", "currency"), ("functional_", "functional_currency")):
        sums: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
        for row in journal:
            named = [str(row.get(name)) for name in ("entity", "period", "step", "contract", currency)]
            sums[tuple(named)] += _net(row, of)
        for key, total in sums.items():
            if total:
                yield f"the {of}entry {' / '.join(key)} is out of balance by {total}"


def _balances(journal: Sequence[Row], balances: Sequence[Row]) -> Iterator[str]:
    """A balance is the sum of the lines of its account to the end of its period."""
    for of in ("", "functional_"):
        ends = {(row["entity"], row["period"]): row["date"] for row in (*journal, *balances)}
        lines: dict[tuple[str, str], list[tuple[str, Fraction]]] = defaultdict(list)
        for row in journal:
            lines[row["contract"], row["account"]].append((ends[row["entity"], row["period"]], _net(row, of)))
        last: dict[str, Row] = {}
        for row in balances:
            last[row["contract"]] = row
            for account, side in _SHOWN.items():
                if of and f"{of}{account}" not in row:
                    continue
                booked = sum(amount for on, amount in lines[row["contract"], account] if on <= row["date"])
                shown = side * _amount(row, f"{of}{account}")
                if booked != shown:
                    what = f"{of}{account} of {row['contract']} at {row['date']}"
                    yield f"{what}: {shown} is shown, {booked} is booked"


def _one_sided(balances: Sequence[Row]) -> Iterator[str]:
    """A contract shows an asset or a liability, and no balance stands on the wrong side."""
    for row in balances:
        where = f"{row['contract']} at {row['date']}"
        if _amount(row, "contract_asset") and _amount(row, "contract_liability"):
            yield f"{where}: a contract asset beside a contract liability"
        yield from (f"{where}: {name} below zero" for name in _SHOWN if _amount(row, name) < 0)


def _schedule(journal: Sequence[Row], schedule: Sequence[Row], tops: Sequence[Node]) -> Iterator[str]:
    """Lines of revenue are those of the schedule, and the derivations give its sums."""
    keys = ("entity", "contract", "obligation", "period", "economic_period", "cause")
    sums: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for row in journal:
        if row["account"] == "revenue":
            sums[tuple(str(row[key]) for key in keys)] += _net(row)
    told: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in schedule:
        sums[tuple(str(row[key]) for key in keys)] += _amount(row, "revenue")
        told[row["obligation"], row["period"]] += _amount(row, "revenue")
    yield from (f"revenue of {' / '.join(key)}: the schedule is off by {total}" for key, total in sums.items() if total)
    for top in tops:
        if top.label.startswith("revenue of "):
            named, _, period = top.label.removeprefix("revenue of ").rpartition(" booked in ")
            told[named.partition("/")[2], period] -= value(top.value) or 0
    if tops:
        yield from (f"revenue of {' in '.join(key)}: {total} is not derived" for key, total in told.items() if total)


def _rollforward(rows: Sequence[Row], balances: Sequence[Row]) -> Iterator[str]:
    """Opening and movements make the closing balance, and that opens the next period."""
    before: dict[tuple[str, ...], Fraction] = {}
    for row in rows:
        key = (row["entity"], row["account"], row["opening"]["currency"])
        moved = sum(_amount(row, name) for name in ("opening", "billed", "cash", "revenue", "other"))
        if moved != _amount(row, "closing"):
            yield f"{' '.join(key)} in {row['period']}: {moved} moved, {_amount(row, 'closing')} at the end"
        if key in before and before[key] != _amount(row, "opening"):
            yield f"{' '.join(key)} in {row['period']} does not open with what the period before closed with"
        before[key] = _amount(row, "closing")


def _allocation(rows: Sequence[Row]) -> Iterator[str]:
    """What is carved is what is allocated beyond the stated price."""
    for row in rows:
        if _amount(row, "allocated") - _amount(row, "stated_price") != _amount(row, "carve"):
            yield f"{row['contract']}/{row['obligation']}: the carve is not what is allocated less what is stated"


def _at_rates(journal: Sequence[Row], tops: Sequence[Node], sources: Sources) -> Iterator[str]:
    """Revenue and cash are carried at rates that are stated: between the lowest and the highest."""
    stated: dict[tuple[str, str], set[Fraction]] = defaultdict(set)
    documents = {(one.file, one.above): one for top in tops for one in sources.documents(top)}
    taken_over = [one.section("contract") for one in documents.values() if one.section("opening")]
    for document in documents.values():
        for have, want, rate in _RATE.findall(" ".join(document.lines)):
            stated[have, want].add(number(rate))
            stated[want, have].add(1 / number(rate))
    for row in journal:
        have, want = row["currency"], row["functional_currency"]
        own, carried = _net(row), _net(row, "functional_")
        crossed = {
            one * other for a, b in list(stated) for one in stated[a, b] if a == have for other in stated[b, want]
        }
        rates = stated[have, want] or crossed
        brought = any(row["contract"] in one for one in taken_over)
        if row["account"] in ("revenue", "cash") and own and rates and not brought:
            low, high = min(rates) * abs(own) - 1, max(rates) * abs(own) + 1
            if not low <= abs(carried) <= high or own * carried < 0:
                yield f"{row['account']} of {row['contract']} in {row['period']}: {own} {have} as {carried} {want}"
