"""Files and folders to documents: each file by the reader its name asks for, one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block
from duly.readers.errors import FileIsMissing, FileIsUnreadable, FileKindUnknown, FolderIsEmpty
from duly.readers.read import Read, joined
from duly.readers.sheet import read_sheets
from duly.readers.tree import read_tree

TREES = (".yaml", ".yml", ".json")
SHEETS = (".csv", ".xlsx")


def read_files(paths: Iterable[str | os.PathLike[str]]) -> Read:
    """All contracts and company documents of files and folders, all errors, and control totals.

    What is wrong waits, with an error; everything else goes on. Files are read in the order given, those of a
    folder by name; every block's `place` says where it came from.
    """
    return joined(list(each_import(paths)))


def each_import(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Read]:
    """The outcome of each file, workbook and group of CSV files in turn, so that one at a time is in memory.

    CSV files named one by one are one import; so are those of one folder.
    """
    seen: set[str] = set()
    named_tables: list[str] = []
    for path in paths:
        name = os.fspath(path)
        if os.path.isdir(name):
            yield from _folder(name, seen)
        elif problem := _unfit(name):
            yield Read(errors=(problem,))
        elif _is_new(name, seen):
            if name.lower().endswith(".csv"):
                named_tables.append(name)
            else:
                yield _one(name)
    if named_tables:
        yield read_sheets(named_tables)


def _folder(top: str, seen: set[str]) -> Iterator[Read]:
    """The files of a folder and the folders in it, by name; hidden ones and lock files are left out."""
    found = False
    closed: list[OSError] = []
    for folder, inner, files in os.walk(top, onerror=closed.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        names = sorted(os.path.join(folder, name) for name in files if not name.startswith((".", "~$")))
        known = [name for name in names if name.lower().endswith((*TREES, *SHEETS))]
        found |= bool(known)
        new = [name for name in known if _is_new(name, seen)]
        yield from (_one(name) for name in new if not name.lower().endswith(".csv"))
        tables = [name for name in new if name.lower().endswith(".csv")]
        if tables:
            yield read_sheets(tables)
        if len(known) < len(names):
            yield Read(passed_over=tuple(name for name in names if name not in known))
    for error in closed:
        name, why = str(error.filename), f"the system says: {error.strerror}"
        yield Read(errors=(FileIsUnreadable(f"the folder {name} cannot be read", place=Place(name), why=why),))
    if not found and not closed:
        yield Read(errors=(FolderIsEmpty(f"the folder {top} holds no file to read", place=Place(top)),))


def _unfit(name: str) -> DulyError | None:
    """Why a file that was named cannot be read at all, if so."""
    if not os.path.lexists(name):
        return FileIsMissing(f"there is no file {name}", place=Place(name))
    if not name.lower().endswith((*TREES, *SHEETS)):
        ending = os.path.splitext(name)[1] or "nothing"
        return FileKindUnknown(f"files that end in {ending} are not read", place=Place(name))
    return None


def _is_new(name: str, seen: set[str]) -> bool:
    """Whether the file was not given before, under this or another name."""
    real = os.path.realpath(name)
    if real in seen:
        return False
    seen.add(real)
    return True


def _one(name: str) -> Read:
    if name.lower().endswith(SHEETS):
        return read_sheets([name])
    read = read_tree(name)
    companies = tuple(block for block in read.documents if is_company(block))
    contracts = tuple(block for block in read.documents if not is_company(block))
    count = read.totals[0].contracts
    count = replace(count, read=count.read - len(companies), imported=len(contracts))
    return replace(read, documents=contracts, companies=companies, totals=(replace(read.totals[0], contracts=count),))


def is_company(block: Block) -> bool:
    """Whether a document is a company file; a case may hold `company` inside."""
    return "company" in block and "contract" not in block and "case" not in block
