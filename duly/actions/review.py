"""What waits for a person to look at: documents by the money at stake, and in each the terms nobody has answered;
what a draft is made from; and what people answered, from which the reader of this organisation learns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from duly.actions.documents import known_document, reading_that_counts
from duly.actions.papers import Restored, restored
from duly.actions.readers import require_reader
from duly.engine.documents.drafts.draft import ALIAS, Draft
from duly.engine.documents.drafts.drafting import drafted
from duly.engine.documents.proposals import Value
from duly.ground.dates import day
from duly.ground.paper import Paper
from duly.ground.tree import Block, Text
from duly.store.audit import NOW, moment_of
from duly.store.documents import (
    ADDED,
    CONFIRMED,
    CORRECTED,
    NOT_TAKEN_OVER,
    REJECTED,
    Document,
    ProposedTerm,
    Reading,
    TermAnswer,
    open_terms,
    paper_of,
)

_AMOUNT = re.compile(r"\d{1,18}(?:\.\d{1,6})?")
_NO_AMOUNT = Decimal(0)
# Amounts that nobody owes: limits of insurance and thresholds, what is only hoped for, the most of damages.
_NOT_AT_STAKE = ("not_a_contract_fee", "not_a_commitment", "liability_cap")


class Shown(NamedTuple):
    """A proposed term as a person looks at it. sure: thousandths · checks: those it failed · answer: "" while nobody
    has answered."""

    ref: str
    field: str
    value: Value
    page: int
    start: int
    end: int
    words: str
    sure: int
    checks: tuple[str, ...]
    answer: str


class Queued(NamedTuple):
    """A document with terms nobody has answered. amount, currency: the largest owed · unread: nobody has read it."""

    document: str
    name: str
    entity: str
    amount: Decimal
    currency: str
    open: tuple[Shown, ...]
    unread: bool = False


class Correction(NamedTuple):
    """What a person said of a passage: whether it is of a field, and what it says."""

    text: str
    field: str
    holds: bool
    value: Value


def review_queue(by: str, entity: str, seq: int = NOW) -> list[Queued]:
    """The documents of an entity with something to answer as of a command, the most money first; of equal amounts the
    one whose least sure term is the least sure."""
    require_reader(by, entity)
    documents = list(Document.objects.filter(entity=entity, seq__lte=seq).defer("bytes").order_by("seq"))
    readings = Reading.objects.filter(document__in=documents, seq__lte=seq).order_by("number")
    last = {one.document_id: one for one in readings}
    waiting: dict[int, list[ProposedTerm]] = {}
    for term in open_terms([*last.values()], seq):
        waiting.setdefault(term.reading_id, []).append(term)
    found = []
    for one in documents:
        reading = last.get(one.ref)
        if reading is None:
            found.append(Queued(one.ref, one.name, entity, _NO_AMOUNT, "", (), True))
        elif reading.pk in waiting:
            found.append(_queued(one, reading, waiting[reading.pk]))
    return sorted(found, key=lambda one: (-one.amount, min((term.sure for term in one.open), default=0)))


def terms_shown(by: str, document: str, seq: int = NOW) -> list[Shown]:
    """Every term that the last reading of a document proposes as of a command, with its answer if there is one."""
    known = known_document(document)
    require_reader(by, known.entity)
    reading = reading_that_counts(known, seq)
    waiting = {one.pk for one in open_terms([reading], seq)}
    rows = ProposedTerm.objects.filter(reading=reading, seq__lte=seq).order_by("position")
    said = dict(TermAnswer.objects.filter(term__in=rows, seq__lte=seq).values_list("term_id", "answer"))
    paper = paper_of(reading, known.name)
    return [_shown(one, reading, paper, "" if one.pk in waiting else said.get(one.pk, "answered")) for one in rows]


def as_read(by: str, document: str, seq: int = NOW) -> tuple[Paper, Restored]:
    """A document as its last reading has it, and what that proposes, as of a command."""
    known = known_document(document)
    require_reader(by, known.entity)
    reading = reading_that_counts(known, seq)
    terms = ProposedTerm.objects.filter(reading=reading, seq__lte=seq).order_by("position")
    return paper_of(reading, known.name), restored(reading, list(terms))


def draft_of_document(by: str, document: str, seq: int = NOW) -> Draft:
    """A contract file with all that was proposed and nobody rejected, each value with its passage; it names the
    document as the ledger does."""
    paper, proposed = as_read(by, document, seq)
    refused = {one.ref for one in terms_shown(by, document, seq) if one.answer == REJECTED}
    terms = [term for n, term in enumerate(proposed.terms, 1) if not any(ref.endswith(f"/{n}") for ref in refused)]
    known = known_document(document)
    received = day(moment_of(known.seq)[:10])
    draft = drafted(paper, terms, received)
    draft.tree = _of_ledger(draft.tree, known)
    return draft


def _of_ledger(tree: Block, document: Document) -> Block:
    """A draft with the entity the document came in for, and its name in the ledger."""
    made = Block()
    for key, value in tree.items():
        made.put(Text(key), value)
        if key == "contract":
            made.put(Text("entity"), Text(document.entity))
    named = Block()
    named.put(Text(ALIAS), Text(f"{document.ref} {document.name}"))
    made["documents"] = named
    return made


def corrections() -> Iterator[Correction]:
    """What people answered, passage by passage: the words around, the field, whether it holds, and the value that does.
    What a draft did not take over may have been read rightly, and says nothing."""
    segments: dict[int, list[tuple[int, int]]] = {}
    for one in TermAnswer.objects.select_related("reading", "term").order_by("seq", "pk").iterator(chunk_size=100):
        if one.answer == REJECTED and one.why == NOT_TAKEN_OVER:
            continue
        if one.reading_id not in segments:
            segments[one.reading_id] = [(start, end) for start, end, *_ in json.loads(one.reading.segments)]
        text = _around(one, segments[one.reading_id])
        holds = one.answer in (CONFIRMED, CORRECTED, ADDED)
        yield Correction(text, one.field, holds, json.loads(one.value))


def _around(one: TermAnswer, segments: list[tuple[int, int]]) -> str:
    """The segments that a span touches, else the span alone."""
    touched = [(start, end) for start, end in segments if start < one.until and end > one.start]
    start = min((start for start, _ in touched), default=one.start)
    return one.reading.text[start : max((end for _, end in touched), default=one.until)]


def _queued(document: Document, reading: Reading, terms: list[ProposedTerm]) -> Queued:
    owed = [term for term in terms if term.field not in _NOT_AT_STAKE]
    amounts = [found for term in owed for found in _amounts(json.loads(term.value))]
    amount, currency = max(amounts, default=(_NO_AMOUNT, ""))
    paper = paper_of(reading, document.name)
    rows = tuple(_shown(one, reading, paper, "") for one in terms)
    return Queued(document.ref, document.name, document.entity, amount, currency, rows)


def _amounts(value: object) -> Iterator[tuple[Decimal, str]]:
    """The amounts in a value, each with its currency."""
    if isinstance(value, list):
        for one in value:
            yield from _amounts(one)
    elif isinstance(value, dict):
        amount = value.get("amount")
        if isinstance(amount, str) and _AMOUNT.fullmatch(amount):
            yield Decimal(amount), str(value.get("currency") or "")
        for one in value.values():
            yield from _amounts(one)


def _shown(one: ProposedTerm, reading: Reading, paper: Paper, answer: str) -> Shown:
    words = " ".join(reading.text[one.start : one.until].split())
    return Shown(
        ref=f"{reading.document_id}/{reading.number}/{one.position}",
        field=one.field,
        value=json.loads(one.value),
        page=paper.page_at(one.start),
        start=one.start,
        end=one.until,
        words=words,
        sure=one.confidence,
        checks=tuple(json.loads(one.checks)),
        answer=answer,
    )
