"""The walk of docs/api.md answers what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from docs import make_api
from duly.actions.allowance import forget
from tests.store.ledger import use, use_nothing


@pytest.fixture
def empty(tmp_path: Path):
    use(str(tmp_path / "duly.sqlite3"))
    forget()
    yield
    use_nothing()


def test_every_request_of_the_page_is_answered_as_it_stands_under_it(empty):
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        assert make_api.PAGE.read_text(encoding="utf-8") == make_api.told(), "read what changed; then `make docs`"
