"""The examples of docs/ledger.md and docs/cut-over.md print what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import make_ledger
from tests.store.ledger import use, use_nothing


@pytest.fixture
def empty(tmp_path: Path):
    use(str(tmp_path / "duly.sqlite3"))
    yield
    use_nothing()


@pytest.mark.parametrize("page", make_ledger.PAGES, ids=lambda page: page.path.stem)
def test_every_command_of_a_page_prints_what_stands_under_it(empty, page: make_ledger.Page):
    assert page.path.read_text(encoding="utf-8") == make_ledger.told(page), "read what changed; then `make docs`"
