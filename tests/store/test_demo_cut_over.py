"""The demo company goes live in mid-life: closed to the end, each of its books says what it says closed from the
beginning. All month ends of its two years are tried by the soak."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.ledger import use, use_nothing

from duly.actions.verification import verify  # isort: skip - Django is set up by the line above
from tests.store import demo_cut_over as demo

MONTHS, CUT = 7, 4


@pytest.fixture
def place(tmp_path: Path):
    yield tmp_path
    use_nothing()


def test_the_demo_company_has_the_same_future_from_a_cut_over(place: Path):
    names = demo.months(MONTHS)
    use(str(place / "inception.sqlite3"))
    demo.built(MONTHS, frozenset())
    known = demo.says(names[:CUT], names[CUT:])
    assert sum(bool(said.positions) for said in known.values()) >= 2 and all(said.moves for said in known.values())
    use(str(place / "opened.sqlite3"))
    demo.opened(MONTHS, CUT, frozenset(), known)
    assert demo.differ(known, names[CUT:]) == []
    assert [fault for _, faults in verify() for fault in faults] == []
