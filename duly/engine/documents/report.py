"""What was read of a document, as reports for people and as plain data for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from duly.engine.documents.amounts import confidence_money
from duly.engine.documents.clauses.unusual import Flag
from duly.engine.documents.proposals import Term, Value
from duly.engine.documents.reading import Reading
from duly.engine.documents.times import confidence
from duly.ground.paper import Paper
from duly.ground.reports import Column, Report

SCHEMA = 1
_COLUMNS = (
    Column("field", "text", "the kind of term"),
    Column("value", "text", "the value as it was read"),
    Column("page", "count", "the page of its words"),
    Column("sure", "text", "how sure the reading is, in percent"),
    Column("words", "text", "the words of the document"),
    Column("checks", "text", "the checks it failed"),
)
_FINDINGS = (
    Column("kind", "text", "what kind of thing to look at"),
    Column("page", "count", "the page of the first passage"),
    Column("says", "text", "what to look at"),
)
_FLAGS = (
    Column("kind", "text", "what is unusual"),
    Column("page", "count", "the page of the passage"),
    Column("says", "text", "what it does to revenue"),
    Column("question", "text", "the question of the standard it opens"),
    Column("paragraph", "text", "where the standard answers it"),
    Column("money", "text", "how much money it touches"),
)
_WORDS = 80


def reports(paper: Paper, reading: Reading, terms: Sequence[Term]) -> Iterator[Report]:
    """The tables of a reading: these terms, and what a person must look at."""
    rows = tuple(
        (
            term.field,
            plainly(term.value),
            paper.page_at(term.start),
            f"{int(term.confidence * 100)} %",
            shown(paper.text, term.start, term.end),
            ", ".join(term.checks),
        )
        for term in terms
    )
    yield Report("terms", f"Terms of {paper.name}", _COLUMNS, rows)
    findings = tuple(
        (one.kind, paper.page_at(one.spans[0][0]) if one.spans else None, one.says)
        for one in (*reading.findings, *reading.missing)
    )
    yield Report("findings", "To look at", _FINDINGS, findings)
    yield _flags(paper, reading)


def _flags(paper: Paper, reading: Reading) -> Report:
    rows = tuple(
        (one.kind, paper.page_at(one.start), one.says, one.question, one.paragraph, _sums(one)) for one in reading.flags
    )
    return Report("flags", "Clauses that move revenue", _FLAGS, rows)


def _sums(flag: Flag) -> str:
    return ", ".join(f"{amount} {currency}" for currency, amount in flag.money)


def proposed(terms: Sequence[Term]) -> list[Term]:
    """The terms that are sure enough to be proposed, in the order of the text."""
    return [term for term in terms if is_proposed(term)]


def is_proposed(term: Term) -> bool:
    """Whether a term is sure enough to be proposed to a person."""
    of_money = term.field in confidence_money.CALIBRATED
    return term.confidence >= (confidence_money.THRESHOLD if of_money else confidence.THRESHOLD)


def shown(text: str, start: int, end: int) -> str:
    """Words on one line, cut where they are long."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"


def plainly(value: Value) -> str:
    """A value as a person reads it: its parts with their names, the amount with its currency first."""
    if isinstance(value, list):
        return "; ".join(plainly(one) for one in value)
    if not isinstance(value, dict):
        return (
            {True: "yes", False: "no", None: "not said"}.get(value, str(value)) if not isinstance(value, str) else value
        )
    rest = {key: one for key, one in value.items() if key not in ("amount", "currency")}
    amount = f"{value['amount']} {value.get('currency') or ''}".strip() if value.get("amount") else ""
    return ", ".join(
        [*([amount] if amount else []), *(f"{key.replace('_', ' ')} {plainly(one)}" for key, one in rest.items())]
    )


def as_data(paper: Paper, reading: Reading, terms: Sequence[Term]) -> dict[str, object]:
    """The output of `duly read --format json`, by the schema that is published in docs/schema; with these terms."""
    return {
        "duly": SCHEMA,
        "document": paper.name,
        "text_sha256": hashlib.sha256(paper.text.encode()).hexdigest(),
        "characters": len(paper.text),
        "pages": [_page(paper, number) for number in range(len(paper.pages))],
        "clauses": [
            {"category": one.category, "start": one.start, "end": one.end, "score": one.score}
            for one in reading.clauses
        ],
        "terms": [_term(paper, term) for term in terms],
        "findings": [
            {"kind": one.kind, "says": one.says, "spans": [{"start": a, "end": b} for a, b in one.spans]}
            for one in reading.findings
        ],
        "missing": [one.says for one in reading.missing],
        "flags": [_flag(paper, one) for one in reading.flags],
        "remarks": [
            {"kind": one.kind, "start": one.start, "end": one.end, "words": one.words} for one in paper.remarks
        ],
    }


def _page(paper: Paper, number: int) -> dict[str, object]:
    page = paper.pages[number]
    size = {"width": _points(page.width), "height": _points(page.height)}
    return {"page": page.number, "start": page.start, "end": page.end, **size, "by": page.by}


def _term(paper: Paper, term: Term) -> dict[str, object]:
    boxes = [
        {"page": page, "left": _points(a), "top": _points(b), "right": _points(c), "bottom": _points(d)}
        for page, a, b, c, d in paper.boxes(term.start, term.end)
    ]
    return {
        "field": term.field,
        "value": term.value,
        "start": term.start,
        "end": term.end,
        "words": paper.text[term.start : term.end],
        "page": paper.page_at(term.start),
        "boxes": boxes,
        "confidence": term.confidence,
        "proposed": is_proposed(term),
        "checks": list(term.checks),
    }


def _flag(paper: Paper, flag: Flag) -> dict[str, object]:
    return {
        "kind": flag.kind,
        "says": flag.says,
        "question": flag.question,
        "paragraph": flag.paragraph,
        "start": flag.start,
        "end": flag.end,
        "page": paper.page_at(flag.start),
        "money": [{"currency": currency, "amount": amount} for currency, amount in flag.money],
        "proposes": flag.proposes,
    }


def _points(hundredths: int) -> str:
    """Hundredths of a point as decimal text."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
