"""What a mutant must get past: all cases, the derivations of their numbers, laws and twin on random contracts; and,
told apart, the worked tests of the rules.

A proof is asked only about changes in functions that it calls: the others it cannot notice.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

import pytest

from duly.doors.cli.cases import case_files, run_case

ROOT = Path(__file__).resolve().parents[2]
RULES = str(ROOT / "duly" / "engine" / "recognition")
ON = 20269
BATCHES = 8


@dataclass
class Proof:
    """Something that holds of the rules as they are. uses: the functions of the rules it calls, by module and name;
    seconds: how long it took."""

    name: str
    holds: Callable[[], bool]
    uses: set[tuple[str, str]] = field(default_factory=set)
    seconds: float = 0.0

    def still_holds(self) -> bool:
        """Whether it holds; what cannot be run does not."""
        try:
            return self.holds()
        except Exception:
            return False

    def learn(self) -> bool:
        """Run it once and keep what it calls."""
        used: set[CodeType] = set()

        def called(frame: FrameType, event: str, _: object) -> None:
            if event == "call":
                used.add(frame.f_code)

        start = time.process_time()
        sys.setprofile(called)
        try:
            held = self.still_holds()
        finally:
            sys.setprofile(None)
        self.seconds = time.process_time() - start
        self.uses = {place_of(code) for code in used if code.co_filename.startswith(RULES)}
        return held


def place_of(code: CodeType) -> tuple[str, str]:
    """Module and function of a piece of code; what stands within a function belongs to it."""
    return Path(code.co_filename).stem, code.co_qualname.partition(".<locals>")[0]


def cases_and_laws() -> Iterator[Proof]:
    """The proofs that count."""
    for batch in range(BATCHES):
        yield Proof(f"laws, batch {batch}", lambda batch=batch: laws_hold(batch))
    for file in case_files(str(ROOT / "tests" / "cases")):
        yield Proof(f"case {Path(file).stem}", lambda file=file: run_case(file).passed)


def derivations() -> Iterator[Proof]:
    """The numbers of the cases are worked out again: a law too, slower than the others."""
    for file in case_files(str(ROOT / "tests" / "cases")):
        yield Proof(f"derivations of {Path(file).stem}", lambda file=file: derivations_hold(Path(file)))


def worked_tests() -> Iterator[Proof]:
    """The tests of the rules with numbers of their own, a file each."""
    for file in sorted((ROOT / "tests" / "engine" / "recognition").glob("test_*.py")):
        yield Proof(f"worked tests {file.stem}", lambda file=file: tests_pass(file))


def tests_pass(file: Path) -> bool:
    """Whether all tests of a file pass."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(file)]) == 0


def derivations_hold(file: Path) -> bool:
    """Whether the numbers of a case can be worked out again from what was written."""
    from tests.engine.explain.test_derivations import booked, books_of, proved

    for books in books_of(file):
        amounts = booked(books)
        if proved(books, list(amounts), amounts):
            return False
    return True


def laws_hold(batch: int, contracts: int = 10) -> bool:
    """Engine and twin agree on a few random contracts, and every entry balances."""
    from tests.laws.contracts import contract_group
    from tests.laws.figures import cumulative, kept, name_of
    from tests.twin import plain

    groups = [contract_group(random.Random(f"mutant {batch} {i}"), i) for i in range(contracts)]
    books = kept(groups)
    mine = cumulative(books, ON, plain.FOREVER)
    refused = {error.contract for error in books.errors}
    for group in groups:
        if name_of(group) not in refused:
            theirs = plain.position(plain.Deal(group), ON, plain.FOREVER)
            if any(mine.get(key, 0) != amount for key, amount in theirs.items()):
                return False
    return all(sum(accounts.values()) == 0 for accounts in books.balances_at(ON).values())
