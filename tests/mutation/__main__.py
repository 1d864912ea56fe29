"""`make mutate`: change the rules one by one and report which changes neither the cases nor the laws notice.

    python -m tests.mutation [--sample N] [--seed S] [--jobs N] [--module WORD]

Each mutant runs in a fresh process that reads the changed text in place of one module of `duly.engine.recognition`:
first all cases, then the laws on a few random contracts against the twin. Without --sample all mutants run.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.abc
import importlib.util
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "duly" / "engine" / "recognition"
SECONDS = 60


def all_mutants(word: str) -> list[Mutant]:
    """The mutants of every rule whose module name contains a word."""
    found: list[Mutant] = []
    for path in sorted(RULES.glob("*.py")):
        if word in path.stem and path.stem != "__init__":
            found.extend(mutants_of(f"duly.engine.recognition.{path.stem}", path.read_text(encoding="utf-8")))
    return found


def survives(mutant: Mutant) -> bool:
    """Whether cases and laws pass with the change in place. A run that does not end is a change that was noticed."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as changed:
        changed.write(mutant.text)
        changed.flush()
        command = [sys.executable, "-m", "tests.mutation", "--child", mutant.module, changed.name]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module in another file."""

    def __init__(self, module: str, path: str) -> None:
        self.module, self.path = module, path

    def find_spec(self, name, path=None, target=None):  # noqa: ANN001, ANN201 - the signature of the import system
        return importlib.util.spec_from_file_location(name, self.path) if name == self.module else None


def child(module: str, path: str) -> int:
    """Run cases and laws with one module changed: 0 when all pass."""
    sys.meta_path.insert(0, _Changed(module, path))
    from tests.mutation.proof import cases_pass, laws_hold, worked_examples_pass

    return 0 if cases_pass() and laws_hold() and worked_examples_pass() else 1


def report(mutants: list[Mutant], jobs: int) -> int:
    """Run the mutants, print each survivor and the share that was noticed."""
    survivors: list[Mutant] = []
    with ThreadPoolExecutor(jobs) as pool:
        for number, (mutant, alive) in enumerate(zip(mutants, pool.map(survives, mutants), strict=True), 1):
            if alive:
                survivors.append(mutant)
                where = mutant.module.rpartition(".")[2]
                print(f"survived  {where}.py:{mutant.line}  {mutant.before}  ->  {mutant.after}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{number} of {len(mutants)}", end="", file=sys.stderr)
    noticed = len(mutants) - len(survivors)
    print(f"{noticed} of {len(mutants)} changes noticed ({100 * noticed / max(len(mutants), 1):.1f} %)")
    return 0


def chosen(mutants: Iterable[Mutant], sample: int, seed: str) -> list[Mutant]:
    """A sample that depends on the seed and the mutants alone."""
    found = sorted(mutants, key=lambda m: hashlib.sha256(f"{m.module}{m.line}{m.after}".encode()).hexdigest())
    return random.Random(seed).sample(found, min(sample, len(found))) if sample else found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", default="duly")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--module", default="")
    parser.add_argument("--child", nargs=2, metavar=("MODULE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(*options.child)
    return report(chosen(all_mutants(options.module), options.sample, options.seed), options.jobs)


if __name__ == "__main__":
    sys.exit(main())
