"""A whole book under another policy or other prices: sums of parts, which a comparison of two books must agree with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from duly.engine.contracts.terms import Company, Terms
from duly.engine.explain import what_if as module
from duly.engine.explain.compare import compared
from duly.engine.explain.what_if import Change, WhatIf, batches, what_if
from duly.engine.policies import PolicyOfAnotherStandard, UnknownPolicy
from tests.engine.contracts.texts import company_of, contracts_of

TEXT = """contract: LOSES-{n}
currency: USD
signed: 2025-01-01
term: {{from: 2025-01-01, to: 2025-06-30}}
obligations: {{s: {{price: 100.00 per month, cost: {cost}.00, earn: over time by month}}}}
"""
SOLD = """contract: SOLD
currency: USD
signed: 2025-01-01
term: {from: 2025-01-01, to: 2025-03-31}
obligations: {box: {product: BOX, price: 90.00, ssp: book}, care: {price: 90.00, ssp: 90.00, earn: over time by month}}
happened: [{date: 2025-01-10, delivered: box}]
"""
BROKEN = """contract: BROKEN
currency: USD
signed: 2025-01-01
obligations: {care: {price: 90.00}}
price: [{element: bonus, outcomes: [[10.00, 50%], [0.00, 50%]]}]
"""
PRICES = "ssp: [{{product: BOX, currency: USD, price: {price}.00, from: 2024-01-01}}]"


def company_with(price: int) -> Company:
    return company_of(f"company: X\n{PRICES.format(price=price)}")


def losing(count: int) -> list[Terms]:
    text = "---\n".join(TEXT.format(n=n, cost=500 + 30 * n) for n in range(count))
    return list(contracts_of(text).terms)


def last(parts: list[list[Terms]], company: Company, change: Change) -> WhatIf:
    return list(what_if(parts, company, change))[-1]


def test_the_sums_of_parts_are_those_of_two_books_side_by_side(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 3)
    terms = losing(8)
    parts = list(batches(terms))
    assert [len(part) for part in parts] == [3, 3, 2]
    found = last(parts, Company(), Change((("losses", "all contracts"),)))
    books = Company(books=(("a", "", ()), ("b", "", (("losses", "all contracts"),))))
    expected = Counter[tuple[str, str]]()
    for one in compared(terms, books, "a", "b").figures:
        if one.figure.account == "loss_on_onerous_contract":
            expected[one.figure.period, one.figure.account] += one.difference
    assert {(one.period, one.account): one.after - one.before for one in found.lines if one.after != one.before} == {
        key: amount for key, amount in expected.items() if amount
    }
    assert (found.contracts, found.moved, found.apart) == (8, 4, 0)
    assert [ref for _, _, ref, _ in found.largest] == ["LOSES-7", "LOSES-6", "LOSES-5", "LOSES-4"]


def test_another_book_of_prices_moves_revenue_between_periods():
    terms = list(contracts_of(SOLD, company_with(90)).terms)
    found = last([terms], company_with(90), Change(ssp=company_with(270).ssp))
    revenue = {one.period: (one.before, one.after) for one in found.lines if one.account == "revenue"}
    assert sum(before for before, _ in revenue.values()) == sum(after for _, after in revenue.values()) == 18000
    assert revenue["2025-01"] == (12000, 15000)


def test_what_cannot_be_decided_both_ways_is_set_aside_and_told():
    company = company_with(90)
    terms = [*contracts_of(SOLD, company).terms, *contracts_of(BROKEN, company).terms]
    found = last([terms], company, Change(ssp=()))
    assert (found.contracts, found.apart) == (0, 2)
    assert {error.contract for error in found.errors} == {"SOLD", "BROKEN"}
    found = last([terms], company, Change((("ramp", "as priced"),)))
    assert (found.contracts, found.apart, found.moved) == (1, 1, 0)


def test_a_choice_that_the_book_does_not_have_is_refused_before_anything_is_decided():
    with pytest.raises(UnknownPolicy):
        list(what_if([], Company(), Change((("losses", "none"),))))
    books = replace(Company(), books=(("us", "ASC 606", ()),))
    with pytest.raises(PolicyOfAnotherStandard):
        list(what_if([], books, Change((("losses", "all contracts"),))))
