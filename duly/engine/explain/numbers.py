"""How a number is addressed: CONTRACT/WHAT/WHEN, and which derivation gives it.

HRB-7/platform/2026-06             revenue that a period books
HRB-7/contract liability/2026-06   a balance at the end of a period, or of a day (2026-06-14)
HRB-7/platform/allocated           the price allocated to an obligation at the last day
HRB-7/platform/remaining           what is left of it then
HRB-7/arr/2026-06-30               what recurs of a contract in a year (or `mrr`, in a month) at the end of a day
all/nrr/2026-06                    how much of what recurs of all contracts was kept in a period
HRB-7/functional receivable/2026-06   what a balance is carried at in the currency of the books; `reporting`:
                                   what it is translated to
HRB-7/contract cost asset/2026-06  what is left of its costs; `onerous provision` what is provided for its losses
HRB-7/proration/2026-06-12         what changes of plan of a day credit and charge on the next bill
HRB-7/cash/2026-06                 any other account of the journal
"""

from __future__ import annotations

from contextlib import suppress

from duly.engine import tables as t
from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.balances import NAMES
from duly.engine.disclosure.remaining import remaining_by_year
from duly.engine.explain.accounts import ACCOUNTS, account
from duly.engine.explain.cost_assets import ASSET, cost_asset
from duly.engine.explain.derivation import Asked, NothingToExplain, asked_of, explain, number_of, period_in_words
from duly.engine.explain.next_bill import PRORATION, prorated
from duly.engine.explain.others import FUNCTIONAL, RECURRING, REPORTING, functional, recurring, reporting
from duly.engine.explain.provisions import PROVISION, provision
from duly.engine.explain.retained import ALL, RETAINED, retained
from duly.engine.explain.standing import allocated, balance, remaining
from duly.engine.explain.view import View
from duly.engine.journal.books import Books
from duly.engine.journal.entries import booked_on
from duly.engine.periods.posting import Booked
from duly.engine.recognition.position import position
from duly.ground.dates import day
from duly.ground.reports import Step

STANDING = ("allocated", "remaining")
COSTS = (ASSET, PROVISION)


def homes_of(books: Books) -> dict[tuple[str, str], str]:
    """Of contracts that are combined, the one that promised, by any of them and the obligation."""
    found: dict[tuple[str, str], str] = {}
    for ruling in books.now().rulings:
        for p in ruling.promises:
            found |= {(terms.ref, p.obligation.ref): p.terms.ref for terms in ruling.group}
    return found


def explain_number(books: Books, contract: str, what: str, when: str) -> Step:
    """The derivation of a number by its address; an obligation that is called like a balance goes first."""
    if contract == ALL and what in RETAINED:
        return retained(books, what, when)
    asked = asked_of(books, contract)
    if when in STANDING:
        return _standing(asked, what, when)
    if what not in {o.ref for o in asked.terms.obligations}:
        if what in NAMES:
            return _balance(asked, what, when)
        if what in COSTS:
            return _cost(asked, what, when)
        if what in RECURRING:
            return recurring(asked, _view(asked, books.as_of), what, when)
        if what == PRORATION:
            return prorated(_view(asked, books.as_of), asked.terms, day(when))
        for carried, derive in ((FUNCTIONAL, functional), (REPORTING, reporting)):
            if what.startswith(carried):
                view = _view(asked, asked.booked[number_of(asked, when)].known_on)
                return derive(asked, view, what.removeprefix(carried), when)
        if what in ACCOUNTS:
            one = asked.booked[number_of(asked, when)]
            on = min(one.period.until - 1, books.through)
            return account(_view(asked, one.known_on), what, on, period_in_words(asked, one))
    return explain(books, contract, what, when)


def _view(asked: Asked, known: int) -> View:
    view = asked.view(known)
    if view is None:
        raise NothingToExplain(f"{asked.terms.ref} was not known {asked.books.moment(known)}")
    return view


def _balance(asked: Asked, account: str, when: str) -> Step:
    one, on = _booked_at(asked, when)
    view = _view(asked, one.known_on)
    shown = asked.books.shown_at(view.world, on)[view.tables.contracts.ref[0]]
    return balance(view, account, shown[account.replace(" ", "_")], on, period_in_words(asked, one))


def _booked_at(asked: Asked, when: str) -> tuple[Booked, int]:
    """The period of that name and its last day; of a day, the one that it lies in, and the day."""
    with suppress(ValueError):
        on = day(when)
        for one in (one for one in asked.booked if one.period.start <= on < one.period.until):
            return one, min(on, asked.books.through)
    one = asked.booked[number_of(asked, when)]
    return one, min(one.period.until - 1, asked.books.through)


def _cost(asked: Asked, account: str, period: str) -> Step:
    one = asked.booked[number_of(asked, period)]
    view, on = _view(asked, one.known_on), min(one.period.until - 1, asked.books.through)
    role = t.ROLE[account.replace(" ", "_")]
    shown = int(booked_on(view.world.ledger, role, position(view.book, on), on)[0])
    derive = cost_asset if account == ASSET else provision
    return derive(view, -shown if account == ASSET else shown, on, period_in_words(asked, one))


def _standing(asked: Asked, obligation: str, when: str) -> Step:
    books, terms = asked.books, asked.terms
    view, on = _view(asked, books.as_of), books.through
    row = _row(view, terms, obligation)
    price = books.allocation_at(on).get((terms.ref, obligation), 0)
    if when == "allocated":
        return allocated(view, row, price, on)
    left = remaining_by_year(books, on).get((terms.ref, obligation))
    if left is None:
        raise NothingToExplain(f"{terms.ref}/{obligation} is priced by use: nothing of its price remains")
    return remaining(view, row, sum(left.values()), price, on)


def _row(view: View, terms: Terms, obligation: str) -> int:
    names = view.tables.obligations
    labels = list(zip(names.origin, names.ref, strict=True))
    if (terms.ref, obligation) not in labels:
        promised = ", ".join(ref for origin, ref in labels if origin == terms.ref)
        raise NothingToExplain(f"{terms.ref} has no obligation {obligation!r}", fix=f"one of: {promised}")
    return labels.index((terms.ref, obligation))
