"""Kinds of clauses that rules tell, on sentences of our own: each kind is found, and what only looks like it is not."""

from __future__ import annotations

import pytest

from duly.engine.documents.clauses.money_clauses import KINDS, money_clauses
from duly.engine.documents.clauses.rare_clauses import rare_clauses
from duly.engine.documents.text.segments import segments

FOUND = [
    ("payment schedule", "The fee is paid in four equal instalments of $500."),
    ("milestone", "The Buyer pays $9,000 upon completion of the second prototype."),
    ("fee", "The Customer shall pay a monthly fee of $250."),
    ("discount", "A discount of 5% applies to prepaid orders."),
    ("escalator", "Each January the fees increase by the Consumer Price Index."),
    ("tier", "1-100 US$7.50"),
    ("tier", "The royalty is 6% of the first $20,000 of sales."),
    ("minimum", "The Distributor owes a minimum annual purchase of 900 units."),
    ("rebate", "A rebate is granted at the end of the year."),
    ("penalty", "The Seller pays liquidated damages for each week of delay."),
    ("sla credit", "For each hour of downtime the Customer receives a service credit."),
    ("acceptance", "The deliverables are deemed accepted after the acceptance tests."),
    ("refund", "Prepaid fees are refunded upon termination."),
    ("free period", "The first month is a free trial."),
    ("invoice trigger", "The Supplier shall invoice the Customer upon shipment."),
    ("late fee", "Unpaid amounts bear interest at 1% a month."),
    ("tax", "Prices are exclusive of value added tax."),
    ("currency", "All amounts are payable in the lawful currency of Canada."),
]


def _kinds(find, words):
    return {one.category for one in find(words, segments(words))}


@pytest.mark.parametrize(("kind", "words"), FOUND, ids=[f"{kind}-{words[:12]}" for kind, words in FOUND])
def test_a_kind_of_money_is_found(kind, words):
    assert kind in _kinds(money_clauses, words)


def test_every_kind_has_an_example():
    assert {kind for kind, _ in FOUND} == set(KINDS)


@pytest.mark.parametrize(
    "words",
    [
        "The parties keep what they learn to themselves.",
        "The Seller maintains insurance with coverage of at least $1,000,000 for each claim.",
        "A minimum of two directors must be present.",
    ],
)
def test_what_carries_no_fee_is_of_no_kind(words):
    assert not _kinds(money_clauses, words)


@pytest.mark.parametrize(
    "words",
    [
        "The prices shall be no less favorable than those offered to any other customer.",
        "The Licensor grants the Licensee most favoured customer status.",
        "If the Seller offers a lower price to any other distributor, the Buyer gets it too.",
        "The Buyer shall have the benefit of any lower prices that the Seller agrees with anybody.",
        "MFN Terms are given to the Buyer from the day on which they were agreed.",
        "No licence is granted on terms more favorable to its holder than those of this contract.",
        "In a shortage the Dealer is served no less favorably than any other distributor.",
    ],
)
def test_a_most_favoured_customer_is_found(words):
    assert _kinds(rare_clauses, words) == {"Most Favored Nation"}


@pytest.mark.parametrize(
    "words",
    [
        "The fees may be increased once a year by not more than 3% a year.",
        "Such increase shall not exceed four percent.",
        "The Seller may adjust its list, but not more often than once in six months: adjustments not to exceed 4%.",
        "During the first term the price shall not be increased.",
        "After that term the charges may be adjusted only as Section 3 says.",
        "The Provider gives thirty days of notice of any rate changes.",
    ],
)
def test_a_limit_on_prices_is_found(words):
    assert _kinds(rare_clauses, words) == {"Price Restrictions"}


@pytest.mark.parametrize(
    "words",
    [
        "Interest on late fees may be increased once a year by more than 1% a year.",
        "The new position is on terms no less favourable to the employee than those of other clients.",
        "Most Favored Customer ........ 31",
        "The books are kept so that compliance with the most favored customer terms can be audited.",
        "The exercise price shall not be increased by more than 5%.",
        "The Seller sets prices, including but not limited to raising the price of parts.",
    ],
)
def test_what_looks_like_a_rare_clause_is_none(words):
    assert not _kinds(rare_clauses, words)


def test_a_clause_is_its_segment_and_its_chance_a_share():
    words = "1. FEES.\n\nThe Customer shall pay a monthly fee of $250."
    (one,) = [found for found in money_clauses(words, segments(words)) if found.category == "fee"]
    assert words[one.start : one.end] == "The Customer shall pay a monthly fee of $250."
    assert 0 < one.score < 1


def test_hostile_lines_end_quickly():
    for line in ("fees increase " * 20_000, "$1 per " * 30_000, "minimum " * 40_000, "interest " * 30_000):
        assert list(money_clauses(line, segments(line))) is not None
        assert list(rare_clauses(line, segments(line))) is not None
