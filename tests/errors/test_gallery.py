"""Every example of the gallery ends in the error it shows, word for word, and the page made of them is up to date."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from duly.engine.contracts import errors as language
from duly.ground.errors import DulyError
from duly.readers import errors as readers
from duly.readers import paper_errors as papers
from tests.errors.gallery import folders, said

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_an_example_ends_in_the_error_it_shows(folder: Path):
    assert said(folder) == (folder / "error.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_an_error_says_what_where_why_and_how_to_mend_it(folder: Path):
    lines = (folder / "error.txt").read_text(encoding="utf-8").splitlines()
    labels = [line.split()[0] for line in lines[1:] if line.startswith("  ")]
    assert lines[0].partition(":")[0].isidentifier()
    assert {"where", "why", "fix"} <= set(labels)


@pytest.mark.parametrize("module", [readers, papers, language], ids=["readers", "papers", "language"])
def test_every_error_of_files_and_language_has_an_example(module):
    named = {
        kind.__name__
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, DulyError) and kind.__module__ == module.__name__
    }
    shown = {
        line.partition(":")[0]
        for folder in folders()
        for line in (folder / "error.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith(" ")
    }
    # One is what the others have in common; two end the process that reads, which no document is known to do.
    assert named - shown == {"ReadingError", "PaperStopsReader", "LibraryIsMissing"} & named


def test_the_page_of_errors_is_up_to_date():
    spec = importlib.util.spec_from_file_location("docs_make_errors", ROOT / "docs" / "make_errors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == module.errors_page(), "run `make docs`"
