"""Contracts at random, proved: `python -m tests.soak.proofs [--contracts 100] [--first 0]`.

Every number of each contract is derived, and the checker must agree with all of them; contracts that are set aside have
none. Another `--first` draws other contracts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from duly.checker.proof import Verdict
from duly.doors.cli.proofs import proofs_of
from tests.laws import wide


def proved(seed: int, folder: Path) -> Iterator[Verdict]:
    """The proof of a contract at random, or of two accounted for as one."""
    chance, company, file = Random(f"wide {seed}"), folder / f"{seed}.yml", folder / f"W{seed}.yaml"
    company.write_text(wide.company(chance), encoding="utf-8")
    file.write_text(wide.contract_text(chance, f"W{seed}"), encoding="utf-8")
    yield from proofs_of(str(file), str(company))


def wrong(verdict: Verdict) -> list[str]:
    """What the checker says against numbers; that a contract is set aside is none of it."""
    return [fault for fault in verdict.faults if " is set aside: " not in fault]


def main() -> None:
    """Print each fault and what was proved; the exit status is 1 where there is a fault."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--contracts", type=int, default=100)
    words.add_argument("--first", type=int, default=0)
    given, numbers, whole, faults = words.parse_args(), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(given.first, given.first + given.contracts):
            for verdict in proved(seed, Path(folder)):
                numbers, whole = numbers + verdict.numbers, whole + verdict.whole
                for fault in wrong(verdict):
                    faults += 1
                    print(f"FAIL seed {seed} {fault}")
    print(f"{numbers:,} numbers of {given.contracts} contracts, {whole:,} of them in every step, and {faults} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
