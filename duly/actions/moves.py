"""What a decision about one contract is about, and what it moves: for those who have to agree to it."""

from __future__ import annotations

from collections.abc import Iterator

from duly.actions.drafts import book_name, books_of
from duly.actions.gate import Step
from duly.engine.access.limits import BANDS
from duly.engine.journal.books import Books
from duly.ground.money import currency
from duly.store import lift
from duly.store.contracts import Contract

Moves = dict[str, str]


def weighed(step: Step, contract: Contract) -> Moves:
    """Weigh a command by the price of its contract as known now, before or after what the command does, whichever is
    larger; what cannot be decided weighs the most. Returns how revenue moves by period, minor units as texts."""
    company = lift.company_at(step.seq)
    reading = lift.contracts_at(step.seq, company, refs=[contract.ref])
    books = books_of(reading.terms, company, book_name(company, ""), step.seq, None)
    if reading.errors or books.errors:
        step.band = BANDS[-1]
        return {}
    code = reading.terms[0].currency
    digits = currency(code, dict(company.currencies)).digits
    worth = (
        sum(abs(price) for price in books.allocation_at(books.through, known).values())
        for known in (step.seq - 1, step.seq)
    )
    step.weigh(max(worth), digits)
    return dict(_by_period(books, contract.entity, step.seq, code))


def _by_period(books: Books, entity: str, seq: int, code: str) -> Iterator[tuple[str, str]]:
    for booked in books.periods.get(entity, ()):
        since, through = booked.period.start, booked.period.until - 1
        before, after = (sum(books.revenue(since, through, known).values()) for known in (seq - 1, seq))
        if before != after:
            yield f"{booked.period.name} {code}", str(after - before)
