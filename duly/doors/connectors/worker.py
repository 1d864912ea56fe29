"""The worker: takes what waits to go out, asks, and brings back what comes in. It decides nothing.

Whatever fails stays waiting and is tried again with the next round; a message is answered once, whoever sends it twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from duly.actions.papers import term_as_json
from duly.actions.second_reading import Asked, waiting
from duly.actions.verbs import perform
from duly.doors.connectors.extractor.client import Extractor, ask, configured
from duly.doors.connectors.jobs import steps
from duly.engine.documents.proposals import Term
from duly.engine.documents.quotes import Dropped, believed, questions
from duly.ground.errors import DulyError


class Worked(NamedTuple):
    """What came of a message: what it was about, and an error where it has to wait."""

    about: str
    said: str
    error: DulyError | None = None


def work(actor: str) -> Iterator[Worked]:
    """One round: each job and each message that waits, in turn."""
    for job, said in steps():
        yield Worked(job.ref, said)
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
