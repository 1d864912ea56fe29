"""The API under siege for long: `python -m tests.soak.api [--tenth] [--seed 606]`; prints its counts.

Every role sends each operation 300 requests made by chance; a thousand requests are sent two to five times each, to
servers that are killed in between.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
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
from tests.store.ledger import Ledger, use_nothing

EXAMPLES, REQUESTS, KILLS = 300, 1_000, 5


def by_chance(siege: Siege, roles: tuple[str, ...]) -> None:
    """Each operation, by somebody with some roles, on a ledger of their own."""
    found = dict(operations(schema()))
    with siege.ledger("sqlite", _furnished) as ledger:
        secret = issue(ledger, hired(ledger, *roles))
        wrong = []
        for name, operation in found.items():
            try:
                besiege(operation, secret, EXAMPLES // siege.share, derandomize=False)
            except Exception as fault:  # noqa: BLE001 - the others are tried too
                wrong.append(f"{name}: {fault}")
        siege.say(f"{'+'.join(roles)}: {len(found)} operations, {len(wrong)} wrong {wrong[:2]}", not wrong and whole())


def _furnished(ledger: Ledger) -> Ledger:
    prepared(ledger)
    return ledger


def storms(siege: Siege, vendor: str) -> None:
    """Duplicates, on a server that is killed."""
    with siege.ledger(vendor, lambda ledger: ledger) as ledger:
        told = storm(ledger, REQUESTS // siege.share, siege.chance, kills=KILLS)
        siege.say(f"{vendor}: {told}", told[1:] == (0, 0, 0, []) and whole())


def main() -> int:
    """All of it."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--tenth", action="store_true", help="a tenth of the counts")
    asks.add_argument("--seed", type=int, default=606)
    given = asks.parse_args()
    settings.API_BURST, settings.API_RATE = 1_000_000, 100_000
    cluster, folder = Cluster(), Path(tempfile.mkdtemp(prefix="duly-soak-"))
    try:
        siege = Siege(cluster, folder, given.seed, 10 if given.tenth else 1)

        for vendor in VENDORS:
            storms(siege, vendor)
        for roles in (MOST, *((role,) for role in ROLES)):
            by_chance(siege, roles)
    finally:
        use_nothing()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"seed {given.seed}: {'all held' if not siege.wrong else f'{siege.wrong} failed'}")
    return 1 if siege.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
