"""The note of a period of the ledger: what the engine discloses with everything recorded by a command."""

from __future__ import annotations

from duly.actions import drafts
from duly.engine.disclosure.note import Note, note
from duly.engine.disclosure.window import windows
from duly.ground.errors import DulyError
from duly.store import lift


def note_at(seq: int, entity: str, book: str, since: str, through: str) -> tuple[Note, list[DulyError]]:
    """The note of an entity in a book for some periods, and the contracts that could not be decided."""
    company = lift.with_closes(lift.company_at(seq), seq, book)
    last = drafts.period_named(company, entity, book, through)
    reading = lift.contracts_at(seq, company, entity)
    books = drafts.books_of(reading.terms, company, book, seq, last.until - 1)
    return note(windows([books], since, through, entity), ""), [*reading.errors, *books.errors]
