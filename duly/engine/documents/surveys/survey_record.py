"""One document of a survey: what is kept of its reading."""

from __future__ import annotations

from dataclasses import replace

from duly.engine.documents.clauses.missing import contract_type
from duly.engine.documents.papers.families import identity
from duly.engine.documents.papers.parties import parties
from duly.engine.documents.reading import Reading
from duly.engine.documents.report import proposed
from duly.engine.documents.surveys.survey import Record, record
from duly.ground.paper import Paper


def surveyed(file: str, sha256: str, paper: Paper, reading: Reading) -> Record:
    """The record of a document that was read."""
    made = record(file, sha256, paper.text, len(paper.pages), proposed(reading.terms))
    named = tuple(one.name for one in parties(paper.text))
    who = identity(file, paper.text, named, made.signed)
    return replace(
        made,
        title=who.title,
        kind=who.kind,
        number=who.number,
        parties=named,
        refers_to=who.refers_to,
        refers_on=who.refers_on,
        kind_of_contract=contract_type(paper.text, reading.segments),
        flags=tuple(dict.fromkeys(one.kind for one in reading.flags)),
        missing=tuple(one.says for one in reading.missing),
        conflicts=tuple(one.says for one in reading.findings),
    )
