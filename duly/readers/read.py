"""What a reader gives back: good documents, all errors, and control totals that account for every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duly.ground.errors import DulyError
from duly.ground.tree import Block


@dataclass(frozen=True, slots=True)
class Count:
    """How many were read, and what became of them: read = imported + set aside."""

    name: str
    read: int
    imported: int

    @property
    def set_aside(self) -> int:
        """What waits because it, or another row of its contract, is wrong."""
        return self.read - self.imported


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """The account of one import: a file of documents, a workbook, or CSV files read together.

    `contracts` counts contracts (a document that cannot be read counts as one, a company does not), `lists` the
    rows of each sheet, `rows_of` the rows of each contract by list. A file of documents has no lists.
    """

    source: str
    contracts: Count
    lists: tuple[Count, ...] = ()
    rows_of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of one or more files.

    `documents` are the contracts, `companies` the company documents. `company_waits` is true where a company
    document was there but is wrong: then nothing may be computed as if there were none.
    `passed_over` names the files of folders that are of no kind duly reads.
    """

    documents: tuple[Block, ...] = ()
    errors: tuple[DulyError, ...] = ()
    companies: tuple[Block, ...] = ()
    totals: tuple[ControlTotals, ...] = ()
    company_waits: bool = False
    passed_over: tuple[str, ...] = ()


def joined(reads: list[Read]) -> Read:
    """Several outcomes as one, in order."""
    return Read(
        documents=tuple(block for read in reads for block in read.documents),
        errors=tuple(error for read in reads for error in read.errors),
        companies=tuple(block for read in reads for block in read.companies),
        totals=tuple(total for read in reads for total in read.totals),
        company_waits=any(read.company_waits for read in reads),
        passed_over=tuple(name for read in reads for name in read.passed_over),
    )
