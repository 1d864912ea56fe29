"""A contract in euros must show what it expects."""

from __future__ import annotations

import pytest

from tests.engine.journal.abroad_case import blame, trial


@pytest.fixture
def passes(tmp_path):
    """The case must show what it expects."""

    def check(rates, text, **company):
        done = trial(tmp_path, rates, text, **company)
        assert done.passed, blame(done)

    return check
