"""Rows of money in a balance: an invoice with what is retained of it and its tax, what is given back, an opening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, cast

from duly.engine import tables as t
from duly.engine.contracts.terms import BillLine, Fact
from duly.engine.explain.amounts import percent, summed
from duly.engine.explain.view import View
from duly.engine.recognition.promises import Promise
from duly.ground.dates import iso
from duly.ground.errors import Place, said_at
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

_CITE = "606-10-45-4"
_TAX, _CREDIT = t.ROLE["tax_payable"], t.ROLE["customer_credit_balance"]
_OPENING = ("billed", "recognized", "receivable", "deposit", "customer credit")
_FOLLOWS = "by the rule of rights to payment"


class Moved(NamedTuple):
    """What a row moves of an account, minor units, by the account on the other side and the obligation (-1: none)."""

    other: int
    obligation: int
    minor: int


def row_step(view: View, fact: Fact, moved: Sequence[Moved], cite: str = _CITE) -> Step:
    """What a row moves of an account: the sum of what it states, each by its key; else as its rule makes it."""
    label, total = f"{fact.verb} {fact.ref}".rstrip(), sum(one.minor for one in moved)
    parts: list[Step] = []
    for one in moved:
        made = _parts(view, fact, one)
        if made is None:
            return view.of_fact(fact, view.money(total), label, cite, _FOLLOWS)
        parts += made
    if len(parts) == 1 and not parts[0].children:
        return view.of_fact(fact, view.money(total), label, cite)
    how = f"= {summed([part.value for part in parts])}"
    source = said_at(fact.place, "")
    named = view.of_fact(fact, view.money(total), label).label
    return view.step(named, view.money(total), how, source=source, cite=cite, children=parts)


def _parts(view: View, fact: Fact, one: Moved) -> list[Step] | None:
    """The steps that what moves between two accounts is the sum of; None where its row does not state them."""
    sign = -1 if one.minor < 0 else 1
    lines = fact.fields.get("lines")
    taken_over = [key for key in _OPENING if fact.verb == "opening" and fact.fields.get(key) == abs(one.minor)]
    if taken_over:
        return [_stated(view, fact, taken_over[0], one.minor)]
    if one.other == _TAX and fact.fields.get("tax") == abs(one.minor):
        return [_tax(view, fact, one.minor)]
    if one.other == t.DUE and fact.fields.get("tax") == abs(one.minor) and view.policies["sales tax"] == "included":
        tax = _tax(view, fact, one.minor)
        below = (tax, view.policy("sales tax"))
        return [view.step("tax that is part of the price", tax.value, f"= {tax.value}", children=below)]
    if one.other == _CREDIT and fact.fields.get("credit applied") == abs(one.minor):
        return [_stated(view, fact, "credit applied", one.minor)]
    if isinstance(lines, Mapping):
        name = view.tables.obligations.ref[one.obligation] if one.obligation >= 0 else ""
        stated, key = lines.get(name, 0), f"line {name}"
    else:
        key = "amount" if "amount" in fact.fields else fact.verb
        stated = fact.fields.get(key, 0)
    if not isinstance(stated, int):
        return None
    if abs(one.minor) == abs(stated):
        return [_stated(view, fact, key, one.minor)]
    return _less_retained(view, fact, sign * stated, one, key)


def _stated(view: View, fact: Fact, key: str, minor: int) -> Step:
    """A number of a row, by the key it stands beside."""
    return view.step(f"{key} of {fact.verb} {fact.ref}".rstrip(), view.money(minor), source=said_at(fact.place, ""))


def _tax(view: View, fact: Fact, minor: int) -> Step:
    """The tax of an invoice or a credit note: as stated, or by its rate."""
    rate = fact.fields.get("tax rate")
    if not isinstance(rate, Fraction):
        return _stated(view, fact, "tax", minor)
    net, of = cast("int", fact.fields["amount"]), said_at(fact.place, "")
    parts = [view.step("tax rate", percent(rate), source=of), _net(view, fact, net)]
    how = f"= {'-' if minor < 0 else ''}round({parts[1].value} x {parts[0].value})"
    return view.step(f"tax of {fact.verb} {fact.ref}".rstrip(), view.money(minor), how, children=parts)


def _net(view: View, fact: Fact, net: int) -> Step:
    """What an invoice or a credit note asks for before tax: its sum, or that of its lines."""
    lines = fact.fields.get("lines")
    if not isinstance(lines, Mapping):
        return _stated(view, fact, "amount", net)
    parts = [_stated(view, fact, f"line {name}", int(minor)) for name, minor in lines.items()]
    how = f"= {summed([part.value for part in parts])}"
    return view.step(f"amount of {fact.verb} {fact.ref}".rstrip(), view.money(net), how, children=parts)


def _less_retained(view: View, fact: Fact, stated: int, one: Moved, key: str) -> list[Step] | None:
    """What an invoice asks for, and what is retained of it."""
    for line in _lines_of(view, fact, one.obligation):
        held = round_fraction(stated * line.retention)
        if fact.verb == "invoice" and held and stated - held == one.minor:
            whole = _stated(view, fact, key, stated)
            return [whole, retained(view, line, whole, -held)]
    return None


def _lines_of(view: View, fact: Fact, obligation: int) -> Sequence[BillLine]:
    """The billing rows of the contract a row stands in that may bill an obligation."""
    name = view.tables.obligations.ref[obligation] if obligation >= 0 else ""
    billing = [line for terms in view.ruling.group if fact in terms.happened for line in terms.billing]
    return [line for line in billing if not name or not line.of or name in line.of]


def released(view: View, place: Place, on: int, obligation: int, minor: int) -> Step | None:
    """What invoices retained and a day makes owed: of all before it, or of those of the day itself; None where
    something else became owed."""
    name = view.tables.obligations.ref[obligation] if obligation >= 0 else ""
    for terms in view.ruling.group:
        for line in (line for line in terms.billing if line.place == place and line.retention):
            invoices = [fact for fact in terms.happened if fact.verb == "invoice" and fact.on <= on]
            for facts in (invoices, [fact for fact in invoices if fact.on == on]):
                parts = list(_held_parts(view, line, facts, name))
                if parts and sum(part for part, _ in parts) == minor:
                    how, below = f"= {summed([step.value for _, step in parts])}", [step for _, step in parts]
                    label, source = f"released on {iso(on)}", said_at(line.place, line.source)
                    return view.step(label, view.money(minor), how, source=source, cite=_CITE, children=below)
    return None


def _held_parts(view: View, line: BillLine, invoices: Sequence[Fact], name: str) -> Iterator[tuple[int, Step]]:
    """What each of these invoices holds back of an obligation, or of a sum alone."""
    for fact in invoices:
        lines = fact.fields.get("lines")
        found = lines.get(name) if isinstance(lines, Mapping) else None if name else fact.fields.get("amount")
        if isinstance(found, int) and found:
            held, key = round_fraction(found * line.retention), f"line {name}" if name else "amount"
            yield held, retained(view, line, _stated(view, fact, key, found), held)


def held_by(p: Promise) -> BillLine | None:
    """The first billing row of an obligation, where it retains a part of what it bills."""
    lines = [line for line in p.terms.billing if not line.of or p.obligation.ref in line.of]
    return lines[0] if lines and lines[0].retention else None


def retained(view: View, line: BillLine, whole: Step, minor: int) -> Step:
    """What is retained of an amount until all that is billed together is complete; below zero where it is taken off."""
    part = view.step("retention", percent(line.retention), source=said_at(line.place, line.source), cite=_CITE)
    sign = "-" if minor < 0 else ""
    how = f"= {sign}round({whole.value} x {part.value})"
    return view.step(f"retained of {whole.label}", view.money(minor), how, cite=_CITE, children=(whole, part))
