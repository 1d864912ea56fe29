"""Price and close one period for the reference workload, plain and in full: first equal to the oracle in every number,
then timed.

    python -m bench.close [--n 100000] [--sample 5000] [--rounds 5] [--seed 606] [--json FILE]

Ratios of CPU time come first: they hold on another machine, seconds do not. Every measurement runs in a fresh child
process, the kinds interleaved; a child first does the same work on little data until it is warm. Exit status 1 when a
number differs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import duly
from bench import columns, full, oracle, workload
from bench.amended import FOREIGN_SHARE, in_full
from duly.engine import tables as t
from duly.engine.journal.entries import Ledger, Posted, close, posted
from duly.engine.recognition.position import Prepared, Priced, prepared, priced

PERIOD = 29
BEFORE, ON = int(workload.FIRST[PERIOD]) - 1, int(workload.FIRST[PERIOD + 1]) - 1
LARGE_SHARE = 0.05
WARM_SECONDS = 0.5
# A process that closes period after period keeps the memory it has freed instead of asking the system for it again;
# all kinds are measured that way.
KEEPS_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(1 << 29), "MALLOC_MMAP_THRESHOLD_": str(1 << 28)}
TARGETS = {"plain": 30.0, "large": 15.0}
FULL_TARGET = 1.5
MEGABYTE = 1e6
PEAK_TARGET = 1000.0


# --- the two sides


def indexed(tables: t.Tables) -> tuple[Prepared, Posted]:
    """Look-up indexes of the facts, made once when they are loaded, as the oracle's objects are: timed apart."""
    return prepared(tables), posted(tables)


def price_and_close(facts: tuple[Prepared, Posted]) -> tuple[Priced, t.Lines]:
    """What is timed: allocation of all contracts and the journal of one period."""
    book = priced(facts[0])
    return book, close(Ledger(book, facts[1]), BEFORE, ON)


