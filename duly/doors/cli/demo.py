"""`duly demo`: builds the demo company and says where to look."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from duly.doors.cli.ledger import open_store
from duly.doors.cli.notices import say
from duly.ground.errors import DulyError


class LedgerIsThere(DulyError):
    """The demo company needs a place of its own, and there is a ledger."""


INTERRUPTED = 130
# What to look at in the company, and the words that show it; FILES are the contracts as they were sent.
HINTS = (
    ("why is this 8,333.33?", "explain CL-1001/platform/2024-01 --ledger"),
    ("and this 12,000.00, of a contract that came in as a PDF?", "explain CL-1009/training/2024-11 --ledger"),
    ("what did the amendment of March 2025 do, and why so?", "simulate CL-1003/A-1 --in FILES"),
    ("which contract makes the loss of April 2025?", "changes --between 2025-03 2025-04 --entity US01 | grep onerous"),
    ("what did the year that was opened again lack?", "explain MF-3006/analyzers/2024-12 --ledger"),
    ("which error was found in May 2025?", "prior 2025-05 --entity US01"),
    ("where do the two standards differ, and by which policy?", "compare --books us,ifrs FILES --through 2025-12-31"),
    ("the disclosures of 2025-Q4", "disclose --ledger --between 2025-10 2025-12 --entity US01"),
    ("the books, which add up to nothing", "trial-balance --entity US01 --through 2025-12"),
    ("what would January 2026 post? It is open: amend a contract, close it", "run 2026-01 --entity US01"),
    ("does every amount of every note tie? (minutes)", "disclose --ledger --check"),
    ("is all of it proved? (a minute)", "verify"),
)


def demo(given: argparse.Namespace) -> int:
    """Build the company in an empty place, with a line a month; then the hints."""
    if given.data:
        os.environ["DULY_DATA"] = given.data
    open_store("demo")
    data = _empty_place()
    from duly.actions.demo import build
    from duly.actions.demo_files import leave

    started = time.monotonic()
    try:
        build(lambda line: say(f"{time.monotonic() - started:5.0f} s  {line}"), given.months)
        leave(data / "contracts")
    except KeyboardInterrupt:
        again = f"rm -r {data}" if not os.environ.get("DULY_DATABASE") else "empty the database"
        say(f"duly: interrupted, and half a company is no use; {again}, then `duly demo --data {data}` begins again")
        return INTERRUPTED
    sys.stdout.write("\n".join(hints(data)) + "\n")
    return 0


def hints(data: Path) -> list[str]:
    """Where to look, as commands that can be typed as they stand."""
    lines = ["", "Ternfield Group has two years of closes, and January 2026 is open. Look around:", ""]
    lines.append(f"export DULY_BY=rob DULY_DATA={data}{_path()}")
    for story, words in HINTS:
        lines += [f"# {story}", f"duly {words.replace('FILES', str(data / 'contracts'))}"]
    return [*lines, "", "docs/demo.md walks through it."]


def _path() -> str:
    """What finds the command, where it was not found by its name."""
    here = os.path.dirname(sys.argv[0])
    return "" if shutil.which("duly") or not here else f' PATH="{os.path.abspath(here)}:$PATH"'


def _empty_place() -> Path:
    """The data folder of the company, which must hold no ledger."""
    from django.conf import settings
    from django.db import connection

    name = settings.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite":
        is_there, where = os.path.exists(name), os.path.dirname(name)
    else:
        is_there, where = "audit_line" in connection.introspection.table_names(), f"the database {name}"
    if is_there:
        raise LedgerIsThere(
            f"there is a ledger in {where}",
            why="the demo company is built in a place of its own, and nothing is ever taken from a ledger",
            fix="name an empty folder, as `duly demo --data demo-company`, or remove that one",
        )
    data: Path = settings.DATA
    data.mkdir(parents=True, exist_ok=True)
    return data
