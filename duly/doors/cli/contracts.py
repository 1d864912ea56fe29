"""Contract files on the way in: read, typed, each with the company that holds for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from duly.doors.cli.companies import Companies, above, beside
from duly.doors.cli.notices import counted, waiting
from duly.doors.cli.rates import with_rates
from duly.engine.contracts.cases import split_case
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Terms
from duly.engine.journal.books import combined
from duly.ground.errors import DulyError
from duly.ground.tree import Block, Rows, Text
from duly.readers.files import read_files


class CombinedAcrossCompanies(DulyError):
    """Contracts that are to be accounted for as one belong to different companies."""


class Run(NamedTuple):
    """The contracts that one company file holds for: they are recognized together."""

    terms: tuple[Terms, ...]
    company: Company


class Loaded(NamedTuple):
    """The contracts that were asked for, by company; one run without contracts where there are none. `found` counts the
    contracts of all files, good or not; `errors` says why some wait, `notes` what a person should know."""

    runs: tuple[Run, ...]
    errors: tuple[DulyError, ...]
    found: int
    notes: tuple[str, ...] = ()

    @property
    def ready(self) -> int:
        """Contracts that can be recognized."""
        return sum(len(run.terms) for run in self.runs)


def load(
    files: Sequence[str], company_file: str | None, planned: Mapping[str, Sequence[Block]] | None = None
) -> Loaded:
    """Read and type all contracts. Where a company file is wrong nothing is computed as if there were none. planned:
    rows of `happened` that are only thought of, by contract."""
    with waiting("reading files"):
        found_above = () if company_file else above(files)
        read = read_files([*files, *([] if company_file else beside(files)), *found_above])
    blocks, inside = _without_cases(read.documents)
    blocks = [_with(block, (planned or {}).get(str(block.get("contract", "")), ())) for block in blocks]
    found = len(blocks) + sum(total.contracts.set_aside for total in read.totals)
    try:
        if company_file:
            companies = Companies.named(company_file)
        else:
            companies = Companies.found(read.companies, inside, files, found_above)
    except DulyError as error:
        return Loaded((_NONE,), (*read.errors, error), found)
    if read.company_waits and not company_file:
        return Loaded((_NONE,), read.errors, found)
    ready = [block for block in blocks if companies.is_right(block.place.file)]
    with waiting(f"reading {counted(len(ready), 'contract')}", len(ready)):
        reading = read_contracts(ready, lambda block: companies.of(block.place.file))
    runs, apart = _by_company(reading.terms, companies.of)
    notes = [f"{name} holds for what stands below it" for name in found_above if companies.holds(name, blocks)]
    return Loaded(runs, (*read.errors, *companies.errors, *reading.errors, *apart), found, tuple(notes))


_NONE = Run((), Company())


def _with(block: Block, rows: Sequence[Block]) -> Block:
    """A contract with further rows of `happened`."""
    if not rows:
        return block
    made, happened = Block(block.place), Rows(block.place)
    before = block.get("happened")
    happened.extend([*(before if isinstance(before, Rows) else ()), *rows])
    for key, value in block.items():
        if key != "happened":
            made.put(Text(key, block.places[key]), value)
    made.put(Text("happened", block.place), happened)
    return made


def _without_cases(documents: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The contracts, without what case files expect of them; and the company documents inside case files."""
    split = [split_case(document) for document in documents]
    inside = [case["company"] for _, case in split if "company" in case]
    return [contract for contract, _ in split], [block for block in inside if isinstance(block, Block)]


def _by_company(terms: Sequence[Terms], of: Callable[[str], Company]) -> tuple[tuple[Run, ...], list[DulyError]]:
    """The contracts by their company, in the order of their first; contracts combined across companies wait."""
    runs: dict[int, tuple[Company, list[Terms]]] = {}
    apart: dict[str, Terms] = {}
    for group in combined(terms):
        if len({id(of(one.place.file)) for one in group}) > 1:
            apart |= {one.ref: one for one in group}
    for one in terms:
        if one.ref not in apart:
            company = of(one.place.file)
            runs.setdefault(id(company), (company, []))[1].append(one)
    made = tuple(Run(tuple(mine), with_rates(company, mine)) for company, mine in runs.values())
    return made or (_NONE,), [_across(one) for one in apart.values()]


def _across(one: Terms) -> DulyError:
    return CombinedAcrossCompanies(
        f"{one.ref} is combined with a contract of another company",
        place=one.places.get("combine", one.place),
        why="contracts accounted for as one are in one set of books",
        fix="put their files under one company file, or name it with --company",
        cite="606-10-25-9, IFRS 15.17",
        contract=one.ref,
    )
