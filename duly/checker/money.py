"""What is owed and what there is a right to, by the rows of a contract: each counts by the rule of its kind, read anew
from its keys, and none is left out."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from duly.checker import abroad, bills, plans
from duly.checker.plans import DUE, RIGHTS
from duly.checker.sources import Document, Row, Sources
from duly.checker.trees import Node, every
from duly.checker.words import NOTHING, days, decimals, rounded, size, value

_KNOWN_ON = re.compile(r"known on (\d{4}-\d\d-\d\d)")
_STANDS = re.compile(r" at the end of \d{4}-\d\d-\d\d$")
_LOWERING = ("price", "goodwill", "defects")
# The least and the most that a row may count.
Bounds = tuple[Fraction, Fraction]


def check(top: Node, sources: Sources) -> Iterator[tuple[str, str]]:
    """The faults in what a balance counts of the rows of its contract."""
    moment = _KNOWN_ON.search(top.source)
    known = date.fromisoformat(moment[1]) if moment else date.max
    yield from bills.prorated(top, sources)
    for one in (one for one in every(top) if _STANDS.search(one.label)):
        on = days(one.label)[-1]
        yield from ((top.label, fault) for fault in abroad.rates(top, on, sources))
        for account in (node for node in every(one) if node.label in (DUE, RIGHTS)):
            rules = (plans.check(account, on, sources), bills.check(account, on, sources))
            faults = (*_account(account, on, known, sources), *itertools.chain(*rules))
            yield from ((account.label, fault) for fault in faults)


def _account(node: Node, on: date, known: date, sources: Sources) -> Iterator[str]:
    """What an account counts of each row of its contract, and of what invoices retained: all of it once, or nothing."""
    counted: dict[str, Fraction] = defaultdict(Fraction)
    for one in (one for one in node.below if not one.label.startswith("expected to be given back")):
        counted[one.source.partition(" · ")[0]] += value(one.value) or 0
    for document in sources.documents(node):
        rows = [row for row in document.rows() if row.on <= on and row.known <= known]
        taxed = any((one.label, one.value) == ("policy sales tax", "included") for one in every(node))
        contract, held, plain = _Contract(document, rows, decimals(node.value), taxed), NOTHING, True
        # Several rows may stand in one line.
        lines = defaultdict[str, list[Bounds | None]](list)
        for row in rows:
            if verb(row):
                lines[row.place].append(_worth(row, node.label, contract))
            if verb(row) == "invoice":
                given = _rights(row, contract)
                held, plain = held + asked(row) - (given or 0), plain and given is not None
        for place, found in lines.items():
            bounds = [one for one in found if one is not None]
            least, most = (sum((one[side] for one in bounds), NOTHING) for side in (0, 1))
            if len(bounds) == len(found) and not least <= counted[place] <= most:
                said = str(least) if least == most else f"{least} to {most}"
                yield f"{place} counts {counted[place]}, where by its words it is {said}"
        for source in {one.source for one in node.below if one.label.startswith(("released on", "bill"))}:
            agreed, so_far = plans.of_source(sources, source), counted[source.partition(" · ")[0]]
            retains = len(agreed) == 1 and agreed[0].held and agreed[0].right == "on invoice"
            if plain and retains and so_far not in (0, held):
                yield f"{so_far} is released, where {held} is retained"


class _Contract(NamedTuple):
    """A document with the rows that count, the decimals of its currency, whether tax is part of its price."""

    document: Document
    rows: list[Row]
    digits: int
    taxed: bool = False


def verb(row: Row) -> str:
    """What a row of money tells; empty of another."""
    first = next((key for key in row.said if key not in ("date", "known")), "")
    return first if first in _RULES else ""


def _worth(row: Row, account: str, of: _Contract) -> Bounds | None:
    """What a row counts of an account; None where its words do not say."""
    found = _RULES[verb(row)](row, of)
    return found and found[account == RIGHTS]


def _exactly(due: Fraction, rights: Fraction = NOTHING) -> tuple[Bounds, Bounds]:
    return (due, due), (rights, rights)


def _size(row: Row, key: str) -> Fraction:
    return size(row.said, key) or NOTHING


def _settled(row: Row, of: _Contract) -> tuple[Bounds, Bounds]:
    return _exactly(_size(row, "recovered") - _size(row, "write off") - _size(row, "paid"))


def _dispute(row: Row, of: _Contract) -> tuple[Bounds, Bounds]:
    """What is conceded of an invoice lowers the right to it; what is conceded anew takes the place of that."""
    now, before, disputed = NOTHING, NOTHING, NOTHING
    for one in of.rows[: of.rows.index(row) + 1]:
        if one.said.get("dispute") == row.said["dispute"]:
            stated, conceded, before = size(one.said, "amount"), one.said.get("conceded"), now
            disputed = (stated or NOTHING) if conceded is None else disputed
            now = {"yes": disputed if stated is None else stated, "no": NOTHING}.get(conceded or "", now)
    return (min(before - now, NOTHING), max(before - now, NOTHING)), (before - now, before - now)


def _customer_credit(row: Row, of: _Contract) -> tuple[Bounds, Bounds]:
    credit, why = _size(row, "customer credit"), reason(row)
    lowers = why in _LOWERING
    return _exactly(NOTHING if lowers or why in ("", "paid in") else credit, -credit if lowers else NOTHING)


def _refunded(row: Row, of: _Contract) -> tuple[Bounds, Bounds] | None:
    back, why = _size(row, "refund"), reason(row)
    if why in ("deposit", "customer credit"):
        return _exactly(back if why == "deposit" else NOTHING)
    return ((-back, back), (-back, NOTHING))


def reason(row: Row) -> str:
    """Why money is given back or credited, as its row says."""
    return str(row.said.get("reason", ""))


def _lines(row: Row) -> list[tuple[str, Fraction]]:
    """What an invoice or a credit note asks for, by obligation; of a sum alone under no name."""
    lines = row.said.get("lines")
    if isinstance(lines, dict):
        return [(name, size(lines, name) or NOTHING) for name in lines]
    return [("", _size(row, "amount"))]


def asked(row: Row) -> Fraction:
    """What an invoice or a credit note asks for, without its tax."""
    return sum((worth for _, worth in _lines(row)), NOTHING)


def cash(row: Row) -> Fraction:
    """What a row moves of cash."""
    if "paid to customer" in row.said:
        return -_size(row, "amount")
    own = _size(row, "customer credit") if reason(row) in ("", "paid in") else NOTHING
    return (_size(row, "paid") or own) - (_size(row, "refund") if "terminated" not in row.said else 0)


def tax_of(row: Row, digits: int) -> Fraction:
    """The tax on what an invoice or a credit note asks for."""
    tax = _size(row, "tax")
    return rounded(asked(row) * tax, digits) if str(row.said.get("tax", "")).endswith("%") else tax


def _invoice(row: Row, of: _Contract) -> tuple[Bounds, Bounds] | None:
    """An invoice gives a right where one arises with it, less what is retained; its tax is owed with it always. Not
    plain where the terms stand in another document."""
    right, tax = _rights(row, of), tax_of(row, of.digits)
    if right is None or not of.document.section("obligations"):
        return None
    return _given(of, right + tax - _size(row, "credit applied"), right + tax * of.taxed)


def _given(of: _Contract, due: Fraction, right: Fraction) -> tuple[Bounds, Bounds]:
    """A right given or taken back; before it is judged likely to be collected there may be no contract, and none."""
    if not of.document.says("collect"):
        return _exactly(due, right)
    return (min(due, NOTHING), max(due, NOTHING)), (min(right, NOTHING), max(right, NOTHING))


def _rights(row: Row, of: _Contract) -> Fraction | None:
    """The rights that an invoice gives; None where the plan does not say it plainly."""
    right = NOTHING
    for name, worth in _lines(row):
        held = _retained(name, of.document)
        if held is None:
            return None
        right += worth - rounded(worth * held, of.digits)
    return right


def _retained(name: str, document: Document) -> Fraction | None:
    """The part that is retained of what is invoiced of an obligation; all where an invoice gives no right; None where
    the plan does not say it plainly."""
    agreed = plans.plans(document)
    if not agreed:
        return None if document.section("billing") else Fraction(1)
    held = {(plan.right == "on invoice", plan.held) for plan in agreed}
    if held == {(True, NOTHING)}:
        return NOTHING
    stated = len(agreed) > 1 and any({"amount", "instalments"} & set(plan.said) for plan in agreed)
    if stated or not name and ("all" not in agreed[0].names or len(held) > 1):
        return None
    mine = next((plan for plan in agreed if not name or plan.covers(name)), None)
    return NOTHING if mine is None else mine.held if mine.right == "on invoice" else Fraction(1)


def _credit_note(row: Row, of: _Contract) -> tuple[Bounds, Bounds] | None:
    """What is taken off an invoice; what was paid of it is owed to the customer. What carries out a dispute that was
    conceded counts no second time."""
    net, tax = asked(row), tax_of(row, of.digits)
    off, still = -net - tax * of.taxed, _open(row, of)
    if any(one.said.get("conceded") == "yes" for one in of.rows):
        return ((-net - tax, NOTHING), (off, NOTHING))
    if still is None:
        return ((-net - tax, NOTHING), (off, off))
    return _given(of, -min(net + tax, still), off)


def _open(row: Row, of: _Contract) -> Fraction | None:
    """What is open of the invoice that a row names before it; None where rows name none, so that it is not plain."""
    at, mine, found, known = of.rows.index(row), row.said.get("invoice"), NOTHING, False
    before = [one for n, one in enumerate(of.rows) if one.on < row.on or (one.on == row.on and n < at)]
    settling = [one for one in before if verb(one) not in ("", "dispute")]
    if not mine or not all(one.said.get("invoice") for one in settling):
        return None
    for one in sorted((one for one in settling if one.said["invoice"] == mine), key=lambda one: one.on):
        kind, whole = verb(one), asked(one) + tax_of(one, of.digits)
        known = known or kind == "invoice"
        if kind == "invoice":
            found += whole - _size(one, "credit applied")
        elif kind in ("credit note", "write off"):
            found -= min(whole if kind == "credit note" else _size(one, kind), max(found, NOTHING))
        else:
            found += _size(one, "recovered") - _size(one, "paid")
    return max(found, NOTHING) if known else None


_RULES = {
    "paid": _settled,
    "write off": _settled,
    "recovered": _settled,
    "customer credit": _customer_credit,
    "refund": _refunded,
    "invoice": _invoice,
    "credit note": _credit_note,
    "dispute": _dispute,
}
