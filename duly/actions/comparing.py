"""What would be, asked of the ledger: two books of its contracts side by side, an amendment before it is agreed, all
contracts under other policies or prices. It is worked out from what is recorded; nothing is posted.

Books are compared as the first of them was closed, so that its figures are those of its journal and the second differs
by its policies alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from duly.actions.company import entity_named
from duly.actions.contracts import known_contract
from duly.actions.drafts import book_name
from duly.engine.contracts.terms import Company, Terms
from duly.engine.explain.compare import Comparison, compared
from duly.engine.explain.simulate import Simulation, simulated
from duly.engine.explain.what_if import Change, WhatIf, batches, what_if
from duly.ground.errors import DulyError
from duly.ground.tree import Block
from duly.store import lift
from duly.store.contracts import Contract


def entities_named(entity: str, seq: int) -> list[str]:
    """The entity that is named, or all of the company."""
    company = _company(entity, seq)
    return [entity] if entity else [one.ref for one in company.entities]


def books_compared(
    entity: str, books: tuple[str, str], seq: int, *, through: int | None = None
) -> tuple[Comparison, list[DulyError]]:
    """Two books of the contracts of an entity (empty: of all), as known by a command; and why contracts are set
    aside."""
    company = _company(entity, seq)
    company = lift.with_closes(company, seq, book_name(company, books[0]))
    reading = lift.contracts_at(seq, company, entity)
    first, second = (_own(company, book) for book in books)
    found = compared(reading.terms, company, first, second, through=through, as_of=seq)
    return found, [*reading.errors, *found.errors]


def amendment_simulated(contract: str, amendment: str, rows: Sequence[Block], book: str, seq: int) -> Simulation:
    """An amendment of a contract under every treatment. rows: what is only thought of, rows of `happened`."""
    entity = str(known_contract(contract).entity)
    company, together = lift.company_at(seq), _together(entity, seq)
    refs = together if contract in together else [contract]
    reading = lift.contracts_at(seq, company, entity, refs, {contract: rows})
    for error in reading.errors:
        raise error
    return simulated(reading.terms, company, contract, amendment, book=_own(company, book))


def policy_simulated(entity: str, change: Change, book: str, seq: int) -> Iterator[WhatIf]:
    """The contracts of an entity (empty: of all) as they are and as they would be, each fact in the period to which it
    belongs: the sums after each part of them. Contracts that cannot be read are set aside."""
    company = _company(entity, seq)
    unread: list[DulyError] = []
    told = 0
    for found in what_if(_parts(entity, company, seq, unread), company, change, book=_own(company, book)):
        found.errors += unread[told:]
        found.apart += len(unread) - told
        told = len(unread)
        yield found


def contracts_of(entity: str, seq: int) -> int:
    """How many contracts an entity has (empty: all of them)."""
    return _rows(entity, seq).count()


def _parts(entity: str, company: Company, seq: int, unread: list[DulyError]) -> Iterator[list[Terms]]:
    """The contracts in parts of some hundred, so that their number does not matter. Those that are accounted for as one
    come first, for they must not be parted."""
    together = _together(entity, seq)
    alone = sorted({*_rows(entity, seq).values_list("ref", flat=True)}.difference(together))
    for refs in (together, *lift.batches(alone)):
        reading = lift.contracts_at(seq, company, entity, refs)
        unread += reading.errors
        # What cannot be read is told with the part in which it was found, be there anything else in it or not.
        yield from batches(reading.terms) if reading.terms else ([],)


def _together(entity: str, seq: int) -> list[str]:
    """The contracts that name others to be combined with, and those that they name."""
    rows = _rows(entity, seq).filter(tree__contains='"combine"')
    return sorted({ref for row in rows for ref in (row.ref, *lift.combined_with(row))})


def _rows(entity: str, seq: int) -> QuerySet[Contract]:
    rows = Contract.objects.filter(seq__lte=seq)
    return rows.filter(entity=entity) if entity else rows


def _company(entity: str, seq: int) -> Company:
    """The company as set by then; where an entity is named, it has it."""
    company = lift.company_at(seq)
    if entity:
        entity_named(company, entity)
    return company


def _own(company: Company, book: str) -> str:
    """How the engine calls a book: by nothing, where there is but one."""
    name = book_name(company, book)
    return name if company.books else ""
