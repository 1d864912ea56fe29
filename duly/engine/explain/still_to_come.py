"""What a contract still brings and still costs at the end of a day: by it cost assets are tested and losses provided
for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import amount, so_far
from duly.engine.explain.amounts import difference, exact, summed
from duly.engine.explain.measured import progress_of
from duly.engine.explain.standing import allocated, remaining
from duly.engine.explain.tranches import recognized, rows_in_force
from duly.engine.explain.view import View, of_obligation
from duly.engine.pricing.stated import amount_of
from duly.engine.recognition.onerous import of_cost, stated_anew
from duly.engine.recognition.promises import Promise
from duly.ground.dates import iso
from duly.ground.reports import Step

_CITE = "340-40-35-4"


def price_then(view: View, obligation: int, on: int) -> Step:
    """The price of an obligation that is in force on a day."""
    rows = rows_in_force(view, obligation, on)
    return allocated(view, obligation, int((view.book.price + view.book.base)[rows].sum()), on)


def price_to_come(view: View, on: int) -> Step:
    """What of the price is not yet recognized at the end of a day."""
    steps = []
    for obligation in _earning(view):
        price = view.minor(price_then(view, obligation, on))
        steps.append(remaining(view, obligation, price - recognized(view, obligation, on)[0], price, on))
    return total(view, f"price not yet recognized at the end of {iso(on)}", steps)


def prices(view: View, on: int) -> Step:
    """The whole price that is in force on a day."""
    steps = [price_then(view, obligation, on) for obligation in _earning(view)]
    return total(view, f"price in force on {iso(on)}", steps)


def _earning(view: View) -> list[int]:
    """The obligations that earn revenue."""
    tracks = view.tables.tracks
    return sorted(set(tracks.obligation[tracks.credit == t.REVENUE].tolist()))


def total(view: View, label: str, steps: Sequence[Step]) -> Step:
    """A sum of amounts as a step."""
    if not steps:
        return view.step(label, view.money(0), "nothing yet", source=str(view.ruling.group[0].place), cite=_CITE)
    value = sum((view.exactly(one) for one in steps), Fraction(0))
    return view.step(label, view.money(value), f"= {summed([one.value for one in steps])}", cite=_CITE, children=steps)


def costs_to_come(view: View, promises: Sequence[Promise], on: int) -> Step:
    """What promises still cost after a day."""
    found = [one for p in promises for one in [_to_come(view, p, on)] if one is not None]
    return total(view, f"costs not yet spent at the end of {iso(on)}", found)


def whole_costs(view: View, on: int) -> Step:
    """What all promises cost, from the first day to the last."""
    steps = []
    for p in view.ruling.promises:
        if p.obligation.earn == "by cost":
            steps.append(expected_cost(view, p, on))
        elif p.obligation.cost is not None:
            steps.append(_stated(view, p))
    return total(view, "costs of all of it", steps)


def _to_come(view: View, p: Promise, on: int) -> Step | None:
    """What one promise still costs after a day; None where nothing says what it costs."""
    label = f"costs of {p.obligation.ref} after {iso(on)}"
    if p.obligation.earn == "by cost":
        whole, done = expected_cost(view, p, on), spent(view, p, on)
        value = view.money(view.minor(whole) - view.minor(done))
        return view.step(label, value, f"= {difference(whole.value, done.value)}", cite=_CITE, children=(whole, done))
    if p.obligation.cost is None:
        return None
    whole, done = _stated(view, p), _performed(view, p, on)
    left = view.exactly(whole) * (1 - Fraction(done.value.partition(" ")[0].replace(",", "")))
    how = f"= {whole.value} - {whole.value} x {done.value}"
    return view.step(label, view.money(left), how, cite=_CITE, children=(whole, done))


def _stated(view: View, p: Promise) -> Step:
    """The stated cost of a promise."""
    o = p.obligation
    assert o.cost is not None  # asked for where it is stated
    how = "" if o.cost.form == "fixed" else "by its units or its time"
    cost = view.money(amount_of(o.cost, o, p.start, p.until))
    return view.step(f"cost of {o.ref}", cost, how, source=of_obligation(p, "cost"))


def _performed(view: View, p: Promise, on: int) -> Step:
    """How much of a promise is performed, as its own measure has it."""
    done, of = so_far(p.measure, view.ruling.drafts, on)
    part = Fraction(min(done, of), max(of, 1))
    label = f"performed of {p.obligation.ref}"
    rows = rows_in_force(view, p.row, on)
    if len(rows) == 1 and part:
        found = progress_of(view, rows[0], on)
        have, _, whole = found.value.partition(" of ")
        number = Fraction(have.partition(" ")[0].replace(",", "").rstrip("%")) / (100 if have.endswith("%") else 1)
        if number / (Fraction(whole.partition(" ")[0].replace(",", "")) if whole else 1) == part:
            return view.step(label, exact(part), f"= {found.value}", children=(found,))
    how = "by its measure as agreed" if part else "nothing yet"
    return view.step(label, exact(part), how, source=of_obligation(p, "earn"))


def spent(view: View, p: Promise, on: int) -> Step:
    """What an obligation that is measured by cost had cost by the end of a day."""
    facts = [f for f in of_cost(p) if f.verb == "cost" and f.on <= on]
    steps = [view.of_fact(f, view.money(amount(f, "amount"))) for f in facts]
    return total(view, f"spent on {p.obligation.ref} by the end of {iso(on)}", steps)


def expected_cost(view: View, p: Promise, on: int) -> Step:
    """The total cost that is expected of it at the end of a day, what was spent at least."""
    facts = [f for f in of_cost(p) if f.on <= on and _says_total(p, f)]
    expected, done = _expected(view, p, facts[-1] if facts else None), spent(view, p, on)
    if view.minor(done) <= view.minor(expected):
        return expected
    label, how = (
        f"expected cost of {p.obligation.ref}",
        f"= {expected.value} + above zero ({done.value} - {expected.value})",
    )
    return view.step(label, done.value, how, cite="605-35-25-45", children=(expected, done))


def _says_total(p: Promise, fact: Fact) -> bool:
    if fact.verb == "amendment":
        return bool(stated_anew(p, fact))
    return fact.verb == "estimate" and bool({"cost to complete", "expected cost"} & set(fact.fields))


def _expected(view: View, p: Promise, last: Fact | None) -> Step:
    """The total as agreed, or as the last row states it."""
    if last is None:
        value = view.money(p.obligation.expected_cost or 0)
        how = "" if p.obligation.expected_cost else "nothing yet"
        return view.step("expected cost", value, how, source=of_obligation(p, "expected cost", "earn"))
    label = f"new total by {last.verb}"
    if last.verb == "amendment":
        return view.of_fact(last, view.money(stated_anew(p, last) or 0), label)
    if "cost to complete" not in last.fields:
        return view.of_fact(last, view.money(amount(last, "expected cost")), label)
    done = spent(view, p, last.on)
    more = view.of_fact(last, view.money(amount(last, "cost to complete")), "cost to complete")
    value = view.money(view.minor(done) + view.minor(more))
    how = f"= {summed([done.value, more.value])}"
    return view.step(f"{label} on {iso(last.on)}", value, how, cite="606-10-25-35", children=(done, more))
