"""Contract files on the way in: read, typed, with the company file that stands beside them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from duly.doors.cli.notices import counted, waiting
from duly.engine.contracts.cases import split_case
from duly.engine.contracts.company import read_company
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Terms
from duly.ground.errors import DulyError, Place, SeveralErrors
from duly.ground.tree import Block
from duly.readers.files import read_files
from duly.readers.read import Read

_COMPANY = "company.yaml"


class CompanyStatedTwice(DulyError):
    """Two company files stand beside the contracts of one run."""


class CompanyElsewhere(DulyError):
    """A company file stands in a folder that does not hold all contracts of the run."""


class NoCompany(DulyError):
    """The file named with --company does not hold one company."""


class Loaded(NamedTuple):
    """Contracts of a run. `found` counts the contracts of all files, good or not; `errors` says why some wait."""

    terms: tuple[Terms, ...]
    company: Company
    errors: tuple[DulyError, ...]
    found: int


def load(files: Sequence[str], company_file: str | None) -> Loaded:
    """Read and type all contracts. With a company file that is wrong nothing is computed as if there were none."""
    with waiting("reading files"):
        read = read_files([*files, *([] if company_file else _beside(files))])
    blocks, inside = _without_cases(read.documents)
    found = len(blocks) + sum(total.contracts.set_aside for total in read.totals)
    try:
        company = _named(company_file) if company_file else _company(read, inside, files)
    except DulyError as error:
        return Loaded((), Company(), (*read.errors, error), found)
    if read.company_waits and not company_file:
        return Loaded((), company, read.errors, found)
    with waiting(f"reading {counted(len(blocks), 'contract')}", len(blocks)):
        reading = read_contracts(blocks, company)
    return Loaded(reading.terms, company, (*read.errors, *reading.errors), found)


def _beside(files: Sequence[str]) -> list[str]:
    """The company files in the folders of the files, each once, unless they were named."""
    folders = dict.fromkeys(os.path.dirname(name) for name in files if not os.path.isdir(name))
    return [path for folder in folders if os.path.isfile(path := os.path.join(folder, _COMPANY))]


def _without_cases(documents: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The contracts, without what case files expect of them; and the company documents inside case files."""
    split = [split_case(document) for document in documents]
    inside = [case["company"] for _, case in split if "company" in case]
    return [contract for contract, _ in split], [block for block in inside if isinstance(block, Block)]


def _named(company_file: str) -> Company:
    """The company of the file named with --company."""
    read = read_files([company_file])
    if read.errors:
        raise SeveralErrors(read.errors)
    if len(read.companies) != 1:
        fix = "a company file is one document that begins with `company: NAME`; see docs/language.md"
        raise NoCompany(f"{company_file} holds {len(read.companies)} companies", place=Place(company_file), fix=fix)
    return read_company(read.companies[0])


def _company(read: Read, inside: Sequence[Block], files: Sequence[str]) -> Company:
    """The company that was found: in a file that was named, in a case, or in a company.yaml beside or above all
    contracts of the run."""
    given = {os.path.realpath(name) for name in files}
    named = [c for c in read.companies if os.path.realpath(c.place.file) in given]
    beside = [c for c in read.companies if c not in named and os.path.basename(c.place.file).lower() == _COMPANY]
    companies = [*named, *beside, *inside]
    if len(companies) > 1:
        raise CompanyStatedTwice(
            f"there are {len(companies)} companies: {' and '.join(str(block.place) for block in companies)}",
            place=companies[1].place,
            why="one run has one company",
            fix="name the one that holds with --company FILE, or run the folders one by one",
        )
    for document in read.documents if beside else ():
        _require_beside(beside[0].place.file, document.place.file)
    return read_company(companies[0]) if companies else Company()


def _require_beside(company_file: str, contract_file: str) -> None:
    """Refuse a company file that belongs to another folder than one of the contracts."""
    folder, contract = (os.path.dirname(os.path.realpath(name)) for name in (company_file, contract_file))
    if os.path.commonpath([folder, contract]) != folder:
        raise CompanyElsewhere(
            f"{company_file} does not stand beside {contract_file}, nor above it",
            place=Place(company_file),
            why="whether it holds for that contract too is not for a program to guess",
            fix="run the folders one by one, or name the company file with --company",
        )
