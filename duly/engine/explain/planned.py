"""Bills of a plan: how much of the price falls due on a day, as a difference of two running totals."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from duly.engine.contracts.instalments import instalments
from duly.engine.contracts.terms import BillLine
from duly.engine.delivery.progress import opening
from duly.engine.explain.agreed import stated_price
from duly.engine.explain.view import View
from duly.engine.recognition.promises import Promise
from duly.ground.dates import MONTHS, add, add_months, iso, months_started
from duly.ground.errors import Place, said_at
from duly.ground.reports import Step
from duly.ground.rounding import round_fraction

_MOVES = ("amendment", "terminated", "renewed", "price element", "sales", "estimate", "exercised")
_CITE = "606-10-45-4"


def planned_bill(view: View, place: Place, on: int, minor: int, obligation: int) -> Step | None:
    """A bill of a plan on a day with its amount; None where no plain plan gives it. obligation: its row, or -1."""
    for terms in view.ruling.group:
        for line in terms.billing:
            mine = [
                p for p in view.ruling.promises if p.terms is terms and (not line.of or p.obligation.ref in line.of)
            ]
            mine = [p for p in mine if obligation in (-1, p.row)]
            if line.place != place:
                continue
            if _is_stated(line, on, minor):
                names = mine[0].obligation.ref if len(mine) == 1 else terms.ref
                source = said_at(line.place, line.source)
                return view.step(f"bill of {names} on {iso(on)}", view.money(minor), source=source, cite=_CITE)
            if len(mine) == 1:
                return _of_plan(view, line, mine[0], on, minor)
    return None


def is_billed_by(view: View, place: Place) -> bool:
    """Whether a place is that of a row that agrees how something is billed."""
    return any(line.place == place for terms in view.ruling.group for line in terms.billing)


def _of_plan(view: View, line: BillLine, p: Promise, on: int, minor: int) -> Step | None:
    """The bill of one obligation; whatever else moves it, as a change, gives another amount."""
    label, source = f"bill of {p.obligation.ref} on {iso(on)}", said_at(line.place, line.source)
    if p.start is None or p.until is None or not p.stated or line.retention:
        return None
    if line.amount is not None or line.instalments:
        return None
    price = stated_price(view, p._replace(apart=0))
    bills = instalments(line, p.stated, p.start, p.until)
    plain = _is_plain(p)
    same = [n for n, bill in enumerate(bills) if bill.due_on == on and (plain or bill.amount == abs(minor))]
    number = same[0] if same else -1
    sign = "-" if minor < 0 else ""
    if number < 0 or price.value != view.money(p.stated):
        return None
    if len(bills) == 1:
        how = f"= {sign}({price.value})"
        return view.step(label, view.money(minor), how, source=source, cite=_CITE, children=(price,))
    whole = _months(view, p, months_started(p.start, p.until))
    ends = [min(add_months(p.start, each * MONTHS[line.every]), p.until) for each in (number, number + 1)]
    before, after = (_months(view, p, months_started(p.start, end) if end > p.start else 0) for end in ends)
    parts = [Fraction(p.stated) * _count(each) / _count(whole) for each in (after, before)]
    if round_fraction(parts[0]) - round_fraction(parts[1]) != abs(minor) and not plain:
        return None
    terms = [f"round({price.value} x {each.value} / {whole.value})" for each in (after, before) if _count(each)]
    how, below = f"= {sign}({' - '.join(terms)})", [price, after, *([before] if _count(before) else []), whole]
    return view.step(label, view.money(minor), how, source=source, cite=_CITE, children=list(dict.fromkeys(below)))


def not_billed_yet(view: View, p: Promise, price: int) -> Step | None:
    """What is owed for an obligation besides what other rows bill of it and what another system billed; None where that
    is not all, or other obligations share in it."""
    parts = []
    for line in (line for line in p.terms.billing if p.obligation.ref in line.of):
        for number, minor in enumerate([line.amount] if line.amount else [part for _, part in line.instalments]):
            alone = line.of == (p.obligation.ref,) and line.every == "one sum" and minor is not None
            source = said_at(line.place, line.source)
            parts += [view.step(f"billed by part {number + 1}", view.money(minor), source=source)] if alone else []
    taken_over = opening(p.obligation, p.terms)
    if taken_over is not None and isinstance(taken_over.fields.get("billed"), int):
        parts.append(view.of_fact(taken_over, view.money(cast(int, taken_over.fields["billed"])), "billed"))
    whole = stated_price(view, p._replace(apart=0, due=None))
    if not parts or view.minor(whole) - sum(map(view.minor, parts)) != price:
        return None
    how = f"= {whole.value}" + "".join(f" - {one.value}" for one in parts)
    label = f"owed besides what was billed of {p.obligation.ref}"
    return view.step(label, view.money(price), how, cite=_CITE, children=(whole, *parts))


def _is_stated(line: BillLine, on: int, minor: int) -> bool:
    """Whether the row states what is due on a day."""
    due = [amount for bill, amount in line.instalments if (add(bill, line.net) if line.net else bill) == on]
    return sum(due) == abs(minor) or (len(due) < 1 and abs(minor) == line.amount)


def _is_plain(p: Promise) -> bool:
    """Whether nothing moves the bills of a plan but the plan itself."""
    terms = p.terms
    changed = any(fact.verb in _MOVES for fact in terms.happened)
    stated = any(line.amount is not None or line.instalments for line in terms.billing)
    others = terms.opening or terms.elements or terms.total is not None or stated
    return not changed and not others and p.obligation.price.form in ("fixed", "period") and _whole(p)


def _whole(p: Promise) -> bool:
    """Whether all of its stated price is owed, and for it alone."""
    return not p.apart and p.due is None and not p.more


def _months(view: View, p: Promise, count: int) -> Step:
    """So many months of a span."""
    assert p.start is not None and p.until is not None
    end = min(add_months(p.start, count), p.until) - 1 if count else p.start - 1
    return view.step(f"months from {iso(p.start)} to {iso(end)}", f"{count} month{'s' if count > 1 else ''}")


def _count(step: Step) -> int:
    return int(step.value.partition(" ")[0])
