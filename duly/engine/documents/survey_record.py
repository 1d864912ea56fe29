"""One document of a survey: what is kept of its reading."""

from __future__ import annotations

from dataclasses import replace

from duly.engine.documents.reading import Reading
from duly.engine.documents.report import proposed
from duly.engine.documents.survey import Record, record
from duly.ground.paper import Paper


def surveyed(file: str, sha256: str, paper: Paper, reading: Reading) -> Record:
    """The record of a document that was read."""
    made = record(file, sha256, paper.text, len(paper.pages), proposed(reading.terms))
    return replace(made, conflicts=tuple(one.says for one in reading.findings))
