"""What a mutant must get past: all cases, the worked tests of the rules, then laws and twin on random contracts."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path

import pytest

from duly.doors.cli.cases import case_files, run_case

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = 40


def cases_pass() -> bool:
    """Whether every published case passes; a case that cannot be run has not passed."""
    try:
        return all(run_case(file).passed for file in case_files(str(ROOT / "tests" / "cases")))
    except Exception:
        return False


def worked_examples_pass() -> bool:
    """The worked examples of the rules with numbers of our own."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", str(ROOT / "tests" / "engine" / "recognition")])
    return status == 0


def laws_hold() -> bool:
    """Engine and twin agree on a few random contracts, and every entry balances."""
    from tests.laws.contracts import contract_group
    from tests.laws.figures import cumulative, kept, name_of
    from tests.twin import plain

    on = 20269
    try:
        groups = [contract_group(random.Random(f"mutant {i}"), i) for i in range(CONTRACTS)]
        books = kept(groups)
        mine = cumulative(books, on, plain.FOREVER)
        balanced = all(sum(accounts.values()) == 0 for accounts in books.balances_at(on).values())
        refused = {error.contract for error in books.errors}
        for group in groups:
            if name_of(group) not in refused:
                theirs = plain.position(plain.Deal(group), on, plain.FOREVER)
                if any(mine.get(key, 0) != amount for key, amount in theirs.items()):
                    return False
        return balanced
    except Exception:
        return False
