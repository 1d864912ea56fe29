"""A cut-over is a close that covers all periods before it: books that begin with it have the same future, in the
currency of the contract and in that of the books, and come to the same on its day."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from duly.engine.contracts.terms import Close, Company, Entity, Terms
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.two_currencies import two_fold
from tests.laws.contracts import amended_groups, contract_groups
from tests.laws.figures import CLOSES, THROUGH
from tests.laws.test_fx import Rates, rates

lawful = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
GROUPS = st.one_of(contract_groups(), amended_groups())
Amounts = Counter[tuple[str, ...]]


def kept(group: list[Terms], rows: Rates, functional: str, closes: tuple[Close, ...]) -> Books:
    """The books of a contract in a currency of their own, with these closes."""
    own = group[0].currency
    company = Company(
        entities=(Entity("main", currency=functional or own),),
        rates=tuple((own if have == "X" else have, want, on, rate) for have, want, on, rate in rows),
        closes=closes,
    )
    books = keep_books(group, company, through=THROUGH)
    assume(not books.errors)
    return books


def booked(books: Books, until: int) -> tuple[Amounts, Amounts]:
    """What all periods before a day come to together, and what each period after it books."""
    early = {one.period.name for one in books.periods["main"] if one.period.until <= until}
    before: Amounts = Counter()
    after: Amounts = Counter()
    for both in two_fold(books, books.journal()):
        row = both.row
        place = (row.contract, row.obligation, row.account)
        for side, amount in (("own", row.amount), ("books", both.functional)):
            if row.period in early:
                before[*place, side] += amount
            else:
                after[row.period, row.economic, row.step, row.cause, *place, side] += amount
    return Counter({k: n for k, n in before.items() if n}), Counter({k: n for k, n in after.items() if n})


@lawful
@given(GROUPS, rates(), st.integers(0, len(CLOSES) - 1), st.sampled_from(("", "GBP")))
def test_books_that_begin_with_a_cut_over_go_on_as_those_from_inception(
    group: list[Terms], rows: Rates, place: int, functional: str
):
    cut = CLOSES[place]
    from_inception = kept(group, rows, functional, CLOSES)
    worlds = from_inception.worlds
    # An opening states every contract: one that cannot be decided with what is known by then stands against it.
    assume(worlds.version(0, cut.at_on) or not any(worlds.version(0, one.at_on) for one in CLOSES[:place]))
    opened = kept(group, rows, functional, CLOSES[place:])
    assert booked(opened, cut.open_from) == booked(from_inception, cut.open_from)
