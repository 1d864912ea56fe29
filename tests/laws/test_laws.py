"""What must always hold, whatever the contract: sums, balance, repetition, order, batches, two clocks, causes."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from duly.engine.contracts.terms import Terms
from duly.engine.disclosure.remaining import remaining_by_year
from duly.engine.journal.books import Books
from duly.ground.dates import day
from tests.laws.contracts import amended_groups, contract_group, contract_groups
from tests.laws.figures import THROUGH, balances, booked, cumulative, is_changed, kept
from tests.twin import plain

lawful = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
SOME_DAY = st.integers(day("2023-01-01"), day("2026-12-31"))
FAR = day("2100-01-01")
# Half of the contracts are changed by amendments.
GROUPS = st.one_of(contract_groups(), amended_groups())


def several(seed: int, count: int = 5) -> list[list[Terms]]:
    """Some groups of contracts, numbered apart."""
    return [contract_group(random.Random(f"{seed} {i}"), i, amended=i % 2 == 0) for i in range(count)]


def of_one(group: list[Terms]) -> Books:
    """The books of one contract that is not refused."""
    books = kept([group])
    assume(not books.errors)
    return books


@lawful
@given(GROUPS, SOME_DAY)
def test_recognized_and_remaining_are_the_price(group: list[Terms], on: int) -> None:
    books = of_one(group)
    allocated, recognized = books.allocation_at(on), cumulative(books, on, plain.FOREVER)
    for key, bands in remaining_by_year(books, on).items():
        assert recognized[key] + sum(bands.values()) == allocated.get(key, 0)


@lawful
@given(GROUPS)
def test_what_is_wholly_done_is_wholly_recognized(group: list[Terms]) -> None:
    """At the end of time nothing measured by time is left; nothing unchanged is recognized beyond its price."""
    books, changed = of_one(group), any(map(is_changed, group))
    allocated, recognized = books.allocation_at(FAR), cumulative(books, FAR, plain.FOREVER)
    for terms in group:
        probable = terms.collect == "probable" or any(fact.verb == "collect" for fact in terms.judged)
        for o in terms.obligations:
            key = (terms.ref, o.ref)
            if o.earn.startswith("over time") and probable:
                assert recognized[key] == allocated[key]
            # Uninstalled material is earned at its cost, which may be more than an allocated price.
            if o.earn != "as invoiced" and not o.uninstalled and not changed:
                assert 0 <= recognized[key] <= allocated[key]


@lawful
@given(contract_groups(), SOME_DAY)
def test_allocated_prices_add_up_to_the_price(group: list[Terms], on: int) -> None:
    allocated, deal = of_one(group).allocation_at(on), plain.Deal(group)
    fixed = [key for key, (_, o) in deal.home.items() if not plain.is_variable(o)]
    # Before there is a contract nothing is allocated yet.
    if fixed and plain.exists(deal, on, plain.FOREVER):
        assert sum(allocated[key] for key in fixed) == sum(
            plain.allocated_at(deal, on, plain.FOREVER)[k] for k in fixed
        )
        assert sum(books_price(deal, on)) == sum(allocated[key] for key in fixed)


def books_price(deal: plain.Deal, on: int) -> list[int]:
    """The price and what was credited of it by a day."""
    facts = [f for terms in deal.contracts for f in terms.happened if f.verb == "credit note" and f.on <= on]
    return [plain.price(deal), *(-f.fields["amount"] for f in facts if f.fields["reason"] == "price")]


@lawful
@given(st.integers(0, 10**9))
def test_every_entry_adds_up_to_zero(seed: int) -> None:
    sums: dict[tuple[str, ...], int] = {}
    for row in kept(several(seed)).journal():
        entry = (row.entity, row.period, row.economic, row.step, row.contract, row.currency)
        sums[entry] = sums.get(entry, 0) + row.amount
    assert not any(sums.values()), [entry for entry, amount in sums.items() if amount]


@lawful
@given(st.integers(0, 10**9))
def test_a_second_run_gives_the_same_bytes(seed: int) -> None:
    assert as_bytes(kept(several(seed))) == as_bytes(kept(several(seed)))


@lawful
@given(st.integers(0, 10**9))
def test_the_order_of_the_input_changes_nothing(seed: int) -> None:
    groups, chance = several(seed), random.Random(seed)
    mixed = [[replace(terms, happened=in_disorder(chance, terms.happened)) for terms in group] for group in groups]
    mixed = [chance.sample(group, len(group)) for group in in_disorder(chance, mixed)]
    assert sorted(kept(groups).journal()) == sorted(kept(mixed).journal())


@lawful
@given(st.integers(0, 10**9))
def test_batches_change_nothing(seed: int) -> None:
    groups = several(seed)
    whole = sorted(kept(groups).journal())
    assert whole == sorted(row for part in (groups[:1], groups[1:4], groups[4:]) for row in kept(part).journal())


@lawful
@given(st.integers(0, 10**9), SOME_DAY, st.integers(1, 400))
def test_a_later_view_never_changes_a_closed_period(seed: int, as_of: int, later: int) -> None:
    groups = several(seed)
    before, after = kept(groups, as_of=as_of), kept(groups, as_of=as_of + later)
    closed = {one.period.name for periods in before.periods.values() for one in periods if one.closed}
    assert of_periods(before, closed) == of_periods(after, closed)


@lawful
@given(st.integers(0, 10**9))
def test_causes_add_up_to_the_difference(seed: int) -> None:
    """What is booked through a period, whatever its causes, is the position at its end as known for it."""
    books = kept(several(seed))
    by_contract = booked(books, books.journal())
    for one in books.periods["main"]:
        end = one.period.until - 1
        sums: dict[tuple[str, str], int] = {}
        for contract, rows in by_contract.items():
            for (period, _, obligation, _), amount in rows.items():
                if period <= end:
                    sums[contract, obligation] = sums.get((contract, obligation), 0) + amount
        position = {by_name(books, key): amount for key, amount in cumulative(books, end, one.known_on).items()}
        assert {k: v for k, v in sums.items() if v} == {k: v for k, v in position.items() if v}


@lawful
@given(st.integers(0, 10**9))
def test_the_journal_leads_to_the_balances(seed: int) -> None:
    """All entries through the last period add up to the balances at its end."""
    books = kept(several(seed))
    sums: dict[str, dict[str, int]] = {}
    for row in books.journal():
        accounts = sums.setdefault(row.contract, {})
        accounts[row.account] = accounts.get(row.account, 0) + row.amount
    nothing: dict[str, int] = {}
    for contract, accounts in books.balances_at(THROUGH).items():
        found = {account: amount for account, amount in sums.get(contract, nothing).items() if amount}
        assert found == {account: amount for account, amount in accounts.items() if amount}


@lawful
@given(GROUPS, SOME_DAY)
def test_balances_in_closed_form_are_those_of_the_journal(group: list[Terms], on: int) -> None:
    books = of_one(group)
    picture = books.shown_at(books.now(), on)
    for contract, accounts in balances(books, on, plain.FOREVER).items():
        assert {name: accounts[name] for name in picture[contract]} == picture[contract]


def as_bytes(books: Books) -> bytes:
    return repr(list(books.journal())).encode()


def in_disorder(chance: random.Random, items):
    return type(items)(chance.sample(list(items), len(items)))


def of_periods(books: Books, names: set[str]) -> list:
    return sorted(row for row in books.journal() if row.period in names)


def by_name(books: Books, key: tuple[str, str]) -> tuple[str, str]:
    """(contract as accounted for, obligation) of (contract as signed, obligation)."""
    groups = books.worlds.groups
    return next("+".join(t.ref for t in group) for group in groups if key[0] in {t.ref for t in group}), key[1]
