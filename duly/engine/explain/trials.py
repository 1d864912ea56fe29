"""A case put to the test: read and recognized once a variant, and each expected value measured."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from duly.engine.contracts.cases import split_case
from duly.engine.contracts.company import read_company
from duly.engine.contracts.reading import Reading, read_contracts
from duly.engine.contracts.terms import Company, Terms
from duly.engine.explain.cases import Case, Difference, Leaf, Measured, differences, read_case
from duly.engine.explain.quantities import quantity
from duly.engine.journal.books import Books, keep_books
from duly.ground.errors import DulyError
from duly.ground.tree import Block


class Trial(NamedTuple):
    """A case with what the books show for each of its leaves, by path; several values where variants differ.

    `refused`: errors of contracts that the case does not expect to be refused."""

    case: Case
    actual: dict[str, tuple[Measured, ...]]
    refused: tuple[DulyError, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The expected values that the books do not show."""
        return differences(self.case.leaves, self.actual)

    @property
    def passed(self) -> bool:
        """Whether the case is well formed, nothing was refused, and every expected value is shown."""
        return not self.case.problems and not self.refused and not self.differences


# How a company gets the exchange rates that its contracts, and the currencies of the answers, need.
Rates = Callable[[Company, Sequence[Terms], Collection[str]], Company]


def tried(
    documents: Sequence[Block], *, name: str, unread: Sequence[DulyError] = (), rates: Rates | None = None
) -> Trial:
    """Read, recognize and measure the case that the documents of a file make; `unread`: errors of reading it ·
    `rates`: where a company without rates of its own gets them."""
    parts = [split_case(document) for document in documents]
    case = read_case(parts[0][1] if parts else Block(), name=name)
    company, reading = _read(parts)
    if rates is not None:
        company = rates(company, reading.terms, {leaf.selectors.currency for leaf in case.leaves})
    books = [keep_books(reading.terms, company, policies=policies) for policies in case.variants.values() or ((),)]
    by_variant = dict(zip(case.variants or ("",), books, strict=True))
    refusals = (*unread, *reading.errors, *(error for kept in books for error in kept.errors))
    actual = {leaf.path: tuple(dict.fromkeys(_values(leaf, by_variant, refusals))) for leaf in case.leaves}
    expected = {leaf.selectors.contract for leaf in case.leaves if leaf.quantity == "error"}
    return Trial(case, actual, tuple(e for e in refusals if e.contract not in expected and "" not in expected))


def _read(parts: Sequence[tuple[Block, Block]]) -> tuple[Company, Reading]:
    """The company inside the case and its contracts; a company that is wrong makes every contract wait."""
    inside = parts[0][1].get("company") if parts else None
    try:
        company = read_company(inside) if isinstance(inside, Block) else Company()
    except DulyError as error:
        return Company(), Reading((), (error,))
    return company, read_contracts([contract for contract, _ in parts], company)


def _values(leaf: Leaf, books: Mapping[str, Books], refusals: Sequence[DulyError]) -> Iterator[Measured]:
    """What a leaf measures under its variant; a row that names none holds under all."""
    chosen = leaf.selectors
    for variant, kept in books.items():
        if chosen.under not in ("", variant):
            continue
        if leaf.quantity == "error":
            names = (e.name for e in refusals if chosen.contract in ("", e.contract))
            yield ", ".join(dict.fromkeys(names)) or "no error"
            continue
        try:
            yield quantity(
                kept,
                leaf.quantity,
                leaf.args,
                since=chosen.since,
                through=chosen.through,
                known=chosen.known,
                contract=chosen.contract,
                currency=chosen.currency,
                at_start=chosen.at_start,
            )
        except DulyError as error:
            yield f"{error.name}: {error.what}" + (f"; {error.fix}" if error.fix else "")
