"""The worker: takes what waits to go out, sends and asks, and brings back what comes in. It decides nothing.

Whatever fails stays waiting and is tried again with a later round. Several workers may run: a message is answered once
and sent by one of them.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from django.db import OperationalError, close_old_connections

from duly.actions.papers import term_as_json
from duly.actions.second_reading import Asked, waiting
from duly.actions.verbs import perform
from duly.actions.watching import seen
from duly.doors.connectors.extractor.client import Extractor, ask, configured
from duly.doors.connectors.jobs import steps
from duly.doors.connectors.webhooks.rounds import deliver
from duly.engine.documents.proposals import Term
from duly.engine.documents.quotes import Dropped, believed, questions
from duly.ground.errors import DulyError

# Seconds between two rounds, and how many of them until the second reader is asked again.
_PAUSE = 2.0
_ROUNDS_TO_ASK = 30
_PULSE = 30.0


class Worked(NamedTuple):
    """What came of a message: what it was about, and an error where it has to wait."""

    about: str
    said: str
    error: DulyError | None = None


class Stop:
    """Whether the worker was told to stop: by the machine that goes down, or by a person. What it has in hand it
    finishes."""

    def __init__(self) -> None:
        self.told = threading.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: self.told.set())

    def wait(self, seconds: float) -> bool:
        """Wait for the next round; whether there is none."""
        return self.told.wait(seconds)


def rounds(actor: str, stop: Stop, *, once: bool = False) -> Iterator[Worked]:
    """Round after round; the next one follows when nothing is left to do, a little later. What waits as it did is said
    once."""
    said: dict[str, str] = {}
    pulse = _Pulse()
    for number in count():
        for one in _tried(actor, pulse, asks=number % _ROUNDS_TO_ASK == 0):
            if said.get(one.about) != one.said or not one.said.startswith("waits"):
                yield one
            said[one.about] = one.said
            if stop.told.is_set():
                return
        if once or stop.wait(_PAUSE):
            return


class _Pulse:
    """Says now and then that this worker is there, in a long round too."""

    def __init__(self) -> None:
        self.name, self.last = f"{socket.gethostname()}:{os.getpid()}", -_PULSE

    def beat(self) -> None:
        """Be seen, if that is some time ago."""
        if time.monotonic() - self.last >= _PULSE:
            seen(self.name)
            self.last = time.monotonic()


def _tried(actor: str, pulse: _Pulse, *, asks: bool) -> Iterator[Worked]:
    """A round; a database that is away for a moment is waited for. asks: the second reader too."""
    try:
        pulse.beat()
        for one in work(actor, asks=asks):
            yield one
            pulse.beat()
    except OperationalError as error:
        yield Worked("the database", f"waits: {str(error).strip().splitlines()[0]}")
    close_old_connections()


def work(actor: str, *, asks: bool = True) -> Iterator[Worked]:
    """One round: each job and each message that waits, in turn. asks: the second reader too."""
    for job, said in steps():
        yield Worked(job.ref, said)
    for one in deliver(actor):
        yield Worked(f"{one.message.endpoint.ref} {one.message.id} {one.message.name}", one.said, one.error)
    if asks:
        yield from _second_readings(actor)


def _second_readings(actor: str) -> Iterator[Worked]:
    extractor = configured()
    for one in waiting():
        if extractor is None:
            yield Worked(one.document, "waits: no second reader is configured (DULY_EXTRACTOR_URL)")
            continue
        try:
            yield Worked(one.document, _second_reading(actor, one, extractor))
        except DulyError as error:
            yield Worked(one.document, "waits", error)


def _second_reading(actor: str, one: Asked, extractor: Extractor) -> str:
    terms: list[Term] = []
    dropped: list[Dropped] = []
    for question in questions(one.text, one.segments, extractor.model):
        found, left = believed(one.text, ask(extractor, question))
        terms += found
        dropped += left
    unique = list({(term.field, term.start, term.end, str(term.value)): term for term in terms}.values())
    args = {
        "message": one.message,
        "document": one.document,
        "reading": one.reading,
        "terms": [term_as_json(term, one.text) for term in unique],
        "dropped": len(dropped),
    }
    effect = perform("take_second_reading", actor, args, key=f"second reading {one.message}").effect
    return ", ".join(f"{name} {count}" for name, count in effect.items() if name not in ("document", "reading"))
