"""Quantities in a currency that was asked for: the contract's own, the functional one of its entity, or the one the
entity reports in; and the rates at which what the allocation moves is posted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.remaining import remaining_by_year
from duly.engine.explain.asked import (
    Asked,
    UnknownQuantity,
    Value,
    account_of,
    day_before,
    promise_of,
    promises_of,
    role_of,
    row_of,
    sum_of,
)
from duly.engine.fx.translate import entity_of
from duly.engine.journal import abroad
from duly.engine.journal.entries import close
from duly.engine.journal.functional import Functional
from duly.ground.cites import cites
from duly.ground.columns import Ints
from duly.ground.rounding import round_fraction

Amounts = dict[tuple[str, str], int]
Accounts = Mapping[str, Mapping[str, int]]


def _revenue(asked: Asked, args: tuple[str, ...]) -> Fraction:
    if len(args) > 1:
        raise UnknownQuantity(
            "revenue by kind is measured in the currency of the contract alone", fix="leave `in:` out"
        )
    return sum_of(asked, revenue_of(asked), args)


def _cost(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return sum_of(asked, costs_of(asked), args)


def _margin(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _revenue(asked, args) - _cost(asked, args)


def _balances(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return side_of(args[0]) * account_of(asked, balances_of(asked), role_of(args[0]))


def _movement(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return account_of(asked, movement_of(asked), role_of(args[0]))


def _allocation(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return sum_of(asked, priced(asked, asked.books.allocation_at(asked.through, asked.known)), args)


def _ssp(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _stated(asked, args[0], asked.world.stacked.tables.obligations.ssp)


def _price(asked: Asked, args: tuple[str, ...]) -> Fraction:
    return _stated(asked, args[0], asked.world.stacked.tables.obligations.price)


def _stated(asked: Asked, name: str, column: Ints) -> Fraction:
    """A price of an obligation as it stands in the tables."""
    key = (promise_of(asked, name).terms.ref, name)
    return sum_of(asked, priced(asked, {key: int(column[row_of(asked, name)])}), (name,))


def _carve(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """What the allocation moves, allocated less stated price, as one amount."""
    key = (promise_of(asked, args[0]).terms.ref, args[0])
    stated = int(asked.world.stacked.tables.obligations.price[row_of(asked, args[0])])
    carve = asked.books.allocation_at(asked.through, asked.known).get(key, 0) - stated
    return sum_of(asked, priced(asked, {key: carve}), args)


def _remaining(asked: Asked, args: tuple[str, ...]) -> Fraction:
    left = remaining_by_year(asked.books, asked.through, asked.known)
    for view, group, _ in _abroad(asked):
        left |= abroad.remaining(view, group, asked.currency, left, asked.through, _known(asked))
    chosen = {
        key: sum(amount for band, amount in bands.items() if not args or band == args[0]) for key, bands in left.items()
    }
    return sum_of(asked, chosen, ())


def _discount(asked: Asked, args: tuple[str, ...]) -> Fraction:
    names = [p.obligation.ref for p in promises_of(asked) if not p.by_use]
    return sum((_ssp(asked, (name,)) for name in names), Fraction(0)) - _allocation(asked, ())


def revenue_of(asked: Asked) -> Amounts:
    """Revenue of the window by (contract, obligation), minor units."""
    own = asked.books.revenue(asked.since, asked.through, asked.known)
    return _moved(asked, own, t.REVENUE, -1)


def costs_of(asked: Asked) -> Amounts:
    """Cost of sales of the window by (contract, obligation), minor units."""
    lines = close(asked.world.ledger, day_before(asked), asked.through)
    obligations = asked.world.stacked.tables.obligations
    own: Amounts = {}
    for row in np.flatnonzero(lines.account == t.ROLE["cost_of_sales"]).tolist():
        key = (obligations.origin[lines.obligation[row]], obligations.ref[lines.obligation[row]])
        own[key] = own.get(key, 0) + int(lines.amount[row])
    return _moved(asked, own, t.ROLE["cost_of_sales"], 1)


def balances_of(asked: Asked) -> Accounts:
    """Every account of each contract at the end of the window, debit positive."""
    own = asked.books.balances_at(asked.through, asked.known)

    def abroad_at(view: Functional, group: int) -> dict[int, int]:
        return abroad.balances_at(view, group, asked.currency, asked.through, _known(asked))

    return _accounts(asked, own, abroad_at)


def movement_of(asked: Asked) -> Accounts:
    """What moved each account of each contract in the window, debit positive."""
    own = asked.books.movement(asked.since, asked.through, asked.known)
    before = day_before(asked)

    def abroad_in(view: Functional, group: int) -> dict[int, int]:
        return abroad.movement(view, group, asked.currency, before, asked.through, _known(asked))

    return _accounts(asked, own, abroad_in)


def priced(asked: Asked, amounts: Mapping[tuple[str, str], int]) -> Amounts:
    """Prices by (contract, obligation) in the currency asked for: each rounded in the functional currency, then in the
    reporting one, at the rate at which what the allocation moves is posted."""
    found = dict(amounts)
    for view, group, kind in _abroad(asked):
        for terms in view.worlds.groups[group]:
            for key in [key for key in amounts if key[0] == terms.ref]:
                day = _posted_on(asked, terms, key[1])
                found[key] = round_fraction(amounts[key] * view.rate_of(group)(day))
                if kind == abroad.REPORTING:
                    found[key] = round_fraction(found[key] * view.reporting_rate(group)(day))
    return found


@cites("830-20-30-1")
def posting_rate(asked: Asked, args: tuple[str, ...]) -> Fraction:
    """The rate of a pair (`GBP to EUR`) at which what the allocation moves is posted: of the contract, or of one
    obligation (`{C: {GBP to EUR: 1.3}}`)."""
    have, _, want = args[-1].partition(" to ")
    found, rates = set(), asked.books.functional.rates
    for terms in (terms for group in asked.books.worlds.groups for terms in group if asked.concerns(terms.ref)):
        names = [o.ref for o in terms.obligations if len(args) == 1 or o.ref == args[0]]
        for name in names:
            day = _posted_on(asked, terms, name)
            functional = entity_of(terms, asked.books.company).currency
            found.add(rates.on(have, want, day, through=functional))
    if len(found) == 1:
        return found.pop()
    what = f"several rates post {args[-1]}" if found else f"there is no obligation {args[0]!r}"
    raise UnknownQuantity(what, fix="name one obligation: `posting rate: {A: {GBP to EUR: 1.1}}`")


def _posted_on(asked: Asked, terms: Terms, obligation: str) -> int:
    """The day whose rate posts what the allocation moves: that of the first booking, or of each line's own."""
    booked = {o.ref: terms.signed_on if o.booked_on is None else o.booked_on for o in terms.obligations}
    group = next(group for group in asked.books.worlds.groups if terms in group)
    each = asked.books.worlds.policies(group)["posting rate"] == "each booking"
    return booked[obligation] if each and obligation in booked else min(booked.values(), default=terms.signed_on)


