"""Two books of the same facts: every cent of their difference is some policy's, whatever the contracts."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from duly.engine.contracts.company import read_company
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Terms
from duly.engine.explain.compare import compared
from duly.engine.journal.books import keep_books
from duly.readers.tree import read_tree
from tests.laws import wide
from tests.laws.contracts import contract_group

BATCHES, SEEDS = 2, 15
ODD = (
    ("allocation remainder", "largest"),
    ("ssp outside range", "midpoint"),
    ("start day", "excluded"),
    ("ramp", "as priced"),
    ("losses", "all contracts"),
    ("progress digits", "2"),
)
COMPANY = Company(
    books=(
        ("us", "ASC 606", ()),
        ("ifrs", "IFRS 15", (("license renewal", "when agreed"),)),
        ("board", "management", ODD),
    )
)


def contracts(batch: int) -> list[Terms]:
    """Random contracts, some of which will be paid about as likely as not."""
    made = []
    for seed in range(batch, SEEDS * BATCHES, BATCHES):
        chance = random.Random(f"compared {seed}")
        group = contract_group(chance, seed, amended=seed % 3 == 0)
        if chance.random() < 0.4:
            likely = Fraction(chance.choice((40, 50, 60, 70, 80)), 100)
            group = [replace(one, collect=likely, judged=()) for one in group]
        made += group
    return made


def sensitive(terms: Terms) -> bool:
    """Whether the two standards may see a contract in two ways."""
    by_cost = any(o.earn == "by cost" or o.cost is not None for o in terms.obligations)
    added = any(fact.fields.get("adds") or fact.fields.get("changes") for fact in terms.happened)
    renewed = any(fact.verb in ("renewed", "amendment") for fact in terms.happened)
    return isinstance(terms.collect, Fraction) or by_cost or added or renewed or bool(terms.costs)


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("second", ["ifrs", "board"])
def test_the_policies_explain_every_cent_and_what_no_policy_touches_is_alike(batch, second):
    terms = contracts(batch)
    found = compared(terms, COMPANY, "us", second)
    assert not [one for one in found.figures if one.rest]
    assert found.figures and len(found.turned) > 1
    same = {one.ref for one in terms if not sensitive(one)}
    differ = {ref for one in found.figures for ref in one.figure.contract.split("+")}
    assert same and (second == "board" or not differ & same)
    left = {ref for _, contracts, *_ in found.contracts for ref in contracts.split("+")}
    assert left | {ref for e in found.errors for ref in e.contract.split("+")} >= {one.ref for one in terms}
    booked = [
        keep_books([one for one in terms if one.ref in left], COMPANY, book=book).journal() for book in ("us", second)
    ]
    revenue = [Counter[tuple[str, str]](), Counter[tuple[str, str]]()]
    for amounts, rows in zip(revenue, booked, strict=True):
        for row in rows:
            if row.account == "revenue":
                amounts[row.contract, row.period] -= row.amount
    explained = Counter[tuple[str, str]]()
    for one in found.figures:
        if one.figure.account == "revenue":
            explained[one.figure.contract, one.figure.period] += sum(part for _, part in one.parts)
    for key in revenue[0] | revenue[1] | explained:
        assert explained[key] == revenue[1][key] - revenue[0][key], key


# What a contract has that two standards, or an election of one of them, may see in two ways.
MARKS = ("collect:", "licence: functional", "licence: symbolic", "cost: ", "costs:", "immaterial", "ships", "tax:")


def test_contracts_of_many_topics_differ_by_their_policies_alone():
    company = read_company(read_tree(wide.company(random.Random("compared")).encode(), "company.yaml").documents[0])
    terms, plain = list[Terms](), set[str]()
    for seed in range(40):
        text = wide.contract_text(random.Random(f"compared {seed}"), f"W{seed}")
        reading = read_contracts(read_tree(text.encode(), "wide.yaml").documents, company)
        terms += reading.terms
        plain |= {one.ref for one in reading.terms} if not any(mark in text for mark in MARKS) else set()
    found = compared(terms, company, "us", "ifrs")
    assert not [one for one in found.figures if one.rest]
    differ = {ref for one in found.figures for ref in one.figure.contract.split("+")}
    assert len(plain) > 5 and not differ & plain
    assert {key for one in found.figures for key, _ in one.parts} >= {
        "license nature",
        "losses",
        "immaterial promises",
        "shipping after control",
        "sales tax",
    }


def test_a_book_compared_with_itself_differs_in_nothing():
    found = compared(contracts(0), COMPANY, "us", "us")
    assert not found.figures and not found.turned and found.contracts
