"""Each broken or hostile file ends in its own clear error, soon and in little memory; good files beside it are read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readers.hostile import SHEETS, TREES, Hostile

GOOD = b"contract: GOOD\ncurrency: USD\n---\ncontract: BETTER\ncurrency: USD\n"
ROOT = Path(__file__).resolve().parents[2]
MEMORY = 500 * 1024 * 1024
SECONDS = 10

# The limits hold for the child alone, on top of what an idle interpreter with the readers takes.
CHILD = f"""
import json, resource, sys
from duly.ground.errors import each_error
from duly.readers.files import read_files
with open("/proc/self/statm") as file:
    idle = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (idle + {MEMORY}, idle + {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
read = read_files(sys.argv[1:])
errors = [e for error in read.errors for e in each_error(error)]
print(json.dumps({{
    "errors": [[e.name, e.place.file, e.place.line, e.why, e.fix] for e in errors],
    "contracts": [str(block["contract"]) for block in read.documents],
}}))
"""


def ends_well(folder: Path, *names: str) -> dict:
    """Read files in a child process with bounded memory and time."""
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *names],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert child.returncode == 0, child.stderr[-2000:]
    assert not child.stderr
    return json.loads(child.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are those of Linux")
@pytest.mark.parametrize("hostile", [*TREES, *SHEETS], ids=lambda hostile: hostile.file)
def test_a_hostile_file_ends_in_its_error_and_good_files_are_read(hostile: Hostile, tmp_path: Path):
    (tmp_path / hostile.file).write_bytes(hostile.make())
    (tmp_path / "good.yaml").write_bytes(GOOD)
    found = ends_well(tmp_path, hostile.file, "good.yaml")
    name, file, line, why, fix = found["errors"][0]
    assert (name, file, line) == (hostile.error, hostile.file, hostile.line)
    assert why
    assert fix
    assert found["contracts"] == ["GOOD", "BETTER"]


def test_an_error_is_met_for_every_class_of_hostile_file():
    assert len({hostile.error for hostile in [*TREES, *SHEETS]}) >= 20