def side_of(name: str) -> int:
    """1 where the balance of an account is shown positive on the debit side, -1 on the credit side."""
    if name == "fx loss":
        return 1
    return -1 if role_of(name) in t.CREDIT_NORMAL else 1


def _known(asked: Asked) -> int:
    return asked.books.as_of if asked.known is None else asked.known


def _abroad(asked: Asked) -> Iterator[tuple[Functional, int, str]]:
    """The groups asked for whose own currency is not the one that was asked, and what that one is to them."""
    view = asked.books.functional
    for number, group in enumerate(view.worlds.groups):
        if asked.currency and any(asked.concerns(terms.ref) for terms in group):
            kind = abroad.which(view, number, asked.currency)
            if kind != abroad.OWN:
                yield view, number, kind


def _moved(asked: Asked, own: Mapping[tuple[str, str], int], account: int, sign: int) -> Amounts:
    """An income or expense account of the window, where it is not the contract's own currency from its entries."""
    found = dict(own)
    for view, group, _ in _abroad(asked):
        origins = {terms.ref for terms in view.worlds.groups[group]}
        found = {key: amount for key, amount in found.items() if key[0] not in origins}
        for on, side in ((asked.through, sign), (day_before(asked), -sign)):
            for key, amount in abroad.cumulative(view, group, asked.currency, account, on, _known(asked)).items():
                found[key] = found.get(key, 0) + side * amount
    return found


def _accounts(asked: Asked, own: Accounts, of: Callable[[Functional, int], dict[int, int]]) -> Accounts:
    found = dict(own)
    for view, group, _ in _abroad(asked):
        refs = {terms.ref for terms in view.worlds.groups[group]}
        name = next((ref for ref in own if refs & set(ref.split("+"))), "+".join(sorted(refs)))
        found[name] = {t.ROLES[account]: amount for account, amount in of(view, group).items()}
    return found


# How quantities, and functions of figures, are measured in a currency.
IN_CURRENCY: Mapping[str, Callable[[Asked, tuple[str, ...]], Value]] = {
    "revenue": _revenue,
    "cost": _cost,
    "margin": _margin,
    "balances": _balances,
    "balance": _balances,
    "movement": _movement,
    "allocation": _allocation,
    "allocated": _allocation,
    "transaction price": lambda asked, args: _allocation(asked, ()),
    "transaction_price": lambda asked, args: _allocation(asked, ()),
    "ssp": _ssp,
    "price": _price,
    "carve": _carve,
    "discount": _discount,
    "remaining": _remaining,
}
# Those that have no currency, or look after it themselves.
OF_NO_CURRENCY = frozenset(
    ("progress", "days", "months", "treatment", "error", "figure", "disaggregation", "metrics", "posting rate")
)
