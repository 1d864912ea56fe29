"""Documents come in and are read. Reading happens before the gate, in a process of its own; what it found is kept here
when every span of it stands in the text."""

from __future__ import annotations

import base64
import binascii
import hashlib
import unicodedata
from pathlib import PurePath

from duly.actions import papers
from duly.actions.company import entity_named
from duly.actions.errors import CannotReceive, NothingToDo, UnknownDocument
from duly.actions.gate import Done, Json, Step, not_allowed, perform, verb
from duly.actions.names import DOCUMENT, keep_names
from duly.engine.access.roles import may
from duly.engine.documents.reading import Known
from duly.store import lift
from duly.store.access import roles_of
from duly.store.audit import NOW
from duly.store.canonical import canonical
from duly.store.documents import Document, ProposedTerm, Reading, last_reading

_MOST_BYTES = 25_000_000


@verb("document.receive")
def receive_document(step: Step, name: str, content: str, entity: str, system: str = "", external_id: str = "") -> Json:
    """Keep a document as it came in, once. content: its bytes in base64 · entity: whose contract it is · system,
    external_id: what it is called where it comes from."""
    step.touch(entity)
    entity_named(lift.company_at(step.seq), entity)
    data, called = _content(content, name), _name(name)
    mark = hashlib.sha256(data).hexdigest()
    first = Document.objects.filter(sha256=mark).defer("bytes").first()
    if first is not None:
        raise NothingToDo(f"these bytes came in as {first.ref} ({first.name}) by command {first.seq} already")
    kept = Document(
        ref=f"DOC-{Document.objects.count() + 1}",
        sha256=mark,
        name=called,
        kind=PurePath(called).suffix.lower().removeprefix("."),
        entity=entity,
        bytes=data,
        seq=step.seq,
    )
    kept.save(force_insert=True)
    keep_names(step, DOCUMENT, system, {kept.ref: external_id} if external_id else {})
    step.subject = kept.ref
    return {"received": kept.ref, "name": called, "entity": entity, "bytes": str(len(data)), "sha256": mark}


def read_and_keep(
    actor: str, document: str, *, with_: Known | None = None, key: str = "", why: str = "", dry_run: bool = False
) -> Done:
    """Read a document and keep what was found. with_: the weights and standard clauses, those that are shipped where
    nothing is said."""
    args = reading_of(actor, document, with_)
    return perform("read_document", actor, args, key=key, why=why, dry_run=dry_run)


def reading_of(actor: str, document: str, with_: Known | None = None) -> Json:
    """What `read_document` is told of a document: it is read for those alone who may keep what is found."""
    known = known_document(document)
    right = may(roles_of(actor), "document.read", known.entity)
    if not (right.makes or right.drafts):
        raise not_allowed(actor, "document.read", known.entity)
    return {"document": document, "reading": papers.read(bytes(known.bytes), known.name, with_)}


@verb("document.read")
def read_document(step: Step, document: str, reading: Json) -> Json:
    """Keep what was read in a document (`duly.actions.papers`), for people to confirm. Nothing takes effect by it."""
    known = known_document(document)
    step.touch(known.entity)
    found = papers.checked(reading)
    before = last_reading(known)
    if before is not None and (before.sha256, before.model) == (found.columns["sha256"], found.columns["model"]):
        raise NothingToDo(f"{document} was read so by {before.model} already, by command {before.seq}")
    kept = Reading(document=known, number=before.number + 1 if before else 1, **found.columns, seq=step.seq)
    kept.save(force_insert=True)
    rows = [
        ProposedTerm(
            reading=kept,
            position=position,
            field=term.field,
            value=canonical(term.value),
            start=term.start,
            until=term.end,
            confidence=papers.thousandths(term.confidence),
            checks=canonical(list(term.checks)),
            seq=step.seq,
        )
        for position, term in enumerate(found.terms, 1)
    ]
    ProposedTerm.objects.bulk_create(rows, batch_size=500)
    step.subject = document
    said = {"document": document, "reading": str(kept.number), "model": kept.model, "pages": str(found.pages)}
    return {**said, "terms": str(len(rows)), "to look at": found.findings}


def known_document(ref: str) -> Document:
    """A document of the ledger."""
    found = Document.objects.filter(ref=ref).first()
    if found is None:
        raise UnknownDocument(f"there is no document {ref!r} in the ledger", fix="`duly document queue` lists them")
    return found


def reading_that_counts(document: Document, seq: int = NOW) -> Reading:
    """The last reading of a document as of a command, by which it must have been read."""
    found = last_reading(document, seq)
    if found is None:
        raise UnknownDocument(f"{document.ref} was not read yet", fix=f"duly document read {document.ref}")
    return found


def _content(content: str, name: str) -> bytes:
    try:
        data = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CannotReceive(f"the content of {name!r} is not base64", why=str(error)) from None
    if not data:
        raise CannotReceive(f"{name!r} is empty: it has no bytes")
    if len(data) > _MOST_BYTES:
        raise CannotReceive(
            f"{name!r} has {len(data):,} bytes; at most {_MOST_BYTES:,} are kept",
            fix="send it in parts, or without pictures of a higher resolution than 300 dpi",
        )
    return data


def _name(name: str) -> str:
    """The name of a file without its folders, which must be readable."""
    called = name.replace("\\", "/").rpartition("/")[2].strip()
    if not called or len(called) > 200 or any(unicodedata.category(one)[0] == "C" for one in called):
        raise CannotReceive(f"{name[:60]!r} is no name of a file", fix="a short name without control characters")
    return called
