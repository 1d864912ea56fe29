"""A contract that could be decided at one close, not at the next, and can again: what was booked stands meanwhile,
and nothing is booked twice."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from duly.engine.contracts.terms import Fact, Obligation, Price, Quantity, Ssp, Terms
from duly.engine.journal.books import keep_books
from tests.laws.figures import CLOSES, CLOSING, THROUGH

KNOWN = [one.at_on for one in CLOSES]
START = CLOSES[0].at_on - 40


def units(count: int) -> dict:
    return {"quantity": Quantity(Fraction(count), "unit")}


def contract() -> Terms:
    """Ten units at 1,000: eight delivered and booked; cut to six, which is less than was delivered; then three come
    back by a correction."""
    goods = Obligation(
        ref="A", number=1, price=Price("unit", amount=Fraction(1000), unit="unit"),
        quantity=Quantity(Fraction(10), "unit"), earn="on delivery", ssp=Ssp("none"),
    )  # fmt: skip
    happened = (
        Fact("delivered", START + 5, START + 5, ("A",), units(8)),
        Fact("amendment", KNOWN[0] + 1, KNOWN[0] + 1, (), {"changes": {"A": units(6)}}, ref="A-1", order=1),
        Fact("delivered", START + 6, KNOWN[1] + 1, ("A",), units(-3), order=2),
    )
    entity = CLOSES[0].entity
    return Terms(
        ref="X", entity=entity, currency="USD", digits=2, signed_on=START, known_on=START, from_on=START,
        until=START + 365, obligations=(goods,), happened=happened,
    )  # fmt: skip


def test_what_was_booked_stands_until_it_can_be_decided_again_and_is_then_brought_right_once():
    books = keep_books([contract()], CLOSING, through=THROUGH)
    assert not books.errors and any("LessThanDelivered" in type(e).__name__ for e in books.worlds.undecided.values())
    booked: Counter[str] = Counter()
    for row in books.journal():
        if row.account == "revenue":
            booked[row.period] -= row.amount
    # Nothing is taken back while it cannot be decided, and the correction comes once.
    assert [amount for _, amount in sorted(booked.items()) if amount] == [8_000, -3_000]
    assert sum(booked.values()) == sum(books.cumulative(THROUGH).values()) == 5_000
