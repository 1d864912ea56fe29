"""The API under siege for long: `python -m tests.soak.api [--tenth] [--seed 606] [--part storms] [--roles RA CM]`;
prints its counts.

A thousand requests are sent two to five times each, to servers that are killed in between; every role, and somebody
with all that go together, sends each operation 300 requests made by chance.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.soak.ledger import Siege, whole  # isort: skip - it sets Django up
from django.conf import settings

from duly.engine.access.roles import ROLES
from tests.doors.api.client import issue
from tests.doors.api.fuzz import MOST, besiege, hired, operations, schema
from tests.doors.api.requests import prepared
from tests.doors.api.storm import storm
from tests.store.cluster import Cluster
from tests.store.conftest import VENDORS
from tests.store.ledger import use_nothing

EXAMPLES, REQUESTS, KILLS = 300, 1_000, 5


def by_chance(siege: Siege, roles: tuple[str, ...], cases: int) -> None:
    """Each operation, by somebody with some roles, on a ledger of their own, by so many requests."""
    found = dict(operations(schema()))
    with siege.ledger("sqlite", lambda ledger: ledger) as ledger:
        known = prepared(ledger)
        secret = issue(ledger, hired(ledger, *roles))
        wrong, statuses, began = [], Counter[int](), time.monotonic()
        for number, (name, operation) in enumerate(found.items(), 1):
            try:
                statuses += besiege(operation, secret, max(1, cases // siege.share), known[name], derandomize=False)
            except (Exception, BaseExceptionGroup) as fault:  # noqa: BLE001 - the others are tried too
                wrong.append(name)
                siege.say(f"{'+'.join(roles)}: {name}: {fault}", False)
            took = f"{statuses.total():,} requests, {time.monotonic() - began:.0f} s"
            print(f"{'+'.join(roles)}: {number} of {len(found)} operations, {took}", file=sys.stderr, flush=True)
        of = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
        took = f"{statuses.total():,} requests in {time.monotonic() - began:.0f} s, answered {of}"
        siege.say(
            f"{'+'.join(roles)}: {len(found)} operations, {took}, wrong: {wrong or 'none'}", not wrong and whole()
        )


def storms(siege: Siege, vendor: str) -> None:
    """Duplicates, on a server that is killed."""
    with siege.ledger(vendor, lambda ledger: ledger) as ledger:
        began = time.monotonic()
        told = storm(ledger, REQUESTS // siege.share, siege.chance, kills=KILLS)
        took = f"{time.monotonic() - began:.0f} s"
        siege.say(f"{vendor}: {told} in {took}", told[1:] == (0, 0, 0, []) and whole())


def main() -> int:
    """All of it."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--tenth", action="store_true", help="a tenth of the counts")
    asks.add_argument("--seed", type=int, default=606)
    asks.add_argument("--part", choices=("storms", "chance", "both"), default="both")
    asks.add_argument("--cases", type=int, default=EXAMPLES, help="requests for each operation")
    asks.add_argument("--roles", nargs="*", default=["+".join(MOST), *ROLES], help="as RA, or RA+CM of one person")
    given = asks.parse_args()
    settings.API_BURST, settings.API_RATE, settings.SECRET_IS_KEPT = 1_000_000, 100_000, True
    cluster, folder = Cluster(), Path(tempfile.mkdtemp(prefix="duly-soak-"))
    try:
        siege = Siege(cluster, folder, given.seed, 10 if given.tenth else 1)
        for vendor in VENDORS if given.part != "chance" else ():
            storms(siege, vendor)
        for roles in given.roles if given.part != "storms" else ():
            by_chance(siege, tuple(roles.split("+")), given.cases)
    finally:
        use_nothing()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"seed {given.seed}: {'all held' if not siege.wrong else f'{siege.wrong} failed'}")
    return 1 if siege.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
