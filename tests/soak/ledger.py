"""The ledger under siege for long: `python -m tests.soak.ledger [--tenth] [--seed 606] [--parts of_demo]`; prints its
counts.

Kills of the posting process, crashes of the server, crowds, cut-overs at every month end, random commands, and bytes
altered behind the database's back.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.store.conftest import VENDORS, fresh  # isort: skip - it sets Django up
from duly.actions.demo import MONTHS as DEMO_MONTHS
from duly.actions.verification import verify
from tests.store import demo_cut_over, effects, mob
from tests.store.cluster import Cluster
from tests.store.crashes import besiege, crash_of
from tests.store.crowds import posted, race, reversed_twice, storm
from tests.store.ledger import Ledger, use, use_nothing
from tests.store.overseer import wrong
from tests.store.tampering import Tamperer
from tests.store.test_attacks import lived_in
from tests.store.test_crashes import opened
from tests.store.test_opening import assert_same_future, kept_from_the_beginning
from tests.store.test_two_years import MONTHS

KILLS, SERVER_CRASHES, BYTES, RACES, REVERSED, REQUESTS = 500, 60, 2_000, 20, 200, 1_000
COMMANDS, A_LEDGER = 200_000, 2_000
_FORK = get_context("fork")


class Siege:
    """Fresh ledgers, one chance for all of it, and what was found wrong."""

    def __init__(self, cluster: Cluster, folder: Path, seed: int, share: int) -> None:
        self.cluster, self.folder, self.chance, self.share = cluster, folder, Random(seed), share
        self.made, self.wrong = 0, 0
        self.templates = {"sqlite": str(folder / "template.sqlite3"), "postgresql": cluster.create("template")}
        for address in self.templates.values():
            use(address)
            Ledger.begun()
            use_nothing()

    @contextmanager
    def ledger(self, vendor: str, begun: Callable[[Ledger], Ledger]) -> Iterator[Ledger]:
        """A fresh one, begun in some way."""
        self.made += 1
        place = self.folder / str(self.made)
        place.mkdir()
        for one in fresh(vendor, self.templates, self.cluster, place):
            yield begun(one)

    @contextmanager
    def empty(self, vendor: str) -> Iterator[str]:
        """A place in which nothing is set up yet; its address."""
        self.made += 1
        address = str(self.folder / f"{self.made}.sqlite3") if vendor == "sqlite" else self.cluster.create()
        use(address)
        yield address
        use_nothing()
        if vendor == "postgresql":
            self.cluster.drop(address)

    def in_a_copy(self, address: str, do: Callable[[], list[str]]) -> list[str]:
        """What comes of something that is done to a copy of a ledger, by a process that goes on from here alone."""
        use_nothing()
        of_file = not address.startswith("postgresql:")
        self.made += 1
        copy = f"{address}.{self.made}" if of_file else self.cluster.create(template=urlsplit(address).path[1:])
        if of_file:
            shutil.copyfile(address, copy)
        mine, its = _FORK.Pipe()
        process = _FORK.Process(target=_done, args=(copy, do, its))
        process.start()
        its.close()
        try:
            found: list[str] = mine.recv()
        except EOFError:
            found = ["it failed"]
        process.join()
        if of_file:
            Path(copy).unlink()
        else:
            self.cluster.drop(copy)
        use(address)
        return found

    def say(self, what: object, right: bool) -> None:
        """One line of the report."""
        self.wrong += not right
        print("ok  " if right else "FAIL", what, flush=True)


def _done(address: str, do: Callable[[], list[str]], to: Connection) -> None:
    use(address)
    to.send(do())
    use_nothing()


def whole() -> bool:
    """Whether verification finds nothing."""
    return not [fault for _, faults in verify() for fault in faults]


def crashes(siege: Siege, vendor: str) -> None:
    """Posters are killed, and the server under them."""
    kills = KILLS // siege.share
    with siege.ledger(vendor, opened) as ledger:
        toll = besiege(ledger, kills, siege.chance)
        siege.say(f"{vendor}: {toll}", not toll.wrong and toll.caught > kills / 2)
    if vendor == "postgresql":
        kills = SERVER_CRASHES // siege.share
        with siege.ledger(vendor, opened) as ledger:
            toll = besiege(ledger, kills, siege.chance, crash_of(siege.cluster))
            siege.say(f"the server of {vendor}: {toll}", not toll.wrong and toll.caught > kills / 2)


def crowds(siege: Siege, vendor: str) -> None:
    """Many at once."""
    for _ in range(RACES // siege.share if vendor == "postgresql" else 0):
        with siege.ledger(vendor, opened) as ledger:
            count, late = race(ledger, 6, 60)
            siege.say(f"{vendor}: six posters against a closer: {count} entries, {late} late", not late and whole())
    with siege.ledger(vendor, opened) as ledger:
        ledger.agreed("grant_role", "ann", "ben", person="roy", role="RA")
        count = REVERSED // siege.share
        done, refused = reversed_twice(ledger, [posted(ledger, f"fee {n}") for n in range(count)])
        right = done == refused == count and whole()
        siege.say(f"{vendor}: {count} entries reversed twice at once: {done} done, {refused} refused", right)
    with siege.ledger(vendor, opened) as ledger:
        answers = storm(ledger, REQUESTS // siege.share, 16, siege.chance)
        differ = sum(len(same) != 1 for same in answers.values())
        siege.say(f"{vendor}: {len(answers)} requests sent 2 to 5 times: {differ} answered differently", not differ)


def tampering(siege: Siege, vendor: str) -> None:
    """Random bytes of random columns."""
    with siege.ledger(vendor, lived_in) as ledger:
        tamperer = Tamperer(ledger, siege.chance)
        columns, count, missed = list(tamperer.columns()), BYTES // siege.share, []
        for _ in range(count):
            change = tamperer.change(*siege.chance.choice(columns))
            if whole():
                missed.append(change)
            tamperer.put_back(change)
        tamperer.close()
        siege.say(f"{vendor}: {count} bytes altered, {len(missed)} not found {missed[:3]}", not missed and whole())


def commands(siege: Siege, vendor: str) -> None:
    """Random commands, half of them on each database: nobody agrees to their own."""
    done, took, found = 0, Counter[str](), []
    for _ in range(COMMANDS // len(VENDORS) // A_LEDGER // siege.share):
        with siege.ledger(vendor, lambda ledger: ledger) as ledger:
            mob.Mob(ledger, siege.chance).run(A_LEDGER)
            seen = list(effects.effects())
            done, took = done + A_LEDGER, took + Counter(one.action for one in seen)
            found += [fault for effect in seen for fault in wrong(effect)]
            found += [] if whole() else ["verification finds something"]
    kinds = ", ".join(f"{took[one]:,} {one}" for one in ("treatment.override", "prior.class", "period.restate"))
    words = f"{done:,} random commands, {took.total():,} effects, of them {kinds}, wrong: {found[:3] or 'none'}"
    siege.say(f"{vendor}: {words}", not found and took.keys() >= effects.ACTIONS)


def cut_overs(siege: Siege, vendor: str) -> None:
    """A cut-over at the end of each month of two years, closed to their end."""
    with siege.ledger(vendor, lambda ledger: ledger) as ledger:
        months, differ = MONTHS[: -1 : siege.share], []
        known = kept_from_the_beginning(ledger, months)
    for month in months:
        with siege.ledger(vendor, lambda ledger: ledger) as ledger:
            try:
                assert_same_future(ledger, known, month)
            except AssertionError:
                differ.append(month)
    words = f"{len(months)} cut-overs closed to the end, with another future: {differ or 'none'}"
    siege.say(f"{vendor}: {words}", not differ)


def of_demo(siege: Siege, vendor: str) -> None:
    """The demo company, closed from its beginning, and going live at the end of each of its months; the first, a middle
    and the last of these ledgers are verified too."""
    count, wrong_ones = DEMO_MONTHS, []
    names = demo_cut_over.months(count)
    with siege.empty(vendor):
        demo_cut_over.built(count, frozenset())
        cuts = range(1, count, siege.share)
        known = {cut: demo_cut_over.says(names[:cut], names[cut:]) for cut in cuts}
    proved = {min(known), count // 2, max(known)}
    with siege.empty(vendor) as address:
        for company, cut in demo_cut_over.unposted(count, frozenset()):
            if cut not in known:
                continue

            def goes_live(company: demo_cut_over.Late = company, cut: int = cut) -> list[str]:
                demo_cut_over.goes_live(company, count, cut, known[cut])
                found = ["/".join(of) for of in demo_cut_over.differ(known[cut], names[cut:])]
                return found + (["verification finds something"] if cut in proved and not whole() else [])

            found = siege.in_a_copy(address, goes_live)
            siege.say(f"{vendor}: the demo company from {names[cut - 1]}, otherwise: {found or 'nothing'}", not found)
            wrong_ones += [names[cut - 1]] if found else []
    words = f"{len(known)} cut-overs of the demo company, with another future: {wrong_ones or 'none'}"
    siege.say(f"{vendor}: {words}", not wrong_ones)


PARTS = {part.__name__: part for part in (crashes, crowds, cut_overs, of_demo, commands, tampering)}


def main() -> int:
    """All of it, on both databases."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--tenth", action="store_true", help="a tenth of the counts")
    asks.add_argument("--seed", type=int, default=606)
    asks.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    asks.add_argument("--databases", nargs="*", choices=VENDORS, default=list(VENDORS))
    given = asks.parse_args()
    cluster, folder = Cluster(), Path(tempfile.mkdtemp(prefix="duly-soak-"))
    try:
        siege = Siege(cluster, folder, given.seed, 10 if given.tenth else 1)
        for part in given.parts:
            for vendor in given.databases:
                PARTS[part](siege, vendor)
    finally:
        use_nothing()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"seed {given.seed}: {'all held' if not siege.wrong else f'{siege.wrong} failed'}")
    return 1 if siege.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
