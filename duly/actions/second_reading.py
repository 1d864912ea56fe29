"""A second reader of a document, asked by a message that goes out and heard by one that comes in. What it says is
proposed beside the rest, marked as its own; people answer it like anything else."""

from __future__ import annotations

import json
from typing import NamedTuple

from duly.actions import papers
from duly.actions.documents import known_document, reading_that_counts
from duly.actions.errors import NothingToDo
from duly.actions.gate import Json, Step, verb
from duly.engine.documents.proposals import Segment, Term
from duly.store.canonical import canonical
from duly.store.documents import ProposedTerm, Reading
from duly.store.mail import Inbox, Outbox

ASKED = "document.second_reading_asked"
SOURCE = "second reader"


class Asked(NamedTuple):
    """A question that waits for its answer. message: its number · text, segments: of the reading it is about."""

    message: str
    document: str
    reading: int
    text: str
    segments: tuple[Segment, ...]


@verb("document.read")
def ask_second_reader(step: Step, document: str) -> Json:
    """Ask the second reader to read a document, as its last reading has it. Its words leave this machine by that."""
    known = known_document(document)
    step.touch(known.entity)
    reading = reading_that_counts(known)
    if any((one.document, one.reading) == (document, reading.number) for one in waiting()):
        raise NothingToDo(f"the second reader was asked about {document} and has not answered yet")
    step.subject = document
    step.tell(ASKED, entity=known.entity, document=document, reading=reading.number)
    return {"document": document, "reading": reading.number, "asked": "the second reader"}


@verb("document.read")
def take_second_reading(step: Step, message: str, document: str, reading: int, terms: list[Json], dropped: int) -> Json:
    """Keep what the second reader proposes. terms: as `duly.actions.papers` writes them, each with words that stand in
    the text · dropped: how many of its terms were not believed."""
    known = known_document(document)
    step.touch(known.entity)
    kept = Reading.objects.get(document=known, number=reading)
    found = [papers.proposal_of(one, kept.text) for one in terms]
    Inbox(source=SOURCE, external=message, body=canonical({"dropped": dropped, "terms": terms}), seq=step.seq).save(
        force_insert=True
    )
    rows = list(ProposedTerm.objects.filter(reading=kept))
    new = [term for term in found if not any(_same(term, row) for row in rows)]
    first = max((row.position for row in rows), default=0) + 1
    ProposedTerm.objects.bulk_create([_row(kept, first + n, term, step.seq) for n, term in enumerate(new)])
    step.subject = document
    return {"document": document, "reading": reading, "new terms": len(new), "known": len(found) - len(new),
            "dropped": dropped}  # fmt: skip


def _same(term: Term, row: ProposedTerm) -> bool:
    """Whether a term was proposed already: the same field and value, in words that touch."""
    touches = term.start < row.until and row.start < term.end
    return touches and (term.field, canonical(term.value)) == (row.field, row.value)


def _row(reading: Reading, position: int, term: Term, seq: int) -> ProposedTerm:
    said = {"field": term.field, "value": canonical(term.value), "checks": canonical(list(term.checks))}
    place = {"start": term.start, "until": term.end, "confidence": papers.thousandths(term.confidence)}
    return ProposedTerm(reading=reading, position=position, **said, **place, seq=seq)


def waiting() -> list[Asked]:
    """The questions without an answer, the oldest first."""
    heard = set(Inbox.objects.filter(source=SOURCE).values_list("external", flat=True))
    found = []
    for row in Outbox.objects.filter(event=ASKED).order_by("pk"):
        if str(row.pk) in heard:
            continue
        body = json.loads(row.body)
        kept = Reading.objects.get(document_id=body["document"], number=body["reading"])
        parts = tuple(Segment(*part) for part in json.loads(kept.segments))
        found.append(Asked(str(row.pk), body["document"], body["reading"], kept.text, parts))
    return found
