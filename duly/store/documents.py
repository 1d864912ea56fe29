"""Documents as they came in, what was read in them, what reading proposed, what people answered, and which contract
rests on which document. Offsets count characters of the text that was kept, half-open."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from django.db import models
from django.db.models import F

from duly.ground.columns import columns_of
from duly.ground.paper import Cell, Page, Paper, Remark, Words
from duly.store.audit import NOW
from duly.store.canonical import digest
from duly.store.contracts import Contract
from duly.store.texts import Bytes, Digest, Json, Name, Seq
from duly.store.texts import Words as Text

CONFIRMED, CORRECTED, REJECTED, ADDED = "confirmed", "corrected", "rejected", "added"
# Why a draft leaves a term out says nothing about whether it was read rightly.
NOT_TAKEN_OVER = "not taken over"
_COLUMNS = len(columns_of(Words))
# Offsets, pages and boxes fit 32 bits; a page of a document has no more than some thousands of words.
_MOST_WORDS = 4_000_000


class Document(models.Model):
    """A file as it came in, once. sha256: of its bytes · kind: the ending of its name."""

    ref = Name(primary_key=True)
    sha256 = Digest(unique=True)
    name = Name()
    kind = Name(blank=True)
    entity = Name()
    bytes = Bytes()
    seq = Seq()

    class Meta:
        db_table = "document"


class Reading(models.Model):
    """A document as read once: its text with words, pages, cells and remarks (`duly.ground.paper`), and segments,
    clauses and findings (`duly.engine.documents.proposals`). number: of the readings of its document, from 1 · model:
    what read it, in which version."""

    document = models.ForeignKey(Document, models.PROTECT)
    number = models.IntegerField()
    text = Text()
    sha256 = Digest()
    words = Bytes()
    pages = Json()
    cells = Json()
    remarks = Json()
    segments = Json()
    clauses = Json()
    findings = Json()
    model = Name()
    seq = Seq()

    class Meta:
        db_table = "reading"
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="reading_once")]


class ProposedTerm(models.Model):
    """A value that was read from the words of a span. confidence: in thousandths · checks: names of those it failed."""

    reading = models.ForeignKey(Reading, models.PROTECT)
    position = models.IntegerField()
    field = Name()
    value = Json()
    start = models.IntegerField()
    until = models.IntegerField()
    confidence = models.IntegerField()
    checks = Json()
    seq = Seq()

    class Meta:
        db_table = "proposed_term"
        constraints = [models.UniqueConstraint(fields=["reading", "position"], name="term_once_a_place")]


class TermAnswer(models.Model):
    """What a person said of a term, once; of one that nobody proposed too (no term). value: what holds instead, or what
    was confirmed · contract: that it was confirmed for."""

    term = models.OneToOneField(ProposedTerm, models.PROTECT, null=True)
    reading = models.ForeignKey(Reading, models.PROTECT)
    field = Name()
    value = Json()
    start = models.IntegerField()
    until = models.IntegerField()
    answer = Name()
    why = Text()
    contract = models.ForeignKey(Contract, models.PROTECT, null=True)
    seq = Seq()

    class Meta:
        db_table = "term_answer"


class ConfirmationLimit(models.Model):
    """One person may confirm contracts of an entity that state less than this amount of a currency (minor units)."""

    entity = Name()
    currency = Name()
    amount = models.BigIntegerField()
    why = Text()
    seq = Seq()

    class Meta:
        db_table = "confirmation_limit"


class ContractSource(models.Model):
    """A contract rests on a document as read once, by the short name its `source:` texts use. currency, amount: what it
    states, where that can be told · under: the limit below which one person confirmed it, if one did."""

    reading = models.ForeignKey(Reading, models.PROTECT)
    contract = models.ForeignKey(Contract, models.PROTECT)
    alias = Name()
    currency = Name()
    amount = models.BigIntegerField(null=True)
    under = models.ForeignKey(ConfirmationLimit, models.PROTECT, null=True)
    seq = Seq()

    class Meta:
        db_table = "contract_source"
        constraints = [models.UniqueConstraint(fields=["contract", "alias"], name="alias_once_a_contract")]


def last_reading(document: Document, seq: int = NOW) -> Reading | None:
    """The reading that counts: the last, as of a command."""
    return Reading.objects.filter(document=document, seq__lte=seq).order_by("-number").first()


def limit_of(seq: int, entity: str, currency: str) -> ConfirmationLimit | None:
    """The limit below which one person suffices, as of a command; None where none was set."""
    return ConfirmationLimit.objects.filter(entity=entity, currency=currency, seq__lte=seq).order_by("-seq").first()


def open_terms(readings: Sequence[Reading], seq: int = NOW) -> list[ProposedTerm]:
    """The terms of readings that nobody has answered as of a command, in their order. What was answered at the same
    place of the same text in an earlier reading is answered."""
    numbers = [one.pk for one in readings]
    documents = {one.document_id: one.sha256 for one in readings}
    said = TermAnswer.objects.filter(reading__document__in=documents, seq__lte=seq).select_related("reading")
    done = {
        (one.reading.document_id, one.field, one.start, one.until)
        for one in said.defer("reading__text", "reading__words")
        if one.reading.sha256 == documents[one.reading.document_id]
    }
    rows = ProposedTerm.objects.filter(reading__in=numbers, seq__lte=seq).order_by("reading", "position")
    of = {one.pk: one.document_id for one in readings}
    return [one for one in rows if (of[one.reading_id], one.field, one.start, one.until) not in done]


def paper_of(reading: Reading, name: str) -> Paper:
    """A document of this name as it was read."""
    pages, cells, remarks = (json.loads(text) for text in (reading.pages, reading.cells, reading.remarks))
    return Paper(
        name=name,
        text=reading.text,
        words=unpacked(bytes(reading.words)),
        pages=tuple(Page(*one) for one in pages),
        cells=tuple(Cell(*one) for one in cells),
        remarks=tuple(Remark(*one) for one in remarks),
    )


def packed(words: Words) -> bytes:
    """The columns of words, one after the other, as 32-bit numbers."""
    columns: Iterable[np.ndarray] = (getattr(words, column.name) for column in columns_of(Words))
    return zlib.compress(b"".join(column.astype("<i4").tobytes() for column in columns), 6)


def unpacked(data: bytes) -> Words:
    """The words of packed columns; ValueError where they are none."""
    most = 4 * _COLUMNS * _MOST_WORDS
    whole = zlib.decompressobj()
    try:
        numbers = whole.decompress(data, most)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not whole.eof or len(numbers) % (4 * _COLUMNS):
        raise ValueError("no whole columns")
    columns = np.frombuffer(numbers, "<i4").astype(np.int64).reshape(_COLUMNS, -1)
    return Words(*columns)


def faults() -> Iterator[str]:
    """Documents whose bytes, and readings whose texts, are not those of their digests; terms that are in no text."""
    for one in Document.objects.order_by("seq").iterator(chunk_size=1):
        if hashlib.sha256(one.bytes).hexdigest() != one.sha256:
            yield f"{one.ref} is not what came in"
    for reading in Reading.objects.defer("words").order_by("seq").iterator(chunk_size=1):
        name = f"{reading.document_id}/{reading.number}"
        if digest(reading.text) != reading.sha256:
            yield f"the text of {name} is not the one that was read"
        for table in (ProposedTerm, TermAnswer):
            rows = table.objects.filter(reading=reading)
            for outside in rows.exclude(start__gte=0, until__lte=len(reading.text), start__lt=F("until")):
                yield f"{outside.field} at {outside.start}-{outside.until} does not stand in {name}"
