"""The command as a stranger runs it: a process of its own, with what it wrote, its status and its peak memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# A process of its own in between, because a child starts with the peak of the process that starts it.
_MEASURED = """
import os, resource, subprocess, sys
status = subprocess.run([sys.executable, "-m", "duly.doors.cli.main", *sys.argv[2:]]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
open(sys.argv[1], "w").write(str(peak // 1024))
sys.exit(status)
"""


class Ended(NamedTuple):
    """What became of a run. megabytes: peak memory."""

    status: int
    out: str
    err: str
    megabytes: int


def duly(folder: Path, *words: str | Path, seconds: int = 60) -> Ended:
    """Run the command in a folder."""
    peak = folder / ".peak"
    run = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(peak), *map(str, words)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "COLUMNS": "300", "LC_ALL": "C"},
        capture_output=True,
        timeout=seconds,
    )
    return Ended(run.returncode, run.stdout.decode(), run.stderr.decode(), int(peak.read_text()))
