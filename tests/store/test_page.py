"""The example of docs/ledger.md prints what stands there."""

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


def test_every_command_of_the_page_prints_what_stands_under_it(empty):
    assert make_ledger.PAGE.read_text(encoding="utf-8") == make_ledger.told(), "read what changed; then `make docs`"
