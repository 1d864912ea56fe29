"""Ask and tell a served ledger at a steady pace, from another process, and say how long the answers take.

    python -m bench.api [--rate 50] [--seconds 30] [--n 2000] [--database postgresql|sqlite|both]

Requests leave on a schedule whatever the answers do, so that one slow answer makes those behind it late too, and the
time of each counts from when it was due. Four in five are questions (a contract, its facts, a page of contracts, the
trial balance, entries, periods), the fifth records a payment. PostgreSQL is that of the tests; what it was told of the
disk is printed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from queue import Queue
from random import Random
from typing import NamedTuple

from bench.close import verdict
from bench.ledger import COMPANY, contract
from tests.doors.api.client import issue
from tests.doors.api.server import Server
from tests.store.cluster import Cluster
from tests.store.ledger import Ledger, clock, files_of, tree_of, use

READS_TARGET, FACTS_TARGET = 50.0, 100.0  # milliseconds, the 95th of a hundred
_SENDERS = 32
_CHUNK = 500


class Asked(NamedTuple):
    """A request and when it is due, in seconds from the start."""

    due: float
    method: str
    path: str
    body: bytes


class Answered(NamedTuple):
    """How long an answer took, in milliseconds from when its request was due."""

    fact: bool
    status: int
    took: float


def filled(ledger: Ledger, n: int) -> str:
    """A ledger of n contracts with January closed; the secret of a key."""
    ledger.use()
    Ledger.begun()
    with clock():
        ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(COMPANY))
        for begin in range(0, n, _CHUNK):
            text = "---\n".join(contract(number, "2026-01") for number in range(begin, min(begin + _CHUNK, n)))
            done = ledger.do("import_contracts", "rae", contracts=files_of(text))
            ledger.do("approve", "rob", proposal=done.proposal)
        ledger.close("2026-01")
    return issue(ledger, "rae")


def schedule(n: int, rate: int, seconds: int, chance: Random) -> list[Asked]:
    """What is sent when."""
    found = []
    for number in range(rate * seconds):
        ref = f"C-{chance.randrange(n):07}"
        questions = (
            f"/contracts/{ref}",
            f"/facts?contract={ref}",
            "/contracts?limit=50",
            "/trial-balance?entity=US01",
            "/journal/entries?entity=US01",
            "/periods?entity=US01",
        )
        if number % 5 == 4:
            row = {"date": "2026-02-10", "paid": f"{chance.randrange(1, 900)}.00"}
            asked = ("POST", f"/contracts/{ref}/facts", json.dumps({"rows": [row]}).encode())
        else:
            asked = ("GET", chance.choice(questions), b"")
        found.append(Asked(number / rate, asked[0], f"/api/v1{asked[1]}", asked[2]))
    return found


def sent(server: Server, secret: str, asked: list[Asked]) -> list[Answered]:
    """Send them when they are due."""
    waiting: Queue[Asked | None] = Queue()
    answers: list[Answered] = []
    start = time.perf_counter()

    def sender() -> None:
        while one := waiting.get():
            headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
            headers |= {"Idempotency-Key": str(uuid.uuid4())} if one.method == "POST" else {}
            status, _ = server.send(one.method, one.path, one.body, headers)
            took = (time.perf_counter() - start - one.due) * 1000
            answers.append(Answered(one.method == "POST", status, took))

    threads = [threading.Thread(target=sender) for _ in range(_SENDERS)]
    for thread in threads:
        thread.start()
    for one in asked:
        time.sleep(max(0.0, one.due - (time.perf_counter() - start)))
        waiting.put(one)
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    return answers


def share(times: list[float], per_cent: int) -> float:
    """The time that so many of a hundred stay below."""
    return sorted(times)[min(len(times) - 1, len(times) * per_cent // 100)]


def report(vendor: str, ledger: Ledger, given: argparse.Namespace) -> bool:
    """Fill, serve, ask, and print; whether all was answered."""
    secret = filled(ledger, given.n)
    server = Server(ledger)
    try:
        sent(server, secret, schedule(given.n, 10, 3, Random(1)))  # it has seen every kind once
        answers = sent(server, secret, schedule(given.n, given.rate, given.seconds, Random(7)))
    finally:
        server.stop()
    errors = [one for one in answers if one.status >= 300]
    print(f"{vendor}: {given.rate} requests a second for {given.seconds} s, {given.n:,} contracts, {_disk(ledger)}")
    for name, is_fact, target in (("questions", False, READS_TARGET), ("facts", True, FACTS_TARGET)):
        times = [one.took for one in answers if one.fact == is_fact]
        met = verdict(share(times, 95) <= target, f"<= {target:g} ms")
        most = f"median {share(times, 50):.0f}, 99 of 100 {share(times, 99):.0f}, longest {max(times):.0f} ms"
        print(f"  {name:10} 95 of 100 below {share(times, 95):7.1f} ms {met}  ({len(times)}: {most})")
    print(
        f"  errors     {len(errors)}" + "".join(f"  {status}" for status in {one.status for one in errors}), flush=True
    )
    return not errors


def _disk(ledger: Ledger) -> str:
    if ledger.vendor == "sqlite":
        return "every answer is on disk"
    (setting,) = itertools.chain(*ledger.sql("SHOW fsync"))
    return f"fsync {setting}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--n", type=int, default=2_000)
    parser.add_argument("--database", choices=("postgresql", "sqlite", "both"), default="both")
    given = parser.parse_args()
    well = True
    if given.database != "sqlite":
        cluster = Cluster()
        try:
            address = cluster.create()
            use(address)
            well &= report("PostgreSQL", Ledger("postgresql", address), given)
        finally:
            cluster.stop()
    if given.database != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            address = str(Path(folder) / "duly.sqlite3")
            use(address)
            well &= report("SQLite", Ledger("sqlite", address), given)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
