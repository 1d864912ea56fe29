"""Close a month of a ledger against reading and writing the same rows without it.

    python -m bench.ledger [--n 100000] [--database postgresql|sqlite|both] [--json FILE]

Contracts are taken in by the verb that takes in files, January is closed, what happened in February is recorded for a
fifth of them; then closing February is timed: propose it (compute, post, show, undo) and approve it (compute again,
post, seal, certify). Beside it the same driver reads the same rows and writes the same lines to a table with the same
keys, but without triggers, Django and duly. Every measurement runs in a process of its own; ratios come first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from bench.close import MEGABYTE, peak_bytes, verdict
from duly.ground.dates import day, iso
from tests.store.cluster import Cluster

TARGET, PEAK_TARGET = 5.0, 1500.0
CHUNK = 1_000
CHANGED = 5  # one contract in so many has new facts in the month that is timed
COMPANY = "company: Bench\nentities: {US01: {currency: USD}}\n"


# --- the contracts


def contract(number: int, known: str) -> str:
    """A contract of one to four obligations (2.5 on average) with what happened by the end of a month."""
    chance = Random(number)
    start, months = day("2026-01-01") + chance.randrange(28), chance.randrange(12, 37)
    promised, happened = [], []
    for place in range(chance.randrange(1, 5)):
        price, kind = chance.randrange(50_000, 5_000_000), chance.randrange(4)
        name, money = f"o{place}", f"price: {price // 100}.{price % 100:02}, ssp: {price // 90}.00"
        if kind == 0:
            promised.append(f"  {name}: {{{money}, earn: over time by day}}")
        elif kind == 1:
            promised.append(f"  {name}: {{{money}, earn: over time by month}}")
        elif kind == 2:
            promised.append(f"  {name}: {{{money}, earn: on delivery}}")
            month = "2026-02" if number % CHANGED == 0 else "2026-01"
            happened.append(f"{{date: {month}-28, delivered: {name}}}")
        else:
            promised.append(f"  {name}: {{{money}, earn: by cost, expected cost: 9000.00}}")
            months_of = ("2026-01", "2026-02") if number % CHANGED == 0 else ("2026-01",)
            happened += [f"{{date: {month}-27, cost: {name}, amount: 250.00}}" for month in months_of]
    happened.append(f"{{date: {iso(start + 2)[:7]}-28, paid: 400.00}}")
    rows = "".join(f"  - {row}\n" for row in happened if row[7:14] <= known)
    every = chance.choice(("month", "quarter", "year"))
    until = day(f"{2026 + months // 12}-{months % 12 + 1:02}-01") - 1
    return (
        f"contract: C-{number:07}\nentity: US01\ncurrency: USD\nsigned: {iso(start)}\n"
        f"term: {{from: {iso(start)}, to: {iso(until)}}}\nobligations:\n" + "\n".join(promised) + "\n"
        f"billing:\n  - {{bill: all, every: {every}, right: when due}}\n" + (f"happened:\n{rows}" if rows else "")
    )


def told(numbers: list[int], known: str) -> list[object]:
    """The contracts as the verb takes them."""
    from duly.readers.tree import read_tree
    from duly.store.trees import stored

    read = read_tree("---\n".join(contract(number, known) for number in numbers).encode(), "bench.yaml")
    assert not read.errors, read.errors[0]
    return [{"file": "bench.yaml", "tree": stored(block)} for block in read.documents]


# --- child processes


def prepare(address: str, n: int) -> dict[str, float]:
    """A ledger of n contracts with January closed and February told."""
    from tests.store.ledger import Ledger, clock, tree_of

    ledger = _used(address)
    Ledger.begun()
    begin = time.perf_counter()
    with clock():
        ledger.agreed("set_company", "rob", "ben", file="company.yaml", tree=tree_of(COMPANY))
        for known, numbers in (("2026-01", range(n)), ("2026-02", range(0, n, CHANGED))):
            for some in _chunks(numbers):
                done = ledger.do("import_contracts", "rae", contracts=told(some, known))
                if done.proposal:
                    ledger.do("approve", "rob", proposal=done.proposal)
                print(f"\r{known}: {some[-1] + 1} of {n} contracts", end="", file=sys.stderr, flush=True)
            if known == "2026-01":
                ledger.close("2026-01")
    print(file=sys.stderr)
    return {"seconds": time.perf_counter() - begin}


def _chunks(numbers: range) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), CHUNK):
        yield list(numbers[begin : begin + CHUNK])


def measured_close(address: str, n: int) -> dict[str, float]:
    """Propose the close of February, and approve it."""
    from tests.store.ledger import clock

    ledger = _used(address)
    times = [time.perf_counter()]
    with clock():
        done = ledger.do("close_period", "rob", entity="US01", period="2026-02")
        times.append(time.perf_counter())
        ledger.do("approve", "ben", proposal=done.proposal)
        times.append(time.perf_counter())
    return {"propose": times[1] - times[0], "approve": times[2] - times[1]}


def measured_raw(address: str, n: int) -> dict[str, float]:
    """Read the rows that a close reads, and write the lines that it wrote to a table like theirs."""
    _used(address)
    from django.db import connection

    from duly.store.journal import Written

    names = ", ".join(Written._fields)
    with connection.cursor() as cursor:
        lines = _all(cursor, f"SELECT {names} FROM journal_line WHERE entry IN ({_FEBRUARY})")
        begin = time.perf_counter()
        rows = _all(cursor, "SELECT ref, seq FROM contract") + _all(cursor, "SELECT contract_id, seq FROM fact")
        rows += _all(cursor, f"SELECT contract_id, upto, labels, rows FROM decided WHERE {_NEWEST}")
        reading = time.perf_counter() - begin
        cursor.execute(_LIKE[connection.vendor].format(names=names))
        begin = time.perf_counter()
        _write(connection, cursor, names, lines)
        writing = time.perf_counter() - begin
    return {"reading": reading, "writing": writing, "read": len(rows), "lines": len(lines)}


_FEBRUARY = "SELECT ref FROM journal_entry WHERE period = '2026-02'"
_NEWEST = "upto = (SELECT max(upto) FROM decided d WHERE d.contract_id = decided.contract_id)"
_LIKE = {
    "postgresql": "CREATE TABLE written (LIKE journal_line INCLUDING ALL)",
    "sqlite": "CREATE TABLE written (id integer PRIMARY KEY, {names}, UNIQUE (entry, n))",
}


def _all(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


def _write(connection: Any, cursor: Any, names: str, lines: list[tuple[Any, ...]]) -> None:
    whole = {"n": "int4", "amount": "int8", "books_amount": "int8"}
    cursor.execute("BEGIN")
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY written ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([whole.get(name, "text") for name in names.split(", ")])
            for line in lines:
                copy.write_row(line)
    else:
        marks = ", ".join(["%s"] * len(names.split(", ")))
        cursor.executemany(f"INSERT INTO written ({names}) VALUES ({marks})", lines)
    cursor.execute("COMMIT")


def _used(address: str) -> Any:
    from tests.store.ledger import Ledger, use

    use(address)
    return Ledger("", address)


CHILDREN = {"prepare": prepare, "close": measured_close, "raw": measured_raw}


# --- the report


def child(kind: str, address: str, n: int) -> dict[str, float]:
    """One measurement in a process of its own, with its largest resident size."""
    command = [sys.executable, "-m", "bench.ledger", "--child", kind, "--address", address, "--n", str(n)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def report(vendor: str, address: str, n: int) -> dict[str, Any]:
    """Close a ledger, write the same raw, and print the ratio."""
    found = {kind: child(kind, address, n) for kind in ("close", "raw")}
    close, raw = found["close"], found["raw"]
    plain = raw["reading"] + raw["writing"]
    ratio, peak = close["approve"] / plain, close["peak"] / MEGABYTE
    print(f"{vendor}: {n:,} contracts, {int(raw['read']):,} rows read, {int(raw['lines']):,} lines written")
    met, small = verdict(ratio <= TARGET, f"<= {TARGET:g} x"), verdict(peak <= PEAK_TARGET, "<= 1,500 MB")
    print(f"  close / the same rows read and written raw   {ratio:8.2f} x {met}")
    print(f"  peak memory                                  {peak:8,.0f} MB{small}")
    print(f"    approve (compute, post, seal, certify)     {close['approve']:8.2f} s")
    print(f"    propose (the same, then undone)            {close['propose']:8.2f} s")
    print(f"    raw: reading {raw['reading']:.2f} s, writing {raw['writing']:.2f} s", flush=True)
    return {"database": vendor, "n": n, "ratio": ratio, **found}


def compared(n: int, database: str, folder: str) -> list[dict[str, Any]]:
    """Fill a ledger on each database side by side, then close one after the other."""
    cluster = Cluster() if database != "sqlite" else None
    addresses = {"PostgreSQL": cluster.create()} if cluster else {}
    if database != "postgresql":
        addresses["SQLite"] = str(Path(folder) / "duly.sqlite3")
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda address: child("prepare", address, n), addresses.values()))
        return [report(vendor, address, n) for vendor, address in addresses.items()]
    finally:
        if cluster:
            cluster.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--database", choices=("postgresql", "sqlite", "both"), default="both")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", choices=CHILDREN)
    parser.add_argument("--address", default="")
    given = parser.parse_args()
    if given.child:
        result = CHILDREN[given.child](given.address, given.n)
        print(json.dumps({**result, "peak": peak_bytes()}))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = compared(given.n, given.database, folder)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
