"""Take in contracts as one job, and say how much memory its parts need from the first to the last.

    python -m bench.bulk [--n 100000] [--database postgresql|sqlite|both]

Each stage (keeping the file, checking all parts, taking them in) runs in a process of its own; the ratio is that of the
largest resident size at its end to that after a tenth of the parts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from bench.close import MEGABYTE, peak_bytes, verdict
from bench.ledger import COMPANY
from tests.store.cluster import Cluster

TARGET = 1.2


def line(number: int) -> str:
    """A contract as a line of JSON."""
    chance = Random(number)
    months, price = chance.randrange(12, 37), chance.randrange(50_000, 5_000_000)
    money = f"{price // 100}.{price % 100:02}"
    told = {
        "contract": f"C-{number:07}",
        "entity": "US01",
        "currency": "USD",
        "signed": "2026-01-01",
        "term": {"from": "2026-01-01", "to": f"{2026 + months // 12}-12-31"},
        "obligations": {
            "platform": {"price": money, "earn": "over time by month"},
            "setup": {"price": "900.00", "earn": "on delivery"},
        },
        "billing": [{"bill": "all", "every": "year", "right": "when due"}],
    }
    return json.dumps(told) + "\n"


def kept(address: str, file: str) -> dict[str, Any]:
    """Set a ledger up and keep the file as a job."""
    from tests.store.ledger import Ledger, clock, tree_of, use  # isort: skip - it sets Django up
    from duly.actions import jobs

    use(address)
    Ledger.begun()
    ledger = Ledger("", address)
    with clock():
        ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(COMPANY))
        args = {"kind": "contracts", "name": "in.jsonl", "sha256": jobs.staged(file)}
        return {"parts": ledger.do("submit_job", "cam", **args).effect["parts"]}


def carried_on(address: str, file: str) -> dict[str, Any]:
    """Carry the job on as far as it goes; an approval that it waits for is given first."""
    from tests.store.ledger import Ledger, clock, use  # isort: skip - it sets Django up
    from duly.doors.connectors.jobs import steps
    from duly.store.audit import pending

    use(address)
    early, parts, said = 0, 0, ""
    with clock():
        for waiting in pending():
            Ledger("", address).do("approve", "rob", proposal=waiting.ref)
        for job, told in steps():
            parts, said = parts + 1, told
            early = early or (peak_bytes() if parts * 10 >= job.parts else 0)
    return {"early": early, "said": said}


CHILDREN = {"keep": kept, "carry on": carried_on}


def child(kind: str, address: str, file: str) -> dict[str, Any]:
    """One stage in a process of its own, with its time and its largest resident size."""
    command = [sys.executable, "-m", "bench.bulk", "--child", kind, "--address", address, "--file", file]
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "seconds": time.perf_counter() - begin}


def report(vendor: str, address: str, n: int, file: str) -> None:
    """Take the file in and print what it took."""
    print(f"{vendor}: {n:,} contracts in a file of {Path(file).stat().st_size / MEGABYTE:,.0f} MB")
    first = child("keep", address, file)
    print(
        f"  kept in {first['parts']:,} parts   {first['seconds']:8.1f} s  {first['peak'] / MEGABYTE:6.0f} MB",
        flush=True,
    )
    for name in ("checked", "taken in"):
        found = child("carry on", address, file)
        ratio = found["peak"] / found["early"]
        met = verdict(ratio <= TARGET, f"<= {TARGET:g} x")
        size = f"{found['peak'] / MEGABYTE:6.0f} MB, {ratio:.2f} x that of its first tenth {met}"
        print(f"  {name:18} {found['seconds']:8.1f} s  {size}  ({found['said']})", flush=True)


def addresses(database: str, folder: str) -> Iterator[tuple[str, str]]:
    """The databases to try, each with its address."""
    if database != "sqlite":
        cluster = Cluster()
        try:
            yield "PostgreSQL", cluster.create()
        finally:
            cluster.stop()
    if database != "postgresql":
        yield "SQLite", str(Path(folder) / "duly.sqlite3")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--database", choices=("postgresql", "sqlite", "both"), default="postgresql")
    parser.add_argument("--child", choices=CHILDREN)
    parser.add_argument("--address", default="")
    parser.add_argument("--file", default="")
    given = parser.parse_args()
    if given.child:
        print(json.dumps({**CHILDREN[given.child](given.address, given.file), "peak": peak_bytes()}))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "in.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(map(line, range(given.n)))
        for vendor, address in addresses(given.database, folder):
            report(vendor, address, given.n, str(file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
