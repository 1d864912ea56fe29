"""`duly demo`: builds the demo company and says where to look."""

from __future__ import annotations

import argparse
import os
import sys
import time

from duly.doors.cli.ledger import open_store
from duly.doors.cli.notices import say
from duly.ground.errors import DulyError


class LedgerIsThere(DulyError):
    """The demo company needs a place of its own, and there is a ledger."""


# What to look at in the company, and the words that show it.
HINTS = (
    ("why is this 8,333.33?", "explain CL-1001/platform/2024-01 --ledger"),
    ("what the first quarter of 2025 moved, by cause and contract", "changes --between 2024-12 2025-03 --entity US01"),
    ("what the reopened December brought: an analyzer that had left", "explain MF-3006/analyzers/2024-12 --ledger"),
    ("which error was found in May 2025, and how it was put right", "prior 2025-05 --entity US01"),
    ("the books, which add up to nothing", "trial-balance --entity US01 --through 2025-12"),
    ("what January 2026 would post; it is open, close it", "run 2026-01 --entity US01"),
    ("that every amount of every note ties to the trial balance", "disclose --ledger --check"),
    ("that all of it is proved", "verify"),
)


def demo(given: argparse.Namespace) -> int:
    """Build the company in an empty place, with a line a month; then the hints."""
    if given.data:
        os.environ["DULY_DATA"] = given.data
    open_store("demo")
    where = _empty_place()
    from duly.actions.demo import build

    started = time.monotonic()
    try:
        build(lambda line: say(f"{time.monotonic() - started:5.0f} s  {line}"), given.months)
    except KeyboardInterrupt:
        say(f"duly: interrupted; what is there is half a company: remove {where}, then `duly demo` again")
        return 130
    sys.stdout.write(hints(given.data or os.environ.get("DULY_DATA", "")))
    return 0


def hints(data: str) -> str:
    """Where to look, as commands that can be typed as they stand."""
    lines = ["Ternfield Group: two years of closes, January 2026 is open. Look around:", ""]
    lines.append(f"export DULY_BY=rob{f' DULY_DATA={data}' if data else ''}")
    for story, words in HINTS:
        lines += ["", f"# {story}", f"duly {words}"]
    return "\n".join(lines) + "\n"


def _empty_place() -> str:
    """Where the company goes; it must hold no ledger."""
    from django.conf import settings
    from django.db import connection

    name = settings.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite":
        is_there, where = os.path.exists(name), os.path.dirname(name)
        os.makedirs(where, exist_ok=True)
    else:
        is_there, where = "audit_line" in connection.introspection.table_names(), f"the database {name}"
    if is_there:
        raise LedgerIsThere(
            f"there is a ledger in {where}",
            why="the demo company is built in a place of its own, and nothing is ever taken from a ledger",
            fix="name an empty folder, as `duly demo --data demo-company`, or remove that one",
        )
    return where
