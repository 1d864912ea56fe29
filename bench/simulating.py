"""What it costs to ask: an amendment of a contract of 200 lines under every treatment, and a policy over a whole book.

    python -m bench.simulating [--contracts 10000] [--rounds 9]

Both are ratios to deciding the same contracts once, which hold on another machine; beside them the CPU time. The second
is worked out over contracts that are made while it runs, so that the memory is that of the question alone. It takes
some minutes with `--contracts 100000`.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from collections.abc import Callable, Iterator

from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company, Terms
from duly.engine.explain.simulate import simulated
from duly.engine.explain.what_if import BATCH, Change, WhatIf, what_if
from duly.engine.journal.books import keep_books
from duly.readers.tree import read_tree

LINES = 200
KINDS = (
    "price: {price}.00 per month, earn: over time by month",
    "price: {price}00.00, ssp: {price}50.00, earn: over time by day",
    "quantity: 10 seats, price: {price}.50 per seat and month, earn: over time by day, series: yes, recurring: yes",
)
SMALL = """contract: S-{n}
currency: USD
signed: 2025-01-01
term: {{from: 2025-01-01, to: 2025-12-31}}
obligations:
  works: {{price: {price}.00, expected cost: 900.00, earn: by cost}}
  care: {{price: 10.00 per month, cost: 60.00, earn: over time by month}}
happened:
  - {{date: 2025-02-10, cost: works, amount: 300.00}}
"""


def long_contract(billed: bool) -> list[Terms]:
    """A contract of 200 lines, every tenth of which is repriced in its middle; with a plan of monthly bills or none."""
    lines = "".join(f"  l{n}: {{{KINDS[n % len(KINDS)].format(price=n + 10)}}}\n" for n in range(LINES))
    changes = ", ".join(f"l{n}: {{price: 2500.00}}" for n in range(0, LINES, 10))
    distinct = ", ".join(f"l{n}: {'yes' if n % 3 else 'no'}" for n in range(LINES))
    plan = "billing: [{bill: all, every: month, in: advance, right: when due}]\n" if billed else ""
    text = (
        "contract: LONG\ncurrency: USD\nsigned: 2025-01-01\nterm: {from: 2025-01-01, to: 2025-12-31}\n"
        f"obligations:\n{lines}{plan}happened:\n  - {{date: 2025-07-01, amendment: A-1, changes: {{{changes}}}, "
        f"remaining distinct: {{{distinct}}}}}\n"
    )
    return list(read_contracts(read_tree(text.encode()).documents, Company()).terms)


def small_contracts(count: int) -> Iterator[list[Terms]]:
    """Contracts in parts, some of which lose."""
    for first in range(0, count, BATCH):
        text = "---\n".join(SMALL.format(n=n, price=800 + n % 200) for n in range(first, min(first + BATCH, count)))
        yield list(read_contracts(read_tree(text.encode()).documents, Company()).terms)


def best(work: Callable[[], object], rounds: int) -> float:
    """The shortest CPU time of some rounds, in milliseconds."""
    spent = []
    for _ in range(rounds):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return min(spent) * 1000


def main() -> None:
    """Print both."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--contracts", type=int, default=10_000)
    words.add_argument("--rounds", type=int, default=9)
    given = words.parse_args()
    # As the command does: hardly any of the objects of a run are cycles.
    gc.set_threshold(200_000)
    for billed in (False, True):
        terms, company = long_contract(billed), Company()
        decided = best(lambda terms=terms, company=company: keep_books(terms, company), given.rounds)
        asked = best(lambda terms=terms, company=company: simulated(terms, company, "LONG", "A-1"), given.rounds)
        plan = "billed monthly" if billed else "without a plan of bills"
        print(
            f"an amendment of {LINES} lines, {plan}: {asked / decided:.2f} x a plain decision ({asked:.0f} ms of CPU)"
        )
    whole_book(given.contracts)


def whole_book(count: int) -> None:
    """A policy over contracts that are made while it runs, with a line after each tenth of them: time goes with their
    number, and memory does not."""
    (first, *_), company, change = small_contracts(BATCH), Company(), Change((("losses", "all contracts"),))
    decided = best(lambda: keep_books(first, company), 3) / BATCH
    start, tenths, found = time.process_time(), 1, WhatIf()
    for found in what_if(small_contracts(count), company, change):
        if found.contracts * 10 >= count * tenths:
            tenths = found.contracts * 10 // count + 1
            print(
                f"  {found.contracts:>9,} contracts, {time.process_time() - start:.0f} s of CPU, peak {peak():.0f} MB"
            )
    spent = (time.process_time() - start) * 1000 / count
    print(
        f"a policy over {count:,} contracts: {spent / decided:.2f} x deciding each once ({spent:.2f} ms of CPU each, "
        f"with reading them), {found.moved:,} move"
    )


def peak() -> float:
    """The largest size of the process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
