"""Amendments and books at random for long: `python -m tests.soak.simulations [--amendments 500] [--first 0]`.

Of each amendment: in the end every treatment recognizes the same, the supported one shows what is booked. Of each
contract: two books differ by their policies alone. Another `--first` draws other contracts.
"""

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from duly.engine.contracts.terms import Company
from duly.engine.explain.compare import compared
from tests.laws.contracts import contract_group
from tests.laws.simulated import breaches, simulations, wide_group


def main() -> None:
    """Print what was seen, and each breach; the exit status is 1 where there is one."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--amendments", type=int, default=500)
    words.add_argument("--first", type=int, default=0)
    given = words.parse_args()
    seed, seen, wrong = given.first, Counter[str](), 0
    while seen["amendments"] < given.amendments:
        plain = contract_group(Random(f"simulated {seed}"), seed, amended=True)
        for group, company in ((plain, Company()), wide_group(seed)):
            for _, fact, found in simulations(group, company):
                seen["amendments"] += 1
                for breach in breaches(group, company, fact, found):
                    wrong += 1
                    print(f"FAIL seed {seed} {group[0].ref} {fact.ref}: {breach}")
        group, company = wide_group(seed)
        both = compared(group, company, "us", "ifrs")
        seen["contracts compared"] += len(both.contracts)
        seen["contracts that differ"] += len({one.figure.contract for one in both.figures})
        for one in both.figures:
            if one.rest:
                wrong += 1
                print(f"FAIL seed {seed} {one.figure}: {one.rest} by no policy")
        seed += 1
    print(", ".join(f"{count:,} {what}" for what, count in seen.items()), f"and {wrong} breaches")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