def sampled(contracts: int, sample: int) -> list[int]:
    """Evenly spaced contracts."""
    return list(range(0, contracts, max(contracts // sample, 1)))


def as_rows(lines: t.Lines, chosen: set[int]) -> list[oracle.Line]:
    """Journal lines of the engine as the oracle writes them."""
    parts = (lines.contract, lines.obligation, lines.account, lines.step, lines.cause, lines.amount)
    rows = zip(*(column.tolist() for column in parts), strict=True)
    return sorted(
        (contract, obligation, t.ROLES[account], t.STEPS[step], t.CAUSES[cause], amount)
        for contract, obligation, account, step, cause, amount in rows
        if contract in chosen
    )


def differences(raw: workload.Raw, sample: int) -> list[str]:
    """Everything in which engine and oracle differ on the sample, and every contract that does not add up."""
    tables = columns.tables(raw)
    book, lines = price_and_close(indexed(tables))
    chosen = sampled(len(tables.contracts), sample)
    made = list(oracle.contracts(raw, chosen))
    theirs, mine = sorted(oracle.price_and_close(made, BEFORE, ON)), as_rows(lines, set(chosen))
    found = [f"only the engine has {row}" for row in sorted(set(mine) - set(theirs))]
    found += [f"only the oracle has {row}" for row in sorted(set(theirs) - set(mine))]
    found += [f"obligation {o.number}: shares differ" for o in _priced_apart(tables, book, made)]
    shares, pools = np.zeros(len(tables.pools), np.int64), tables.pools
    np.add.at(shares, tables.shares.pool, book.allocated[tables.shares.slot])
    apart = np.flatnonzero((shares != pools.amount) & (pools.stage == 0))
    found += [f"contract {i}: shares do not add up" for i in pools.contract[apart]]
    balance = np.zeros(len(tables.contracts), np.int64)
    np.add.at(balance, lines.contract, lines.amount)
    return found + [f"contract {i}: lines do not balance" for i in np.flatnonzero(balance)]


def _priced_apart(tables: t.Tables, book: Priced, made: list[oracle.Contract]) -> list[oracle.Obligation]:
    """Obligations whose allocated price, at inception or by an amendment, is not the oracle's."""
    first = np.searchsorted(tables.slots.obligation, np.arange(len(tables.obligations))).tolist()
    allocated = book.allocated.tolist()
    return [
        o
        for contract in made
        for o in contract.obligations
        if int(o.price) != allocated[first[o.number]]
        or (o.left and int(o.next_price) != allocated[first[o.number] + 1])
    ]


# --- child processes: one measurement each


def warmed(work: Callable[[], Any]) -> None:
    until = time.process_time() + WARM_SECONDS
    while time.process_time() < until:
        work()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measure_engine(path: Path, _: int) -> dict[str, float]:
    tables, little = columns.tables(workload.load(path)), columns.tables(workload.generate(2000, 1))
    warmed(lambda: price_and_close(indexed(little)))
    index, facts = timed(lambda: indexed(tables))
    price_and_close(facts)
    seconds, (_book, lines) = timed(lambda: price_and_close(facts))
    rows = sum(len(getattr(tables, name)) for name in ("contracts", "obligations", "readings", "postings"))
    return {"cpu": seconds, "index": index, "contracts": len(tables.contracts), "lines": len(lines), "rows_in": rows}


def measure_full(path: Path, _: int) -> dict[str, float]:
    """The close of W(n) in full. What the foreign contracts are carried at comes from the close before, as it would in
    the books; making it anew from inception is timed apart."""
    raw, little = workload.load(path), in_full(2000, 1)
    tables, few = columns.tables(raw), full.indexed(little, columns.tables(little))
    few_opened = full.opened(few, BEFORE)
    warmed(lambda: full.close_in_full(few, full.again(few_opened), BEFORE, ON))
    index, facts = timed(lambda: full.indexed(raw, tables))
    walking, opened = timed(lambda: full.opened(facts, BEFORE))
    full.close_in_full(facts, full.again(opened), BEFORE, ON)
    own, _lines = timed(lambda: price_and_close((facts.book, facts.posted)))
    seconds, closed = timed(lambda: full.close_in_full(facts, opened, BEFORE, ON))
    sizes = {"contracts": len(tables.contracts), "lines": len(closed.lines) + len(closed.functional.amount)}
    return {"cpu": seconds, "index": index, "walking": walking, "own": own, "foreign": len(facts.own.contracts)} | sizes


def measure_copy(path: Path, _: int) -> dict[str, float]:
    """Copying the bytes that come out, into memory that is not yet mapped: no program that writes them does less."""
    tables = columns.tables(workload.load(path))
    book, lines = price_and_close(indexed(tables))
    outputs = [book.allocated, *(getattr(lines, name) for name in lines.__dataclass_fields__)]
    warmed(lambda: [column[:1000].copy() for column in outputs])
    seconds, _copies = timed(lambda: [column.copy() for column in outputs])
    return {"cpu": seconds, "contracts": len(tables.contracts), "bytes": sum(column.nbytes for column in outputs)}


def measure_oracle(path: Path, sample: int) -> dict[str, float]:
    raw = workload.load(path)
    chosen = sampled(len(raw.contracts["price"]), sample)
    made = list(oracle.contracts(raw, chosen))
    little = list(oracle.contracts(raw, chosen[:200]))
    warmed(lambda: oracle.price_and_close(little, BEFORE, ON))
    seconds, lines = timed(lambda: oracle.price_and_close(made, BEFORE, ON))
    return {"cpu": seconds, "contracts": len(made), "lines": len(lines)}


def check(path: Path, sample: int) -> dict[str, float]:
    raw = workload.load(path)
    found = differences(raw, sample)
    if raw.rates:
        found += full.differences(raw, sampled(len(raw.contracts["price"]), sample), BEFORE, ON)
    for line in found[:20]:
        print(line, file=sys.stderr)
    return {"differences": len(found)}


CHILDREN = {
    "engine": measure_engine,
    "full": measure_full,
    "copy": measure_copy,
    "oracle": measure_oracle,
    "check": check,
}


def peak_bytes() -> int:
    """Largest resident size of this process: kilobytes on Linux, bytes on macOS."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def child(kind: str, path: Path, sample: int) -> dict[str, float]:
    """One measurement in a fresh process."""
    command = [sys.executable, "-m", "bench.close", "--child", kind, "--data", str(path), "--sample", str(sample)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=os.environ | KEEPS_MEMORY)
    result: dict[str, float] = json.loads(done.stdout)
    return result


# --- the report


def line(name: str, values: list[float], unit: str, note: str = "") -> str:
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{name:<52} {middle:>12,.2f} {unit:<8} (median of {len(values)}, min {low:,.2f}, max {high:,.2f}){note}"


def verdict(met: bool, target: str) -> str:
    return f"  target {target}: {'met' if met else 'MISSED'}"


def per_contract(runs: list[dict[str, float]]) -> list[float]:
    return [run["cpu"] / run["contracts"] for run in runs]


def ratios(above: list[float], below: list[float]) -> list[float]:
    """Round by round: both sides of a ratio ran next to each other."""
    return [a / b for a, b in zip(above, below, strict=True)]


def report(runs: dict[str, list[dict[str, float]]], sample: int) -> dict[str, list[float]]:
    """Print the ratios, then the sizes and times behind them."""
    figures = report_full(runs["engine plain"], runs["full full"])
    for kind, target in TARGETS.items():
        figures[f"oracle/engine {kind}"] = ratios(
            per_contract(runs[f"oracle {kind}"]), per_contract(runs[f"engine {kind}"])
        )
        middle = statistics.median(figures[f"oracle/engine {kind}"])
        label = "" if kind == "plain" else f", {LARGE_SHARE:.0%} at 10^13"
        name = f"Decimal oracle / engine, price + close{label}"
        print(line(name, figures[f"oracle/engine {kind}"], "x", verdict(middle >= target, f">= {target:.0f}x")))
    whole = [(run["cpu"] + run["index"]) / run["contracts"] for run in runs["engine plain"]]
    figures["oracle/engine with index"] = ratios(per_contract(runs["oracle plain"]), whole)
    print(line("  the first, with the indexes of the facts", figures["oracle/engine with index"], "x"))
    figures["engine/copy"] = ratios(per_contract(runs["engine plain"]), per_contract(runs["copy plain"]))
    print(line("engine / copying the output bytes", figures["engine/copy"], "x"))
    engine = runs["engine plain"]
    figures["lines per CPU second"] = [run["lines"] / run["cpu"] for run in engine]
    figures["rows per CPU second"] = [run["rows_in"] / run["cpu"] for run in engine]
    measured = ("engine plain", "engine large", "full full")
    figures["peak megabytes"] = [run["peak"] / MEGABYTE for name in measured for run in runs[name]]
    print(line("input rows per CPU second", figures["rows per CPU second"], "rows"))
    print(line("journal lines per CPU second", figures["lines per CPU second"], "lines"))
    peak = max(figures["peak megabytes"])
    print(line("peak memory", figures["peak megabytes"], "MB", verdict(peak < PEAK_TARGET, "< 1,000 MB")))
    print(line("  CPU, indexes of the facts", [run["index"] * 1000 for run in engine], "ms"))
    print(line("  CPU, indexes of the facts, in full", [run["index"] * 1000 for run in runs["full full"]], "ms"))
    for name, of_kind in runs.items():
        print(line(f"  CPU, {name}", [run["cpu"] * 1000 for run in of_kind], "ms"))
    print(f"  sample of {sample} contracts equal in every allocated price and journal line, all workloads,")
    print(f"  and in every functional line of the {FOREIGN_SHARE:.0%} in another currency than their books")
    return figures


def report_full(plain: list[dict[str, float]], whole: list[dict[str, float]]) -> dict[str, list[float]]:
    """Print what amendments and a second currency cost: CPU per obligation over that of the same obligations without.

    Both workloads have the same obligations, so the ratio of seconds is that of seconds per obligation."""
    figures = {
        "full/plain": [b["cpu"] / a["cpu"] for a, b in zip(plain, whole, strict=True)],
        "full/plain amendments": [b["own"] / a["cpu"] for a, b in zip(plain, whole, strict=True)],
        "full/plain with index": [
            (b["cpu"] + b["index"]) / (a["cpu"] + a["index"]) for a, b in zip(plain, whole, strict=True)
        ],
        "full/plain from inception": [(b["cpu"] + b["walking"]) / a["cpu"] for a, b in zip(plain, whole, strict=True)],
    }
    names = ("in full / without amendments and second currency", "  amendments alone")
    names += ("  in full, both with the indexes of the facts", "  in full, walking the foreign from inception")
    met = statistics.median(figures["full/plain"]) <= FULL_TARGET
    notes = (verdict(met, f"<= {FULL_TARGET}x"), "", "", "")
    for name, values, note in zip(names, figures.values(), notes, strict=True):
        print(line(name, values, "x", note))
    return figures


def main(arguments: list[str] | None = None) -> int:
    options = parsed(arguments)
    if options.child:
        result = CHILDREN[options.child](options.data, options.sample)
        result["peak"] = peak_bytes()
        print(json.dumps(result))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = {kind: Path(folder) / f"{kind}.npz" for kind in ("plain", "large", "full", "full large")}
        for kind, path in paths.items():
            make = in_full if "full" in kind else workload.generate
            workload.save(make(options.n, options.seed, LARGE_SHARE if "large" in kind else 0.0), path)
        if any(child("check", path, options.sample)["differences"] for path in paths.values()):
            print("engine and oracle differ: nothing is timed", file=sys.stderr)
            return 1
        order = [("oracle", "plain"), ("engine", "plain"), ("full", "full"), ("copy", "plain")]
        order += [("oracle", "large"), ("engine", "large")]
        runs: dict[str, list[dict[str, float]]] = {f"{kind} {data}": [] for kind, data in order}
        for _ in range(options.rounds):
            for kind, data in order:
                runs[f"{kind} {data}"].append(child(kind, paths[data], options.sample))
    print(f"W({options.n:,}), seed {options.seed}, period of June 2025\n")
    write(report(runs, options.sample), options)
    return 0


def write(figures: dict[str, list[float]], options: argparse.Namespace) -> None:
    """One line of JSON with what is needed to compare and repeat the run."""
    facts = {
        "n": options.n,
        "seed": options.seed,
        "sample": options.sample,
        "rounds": options.rounds,
        "duly": getattr(duly, "__version__", ""),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "median": {name: statistics.median(values) for name, values in figures.items()},
    }
    text = json.dumps(facts)
    print(text)
    if options.json:
        options.json.write_text(text + "\n")


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Price and close one period, against an oracle.")
    parser.add_argument("--n", type=int, default=100_000, help="contracts of the workload")
    parser.add_argument("--sample", type=int, default=5000, help="contracts the oracle does, of the same rows")
    parser.add_argument("--rounds", type=int, default=5, help="repetitions, each in a fresh process")
    parser.add_argument("--seed", type=int, default=606)
    parser.add_argument("--json", type=Path, help="also write the line of JSON here")
    parser.add_argument("--child", choices=tuple(CHILDREN), help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
