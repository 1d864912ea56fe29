"""The checker proves exported derivations where neither the engine nor the ground can be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from duly.engine.explain.derivation import explain
from duly.writers import json
from tests.engine.explain.test_derivations import booked, books_of

ROOT = Path(__file__).resolve().parents[2]
ALONE = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "numpy" or name.startswith(("duly.engine", "duly.ground", "duly.writers")):
            raise ImportError(f"{name} is out of reach")

sys.meta_path.insert(0, Refused())
from pathlib import Path
from duly.checker.proof import prove
from duly.checker.trees import read

tops = [read(Path(file).read_text(encoding="utf-8"))[0] for file in sys.argv[1:]]
verdict = prove(tops, lambda file: Path(file).read_text(encoding="utf-8") if Path(file).exists() else None)
print(*verdict.faults, sep="\\n", end="")
print(verdict.numbers, verdict.whole, file=sys.stderr)
try:
    import duly.engine.tables
except ImportError:
    sys.exit(0)
sys.exit("the engine could be imported")
"""


@pytest.fixture
def exported(tmp_path):
    """The numbers of two examples as files."""
    files = []
    for name in ("bundle.yaml", "maintenance.yaml"):
        for books in books_of(ROOT / "examples" / name):
            for number, key in enumerate(booked(books)):
                file = tmp_path / f"{name}-{number}.json"
                file.write_text("".join(json.derivation(explain(books, *key))), encoding="utf-8")
                files.append(file)
    return files


def alone(files: list[Path]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ALONE, *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_exported_numbers_are_proved_without_the_engine(exported):
    done = alone(exported)
    assert (done.returncode, done.stdout) == (0, "")
    numbers, whole = map(int, done.stderr.split())
    assert numbers == len(exported) and whole > 30


def test_an_altered_number_is_found_without_the_engine(exported):
    text = exported[3].read_text(encoding="utf-8")
    exported[3].write_text(text.replace('"5,000.00 USD"', '"5,000.01 USD"', 1), encoding="utf-8")
    done = alone(exported)
    assert done.returncode == 0 and "5,000.01 USD is not" in done.stdout
