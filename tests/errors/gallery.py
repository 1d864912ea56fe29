"""The gallery of errors: one folder for each, with the files a person might give and what duly says about them.

A folder holds the input files, or a `make.py` whose `make(folder)` writes those that cannot stand here as they are
(its first line says what they are), and `error.txt`. `arguments.txt` holds the paths given, one to a line,
where they are not simply all the files. Folders named paper-... hold documents, clauses-... standard clauses,
model-... weights, the others contracts.
To add an error, add the folder without `error.txt`, run
`python -m tests.errors.gallery`, read what it wrote, and run `make docs`. After a change of words,
`python -m tests.errors.gallery anew` writes all of them again, for `git diff` to show.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duly.engine.contracts.company import read_company
from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company
from duly.engine.journal.books import keep_books
from duly.ground.errors import DulyError, each_error
from duly.readers.clause_library import clause_library
from duly.readers.files import read_files
from duly.readers.models import weights
from duly.readers.paper_limits import LIMITS, Cost, PaperLimits
from duly.readers.papers import read_paper

GALLERY = Path(__file__).parent
OWN = {"error.txt", "make.py", "arguments.txt"}
LISTED = 4


def folders() -> list[Path]:
    """The folders of the gallery by name."""
    return sorted(path for path in GALLERY.iterdir() if path.is_dir() and not path.name.startswith("_"))


def inputs(folder: Path) -> list[Path]:
    """The input files that stand in a folder as they are."""
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name not in OWN)


def said(folder: Path) -> str:
    """What duly says about the files of a folder, as `error.txt` holds it."""
    with tempfile.TemporaryDirectory() as name, _inside(name):
        for path in inputs(folder):
            shutil.copy(path, name)
        if (folder / "make.py").exists():
            _made(folder / "make.py", Path(name))
        listed = folder / "arguments.txt"
        paths = listed.read_text(encoding="utf-8").split() if listed.exists() else sorted(os.listdir(name))
        kind = folder.name.partition("-")[0]
        if kind == "paper":
            found = paper_problems(paths, "scan" not in folder.name, 1 if "long" in folder.name else LIMITS.text.cpu)
        else:
            found = {"clauses": clause_problems, "model": model_problems}.get(kind, problems)(paths)
        texts = [f"{error}\n" for error in found]
    if len(texts) > LISTED:
        texts = [texts[0], f"({len(texts) - 2} more like it)\n", texts[-1]]
    return "".join(texts)


def paper_problems(paths: list[str], scans: bool, cpu: int) -> list[DulyError]:
    """The errors of documents read as papers in some seconds, as if a reader of scans were installed or not."""
    limits = PaperLimits(text=Cost(LIMITS.text.memory, cpu, 60))
    errors: list[DulyError] = []
    for path in paths:
        try:
            read_paper(path, limits=limits, by="rapidocr" if scans else "")
        except DulyError as error:
            errors.append(error)
    return errors


def clause_problems(paths: list[str]) -> list[DulyError]:
    """The errors of files of standard clauses."""
    errors: list[DulyError] = []
    for path in paths:
        try:
            clause_library(path)
        except DulyError as error:
            errors.append(error)
    return errors


def model_problems(paths: list[str]) -> list[DulyError]:
    """The errors of files that were named as the weights of the classifier."""
    errors: list[DulyError] = []
    for path in paths:
        try:
            weights(Path(path))
        except DulyError as error:
            errors.append(error)
    return errors


def problems(paths: list[str]) -> list[DulyError]:
    """All errors of the readers, of the language and of the engine."""
    read = read_files(paths)
    errors = list(read.errors)
    if not read.company_waits:
        try:
            company = read_company(read.companies[0]) if read.companies else Company()
            reading = read_contracts(read.documents, company)
            errors += reading.errors
            if reading.terms:
                errors += keep_books(reading.terms, company).errors
        except DulyError as error:
            errors.append(error)
    return [inner for error in errors for inner in each_error(error)]


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    """Work in a folder, so that file names in errors do not depend on the machine."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _made(path: Path, folder: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"make_{path.parent.name.replace('-', '_')}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(folder)


def main() -> None:
    """Write what duly says for each folder that has no `error.txt` yet; with `anew`, for every folder."""
    for folder in folders():
        if "anew" in sys.argv or not (folder / "error.txt").exists():
            (folder / "error.txt").write_text(said(folder), encoding="utf-8")


if __name__ == "__main__":
    main()
