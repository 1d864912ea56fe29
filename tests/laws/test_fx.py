"""What must hold of any contract in a foreign currency: entries balance, a rate of one changes nothing, all closes."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from duly.engine import tables as t
from duly.engine.contracts.terms import BillLine, Company, Entity, Fact, Obligation, Price, Quantity, Terms
from duly.engine.journal.books import Books, keep_books
from duly.engine.journal.carrying import OWED, STEPS
from duly.engine.journal.functional import accounts_at, lines_of
from duly.engine.journal.two_currencies import two_fold
from duly.engine.journal.walk import Walk
from duly.ground.dates import day
from duly.ground.rounding import round_fraction
from tests.laws.contracts import amended_groups, contract_groups
from tests.laws.figures import CLOSES, THROUGH

lawful = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
# Half of the contracts are changed by amendments.
GROUPS = st.one_of(contract_groups(), amended_groups())
LONG_AGO = day("2019-01-01")
RATE = st.fractions(min_value=Fraction(1, 1000), max_value=200, max_denominator=10_000)
Rates = tuple[tuple[str, str, int, Fraction], ...]


@st.composite
def rates(draw: st.DrawFn) -> Rates:
    """Rates from the contract's currency `X` to the books' on some days, the first before anything happens."""
    days = draw(st.lists(st.integers(day("2022-10-01"), day("2025-12-31")), max_size=12, unique=True))
    return tuple(("X", "GBP", on, draw(RATE)) for on in (LONG_AGO, *days))


def foreign(group: list[Terms], rows: Rates, functional: str = "GBP", through: int = THROUGH) -> Books:
    """The books of a contract, kept in another currency."""
    own = group[0].currency
    company = Company(
        entities=(Entity("main", currency=functional),),
        rates=tuple((own if have == "X" else have, want, on, rate) for have, want, on, rate in rows),
        closes=CLOSES,
    )
    books = keep_books(group, company, through=through)
    assume(not books.errors)
    return books


def walk_of(books: Books) -> Walk:
    return books.functional.walk([0], t.NEVER)[0].walk


@lawful
@given(GROUPS, rates())
def test_the_entries_of_every_period_and_step_balance(group: list[Terms], rows: Rates) -> None:
    books = foreign(group, rows)
    walk = walk_of(books)
    for one in books.periods["main"]:
        left: Counter[str] = Counter()
        for line in lines_of(walk, one.period.start - 1, one.period.until - 1):
            left[line.step] += line.amount
        assert not any(left.values())


@lawful
@given(GROUPS)
def test_at_a_rate_of_one_the_books_are_those_of_the_contract(group: list[Terms]) -> None:
    """Two readings of one contract that share no code: the closed form by columns, and the walk day by day."""
    books = foreign(group, (), functional=group[0].currency)
    walk = walk_of(books)
    for on in books.functional.ends("main", THROUGH):
        own = {t.ROLE[name]: amount for name, amount in next(iter(books.balances_at(on).values())).items()}
        found = accounts_at(walk, on)
        assert {a: n for a, n in found.items() if n} == {a: n for a, n in own.items() if n}


@lawful
@given(GROUPS, RATE)
def test_at_a_constant_rate_revenue_and_cash_are_their_share_and_no_difference_arises(
    group: list[Terms], rate: Fraction
) -> None:
    books = foreign(group, (("X", "GBP", LONG_AGO, rate),))
    walk, minor = walk_of(books), books.functional.rate_of(0)(THROUGH)
    own: Counter[tuple[int, int]] = Counter()
    for row in walk.chronicle.moved:
        own[row.debit, row.obligation] += row.amount
        own[row.credit, row.obligation] -= row.amount
    found: Counter[tuple[int, int]] = Counter()
    for entry in walk.book.entries:
        found[entry.account, entry.obligation] += entry.amount
    for (account, obligation), amount in own.items():
        if account == t.REVENUE:
            assert found[account, obligation] == round_fraction(amount * minor)
    # Cash is two running totals, of what was owed and of what was ahead; each may round once.
    cash = sum(amount for (account, _), amount in own.items() if account == t.CASH)
    assert abs(sum(n for (a, _), n in found.items() if a == t.CASH) - cash * minor) <= len(STEPS)
    assert abs(found[t.ROLE["fx_gain_loss"], -1]) <= len(walk.chronicle.obligations) + len(STEPS)


@lawful
@given(GROUPS, rates())
def test_an_account_that_is_empty_in_the_contracts_currency_is_empty_altogether(
    group: list[Terms], rows: Rates
) -> None:
    walk = walk_of(foreign(group, rows))
    for _, state in walk.states:
        assert state.due or not state.due_value
    if not walk.book.owed.lots:
        assert walk.book.carried(OWED) == 0
    for account, balance in walk.book.balances.items():
        assert balance.lots.lots or walk.book.carried(account) == 0


@lawful
@given(GROUPS, rates())
def test_what_is_owed_stands_at_the_closing_rate_at_the_end_of_every_period(group: list[Terms], rows: Rates) -> None:
    books = foreign(group, rows)
    walk, rate = walk_of(books), books.functional.rate_of(0)
    for on, state in walk.states:
        if on in books.functional.ends("main", THROUGH) and state.due > 0:
            # Not a cent is booked where no rate moved, so what is left of roundings may stand, one for each bill.
            assert abs(state.due_value - state.due * rate(on)) <= 1 + len(walk.chronicle.moved)


@lawful
@given(GROUPS, rates(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_of_a_file_does_not_matter(
    group: list[Terms], rows: Rates, chance: random.Random
) -> None:
    first = walk_of(foreign(group, rows))
    mixed = [replace(one, happened=tuple(chance.sample(one.happened, len(one.happened)))) for one in group]
    again = walk_of(foreign(mixed, tuple(chance.sample(rows, len(rows)))))
    assert (again.book.entries, again.states) == (first.book.entries, first.states)


@lawful
@given(GROUPS, rates(), st.sampled_from([THROUGH, day("2024-08-17")]))
def test_the_journal_in_two_currencies_balances_and_adds_up_to_the_balances(
    group: list[Terms], rows: Rates, through: int
) -> None:
    books = foreign(group, rows, through=through)
    own = books.journal()
    both = two_fold(books, own)
    assert [line.row for line in both if line.row.amount] == own
    entries: Counter[tuple[str, str, str]] = Counter()
    accounts: Counter[str] = Counter()
    for line in both:
        entries[line.row.period, line.row.economic, line.row.step] += line.functional
        accounts[line.row.account] += line.functional
    assert not any(entries.values())
    known = books.periods["main"][-1].known_on
    for walked in books.functional.booked([0], known).values():
        shown = accounts_at(walked.walk, through)
        assert {a: n for a, n in accounts.items() if n} == {t.ROLES[a]: n for a, n in shown.items() if n}


@lawful
@given(GROUPS, rates())
def test_a_closed_period_keeps_its_functional_amounts_when_more_becomes_known(group: list[Terms], rows: Rates) -> None:
    books = foreign(group, rows)
    closed = [one for one in books.periods["main"] if one.closed]
    assume(closed)
    last = closed[-1]
    before = keep_books(group, books.company, through=THROUGH, as_of=last.known_on)
    assume(not before.errors)
    names = {one.period.name for one in closed}
    then = [line for line in two_fold(before, before.journal()) if line.row.period in names]
    assert then == [line for line in two_fold(books, books.journal()) if line.row.period in names]


@pytest.mark.parametrize("seed", range(12))
def test_revenue_is_worth_what_each_single_unit_is_worth(seed: int) -> None:
    """One obligation in units of a minor unit each: every unit has the rate of the day on which it was first paid,
    owed or delivered, counted one by one."""
    chance = random.Random(f"units {seed}")
    start = day("2024-01-01")
    price = chance.randint(5, 60)
    days = sorted(chance.choices(range(start, start + 200), k=9))
    delivered, paid, billed = (_parts(chance, price, days) for _ in range(3))
    rows = tuple(("EUR", "GBP", on, Fraction(chance.randint(50, 300), 100)) for on in range(start, start + 200))
    happened = (
        *(Fact("delivered", on, on, ("A",), {"quantity": Fraction(count)}) for on, count in delivered),
        *(Fact("paid", on, on, (), {"paid": count}) for on, count in paid),
        *(Fact("invoice", on, on, (), {"invoice": f"I{on}", "lines": {"A": n}, "amount": n}) for on, n in billed),
    )
    goods = Obligation(
        "A", 0, earn="by units", quantity=Quantity(Fraction(price)), price=Price("fixed", Fraction(price))
    )
    terms = Terms("C", "EUR", 2, signed_on=start, obligations=(goods,), billing=(BillLine(("A",)),), happened=happened)
    company = Company(entities=(Entity("main", currency="GBP"),), rates=rows)
    books = keep_books([terms], company, through=start + 365)
    assert not books.errors
    rate = {on: value for _, _, on, value in rows}
    earned, got, owed = (_unit_days(row) for row in (delivered, paid, billed))
    for on in (start + 60, start + 150, start + 365):
        worth = Fraction(0)
        for unit, delivery in enumerate(earned):
            if delivery <= on:
                known = [at[unit] for at in (earned, got, owed) if unit < len(at) and at[unit] <= on]
                worth += rate[min(known)]
        found = -sum(e.amount for e in walk_of(books).book.entries if e.account == t.REVENUE and e.on <= on)
        assert found == round_fraction(worth)


def _parts(chance: random.Random, total: int, days: list[int]) -> list[tuple[int, int]]:
    """A part of a total on each of some days; seldom all of it."""
    found: Counter[int] = Counter()
    for _ in range(chance.choice((total, total, total - 3))):
        found[chance.choice(days)] += 1
    return sorted(found.items())


def _unit_days(parts: list[tuple[int, int]]) -> list[int]:
    """The day of each unit, in order."""
    return [on for on, count in parts for _ in range(count)]
