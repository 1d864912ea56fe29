"""A contract on paper goes to the journal and back by the commands of the walk, also one that says little."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAYS_LITTLE = """CONSULTING AGREEMENT

This Consulting Agreement is made as of March 4, 1995 by and between Quill Consulting GmbH ("Consultant") and Harbor
Lane AG ("Client").

1. Services. Consultant shall advise Client on its accounts as Client asks it to.

2. Fees. Client shall pay Consultant EUR 90 per hour for the services. Each invoice is payable within thirty (30) days
of the date of the invoice.
"""


def test_a_contract_by_the_hour_in_euros_without_a_last_day_comes_to_its_words(tmp_path):
    paper = tmp_path / "agreement.txt"
    paper.write_text(SAYS_LITTLE)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    walk = ["sh", str(ROOT / "examples/paper/walk.sh"), str(paper)]
    done = subprocess.run(walk, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PATH": path})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "$ duly post 1995-03" in done.stdout
    assert "= 10 hours x 90.00 EUR" in done.stdout
    assert "verbatim" in done.stdout
    assert list(tmp_path.iterdir()) == [paper]
