"""What the engine books for every case breaks no invariant of posted amounts, and an amount more or less breaks one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from duly.doors.cli.cases import case_files
from duly.doors.cli.contracts import load
from duly.engine.disclosure import invariants
from duly.engine.journal.books import Books, keep_books
from duly.ground.errors import DulyError
from tests.doors.command import ROOT

QUESTIONS = (
    invariants.beyond_price,
    invariants.cash_unexplained,
    invariants.receivable_unexplained,
    invariants.costs_unexplained,
    invariants.shown_on_both_sides,
)


@pytest.fixture(scope="module")
def kept() -> list[tuple[Books, Counter[tuple[str, str, str]]]]:
    """The books of all cases with what they post."""
    return [(books, posted(books)) for books in each()]


def each() -> Iterator[Books]:
    for file in case_files(str(ROOT / "tests" / "cases")):
        for run in load([file], None).runs:
            try:
                books = keep_books(run.terms, run.company)
            except DulyError:
                continue  # a case of what is refused
            if books.now().rulings:
                yield books


def posted(books: Books) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for row in books.journal():
        found[row.contract, row.obligation, row.account] += row.amount
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_no_case_breaks_an_invariant(kept, question):
    assert len(kept) > 150
    assert [fault for books, amounts in kept for fault in question(books, books.through, amounts)] == []


@pytest.mark.parametrize(
    ("question", "account", "least"),
    [(QUESTIONS[1], "cash", 400), (QUESTIONS[2], "receivable", 25), (QUESTIONS[3], "contract_cost_asset", 400)],
)
def test_a_cent_too_many_is_found(kept, question, account, least):
    found = 0
    for books, amounts in kept:
        for ref in books.now().stacked.tables.contracts.ref:
            more = amounts.copy()
            more[ref, "", account] += 1
            found += any(question(books, books.through, more))
    assert found >= least


def test_a_contract_on_both_sides_is_found(kept):
    found = 0
    for books, amounts in kept:
        for ref in books.now().stacked.tables.contracts.ref:
            both = amounts.copy()
            both[ref, "", "contract_asset"] += 1
            both[ref, "", "contract_liability"] -= 1
            found += any(invariants.shown_on_both_sides(books, books.through, both))
    assert found > 400


def test_revenue_beyond_an_allocated_price_is_found(kept):
    found = 0
    for books, amounts in kept:
        for (origin, ref), price in books.allocation_at(books.through).items():
            beyond = amounts.copy()
            beyond[origin, ref, "revenue"] = -price - 1 if price > 0 else 1
            found += any(invariants.beyond_price(books, books.through, beyond))
    assert found > 700
