"""The commands in README.md and the tutorial print what stands under them, and what they link to is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def _make():
    spec = importlib.util.spec_from_file_location("docs_make_stories", ROOT / "docs" / "make_stories.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", make.PAGES)
def test_every_command_prints_what_stands_under_it(name):
    page = _page(name)
    assert any(command.startswith("duly ") for command in make.commands(page))
    assert page == make.told_anew(page), "read what changed; if it is right, run `make docs`"


@pytest.mark.parametrize("changed", ["10,000.00", "110,000.00"])
def test_a_wrong_number_in_a_page_is_found(changed):
    page = _page("README.md")
    assert changed in page
    wrong = page.replace(changed, "9" * len(changed))
    assert make.told_anew(wrong) == page


def test_the_words_between_commands_are_kept():
    page = "# A page\n\n```console\n$ make demo\nas it was\n```\n\nWords.\n\n```sh\n$ duly --version\n```\n"
    assert make.told_anew(page) == page


@pytest.mark.parametrize("name", make.PAGES)
def test_links_lead_to_files(name):
    folder = (ROOT / name).parent
    assert [link for link in LINK.findall(_page(name)) if not (folder / link).exists()] == []


@pytest.mark.parametrize("name", make.PAGES)
def test_a_page_says_nothing_of_the_machine_it_was_written_on(name):
    assert not re.search(r"/(?:home|tmp|work|Users|usr)/", _page(name))
