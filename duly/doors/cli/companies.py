"""Which company file holds for a contract: the one that was named, else the nearest one beside it or above it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from duly.engine.contracts.company import read_company
from duly.engine.contracts.terms import Company
from duly.ground.errors import DulyError, Place, SeveralErrors, each_error
from duly.ground.tree import Block
from duly.readers.files import read_files
from duly.readers.rates import with_rate_file

_COMPANY = "company.yaml"
_NOBODY = Company()


class CompanyStatedTwice(DulyError):
    """Two company files claim the same contracts."""


class NoCompany(DulyError):
    """The file named with --company does not hold one company."""


def beside(files: Sequence[str]) -> list[str]:
    """The company files in the folders of the files, each once."""
    folders = dict.fromkeys(os.path.dirname(name) for name in files if not os.path.isdir(name))
    return [path for folder in folders if os.path.isfile(path := os.path.join(folder, _COMPANY))]


def above(files: Sequence[str]) -> list[str]:
    """The company files in the folders above the files and folders, each once, the nearest first."""
    found: dict[str, str] = {}
    for name in files:
        folder = name if os.path.isdir(name) else os.path.dirname(name)
        parent = os.path.realpath(folder)
        while parent != os.path.dirname(parent):
            parent = os.path.dirname(parent)
            path = os.path.join(parent, _COMPANY)
            if os.path.isfile(path):
                found.setdefault(path, path if os.path.isabs(name) else os.path.relpath(path))
    return list(found.values())


@dataclass
class Companies:
    """The companies of a command. `everywhere` holds for all contracts; else one of `files` for the contracts of a file
    (a company inside a case), else the nearest of `folders`. A company that is wrong is None, with its `errors`."""

    everywhere: Company | None = None
    files: dict[str, Company | None] = field(default_factory=dict)
    folders: dict[str, Company | None] = field(default_factory=dict)
    errors: list[DulyError] = field(default_factory=list)
    _blocks: dict[str, Block] = field(default_factory=dict)

    @classmethod
    def named(cls, company_file: str) -> Companies:
        """The company of the file named with --company, for all contracts."""
        read = read_files([company_file])
        if read.errors:
            raise SeveralErrors(read.errors)
        if len(read.companies) != 1:
            fix = "a company file is one document that begins with `company: NAME`; see docs/language.md"
            raise NoCompany(f"{company_file} holds {len(read.companies)} companies", place=Place(company_file), fix=fix)
        return cls(everywhere=_typed(read.companies[0]))

    @classmethod
    def found(
        cls, blocks: Sequence[Block], inside: Sequence[Block], files: Sequence[str], higher: Sequence[str]
    ) -> Companies:
        """The companies among the files; those inside cases hold for their file.

        One file that was named holds for all, where no company.yaml stands beside the contracts or below. Every
        company.yaml else holds for its folder and what is below it; other names hold for nothing unless named."""
        given, above_all = ({os.path.realpath(name) for name in names} for names in (files, higher))
        named = [block for block in blocks if os.path.realpath(block.place.file) in given]
        plain = [block for block in blocks if block not in named and _is_plain(block)]
        rivals = [block for block in plain if os.path.realpath(block.place.file) not in above_all]
        if len(named) == 1 and not rivals and not inside:
            return cls(everywhere=_typed(named[0]))
        odd = [block for block in named if not _is_plain(block)]
        if odd:
            raise _twice(odd[0], next(block for block in (*named, *rivals, *inside) if block is not odd[0]))
        made = cls()
        for block in (*named, *plain):
            made._add(made.folders, os.path.dirname(os.path.realpath(block.place.file)), block)
        for block in inside:
            made._add(made.files, os.path.realpath(block.place.file), block)
        return made

    def _add(self, at: dict[str, Company | None], key: str, block: Block) -> None:
        """Let a company hold; one that is wrong leaves its errors, and its contracts wait."""
        if key in at:
            raise _twice(block, self._blocks[key])
        self._blocks[key] = block
        try:
            at[key] = _typed(block)
        except DulyError as error:
            at[key] = None
            self.errors.extend(each_error(error))

    def _at(self, file: str) -> Company | None:
        """The company of the contracts of a file; None where it is wrong."""
        if self.everywhere is not None:
            return self.everywhere
        path = os.path.realpath(file)
        if path in self.files:
            return self.files[path]
        folder = os.path.dirname(path)
        while folder not in self.folders:
            if folder == os.path.dirname(folder):
                return _NOBODY
            folder = os.path.dirname(folder)
        return self.folders[folder]

    def is_right(self, file: str) -> bool:
        """Whether the contracts of a file can go on: no company holds for them, or one without errors."""
        return self._at(file) is not None

    def of(self, file: str) -> Company:
        """The company of the contracts of a file; an empty one where there is none."""
        return self._at(file) or _NOBODY

    def holds(self, company_file: str, contracts: Iterable[Block]) -> bool:
        """Whether a company file holds for any of these contracts."""
        mine = self.folders.get(os.path.dirname(os.path.realpath(company_file)))
        return mine is not None and any(self._at(block.place.file) is mine for block in contracts)


def _is_plain(block: Block) -> bool:
    return os.path.basename(block.place.file).lower() == _COMPANY


def _twice(one: Block, other: Block) -> CompanyStatedTwice:
    return CompanyStatedTwice(
        f"there are two companies: {one.place} and {other.place}",
        place=one.place,
        why="one company holds for the contracts of a folder",
        fix="name the one that holds for all with --company FILE, or run the folders one by one",
    )


def _typed(block: Block) -> Company:
    """The company of a document, with the rates of the file it names."""
    return read_company(with_rate_file(block))
