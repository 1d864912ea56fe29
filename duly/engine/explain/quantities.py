"""The named quantities of case files, each measured on the books: revenue of a window, a balance at a day, progress.

Amounts are exact fractions of the currency (`Fraction("1200.50")`), so that a figure may add and divide them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import cast

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.amendments import changed_by, takes_effect
from duly.engine.disclosure.remaining import remaining_by_year
from duly.engine.explain.asked import (
    Asked,
    Quantity,
    UnknownQuantity,
    Value,
    account_of,
    amount_in,
    day_before,
    promise_of,
    promises_of,
    role_of,
    row_of,
    rulings_of,
    sum_of,
    whole,
)
from duly.engine.explain.figures import evaluate
from duly.engine.explain.quantities_billing import charge, credit, proration
from duly.engine.explain.quantities_currency import IN_CURRENCY, OF_NO_CURRENCY, posting_rate, revenue_of, side_of
from duly.engine.explain.quantities_metrics import METRIC_FIGURES, metric
from duly.engine.explain.quantities_prices import (
    AT_START,
    PRICE_FIGURES,
    PRICE_QUANTITIES,
    loan_of,
    months_of_loan,
    transaction_price,
)
from duly.engine.explain.quantities_topics import TOPIC_FIGURES, TOPIC_QUANTITIES, revenue_by_kind
from duly.engine.journal.books import Books
from duly.engine.journal.entries import close
from duly.engine.recognition.position import in_force, progress
from duly.engine.recognition.promises import Promise
from duly.ground.dates import months_started

_POINT_IN_TIME = ("on delivery", "on acceptance", "on exercise or expiry", "as redeemed")


def quantity(
    books: Books,
    name: str,
    args: tuple[str, ...] = (),
    *,
    since: int | None = None,
    through: int | None = None,
    known: int | None = None,
    contract: str = "",
    currency: str = "",
    at_start: bool = False,
) -> Value:
    """A quantity of `docs/language.md` (Case files), by its name and the keys below it.

    since, through: day numbers, both included; by default from inception, to the last day of the books.
    currency: of the answer; by default that of the contracts. at_start: positions at the start of `through`: the terms
    of that day, performance up to the evening before.
    `UnknownQuantity` where the books have no such thing.
    """
    if name not in QUANTITIES:
        raise UnknownQuantity(f"there is no quantity {name!r}", fix=f"one of: {', '.join(sorted(QUANTITIES))}")
    last = books.through if through is None else through
    asked = Asked(books, books.now(known), since, last, known, contract, currency, at_start)
    return _measure(name, QUANTITIES[name].measure, asked)(asked, args)


def _measure(name: str, measure: Callable[[Asked, tuple[str, ...]], Value], asked: Asked) -> Callable[..., Value]:
    """How a quantity is measured: in another currency, or at the start of a day, by the terms of that day."""
    if asked.currency:
        if name not in (*IN_CURRENCY, *OF_NO_CURRENCY, *METRIC_FIGURES):
            raise UnknownQuantity(f"{name} is measured in the currency of the contract alone", fix="leave `in:` out")
        return IN_CURRENCY.get(name, measure)
    return AT_START.get(name, measure) if asked.at_start else measure


def _allocation(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return sum_of(asked, asked.books.allocation_at(asked.through, asked.known), args)


def _revenue(asked: Asked, args: tuple[str, ...]) -> Fraction:
    if len(args) > 1:
        return revenue_by_kind(asked, args)
    return sum_of(asked, asked.books.revenue(asked.since, asked.through, asked.known), args)


def _balances(asked: Asked, args: tuple[str, ...]) -> Fraction:
    accounts = asked.books.balances_at(asked.through, asked.known)
    return side_of(args[0]) * account_of(asked, accounts, role_of(args[0]))


def _movement(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return account_of(asked, asked.books.movement(asked.since, asked.through, asked.known), role_of(args[0]))


def _remaining(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Price of what is still to be performed (606-10-50-13), in all or by year of expected recognition."""
    by_obligation = {
        key: sum(amount for band, amount in bands.items() if not args or band == args[0])
        for key, bands in remaining_by_year(asked.books, asked.through, asked.known).items()
    }
    return sum_of(asked, by_obligation, ())


