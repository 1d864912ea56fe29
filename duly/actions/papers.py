"""What was read in a document, as JSON for the gate and back: its text, words and pages, and what reading proposes.

Confidences and scores are thousandths there: a ledger keeps no binary fractions."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from duly import __version__
from duly.actions.errors import NotAReading, NotVerbatim
from duly.actions.gate import Json
from duly.engine.documents.proposals import Clause, Finding, Segment, Term, Value
from duly.engine.documents.reading import Known, reading
from duly.engine.documents.report import proposed as sure_enough
from duly.ground.paper import Paper
from duly.readers.papers import read_paper
from duly.store.canonical import canonical, digest
from duly.store.documents import ProposedTerm, Reading, packed, paper_of
from duly.training.shipped import known

_MOST_TERMS, _DEEPEST, _SHOWN = 20_000, 8, 20
# What of a reading is kept as JSON.
_PARTS = ("pages", "cells", "remarks", "segments", "clauses", "findings")
# What neither a database nor UTF-8 can hold stands as a sign of its own, so that no offset moves.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Proposed(Protocol):
    """What reading a paper proposes, as `duly.engine.documents.reading` gives it."""

    @property
    def segments(self) -> Sequence[Segment]: ...
    @property
    def clauses(self) -> Sequence[Clause]: ...
    @property
    def terms(self) -> Sequence[Term]: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


class Restored(NamedTuple):
    """What reading proposed, from what was kept of it."""

    segments: tuple[Segment, ...]
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]


class Checked(NamedTuple):
    """A reading that is whole. columns: of a row of `Reading`, but for its document and number · findings: in words."""

    columns: dict[str, object]
    terms: tuple[Term, ...]
    pages: int
    findings: list[str]


def read(content: bytes, name: str, with_: Known | None = None) -> Json:
    """Read a document: words in a child process, then clauses and terms. with_: the weights and standard clauses, those
    that are shipped where nothing is said."""
    using = with_ or known()
    paper = clean(read_paper(content, name=name))
    found = reading(paper, using)
    sure = dataclasses.replace(found, terms=tuple(sure_enough(found.terms)))
    return as_json(paper, sure, f"duly {__version__}, {using.name}")


def clean(paper: Paper) -> Paper:
    """A paper whose text can be kept: of the same length."""
    return dataclasses.replace(paper, text=_NO_TEXT.sub("\ufffd", paper.text))


def as_json(paper: Paper, proposed: Proposed, model: str) -> Json:
    """A reading as `read_document` is told it."""
    return {
        "model": model,
        "text": paper.text,
        "words": base64.b64encode(packed(paper.words)).decode(),
        "pages": _rows(paper.pages),
        "cells": _rows(paper.cells),
        "remarks": _rows(paper.remarks),
        "segments": _rows(proposed.segments),
        "clauses": [[one.category, one.start, one.end, thousandths(one.score)] for one in proposed.clauses],
        "findings": [[one.kind, one.says, [list(span) for span in one.spans]] for one in proposed.findings],
        "terms": [term_as_json(one, paper.text) for one in proposed.terms],
    }


def _rows(some: Iterable[object]) -> list[list[object]]:
    return [list(dataclasses.astuple(one)) for one in some]  # type: ignore[call-overload]


def term_as_json(one: Term, text: str) -> Json:
    """A term with the words it rests on."""
    place = {"start": one.start, "end": one.end, "words": text[one.start : one.end]}
    return {
        "field": one.field,
        "value": one.value,
        **place,
        "confidence": thousandths(one.confidence),
        "checks": [*one.checks],
    }


def thousandths(sure: float) -> int:
    """How sure something is, in whole thousandths."""
    return min(max(round(1000 * sure), 0), 1000)


def checked(reading: Json) -> Checked:
    """A reading that came in from outside, when it has the form of one and every span of it stands in its text."""
    try:
        return _checked(reading)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise NotAReading(
            "what was read is not of the form of a reading", why=f"{type(error).__name__}: {error}"
        ) from None


def _checked(reading: Json) -> Checked:
    text, model = _text(reading["text"]), _text(reading["model"])
    if not model or _NO_TEXT.search(text + model):
        raise NotAReading("a text has signs that no database keeps, or nobody says what read it")
    words = base64.b64decode(_text(reading["words"]), validate=True)
    columns: dict[str, object] = {"text": text, "sha256": digest(text), "words": words, "model": model}
    columns |= {name: canonical(_list(reading[name])) for name in _PARTS}
    terms = _list(reading["terms"])
    if len(terms) > _MOST_TERMS:
        raise NotAReading(f"{len(terms):,} terms are more than anybody answers")
    # What is kept is what can be put together again.
    kept = Reading(**columns)
    proposals = tuple(proposal_of(one, text) for one in terms)
    paper, proposed = paper_of(kept, ""), restored(kept, ())
    spans = [(one.start, one.end) for some in (paper.pages, paper.cells, paper.remarks) for one in some]
    spans += [(one.start, one.end) for some in (proposed.segments, proposed.clauses) for one in some]
    spans += [span for one in proposed.findings for span in one.spans]
    spans += [*zip(paper.words.start.tolist(), paper.words.end.tolist(), strict=True)]
    for start, end in spans:
        if not (type(start) is type(end) is int and 0 <= start <= end <= len(text)):
            raise NotAReading(f"{start}-{end} is no place in a text of {len(text):,} characters")
    said = [f"{one.kind}: {one.says}" for one in proposed.findings[:_SHOWN]]
    return Checked(columns, proposals, len(paper.pages), said)


def proposal_of(one: object, text: str) -> Term:
    """A term whose words stand in the text at its offsets."""
    if not isinstance(one, Mapping):
        raise TypeError("a term is a map")
    start, end, sure = one["start"], one["end"], one["confidence"]
    if not all(type(number) is int for number in (start, end, sure)) or not 0 <= sure <= 1000:
        raise TypeError("offsets and thousandths are whole numbers")
    words = _text(one["words"])
    if not 0 <= start < end <= len(text) or text[start:end] != words or not words.strip():
        raise NotVerbatim(
            f"{words[:60]!r} does not stand at {start}-{end} of the text",
            why="nothing is proposed but what a document says in so many words",
        )
    checks = tuple(_text(name) for name in _list(one["checks"]))
    return Term(_text(one["field"]), value_of(one["value"]), start, end, sure / 1000, checks)


def value_of(value: object, depth: int = _DEEPEST) -> Value:
    """A value of JSON as terms have it: texts, truths, nothing, lists and maps of them."""
    if value is None or isinstance(value, bool | str):
        return _text(value) if isinstance(value, str) else value
    if depth and isinstance(value, list):
        return [value_of(inner, depth - 1) for inner in value]
    if depth and isinstance(value, Mapping):
        return {_text(key): value_of(inner, depth - 1) for key, inner in value.items()}
    raise NotAReading(
        f"{str(value)[:60]!r} is no value of a term",
        why="amounts, days and lengths are texts, so that none of them is rounded",
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(_NO_TEXT.findall(value)) > 0:
        raise TypeError(f"{str(value)[:40]!r} is no text that can be kept")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"{str(value)[:40]!r} is no list")
    return value


def term_of(row: ProposedTerm) -> Term:
    """A proposed term as the engine knows it."""
    value, checks = json.loads(row.value), tuple(json.loads(row.checks))
    return Term(row.field, value, row.start, row.until, row.confidence / 1000, checks)


def restored(reading: Reading, terms: Sequence[ProposedTerm]) -> Restored:
    """What reading proposed, as it was kept."""
    segments: Callable[..., Segment] = Segment
    return Restored(
        tuple(segments(*one) for one in json.loads(reading.segments)),
        tuple(Clause(category, start, end, sure / 1000) for category, start, end, sure in json.loads(reading.clauses)),
        tuple(map(term_of, terms)),
        tuple(
            Finding(kind, says, tuple((a, b) for a, b in spans)) for kind, says, spans in json.loads(reading.findings)
        ),
    )
