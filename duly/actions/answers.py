"""Answers to proposed terms as they are told, held against what was proposed and against the contract that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from duly.actions.documents import known_document, reading_that_counts
from duly.actions.errors import AnswerIsWrong, NotVerbatim, TermIsAnswered, UnknownTerm
from duly.actions.gate import Json
from duly.actions.papers import term_of, value_of
from duly.actions.readers import require_reader
from duly.engine.documents.drafts.answers import said_of
from duly.engine.documents.drafts.drafting import drafted
from duly.engine.documents.drafts.sources import Cited, cited, is_verbatim, leaves
from duly.engine.documents.proposals import Value
from duly.ground.paper import Paper
from duly.ground.tree import Block
from duly.store.canonical import canonical
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
    last_reading,
    open_terms,
    paper_of,
)

ORDER = (CONFIRMED, CORRECTED, ADDED, REJECTED)
_ABSENT = "no value of the contract has its passage as `source:`"
Span = tuple[int, int]


@dataclass
class Named:
    """A document that a contract names, as read last: the passages the contract takes from it, its terms by number and
    the numbers of those that nobody has answered yet."""

    reading: Reading
    spans: dict[Span, Cited] = field(default_factory=dict)
    terms: dict[int, ProposedTerm] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)

    @cached_property
    def paper(self) -> Paper:
        """The document as read."""
        return paper_of(self.reading, "")

    def ref(self, position: int) -> str:
        """The name of a term."""
        return f"{self.reading.document_id}/{self.reading.number}/{position}"


class Answered(NamedTuple):
    """An answer that holds, ready to be kept."""

    named: Named
    term: ProposedTerm | None
    answer: str
    field: str
    value: Value
    span: Span
    why: str


def documents_named(block: Block, document: str) -> dict[str, Named]:
    """The documents of the ledger that a contract file names under `documents:`, by its short names for them, with the
    passages it takes from each; `document` must be among them. The words of each passage must stand there."""
    known = known_document(document)
    listed = block.get("documents")
    texts = {alias: str(text) for alias, text in listed.items()} if isinstance(listed, Block) else {}
    mine = {alias for alias, text in texts.items() if text.partition(" ")[0] == document or text == known.name}
    if len(mine) != 1:
        raise AnswerIsWrong(
            f"the contract does not say by what name it calls {document}",
            why=f"{len(mine)} of its `documents:` are {document}",
            fix=f"write `documents: {{a: {document}}}`, and `source: 'a p1 …'` where a value comes from it",
        )
    found = {alias: named_of(reading_that_counts(known)) for alias in mine}
    for alias in texts.keys() - mine:
        other = Document.objects.filter(ref=texts[alias].partition(" ")[0], entity=known.entity).first()
        reading = last_reading(other) if other else None
        if reading is not None:
            found[alias] = named_of(reading)
    for leaf in leaves(block):
        for one in cited(leaf.source):
            if one.alias in found:
                found[one.alias].spans[one.start, one.end] = _verbatim(one, found[one.alias].reading)
    if not any(found[alias].spans for alias in mine):
        raise AnswerIsWrong(
            f"no value of the contract comes from {document}",
            why="a value that does names its passage, as `{value: 100.00, source: 'a p1 12-18 \"100.00\"'}`",
            fix=f"`duly document draft {document}` writes a contract with its passages",
        )
    return found


def answers_of(by: str, block: Block, document: str) -> list[Json]:
    """What a draft that was edited says of the terms of its documents, as `confirm_terms` is told it: of this document
    all, of others those it takes over. by: who asks, since what stands in a document is told."""
    require_reader(by, known_document(document).entity)
    answers: list[Json] = []
    for alias, named in documents_named(block, document).items():
        rows = [named.terms[position] for position in sorted(named.open)]
        whole = named.reading.document_id == document
        done, terms = _done(named), [term_of(row) for row in rows]
        for one in said_of(block, alias, terms, drafted(named.paper, terms)):
            if one.term is None and (one.start, one.end) not in done:
                place = {"start": one.start, "end": one.end}
                who = {"document": named.reading.document_id, "answer": ADDED}
                answers.append({**who, "field": one.field, "value": one.value, **place})
            elif one.term is not None and (whole or one.answer != REJECTED):
                answer: Json = {"term": named.ref(rows[one.term].position), "answer": one.answer}
                answer |= {"value": one.value} if one.answer == CORRECTED else {}
                answers.append(answer | ({"why": NOT_TAKEN_OVER} if one.answer == REJECTED else {}))
    return answers


def named_of(reading: Reading) -> Named:
    terms = {one.position: one for one in ProposedTerm.objects.filter(reading=reading)}
    return Named(reading, {}, terms, {one.position for one in open_terms([reading])})


def _verbatim(one: Cited, reading: Reading) -> Cited:
    if not is_verbatim(one, reading.text):
        there = reading.text[one.start : one.end][:60]
        raise NotVerbatim(
            f"{one.words[:60]!r} does not stand at {one.start}-{one.end} of {reading.document_id}",
            why=f"there stands {there!r}" if there else f"its text has {len(reading.text)} characters",
            fix="give the offsets and the words as `duly document show` tells them",
        )
    return one


def _done(named: Named) -> set[Span]:
    """The passages of this text that were taken into some contract before."""
    same = {"reading__document": named.reading.document_id, "reading__sha256": named.reading.sha256}
    rows = TermAnswer.objects.filter(**same, contract__isnull=False)
    return set(rows.exclude(answer=REJECTED).values_list("start", "until"))


def answer_of(said: Json, named: Mapping[str, Named]) -> Answered:
    """An answer as it is told, when it agrees with what was proposed and with the contract."""
    answer, why = str(said.get("answer", "")), str(said.get("why", ""))
    if answer == ADDED:
        return _addition(said, named, why)
    one, position = _found(str(said.get("term", "")), named)
    term = one.terms[position]
    if position not in one.open:
        raise TermIsAnswered(f"{one.ref(position)} is answered already", fix="what was confirmed is amended")
    one.open.discard(position)
    proposed, span = term_of(term).value, (term.start, term.until)
    value = value_of(said.get("value", proposed))
    faults = {
        CONFIRMED: (value != proposed and "it is not the value that was proposed", span not in one.spans and _ABSENT),
        CORRECTED: (value == proposed and "it is the value that was proposed", span not in one.spans and _ABSENT),
        REJECTED: (not why and "nobody says why",),
    }
    for fault in faults.get(answer, (f"an answer is one of: {', '.join(ORDER)}",)):
        if fault:
            raise AnswerIsWrong(f"{one.ref(position)} ({term.field}) is not {answer or 'answered'}", why=fault)
    return Answered(one, term, answer, term.field, value, span, why)


def _found(name: str, named: Mapping[str, Named]) -> tuple[Named, int]:
    """The term of a name: DOC-1/1/3, or its number alone where one document is meant."""
    document, _, rest = name.rpartition("/")
    for one in named.values():
        own = f"{one.reading.document_id}/{one.reading.number}"
        if (document == own or (not document and len(named) == 1)) and rest.isdecimal() and int(rest) in one.terms:
            return one, int(rest)
    raise UnknownTerm(
        f"no term {name!r} was proposed by the last reading of {_refs(named)}",
        fix=f"`duly document show {next(iter(named.values())).reading.document_id}` lists them",
    )


def _refs(named: Mapping[str, Named]) -> str:
    return ", ".join(one.reading.document_id for one in named.values())


def _addition(said: Json, named: Mapping[str, Named], why: str) -> Answered:
    one = next((one for one in named.values() if one.reading.document_id == said.get("document")), None)
    if one is None:
        raise UnknownTerm(f"{said.get('document')!r} is none of {_refs(named)}")
    start, end = said.get("start"), said.get("end")
    span = (start, end) if isinstance(start, int) and isinstance(end, int) else (0, 0)
    if span not in one.spans:
        raise AnswerIsWrong(f"what stands at {start}-{end} of {one.reading.document_id} is not added", why=_ABSENT)
    return Answered(one, None, ADDED, str(said.get("field", "")), value_of(said.get("value")), span, why)


def require_all_answered(named: Mapping[str, Named], said: Sequence[Answered]) -> None:
    for one in named.values():
        taken = {each.span for each in said if each.named is one and each.answer != REJECTED} | _done(one)
        for span in one.spans.keys() - taken:
            raise AnswerIsWrong(
                f"{one.spans[span].words[:60]!r} at {span[0]}-{span[1]} of {one.reading.document_id} is in the "
                "contract, and nobody says whether it is confirmed",
                fix="answer the term that was proposed there, or add it",
            )


def row_of(one: Answered, seq: int, ref: str | None = None) -> TermAnswer:
    """An answer as it is kept, with the contract it was confirmed for."""
    contract = ref if one.answer != REJECTED else None
    start, until = one.span
    said = {"field": one.field, "value": canonical(one.value), "answer": one.answer, "why": one.why}
    place = {"term": one.term, "reading": one.named.reading, "start": start, "until": until}
    return TermAnswer(**place, **said, contract_id=contract, seq=seq)


def shown(one: Answered) -> Json:
    """An answer as people who agree to it see it."""
    start, end = one.span
    page = one.named.paper.page_at(start)
    row: Json = {"term": one.named.ref(one.term.position)} if one.term else {"document": one.named.reading.document_id}
    row |= {"field": one.field, "value": one.value, "page": str(page)}
    if one.term and one.answer == CORRECTED:
        row["proposed"] = term_of(one.term).value
    return row | {"words": " ".join(one.named.reading.text[start:end].split()), "why": one.why}
