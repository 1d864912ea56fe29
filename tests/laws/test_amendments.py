"""The random chains of amendments themselves: most are kept, every treatment is met, what is refused says why."""

from __future__ import annotations

import random
import sys
from collections import Counter

import pytest

from duly.engine.contracts.terms import Terms
from duly.engine.recognition.treatments import TREATMENTS
from tests.laws.contracts import contract_group
from tests.laws.figures import kept

GROUPS = 300


def changed(number: int) -> list[Terms]:
    return contract_group(random.Random(f"amended {number}"), number, amended=True)


def test_most_are_kept_and_every_treatment_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    """`kept` fails on any error that is not one of the known reasons to wait, and on any crash."""
    books = kept([changed(number) for number in range(GROUPS)])
    refused = Counter(error.name for error in books.errors)
    rulings = books.now().rulings
    chosen = Counter(made.chosen for ruling in rulings for made in ruling.treatments.values())
    overridden = sum(made.chosen != made.computed for ruling in rulings for made in ruling.treatments.values())
    chains = Counter(len(ruling.treatments) for ruling in rulings)
    with capsys.disabled():
        print(f"\n  {len(rulings)} of {GROUPS} kept, refused: {dict(refused)}", file=sys.stderr)
        print(f"  treatments: {dict(chosen)}, against the table: {overridden}; chains: {dict(chains)}", file=sys.stderr)
    assert len(rulings) >= GROUPS * 7 // 10
    assert set(chosen) == set(TREATMENTS) and min(chosen.values()) >= GROUPS // 10
    assert max(chains) >= 4 and overridden