def _progress(asked: Asked, args: tuple[str, ...]) -> Fraction:
    index = row_of(asked, args[0])
    tables = asked.world.stacked.tables
    tracks = np.flatnonzero((tables.tracks.obligation == index) & (tables.tracks.credit == t.REVENUE))
    rows = in_force(tables.tranches, len(tables.tracks), asked.through)
    done, total = progress(asked.world.ledger.priced, rows, asked.through)
    track = int(tracks[0])
    return Fraction(int(done[track]), int(total[track]) or 1)


def _cost(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Cost of sales in the window, of one obligation or of all."""
    lines = close(asked.world.ledger, day_before(asked), asked.through)
    obligations = asked.world.stacked.tables.obligations
    found: dict[tuple[str, str], int] = {}
    for row in np.flatnonzero(lines.account == t.ROLE["cost_of_sales"]).tolist():
        index = int(lines.obligation[row])
        key = (obligations.origin[index], obligations.ref[index])
        found[key] = found.get(key, 0) + int(lines.amount[row])
    return sum_of(asked, found, args)


def _margin(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _revenue(asked, args) - _cost(asked, args)


def _ssp(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """As it was weighed with last: at inception, or for what an amendment left of it."""
    promise = promise_of(asked, args[0])
    for ruling in rulings_of(asked):
        if promise in ruling.promises:
            since = [left.ssp for left in ruling.ssp_left if left.row == promise.row and left.since_on <= asked.through]
            if since:
                return amount_in(asked, since[-1])
    obligations = asked.world.stacked.tables.obligations
    return amount_in(asked, int(obligations.ssp[row_of(asked, args[0])]))


def _price(asked: Asked, args: tuple[str, ...]) -> Fraction:
    obligations = asked.world.stacked.tables.obligations
    return amount_in(asked, int(obligations.price[row_of(asked, args[0])]))


def _carve(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _allocation(asked, args) - _price(asked, args)


def _discount(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What the obligations would cost one by one, less the price of the contract."""
    names = [p.obligation.ref for p in promises_of(asked) if not p.by_use]
    return sum((_ssp(asked, (name,)) for name in names), Fraction(0)) - transaction_price(asked, ())


def _disaggregation(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Revenue of the window whose obligations carry a tag; `timing` is a dimension of its own (606-10-50-5, 55-91)."""
    dimension, value = args
    revenue = revenue_of(asked)
    tagged = [p for p in promises_of(asked) if _tags(p).get(dimension) == value]
    if not tagged:
        raise UnknownQuantity(f"nothing is tagged {dimension}: {value}")
    return amount_in(asked, sum(revenue.get((p.terms.ref, p.obligation.ref), 0) for p in tagged))


def _treatment(asked: Asked, args: tuple[str, ...]) -> str:
    if args[0] == "contract exists":
        exists = [r.drafts.exists_on <= asked.through for r in rulings_of(asked)]
        return "yes" if all(exists) else "no"
    treatments = {name: word for r in rulings_of(asked) for name, word in r.decisions.items()}
    treatments |= {made.ref: made.chosen for r in rulings_of(asked) for made in r.treatments.values()}
    what, _, of = args[0].partition(" of ")
    alone = what in treatments and of in {p.obligation.ref for p in promises_of(asked)}
    if args[0] in treatments or alone:
        return treatments.get(args[0]) or treatments[what]
    named = ", ".join(["contract exists", *treatments])
    raise UnknownQuantity(f"there is no decision {args[0]!r}", fix=f"one of: {named}")


def _error(asked: Asked, args: tuple[str, ...]) -> str:
    """The errors of the contracts that were set aside when they were recognized, by name."""
    names = (error.name for error in asked.books.errors if asked.concerns(error.contract))
    return ", ".join(dict.fromkeys(names)) or "no error"


def _days(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Days of the span of an obligation that lie in the window."""
    start, until = _span(asked, args[0])
    return Fraction(until - start)


def _months(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Months of the span of an obligation that lie in the window, each month that began counted; of a financing, months
    from the day its price is owed to the last payment."""
    if loan_of(asked, args[0]) is not None:
        return months_of_loan(asked, args[0])
    start, until = _span(asked, args[0])
    return Fraction(months_started(start, until))


def _span(asked: Asked, name: str) -> tuple[int, int]:
    """The part of the span of an obligation that lies in the window."""
    promise = promise_of(asked, name)
    if promise.start is None or promise.until is None:
        raise UnknownQuantity(f"{name} has no span")
    start = promise.start if asked.since is None else max(promise.start, asked.since)
    return start, max(min(promise.until, asked.through + 1), start)


def _expected_cost(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """Total expected cost in force at the end of the window, with uninstalled material."""
    promise = promise_of(asked, args[0])
    expected, spent = promise.obligation.expected_cost, 0
    facts = [f for f in promise.terms.happened if f.on <= asked.through]
    for fact in (f for f in facts if args[0] in f.subjects or f.verb == "amendment"):
        if fact.verb == "cost":
            spent += whole(fact.fields.get("amount"))
        if fact.verb == "estimate" and "cost to complete" in fact.fields:
            expected = spent + whole(fact.fields["cost to complete"])
        elif fact.verb == "estimate" and "expected cost" in fact.fields:
            expected = whole(fact.fields["expected cost"])
        elif takes_effect(fact):
            changes = changed_by(fact)
            expected = cast("int | None", changes.get(args[0], {}).get("expected_cost", expected))
    if expected is None:
        raise UnknownQuantity(f"{args[0]} states no expected cost")
    return amount_in(asked, expected)


def _figure(asked: Asked, args: tuple[str, ...]) -> Fraction:
    def value(name: str, inner: tuple[str, ...]) -> Fraction:
        found = _measure(name, _IN_FIGURES[name], asked)(asked, inner)
        if isinstance(found, str):
            raise UnknownQuantity(f"{name} is no number")
        return found

    return evaluate(args[0], value, tuple(_IN_FIGURES))


QUANTITIES: Mapping[str, Quantity] = {
    "allocation": Quantity(_allocation, (1,)),
    "revenue": Quantity(_revenue, (0, 1, 2)),
    "balances": Quantity(_balances, (1,)),
    "movement": Quantity(_movement, (1,)),
    "remaining": Quantity(_remaining, (0, 1)),
    "progress": Quantity(_progress, (1,), exact=False),
    "cost": Quantity(_cost, (0, 1)),
    "margin": Quantity(_margin, (0, 1)),
    "ssp": Quantity(_ssp, (1,)),
    "carve": Quantity(_carve, (1,)),
    "discount": Quantity(_discount, (0,)),
    "disaggregation": Quantity(_disaggregation, (2,)),
    "treatment": Quantity(_treatment, (1,)),
    "error": Quantity(_error, (0,)),
    "figure": Quantity(_figure, (1,), exact=False),
    "metrics": Quantity(metric, (1,), exact=False),
    "proration": Quantity(proration, (1,)),
    "posting rate": Quantity(posting_rate, (1, 2)),
    **PRICE_QUANTITIES,
    **TOPIC_QUANTITIES,
}
_IN_FIGURES: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    "revenue": _revenue,
    "cost": _cost,
    "margin": _margin,
    "balance": _balances,
    "price": _price,
    "allocated": _allocation,
    "ssp": _ssp,
    "progress": _progress,
    "remaining": _remaining,
    "days": _days,
    "months": _months,
    "expected_cost": _expected_cost,
    "credit": credit,
    "charge": charge,
    **PRICE_FIGURES,
    **METRIC_FIGURES,
    **TOPIC_FIGURES,
}


def _tags(promise: Promise) -> dict[str, str]:
    timing = "point in time" if promise.obligation.earn in _POINT_IN_TIME else "over time"
    return {"timing": timing} | dict(promise.terms.tags) | dict(promise.obligation.tags)
