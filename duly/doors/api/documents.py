"""Documents: received, read, their proposed terms reviewed, and what was confirmed taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from duly.actions import review
from duly.actions.answers import answers_of
from duly.actions.documents import known_document, reading_of
from duly.actions.errors import NoConfirmationLimit, UnknownDocument
from duly.actions.lists import documents_listed, only_named
from duly.actions.money import decimals
from duly.actions.names import DOCUMENT, names_of
from duly.actions.readers import READ
from duly.doors.api.admission import Asked
from duly.doors.api.operations import Room
from duly.doors.api.paging import page, page_of_list, place_of, since_of
from duly.doors.api.problems import Malformed
from duly.doors.api.shapes import (
    Asking,
    Commanded,
    ExternalName,
    Language,
    Listed,
    MoneyTaken,
    Named,
    OptionalRef,
    Page,
    Paged,
    Ref,
    Since,
    Told,
)
from duly.doors.api.telling import language
from duly.ground.tree import Block
from duly.store.documents import Document, Reading
from duly.store.trees import plain, stored

room = Room("documents")


class DocumentRow(Told):
    """A document as it came in. `readings`: how often it was read."""

    document: str
    name: str
    kind: str
    entity: str
    sha256: str
    command: int
    readings: int
    external_names: list[ExternalName]


class TermRow(Told):
    """A proposed term. `sure` in thousandths; `start` and `end`: offsets of its words in the text, half-open; `answer`
    is empty while nobody has answered."""

    term: str
    field: str
    value: Any
    page: int
    start: int
    end: int
    words: str
    sure: int
    failed_checks: list[str]
    answer: str


class QueueRow(Told):
    """A document with something to answer. `amount`: the largest owed, as text, with its currency where it is known."""

    document: str
    name: str
    entity: str
    amount: str
    currency: str
    read: bool
    open: int


class OpenPoint(Told):
    """Something that a person has to add or decide."""

    what: str
    why: str


class DocumentDraft(Told):
    """A contract in the contract language with all that was proposed, each value with its passage."""

    document: str
    contract: Any
    open: list[OpenPoint]


class DocumentsAsked(Paged, Since, Named):
    """The query of documents."""

    entity: OptionalRef = ""


class QueueAsked(Paged):
    """The query of the queue."""

    entity: Ref


class DocumentTaken(Commanded):
    """A document: its bytes in base64, 25 MB at most."""

    name: Ref = Field(examples=["order.pdf"])
    content: str = Field(min_length=1, max_length=34_000_000, pattern="^[A-Za-z0-9+/]+={0,2}$")
    entity: Ref
    source: OptionalRef = ""
    external_id: OptionalRef = ""


class ConfirmationTaken(Commanded):
    """The draft as you edited it: what keeps its passage is confirmed or corrected, what is gone is rejected."""

    contract: Language


class RejectionTaken(Commanded):
    """A term that is none; `why` is needed."""

    term: Ref = Field(examples=["4"])


class LimitTaken(Commanded):
    """Below which amount one person may confirm a contract; `why` is needed."""

    entity: Ref
    below: MoneyTaken


@room.question("/documents", READ)
def list_documents(asked: Asked, q: DocumentsAsked) -> Page[DocumentRow]:
    """List documents. In the order in which they came in."""
    place = place_of(q)
    rows = documents_listed(place.seq, asked.of(q.entity), since=since_of(q))
    rows = only_named(rows, place.seq, DOCUMENT, q.source, q.external_id)
    return page(q, place, rows, ["seq"], lambda found: _rows(found, place.seq))


def _rows(found: Sequence[Document], seq: int) -> list[DocumentRow]:
    names = names_of(seq, DOCUMENT, [one.ref for one in found])
    return [
        DocumentRow(
            document=one.ref,
            name=one.name,
            kind=one.kind,
            entity=one.entity,
            sha256=one.sha256,
            command=one.seq,
            readings=Reading.objects.filter(document=one, seq__lte=seq).count(),
            external_names=[ExternalName(**name) for name in names.get(one.ref, ())],
        )
        for one in found
    ]


@room.question("/documents/{document}", READ)
def get_document(asked: Asked, document: Ref, q: Asking) -> DocumentRow:
    """Get a document. What came in, and how often it was read."""
    found, seq = known_document(document), asked.at(q.as_of)
    asked.require(found.entity)
    if found.seq > seq:
        raise UnknownDocument(f"{document} was not known by command {seq}")
    return _rows([found], seq)[0]


@room.question("/documents/{document}/terms", READ)
def list_terms(asked: Asked, document: Ref, q: Asking) -> Listed[TermRow]:
    """List proposed terms. Those of the last reading, each with its page, words, confidence and failed checks."""
    asked.require(known_document(document).entity)
    seq = asked.at(q.as_of)
    rows = [_term(one) for one in review.terms_shown(asked.person, document, seq)]
    return Listed(items=rows, as_of=seq)


def _term(one: review.Shown) -> TermRow:
    same = {name: getattr(one, name) for name in ("field", "value", "page", "start", "end", "words", "sure", "answer")}
    return TermRow(term=one.ref, failed_checks=list(one.checks), **same)


@room.question("/review-queue", READ)
def list_review_queue(asked: Asked, q: QueueAsked) -> Page[QueueRow]:
    """List what waits to be looked at. Documents with terms nobody has answered, the most money first."""
    asked.require(q.entity)
    place = place_of(q)
    rows = [
        QueueRow(
            document=one.document,
            name=one.name,
            entity=one.entity,
            amount=str(one.amount),
            currency=one.currency,
            read=not one.unread,
            open=len(one.open),
        )
        for one in review.review_queue(asked.person, q.entity, place.seq)
    ]
    return page_of_list(q, place, rows, lambda one: one.document)


@room.question("/documents/{document}/draft", READ)
def get_document_draft(asked: Asked, document: Ref, q: Asking) -> DocumentDraft:
    """Get a draft. A contract with all that was proposed and nobody rejected, to be edited and confirmed."""
    asked.require(known_document(document).entity)
    draft = review.draft_of_document(asked.person, document, asked.at(q.as_of))
    points = [OpenPoint(what=one.what, why=one.why) for one in draft.open]
    return DocumentDraft(document=document, contract=plain(draft.tree), open=points)


@room.command("/documents", "receive_document", "document.receive")
def receive_document(asked: Asked, body: DocumentTaken) -> dict[str, Any]:
    """Keep a document. As it came in, once."""
    named = {"system": body.source, "external_id": body.external_id} if body.external_id else {}
    return {"name": body.name, "content": body.content, "entity": body.entity} | named


@room.command("/documents/{document}/readings", "read_document", "document.read")
def read_document(asked: Asked, document: Ref, body: Commanded) -> dict[str, Any]:
    """Read a document. Words, clauses and proposed terms are kept for people to confirm; nothing takes effect by it."""
    asked.require_right("document.read", known_document(document).entity)
    return reading_of(asked.person, document)


@room.command("/documents/{document}/confirmations", "confirm_terms", "terms.confirm")
def confirm_terms(asked: Asked, document: Ref, body: ConfirmationTaken) -> dict[str, Any]:
    """Confirm the terms of a document. The contract that follows comes in when another person has agreed (202)."""
    entity = known_document(document).entity
    asked.require_right("terms.confirm", entity)
    block = language(asked.body, "contract")
    if not isinstance(block, Block):
        raise Malformed("body.contract: one contract, as an object")
    answers = answers_of(asked.person, block, document)
    return {"document": document, "contract": {"file": "body.json", "tree": stored(block)}, "answers": answers}


@room.command("/documents/{document}/rejections", "reject_term", "terms.reject")
def reject_term(asked: Asked, document: Ref, body: RejectionTaken) -> dict[str, Any]:
    """Reject a proposed term. One that is none."""
    return {"document": document, "term": body.term}


@room.command("/documents/{document}/second-readings", "ask_second_reader", "document.read")
def ask_second_reader(asked: Asked, document: Ref, body: Commanded) -> dict[str, Any]:
    """Ask the second reader. Its words leave this machine by that."""
    return {"document": document}


@room.command("/confirmation-limits", "set_confirmation_limit", "confirmation_limit.set")
def set_confirmation_limit(asked: Asked, body: LimitTaken) -> dict[str, Any]:
    """Set below which amount one person may confirm. Nothing (0.00) takes the second person back to every contract."""
    digits = dict(decimals())
    if body.below.currency not in digits:
        raise NoConfirmationLimit(f"there is no currency {body.below.currency!r}", fix="a code of ISO 4217, as USD")
    return {"entity": body.entity, "amount": str(body.below.minor(digits)), "currency": body.below.currency}
