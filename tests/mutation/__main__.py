"""`make mutate`: change the rules one by one and report which changes neither the cases nor the laws notice.

    python -m tests.mutation [--sample N] [--seed S] [--jobs N] [--module WORD] [--quick]

Each mutant runs in a process of its own, in which one function of `duly.engine.recognition` is exchanged: first the
cases that call it, then the laws on random contracts against the twin and the derivations of the numbers of the cases.
What these miss is put to the worked tests of the rules, and counted apart. Without --sample all mutants run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.proof import RULES, Proof, cases_and_laws, derivations, worked_tests
from tests.mutation.swapped import in_a_child

SURVIVED, NOTICED, BY_TESTS = 0, 1, 2


def all_mutants(word: str) -> list[Mutant]:
    """The mutants of the rules whose module is called so, or else of those whose name contains the word."""
    found: list[Mutant] = []
    paths = [path for path in sorted(Path(RULES).glob("*.py")) if path.stem != "__init__"]
    named = [path for path in paths if path.stem == word]
    for path in named or paths:
        if word in path.stem:
            found.extend(mutants_of(f"duly.engine.recognition.{path.stem}", path.read_text(encoding="utf-8")))
    return found


def chosen(mutants: Iterable[Mutant], sample: int, seed: str) -> list[Mutant]:
    """A sample that depends on the seed and the mutants alone."""
    found = sorted(mutants, key=lambda m: hashlib.sha256(f"{m.module}{m.line}{m.after}".encode()).hexdigest())
    return random.Random(seed).sample(found, min(sample, len(found))) if sample else found


def judge(mutant: Mutant, counted: list[Proof], apart: list[Proof]) -> Callable[[], int]:
    """What becomes of a mutant: the quickest of the proofs that call its function go first."""
    place = (mutant.module.rpartition(".")[2], mutant.function)

    def run() -> int:
        for proofs, status in ((counted, NOTICED), (apart, BY_TESTS)):
            mine = sorted((proof for proof in proofs if place in proof.uses), key=lambda proof: proof.seconds)
            if not all(proof.still_holds() for proof in mine):
                return status
        return SURVIVED

    return run


def verdicts(
    mutants: list[Mutant], counted: list[Proof], apart: list[Proof], jobs: int
) -> Iterator[tuple[Mutant, int]]:
    """Each mutant with what became of it, as they end."""
    running: dict[int, Mutant] = {}
    waiting = iter(mutants)
    while True:
        for mutant in waiting:
            running[in_a_child(mutant, judge(mutant, counted, apart))] = mutant
            if len(running) >= jobs:
                break
        if not running:
            return
        child, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        yield running.pop(child), code if code in (SURVIVED, BY_TESTS) else NOTICED


def report(mutants: list[Mutant], counted: list[Proof], apart: list[Proof], jobs: int) -> None:
    """Run the mutants, print each survivor and the share that was noticed."""
    found: Counter[int] = Counter()
    missed: Counter[str] = Counter()
    for mutant, status in verdicts(mutants, counted, apart, jobs):
        found[status] += 1
        if status != NOTICED:
            where = mutant.module.rpartition(".")[2]
            missed[where] += 1
            word = "survived" if status == SURVIVED else "by tests"
            print(f"{word}  {where}.py:{mutant.line}  {mutant.before}  ->  {mutant.after}", flush=True)
        if sys.stderr.isatty() or found.total() % 100 == 0:
            print(f"\r{found.total()} of {len(mutants)}", end="", file=sys.stderr, flush=True)
    print("missed by cases and laws: " + ", ".join(f"{where} {number}" for where, number in missed.most_common()))
    by = [("cases and laws alone", found[NOTICED])]
    if apart:
        by.append(("cases, laws and worked tests", found[NOTICED] + found[BY_TESTS]))
    for words, number in by:
        share = 100 * number / max(len(mutants), 1)
        print(f"{number} of {len(mutants)} changes noticed by {words} ({share:.1f} %)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", default="duly")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--module", default="", help="the whole name, or a part of it where no rule has that name")
    parser.add_argument(
        "--quick", action="store_true", help="cases and laws alone, without derivations and worked tests"
    )
    options = parser.parse_args()
    counted = list(cases_and_laws())
    if not options.quick:
        counted += derivations()
    apart = [] if options.quick else list(worked_tests())
    for proof in (*counted, *apart):
        if not proof.learn():
            print(f"does not hold of the rules as they are: {proof.name}", file=sys.stderr)
            return 1
    report(chosen(all_mutants(options.module), options.sample, options.seed), counted, apart, options.jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
