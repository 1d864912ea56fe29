"""A judgement that was missing when a period closed: nothing was booked of the contract then, all of it late."""

from __future__ import annotations

from dataclasses import replace

from duly.checker.trees import every, read
from duly.engine.contracts.terms import Close, Company
from duly.engine.explain.derivation import explain
from duly.engine.journal.books import keep_books
from duly.ground.dates import day
from duly.writers import json
from tests.engine.contracts.texts import contracts_of

TEXT = """
contract: J-1
currency: USD
signed: 2026-01-01
term: {from: 2026-01-01, to: 2026-12-31}
obligations:
  care: {price: 1200.00, earn: over time by month}
price:
  - {element: bonus, of: care, method: expected value, outcomes: [[0.00, 50%], [600.00, 50%]]}
judged:
  - {date: 2026-01-01, known: 2026-03-15, held back: bonus, amount: 60.00, why: little experience}
"""
CLOSES = tuple(
    Close("main", day(until), day(at)) for until, at in (("2026-02-01", "2026-02-05"), ("2026-03-01", "2026-03-05"))
)


def kept(as_of: str = ""):
    company = replace(Company(), closes=CLOSES)
    return keep_books(contracts_of(TEXT).terms, company, as_of=day(as_of) if as_of else None)


def test_what_was_earned_before_is_booked_late():
    """1,200.00 and 240.00 of the bonus over twelve months are 120.00 each."""
    books = kept()
    revenue = [
        (r.economic, r.cause, r.amount) for r in books.journal() if r.account == "revenue" and r.period == "2026-03"
    ]
    assert not books.errors
    assert sorted(revenue) == [
        ("2026-01", "late fact", -12_000), ("2026-02", "late fact", -12_000), ("2026-03", "progress", -12_000)
    ]  # fmt: skip
    assert any("J-1 was set aside when a period closed" in note for note in books.notes)


def test_it_is_set_aside_for_one_who_asks_as_of_then():
    (error,) = kept("2026-03-05").errors
    assert error.name == "ConstraintNotJudged"


def test_the_derivation_says_why_nothing_was_booked():
    step = explain(kept(), "J-1", "care", "2026-03")
    (top,) = read("".join(json.derivation(step)))
    hows = [one.how for one in every(top) if one.how.startswith("the contract was set aside then")]
    assert len(hows) == 2 and "is not judged" in hows[0]
