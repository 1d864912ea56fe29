"""Many at once, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from django.db import connections

from duly.actions.errors import EntryIsReversed, PeriodIsClosed, ProposalIsStale
from duly.actions.gate import Done
from duly.ground.errors import DulyError
from duly.store.journal import Entry
from duly.store.periods import CLOSED, PeriodEvent
from tests.store.ledger import Ledger, plain
from tests.store.poster import FEE

Result = TypeVar("Result")
MANUAL = {"entity": "US01", "period": "2026-02"}


def together(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run all at once, beginning at the same moment; what each gave, or the first fault of a thread."""
    gate, given, faults = threading.Barrier(len(tasks)), {}, []

    def run(number: int, task: Callable[[], Result]) -> None:
        try:
            gate.wait()
            given[number] = task()
        except BaseException as fault:  # noqa: BLE001 - told by the thread that waits
            faults.append(fault)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return [given[number] for number in range(len(tasks))]


def posted(ledger: Ledger, name: str) -> str:
    """A manual entry by a name, written and agreed to; its reference."""
    done = ledger.agreed("enter_manually", "rae", "ben", why=name, lines=FEE, **MANUAL)
    return str(done.effect["effect"]["entry"])


def race(ledger: Ledger, posters: int, before: int) -> tuple[int, int]:
    """Posters against a closer, who closes when so many entries are there: how many were posted, and how many of them
    after the close."""
    enough, given_up, told = threading.Semaphore(0), threading.Event(), []

    def poster(who: int) -> None:
        try:
            while not given_up.is_set():
                told.append(posted(ledger, f"{who}/{len(told)}"))
                enough.release()
        except PeriodIsClosed:
            return
        finally:
            # The closer waits for nobody who is gone.
            enough.release(before)

    def closer(_: int) -> None:
        for _ in range(before):
            enough.acquire()
        while True:
            try:
                ledger.agreed("close_period", "rob", "ben", **MANUAL)
                return
            except ProposalIsStale:
                # Entries came between what was proposed and its approval.
                continue
            except BaseException:
                given_up.set()
                raise

    together([lambda n=n: (closer if n == posters else poster)(n) for n in range(posters + 1)])
    close = PeriodEvent.objects.filter(state=CLOSED, period__name="2026-02").get()
    stored = Entry.objects.filter(kind="manual")
    assert set(told) == set(stored.values_list("ref", flat=True))
    return len(told), stored.filter(seq__gt=close.seq).count()


def reversed_twice(ledger: Ledger, entries: Sequence[str]) -> tuple[int, int]:
    """Each entry reversed by two at once, each agreed to by somebody: how many went through and how many did not."""
    agreed: list[bool] = []
    for entry in entries:
        waits = together([lambda who=who, entry=entry: _asks(ledger, who, entry) for who in ("rae", "roy")])
        agreed += together(
            [lambda one=one, who=who: _agrees(ledger, who, one) for one, who in zip(waits, ("ben", "con"), strict=True)]
        )
    return agreed.count(True), agreed.count(False)


def _asks(ledger: Ledger, who: str, entry: str) -> Done:
    return ledger.do("reverse_entry", who, entry=entry, period="2026-02", why=f"{who} takes it back")


def _agrees(ledger: Ledger, who: str, waiting: Done) -> bool:
    try:
        ledger.do("approve", who, proposal=waiting.proposal)
    except EntryIsReversed:
        return False
    return True


def storm(ledger: Ledger, requests: int, senders: int, chance: Random) -> dict[str, set[str]]:
    """Each request sent two to five times, shuffled over senders: the answers by key."""
    sent = [number for number in range(requests) for _ in range(chance.randint(2, 5))]
    chance.shuffle(sent)

    def sender(mine: list[int]) -> list[tuple[str, str]]:
        answers = []
        for number in mine:
            row = f"{{date: 2026-02-03, paid: {number + 1}.00, invoice: I-1}}"
            try:
                done = ledger.record("CT-1", row, key=f"bank-{number}")
                answers.append((f"bank-{number}", plain([done.effect, done.seq])))
            except DulyError as refused:
                answers.append((f"bank-{number}", str(refused)))
        return answers

    found: dict[str, set[str]] = {}
    for answers in together([lambda n=n: sender(sent[n::senders]) for n in range(senders)]):
        for key, answer in answers:
            found.setdefault(key, set()).add(answer)
    return found
