"""What must hold of contracts that are changed: nothing of a price is lost, what is taken back or not approved leaves
no trace, and the two identities of the position, in books of one currency and of two."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from duly.engine.contracts.terms import Fact, Quantity, Terms
from tests.laws.amendments import amendment, now_agreed
from tests.laws.contracts import amended_groups, contract_groups
from tests.laws.figures import cumulative, kept
from tests.laws.performed import performed_in_the_end
from tests.laws.test_fx import foreign, rates, walk_of
from tests.laws.test_laws import FAR, SOME_DAY, lawful, of_one
from tests.twin import plain

CHANCE = st.randoms(use_true_random=False)
CHAINS = 200


@lawful
@given(contract_groups(), CHANCE)
def test_a_change_of_the_whole_price_moves_it_by_that_much(group: list[Terms], chance: random.Random) -> None:
    first, rest = group[0], group[1:]
    before = of_one(group).allocation_at(FAR)
    by, on = chance.randint(-(10**6), 10**6), chance.randint(first.from_on or 0, (first.until or 0) + 5)
    fields = {"price": by, "remaining distinct": chance.random() < 0.5}
    change = Fact("amendment", on, on, (), fields, order=len(first.happened), ref="A-1")
    after = of_one([replace(first, happened=(*first.happened, change)), *rest]).allocation_at(FAR)
    assume(first.collect == "probable")
    assert sum(after.values()) - sum(before.values()) == by


@lawful
@given(amended_groups(), CHANCE)
def test_a_fact_and_the_row_that_takes_it_back_leave_no_trace(group: list[Terms], chance: random.Random) -> None:
    verbs = {"by units": "usage", "by hours": "hours", "by cost": "cost"}
    first = group[0]
    counted = [o for o in first.obligations if o.earn in verbs]
    assume(counted)
    o, on = chance.choice(counted), chance.randint(first.from_on or 0, (first.until or 0) + 20)
    count = chance.randint(1, 1000)
    key = "amount" if o.earn == "by cost" else "quantity"
    made, back = (
        Fact(verbs[o.earn], on, on + 3, (o.ref,), {key: n if key == "amount" else Quantity(Fraction(n), "unit")})
        for n in (count, -count)
    )
    rows = (replace(made, order=900), replace(back, order=901, corrects=True))
    assert same_books(group, [replace(first, happened=(*first.happened, *rows)), *group[1:]])


@lawful
@given(amended_groups(), CHANCE)
def test_an_amendment_that_is_not_approved_has_no_effect(group: list[Terms], chance: random.Random) -> None:
    first = group[0]
    on = chance.randint(first.from_on or 0, (first.until or 0) + 20)
    fields, _ = amendment(chance, now_agreed(first), on, "Z")
    draft = Fact("amendment", on, on, (), {**fields, "approved": False}, order=900, ref="A-9")
    assert same_books(group, [replace(first, happened=(*first.happened, draft)), *group[1:]])


def same_books(one: list[Terms], other: list[Terms]) -> bool:
    """Whether two versions of a contract show the same positions and balances with all that is known, on any day."""
    a, b = of_one(one), kept([other])
    days = [*range(19400, 20500, 90), FAR]
    same = all(cumulative(a, on, plain.FOREVER) == cumulative(b, on, plain.FOREVER) for on in days)
    return same and all(shown(a, on) == shown(b, on) for on in days)


def shown(books, on: int) -> list[dict[str, int]]:
    found = books.balances_at(on).values()
    return [{account: amount for account, amount in accounts.items() if amount} for accounts in found]


@lawful
@given(amended_groups(), SOME_DAY)
def test_the_position_is_what_came_or_is_due_less_what_was_earned(group: list[Terms], on: int) -> None:
    """Identity 5.8: liability - asset + refund liability + deposit = received or due, without tax - revenue. What was
    received and the tax are counted from the rows of the contract; no contract stands on both sides."""
    books = of_one(group)
    (accounts,) = books.balances_at(on).values()
    facts = [f for terms in group for f in terms.happened if f.on <= on]
    cash = sum(f.fields.get("paid", 0) for f in facts) - refunds(facts)
    assert accounts.get("cash", 0) == cash
    given_back = accounts.get("customer_credit_balance", 0)
    considered = cash + accounts.get("receivable", 0) + accounts.get("tax_payable", 0) + given_back
    revenue = sum(cumulative(books, on, plain.FOREVER).values())
    names = ("contract_liability", "contract_asset", "refund_liability", "deposit_liability")
    assert -sum(accounts.get(name, 0) for name in names) == considered - revenue
    assert not (accounts.get("contract_asset") and accounts.get("contract_liability"))
    if all(terms.collect == "probable" for terms in group):
        billed, back = (sum(f.fields.get("tax", 0) for f in facts if f.verb == v) for v in ("invoice", "credit note"))
        assert -accounts.get("tax_payable", 0) == billed - back


def refunds(facts: list[Fact]) -> int:
    return sum(f.fields["refund"] for f in facts if f.verb == "refund")


def test_what_is_billed_in_the_end_is_the_price_as_amended() -> None:
    """Identity 5.9: whatever was changed, once all is performed all of the price is due, to the cent, however it is
    billed; no asset or liability is left of it."""
    refused = 0
    for number in range(CHAINS):
        books = kept([performed_in_the_end(random.Random(f"performed {number}"))])
        if books.errors:
            refused += 1
            continue
        price, (accounts,) = sum(books.allocation_at(FAR).values()), books.balances_at(FAR).values()
        left = {name: accounts.get(name, 0) for name in ("contract_asset", "contract_liability")}
        assert sum(cumulative(books, FAR, plain.FOREVER).values()) == price, number
        assert (accounts.get("receivable", 0) + accounts.get("refund_liability", 0), any(left.values())) == (
            price,
            False,
        ), number
    assert refused < CHAINS / 4


@lawful
@given(amended_groups(), rates(), CHANCE)
def test_what_is_taken_back_leaves_no_trace_in_two_currencies(group: list[Terms], rows, chance: random.Random) -> None:
    first = group[0]
    on = chance.randint(first.from_on or 0, (first.until or 0) + 20)
    fields, _ = amendment(chance, now_agreed(first), on, "Z")
    draft = Fact("amendment", on, on, (), {**fields, "approved": False}, order=900, ref="A-9")
    other = [replace(first, happened=(*first.happened, draft)), *group[1:]]
    assert walk_of(foreign(group, rows)).book.entries == walk_of(foreign(other, rows)).book.entries
