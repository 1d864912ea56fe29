"""The generated pages are up to date, and every citation stands in the index with its pair."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from duly.ground.cites import paragraph, paragraphs

ROOT = Path(__file__).resolve().parents[2]


def _make():
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()


@pytest.mark.parametrize(("page", "text"), [("map.md", make.map_page), ("standard.md", make.standard_page)])
def test_a_generated_page_is_up_to_date(page, text):
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == text(), "run `make docs`"


def test_every_cited_paragraph_is_in_the_index():
    unknown = [(c.function, number) for c in make.engine_cites() for number in c.asc if paragraph(number) is None]
    assert unknown == []


def test_every_cited_ifrs_paragraph_is_the_pair_of_a_cited_one():
    for citation in make.engine_cites():
        pairs = {paragraph(number).ifrs for number in citation.asc}
        assert set(citation.ifrs) <= pairs | {pair.partition("(")[0] for pair in pairs}, citation


def test_every_paragraph_a_case_cites_is_in_the_index_or_an_example_of_the_standard():
    for path in (ROOT / "tests" / "cases").rglob("*.yaml"):
        for number in make.cases_cite(path):
            example = number.startswith("606-10-55-") and int(number.rpartition("-")[2].rstrip("ABC")) >= 91
            pair = any(number == f"IFRS 15.{known.ifrs}" or number == known.ifrs for known in paragraphs().values())
            assert paragraph(number) or example or pair or number.startswith("IFRS 15.B"), (path.name, number)


def test_every_decision_has_its_number_and_its_parts():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert all(part in text for part in ("## Context", "## Choice", "## Consequence")), page.name


def test_changes_have_numbers_of_their_own():
    numbers = sorted(page.name[:4] for page in (ROOT / "changes").glob("[0-9]*.md"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_every_change_says_which_numbers_move():
    for page in (ROOT / "changes").glob("*.md"):
        assert "Numbers:" in page.read_text(encoding="utf-8"), page.name
